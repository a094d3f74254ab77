"""A run that is interrupted inside of a test ends what the fixtures started, and leaves whole results or none."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest
from interruptible import start

#: For each fixture, what the test does with it to be sure that it is there, and the mark that it needs.
FIXTURES = {
    "project": ("project.root", ""),
    "planner": ("planner.toolchain", ""),
    "plan": ("plan.managed", '@pytest.mark.plan("queue", name="abc")'),
    "refusal": ("refusal.message", '@pytest.mark.refused("queue", name="x")'),
    "emulator": ("emulator.client('sts').get_caller_identity()", ""),
    "prerequisites": ("note(prerequisites == {})", '@pytest.mark.applied("shop", environments=["staging"])'),
    "applied_stack": ("applied_stack.state()['values']", '@pytest.mark.applied("shop", environments=["staging"])'),
    "applied": ("applied.managed", '@pytest.mark.applied("shop", environments=["staging"])'),
}
STACK = 'variable "name" {}\nresource "aws_cloudwatch_log_group" "this" {\n  name = var.name\n}\n'
CONFTEST = """
import os
import pathlib
import pytest

def note(text):
    with open("noted.log", "a") as log:
        log.write(f"{text}\\n")

@pytest.fixture(scope="session")
def emulator(emulator):
    note(f"emulator {emulator.pid}")
    return emulator

@pytest.fixture(scope="session")
def applied_stack(applied_stack):
    note(f"folder {applied_stack._temporary.name}")
    return applied_stack
"""
TEST = """
import pytest
from conftest import note

@pytest.mark.requirement("X-1")
def test_before():
    assert True

{mark}
@pytest.mark.requirement("X-2")
def test_it({fixture}):
    assert {expression} is not False
    note("reached")
    {interrupt}

@pytest.mark.requirement("X-2")
def test_after():
    assert True
"""


@pytest.mark.parametrize("fixture", FIXTURES)
def test_it_leaves_no_process_no_folder_and_no_half_result(suite, recorded, fixture):
    expression, mark = FIXTURES[fixture]
    # The provider watches a new queue for half a minute; a group of logs is there at once.
    (suite.path / "terraform/stacks/shop/main.tf").write_text(STACK)
    suite.makeconftest(CONFTEST)
    suite.makepyfile(
        TEST.format(fixture=fixture, expression=expression, mark=mark, interrupt="raise KeyboardInterrupt")
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert "INTERNALERROR" not in result.stdout.str() + result.stderr.str()
    noted = (suite.path / "noted.log").read_text().splitlines()
    assert "reached" in noted
    assert [line for line in noted if line.startswith("emulator ") and alive(int(line.split()[1]))] == []
    assert [line for line in noted if line.startswith("folder ") and os.path.exists(line.split()[1])] == []  # noqa: PTH110
    assert [(r["requirements"], r["outcome"]) for r in recorded()] == [(["X-1"], "passed")]
    assert [
        p.name for p in (suite.path / "build/results").rglob("*") if p.is_file() and p.suffix not in (".jsonl", ".json")
    ] == []


def test_a_terminal_interrupt_ends_every_worker_and_what_it_started(suite, recorded):
    """Ctrl-C reaches all processes of the group at once."""
    os.mkfifo(suite.path / "reached")
    suite.makeconftest(CONFTEST)
    suite.makepyfile(
        TEST.format(
            fixture="emulator",
            expression="emulator.endpoint",
            mark="",
            interrupt="open('reached', 'w').close()\n    import threading\n    threading.Event().wait()",
        )
    )
    command = [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider"]
    with start(
        command, cwd=suite.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as run:
        (suite.path / "reached").open().close()  # waits until the test is there
        os.killpg(run.pid, signal.SIGINT)
        try:
            said, _ = run.communicate(timeout=120)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, said
    (pid,) = [
        int(line.split()[1]) for line in (suite.path / "noted.log").read_text().splitlines() if "emulator" in line
    ]
    assert not alive(pid)
    assert {(*r["requirements"], r["outcome"]) for r in recorded()} <= {("X-1", "passed")}


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
