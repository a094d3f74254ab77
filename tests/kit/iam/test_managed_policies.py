"""What is known of the managed policies of AWS."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tfproof.files import read_yaml
from tfproof.iam.actions import names_whole_service
from tfproof.iam.documents import parse_value
from tfproof.iam.managed_policies import is_demanded, name_in, whole_services


def test_the_list_says_what_the_policies_say() -> None:
    expected: dict[str, list[str]] = {}
    for name, policy in json.loads(aws_managed_policies_data).items():
        allowing = [s for s in parse_value(policy["Document"], name).statements if s.allows]
        whole = {a for s in allowing for a in s.actions if names_whole_service(a)}
        whole |= {"NotAction" for s in allowing if s.not_actions is not None}
        expected[(policy["Path"] + name).lstrip("/")] = sorted(map(str, whole))
    data = read_yaml(resources.files("tfproof.iam") / "managed_policies.yaml")
    assert data["whole"] == {name: whole for name, whole in expected.items() if whole}
    assert set(data["named"]) == {name for name, whole in expected.items() if not whole}


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"),
        ("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaRole", "AWSLambdaRole"),
        ("arn:aws:iam::123456789012:policy/AdministratorAccess", None),
        ("AdministratorAccess", None),
    ],
)
def test_a_policy_of_aws_is_known_by_its_arn(arn: str, name: str | None) -> None:
    assert name_in(arn) == name


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("AmazonS3FullAccess", ["s3-object-lambda:*", "s3:*"]),
        ("PowerUserAccess", ["NotAction"]),
        ("ReadOnlyAccess", []),
        ("Nobody", None),
    ],
)
def test_full_access_names_the_services(name: str, whole: list[str] | None) -> None:
    assert whole_services(name) == whole


def test_the_policy_for_support_is_demanded_by_aws_and_known() -> None:
    assert is_demanded("AWSSupportAccess")
    assert whole_services("AWSSupportAccess")
    assert not is_demanded("AmazonS3FullAccess")
