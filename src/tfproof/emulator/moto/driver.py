"""The moto server of one's own, with our fixes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tfproof.emulator.process import OwnServer, scratch_environment
from tfproof.extras import require
from tfproof.terraform.toolchain import EMULATED_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping


class MotoEmulator(OwnServer):
    """A moto server of one's own on a free loopback port."""

    name = "moto"
    _reset_path = "/moto-api/reset"

    @classmethod
    def start(
        cls,
        *,
        port: int = 0,
        stock: bool = False,
        settings: Mapping[str, str] | None = None,
        patience: float = 60,
    ) -> MotoEmulator:
        """Start a server and wait until it listens; raise EmulatorProblem with the reason when it does not.

        `port` 0 takes a free one. `stock` leaves out our fixes, to show what they are needed for. `settings` are
        moto's own, which it reads from environment variables (`MOTO_…`).
        """
        require("emulator", "the emulator")
        command = [sys.executable, "-P", "-m", "tfproof.emulator.moto.server", "--port", str(port)]
        command += ["--stock"] if stock else []
        return cls._launch(command, lambda folder: _environment(folder) | dict(settings or {}), patience)


def _environment(home: str) -> dict[str, str]:
    own = {"MOTO_ACCOUNT_ID": EMULATED_ACCOUNT, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "TMPDIR") if name in os.environ}
    return scratch_environment(home) | own | kept
