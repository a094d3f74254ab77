"""Who principals are and whose."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof.iam.callers import Kind, Way, caller, concerns, means
from tfproof.iam.documents import Principal, parse_value
from tfproof.iam.principals import account_of, is_account, is_everyone, is_of_the_plan, is_unique_id
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference

ACCOUNT = Reference("data.aws_caller_identity.current", "account_id")
ROLE = Reference("aws_iam_role.r", "arn")
ROOT = PartialText(("arn:aws:iam::", ACCOUNT, ":root"))
ELB = Reference("data.aws_elb_service_account.main", "arn")


@pytest.mark.parametrize(
    ("address", "path", "answer"),
    [
        ("aws_iam_role.r", "arn", True),
        ("aws_iam_role.r", "unique_id", True),
        ("data.aws_iam_role.r", "arn", True),
        ("data.aws_caller_identity.c", "account_id", True),
        ("aws_cloudfront_origin_access_identity.i", "iam_arn", True),
        ("aws_organizations_account.a", "id", True),
        ("aws_ram_resource_share_accepter.s", "sender_account_id", False),
        ("data.aws_vpc_peering_connection.p", "peer_owner_id", False),
        ("data.aws_ami.i", "owner_id", False),
        ("data.aws_s3_bucket.b", "arn", False),
        ("aws_vpc_peering_connection.p", "peer_owner_id", False),
    ],
)
def test_a_stranger_s_account_is_not_that_of_the_plan(address: str, path: str, answer: bool) -> None:
    assert is_of_the_plan(Reference(address, path)) is answer


@pytest.mark.parametrize(
    ("kind", "name", "answer"),
    [
        ("*", "*", True),
        ("AWS", "*", True),
        ("AWS", "**", True),
        ("AWS", "arn:aws:iam::*:root", True),
        ("AWS", "arn:aws:iam::????????????:role/x", True),
        ("Federated", "*", True),
        ("Service", "*", True),
        ("AWS", "arn:aws:iam::123456789012:root", False),
        ("AWS", "arn:aws:iam::123456789012:role/*", False),
        ("AWS", "123456789012", False),
        ("AWS", ROLE, False),
        ("AWS", ROOT, False),
        ("AWS", UNKNOWN, None),
        (UNKNOWN, UNKNOWN, None),
        ("AWS", PartialText(("arn:aws:iam::", UNKNOWN, ":root")), None),
        ("AWS", PartialText(("arn:aws:iam::123456789012:role/", UNKNOWN)), False),
        ("AWS", OneOf(["*", "123456789012"]), True),
        ("AWS", OneOf([UNKNOWN, "123456789012"]), None),
    ],
)
def test_everyone_in_any_spelling(kind: Any, name: Any, answer: bool | None) -> None:
    assert is_everyone(Principal(kind, name)) is answer


@pytest.mark.parametrize(
    ("name", "account", "whole"),
    [
        ("123456789012", "123456789012", True),
        ("arn:aws:iam::123456789012:root", "123456789012", True),
        ("arn:aws-us-gov:iam::123456789012:root", "123456789012", True),
        ("arn:aws:iam::123456789012:role/team/app", "123456789012", False),
        ("arn:aws:iam::123456789012:user/root", "123456789012", False),
        ("arn:aws:sts::123456789012:assumed-role/app/session", "123456789012", False),
        ("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", "123456789012", False),
        ("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", None, False),
        ("AROAEXAMPLE123456789", None, False),
        ("lambda.amazonaws.com", None, False),
        ("12345678901", None, False),
        ("*", None, False),
        (ROLE, None, False),
        (ACCOUNT, None, True),
        (ROOT, None, True),
        (PartialText(("arn:aws:iam::123456789012:role/", UNKNOWN)), "123456789012", None),
        (PartialText(("arn:aws:iam::123456789012:", UNKNOWN, "t")), "123456789012", None),
        (UNKNOWN, None, None),
    ],
)
def test_the_account_of_a_principal_and_whether_it_is_all_of_it(
    name: Any, account: str | None, whole: bool | None
) -> None:
    assert (account_of(name), is_account(name)) == (account, whole)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (ROLE, True),
        (ROOT, True),
        (ACCOUNT, True),
        (Reference("data.aws_iam_role.r", "arn"), True),
        (PartialText(("arn:", Reference("data.aws_partition.p", "partition"), ":iam::", ACCOUNT, ":root")), True),
        (ELB, False),
        (PartialText(("arn:aws:iam::", Reference("data.aws_elb_service_account.main", "id"), ":root")), False),
        (PartialText(("arn:aws:iam::999999999999:role/", Reference("aws_iam_role.r", "name"))), False),
        (PartialText(("arn:aws:iam::9", ACCOUNT, ":root")), False),
        (Reference("terraform_data.x", "output"), False),
        (UNKNOWN, False),
        ("arn:aws:iam::123456789012:root", False),
    ],
)
def test_a_principal_of_the_account_that_the_plan_is_for(name: Any, answer: bool) -> None:
    assert is_of_the_plan(name) is answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("AIDAEXAMPLE123456789", True),
        ("AROAEXAMPLE123456789:session", True),
        ("arn:aws:iam::123456789012:root", False),
        ("AKIA", False),
        (UNKNOWN, False),
    ],
)
def test_unique_ids_are_told_apart(name: Any, answer: bool) -> None:
    assert is_unique_id(name) is answer


USER = "arn:aws:iam::123456789012:user/ann"
APP = "arn:aws:iam::123456789012:role/app"
SESSION = "arn:aws:sts::123456789012:assumed-role/app/one"


@pytest.mark.parametrize(
    ("name", "kind", "account"),
    [
        (USER, Kind.USER, "123456789012"),
        (APP, Kind.ROLE, "123456789012"),
        (SESSION, Kind.ROLE, "123456789012"),
        ("arn:aws:iam::123456789012:root", Kind.ROOT, "123456789012"),
        ("lambda.amazonaws.com", Kind.SERVICE, None),
        ("ec2.amazonaws.com.cn", Kind.SERVICE, None),
        ("arn:aws:iam::123456789012:saml-provider/p", Kind.FEDERATED, "123456789012"),
        ("", Kind.ANONYMOUS, None),
    ],
)
def test_a_caller_is_known_by_its_name(name: str, kind: Kind, account: str | None) -> None:
    assert (caller(name).kind, caller(name).account) == (kind, account)


@pytest.mark.parametrize("name", ["ann", "arn:aws:s3:::b", "123456789012"])
def test_what_is_no_caller_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        caller(name)


@pytest.mark.parametrize(
    ("principal", "name", "ways"),
    [
        ("*", USER, {Way.AS_EVERYONE}),
        ("*", "", {Way.AS_EVERYONE}),
        ("*", "lambda.amazonaws.com", {Way.AS_EVERYONE}),
        ({"AWS": "*"}, "", {Way.AS_EVERYONE}),
        ({"AWS": USER}, USER, {Way.BY_NAME}),
        ({"AWS": APP}, APP, {Way.BY_ROLE}),
        ({"AWS": SESSION}, SESSION, {Way.BY_NAME}),
        ({"AWS": "123456789012"}, USER, {Way.BY_ACCOUNT}),
        ({"AWS": "arn:aws:iam::123456789012:root"}, SESSION, {Way.BY_ACCOUNT}),
        ({"AWS": "999999999999"}, USER, set()),
        ({"AWS": APP}, USER, set()),
        ({"Service": "lambda.amazonaws.com"}, "lambda.amazonaws.com", {Way.BY_NAME}),
        ({"Service": "lambda.amazonaws.com"}, "sns.amazonaws.com", set()),
        ({"Service": "lambda.amazonaws.com"}, USER, set()),
        (
            {"Federated": "arn:aws:iam::123456789012:saml-provider/p"},
            "arn:aws:iam::123456789012:saml-provider/p",
            {Way.BY_NAME},
        ),
        ({"Federated": "*"}, USER, set()),
        ({"AWS": USER}, "", set()),
    ],
)
def test_a_statement_means_a_caller_in_a_way(principal: Any, name: str, ways: set[Way]) -> None:
    (statement,) = parse_value(
        {"Statement": {"Effect": "Allow", "Action": "*", "Principal": principal}}, "p"
    ).statements
    assert {way for way in Way if means(statement, caller(name), way)} == ways
    assert concerns(statement, caller(name)) is bool(ways)


@pytest.mark.parametrize(
    ("principal", "name"),
    [
        ({"AWS": "AROAEXAMPLE123456789"}, APP),
        ({"AWS": UNKNOWN}, USER),
        (UNKNOWN, USER),
        ({"CanonicalUser": "79a5"}, USER),
        ({"AWS": PartialText(("arn:aws:iam::", UNKNOWN, ":root"))}, USER),
    ],
)
def test_whom_an_unknown_principal_means_is_not_known(principal: Any, name: str) -> None:
    (statement,) = parse_value(
        {"Statement": {"Effect": "Allow", "Action": "*", "Principal": principal}}, "p"
    ).statements
    assert concerns(statement, caller(name)) is None


@pytest.mark.parametrize(("name", "answer"), [(USER, False), (APP, True), ("", True), ("lambda.amazonaws.com", True)])
def test_everyone_but_some_means_all_others(name: str, answer: bool) -> None:
    (statement,) = parse_value(
        {"Statement": {"Effect": "Deny", "Action": "*", "NotPrincipal": {"AWS": USER}}}, "p"
    ).statements
    assert concerns(statement, caller(name)) is answer


def test_the_role_of_a_session_has_a_path_that_is_not_known() -> None:
    (statement,) = parse_value(
        {
            "Statement": {
                "Effect": "Allow",
                "Action": "*",
                "Principal": {"AWS": "arn:aws:iam::123456789012:role/team/app"},
            }
        },
        "p",
    ).statements
    assert means(statement, caller(SESSION), Way.BY_ROLE) is None


@pytest.mark.parametrize(
    ("principal", "name", "way", "answer"),
    [
        ({"NotPrincipal": {"AWS": USER}}, APP, Way.AS_EVERYONE, True),
        ({"NotPrincipal": {"AWS": USER}}, APP, Way.BY_ROLE, False),
        ({"NotPrincipal": {"AWS": USER}}, USER, Way.AS_EVERYONE, False),
        ({"Principal": {"AWS": PartialText(("arn:aws:iam::", UNKNOWN, ":root"))}}, USER, Way.BY_ACCOUNT, None),
        ({"Principal": {"AWS": PartialText(("arn:aws:iam::", UNKNOWN, ":root"))}}, USER, Way.BY_NAME, False),
        ({"Principal": {"AWS": UNKNOWN}}, USER, Way.BY_ROLE, False),
        ({"Principal": {"AWS": UNKNOWN}}, APP, Way.BY_ROLE, None),
        ({"Principal": {"AWS": "AIDAEXAMPLE123456789"}}, USER, Way.BY_ACCOUNT, False),
    ],
)
def test_each_way_is_told_by_itself(principal: Any, name: str, way: Way, answer: bool | None) -> None:
    (statement,) = parse_value({"Statement": {"Effect": "Allow", "Action": "*", **principal}}, "p").statements
    assert means(statement, caller(name), way) is answer
