"""The driver of ministack, which lives in an environment of its own."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import testinfra
import yaml
from botocore.exceptions import ClientError
from parents import outlives_its_parent

from tfproof.emulator import EmulatorProblem
from tfproof.emulator.choice import start
from tfproof.emulator.ministack import MiniStackEmulator, driver

ROOT = Path(__file__).parents[3]
START = f"""
from pathlib import Path
from tfproof.emulator.ministack import MiniStackEmulator
emulator = MiniStackEmulator.start(Path({str(ROOT)!r}))
"""


@pytest.fixture(scope="module")
def ours() -> Iterator[MiniStackEmulator]:
    if driver.find(ROOT) is None:
        pytest.skip("ministack is not installed: run 'tox -e ministack'")
    with MiniStackEmulator.start(ROOT) as emulator:
        yield emulator


def test_it_says_what_it_is(ours: MiniStackEmulator) -> None:
    pinned = re.findall(r"^ministack==(\S+)", (ROOT / "requirements/ministack.in").read_text(), re.MULTILINE)
    described = ours.describe()
    assert described == {
        "name": "ministack",
        "version": pinned[0],
        "account_id": "123456789012",
        "fixes": [
            {"id": title, "kind": "enforced"}
            for title in (
                "rds: the secret of an instance whose master password RDS manages",
                "iam: a session is known by its role where a policy asks for aws:PrincipalArn",
                "iam: a new virtual MFA device is what its maker asks for",
                "iam: variables in the resources of a policy are filled",
            )
        ],
    }
    services = yaml.safe_load((ROOT / "localstack/services.yaml").read_text())
    assert services["versions"]["ministack"].startswith(f"{pinned[0]},")


@pytest.mark.parametrize("key", ["test", "123456789012", "AKIAIOSFODNN7EXAMPLE"])
def test_nobody_else_who_finds_the_port_is_its_root(ours: MiniStackEmulator, key: str) -> None:
    assert ours.client("lambda").list_functions()["Functions"] == []
    keys = {"aws_access_key_id": key, "aws_secret_access_key": "test"}
    with closing(ours.client_as(keys, "lambda")) as somebody, pytest.raises(ClientError, match="security token"):
        somebody.list_functions()


def test_it_listens_on_loopback_only(ours: MiniStackEmulator) -> None:
    listening = testinfra.get_host("local://").socket.get_listening_sockets()
    port = int(ours.endpoint.rsplit(":", 1)[1])
    assert [s for s in listening if s.endswith(f":{port}")] == [f"tcp://127.0.0.1:{port}"]


def test_calls_land_in_the_emulated_account(ours: MiniStackEmulator) -> None:
    assert ours.client("sts").get_caller_identity()["Account"] == ours.account_id


def test_the_master_password_of_a_database_is_kept_in_a_secret_as_long_as_there_is_the_database(
    ours: MiniStackEmulator,
) -> None:
    rds, manager = ours.client("rds"), ours.client("secretsmanager")
    new = {"DBInstanceClass": "db.t3.micro", "Engine": "postgres", "MasterUsername": "u", "AllocatedStorage": 20}
    rds.create_db_instance(DBInstanceIdentifier="kept", ManageMasterUserPassword=True, **new)
    rds.create_db_instance(DBInstanceIdentifier="told", MasterUserPassword="p" * 12, **new)
    kept, told = (rds.describe_db_instances(DBInstanceIdentifier=i)["DBInstances"][0] for i in ("kept", "told"))
    assert "MasterUserSecret" not in told
    secret = kept["MasterUserSecret"]["SecretArn"]
    assert json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])["username"] == "u"
    rds.delete_db_instance(DBInstanceIdentifier="kept", SkipFinalSnapshot=True)
    with pytest.raises(manager.exceptions.ResourceNotFoundException):
        manager.get_secret_value(SecretId=secret)


def test_keys_that_it_has_not_given_out_are_refused(ours: MiniStackEmulator) -> None:
    unknown = {"aws_access_key_id": "AKIAUNKNOWN", "aws_secret_access_key": "x"}
    client = ours.client_as(unknown, "sqs")
    with pytest.raises(client.exceptions.ClientError, match="security token included in the request is invalid"):
        client.list_queues()
    client.close()
    ours.client("sqs").list_queues()


def test_reset_forgets_everything(ours: MiniStackEmulator) -> None:
    ours.client("s3").create_bucket(Bucket="forgotten")
    ours.reset()
    assert ours.client("s3").list_buckets()["Buckets"] == []


def test_two_servers_share_nothing(ours: MiniStackEmulator) -> None:
    with MiniStackEmulator.start(ROOT) as other:
        other.client("s3").create_bucket(Bucket="only-in-the-other")
        assert "only-in-the-other" not in [b["Name"] for b in ours.client("s3").list_buckets()["Buckets"]]


def test_it_posts_to_no_other_machine(ours: MiniStackEmulator) -> None:
    """It confirms HTTP subscriptions by itself: what is not on this machine goes to a proxy that is nowhere."""
    environment = Path(f"/proc/{ours.pid}/environ").read_text().split("\0")
    assert {"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"} <= set(environment)
    sns = ours.client("sns")
    topic = sns.create_topic(Name="incidents")["TopicArn"]
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen()
        here.settimeout(20)
        sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{here.getsockname()[1]}/")
        asking, _ = here.accept()
        asking.close()


def test_what_it_writes_is_gone_when_it_is_stopped(ours: MiniStackEmulator) -> None:
    emulator = MiniStackEmulator.start(ROOT)
    folder = Path(f"/proc/{emulator.pid}/cwd").readlink()
    emulator.client("s3").create_bucket(Bucket="bucket")
    assert folder.is_dir()
    emulator.stop()
    assert not folder.exists()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this system cannot wait for another's process (pidfd_open)")
def test_it_ends_with_a_parent_that_is_killed(ours: MiniStackEmulator, tmp_path: Path) -> None:
    assert not outlives_its_parent(START, tmp_path)


def test_the_variable_chooses_it(ours: MiniStackEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFPROOF_EMULATOR", "ministack")
    with start(root=ROOT) as emulator:
        assert emulator.name == "ministack"


def fake_python(directory: Path, script: str) -> Path:
    """A command that stands for the Python of ministack's environment."""
    directory.mkdir(parents=True, exist_ok=True)
    command = directory / "python"
    command.write_text(f"#!{sys.executable}\n{script}")
    command.chmod(0o755)
    return command


