"""Tests that could not be collected prove nothing: the evidence is not made without them."""

from collections import Counter
from pathlib import Path

import pytest

from tfproof.commands import evidence
from tfproof.errors import EnvironmentProblem
from tfproof.project.layout import Project

TEST = "import pytest\n\n@pytest.mark.requirement('X-1')\ndef test_it():\n    assert {}\n"
TESTS = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "terraform").mkdir()
    for name in ("a", "b"):
        (tmp_path / "tests" / name).mkdir(parents=True)
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("first", "second", "breaks"),
    [
        ("test_x.py", "test_y.py", False),
        ("test_x.py", "test_x.py", True),  # pytest takes the second for the first
    ],
)
def test_a_run_without_some_of_its_files_is_a_broken_one(project, first, second, breaks):
    (project.root / "tests/a" / first).write_text(TEST.format(True))
    (project.root / "tests/b" / second).write_text(TEST.format(False))  # a failing test is no broken run
    if not breaks:
        evidence._run_tests(project)
        return
    with pytest.raises(EnvironmentProblem, match="broke off with exit code 2"):
        evidence._run_tests(project)


def test_every_file_of_tests_has_a_name_of_its_own():
    names = Counter(p.name for p in TESTS.rglob("*.py") if p.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []
