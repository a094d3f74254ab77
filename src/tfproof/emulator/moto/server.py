"""The server process: applies the fixes, listens on loopback, and ends when its parent does.

`python -m tfproof.emulator.moto.server [--port N] [--stock]`. One JSON line on standard output says the port,
moto's version and the fixes, or the error. Then standard input is watched: when it closes, the parent is gone.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import os
import socket
import sys
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import LISTEN_QUEUE, make_server

from tfproof.emulator.moto.fixes import StaleFix, apply_all

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LOOPBACK = "127.0.0.1"


class OneAtATime:
    """Lets one request at a time into moto, whose handlers share state between threads without locks.

    Terraform sends forty requests at once. Handling one takes milliseconds, so that nothing is lost by this.
    Unsigned reads pass: moto asks itself in this way while it handles another request.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        if environ["REQUEST_METHOD"] == "GET" and "HTTP_AUTHORIZATION" not in environ:
            return self._application(environ, start_response)
        with self._lock:
            return self._application(environ, start_response)


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port; 0 takes a free one")
    parser.add_argument("--stock", action="store_true", help="serve moto as it is, without our fixes")
    arguments = parser.parse_args()
    try:
        listener = _listen(arguments.port)
        fixes = [] if arguments.stock else [fix.describe() for fix in apply_all()]
    except (OSError, StaleFix) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        _say({"error": f"port {arguments.port} is taken" if taken else str(error)})
        sys.exit(1)
    port = listener.getsockname()[1]
    # moto calls itself for some services.
    os.environ["MOTO_PORT"] = str(port)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        _LOOPBACK,
        port,
        OneAtATime(DomainDispatcherApplication(create_backend_app)),
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=listener.fileno(),
    )
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _say({"port": port, "version": version("moto"), "fixes": fixes})
    server.serve_forever()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    # Without this a port stays taken for a minute after a server on it has ended.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((_LOOPBACK, port))
    listener.listen(LISTEN_QUEUE)
    return listener


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    # Requests may still be running in other threads; there is nobody left to answer to.
    os._exit(0)


def _say(message: dict[str, Any]) -> None:
    """Write the one line for the parent; whatever moto prints later goes to the log."""
    print(json.dumps(message), flush=True)  # noqa: T201
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    main()
