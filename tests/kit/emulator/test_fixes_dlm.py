"""Lifecycle policies of snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

DETAILS: Any = {
    "ResourceTypes": ["VOLUME"],
    "TargetTags": [{"Key": "Snapshots", "Value": "daily"}],
    "Schedules": [
        {"Name": "daily", "CreateRule": {"CronExpression": "cron(0 3 * * ? *)"}, "RetainRule": {"Count": 14}}
    ],
}


def make_policy(client: Any) -> str:
    role = "arn:aws:iam::123456789012:role/snapshots"
    made = client.create_lifecycle_policy(
        Description="daily", ExecutionRoleArn=role, State="ENABLED", PolicyDetails=DETAILS, Tags={"Component": "a"}
    )
    return str(made["PolicyId"])


@pytest.mark.fix("dlm: lifecycle policies exist")
def test_a_lifecycle_policy_tells_what_it_was_told(aws: Emulator) -> None:
    client = aws.client("dlm")
    policy = client.get_lifecycle_policy(PolicyId=make_policy(client))["Policy"]
    assert (policy["State"], policy["Tags"], policy["PolicyDetails"]) == ("ENABLED", {"Component": "a"}, DETAILS)


@pytest.mark.fix("dlm: lifecycle policies exist")
def test_a_lifecycle_policy_can_be_changed(aws: Emulator) -> None:
    client = aws.client("dlm")
    name = make_policy(client)
    client.update_lifecycle_policy(PolicyId=name, State="DISABLED")
    assert client.get_lifecycle_policy(PolicyId=name)["Policy"]["State"] == "DISABLED"


@pytest.mark.fix("dlm: lifecycle policies exist")
def test_a_lifecycle_policy_can_be_deleted(aws: Emulator) -> None:
    client = aws.client("dlm")
    name = make_policy(client)
    client.delete_lifecycle_policy(PolicyId=name)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_lifecycle_policy(PolicyId=name)
