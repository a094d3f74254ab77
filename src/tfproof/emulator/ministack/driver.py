"""The ministack server of one's own, in the Python environment that holds it (it pins its own botocore)."""

from __future__ import annotations

import os
import secrets
import shutil
from functools import partial
from pathlib import Path

from tfproof.emulator.base import EmulatorProblem, ask
from tfproof.emulator.identity import identify
from tfproof.emulator.process import OwnServer, scratch_environment
from tfproof.terraform.toolchain import EMULATED_ACCOUNT

VARIABLE = "TFPROOF_MINISTACK"
_SERVER = Path(__file__).parent / "server.py"
#: ministack runs the scripts that it finds here, whoever has put them there.
_SCRIPTS = (Path("/docker-entrypoint-initaws.d"), Path("/etc/localstack/init"))


class MiniStackEmulator(OwnServer):
    """A ministack server of one's own on a free loopback port. It evaluates policies, and runs the functions that it is given.

    Every user of the machine, and each page in a browser, can reach that port. So its root, which no policy of an identity
    limits, has a key that only this process and what it starts know; who shall be limited has keys of an own.
    """

    name = "ministack"
    _reset_path = "/_ministack/reset"

    @classmethod
    def start(cls, root: Path | None = None, *, patience: float = 60) -> MiniStackEmulator:
        """Start a server and wait until it answers; raise EmulatorProblem with the reason when it does not.

        `root` is the directory of the project whose environment for ministack is used.
        """
        python = find(root or Path.cwd())
        if python is None:
            raise EmulatorProblem(
                "ministack is not installed", f"run 'tox -e ministack', or set {VARIABLE} to a Python that has it"
            )
        if scripts := sorted(str(p) for d in _SCRIPTS for p in d.rglob("*") if p.suffix in (".sh", ".py")):
            raise EmulatorProblem(f"ministack would run {', '.join(scripts)}", "move them away")
        key = f"ROOT{secrets.token_hex(8).upper()}"
        emulator = cls._launch([str(python), "-I", str(_SERVER)], partial(_environment, key=key), patience)
        emulator.access_key = key
        try:
            emulator._must_be_ministack()
        except BaseException:
            emulator.stop()
            raise
        return emulator

    def _must_be_ministack(self) -> None:
        product = identify(lambda path: ask(self._endpoint + path))
        if product is None or product.name != self.name:
            raise EmulatorProblem(
                f"what answers at {self._endpoint} is {product or 'unknown'}, not ministack", "install it anew"
            )
        self._started["version"] = product.version


def find(root: Path) -> Path | None:
    """Return the Python that has ministack: named by TFPROOF_MINISTACK, else the one of the project's tox environment."""
    named = os.environ.get(VARIABLE)
    found = shutil.which(named or str(root / ".tox" / "ministack" / "bin" / "python"))
    return Path(found).absolute() if found else None


def _environment(home: str, *, key: str) -> dict[str, str]:
    """Return the server's whole environment: policies are evaluated, and nothing leaves the machine or the directory."""
    nobody = "http://127.0.0.1:9"
    return scratch_environment(home) | {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": key,
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "MINISTACK_ACCOUNT_ID": EMULATED_ACCOUNT,
        "S3_DATA_DIR": f"{home}/s3",
        "SFTP_ENABLED": "0",
        "STATE_DIR": f"{home}/state",
        "TMPDIR": home,
        # It posts to every HTTP endpoint that subscribes to a topic: only those on this machine are reached.
        "http_proxy": nobody,
        "https_proxy": nobody,
        "no_proxy": "127.0.0.1,localhost",
    }
