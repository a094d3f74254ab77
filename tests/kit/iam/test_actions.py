"""The table of actions, and what a pattern of actions means."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from tfproof.files import read_yaml
from tfproof.iam.actions import actions_of, expand, find, makes, names_whole_service, services, takes_a_resource
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference


@pytest.mark.parametrize("name", ["s3:GetObject", "S3:getobject"])
def test_an_action_is_found_whatever_its_case(name: str) -> None:
    assert find(name) == actions_of("s3")["getobject"]


@pytest.mark.parametrize("name", ["s3:NoSuch", "nosuch:Get", "s3:Get*", "s3", "", "*"])
def test_what_is_not_listed_is_not_found(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    ("name", "access", "takes"),
    [
        ("s3:GetObject", "Read", True),
        ("s3:ListAllMyBuckets", "List", False),
        ("s3:ListBucket", "List", True),
        ("s3:PutObjectAcl", "Permissions management", True),
        ("ec2:CreateTags", "Tagging", True),
        ("ec2:DescribeInstances", "List", False),
        ("ec2messages:GetMessages", "Read", False),
        ("pricing:GetProducts", "Read", False),
        ("iam:PassRole", "Write", True),
        ("cloudwatch:PutMetricData", "Write", False),
        ("ssm:UpdateInstanceInformation", "Write", False),
        ("logs:DescribeLogGroups", "List", False),
        ("logs:DescribeLogStreams", "List", True),
        ("es:ESHttpPut", "Write", True),
    ],
)
def test_the_table_says_what_an_action_does_and_whether_it_takes_a_resource(
    name: str, access: str, takes: bool
) -> None:
    action = find(name)
    assert action is not None
    assert (action.access, takes_a_resource(action)) == (access, takes)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("s3:ListAllMyB*", ["s3:ListAllMyBuckets"]),
        ("S3:GETOBJECT", ["s3:GetObject"]),
        ("ec2messages:*", [a.name for a in sorted(actions_of("ec2messages").values(), key=lambda a: a.name)]),
        ("s?:HeadNothing", []),
        ("nosuch:*", []),
        ("*:AssumeRoleWithSAM?", ["sts:AssumeRoleWithSAML"]),
    ],
)
def test_a_pattern_stands_for_every_action_it_matches(pattern: str, names: list[str]) -> None:
    assert [action.name for action in expand(pattern)] == names


def test_a_star_stands_for_every_action_there_is() -> None:
    assert len(expand("*")) == sum(len(actions_of(service)) for service in services()) > 20_000


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("*", True),
        ("*:*", True),
        ("s3:*", True),
        ("S3:*", True),
        ("s3:**", True),
        ("s3:?*", True),
        ("s3:*?", True),
        ("s3*", True),
        ("s?:*", True),
        ("ec2messages:*", True),
        ("nosuch:*", True),
        ("s3:Get*", False),
        ("s3:*Object", False),
        ("*:Describe*", False),
        ("rds-db:connect", False),  # the service has no other action
        ("codeguru:Get*", False),
        ("nosuch:Get*", False),
        ("nosuch:*Get", False),
        ("s3:GetObject", False),
        (UNKNOWN, None),
        (PartialText(("s3:", UNKNOWN)), None),
        (PartialText(("s3:Get", UNKNOWN)), False),
        (Reference("aws_s3_bucket.b", "id"), None),
        (OneOf(["s3:*", "s3:Get*"]), None),
        (OneOf(["s3:*", "sqs:*"]), True),
    ],
)
def test_a_pattern_means_a_whole_service(pattern: Any, answer: bool | None) -> None:
    assert names_whole_service(pattern) is answer


def test_every_correction_of_the_table_is_one() -> None:
    data = resources.files("tfproof.iam") / "resource_free_actions.yaml"
    for name in read_yaml(data):
        action = find(name)
        assert action is not None, name
        assert action.name == name


def test_what_a_call_makes_is_a_kind_that_the_reference_lists_for_it() -> None:
    table = read_yaml(resources.files("tfproof.iam") / "made_by_the_call.yaml")
    unlisted = {name: kinds for name, kinds in table.items() if not set(kinds) <= set(kinds_of(name))}
    assert (len(table) > 5, unlisted) == (True, {})


@pytest.mark.parametrize(
    ("name", "kinds"), [("EC2:CreateVolume", {"volume"}), ("ec2:DeleteVolume", set()), ("ec2:Create*", set())]
)
def test_what_a_call_makes(name: str, kinds: set[str]) -> None:
    assert makes(name) == kinds


def kinds_of(name: str) -> tuple[str, ...]:
    found = find(name)
    assert found is not None, name
    return found.resources
