"""Who may do what, by the policies that Terraform has made: the table is access.yaml."""

from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import yaml
from botocore.exceptions import ClientError

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("enforces")]

TABLE = yaml.safe_load(Path(__file__).with_name("access.yaml").read_text(encoding="utf-8"))
#: As the services spell it.
DENIED = {"AccessDenied", "AccessDeniedException", "403"}


def of_bucket(call):
    """A call on an object, which is there, of one of the buckets."""
    return lambda actor, account, on: call(actor, Bucket=account.bucket(on))


def user(actor, on):
    return actor.name if on == "itself" else on


@contextmanager
def forgotten(iam, arn):
    """What is done to a device inside is undone."""
    try:
        yield
    finally:
        for device in iam.list_virtual_mfa_devices(AssignmentStatus="Any")["VirtualMFADevices"]:
            if device["SerialNumber"] == arn:
                if owner := device.get("User", {}).get("UserName"):
                    iam.deactivate_mfa_device(UserName=owner, SerialNumber=arn)
                iam.delete_virtual_mfa_device(SerialNumber=arn)


def make_device(actor, account, on, *, called=""):
    name = user(actor, on) + called
    with forgotten(account.root.client("iam"), f"arn:aws:iam::{account.emulator.account_id}:mfa/{name}"):
        actor.client("iam").create_virtual_mfa_device(VirtualMFADeviceName=name)


def use_device(actor, account, on):
    iam, name = account.root.client("iam"), user(actor, on)
    arn = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]["SerialNumber"]
    with forgotten(iam, arn):
        codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
        actor.client("iam").enable_mfa_device(UserName=name, SerialNumber=arn, **codes)


CALLS = {
    "reads the secret": lambda actor, account, on: actor.client("secretsmanager").get_secret_value(
        SecretId=account.secret(on)
    ),
    "puts an object into": of_bucket(lambda actor, **b: actor.client("s3").put_object(Key="new", Body=b"x", **b)),
    "reads an object of": of_bucket(lambda actor, **b: actor.client("s3").get_object(Key="there", **b)),
    "reads over plain http an object of": of_bucket(
        lambda actor, **b: actor.client("s3", plain=True).get_object(Key="there", **b)
    ),
    "deletes an object of": of_bucket(lambda actor, **b: actor.client("s3").delete_object(Key="deleted", **b)),
    "makes a device for": make_device,
    "makes a second device for": partial(make_device, called="-phone"),
    "takes a device into use for": use_device,
    "looks at the devices of": lambda actor, account, on: actor.client("iam").list_mfa_devices(
        UserName=user(actor, on)
    ),
    "lists the buckets of": lambda actor, account, on: actor.client("s3").list_buckets(),
    "makes a user in": lambda actor, account, on: actor.client("iam").create_user(UserName=f"made-by-{actor.name}"),
}


def tried():
    for entry in TABLE:
        for who, allowed in entry["may"].items():
            for on in entry["what"]:
                answer = "succeeds" if on in allowed else "is refused"
                yield pytest.param(
                    who,
                    entry["call"],
                    on,
                    on in allowed,
                    id=f"{who} {entry['call']} {on} and {answer}",
                    marks=pytest.mark.requirement(entry["row"]),
                )


def answer(call, *given):
    """What somebody is told: that it succeeds, or the code of the error."""
    try:
        call(*given)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "succeeds"


@pytest.mark.parametrize(("who", "call", "on", "succeeds"), list(tried()))
def test_access(applied, account, acting, who, call, on, succeeds):
    assert answer(CALLS[call], acting(who), account, on) in ({"succeeds"} if succeeds else DENIED)


def test_what_is_refused_to_one_succeeds_for_another():
    """Otherwise the refusal may be the emulator's, which lacks the call, or a mistake of ours."""
    works = {(e["call"], on) for e in TABLE for allowed in e["may"].values() for on in allowed}
    lacking = {(e["call"], on) for e in TABLE for on in e["what"]} - works
    assert {(call, on) for call, on in lacking if "plain http" not in call} == set()
    assert {("reads an object of", on) for call, on in lacking} <= works


@pytest.mark.requirement("SF-IAM-001")
@pytest.mark.parametrize("role", ["execution", "task-app", "task-migrate", "task-worker"])
def test_a_role_is_taken_by_whom_it_trusts_and_by_nobody_else(applied, account, acting, role):
    administrator = acting("administrator")
    wanted = {"RoleArn": account.role(role), "RoleSessionName": "tried"}
    with account.trusting(role, administrator):
        assert administrator.client("sts").assume_role(**wanted)["AssumedRoleUser"]
    with pytest.raises(ClientError, match="AccessDenied"):
        administrator.client("sts").assume_role(**wanted)
