"""Who takes a newer version finds in CHANGELOG.md what that replaces, deletes or moves, and nothing else happens."""

from pathlib import Path

import pytest
from changelog import ROOT, ROW, added, announced, sections, upgrading, version_here

from tfproof.changes.effects import effect_of
from tfproof.project.layout import Project

MODULES = Project(ROOT).modules
STATES = sorted(Path(__file__).parent.glob("*/*.json"))
#: What nobody has to be told of beforehand.
HARMLESS = {"nothing", "made", "in place"}


def each_state():
    """Each module's typical example as it is now, planned as a change of the state that it had in a version."""
    for file in STATES:
        module, version = file.stem, file.parent.name
        if module in MODULES:
            mark = pytest.mark.plan(module, example="typical", state=file.relative_to(ROOT).as_posix())
            yield pytest.param(module, version, id=f"{module}-{version}", marks=mark)


def disturbed(plan):
    """What happens to which types of resources that are there."""
    changes = [c for c in plan["resource_changes"] if c["mode"] == "managed"]
    moved = {(c["type"], "moved") for c in changes if "previous_address" in c}
    return moved | {(c["type"], e) for c in changes if (e := effect_of(c)) not in HARMLESS}


@pytest.mark.parametrize(("module", "version"), list(each_state()))
def test_an_upgrade_disturbs_only_what_is_announced(plan, module, version):
    assert disturbed(plan) <= announced(module, since=version)


@pytest.mark.parametrize(("module", "version"), list(each_state()))
def test_an_upgrade_is_planned_from_what_is_there(plan, module, version):
    there = [c for c in plan["resource_changes"] if c["mode"] == "managed" and c["change"]["before"] is not None]
    assert there or module == "tags"


def test_every_released_version_has_the_states_of_its_modules():
    released = {v for v, text in sections().items() if v != version_here()}
    assert {file.parent.name for file in STATES} == released


@pytest.mark.parametrize("version", sections())
def test_a_row_about_upgrading_says_module_type_and_effect(version):
    assert [row for row in upgrading(version) if not ROW.match(row) or ROW.match(row)[1] not in MODULES] == []


def test_a_module_that_no_version_before_had_is_listed_as_new():
    known = {file.stem for file in STATES}.union(*(added(version) for version in sections()))
    assert set(MODULES) - known == set()


def test_the_newest_version_is_that_of_this_tree():
    assert next(iter(sections())) == version_here()
