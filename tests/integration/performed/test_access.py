"""Who may do what, by the policies that Terraform has made: the table is access.yaml."""

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
    "publishes a metric in": lambda actor, account, on: actor.client("cloudwatch").put_metric_data(
        Namespace=on, MetricData=[{"MetricName": "Tried", "Value": 1}]
    ),
    "enrols a device": lambda actor, account, on: actor.client("iam").create_virtual_mfa_device(
        VirtualMFADeviceName=user(actor, on)
    ),
    "looks at the devices of": lambda actor, account, on: actor.client("iam").list_mfa_devices(
        UserName=user(actor, on)
    ),
    "lists the buckets of": lambda actor, account, on: actor.client("s3").list_buckets(),
    "makes a user in": lambda actor, account, on: actor.client("iam").create_user(UserName=f"made-by-{actor.name}"),
}


def tried():
    for entry in TABLE:
        for who, allowed in entry["may"].items():
            for on in entry["on"]:
                answer = "succeeds" if on in allowed else "is refused"
                yield pytest.param(
                    who,
                    entry["call"],
                    on,
                    on in allowed,
                    id=f"{who} {entry['call']} {on} and {answer}",
                    marks=pytest.mark.requirement(entry["row"]),
                )


@pytest.mark.parametrize(("who", "call", "on", "succeeds"), tried())
def test_access(applied, account, acting, who, call, on, succeeds):
    try:
        CALLS[call](acting(who), account, on)
    except ClientError as error:
        assert error.response["Error"]["Code"] in DENIED, error
        assert not succeeds, error
    else:
        assert succeeds, f"{who} {call} {on} was not refused"


def test_what_is_refused_to_one_succeeds_for_another():
    """Otherwise the refusal may be the emulator's, which lacks the call, or a mistake of ours."""
    works = {(e["call"], on) for e in TABLE for allowed in e["may"].values() for on in allowed}
    lacking = {(e["call"], on) for e in TABLE for on in e["on"]} - works
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
