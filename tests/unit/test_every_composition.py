"""What holds for every composition of modules in `terraform/examples`: it plans as it stands, and is made of modules only."""

from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
#: What a composition consists of: what it makes is what its modules make. A data source writes a policy's document.
BLOCKS = {"data", "locals", "module"}


def each():
    return [pytest.param(id=name, marks=pytest.mark.plan(name)) for name in PROJECT.compositions]


@pytest.mark.parametrize((), each())
def test_it_plans_though_nothing_of_it_is_known_yet(plan):
    assert {c["change"]["actions"][0] for c in plan["resource_changes"] if c["mode"] == "managed"} == {"create"}


@pytest.mark.parametrize("name", PROJECT.compositions)
def test_it_is_made_of_modules_that_know_each_other(name):
    directory = read_directory(PROJECT.compositions[name])
    assert {block.type for block in directory.blocks} <= BLOCKS
    modules = {source.resolve() for source in directory.local_module_sources()}
    assert modules <= {path.resolve() for path in PROJECT.modules.values()}
    assert len(modules) > 1
    assert any(
        t.root == "module" for b in directory.of("module") for e in b.attributes.values() for t in e.references()
    )


@pytest.mark.parametrize("name", PROJECT.compositions)
def test_it_begins_with_what_it_shows(name):
    assert (PROJECT.compositions[name] / "main.tf").read_text(encoding="utf-8").startswith("# ")
