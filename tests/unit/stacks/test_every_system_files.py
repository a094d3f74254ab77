"""Every system: what code, structure and pipeline say without a plan."""

import re
from collections import Counter
from functools import cache

import pytest
import yaml
from systems import HERE, ROOT, SYSTEMS, blocks, each_system, table, terraform_directories

from tfproof.terraform.hcl import read_directory


@each_system
def test_what_is_said_to_prove_something_is_a_test_of_every_system(system):
    texts = [file.read_text() for file in HERE.glob("test_every_system_*.py")]
    tests = {name for text in texts for name in re.findall(r"^@each_\w+\ndef test_(\w+)", text, re.M)}
    assert system.shared["proves"].keys() - tests == set()


@each_system
def test_no_user_and_no_access_key_is_made(system):
    made = {block.labels[0] for block in blocks(system) if block.type == "resource"}
    assert "aws_iam_role" in made
    assert {kind for kind in made if kind.startswith(("aws_iam_user", "aws_iam_access_key"))} == set()


@each_system
def test_every_environment_has_a_state_of_its_own(system):
    keys = {name: state_of(system, name) for name in system.environments}
    assert keys == {name: f"{system.name}/{name}/terraform.tfstate" for name in system.environments}


@each_system
def test_the_stack_leaves_the_backend_to_these_files(system):
    (block,) = [one for settings in read_directory(system.stack).of("terraform") for one in settings.nested("backend")]
    assert (block.labels, block.attributes) == (("s3",), {})


def backend(system, environment) -> dict[str, str]:
    """The settings of an environment's backend file; systems whose workspaces hold the environments have one for all."""
    shared = system.stack / "backend-config.hcl"
    own = system.stack / "environments" / f"{environment}.s3.tfbackend"
    assert shared.is_file() != own.is_file()
    text = (shared if shared.is_file() else own).read_text()
    return dict(re.findall(r"^(\w+)\s*=\s*\"?([^\"\n]+)\"?$", text, re.M))


def state_of(system, environment) -> str:
    """The object that holds the state of an environment; S3 puts a workspace's below prefix and name."""
    settings = backend(system, environment)
    prefix = settings.get("workspace_key_prefix")
    return f"{prefix}/{environment}/{settings['key']}" if prefix else settings["key"]


@each_system
def test_the_state_is_locked_and_its_encryption_left_to_the_bucket_and_its_key(system):
    settings = [backend(system, name) for name in system.environments]
    assert [(one["use_lockfile"], one.get("encrypt")) for one in settings] == [("true", None)] * len(settings)


def mapping(system) -> dict[str, list[str]]:
    """The seed's names, and where each is found here, as the stack's README maps them."""
    rows = table(system.stack / "README.md", "in the specification", "here")
    return {row["in the specification"].strip("`"): re.findall(r"`([^`]+)`", row["here"]) for row in rows}


@pytest.mark.parametrize(
    ("system", "name"),
    [
        pytest.param(system, name, marks=pytest.mark.requirement(row), id=f"{system.name}-{name}")
        for system in SYSTEMS
        for row, names in system.shared["names"].items()
        for name in names
    ],
)
def test_every_name_of_the_specification_is_found_here(system, name):
    paths = [path.replace("<concern>", "*") for path in mapping(system)[name]]
    assert paths
    assert [path for path in paths if not list(ROOT.glob(path))] == []


@each_system
def test_the_stack_uses_the_modules_that_the_table_names(system):
    named = {ROOT / path for name, paths in mapping(system).items() if name.startswith("modules/") for path in paths}
    assert bool(named) == any(
        name.startswith("modules/") for names in system.shared["names"].values() for name in names
    )
    assert named - set(terraform_directories(system)) == set()


@each_system
def test_every_module_has_the_three_files(system):
    modules = [directory for directory in terraform_directories(system) if directory != system.stack]
    assert modules
    wanted = ("main.tf", "variables.tf", "outputs.tf")
    assert [file for module in modules for name in wanted if not (file := module / name).is_file()] == []


@cache
def deviations(system) -> tuple[dict[str, str], ...]:
    """The register of values that differ from their row."""
    return tuple(yaml.safe_load((system.stack / "deviations.yaml").read_text()))


@each_system
def test_every_deviation_says_what_where_and_why(system):
    for deviation in deviations(system):
        assert sorted(deviation) == ["actual", "id", "reason", "seed"], deviation
        assert all(str(value).strip() for value in deviation.values()), deviation


@each_system
def test_every_deviation_belongs_to_a_row(system):
    rows = {row["id"] for row in yaml.safe_load((system.stack / "requirements.yaml").read_text())}
    assert {deviation["id"] for deviation in deviations(system)} - rows == set()


@each_system
def test_no_row_deviates_twice(system):
    assert [name for name, n in Counter(d["id"] for d in deviations(system)).items() if n > 1] == []


@each_system
def test_the_readme_lists_the_deviations(system):
    listed = table(system.stack / "README.md", "id", "specification", "here", "why")
    assert [row["id"] for row in listed] == [deviation["id"] for deviation in deviations(system)]


@each_system
def test_a_workflow_runs_the_tests_on_every_pull_request(system):
    running = []
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        workflow = yaml.safe_load(path.read_text())
        triggers = workflow.get("on", workflow.get(True))  # YAML 1.1 reads the word on as true
        steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job.get("steps", [])]
        if "pull_request" in triggers and any(re.search(r"\btox\b|\bmake test\b", step) for step in steps):
            running.append(path.name)
    assert running
