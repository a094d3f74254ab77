"""A skip that no row lists fails a run that asks for that, and so does a row that lists nothing."""

import configparser
import sys
from pathlib import Path

import pytest

from tfproof.errors import BadInput
from tfproof.pytest_plugin.skips import Row, load_rows

TESTS = """
import pytest

def test_good():
    pass

@pytest.mark.parametrize("n", [1, 2])
def test_needs(n):
    pytest.skip(f"no magnet\\nof size {n}")

@pytest.mark.skipif(True, reason="no moon tonight")
def test_moon():
    pass

@pytest.mark.xfail(reason="known")
def test_xfail():
    assert False
"""
WHOLE_FILE = "import pytest\n\npytest.importorskip('no_such_module')\n"
ROWS = {
    "magnets": {"test": "tests/test_a.py::test_needs[*]", "skip": "no magnet of size"},
    "moon": {"test": "tests/test_a.py::test_moon", "skip": "no moon"},
    "file": {"test": "tests/test_file.py*", "skip": "could not import 'no_such_module'"},
}
XDIST = pytest.mark.parametrize("workers", [("-p", "no:xdist"), ("-n", "1")], ids=["alone", "xdist"])


def written(rows):
    lines = []
    for row in rows:
        whole = {"reason": "nobody has one", "owner": "physics", **row}
        lines.append("- " + "\n  ".join(f"{name}: {value!r}" for name, value in whole.items()))
    return "\n".join(lines) + "\n"


@pytest.fixture
def run(pytester):
    """Run pytest over three files with these rows."""
    tests = pytester.mkdir("tests")
    (tests / "test_a.py").write_text(TESTS)
    (tests / "test_file.py").write_text(WHOLE_FILE)
    (pytester.mkdir("elsewhere") / "test_b.py").write_text("def test_b():\n    pass\n")
    pytester.makeini("[pytest]\n")

    def run(rows, *arguments):
        (pytester.path / "skips.yaml").write_text(written(rows) if rows else "[]\n")
        start = pytester.runpytest_inprocess if "no:xdist" in arguments else pytester.runpytest_subprocess
        return start("--tfproof-skips", "skips.yaml", *arguments)

    return run


@XDIST
def test_each_skip_that_no_row_lists_is_said_in_a_line_and_fails_the_run(run, workers):
    result = run([], *workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=2, skipped=4, xfailed=1)
    said = [line for line in result.stdout.lines if "no row lists that" in line]
    assert sorted(said) == [
        "tests/test_a.py::test_moon was skipped, and no row lists that: no moon tonight",
        "tests/test_a.py::test_needs[1] was skipped, and no row lists that: no magnet of size 1",
        "tests/test_a.py::test_needs[2] was skipped, and no row lists that: no magnet of size 2",
        "tests/test_file.py was skipped, and no row lists that: could not import 'no_such_module': "
        "No module named 'no_such_module'",
    ]


@XDIST
def test_a_run_passes_whose_skips_are_all_listed(run, workers):
    result = run(ROWS.values(), *workers)
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()


@pytest.mark.parametrize("left_out", ROWS)
def test_a_row_lists_no_other_skip(run, left_out):
    result = run([row for name, row in ROWS.items() if name != left_out], "-p", "no:xdist")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert any("no row lists that" in line for line in result.stdout.lines)


@pytest.mark.parametrize(
    "change",
    [
        {"skip": "no magnet of size 1"},
        {"test": "tests/test_a.py::test_needs"},
        {"test": "tests/test_a.py::test_needs[1]"},
        {"test": "test_a.py::test_needs[*]"},
        {"when": {"system": ["plan9"]}},
        {"when": {"emulator": ["localstack"]}},
        {"when": {"system": [sys.platform], "emulator": ["localstack"]}},
    ],
    ids=str,
)
def test_a_row_matches_no_more_than_it_says(run, change):
    result = run([ROWS["moon"], ROWS["file"], ROWS["magnets"] | change], "-p", "no:xdist")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert any("test_needs[2] was skipped, and no row lists that" in line for line in result.stdout.lines)


