"""`localstack/server.py` starts and ends a LocalStack without Docker; here with a program that answers as one."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
FAKE = """
import http.server, json, os
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"version": "4.14.0", "environment": dict(os.environ)}).encode())
host, _, port = os.environ["GATEWAY_LISTEN"].partition(":")
http.server.HTTPServer((host, int(port)), Health).serve_forever()
"""


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{script}")
    path.chmod(0o755)
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script, with a place of its own, a free port and the program in LocalStack's stead."""
    spec = importlib.util.spec_from_file_location("localstack_server", ROOT / "localstack" / "server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("LOCALSTACK_HOST", f"localhost:{free.getsockname()[1]}")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(module, "PID", tmp_path / "pid")
    monkeypatch.setattr(module, "LOG", tmp_path / "server.log")
    monkeypatch.setattr(module, "PYTHON", program(tmp_path / "python", FAKE))
    return module


def test_it_answers_after_up_and_is_gone_after_down(server: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    process = server.up()
    try:
        assert capsys.readouterr().out.startswith(f"LocalStack 4.14.0 answers at {server.address()} (process ")
        assert server.version() == "4.14.0"
        with pytest.raises(SystemExit, match=r"something answers at \S+ already"):
            server.up()
    finally:
        server.down()
        process.wait(10)
    assert server.version() == ""
    server.down()


def test_nobody_else_is_ended_who_has_its_number_now(server: ModuleType) -> None:
    process = server.up()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    somebody = subprocess.Popen(["/bin/sleep", "60"], start_new_session=True)
    try:
        server.PID.write_text(str(somebody.pid))
        server.down()
        assert somebody.poll() is None
        assert not server.PID.exists()
    finally:
        somebody.kill()
        somebody.wait()


def test_one_that_is_still_starting_is_not_lost_to_another(server: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    process = server.up()
    try:
        monkeypatch.setattr(server, "version", lambda: "")
        with pytest.raises(SystemExit, match=rf"^one starts here already \(process {process.pid}\): end it first$"):
            server.up()
    finally:
        server.down()
        process.wait(10)


def test_one_that_does_not_start_shows_its_log(server: ModuleType, tmp_path: Path) -> None:
    program(server.PYTHON, "raise SystemExit('no room')")
    with pytest.raises(SystemExit, match="LocalStack did not start: no room"):
        server.up()
    assert not server.PID.exists()


def test_without_its_environment_one_line_says_how_to_get_it(server: ModuleType) -> None:
    server.PYTHON.unlink()
    with pytest.raises(SystemExit, match=r"^LocalStack is not installed: run 'tox -e localstack-server'$"):
        server.up()


def test_it_is_started_on_this_machine_only(server: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALSTACK_HOST", "192.0.2.1:4566")
    with pytest.raises(SystemExit, match=r"^LOCALSTACK_HOST=192\.0\.2\.1: it is started on this machine only$"):
        server.up()
