"""Social Flow: what code, structure and pipeline say without a plan."""

import re
from collections import Counter
from functools import cache

import pytest
import yaml
from social_flow_files import ENVIRONMENTS, ROOT, STACK, blocks, table, terraform_directories, texts

from tfproof.terraform.hcl import read_directory

REGION = re.compile(
    r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?(?:north|south|east|west|central)(?:east|west)?-\d\b"
)


#: AWS gives the certificates of CloudFront and the metrics of costs in one region of the world.
SINGLE_REGION = {("dashboards.tf", "us-east-1"), ("providers.tf", "us-east-1")}


@pytest.mark.requirement("SF-IAM-003")
def test_no_user_and_no_access_key_is_made():
    made = {block.labels[0] for block in blocks() if block.type == "resource"}
    assert "aws_iam_role" in made
    assert {kind for kind in made if kind.startswith(("aws_iam_user", "aws_iam_access_key"))} == set()


@pytest.mark.requirement("SF-DR-002")
def test_regions_are_named_in_variables_only():
    named = {
        (block.file.name, match)
        for block in blocks()
        if block.type != "variable"
        for text in texts(block)
        for match in REGION.findall(text)
    }
    assert named == SINGLE_REGION


@pytest.mark.requirement("SF-DR-002")
@pytest.mark.parametrize("alias", [None, "replica"])
def test_the_regions_of_the_providers_are_variables(alias):
    (provider,) = [
        block
        for block in read_directory(STACK).of("provider")
        if ("alias" in block.attributes) == (alias is not None)
        and (alias is None or block.attributes["alias"].literal() == alias)
    ]
    assert provider.attributes["region"].text == ("var.replica_region" if alias else "var.region")


@pytest.mark.plan(
    "social-flow",
    environments=["production"],
    availability_zones=["us-west-2a", "us-west-2b"],
    manage_account_baseline=False,
    region="us-west-2",
    replica_region="us-east-2",
    system="sf-recovery",
)
@pytest.mark.requirement("SF-DR-002")
def test_a_second_copy_in_other_regions_shares_no_name_with_the_first(plan):
    assert {resource.region for resource in plan.of("aws_vpc", "aws_db_instance")} == {"us-west-2"}
    assert plan.resource("module.backup_replica[0].aws_backup_vault.this").region == "us-east-2"
    assert {subnet["availability_zone"] for subnet in plan.of("aws_subnet")} == {"us-west-2a", "us-west-2b"}
    shared = [r.address for r in plan.managed if "social-flow" in str(r.values.get("name"))]
    assert shared == []


@pytest.mark.requirement("SF-STATE-002")
def test_every_environment_has_a_state_of_its_own():
    keys = {name: backend(name)["key"] for name in ENVIRONMENTS}
    assert keys == {name: f"social-flow/{name}/terraform.tfstate" for name in ENVIRONMENTS}


@pytest.mark.requirement("SF-STATE-002")
def test_the_stack_leaves_the_backend_to_these_files():
    (block,) = [one for settings in read_directory(STACK).of("terraform") for one in settings.nested("backend")]
    assert (block.labels, block.attributes) == (("s3",), {})


def backend(environment: str) -> dict[str, str]:
    """The settings of an environment's backend file."""
    text = (STACK / "environments" / f"{environment}.s3.tfbackend").read_text()
    return dict(re.findall(r"^(\w+)\s*=\s*\"?([^\"\n]+)\"?$", text, re.M))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_state_is_locked_and_its_encryption_left_to_the_bucket_and_its_key(environment):
    settings = backend(environment)
    assert (settings["use_lockfile"], settings.get("encrypt")) == ("true", None)


@pytest.mark.requirement("SF-CTR-019")
def test_the_version_of_the_image_is_a_variable_without_default():
    assert "image_version" in read_directory(STACK).required_variables


@pytest.mark.requirement("SF-CTR-019")
def test_all_containers_run_the_image_of_that_version():
    containers = [block for block in blocks() if block.file == STACK / "containers.tf"]
    images = re.findall(r"\bimage\s*=\s*(.+)", "\n".join(text for block in containers for text in texts(block)))
    assert set(images) == {"local.image"}
    assert "${var.image_version}" in read_directory(STACK).locals["image"].text


def mapping() -> dict[str, list[str]]:
    """The seed's names, and where each is found here, as the stack's README maps them."""
    rows = table(STACK / "README.md", "in the specification", "here")
    return {row["in the specification"].strip("`"): re.findall(r"`([^`]+)`", row["here"]) for row in rows}


SEED_FILES = {
    "SF-OPS-001": [
        "deployment/terraform/main.tf",
        "deployment/terraform/variables.tf",
        "deployment/terraform/outputs.tf",
    ],
    "SF-OPS-002": ["environments/dev.tfvars", "environments/staging.tfvars", "environments/prod.tfvars"],
    "SF-OPS-003": [
        f"modules/{name}"
        for name in (
            "vpc",
            "security_groups",
            "rds",
            "elasticache",
            "ecs",
            "s3",
            "cloudfront",
            "secrets",
            "monitoring",
        )
    ],
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.requirement(row), id=name)
        for row, names in SEED_FILES.items()
        for name in names
    ],
)
def test_every_name_of_the_specification_is_found_here(name):
    paths = [path.replace("<concern>", "*") for path in mapping()[name]]
    assert paths
    assert [path for path in paths if not list(ROOT.glob(path))] == []


@pytest.mark.requirement("SF-OPS-003")
def test_the_stack_uses_the_modules_that_the_table_names():
    named = {ROOT / path for name, paths in mapping().items() if name.startswith("modules/") for path in paths}
    assert named
    assert named - set(terraform_directories()) == set()


@pytest.mark.requirement("SF-OPS-004")
@pytest.mark.parametrize("name", ["main.tf", "variables.tf", "outputs.tf"])
def test_every_module_has_the_three_files(name):
    modules = [directory for directory in terraform_directories() if directory != STACK]
    assert modules
    assert [module.name for module in modules if not (module / name).is_file()] == []


@cache
def deviations() -> tuple[dict[str, str], ...]:
    """The register of values that differ from their row."""
    return tuple(yaml.safe_load((STACK / "deviations.yaml").read_text()))


def test_every_deviation_says_what_where_and_why():
    for deviation in deviations():
        assert sorted(deviation) == ["actual", "id", "reason", "seed"], deviation
        assert all(str(value).strip() for value in deviation.values()), deviation


def test_every_deviation_belongs_to_a_row():
    rows = {row["id"] for row in yaml.safe_load((STACK / "requirements.yaml").read_text())}
    assert {deviation["id"] for deviation in deviations()} - rows == set()


def test_no_row_deviates_twice():
    assert [name for name, n in Counter(d["id"] for d in deviations()).items() if n > 1] == []


def test_the_readme_lists_the_deviations():
    listed = table(STACK / "README.md", "id", "specification", "here", "why")
    assert [row["id"] for row in listed] == [deviation["id"] for deviation in deviations()]


@pytest.mark.requirement("SF-CICD-001")
def test_a_workflow_runs_the_tests_on_every_pull_request():
    running = []
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        workflow = yaml.safe_load(path.read_text())
        triggers = workflow.get("on", workflow.get(True))  # YAML 1.1 reads the word on as true
        steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job.get("steps", [])]
        if "pull_request" in triggers and any(re.search(r"\btox\b|\bmake test\b", step) for step in steps):
            running.append(path.name)
    assert running