def test_it_is_found_in_the_projects_tox_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TFPROOF_MINISTACK", raising=False)
    assert driver.find(tmp_path) is None
    command = fake_python(tmp_path / ".tox/ministack/bin", "")
    assert driver.find(tmp_path) == command
    monkeypatch.setenv("TFPROOF_MINISTACK", sys.executable)
    assert driver.find(tmp_path) == Path(sys.executable)


def test_without_it_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TFPROOF_MINISTACK", raising=False)
    with pytest.raises(EmulatorProblem, match=r"^ministack is not installed: run 'tox -e ministack'"):
        MiniStackEmulator.start(tmp_path)


def test_a_python_without_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFPROOF_MINISTACK", sys.executable)
    with pytest.raises(EmulatorProblem, match=re.escape(f"cannot start: {sys.executable}") + " has no ministack"):
        MiniStackEmulator.start()


@pytest.mark.parametrize("name", ["boot.sh", "ready.d/seed.py"])
def test_scripts_that_it_would_run_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    script = tmp_path / "init" / name
    script.parent.mkdir(parents=True)
    script.touch()
    monkeypatch.setenv("TFPROOF_MINISTACK", sys.executable)
    monkeypatch.setattr(driver, "_SCRIPTS", (tmp_path / "nowhere", tmp_path / "init"))
    with pytest.raises(EmulatorProblem, match=f"^ministack would run {re.escape(str(script))}: move them away$"):
        MiniStackEmulator.start()


def test_another_product_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    health = json.dumps({"services": {}, "version": "9.9"})
    script = f"""
import http.server, json, sys, threading
class Floci(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/_floci/health" else 404)
        self.end_headers()
        self.wfile.write({health!r}.encode())
server = http.server.HTTPServer(("127.0.0.1", 0), Floci)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({{"port": server.server_port, "version": "9.9"}}), flush=True)
sys.stdin.read()
"""
    monkeypatch.setenv("TFPROOF_MINISTACK", str(fake_python(tmp_path, script)))
    with pytest.raises(EmulatorProblem, match=r"is floci 9\.9, not ministack: install it anew"):
        MiniStackEmulator.start()


def test_what_says_something_else_first_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TFPROOF_MINISTACK", str(fake_python(tmp_path, "print('hello', flush=True)")))
    with pytest.raises(EmulatorProblem, match="the ministack server says 'hello', not where it listens"):
        MiniStackEmulator.start()
