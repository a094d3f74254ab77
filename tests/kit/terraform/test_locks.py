"""Which lock file a module is planned with, and what is said of one that pins what is not here."""

import pytest

from tfproof.errors import EnvironmentProblem
from tfproof.terraform.initialising import NotHere
from tfproof.terraform.locks import Locks, pinned
from tfproof.terraform.planning import Case, Planner
from tfproof.terraform.workspace import WorkingCopy

QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'


def lock(directory, version):
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / ".terraform.lock.hcl"
    text = f'provider "registry.terraform.io/hashicorp/aws" {{\n  version     = "{version}"\n  constraints = ">= 5.0.0"\n}}\n'
    file.write_text(f"# maintained automatically\n\n{text}")
    return file


def call(module):
    return f'module "m" {{\n  source = "../../modules/{module}"\n}}\n'


@pytest.fixture
def project(workshop):
    """Stacks that pin different versions; `shared` is reached by two, `lonely` by none."""
    for name in ("first", "second", "shared", "lonely", "own"):
        workshop.module(name, QUEUE, minimal='module "m" {\n  source = "../.."\n}\n')
    versions = {
        "a": ("first", "5.99.0"),
        "b": ("second", "5.100.0"),
        "c": ("shared", "5.98.0"),
        "d": ("shared", "5.100.0"),
    }
    for stack, (module, version) in versions.items():
        lock(workshop.stack(stack, call(module)), version)
    lock(workshop.project.root / "terraform/modules/own", "5.97.0")
    return workshop.project


@pytest.mark.parametrize(
    ("module", "version"),
    [("first", "5.99.0"), ("second", "5.100.0"), ("shared", "5.100.0"), ("own", "5.97.0"), ("lonely", None)],
)
def test_a_module_is_planned_with_the_lock_of_those_who_use_it(project, module, version):
    found = Locks(project).of(project.directory(module))
    assert (found and pinned(found)["registry.terraform.io/hashicorp/aws"]) == version


def test_the_lock_of_an_example_comes_first(project):
    example = project.directory("own") / "examples" / "minimal"
    wanted = lock(example, "5.90.0")
    assert Locks(project).of(project.directory("own"), example) == wanted


def test_a_module_that_nobody_reaches_is_planned_with_the_lock_that_all_agree_on(workshop):
    module = workshop.module("lonely", QUEUE)
    for stack in ("a", "b"):
        lock(workshop.stack(stack, ""), "5.100.0")
    assert Locks(workshop.project).of(module).parent.name == "a"


def test_a_lock_that_pins_another_version_spoils_only_those_who_use_it(project, workshop):
    planner = workshop.planner()
    outcomes = planner.outcomes([Case.of(m) for m in ("first", "second", "shared")])
    assert [outcomes[Case.of(m)].refusal for m in ("second", "shared")] == [None, None]
    with pytest.raises(
        NotHere,
        match=r"terraform/stacks/a/\.terraform\.lock\.hcl pins hashicorp/aws 5\.99\.0, the mirror holds 5\.100\.0: ",
    ):
        _ = outcomes[Case.of("first")]


def test_a_lock_of_a_directory_that_pins_another_version_is_named(tmp_path, toolchain):
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(QUEUE)
    lock(tmp_path / "infra", "5.99.0")
    told = r"infra/\.terraform\.lock\.hcl pins hashicorp/aws 5\.99\.0, the mirror holds 5\.100\.0"
    with WorkingCopy(tmp_path / "infra", toolchain) as copy:
        copy.isolate()
        with pytest.raises(EnvironmentProblem, match=told):
            copy.init()


def test_what_is_planned_alone_has_the_same_lock(project, workshop, without_terraform):
    """The key covers the lock, so this needs no run: another lock, another key."""
    planner = Planner(workshop.project, without_terraform, quiet=True)
    before = planner.cache.key(Case.of("first"))
    lock(workshop.project.directory("a"), "5.96.0")
    assert Planner(workshop.project, without_terraform, quiet=True).cache.key(Case.of("first")) != before
