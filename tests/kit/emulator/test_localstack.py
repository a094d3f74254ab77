"""The driver of a LocalStack that runs already, against a server that answers as LocalStack does."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tfproof.emulator import EmulatorProblem
from tfproof.emulator.choice import start
from tfproof.emulator.localstack import LocalStackEmulator
from tfproof.errors import BadInput

HEALTH = "/_localstack/health"
INFO = "/_localstack/info"
RESET = "/_localstack/state/reset"
#: What each product was seen to answer about itself.
LOCALSTACK = {
    HEALTH: json.dumps({"services": {}, "edition": "community", "version": "4.14.0"}),
    INFO: json.dumps({"version": "4.14.0:0123abc", "edition": "community", "is_license_activated": False}),
}
MINISTACK_HEALTH = json.dumps({"services": {}, "auth": "disabled", "edition": "light", "version": "1.5.33"})
MINISTACK = {HEALTH: MINISTACK_HEALTH, "/_ministack/health": MINISTACK_HEALTH}
FLOCI_HEALTH = json.dumps({"services": {}, "edition": "floci-always-free", "version": "1.5.30"})
FLOCI = {HEALTH: FLOCI_HEALTH, "/_floci/health": FLOCI_HEALTH}


class FakeLocalStack(HTTPServer):
    """Answers from a table of paths; whatever is not in it is not found."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = dict(LOCALSTACK)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeLocalStack

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        answer = self.server.answers.get(self.path)
        self.send_response(404 if answer is None else 200)
        self.end_headers()
        self.wfile.write((answer or "").encode())

    do_POST = do_GET  # noqa: N815 - the names are http.server's

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLocalStack]:
    with FakeLocalStack() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        for name in ("AWS_ENDPOINT_URL", "USE_SSL", "TFPROOF_EMULATOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LOCALSTACK_HOST", running.address)
        yield running
        running.shutdown()
        thread.join()


def test_it_is_found_by_localstacks_own_variable(server: FakeLocalStack) -> None:
    found = LocalStackEmulator.connect()
    assert found.endpoint == f"http://{server.address}"
    assert found.describe() == {
        "name": "localstack",
        "version": "4.14.0",
        "account_id": found.account_id,
        "fixes": [],
    }


def test_each_driver_has_an_account_of_its_own(server: FakeLocalStack) -> None:
    first, second = LocalStackEmulator.connect(), LocalStackEmulator.connect()
    assert first.account_id != second.account_id
    for emulator in (first, second):
        assert re.fullmatch(r"[1-9]\d{11}", emulator.account_id)
        credentials = emulator.client("sts")._request_signer._credentials
        assert (credentials.access_key, emulator.access_key) == (emulator.account_id, emulator.account_id)


