"""The server process: how it starts, ends and says that it has ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import testinfra
from parents import outlives_its_parent

from tfproof.emulator import EmulatorProblem
from tfproof.emulator.base import make_client
from tfproof.emulator.moto import MotoEmulator
from tfproof.emulator.moto.server import OneAtATime

START = "from tfproof.emulator.moto import MotoEmulator; emulator = MotoEmulator.start(stock=True)"


@pytest.fixture
def machine() -> testinfra.host.Host:
    return testinfra.get_host("local://")


def running(machine: testinfra.host.Host, pid: int) -> bool:
    """Tell whether a process lives; one that has ended and was not yet fetched by its parent does not."""
    return any(process.stat[0] != "Z" for process in machine.process.filter(pid=pid))


def test_the_server_listens_on_loopback_only(ours: MotoEmulator, machine: testinfra.host.Host) -> None:
    port = int(ours.endpoint.rsplit(":", 1)[1])
    listening = [s for s in machine.socket.get_listening_sockets() if s.endswith(f":{port}")]
    assert listening == [f"tcp://127.0.0.1:{port}"]


def test_calls_land_in_the_emulated_account(ours: MotoEmulator) -> None:
    assert ours.client("sts").get_caller_identity()["Account"] == ours.account_id


def test_two_servers_share_nothing(ours: MotoEmulator) -> None:
    with MotoEmulator.start(stock=True) as other:
        other.client("s3").create_bucket(Bucket="only-in-the-other")
        assert other.endpoint != ours.endpoint
        assert "only-in-the-other" not in [b["Name"] for b in ours.client("s3").list_buckets()["Buckets"]]


def test_reset_forgets_everything(ours: MotoEmulator) -> None:
    ours.client("s3").create_bucket(Bucket="forgotten")
    ours.client("elasticache", "us-west-2").create_cache_parameter_group(
        CacheParameterGroupName="forgotten", CacheParameterGroupFamily="redis7", Description="-"
    )
    ours.reset()
    assert ours.client("s3").list_buckets()["Buckets"] == []
    groups = ours.client("elasticache", "us-west-2").describe_cache_parameter_groups()
    assert groups["CacheParameterGroups"] == []


def test_the_callers_settings_are_not_used(ours: MotoEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-does-not-exist")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    with MotoEmulator.start(stock=True) as emulator:
        client = emulator.client("sts")
        assert client.get_caller_identity()["Account"] == emulator.account_id
        assert client._request_signer._credentials.access_key == "test"
        emulator.reset()


def test_nobody_reaches_docker_through_the_server(ours: MotoEmulator) -> None:
    """Whoever finds the port can tell moto to use Docker, by /moto-api/config."""
    started_with = Path(f"/proc/{ours.pid}/environ").read_text().split("\0")
    (docker,) = [line for line in started_with if line.startswith("DOCKER_HOST=")]
    assert docker.startswith("DOCKER_HOST=unix:///")
    assert not Path(docker.removeprefix("DOCKER_HOST=unix://")).exists()


def test_s3_control_reaches_the_emulator(ours: MotoEmulator) -> None:
    blocks = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    control = ours.client("s3control")
    control.put_public_access_block(AccountId=ours.account_id, PublicAccessBlockConfiguration=blocks)
    found = control.get_public_access_block(AccountId=ours.account_id)
    assert found["PublicAccessBlockConfiguration"] == blocks


def test_stop_leaves_no_process_and_no_files(machine: testinfra.host.Host) -> None:
    emulator = MotoEmulator.start(stock=True)
    folder = Path(f"/proc/{emulator.pid}/cwd").readlink() if Path("/proc").is_dir() else None
    assert running(machine, emulator.pid)
    emulator.stop()
    assert not running(machine, emulator.pid)
    assert folder is None or not folder.exists()


def test_stopping_twice_is_harmless() -> None:
    emulator = MotoEmulator.start(stock=True)
    emulator.stop()
    emulator.stop()
    with pytest.raises(EmulatorProblem, match="was stopped"):
        emulator.client("sts")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this system cannot wait for another's process (pidfd_open)")
def test_the_server_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    assert not outlives_its_parent(START, tmp_path)


def test_a_server_that_was_killed_says_so_when_it_is_used() -> None:
    with MotoEmulator.start(stock=True) as emulator:
        client = emulator.client("sts")
        os.kill(emulator.pid, signal.SIGKILL)
        with pytest.raises(EmulatorProblem, match=rf"process {emulator.pid}\) was ended by SIGKILL"):
            client.get_caller_identity()
        with pytest.raises(EmulatorProblem, match="SIGKILL"):
            _ = emulator.endpoint
        with pytest.raises(EmulatorProblem, match="SIGKILL"):
            emulator.reset()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EmulatorProblem, match=f"port {port} is taken"):
            MotoEmulator.start(port=port)


def test_a_server_that_ends_at_its_start_shows_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "werkzeug.py").write_text("raise RuntimeError('broken on purpose')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EmulatorProblem, match=r"ended while it started: .*broken on purpose"):
        MotoEmulator.start()


def test_a_fix_that_does_not_fit_moto_ends_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from moto.sqs.models import Queue\nQueue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, 'RedriveAllowPolicy']\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EmulatorProblem, match=r"'sqs: a redrive allow policy is kept' does not fit .*by now"):
        MotoEmulator.start()


def test_settings_reach_moto() -> None:
    with MotoEmulator.start(stock=True, settings={"MOTO_ACCOUNT_ID": "210987654321"}) as emulator:
        assert emulator.client("sts").get_caller_identity()["Account"] == "210987654321"


def test_the_description_is_the_same_for_every_server(ours: MotoEmulator) -> None:
    with MotoEmulator.start() as other:
        assert other.describe() == ours.describe()
    assert json.dumps(ours.describe())
    assert {"id", "aws", "kind"} == set(ours.describe()["fixes"][0])


def test_stock_moto_has_no_fixes(stock: MotoEmulator) -> None:
    assert stock.describe()["fixes"] == []


def test_requests_are_handled_one_at_a_time() -> None:
    inside: list[str] = []
    first_is_in, may_leave = threading.Event(), threading.Event()

    def application(environ: dict[str, str], _: object) -> list[bytes]:
        inside.append(environ["name"])
        if environ["name"] == "first":
            first_is_in.set()
            assert may_leave.wait(30)
            assert inside == ["first", "unsigned read"], "another request got in"
        return []

    serve = OneAtATime(application)  # type: ignore[arg-type]

    def request(name: str, **headers: str) -> threading.Thread:
        environ = {"name": name, "REQUEST_METHOD": "GET", **headers}
        thread = threading.Thread(target=serve, args=(environ, None))
        thread.start()
        return thread

    first = request("first", HTTP_AUTHORIZATION="signed")
    assert first_is_in.wait(30)
    second = request("second", HTTP_AUTHORIZATION="signed")
    request("unsigned read").join(30)
    may_leave.set()
    first.join(30)
    second.join(30)
    assert inside == ["first", "unsigned read", "second"]


@pytest.mark.parametrize(("invocations", "made"), [(("same", "same"), 1), (("one", "another"), 2)])
def test_a_repeated_request_gets_the_answer_it_had(ours: MotoEmulator, invocations: tuple[str, str], made: int) -> None:
    """What an SDK does when an answer got lost; without this the second try would make a second VPC."""
    ours.reset()
    for name in invocations:
        client = make_client(ours.endpoint, "ec2", "us-east-1", lambda: None)

        def mark(request: Any, name: str = name, **_: object) -> None:
            request.headers["amz-sdk-invocation-id"] = f"{name}-{made}"

        client.meta.events.register("before-send", mark)
        client.create_vpc(CidrBlock="10.9.0.0/16")
        client.close()
    vpcs = ours.client("ec2").describe_vpcs()["Vpcs"]
    assert len([v for v in vpcs if v["CidrBlock"] == "10.9.0.0/16"]) == made
