"""Whatever ends tfproof ends all that it started, at once: by its own hand where it can, by a watchdog where it cannot."""

import fcntl
import os
import resource
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from faulty import failing, living
from interruptible import start

import tfproof
from tfproof.terraform import running
from tfproof.terraform.planning import Case, Planner

#: Says that it runs, by its process group; ends by no signal that can be ignored, and neither does what it has started.
STUBBORN = """trap '' INT TERM HUP
sh -c "trap '' INT TERM HUP; sleep 1000; sleep 1000" &
echo $$ > "{fifo}"
sleep 1000; sleep 1000"""


@pytest.fixture
def ready(tmp_path):
    """A pipe that a fake terraform writes its process group into."""
    path = tmp_path / "ready"
    os.mkfifo(path)
    return path


def stubborn(toolchain, tmp_path, ready):
    return failing(toolchain, tmp_path / "bin", init=STUBBORN.format(fifo=ready))


@pytest.fixture
def temporary(tmp_path):
    """The directory for temporary files of what is started."""
    path = tmp_path / "temporary"
    path.mkdir()
    return path


def command(*arguments, toolchain, cwd):
    here = str(Path(tfproof.__file__).parents[1])  # the very package that is tested
    environment = {**os.environ, "TFPROOF_TERRAFORM": str(toolchain.binary), "PYTHONPATH": here}
    environment["TMPDIR"] = str(cwd.parent / "temporary")
    return start(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def left_in(temporary):
    """What is left but what is found out once for all runs."""
    return [p.name for p in temporary.iterdir() if not p.name.startswith(("tfproof-toolchain-", "pytest-of-"))]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_to_the_command_leaves_nothing(tmp_path, toolchain, ready, temporary, number, code):
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text('resource "aws_sqs_queue" "q" {}\n')
    started = command("tfproof.cli", "assess", ".", toolchain=stubborn(toolchain, tmp_path, ready), cwd=root)
    group = int(ready.read_text())
    assert len(living(group)) >= 2
    started.send_signal(number)
    started.communicate()
    assert (started.returncode, living(group), left_in(temporary)) == (code, [], [])
    assert living(started.pid) == []  # the emulator has a group of its own, but this one holds all others


def wait_until_empty(group):
    """The parent is gone and cannot be waited for; its watchdog ends the group, and this only looks on.

    What one of them had just started, which is ended with it, is there after the first look only.
    """
    while found := living(group):
        if not all(ends(pid) for pid in found):
            break
    return found


def ends(pid):
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    waiting.register(handle)
    ended = waiting.poll(30_000)
    os.close(handle)
    return bool(ended)


@pytest.mark.usefixtures("temporary")
def test_a_command_that_is_killed_leaves_nothing(tmp_path, toolchain, ready):
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text('resource "aws_sqs_queue" "q" {}\n')
    started = command("tfproof.cli", "assess", ".", toolchain=stubborn(toolchain, tmp_path, ready), cwd=root)
    group = int(ready.read_text())
    started.kill()
    started.communicate()
    assert wait_until_empty(group) == []


TEST = """
import pytest

@pytest.mark.plan("queue")
def test_it(plan):
    pass
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_a_test_run_leaves_nothing(workshop, tmp_path, ready, temporary, workers, number):
    workshop.module("queue", 'resource "aws_sqs_queue" "q" {}\n')
    root = workshop.project.root
    (root / "test_it.py").write_text(TEST)
    toolchain = stubborn(workshop.toolchain, tmp_path, ready)
    started = command("pytest", "-q", "-p", "no:cacheprovider", *workers, toolchain=toolchain, cwd=root)
    group = int(ready.read_text())
    if number is signal.SIGINT:
        os.killpg(started.pid, number)  # as a terminal does for Ctrl-C
    else:
        started.send_signal(number)
    started.communicate()
    assert started.returncode != 0
    assert wait_until_empty(group) == []
    assert wait_until_empty(started.pid) == []  # the workers
    assert left_in(temporary) == []


def line_of(pipe):
    """One line and nothing beyond it."""
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(pipe, 1)
    return line


def test_an_interrupted_planner_ends_every_thread_and_starts_nothing_more(workshop, tmp_path, monkeypatch):
    for name in ("one", "two", "three"):
        workshop.stack(name, 'resource "aws_sqs_queue" "q" {}\n', staging="")
    fifo = tmp_path / "ready"
    os.mkfifo(fifo)
    planner = Planner(workshop.project, stubborn(workshop.toolchain, tmp_path, fifo), quiet=True)
    monkeypatch.setattr("tfproof.terraform.planning.planner._workers", lambda: 2)
    groups = []
    pipe = os.open(fifo, os.O_RDWR)  # kept open, so that every writer finds a reader

    def interrupt():
        groups.extend(int(line_of(pipe)) for _ in range(2))
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    watching = threading.Thread(target=interrupt)
    watching.start()
    with pytest.raises(KeyboardInterrupt):
        planner.outcomes([Case.of(name, environment="staging") for name in ("one", "two", "three")])
    watching.join()
    assert [living(g) for g in groups] == [[], []]
    os.set_blocking(pipe, False)
    with pytest.raises(BlockingIOError):  # a third has never run
        os.read(pipe, 1)
    os.close(pipe)


def test_what_is_started_afterwards_runs(tmp_path):
    with running.ended(), pytest.raises(running.Stopped):
        running.run(["true"], cwd=tmp_path, environment={"PATH": os.defpath}, what="true")
    assert running.run(["true"], cwd=tmp_path, environment={"PATH": os.defpath}, what="true").code == 0


def test_a_line_is_read_where_very_many_files_are_open():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        reading, writing = os.pipe()
        with os.fdopen(fcntl.fcntl(reading, fcntl.F_DUPFD, 2000)) as pipe, os.fdopen(writing, "w") as other:
            os.close(reading)
            other.write("1|5|unix\n")
            other.flush()
            assert running.first_line(pipe, 10) == "1|5|unix\n"
            assert running.first_line(pipe, 0) == ""
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