def test_it_is_found_by_the_aws_variable(server: FakeLocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALSTACK_HOST", "127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://localhost:{server.server_port}/")
    assert LocalStackEmulator.connect().endpoint == f"http://localhost:{server.server_port}"


def test_the_callers_proxies_are_not_used(server: FakeLocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert LocalStackEmulator.connect().version == "4.14.0"


@pytest.mark.parametrize("address", ["192.0.2.1:4566", "name.invalid:4566", "0.0.0.0:4566"])
def test_another_machine_is_refused(server: FakeLocalStack, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("LOCALSTACK_HOST", address)
    with pytest.raises(EmulatorProblem, match=f"^http://{address} is not this machine: "):
        LocalStackEmulator.connect()


@pytest.mark.parametrize(("name", "value"), [("LOCALSTACK_HOST", "localhost:port"), ("AWS_ENDPOINT_URL", "http://[")])
def test_an_address_that_makes_no_sense_is_bad_input(
    server: FakeLocalStack, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match="the address of LocalStack cannot be read"):
        LocalStackEmulator.connect()


def test_one_that_does_not_run_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("LOCALSTACK_HOST", "127.0.0.1:1")
    with pytest.raises(EmulatorProblem, match=r"no LocalStack answers at http://127\.0\.0\.1:1 .*: start it") as caught:
        LocalStackEmulator.connect()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answers", "product"),
    [
        (MINISTACK, "ministack 1.5.33"),
        (LOCALSTACK | MINISTACK, "ministack 1.5.33"),
        (FLOCI, "floci 1.5.30"),
        ({HEALTH: LOCALSTACK[HEALTH], "/moto-api/data.json": "{}"}, "moto"),
        ({HEALTH: LOCALSTACK[HEALTH]}, "unknown"),
    ],
    ids=["ministack", "ministack-with-all-paths", "floci", "moto", "nothing-of-its-own"],
)
def test_a_product_that_imitates_it_is_refused_by_its_own_name(
    server: FakeLocalStack, answers: dict[str, str], product: str
) -> None:
    server.answers = answers
    with pytest.raises(
        EmulatorProblem, match=f"^what answers at http://{server.address} is {product}, no LocalStack: "
    ) as e:
        LocalStackEmulator.connect()
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("answer", [None, "<html>", "[]", "{}"])
def test_another_server_is_not_taken_for_it(server: FakeLocalStack, answer: str | None) -> None:
    server.answers = {INFO: LOCALSTACK[INFO]} if answer is None else {**LOCALSTACK, HEALTH: answer}
    with pytest.raises(EmulatorProblem, match="is no LocalStack"):
        LocalStackEmulator.connect()


def test_one_that_has_ended_says_so_when_it_is_used(server: FakeLocalStack) -> None:
    found = LocalStackEmulator.connect()
    client = found.client("sts")
    server.shutdown()
    server.server_close()
    for use in (client.get_caller_identity, lambda: found.endpoint, found.reset):
        with pytest.raises(EmulatorProblem, match="no LocalStack answers"):
            use()


def test_reset_asks_localstack_to_forget(server: FakeLocalStack) -> None:
    server.answers[RESET] = ""
    LocalStackEmulator.connect().reset()
    assert server.asked[-1] == f"POST {RESET}"


def test_reset_says_that_a_restart_is_needed_where_localstack_cannot(server: FakeLocalStack) -> None:
    with pytest.raises(EmulatorProblem, match=r"LocalStack 4\.14\.0 .* cannot forget .*: restart it"):
        LocalStackEmulator.connect().reset()


def test_stop_leaves_it_running(server: FakeLocalStack) -> None:
    found = LocalStackEmulator.connect()
    found.client("sts")
    found.stop()
    assert found.endpoint
    assert all(request.startswith("GET /") for request in server.asked)


def test_the_variable_chooses_it(server: FakeLocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFPROOF_EMULATOR", "localstack")
    assert start().name == "localstack"


@pytest.mark.parametrize("value", [None, ""])
def test_moto_is_the_default(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("TFPROOF_EMULATOR", raising=False)
    if value is not None:
        monkeypatch.setenv("TFPROOF_EMULATOR", value)
    emulator = start()
    try:
        assert emulator.name == "moto"
    finally:
        emulator.stop()


def test_an_unknown_emulator_is_named_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFPROOF_EMULATOR", "cloud")
    with pytest.raises(
        BadInput, match="TFPROOF_EMULATOR=cloud: no such emulator: there are: moto, localstack, ministack"
    ):
        start()


@pytest.mark.parametrize(
    ("told", "kept"),
    [("4.14.0:0123abc", "4.14.0"), ("4.14.0\x1b[2J<script>", "4.14.0"), ("\n4.14.0", ""), ("9" * 99, "9" * 40)],
)
def test_of_what_a_server_tells_only_a_version_is_kept(server: FakeLocalStack, told: str, kept: str) -> None:
    server.answers[INFO] = json.dumps({"version": told, "is_license_activated": False})
    assert LocalStackEmulator.connect().version == kept
