"""SARC-NG: what repository and pipeline say without a plan."""

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from systems import ROOT, System, terraform_directories

SYSTEM = System("sarc-ng")
MODULES = ROOT / "terraform" / "modules"


def drift():
    return yaml.safe_load((ROOT / ".github" / "workflows" / "drift.yml").read_text())


@pytest.mark.requirement("SN-OPS-022")
def test_every_environment_is_compared_with_the_code_by_a_schedule():
    workflow = drift()
    assert workflow.get("on", workflow.get(True))["schedule"]
    assert workflow["jobs"]["sarc-ng"]["strategy"]["matrix"]["environment"] == SYSTEM.environments
    (plan,) = [step["run"] for step in workflow["jobs"]["sarc-ng"]["steps"] if " plan " in step.get("run", "")]
    assert shlex.split(plan.replace("\\\n", " ")) == [
        "terraform",
        "-chdir=$STACK",
        "plan",
        "-input=false",
        "-detailed-exitcode",
        "-lock=false",  # its role writes nothing
        "-var-file=environments/${{ matrix.environment }}.tfvars",
    ]


@pytest.mark.requirement("SN-OPS-022")
def test_a_difference_fails_the_comparison():
    workflow = drift()
    job = workflow["jobs"]["sarc-ng"]
    assert {"continue-on-error", "if", "defaults"} & job.keys() == set()
    assert "defaults" not in workflow
    for step in job["steps"]:
        assert {"continue-on-error", "if", "shell"} & step.keys() == set(), step
        assert not re.search(r"\|\||;|set \+e|\|&?$", step.get("run", ""), re.M), step


@pytest.mark.requirement("SN-OPS-022", "SN-IAM-005")
def test_the_comparison_has_a_role_and_no_key():
    job = drift()["jobs"]["sarc-ng"]
    (credentials,) = [step["with"] for step in job["steps"] if "configure-aws-credentials" in step.get("uses", "")]
    assert credentials["role-to-assume"].endswith("role/pipelines/sarc-ng-plan")
    assert drift()["permissions"]["id-token"] == "write"
    assert "secrets." not in (ROOT / ".github" / "workflows" / "drift.yml").read_text()
    assert job["environment"] == "${{ matrix.environment }}-plan"


@pytest.mark.parametrize(
    "file",
    [
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "production.tfplan",
        "crash.log",
        ".terraform/x",
        "my.auto.tfvars",
    ],
)
@pytest.mark.requirement("SN-SEC-010")
def test_states_plans_and_local_variables_are_kept_out_of_version_control(file):
    path = Path("terraform/stacks/sarc-ng") / file
    ignored = subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT, check=False)
    assert ignored.returncode == 0


@pytest.mark.requirement("SN-SEC-010")
def test_states_of_an_emulator_are_kept_out_of_version_control():
    path = "terraform/live/sarc-ng/.localstack/accounts/dev/us-east-1/network/terraform.tfstate"
    ignored = subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT, check=False)
    assert ignored.returncode == 0


@pytest.mark.requirement("SN-CICD-003", "SN-CICD-004")
def test_the_modules_have_a_semantic_version_and_the_changelog_describes_it():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    assert re.search(rf"^## \[?{re.escape(version)}", (ROOT / "CHANGELOG.md").read_text(), re.M)


USED = [path for path in terraform_directories(SYSTEM) if path.parent == MODULES]


@pytest.mark.parametrize("module", USED, ids=lambda path: path.name)
@pytest.mark.requirement("SN-OPS-018")
def test_a_module_is_described_by_example_inputs_and_outputs(module):
    text = (module / "README.md").read_text()
    assert "<!-- example -->\n```hcl" in text
    for part in ("## When not to use it", "## What it guarantees", "## Inputs", "## Outputs"):
        assert part in text
    assert (module / "examples" / "minimal" / "main.tf").is_file()


@pytest.mark.requirement("SN-OPS-010")
def test_the_infrastructure_has_no_makefile_of_its_own():
    assert [path for path in (ROOT / "terraform").rglob("Makefile") if ".terraform" not in path.parts] == []
