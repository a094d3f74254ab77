"""The compositions applied together: everything is made, a second plan is empty, nothing stays behind."""

from pathlib import Path

import pytest

from tfproof.changes.applying import AppliedExamples
from tfproof.emulator.applied import changes
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case

COMPOSITIONS = Project.find(Path(__file__)).compositions

pytestmark = [pytest.mark.emulator("accepts"), pytest.mark.xdist_group("compositions")]


@pytest.fixture(scope="module")
def applied_together(planner):
    """All compositions, each a module of one root."""
    with AppliedExamples([Case.of(name) for name in COMPOSITIONS], planner.cache) as applied:
        yield applied


def test_all_is_made(applied_together):
    assert [str(e) for e in applied_together.errors] == []


def test_a_second_plan_is_empty(applied_together):
    assert changes(applied_together.plan_again()) == []


def test_what_is_destroyed_is_gone(applied_together):
    assert [str(e) for e in applied_together.destroy()] == []
    assert applied_together.state()["resources"] == []
