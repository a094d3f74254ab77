"""Which emulator stacks are applied to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.emulator.localstack import LocalStackEmulator
from tfproof.emulator.ministack import MiniStackEmulator
from tfproof.emulator.moto import MotoEmulator
from tfproof.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.emulator.base import Emulator

VARIABLE = "TFPROOF_EMULATOR"
_STARTERS: dict[str, Callable[[Path], Emulator]] = {
    "moto": lambda _: MotoEmulator.start(),
    "localstack": lambda _: LocalStackEmulator.connect(),
    "ministack": MiniStackEmulator.start,
}


def start(name: str | None = None, root: Path | None = None) -> Emulator:
    """Return a running emulator by name, else by `TFPROOF_EMULATOR`, else moto; `stop` it after use.

    `root` is the directory of the project, which may have an environment for an emulator; the working directory without.
    Raises BadInput for a name that is none, EmulatorProblem when it does not run.
    """
    chosen = name or os.environ.get(VARIABLE) or "moto"
    if chosen not in _STARTERS:
        raise BadInput(f"{VARIABLE}={chosen}: no such emulator", f"there are: {', '.join(_STARTERS)}")
    return _STARTERS[chosen](root or Path.cwd())
