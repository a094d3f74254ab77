"""The server process: listens on loopback and ends, with all that it has started, when its parent does.

It runs in ministack's own environment, so it imports nothing of this package. One JSON line on standard output says the
port and the version, or the error. Then standard input is watched: when it closes, the parent is gone.
"""

import asyncio
import json
import os
import runpy
import signal
import socket
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve until standard input closes."""
    # ministack's own command binds every address unless it is told otherwise, and wants a port that is known to be free.
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    port = listener.getsockname()[1]
    os.environ |= {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}  # read when it is imported
    try:
        from hypercorn.asyncio import serve  # noqa: PLC0415
        from hypercorn.config import Config  # noqa: PLC0415
        from ministack.core import iam_evaluator  # noqa: PLC0415

        # Else everybody would be root who calls himself `test` or by twelve digits. Without a key it calls itself; a request
        # without one it refuses before.
        root = os.environ["AWS_ACCESS_KEY_ID"]
        iam_evaluator.is_root_access_key = lambda key: key in ("", root)
        from ministack.app import app  # noqa: PLC0415
    except ImportError as error:
        _say({"error": f"{sys.executable} has no ministack ({error})"})
        sys.exit(1)
    additions = runpy.run_path(str(Path(__file__).with_name("additions.py")))["ADDITIONS"]
    for add in additions.values():
        add()
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _say(
        {
            "port": port,
            "version": version("ministack"),
            "fixes": [{"id": title, "kind": "enforced"} for title in additions],
        }
    )
    asyncio.run(serve(app, config))


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    # Functions run in processes of their own. They are of this one's group, which is nobody else's.
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _say(message: dict[str, Any]) -> None:
    """Write the one line for the parent; whatever is printed later goes to the log."""
    print(json.dumps(message), flush=True)  # noqa: T201
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    main()
