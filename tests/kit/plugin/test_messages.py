"""What a failing test says: once, in words for the user, with a command that can be typed."""

import os
import shlex
import subprocess
import sys

import pytest

from tfproof.pytest_plugin.rerun import command, plain

FAILING = """
import pytest

@pytest.mark.plan("quue")
@pytest.mark.parametrize("value", ["a b", "c'd", "$(e)"])
def test_it(plan, value):
    pass

def test_other():
    pass
"""


def commands(result):
    lines = result.stdout.lines
    return [lines[i + 1] for i, line in enumerate(lines) if "- run it again -" in line]


@pytest.fixture
def elsewhere(suite):
    """Tests in a folder with spaces, beside a plugin of the project's own and a configuration that is named."""
    folder = suite.path / "the tests"
    folder.mkdir()
    (folder / "test_words.py").write_text(FAILING)
    return suite


@pytest.mark.parametrize("start", [".", "the tests"])
@pytest.mark.parametrize("workers", [("-p", "no:xdist"), ("-n", "1")], ids=["alone", "xdist"])
def test_the_command_runs_that_test_again_and_no_other(elsewhere, start, workers):
    here = elsewhere.path / start
    run = [sys.executable, "-m", "pytest", *workers, "test_words.py" if start != "." else "the tests"]
    lines = subprocess.run(run, cwd=here, capture_output=True, text=True, check=False).stdout.splitlines()
    printed = [lines[i + 1] for i, line in enumerate(lines) if "- run it again -" in line]
    assert len(printed) == 3
    for again in printed:
        done = subprocess.run(again, shell=True, cwd=here, capture_output=True, text=True, check=False)  # noqa: S602 - as typed
        assert " 1 error in " in done.stdout.splitlines()[-1], done.stdout + done.stderr
        assert again in done.stdout.splitlines(), "the same test ran, and says the same"


def test_the_command_names_the_configuration_and_plugins_of_the_run(elsewhere):
    """Without them the test would not be the same one, or not be found."""
    (elsewhere.path / "other.ini").write_text("[pytest]\npython_functions = check_*\n")
    (elsewhere.path / "extra.py").write_text("import pytest\n\n@pytest.fixture\ndef extra():\n    return 1\n")
    (elsewhere.path / "test_more.py").write_text(
        "import pytest\n\n@pytest.mark.plan('quue')\ndef check_it(plan, extra):\n    pass\n"
    )
    elsewhere.syspathinsert()
    run = elsewhere.runpytest_subprocess("-c", "other.ini", "-pextra", "-p", "no:xdist", "test_more.py")
    run.assert_outcomes(errors=1)
    (again,) = commands(run)
    done = subprocess.run(shlex.split(again), cwd=elsewhere.path, capture_output=True, text=True, check=False)
    assert "@pytest.mark.plan('quue'): quue: no such module or stack" in done.stdout


SECRET = "kf83-Q0dkw-Lc72"
ASKED = f"""
import pytest

@pytest.mark.plan("queue", name="abc", password="{SECRET}")
@pytest.mark.parametrize("value", ["{SECRET}", "harmless"])
def test_it(request, value):
    assert request.getfixturevalue("plan").one("terraform_data")["input"] == value

@pytest.mark.plan("quue", password="{SECRET}")
def test_other(request):
    request.getfixturevalue("plan")
"""


def test_the_command_holds_no_secret_and_can_be_typed_and_tests_that_ask_at_run_time_have_one(suite):
    file = suite.path / "terraform/modules/queue/main.tf"
    file.write_text(file.read_text() + 'variable "password" {\n  sensitive = true\n  default = ""\n}\n')
    suite.makepyfile(ASKED)
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(failed=3)
    again = commands(result)
    assert len(again) == 3
    for typed, outcome in zip(again, ("2 failed", "1 failed", "1 failed"), strict=True):
        assert SECRET not in typed
        done = subprocess.run(typed, shell=True, cwd=suite.path, capture_output=True, text=True, check=False)  # noqa: S602 - as typed
        assert f" {outcome} in " in f" {done.stdout.splitlines()[-1]}"


