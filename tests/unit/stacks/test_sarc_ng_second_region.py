"""SARC-NG: what the runbook of the failover copies into the second region fits the units that wait there.

The commands of the runbook are run on a copy of the tree. What Terragrunt would then apply in us-west-2 is planned as one root,
in which each unit gets what the others really have for it there, and not what is made up for a plan.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from systems import ROOT, System
from test_sarc_ng_live import LIVE, definition_of, dependencies, keys_of, source_of

from tfproof.terraform.workspace import WorkingCopy

SYSTEM = System("sarc-ng")
RUNBOOK = SYSTEM.runbooks / "fail-over.md"


def commands() -> list[str]:
    """What the runbook says to do with folders of the tree, before it applies them."""
    (block,) = [text for text in re.findall(r"```sh\n(.*?)```", RUNBOOK.read_text(), re.DOTALL) if "cp -r" in text]
    return [line for line in block.splitlines() if re.match(r"(cd|cp|rm) ", line)]


def words(text: str) -> str:
    return re.sub(r"\W", "_", text)


def values_of(file: Path) -> str:
    """The locals of a region.hcl or account.hcl, or the values of a variable file, as the inside of an object."""
    text = file.read_text()
    return text if file.suffix == ".tfvars" else re.search(r"^locals \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)[1]


class Region:
    """The second region of the copied tree as one root."""

    def __init__(self, place: Path) -> None:
        self.region = place / "terraform/live/sarc-ng/accounts/prod/us-west-2"
        self.folders = sorted(path.parent for path in self.region.rglob("terragrunt.hcl"))

    def name(self, folder: Path) -> str:
        return words(folder.relative_to(self.region).as_posix())

    def source_of_outputs(self, there: Path) -> str:
        return f"module.{self.name(there)}" if there in self.folders else f"local.primary_{words(there.name)}"

    def uses(self) -> dict[str, str]:
        """Every output of a unit of this region that another one counts on, by a name."""
        found = {}
        for folder in self.folders:
            text = re.sub(r"try\(dependency\.[\w.]+, ", "try(", definition_of(folder).read_text())
            for name, (there, _) in dependencies(folder).items():
                for output in re.findall(rf"\bdependency\.{name}\.outputs\.(\w+)", text):
                    if there in self.folders:
                        found[f"{self.name(there)}__{output}"] = f"module.{self.name(there)}.{output}"
        return found

    def primary(self) -> dict[str, dict[str, str]]:
        """What is made up of the first region, which the tests of the units there hold."""
        found: dict[str, dict[str, str]] = {}
        for folder in self.folders:
            for name, (there, _) in dependencies(folder).items():
                if there not in self.folders:
                    text = definition_of(folder).read_text()
                    mocks = re.search(
                        rf'^dependency "{name}" \{{.*?^  mock_outputs = \{{\n(.*?)^  \}}', text, re.S | re.M
                    )[1]
                    found.setdefault(words(there.name), {})[mocks] = mocks
        return found

    def module(self, folder: Path, root: Path) -> str:
        assert keys_of(folder / "terragrunt.hcl") == {}, folder
        definition = definition_of(folder)
        given = dict(keys_of(definition))
        for name, (there, _) in dependencies(folder).items():
            source = self.source_of_outputs(there)
            given = {key: re.sub(rf"\bdependency\.{name}\.outputs\b", source, text) for key, text in given.items()}
        # A call has an output also where it is null, and what may be null decides no count once `try` has hidden that
        # it is there.
        given = {key: re.sub(r"try\((module(?:\.\w+)+), [^()]*\)", r"\1", text) for key, text in given.items()}
        inputs = "\n".join(f"  {key} = {text}" for key, text in given.items())
        source = os.path.relpath(source_of(definition), root)
        return f'module "{self.name(folder)}" {{\n  source = "{source}"\n{inputs}\n}}\n'

    def write(self, root: Path) -> None:
        live = self.region.parent
        primary = "\n".join(f"  primary_{name} = {{\n{''.join(mocks)}  }}" for name, mocks in self.primary().items())
        text = f"""
terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws" }}
  }}
}}

provider "aws" {{
  region = "us-west-2"
}}

locals {{
  account = {{\n{values_of(live / "account.hcl")}}}
  env = {{ environment = "production" }}
  region = {{\n{values_of(self.region / "region.hcl")}}}
  values = {{\n{values_of(SYSTEM.stack / "environments" / "production.tfvars")}}}
  network = local.values.secondary_network
{primary}
}}
"""
        modules = "".join(self.module(folder, root) for folder in self.folders)
        outputs = "".join(f'output "{name}" {{\n  value = {value}\n}}\n' for name, value in self.uses().items())
        (root / "main.tf").write_text(text + modules + outputs)


@pytest.fixture(scope="module")
def second(planner, tmp_path_factory):
    """The plan of the second region once its services have been copied."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copytree(LIVE, tree / "terraform/live/sarc-ng")
    subprocess.run(["bash", "-euc", "\n".join(commands())], cwd=tree, check=True)
    region = Region(tree)
    root = tmp_path_factory.mktemp("root")
    region.write(root)
    with WorkingCopy(root, planner.toolchain, shown_from=ROOT) as copy:
        copy.isolate()
        copy.lock = SYSTEM.stack / ".terraform.lock.hcl"
        shutil.copy(copy.lock, copy.root)
        copy.init()
        yield region, copy.plan([])


@pytest.mark.requirement("SN-DR-004")
def test_the_runbook_copies_every_service_and_no_name(second):
    region, _ = second
    below = region.region / "services"
    services = {folder.relative_to(below).as_posix() for folder in region.folders if below in folder.parents}
    assert services == {
        "sarcng-api/ecs-alb-service",
        "sarcng-api/lambda-http-api",
        "sarcng-api/lambda-worker",
        "sarcng-api/schema",
        "sarcng-web/ecs-alb-service",
    }


@pytest.mark.requirement("SN-DR-004")
def test_the_copied_services_fit_what_waits_in_the_second_region(second):
    _, planned = second
    assert [str(error) for error in planned.errors] == []


@pytest.mark.requirement("SN-DR-004")
def test_no_unit_there_counts_on_what_terraform_would_not_store(second):
    region, planned = second
    outputs = planned.raw["output_changes"]
    assert set(region.uses()) == set(outputs)
    # Terraform stores no output that is null, and Terragrunt then knows no such attribute.
    assert [name for name, one in outputs.items() if one.get("after") is None and not one.get("after_unknown")] == []
    assert any(name.endswith("master_secret_arn") for name in outputs)


def task_of_the_schema(planned):
    modules = planned.raw["planned_values"]["root_module"]["child_modules"]
    (schema,) = [one for one in modules if one["address"] == "module.services_sarcng_api_schema"]
    (task,) = [one for one in schema["resources"] if one["type"] == "aws_ecs_task_definition"]
    (container,) = json.loads(task["values"]["container_definitions"])
    return {one["name"]: one["value"] for one in container["environment"]}


@pytest.mark.requirement("SN-SCR-003")
def test_the_longer_names_of_users_there_still_leave_room_for_the_second_one(second):
    _, planned = second
    told = task_of_the_schema(planned)
    users = told["DATABASE_USERS"].split(",")
    assert len(set(users)) == len(users) == len(told["DATABASE_SECRET_NAMES"].split(","))
    assert all(user.startswith("sarc-ng-us-west-2-") and len(f"{user}_clone") <= 32 for user in users)
