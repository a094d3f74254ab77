"""The command: what is missing, gone or not answered is in its exit code, and what cannot be asked is one line."""

import json
import os
import subprocess
import sys

import boto3
import pytest
from answers import Answering
from botocore.exceptions import ClientError

from tfproof.cli import main
from tfproof.commands import verify_deployment
from tfproof.observed.asking import DENIED
from tfproof.plans.view import Plan

VPC = {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "values": {"id": "vpc-1"}}
TOPIC = {
    "address": "aws_sns_topic.news", "mode": "managed", "type": "aws_sns_topic", "name": "news", "values": {"arn": "arn"},
}  # fmt: skip
PROVIDER = {"provider_name": "registry.terraform.io/hashicorp/aws"}
TAGS = {"Tags": [{"Key": "environment", "Value": "x"}]}
KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
GOOD = {
    "sns:GetTopicAttributes": {"Attributes": {"KmsMasterKeyId": KEY}},
    "sns:ListTagsForResource": TAGS,
    "ec2:DescribeVpcs": {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]},
}


def error_of(code):
    return ClientError({"Error": {"Code": code}}, "Operation")


class Designed:
    """A planner whose every plan has the two resources."""

    def __init__(self, toolchain):
        self.toolchain = toolchain

    def __call__(self, _project):
        return self

    def plan(self, _case):
        entries = [{**e, **PROVIDER} for e in (VPC, TOPIC)]
        changes = [{**e, "change": {"actions": ["create"], "after": e["values"], "after_unknown": {}}} for e in entries]
        raw = {"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {}, "resource_changes": changes}
        return Plan({**raw, "planned_values": {"root_module": {"resources": entries}}}, None)


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch, toolchain):
    """A project with a stack that is deployed."""
    stack = tmp_path / "terraform" / "stacks" / "shop"
    (stack / "environments").mkdir(parents=True)
    (stack / "main.tf").write_text("")
    (stack / "environments" / "staging.tfvars").write_text("")
    (tmp_path / "terraform" / "modules").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verify_deployment, "Planner", Designed(toolchain))
    return tmp_path


@pytest.fixture
def asking(shop, monkeypatch, capfd):
    """Ask about a state; the exit code and what is said."""

    def ask(state, answers, *more):
        write(shop, state)
        monkeypatch.setattr(verify_deployment, "Cloud", lambda *_, **__: Answering(answers))
        monkeypatch.setattr(verify_deployment, "_account", lambda *_: "123456789012")
        code = main([*COMMAND, "--state", "state.json", *more])
        said = capfd.readouterr()
        return code, said.out + said.err

    return ask


COMMAND = ["verify-deployment", "--stack", "shop", "--environment", "staging"]


def write(folder, resources):
    state = {"format_version": "1.0", "terraform_version": "1.11.4"}
    entries = [{**entry, **PROVIDER, "sensitive_values": {}, "schema_version": 0} for entry in resources]
    (folder / "state.json").write_text(json.dumps({**state, "values": {"root_module": {"resources": entries}}}))


def complaint(capsys, *arguments):
    code = main([*COMMAND, *arguments])
    return code, capsys.readouterr().err.rstrip("\n").splitlines()[-1]


def test_what_is_all_there_says_nothing_of_what_is_missing(asking):
    code, said = asking([VPC, TOPIC], GOOD)
    assert "asking about 2 resources" in said
    assert "exit code 3" not in said
    assert "not there" not in said
    assert "not in the state" not in said
    assert code in (0, 1)


def test_what_the_state_lacks_of_the_design_fails(asking):
    code, said = asking([TOPIC], GOOD)
    assert code == 1
    assert "aws_vpc.a: planned, and not in the state" in said
    assert "1 resources of the design are not in the state: aws_vpc.a" in said


def test_what_is_gone_and_what_is_missing_are_both_told(asking):
    code, said = asking([TOPIC], {**GOOD, "sns:GetTopicAttributes": error_of("NotFound")})
    assert code == 1
    assert "1 resources of the state are not there: aws_sns_topic.news; 1 resources of the design are not" in said


def test_a_state_of_something_else_is_bad_input(asking):
    code, said = asking([{**VPC, "address": "aws_vpc.other", "name": "other"}], GOOD)
    assert code == 2
    assert "--state state.json: there is no resource of the design in it" in said


@pytest.mark.parametrize(
    "code", ["AccessDenied", "RequestExpired", "InvalidAccessKeyId", "RequestLimitExceeded", "SlowDown"]
)
def test_a_call_without_an_answer_ends_with_3_whatever_else_is_found(asking, code):
    for state in ([VPC, TOPIC], [TOPIC, VPC], [VPC]):
        ended, said = asking(state, {**GOOD, "ec2:DescribeVpcs": error_of(code)})
        assert ended == 3
        assert f"ec2:DescribeVpcs {'was denied' if code in DENIED else 'failed'} ({code})" in said


def test_that_an_emulator_and_a_profile_are_given_is_bad_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main([*COMMAND, "--state", "-", "--endpoint-url", "http://127.0.0.1:1", "--profile", "x"])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["foo", "127.0.0.1:5000", "http://", "://x", "http://a b"])
def test_an_endpoint_that_is_none_is_bad_input(shop, capsys, address):
    write(shop, [VPC])
    code, said = complaint(capsys, "--state", "state.json", "--endpoint-url", address)
    assert code == 2
    assert said.startswith(f"tfproof: --endpoint-url {address}: ")


def test_an_endpoint_where_nobody_listens_is_the_environment(shop, capsys):
    write(shop, [VPC])
    code, said = complaint(capsys, "--state", "state.json", "--endpoint-url", "http://127.0.0.1:9")
    assert code == 3
    assert "nobody says who is asking" in said


def test_whoever_is_asked_and_does_not_say_who_asks_is_the_environment(shop, capsys, monkeypatch):
    class Silent:
        def get_caller_identity(self):
            return {}

    monkeypatch.setattr(boto3.session.Session, "client", lambda *_, **__: Silent())
    write(shop, [VPC])
    code, said = complaint(capsys, "--state", "state.json", "--endpoint-url", "http://127.0.0.1:9")
    assert (code, "nobody says who is asking" in said) == (3, True)


@pytest.mark.parametrize("name", ["none.json", ".", "a\0b", "x" * 300])
def test_a_state_that_cannot_be_read_is_bad_input(capsys, name):
    code, said = complaint(capsys, "--state", name, "--endpoint-url", "http://127.0.0.1:9")
    assert code == 2
    assert "fault of tfproof" not in said


def test_a_closed_stdin_is_bad_input(shop):
    run = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m tfproof.cli {" ".join(COMMAND)} --state - <&-'],
        cwd=shop, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1] == "tfproof: stdin: it is closed: pipe a state's JSON into '-'"
