"""Starts programs that end: by themselves, at their time limit, with the caller's interruption, or with the caller.

Each gets a process group of its own, so that terraform and its providers end together. Ctrl-C and SIGTERM unwind the
caller, and whatever it runs is ended on the way, whichever thread started it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.terraform import watchdog

#: Environment variable: seconds that one terraform command may take; 0 sets no limit.
LIMIT_VARIABLE = "TFPROOF_TIME_LIMIT"
_LIMIT = 1800.0
#: Seconds that programs have to end in order before they are killed.
_GRACE = 2.0
_STEP = 0.02


class TimeLimit(EnvironmentProblem):
    """A program took longer than it may."""


class Stopped(BaseException):
    """The program was ended, or not started, because everything is being ended. Raised in threads that run programs."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code (a signal's number below zero) and everything that it wrote."""

    code: int
    out: str
    err: str

    @property
    def signal(self) -> str:
        """The name of the signal that ended it, or an empty string."""
        return signal.Signals(-self.code).name if self.code < 0 else ""


class _Children:
    """The programs that run now, of all threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._ending = False
        self._watchdog: subprocess.Popen[str] | None = None

    def start(self, command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start a program; it waits at a gate until it is noted, and ends there when its caller ends before that."""
        process: subprocess.Popen[str] | None = None
        try:
            with self._lock:
                if self._ending:
                    raise Stopped
                process = subprocess.Popen(  # noqa: S603 - the callers' own programs
                    ["/bin/sh", "-c", 'read -r _ && exec "$@" </dev/null', "sh", *command],
                    cwd=cwd,
                    env=dict(environment),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                    start_new_session=True,
                    umask=0o077,  # plans and states hold secrets in clear
                )
                self._running.add(process)
                self._note(f"+{process.pid}")
                gate, process.stdin = process.stdin, None
                assert gate is not None
                with gate:
                    gate.write("\n")
        except BaseException:
            if process is not None:
                self.finish(process)
            raise
        return process

    def finish(self, process: subprocess.Popen[str], *, early: bool = True) -> None:
        """Forget a program and close its pipes; end it where it is `early` for that."""
        if early:
            _end([process])
        with self._lock:
            self._running.discard(process)
            self._note(f"-{process.pid}")
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    @property
    def ending(self) -> bool:
        return self._ending

    @contextlib.contextmanager
    def ended(self) -> Iterator[None]:
        with self._lock:
            self._ending = True
            running = list(self._running)
        try:
            _end(running)
            yield
        finally:
            self._ending = False

    def _note(self, line: str) -> None:
        watching = self._watching()
        assert watching.stdin is not None
        watching.stdin.write(f"{line}\n")
        watching.stdin.flush()

    def _watching(self) -> subprocess.Popen[str]:
        """The watchdog; where there is none (or none any more) one is started, and told what runs."""
        if self._watchdog is None or self._watchdog.poll() is not None:
            self._watchdog = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", "-S", watchdog.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
            for process in self._running:
                self._note(f"+{process.pid}")
        return self._watchdog

    def close(self) -> None:
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
            self._watchdog.wait()


_CHILDREN = _Children()
atexit.register(_CHILDREN.close)


def run(command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], what: str) -> Ended:
    """Run a program to its end; raise TimeLimit where it takes longer than `time_limit()`.

    As in a shell, the exit codes 126 and 127 say that it could not be started.
    `what` names it in that message. Whatever ends this call early ends the program and all that it started.
    """
    limit = time_limit()
    process = _CHILDREN.start(command, cwd, environment)
    early = True
    try:
        out, err = process.communicate(timeout=limit)
        early = process.returncode < 0  # a killed terraform leaves its providers
    except subprocess.TimeoutExpired as error:
        hint = f"look at why, or set {LIMIT_VARIABLE} to more seconds (0 for no limit)"
        raise TimeLimit(f"{what} took longer than {limit:g} s and was ended", hint) from error
    finally:
        _CHILDREN.finish(process, early=early)
    if _CHILDREN.ending:
        raise Stopped
    return Ended(process.returncode, out, err)


@contextlib.contextmanager
def held(command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program that does not end by itself for as long as the block takes."""
    process = _CHILDREN.start(command, cwd, environment)
    try:
        yield process
    finally:
        _signal([process], signal.SIGKILL)
        process.wait()
        _CHILDREN.finish(process, early=False)


def first_line(pipe: IO[str], patience: float) -> str:
    """Return the first line that a program writes; nothing where it closes the pipe, or is silent for so many seconds."""
    waiting = select.poll()  # `select` refuses what is opened where a thousand files are open
    waiting.register(pipe, select.POLLIN | select.POLLHUP)
    return pipe.readline() if waiting.poll(patience * 1000) else ""


def ended() -> contextlib.AbstractContextManager[None]:
    """End every program of every thread at once; inside of the block none is started (`run` raises Stopped)."""
    return _CHILDREN.ended()


def time_limit() -> float | None:
    """Return the seconds that one terraform command may take, None for no limit; raise BadInput for nonsense."""
    given = os.environ.get(LIMIT_VARIABLE, "")
    try:
        limit = float(given) if given else _LIMIT
    except ValueError:
        limit = -1
    if not 0 <= limit < threading.TIMEOUT_MAX:
        raise BadInput(f"{LIMIT_VARIABLE}={given}: not a number of seconds", "give one, 0 for no limit, or unset it")
    return limit or None


def _end(processes: Iterable[subprocess.Popen[str]]) -> None:
    """Let programs and what they started end in order, all at the same time, then kill what is left."""
    left = list(processes)
    for number in (signal.SIGINT, signal.SIGKILL):
        _signal(left, number)
        patience = time.monotonic() + _GRACE
        while (left := [p for p in left if _lives(p)]) and time.monotonic() < patience:
            time.sleep(_STEP)


def _lives(process: subprocess.Popen[str]) -> bool:
    """Whether anything of the program's group is left, be it only a process that nobody has waited for."""
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _signal(processes: Iterable[subprocess.Popen[str]], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: a group of the dead only
            os.killpg(process.pid, number)
