"""Which conditions tie a statement that speaks to everyone to somebody."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from tfproof.files import read_yaml
from tfproof.iam.confinement import confines, is_confined
from tfproof.iam.documents import Document, parse_value
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference

TOPIC = Reference("aws_sns_topic.t", "arn")
ACCOUNT = Reference("data.aws_caller_identity.current", "account_id")
LATER = Reference("terraform_data.x", "output")


def confined(condition: Any, *tied_to: str) -> bool | None:
    (statement,) = parse_value(
        {"Statement": {"Effect": "Allow", "Action": "sns:Publish", "Principal": "*", "Condition": condition}}, "policy"
    ).statements
    return confines(statement, *tied_to)


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"StringLike": {"AWS:principalorgid": "o-a1b2c3d4e5"}},
        {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        {"StringEquals": {"aws:SourceAccount": ["123456789012", "210987654321"]}},
        {"StringEquals": {"aws:SourceAccount": 123456789012}},
        {"StringEqualsIgnoreCase": {"aws:SourceOwner": "123456789012"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:123456789012:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme"}},
        {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/app"}},
        {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:*"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}},
        {"StringEquals": {"aws:SourceVpc": "vpc-0123456789abcdef0"}},
        {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}},
        {"StringLike": {"aws:userid": "AROAEXAMPLE123456789:*"}},
        {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
        {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "fc00::/7", "192.168.0.0/16"]}},
        {"IpAddress": {"aws:SourceIp": ["8.0.0.0/9", "8.128.0.0/9"]}},
        {"IpAddress": {"aws:SourceIp": "2001:db8::/32"}},
        {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": "123456789012"}},
        {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": "false"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"AWS:PrincipalOrgID": False}},
        {"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}},
        {"ArnEquals": {"aws:SourceArn": TOPIC}},
        {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        {"ArnLike": {"aws:SourceArn": PartialText(("arn:aws:events:*:", ACCOUNT, ":rule/*"))}},
        {"ArnLike": {"aws:SourceArn": PartialText((TOPIC, "/*"))}},
        {"StringEquals": {"aws:SourceAccount": UNKNOWN}, "StringLike": {"aws:PrincipalOrgID": "o-1"}},
    ],
)
def test_what_ties_a_statement_to_known_callers(condition: Any) -> None:
    assert confined(condition) is True


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"StringLike": {"aws:PrincipalOrgID": "*"}},
        {"StringEquals": {"aws:PrincipalOrgID": "*"}},
        {"StringLike": {"aws:SourceAccount": "????????????"}},
        {"StringLike": {"aws:SourceAccount": "1234*"}},
        {"StringEquals": {"aws:SourceAccount": ["123456789012", "*"]}},
        {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/x", "**"]}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}},
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"StringLike": {"aws:SourceVpce": "vpce-*"}},
        {"StringLike": {"aws:userid": "*:app"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-ab12/*"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"IpAddress": {"aws:SourceIp": "::/0"}},
        {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
        {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}},
        {"IpAddress": {"aws:SourceIp": [f"{n}.0.0.0/8" for n in range(1, 224)]}},
        {"IpAddress": {"aws:SourceIp": [f"{n}.0.0.0/8" for n in range(11, 224, 2)]}},
        {"IpAddress": {"aws:SourceIp": "2000::/3"}},
        {"IpAddress": {"aws:SourceIp": "anywhere"}},
        {"StringEquals": {"aws:SourceIp": "*"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:SourceVpc": "false"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": ["false", "true"]}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": "true"}},
        {"Null": {"aws:PrincipalOrgID": "false"}},
        {"StringNotEquals": {"aws:SourceAccount": "123456789012"}},
        {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
        {"ArnNotLike": {"aws:SourceArn": "arn:aws:s3:::acme"}},
        {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
        {"StringEquals": {"aws:PrincipalTag/team": "blue"}},
        {"StringEquals": {"aws:username": "ann"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}},
        {"BoolIfExists": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
        {"Bool": {"aws:PrincipalOrgID": "true"}},
        {"NumericEquals": {"aws:SourceAccount": "123456789012"}},
        {"StringSounds": {"aws:SourceAccount": "123456789012"}},
        {"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::${aws:username}"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:${aws:RequestedRegion}:123456789012:t"}},
        {"StringEquals": {"aws:SourceAccount": ""}},
        {"StringEquals": {"aws:PrincipleOrgID": "o-1"}},
        {"StringEquals": {"aws:SourceAccount": [UNKNOWN, "*"]}},
        {"StringLike": {"aws:PrincipalOrgID": PartialText((UNKNOWN, "*"))}},
        {"StringEquals": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:123456789012:log-group:g"}},
    ],
)
def test_what_everybody_meets_ties_to_nobody(condition: Any) -> None:
    assert confined(condition) is False


@pytest.mark.parametrize(
    "condition",
    [
        UNKNOWN,
        {"StringEquals": UNKNOWN},
        {"StringEquals": {"aws:SourceAccount": UNKNOWN}},
        {"StringEquals": {"aws:SourceAccount": ["123456789012", UNKNOWN]}},
        {"StringEquals": {"aws:SourceAccount": LATER}},
        {"StringEquals": {"aws:SourceAccount": OneOf(["123456789012", "*"])}},
        {"StringEquals": {"aws:SourceAccount": []}},
        {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", UNKNOWN]}},
        {"ArnLike": {"aws:SourceArn": PartialText(("arn:aws:sns:", UNKNOWN, ":123456789012:t"))}},
        {"ArnLike": {"aws:SourceArn": PartialText(("arn:aws:sns:*:", UNKNOWN, ":t*"))}},
        {"Bool": {"elasticfilesystem:AccessedViaMountTarget": UNKNOWN}},
    ],
)
def test_what_is_not_known_may_tie(condition: Any) -> None:
    assert confined(condition) is None


@pytest.mark.parametrize(
    ("condition", "tied_to", "answer"),
    [
        ({"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:123456789012:*"}}, "service", True),
        ({"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:*"}}, "service", False),
        ({"StringEquals": {"aws:ResourceTag/team": "blue"}}, "resource", True),
        ({"StringEquals": {"ec2:ResourceTag/team": "${aws:PrincipalTag/team}"}}, "resource", True),
        ({"StringLike": {"aws:ResourceTag/team": "team-*"}}, "resource", True),
        ({"StringLike": {"aws:ResourceTag/team": "*"}}, "resource", False),
        ({"StringEquals": {"aws:ResourceTag/team": "*"}}, "resource", False),
        ({"StringLike": {"aws:ResourceTag/team": "?*"}}, "resource", False),
        ({"StringEqualsIfExists": {"aws:ResourceTag/team": "blue"}}, "resource", False),
        ({"StringNotEquals": {"aws:ResourceTag/team": "blue"}}, "resource", False),
        ({"Null": {"aws:ResourceTag/team": "false"}}, "resource", False),
        ({"StringEquals": {"aws:ResourceTag/team": UNKNOWN}}, "resource", None),
        ({"ArnEquals": {"ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/c"}}, "resource", True),
        ({"StringEquals": {"aws:ResourceAccount": "123456789012"}}, "resource", False),
        ({"StringEquals": {"aws:ResourceAccount": "123456789012"}}, "owner", True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, "resource", False),
    ],
)  # fmt: skip
def test_other_ties_are_asked_for_by_name(condition: Any, tied_to: str, answer: bool | None) -> None:
    assert confined(condition, tied_to) is answer


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}}, True),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}}, True),
        ({"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"}}, True),
        ({"StringEquals": {"token.actions.githubusercontent.com:sub": "repository_owner:acme"}}, True),
        ({"StringEquals": {"token.actions.githubusercontent.com:repository_owner": "acme"}}, True),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*/*:*"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*/app:ref:refs/heads/main"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme*"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": ["repo:acme/app:*", "repo:*"]}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "*"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "*:environment:production"}}, False),
        ({"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}, False),
        ({"StringEqualsIfExists": {"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}}, False),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": UNKNOWN}}, None),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": PartialText(("repo:acme/", UNKNOWN))}}, True),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": PartialText(("repo:", UNKNOWN, "/app:*"))}}, None),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": PartialText(("repo:", UNKNOWN, ":*"))}}, None),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": PartialText(("repo:*", UNKNOWN, ":*"))}}, False),
        ({"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:0123"}}, True),
        ({"StringLike": {"cognito-identity.amazonaws.com:aud": "*"}}, False),
        ({"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}, False),
        ({"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}}, True),
        ({"StringEquals": {"accounts.google.com:oaud": "https://app.example.com"}}, False),
        ({"StringEquals": {"accounts.google.com:sub": "123456789012345678901"}}, True),
        ({"StringEquals": {"www.amazon.com:app_id": "amzn1.application.x"}}, True),
        ({"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}, True),
        ({"StringLike": {"SAML:aud": "*"}}, False),
        ({"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/AB:sub": "system:serviceaccount:shop:app"}}, True),
        ({"StringLike": {"oidc.eks.eu-west-1.amazonaws.com/id/AB:sub": "system:serviceaccount:shop:*"}}, True),
        ({"StringLike": {"oidc.eks.eu-west-1.amazonaws.com/id/AB:sub": "system:serviceaccount:*:*"}}, False),
        ({"StringLike": {"gitlab.com:sub": "project_path:acme/*"}}, True),
        ({"StringLike": {"gitlab.com:sub": "project_path:*/*:ref_type:branch:ref:main"}}, False),
        ({"StringLike": {"id.example.org:sub": "team:blue:*"}}, True),
        ({"StringLike": {"id.example.org:sub": "team:*"}}, False),
        ({"StringLike": {"id.example.org:sub": "blue*"}}, True),
        ({"StringLike": {"id.example.org:sub": "?*"}}, False),
        ({"StringLike": {"id.example.org:sub": PartialText((UNKNOWN, "*"))}}, None),
    ],
)
def test_which_identities_of_a_provider_are_meant(condition: Any, answer: bool | None) -> None:
    assert confined(condition, "identity") is answer


def document(*denials: dict[str, Any], **allowed: Any) -> Document:
    allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", **allowed}
    return parse_value({"Statement": [allow, *({"Effect": "Deny", "Principal": "*", **d} for d in denials)]}, "policy")


OTHERS = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}


@pytest.mark.parametrize(
    "denial",
    [
        {"Action": "s3:*", "Resource": "*", "Condition": OTHERS},
        {"Action": "*", "Resource": "arn:aws:s3:::b*", "Condition": OTHERS},
        {"Action": "S3:getobject", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Principal": {"AWS": "*"}, "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {**OTHERS, "NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
        {
            "Action": "s3:*",
            "Resource": "*",
            "Principal": None,
            "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"},
        },
    ],
)
def test_denying_everyone_else_ties_a_statement(denial: dict[str, Any]) -> None:
    policy = document(denial)
    assert confines(policy.statements[0]) is False
    assert is_confined(policy, policy.statements[0]) is True


@pytest.mark.parametrize(
    "denial",
    [
        {"Action": "s3:*", "Resource": "*"},
        {"Action": "s3:Put*", "Resource": "*", "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "arn:aws:s3:::b/in/*", "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "arn:aws:s3:::B/*", "Condition": OTHERS},
        {
            "Action": "s3:*",
            "Resource": "*",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Condition": OTHERS,
        },
        {"Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"StringNotLike": {"aws:SourceVpce": "vpce-*"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {**OTHERS, "Bool": {"aws:SecureTransport": "false"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"Null": {"aws:SourceVpce": "true"}}},
        {"Action": "s3:*", "Resource": "*", "Condition": {"ForAnyValue:StringNotEquals": {"aws:SourceVpce": "vpce-1"}}},
        {"NotAction": "s3:Put*", "Resource": "*", "Condition": OTHERS},
        {"Action": "s3:*", "NotResource": "arn:aws:s3:::c/*", "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Principal": None, "NotPrincipal": {"AWS": "*"}},
        {"Action": "s3:*", "Resource": "*", "Principal": {"Service": "*"}, "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Principal": {"Federated": "*"}, "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::*:role/x"}, "Condition": OTHERS},
    ],
)
def test_denying_some_does_not_tie_a_statement(denial: dict[str, Any]) -> None:
    policy = document(denial)
    assert is_confined(policy, policy.statements[0]) is False


def test_a_denial_must_reach_everything_that_is_allowed() -> None:
    denial = {"Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": OTHERS}
    wider = (
        document(denial, Action=["s3:GetObject", "sqs:*"]),
        document(denial, Resource="*"),
        document(denial, Action="*"),
    )
    but = (
        document(denial, Action=None, NotAction="iam:*"),
        document(denial, Resource=None, NotResource="arn:aws:s3:::c/*"),
    )
    assert [is_confined(policy, policy.statements[0]) for policy in (*wider, *but)] == [False] * 5


def test_a_denial_of_everything_reaches_what_is_allowed_by_exception() -> None:
    policy = document({"Action": "*", "Resource": "*", "Condition": OTHERS}, Action=None, NotAction="iam:*")
    assert is_confined(policy, policy.statements[0]) is True


@pytest.mark.parametrize(
    "denial",
    [
        {"Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": UNKNOWN}}},
        {"Action": "s3:*", "Resource": UNKNOWN, "Condition": OTHERS},
        {"Action": UNKNOWN, "Resource": "*", "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Principal": UNKNOWN, "Condition": OTHERS},
        {"Action": "s3:*", "Resource": "*", "Effect": UNKNOWN, "Condition": OTHERS},
    ],
)
def test_a_denial_that_is_not_known_may_tie(denial: dict[str, Any]) -> None:
    policy = document(denial)
    assert is_confined(policy, policy.statements[0]) is None


def test_a_statement_of_the_same_unknown_resource_is_reached() -> None:
    objects = PartialText((Reference("aws_s3_bucket.b", "arn"), "/*"))
    policy = document({"Action": "s3:*", "Resource": objects, "Condition": OTHERS}, Resource=objects)
    assert is_confined(policy, policy.statements[0]) is True


def test_keys_are_in_lower_case_and_have_a_known_shape() -> None:
    data = read_yaml(resources.files("tfproof.iam") / "condition_keys.yaml")
    shapes = [shape for keys in data.values() for shape in keys.values()]
    words = {"account", "arn", "claim", "name", "network", "path", "session", "text", "true"}
    assert {shape for shape in shapes if isinstance(shape, str)} == words
    assert [
        s for s in shapes if not isinstance(s, str) and (set(s) != {"after", "until"} or len(s["until"]) != 1)
    ] == []
    assert [key for keys in data.values() for key in keys if key != key.lower()] == []
