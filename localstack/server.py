"""Starts and ends a LocalStack without Docker: `python localstack/server.py up` and `down`.

It runs in the environment that `tox -e localstack-server` makes and keeps to `build/localstack` and the loopback.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "localstack"
PYTHON = ROOT / ".tox" / "localstack-server" / "bin" / "python"
PID = FOLDER / "pid"
LOG = FOLDER / "server.log"
#: Seconds that it may take to start and to end.
PATIENCE = 120


def address() -> str:
    """Where it listens; the driver finds it by the same variable."""
    host, _, port = os.environ.get("LOCALSTACK_HOST", "localhost:4566").partition(":")
    if host not in ("localhost", "127.0.0.1"):
        sys.exit(f"LOCALSTACK_HOST={host}: it is started on this machine only")
    return f"127.0.0.1:{port or 4566}"


def version() -> str:
    """The version of what answers there, or nothing."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{address()}/_localstack/health", timeout=5) as answer:
            return str(json.load(answer)["version"])
    except (OSError, ValueError, KeyError):
        return ""


def up() -> subprocess.Popen[bytes]:
    """Start it, wait until it answers, and leave it running."""
    if version():
        sys.exit(f"something answers at {address()} already: end it, or set LOCALSTACK_HOST=localhost:PORT")
    if not PYTHON.is_file():
        sys.exit("LocalStack is not installed: run 'tox -e localstack-server'")
    nobody = "http://127.0.0.1:9"
    environment = {
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "EAGER_SERVICE_LOADING": "0",
        "FILESYSTEM_ROOT": str(FOLDER / "files"),
        "GATEWAY_LISTEN": address(),
        "GATEWAY_SERVER": "hypercorn",  # any other listens on every address
        "HOME": str(FOLDER),
        "OVERRIDE_IN_DOCKER": "0",  # in a container of ours it would write to /var/lib/localstack
        "PATH": os.environ.get("PATH", os.defpath),
        # It would download a Java runtime and more when a service is asked for the first time.
        "OUTBOUND_HTTP_PROXY": nobody,
        "OUTBOUND_HTTPS_PROXY": nobody,
        "SKIP_SSL_CERT_DOWNLOAD": "1",
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    with LOG.open("a") as log:
        if _runs(log):
            sys.exit(f"one starts here already (process {PID.read_text()}): end it first")
        log.truncate(0)
        process = subprocess.Popen(  # noqa: S603 - our own environment
            [str(PYTHON), "-m", "localstack.runtime.main"],
            cwd=FOLDER,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    PID.write_text(str(process.pid))
    end = time.monotonic() + PATIENCE
    while not (found := version()):
        if process.poll() is not None or time.monotonic() > end:
            down()
            sys.exit(f"LocalStack did not start: {' | '.join(LOG.read_text(errors='replace').splitlines()[-3:])}")
        time.sleep(0.2)
    sys.stdout.write(
        f"LocalStack {found} answers at {address()} (process {process.pid}, log {LOG.relative_to(ROOT)})\n"
    )
    return process


def down() -> None:
    """End the one that was started here, if it still runs."""
    if not PID.is_file():
        return
    process = int(PID.read_text())
    PID.unlink()
    with LOG.open("a") as log:
        if not _runs(log):
            return
    end = time.monotonic() + 10
    kind = signal.SIGTERM
    while True:
        try:
            os.killpg(process, kind)
        except ProcessLookupError:
            return
        time.sleep(0.2)
        with contextlib.suppress(ChildProcessError):  # it is a child only where it has just been started
            os.waitpid(process, os.WNOHANG)
        kind = signal.SIGKILL if time.monotonic() > end else 0


def _runs(log: IO[str]) -> bool:
    """Whether anything of what was started here still runs: it holds the log, and only then is its number its own."""
    try:
        fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


if __name__ == "__main__":
    if sys.argv[1:] not in (["up"], ["down"]):
        sys.exit("usage: server.py up | down")
    {"up": up, "down": down}[sys.argv[1]]()