class Config:
    """As much of pytest's as the command needs."""

    class invocation_params:  # noqa: N801 - pytest's name
        dir = None
        args = ()

    def __init__(self, here):
        self.invocation_params.dir = here

    def getoption(self, name, default):
        return default

    def cwd_relative_nodeid(self, nodeid):
        return nodeid


@pytest.mark.parametrize(
    ("interpreter", "on_path", "said"),
    [
        (".venv/bin/python", False, ".venv/bin/python -m pytest t.py::test_it"),
        (".venv/bin/python", True, "python -m pytest t.py::test_it"),
        ("the venv/bin/python3", False, "'the venv/bin/python3' -m pytest t.py::test_it"),
        ("../elsewhere/bin/python3", False, "{} -m pytest t.py::test_it"),
    ],
)
def test_the_interpreter_is_named_as_short_as_it_works(tmp_path, monkeypatch, interpreter, on_path, said):
    here = tmp_path / "project"
    program = here / interpreter
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", os.path.normpath(program))
    monkeypatch.setenv("PATH", str(program.parent) if on_path else os.defpath)
    assert command(Config(here), "t.py::test_it") == said.format(os.path.normpath(program))


def test_a_problem_is_said_once_and_names_files_of_the_user(suite):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("queue", name=["not", "a", "string"])
        def test_type(plan):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    text = result.stdout.str()
    assert text.count("does not plan:") == 1
    assert "During handling of the above exception" not in text
    assert "terraform/modules/queue/main.tf:2" in text
    assert "../shared" not in text


def test_a_machine_without_terraform_is_said_once_by_each_test_and_stops_no_other(suite, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(suite.path / "nothing"))
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("queue", name="abc")
        def test_plan(plan):
            pass

        def test_other():
            pass
        """
    )
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    text = result.stdout.str()
    assert "During handling" not in text
    assert text.count("\nTFPROOF_TERRAFORM") == 1, text


def test_an_emulator_that_is_none_is_said_once(suite, monkeypatch):
    monkeypatch.setenv("TFPROOF_EMULATOR", "mato")
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.applied("shop", environments=["staging"])
        def test_applied(applied):
            pass
        """
    )
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    text = result.stdout.str()
    assert "During handling" not in text
    assert text.count("\nTFPROOF_EMULATOR=mato: no such emulator") == 1


def test_a_stack_that_does_not_apply_says_why_once(suite):
    (suite.path / "terraform/stacks/shop/main.tf").write_text(
        'variable "name" {}\nresource "aws_sqs_queue" "this" {\n  name = "no name for a queue"\n}\n'
    )
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.applied("shop", environments=["staging"])
        def test_applied(applied):
            pass

        @pytest.mark.applied("shop", environments=["staging"])
        def test_again(applied):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(errors=2)
    assert "During handling" not in result.stdout.str()
    assert result.stdout.str().count("shop staging does not apply:") == 2, "both tests say it, each once"


def test_the_groups_of_xdist_are_no_part_of_a_tests_name(suite, recorded):
    """Under `--dist loadgroup` node ids end with the group; pytest finds no test of that name."""
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.requirement("X-1")
        @pytest.mark.applied("shop", environments=["staging"])
        def test_it(stack, environment):
            pytest.fail("seen")
        """
    )
    result = suite.runpytest_subprocess("-n", "1", "--dist", "loadgroup")
    result.assert_outcomes(failed=1)
    assert "test_it[staging]@shop-staging" in result.stdout.str()
    (again,) = commands(result)
    assert again.endswith("::test_it[staging]'")
    assert [r["test"].rpartition("::")[2] for r in recorded()] == ["test_it[staging]"]
    done = subprocess.run(shlex.split(again), cwd=suite.path, capture_output=True, text=True, check=False)
    assert "1 failed in" in done.stdout


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [("a.py::t[x]@g-1", "a.py::t[x]"), ("a.py::t@g", "a.py::t"), ("a.py::t[x@y]", "a.py::t[x@y]"), ("a@b.py::t", "a@b.py::t"),
     ("a@b/c.py", "a@b/c.py"), ("a.py::t[x@y]@g", "a.py::t[x@y]"), ("a.py::t", "a.py::t")],
)  # fmt: skip
def test_the_name_of_a_test_is_what_stands_before_its_group(nodeid, name):
    assert plain(nodeid) == name