def test_a_row_holds_where_its_circumstances_do(run):
    where = {"system": [sys.platform], "emulator": ["localstack", "moto"]}
    result = run([ROWS["moon"], ROWS["file"], ROWS["magnets"] | {"when": where}], "-p", "no:xdist")
    assert result.ret == pytest.ExitCode.OK


STALE = {"test": "tests/test_a.py::test_gone*", "skip": "x"}


@pytest.mark.parametrize("arguments", [(), ("tests",), ("tests", "elsewhere"), (".",), ("-n", "1")], ids=str)
def test_a_row_of_no_test_fails_a_run_of_all_tests_of_its_directory(run, arguments):
    result = run([*ROWS.values(), STALE], *(arguments if "-n" in arguments else ("-p", "no:xdist", *arguments)))
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["tests/test_a.py::test_gone* is the name of no test: remove the row, or correct it"])


@pytest.mark.parametrize(
    "arguments",
    [("elsewhere",), ("-k", "good"), ("-n", "1", "-k", "good"), ("-m", "not x"), ("tests/test_a.py",),
     ("tests/test_a.py::test_moon",),
     ("--deselect", "tests/test_a.py::test_good"), ("--ignore", "tests/test_file.py")],
    ids=str,
)  # fmt: skip
def test_a_run_of_some_tests_does_not_ask_for_all_rows(run, arguments):
    result = run([*ROWS.values(), STALE], *(arguments if "-n" in arguments else ("-p", "no:xdist", *arguments)))
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()


def test_a_run_that_broke_off_says_nothing_of_rows(run, pytester):
    (pytester.path / "tests/test_broken.py").write_text("import nothing_of_that_name\n")
    result = run([*ROWS.values(), STALE], "-p", "no:xdist")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert not any("is the name of no test" in line for line in result.stdout.lines)


def test_without_the_option_a_skip_is_a_skip(pytester):
    pytester.makepyfile(TESTS)
    assert pytester.runpytest_inprocess("-p", "no:xdist").ret == pytest.ExitCode.OK


BAD = {
    "no file": (None, "cannot be read"),
    "no rows": ("a: 1\n", "expected a list of rows"),
    "no mapping": ("- a\n", "row 1 is no mapping"),
    "no owner": ("- {test: a, skip: b, reason: c}\n", "row 1 has no owner"),
    "an empty skip": ("- {test: a, skip: '', reason: c, owner: d}\n", "row 1 has no skip"),
    "another key": ("- {test: a, skip: b, reason: c, owner: d, until: e}\n", "row 1 has until"),
    "another circumstance": ("- {test: a, skip: b, reason: c, owner: d, when: {moon: [full]}}\n", "when"),
    "a circumstance that is no list": ("- {test: a, skip: b, reason: c, owner: d, when: {system: linux}}\n", "when"),
}


@pytest.mark.parametrize("key", BAD)
def test_a_file_that_cannot_be_used_is_said_in_one_line(pytester, key):
    text, said = BAD[key]
    file = pytester.path / "skips.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(BadInput, match=said):
        load_rows(file)
    result = pytester.runpytest_inprocess("--tfproof-skips", "skips.yaml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: --tfproof-skips: *skips.yaml: *{said}*"])


@pytest.mark.parametrize(
    ("pattern", "directory"),
    [
        ("tests/kit/test_a.py::test_x", "tests/kit"),
        ("tests/kit/*", "tests/kit"),
        ("tests/k*/test_a.py::x", "tests"),
        ("*", "."),
    ],
)
def test_the_directory_of_a_row_holds_all_that_it_can_name(pattern, directory):
    assert Row(pattern, "s", "r", "o").directory.as_posix() == directory


def test_every_test_run_of_this_project_asks_for_the_rows():
    root = Path(__file__).parents[3]
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(root / "tox.ini")
    commands = [
        c for section in tox.values() for c in section.get("commands", "").splitlines() if c.startswith("pytest ")
    ]
    assert len(commands) >= 2
    assert [c for c in commands if " --tfproof-skips tests/skips.yaml " not in c] == []
    assert load_rows(root / "tests/skips.yaml")
