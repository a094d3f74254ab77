"""IndiVillage: what its code, its folders and its scripts say without a plan."""

import re
import subprocess
from pathlib import Path

import pytest
from systems import ROOT, System, table, terraform_directories

from tfproof.terraform.hcl import read_directory

SYSTEM = System("indivillage")
STACKS = ROOT / "terraform" / "stacks"
MODULES = ROOT / "terraform" / "modules"

#: What the specification sets for each environment, by its own names.
VARIABLES = {
    "environment": ("development", "staging", "production"),
    "vpc_cidr": ("10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"),
    "instance_type": ("t3.medium", "t3.large", "m5.large"),
    "rds_instance_class": ("db.t3.medium", "db.t3.large", "db.m5.large"),
    "enable_enhanced_monitoring": (False, True, True),
    "multi_az_database": (False, True, True),
    "cdn_price_class": ("PriceClass_100", "PriceClass_200", "PriceClass_All"),
    "backup_retention_period": (None, None, 30),
}


def roots():
    """The root of the system and those beside it."""
    return sorted(path for path in STACKS.glob("indivillage*") if path.is_dir())


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-OPS-009")
def test_each_environment_sets_the_variables_of_the_specification(plan, environment, name):
    wanted = VARIABLES[name][SYSTEM.environments.index(environment)]
    rows = table(SYSTEM.stack / "README.md", "variable of the specification", "here")
    (here,) = [row["here"] for row in rows if row["variable of the specification"] == f"`{name}`"]
    for path in re.findall(r"`([^`]+)`", here):
        first, *parts = path.split(".")
        value = plan.raw["variables"][first]["value"]
        for part in parts:
            value = value[part]
        assert value == wanted or wanted is None, path


@pytest.mark.requirement("IV-STATE-001")
@pytest.mark.parametrize("root", roots(), ids=lambda path: path.name)
def test_every_root_has_its_state_in_s3(root):
    backends = [b for settings in read_directory(root).of("terraform") for b in settings.nested("backend")]
    assert [(backend.labels, backend.attributes) for backend in backends] == [(("s3",), {})]


@pytest.mark.requirement("IV-STATE-005")
@pytest.mark.parametrize("root", roots(), ids=lambda path: path.name)
def test_the_workspaces_of_every_root_have_states_of_their_own(root):
    text = (root / "backend-config.hcl").read_text()
    assert f'workspace_key_prefix = "{root.name}"' in text


@pytest.mark.requirement("IV-OPS-004")
@pytest.mark.parametrize("root", roots(), ids=lambda path: path.name)
def test_environments_have_no_code_of_their_own(root):
    assert {path.suffix for path in (root / "environments").iterdir()} == {".tfvars"}
    sources = {str(call.attributes["source"].literal()) for call in read_directory(root).module_calls.values()}
    assert [source for source in sources if not (root / source).resolve().is_relative_to(MODULES)] == []


@pytest.mark.requirement("IV-OPS-005")
@pytest.mark.parametrize("root", roots(), ids=lambda path: path.name)
def test_terraform_and_providers_have_bounds_and_are_locked(root):
    (settings,) = [b for b in read_directory(root).of("terraform") if "required_version" in b.attributes]
    assert settings.attributes["required_version"].literal() == ">= 1.11, < 2.0"
    (providers,) = settings.nested("required_providers")
    assert {name: "version" in e.text and "<" in e.text for name, e in providers.attributes.items()} == {"aws": True}
    assert "h1:" in (root / ".terraform.lock.hcl").read_text()


@pytest.mark.requirement("IV-OPS-006")
def test_every_module_has_a_readme_and_an_example():
    for module in terraform_directories(SYSTEM):
        if module != SYSTEM.stack:
            assert (module / "README.md").is_file(), module.name
            assert (module / "examples" / "minimal" / "main.tf").is_file(), module.name


@pytest.mark.requirement("IV-OPS-027")
def test_no_root_makes_a_resource_beside_terraform():
    for root in roots():
        for directory in (root, *terraform_directories(SYSTEM)):
            text = "\n".join(path.read_text() for path in directory.glob("*.tf"))
            assert not re.search(r'provisioner "|resource "null_resource"|data "external"', text), directory


@pytest.mark.requirement("IV-BAK-004")
@pytest.mark.plan("bootstrap")
def test_no_rule_ever_deletes_a_version_of_the_state(plan):
    for rules in plan.of("aws_s3_bucket_lifecycle_configuration"):
        assert all(
            not rule.get("noncurrent_version_expiration") and not rule.get("expiration") for rule in rules["rule"]
        )
    assert plan.one("aws_s3_bucket_versioning")["versioning_configuration.0.status"] == "Enabled"


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Puts programs of these names in front of all others, which tell a version."""

    def put(**versions):
        for name, told in versions.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\necho '{told}'\n")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return subprocess.run(
            ["/usr/bin/env", "python3", ROOT / "terraform" / "scripts" / "check_tools.py"],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": f"{tmp_path}:{Path(__import__('sys').executable).parent}:/usr/bin:/bin"},
        )

    return put


GOOD = {
    "aws": "aws-cli/2.7.0 Python/3.9",
    "terraform": "Terraform v1.11.0",
    "docker": "Docker version 20.10.0, build 1",
}


@pytest.mark.requirement("IV-OPS-007")
def test_tools_that_are_new_enough_are_good(tools):
    assert tools(**GOOD).returncode == 0


@pytest.mark.requirement("IV-OPS-007")
@pytest.mark.parametrize(
    ("name", "told"),
    [("aws", "aws-cli/2.6.9"), ("terraform", "Terraform v1.3.0"), ("docker", "Docker version 19.03.1")],
)
def test_a_tool_that_is_too_old_is_named(tools, name, told):
    found = tools(**GOOD | {name: told})
    assert found.returncode == 1
    assert re.search(rf"^{name} .*needs", found.stdout, re.M)


def test_the_readme_names_every_file_of_the_stack():
    named = {
        name
        for row in table(SYSTEM.stack / "README.md", "file", "holds")
        for name in re.findall(r"`([^`]+)`", row["file"])
    }
    code = {path.name for path in SYSTEM.stack.glob("*.tf") if not path.name.startswith(("outputs_", "variables_"))}
    assert code - named == set()
    assert [name for name in named if not (SYSTEM.stack / name).exists()] == []


def test_the_page_on_costs_names_the_budget_of_each_account():
    rows = table(SYSTEM.documents / "cost.md", "environment", "US dollars a month")
    environments = STACKS / "indivillage-account-baseline" / "environments"
    assert {row["environment"]: row["US dollars a month"] for row in rows} == {
        path.stem: re.search(r"^monthly_budget\s*=\s*(\d+)$", path.read_text(), re.M)[1]
        for path in environments.glob("*.tfvars")
    }


def test_the_records_of_mail_lead_from_the_tokens_of_the_domain_to_ses():
    text = (ROOT / "terraform/stacks/indivillage/dns.tf").read_text()
    token = "${aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].tokens[number]}"
    assert f'name   = "{token}._domainkey.${{var.domain_name}}"' in text
    assert f'values = ["{token}.dkim.amazonses.com"]' in text
