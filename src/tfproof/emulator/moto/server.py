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
from collections import OrderedDict
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
    from collections.abc import Callable

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


class AnsweredOnce:
    """Gives a repeated request the answer that it had the first time.

    An SDK repeats a request whose answer was lost, with the same invocation id. AWS recognises many of these; moto would
    create or delete a second time and refuse ("already exists", "does not exist").
    """

    def __init__(self, application: WSGIApplication, kept: int = 512) -> None:
        self._application = application
        self._kept = kept
        self._answers: OrderedDict[str, tuple[str, list[tuple[str, str]], bytes]] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        if environ["REQUEST_METHOD"] == "GET" or not invocation:
            return self._application(environ, start_response)
        if invocation not in self._answers:
            answer = self._ask(environ)
            if answer[0].startswith("5"):
                return _give(answer, start_response)  # the server's own failure: worth another try
            self._answers[invocation] = answer
            if len(self._answers) > self._kept:
                self._answers.popitem(last=False)
        return _give(self._answers[invocation], start_response)

    def _ask(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        head: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            head.append((status, headers))
            return lambda _: None

        body = b"".join(self._application(environ, note))
        return (*head[-1], body)


def _give(answer: tuple[str, list[tuple[str, str]], bytes], start_response: StartResponse) -> list[bytes]:
    status, headers, body = answer
    start_response(status, headers)
    return [body]


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
        OneAtATime(AnsweredOnce(DomainDispatcherApplication(create_backend_app))),
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
