"""Starts, watches and ends a server process of one's own, whichever emulator it serves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tfproof.emulator.base import Emulator, EmulatorProblem, ask
from tfproof.terraform.running import first_line
from tfproof.terraform.toolchain import EMULATED_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_HINT = "run 'tfproof doctor'"
#: Seconds in which a process that is about to end must have ended.
_PATIENCE_FOR_END = 5


class OwnServer(Emulator):
    """A server of one's own on a free loopback port.

    The server reads a pipe from this process and ends when that closes, so it cannot outlive its parent, however
    the parent ends. It has a session of its own: Ctrl-C reaches it only through us, after terraform has ended. One
    line of JSON on its standard output says the port and the version, or the error.
    """

    account_id = EMULATED_ACCOUNT
    #: The path that forgets every resource when something is posted to it.
    _reset_path: str

    def __init__(self, process: subprocess.Popen[str], folder: tempfile.TemporaryDirectory[str]) -> None:
        super().__init__()
        self._process = process
        self._folder = folder
        self._log = Path(folder.name) / "server.log"
        self._endpoint = ""
        self._started: dict[str, Any] = {}
        self._stopped = False

    @classmethod
    def _launch(cls, command: Sequence[str], environment: Callable[[str], Mapping[str, str]], patience: float) -> Self:
        """Start a server and wait until it listens; raise EmulatorProblem with the reason when it does not.

        `environment` makes its whole environment from the name of the directory that it may write to.
        """
        folder = tempfile.TemporaryDirectory(prefix=f"tfproof-{cls.name}-")
        with (Path(folder.name) / "server.log").open("w") as log:
            process = subprocess.Popen(  # noqa: S603 - an interpreter and a module of ours
                command,
                cwd=folder.name,
                env=environment(folder.name),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        emulator = cls(process, folder)
        try:
            emulator._wait_until_it_listens(patience)
        except BaseException:
            emulator.stop()
            raise
        return emulator

    @property
    def version(self) -> str:
        """Version of the emulator, as the server said it."""
        return str(self._started["version"])

    @property
    def endpoint(self) -> str:
        """URL that serves every service; raises EmulatorProblem when the server has ended."""
        if self._stopped or self._process.poll() is not None:
            self._must_run()
        return self._endpoint

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._process.pid

    def reset(self) -> None:
        """Forget every resource, in all accounts and regions."""
        url = f"{self.endpoint}{self._reset_path}"
        try:
            ask(url, "POST")
        except OSError:
            self._must_run()
            raise

    def stop(self) -> None:
        """End the server: close its pipe, and kill it when that does not help."""
        self._stopped = True
        super().stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        if not self._ends():
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._folder.cleanup()

    def describe(self) -> dict[str, Any]:
        """Say which emulator this is and which fixes it runs with; nothing that differs between two runs."""
        return {
            "name": self.name,
            "version": self.version,
            "account_id": self.account_id,
            "fixes": self._started.get("fixes", []),
        }

    def _wait_until_it_listens(self, patience: float) -> None:
        """Read the one line that the server writes once it listens, or why it cannot."""
        assert self._process.stdout is not None
        line = first_line(self._process.stdout, patience)
        if not line:
            what = "ended while it started" if self._ends() else f"did not answer within {patience:g} s"
            raise EmulatorProblem(f"the {self.name} server {what}: {self._log_tail()}", _HINT)
        try:
            self._started = dict(json.loads(line))
        except (TypeError, ValueError):
            raise EmulatorProblem(
                f"the {self.name} server says {line.strip()!r}, not where it listens", _HINT
            ) from None
        if "error" in self._started:
            raise EmulatorProblem(f"the {self.name} server cannot start: {self._started['error']}", _HINT)
        self._endpoint = f"http://127.0.0.1:{self._started['port']}"

    def _must_run(self) -> None:
        """Raise EmulatorProblem if the server has ended, or is about to, as it is when it has hung up."""
        if self._stopped:
            raise EmulatorProblem(f"the {self.name} server was stopped", "start another one")
        if self._ends():
            code = self._process.returncode
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
            said = self._log_tail()
            raise EmulatorProblem(f"the {self.name} server (process {self.pid}) {how}: {said}", "start another one")

    def _ends(self) -> bool:
        try:
            self._process.wait(_PATIENCE_FOR_END)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _log_tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return " | ".join(lines[-3:]) or "it wrote no log"


def scratch_environment(home: str) -> dict[str, str]:
    """Return an environment in which nothing of the caller's AWS settings or proxies is left.

    Nor does Docker answer: emulators run images and functions in it for whoever asks, and on the loopback that is every user
    of the machine.
    """
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "DOCKER_HOST": f"unix://{home}/no-docker",
        "HOME": home,
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONUNBUFFERED": "1",
    }
