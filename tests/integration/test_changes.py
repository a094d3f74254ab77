"""What a change of each input does, as the modules' README files tell it, is what a plan says after an apply."""

from pathlib import Path

import pytest

from tfproof.changes.table import computed, written
from tfproof.project.layout import Project
from tfproof.terraform.provider_types import is_of_aws

MODULES = {name: module for name, module in Project.find(Path(__file__)).modules.items() if is_of_aws(module)}

pytestmark = [pytest.mark.emulator("accepts"), pytest.mark.xdist_group("changes")]


@pytest.fixture(scope="session")
def seen(planner):
    """What is seen now: all typical examples applied together, and every changed one planned from there."""
    return computed(planner, MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_change_does_what_the_file_of_the_module_says(seen, module):
    assert seen[module] == written(MODULES[module]), "run 'make changes'"
