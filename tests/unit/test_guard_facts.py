"""What a module makes for its examples changes only together with the facts that a reviewer has seen: `make facts`."""

from pathlib import Path

import pytest
from facts import FACTS, facts

from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))


@pytest.mark.parametrize("name", PROJECT.modules)
def test_the_facts_are_those_that_were_reviewed(planner, name):
    file = FACTS / f"{name}.txt"
    reviewed = file.read_text(encoding="utf-8") if file.is_file() else ""
    assert facts(PROJECT, planner, name).splitlines() == reviewed.splitlines(), "look at `make facts` and `git diff`"


def test_there_are_no_facts_of_modules_that_are_gone():
    assert {f.stem for f in FACTS.glob("*.txt")} <= set(PROJECT.modules)
