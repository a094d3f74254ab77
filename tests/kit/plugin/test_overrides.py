"""A fixture for a session is made once, with the emulator of whoever asks first: who has another overrides what is made in it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PLUGIN = ROOT / "src" / "tfproof" / "pytest_plugin" / "fixtures.py"
CONFTESTS = sorted((ROOT / "tests").rglob("conftest.py"))


def fixtures(file):
    """Each fixture for a session that a file declares, with the names of the fixtures that it takes."""
    return {
        f.name: {a.arg for a in f.args.args}
        for f in ast.parse(file.read_text()).body
        if isinstance(f, ast.FunctionDef)
        for decorator in map(ast.unparse, f.decorator_list)
        if "fixture(" in decorator and "session" in decorator
    }


def above(conftest):
    """The fixtures that a conftest inherits, the nearest last."""
    inherited = [PLUGIN, *(c for c in CONFTESTS if c != conftest and conftest.is_relative_to(c.parent))]
    return {name: taken for file in inherited for name, taken in fixtures(file).items()}


def made_in(name, declared):
    """The fixtures that take one, or what takes it."""
    found, before = {name}, set()
    while found != before:
        before, found = found, found | {f for f, taken in declared.items() if taken & found}
    return found - {name}


def shared(conftest):
    """What is made in the emulator, and would be made once for two."""
    own = fixtures(conftest)
    return made_in("emulator", above(conftest)) - own.keys() if "emulator" in own else set()


OTHERS = [c for c in CONFTESTS if "emulator" in fixtures(c)]


@pytest.mark.parametrize("conftest", OTHERS, ids=lambda c: str(c.relative_to(ROOT)))
def test_who_has_another_emulator_shares_nothing_that_is_made_in_one(conftest):
    assert shared(conftest) == set()


def test_there_is_one_who_has_another_and_things_that_are_made_in_it():
    assert [c.parent.name for c in OTHERS] == ["performed"]
    assert made_in("emulator", above(OTHERS[0])) == {"applied_stack", "prerequisites"}
