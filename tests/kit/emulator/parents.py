"""A parent that starts a server and is killed."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def outlives_its_parent(start: str, folder: Path) -> bool:
    """Return whether a server still runs half a minute after its parent was killed; `start` is code that makes `emulator`."""
    command = [sys.executable, "-c", f"{start}\nprint(emulator.pid, flush=True)\ninput()"]
    # Nobody is left to remove the server's directory, so it is made where pytest tidies up.
    own = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own) as parent:
        assert parent.stdout is not None
        server = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    ended = select.select([server], [], [], 30)[0]
    os.close(server)
    return not ended
