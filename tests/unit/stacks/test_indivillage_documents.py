"""IndiVillage: what its pages say of variables is what the variables are, in each environment."""

import re

import pytest
from systems import System, table

from tfproof.terraform.hcl import read_directory

SYSTEM = System("indivillage")

#: Tables of pages whose rows name a variable and its value in each environment.
TABLES = {
    "capacity.md": ("what", "variable", "development", "staging", "production"),
    "data-governance.md": ("what", "variable", "development", "staging", "production"),
    "integration.md": ("setting", "what it is for", "variable", "development", "staging", "production"),
    "maintenance.md": ("what", "variable", "development", "staging", "production"),
    "runbooks/disaster-recovery.md": ("what", "variable", "development", "staging", "production"),
}


def value_of(plan, path):
    """The value of a variable, or of a part of it, in the environment of a plan."""
    name, *parts = path.split(".")
    value = plan.raw["variables"][name]["value"]
    for part in parts:
        value = value[part]
    return value


def as_said(value):
    """How a page says a value."""
    if isinstance(value, list):
        return ", ".join(map(as_said, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return as_said([value[key] for key in sorted(value)]) if value else "none"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-OPS-030", "IV-OPS-041")
@pytest.mark.parametrize("page", TABLES)
def test_what_a_page_says_of_a_variable_is_its_value(plan, environment, page):
    rows = table(SYSTEM.documents / page, *TABLES[page])
    said = {row["variable"].strip("`"): row[environment] for row in rows}
    assert said
    assert said == {path: as_said(value_of(plan, path)) for path in said}


@pytest.mark.parametrize("page", SYSTEM.pages(), ids=lambda page: page.name)
def test_every_variable_that_a_table_names_is_one(page):
    variables = {block.labels[0] for block in read_directory(SYSTEM.stack).of("variable")}
    named = set()
    for heading in ("variable", "variable to change"):
        for line in page.read_text().splitlines():
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if heading in cells:
                columns = tuple(cells)
                named |= {n for row in table(page, *columns) for n in re.findall(r"`([a-z_]+)[.`]", row[heading])}
    assert named - variables == set()


@pytest.mark.requirement("IV-OPS-043")
def test_every_output_that_the_integration_names_is_one():
    outputs = {block.labels[0] for block in read_directory(SYSTEM.stack).of("output")}
    rows = table(
        SYSTEM.documents / "integration.md", "service", "setting", "output of Terraform", "actions that are granted"
    )
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row["output of Terraform"])}
    assert len(named) > 6
    assert named - outputs == set()


@pytest.mark.requirement("IV-OPS-043")
def test_every_setting_that_the_integration_names_reaches_a_task_or_a_function():
    code = "\n".join((SYSTEM.stack / file).read_text() for file in ("containers.tf", "functions.tf"))
    rows = table(
        SYSTEM.documents / "integration.md", "service", "setting", "output of Terraform", "actions that are granted"
    )
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row["setting"])}
    assert {name for name in named if not re.search(rf"\b{name}\b", code)} == set()


#: The resources that the stores of a page are.
STORES = {
    "database": "module.database.aws_db_instance.this",
    "cache": "module.cache.aws_elasticache_replication_group.this",
    "bucket uploads": 'module.buckets["uploads"].aws_s3_bucket.this',
    "bucket processed": 'module.buckets["processed"].aws_s3_bucket.this',
    "bucket assets": 'module.buckets["assets"].aws_s3_bucket.this',
    "bucket backups": 'module.buckets["backups"].aws_s3_bucket.this',
    "bucket logs": "module.logs_bucket.aws_s3_bucket.this",
    "EFS": "module.file_system.aws_efs_file_system.this",
    "queues and topics": 'module.queues["jobs"].aws_sqs_queue.this',
    "log groups": 'module.log_groups.aws_cloudwatch_log_group.this["api"]',
    "secrets": 'module.secrets.aws_secretsmanager_secret.this["database"]',
}


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SEC-036")
@pytest.mark.parametrize("store", STORES)
def test_a_store_carries_the_class_that_the_page_says(plan, store):
    rows = table(
        SYSTEM.documents / "data-governance.md", "store", "data", "class", "region", "copies", "encrypted with"
    )
    (said,) = [row["class"] for row in rows if row["store"] == store]
    assert plan.resource(STORES[store]).tags["DataClassification"] == said
