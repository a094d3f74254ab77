"""What AWS would decide, by its documentation of the evaluation logic:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"""

from __future__ import annotations

from typing import Any

import pytest

from tfproof.iam.callers import caller
from tfproof.iam.documents import Document, parse_value
from tfproof.iam.evaluator import Decision, Policies, Request, decide
from tfproof.plans.values import UNKNOWN, PartialText, Reference

MINE, OTHERS = "123456789012", "999999999999"
ROOT = f"arn:aws:iam::{MINE}:root"
USER = f"arn:aws:iam::{MINE}:user/ann"
ROLE = f"arn:aws:iam::{MINE}:role/app"
SESSION = f"arn:aws:sts::{MINE}:assumed-role/app/one"
OBJECT = "arn:aws:s3:::b/k"
KEY = f"arn:aws:kms:eu-west-1:{MINE}:key/k"


def doc(*statements: dict[str, Any], where: str = "policy") -> Document:
    return parse_value({"Statement": list(statements)}, where)


def allow(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def ask(name: str = USER, action: str = "s3:GetObject", to: Any = OBJECT, owner: str | None = MINE,
        context: dict[str, Any] | None = None, **policies: Any) -> Decision:  # fmt: skip
    request = Request(caller(name), action, to, owner, context or {})
    return decide(request, Policies(**policies))


ALLOWING = (doc(allow()),)
TO_USER = doc(allow(Principal={"AWS": USER}))
TO_ROLE = doc(allow(Principal={"AWS": ROLE}))
TO_SESSION = doc(allow(Principal={"AWS": SESSION}))
TO_ACCOUNT = doc(allow(Principal={"AWS": MINE}))
TO_ALL = doc(allow(Principal="*"))


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ({}, "denied"),
        ({"identity": ALLOWING}, "allowed"),
        ({"identity": (doc(allow("s3:PutObject")),)}, "denied"),
        ({"identity": (doc(allow("S3:get*")),)}, "allowed"),
        ({"identity": (doc(allow(resource="arn:aws:s3:::b/*")),)}, "allowed"),
        ({"identity": (doc(allow(resource="arn:aws:s3:::B/*")),)}, "denied"),
        ({"identity": (doc(allow(resource="arn:aws:s3:::b")),)}, "denied"),
        ({"resource": TO_USER}, "allowed"),
        ({"resource": TO_ALL}, "allowed"),
        ({"resource": TO_ACCOUNT}, "denied"),
        ({"resource": TO_ACCOUNT, "identity": ALLOWING}, "allowed"),
        ({"resource": TO_ROLE}, "denied"),
        ({"identity": ALLOWING, "resource": doc(deny(Principal="*"))}, "denied"),
        ({"identity": (*ALLOWING, doc(deny()))}, "denied"),
        ({"identity": (doc(deny(), allow()),)}, "denied"),
        ({"identity": ALLOWING, "resource": doc(deny(Principal={"AWS": ROLE}))}, "allowed"),
        ({"resource": doc({"Effect": "Allow", "NotAction": "s3:Put*", "Resource": "*", "Principal": "*"})}, "allowed"),
        ({"resource": doc({"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*", "Principal": "*"})}, "denied"),
        ({"identity": (doc({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}),)}, "denied"),
        ({"identity": (doc({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::c/*"}),)}, "allowed"),
    ],
)
def test_within_an_account_either_the_caller_s_policy_or_the_resource_s_is_enough(policies: Any, outcome: str) -> None:
    assert ask(**policies).outcome == outcome


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ({"identity": ALLOWING}, "denied"),
        ({"resource": TO_USER}, "denied"),
        ({"resource": TO_ALL}, "denied"),
        ({"identity": ALLOWING, "resource": TO_USER}, "allowed"),
        ({"identity": ALLOWING, "resource": TO_ACCOUNT}, "allowed"),
        ({"identity": ALLOWING, "resource": TO_ALL}, "allowed"),
        ({"identity": ALLOWING, "resource": TO_USER, "boundary": doc(allow("sqs:*"))}, "denied"),
    ],
)
def test_across_accounts_both_must_allow(policies: Any, outcome: str) -> None:
    assert ask(owner=OTHERS, **policies).outcome == outcome


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ({}, "denied"),
        ({"identity": ALLOWING}, "unknown"),
        ({"resource": TO_USER}, "unknown"),
        ({"identity": ALLOWING, "resource": TO_USER}, "allowed"),
    ],
)
def test_of_a_resource_whose_account_is_not_known_only_what_holds_in_both_cases_is_told(
    policies: Any, outcome: str
) -> None:
    assert ask(owner=None, **policies).outcome == outcome


def test_the_arn_of_a_resource_tells_its_account() -> None:
    queue = f"arn:aws:sqs:eu-west-1:{OTHERS}:q"
    assert ask(action="sqs:SendMessage", to=queue, owner=None, identity=(doc(allow("sqs:*")),)).outcome == "denied"


BOUNDARY = doc(allow("sqs:*"))


@pytest.mark.parametrize(
    ("name", "policies", "outcome"),
    [
        (USER, {"identity": ALLOWING}, "denied"),
        (ROLE, {"identity": ALLOWING}, "denied"),
        (USER, {"resource": TO_USER}, "allowed"),  # not limited by what the boundary does not allow
        (SESSION, {"resource": TO_SESSION}, "allowed"),
        (ROLE, {"resource": TO_ROLE}, "denied"),  # the role is
        (USER, {"resource": TO_ALL}, "unknown"),
    ],
)
def test_a_boundary_that_does_not_allow_it_limits(name: str, policies: Any, outcome: str) -> None:
    assert ask(name, boundary=BOUNDARY, **policies).outcome == outcome


def test_a_boundary_that_denies_it_wins_over_every_grant() -> None:
    assert ask(boundary=doc(deny()), identity=ALLOWING).outcome == "denied"
    assert ask(resource=TO_USER, boundary=doc(deny())).outcome == "denied"


def test_a_boundary_that_allows_it_grants_nothing() -> None:
    assert ask(boundary=doc(allow())).outcome == "denied"
    assert ask(boundary=doc(allow()), identity=ALLOWING).outcome == "allowed"


FULL = (doc(allow("*")),)


@pytest.mark.parametrize(
    ("levels", "outcome"),
    [
        ((FULL, FULL), "allowed"),
        ((FULL, (doc(allow("sqs:*")),)), "denied"),
        (((doc(allow("sqs:*")), doc(allow("s3:*"))),), "allowed"),
        ((FULL, (doc(allow("*"), deny("s3:*")),)), "denied"),
        (((),), "denied"),
        ((), "allowed"),
    ],
)
def test_every_level_of_service_control_policies_must_allow(levels: Any, outcome: str) -> None:
    assert ask(identity=ALLOWING, service_control=levels).outcome == outcome


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [
        (doc(allow("*", Principal="*")), "allowed"),
        (doc(allow("*", Principal="*"), deny("s3:*", Principal="*")), "denied"),
        (doc(allow("*", Principal="*"), deny("s3:*", Principal={"AWS": ROLE})), "allowed"),
    ],
)
def test_resource_control_policies_limit(policy: Document, outcome: str) -> None:
    assert ask(identity=ALLOWING, resource_control=((policy,),)).outcome == outcome


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [(TO_ALL, "allowed"), (TO_USER, "allowed"), (TO_ROLE, "denied"), (doc(allow("s3:Put*", Principal="*")), "denied")],
)
def test_the_policy_of_an_endpoint_limits(policy: Document, outcome: str) -> None:
    assert ask(identity=ALLOWING, endpoints=(policy,)).outcome == outcome


KEY_TO_ACCOUNT = doc(allow("kms:*", Principal={"AWS": ROOT}))
DECRYPTING = (doc(allow("kms:Decrypt")),)


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ({"identity": DECRYPTING, "resource": KEY_TO_ACCOUNT}, "allowed"),
        ({"resource": KEY_TO_ACCOUNT}, "denied"),
        ({"identity": DECRYPTING}, "allowed"),  # AWS's default policy
        ({"identity": DECRYPTING, "resource": doc(allow("kms:*", Principal={"AWS": ROLE}))}, "denied"),
        ({"identity": DECRYPTING, "resource": doc(allow("kms:Create*", Principal={"AWS": ROOT}))}, "denied"),
        ({"resource": doc(allow("kms:Decrypt", Principal={"AWS": USER}))}, "allowed"),
        ({"identity": DECRYPTING, "resource": doc(allow("kms:*", Principal={"AWS": OTHERS}))}, "denied"),
    ],
)
def test_a_key_opens_only_by_its_own_policy(policies: Any, outcome: str) -> None:
    assert ask(action="kms:Decrypt", to=KEY, **policies).outcome == outcome


def test_the_root_user_needs_the_key_s_policy_as_well() -> None:
    assert ask(ROOT, action="kms:Decrypt", to=KEY).outcome == "allowed"
    to_a_role = doc(allow("kms:*", Principal={"AWS": ROLE}))
    assert ask(ROOT, action="kms:Decrypt", to=KEY, resource=to_a_role).outcome == "denied"


TRUSTED = f"arn:aws:iam::{MINE}:role/target"
ASSUMING = (doc(allow("sts:AssumeRole", TRUSTED)),)


def trust(**principal: Any) -> Document:
    return doc({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal})


@pytest.mark.parametrize(
    ("name", "policies", "outcome"),
    [
        (USER, {"identity": ASSUMING}, "denied"),
        (USER, {"identity": ASSUMING, "resource": trust(AWS=MINE)}, "allowed"),
        (USER, {"resource": trust(AWS=MINE)}, "denied"),
        (USER, {"resource": trust(AWS=USER)}, "allowed"),
        (USER, {"identity": ASSUMING, "resource": trust(Service="ec2.amazonaws.com")}, "denied"),
        ("ec2.amazonaws.com", {"resource": trust(Service="ec2.amazonaws.com")}, "allowed"),
        ("ec2.amazonaws.com", {"resource": trust(Service="lambda.amazonaws.com")}, "denied"),
        (f"arn:aws:iam::{OTHERS}:user/x", {"identity": ASSUMING, "resource": trust(AWS=OTHERS)}, "allowed"),
        (f"arn:aws:iam::{OTHERS}:user/x", {"resource": trust(AWS=f"arn:aws:iam::{OTHERS}:user/x")}, "denied"),
    ],
)
def test_a_role_is_assumed_only_by_whom_it_trusts(name: str, policies: Any, outcome: str) -> None:
    assert ask(name, "sts:AssumeRole", TRUSTED, **policies).outcome == outcome


@pytest.mark.parametrize(
    ("name", "policies", "outcome"),
    [
        ("", {"resource": TO_ALL}, "allowed"),
        ("", {"resource": TO_USER}, "denied"),
        ("", {}, "denied"),
        ("sns.amazonaws.com", {"resource": doc(allow(Principal={"Service": "sns.amazonaws.com"}))}, "allowed"),
        ("sns.amazonaws.com", {"identity": ALLOWING}, "denied"),
        (
            f"arn:aws:iam::{MINE}:oidc-provider/p",
            {"resource": doc(allow(Principal={"Federated": f"arn:aws:iam::{MINE}:oidc-provider/p"}))},
            "allowed",
        ),
        (ROOT, {}, "allowed"),
        (ROOT, {"service_control": ((doc(deny("*")),),)}, "denied"),
    ],
)
def test_callers_of_other_kinds(name: str, policies: Any, outcome: str) -> None:
    assert ask(name, **policies).outcome == outcome


MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.mark.parametrize(
    ("context", "outcome"),
    [
        ({"aws:MultiFactorAuthPresent": ("true",)}, "allowed"),
        ({"aws:multifactorauthpresent": ("false",)}, "denied"),
        ({"aws:MultiFactorAuthPresent": None}, "denied"),
        ({}, "unknown"),
    ],
)
def test_conditions_are_asked_of_the_request(context: dict[str, Any], outcome: str) -> None:
    assert ask(identity=(doc(allow(Condition=MFA)),), context=context).outcome == outcome


@pytest.mark.parametrize(
    ("name", "condition", "outcome"),
    [
        (USER, {"ArnEquals": {"aws:PrincipalArn": USER}}, "allowed"),
        (USER, {"StringEquals": {"aws:PrincipalAccount": OTHERS}}, "denied"),
        (USER, {"Bool": {"aws:PrincipalIsAWSService": "false"}}, "allowed"),
        ("sns.amazonaws.com", {"Bool": {"aws:PrincipalIsAWSService": "true"}}, "allowed"),
        ("sns.amazonaws.com", {"StringEquals": {"aws:PrincipalServiceName": "sns.amazonaws.com"}}, "allowed"),
        ("sns.amazonaws.com", {"StringEquals": {"aws:PrincipalAccount": MINE}}, "denied"),
        ("", {"StringNotEquals": {"aws:PrincipalAccount": OTHERS}}, "allowed"),
    ],
)
def test_what_the_caller_s_name_tells_is_part_of_the_request(name: str, condition: Any, outcome: str) -> None:
    assert ask(name).outcome == "denied"
    assert ask(name, resource=doc(allow(Principal="*", Condition=condition))).outcome == outcome


def test_variables_of_a_resource_are_filled_in() -> None:
    home = (doc(allow(resource="arn:aws:s3:::home/${aws:username}/*")),)
    asked = {"to": "arn:aws:s3:::home/ann/x", "identity": home}
    assert ask(**asked, context={"aws:username": ("ann",)}).outcome == "allowed"
    assert ask(**asked, context={"aws:username": ("bob",)}).outcome == "denied"
    assert ask(**asked).outcome == "unknown"
    assert ask(**asked, context={"aws:username": None}).outcome == "denied"


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ({"identity": (Document("p", missing="p"),)}, "unknown"),
        ({"identity": (*ALLOWING, Document("p", missing="p"))}, "unknown"),  # it may deny
        ({"identity": (Document("p", doc(deny()).statements, missing="p"),)}, "denied"),
        ({"identity": (doc(allow(UNKNOWN)),)}, "unknown"),
        ({"identity": (doc(allow(PartialText(("sqs:", UNKNOWN)))),)}, "denied"),
        ({"identity": (doc(allow(resource=UNKNOWN)),)}, "unknown"),
        ({"identity": (doc(allow(resource=PartialText(("arn:aws:s3:::c/", UNKNOWN)))),)}, "denied"),
        ({"identity": (doc(allow(Effect=UNKNOWN)),)}, "unknown"),
        ({"identity": (*ALLOWING, doc(allow(Effect=UNKNOWN)))}, "unknown"),
        ({"identity": (*ALLOWING, doc(deny(UNKNOWN)))}, "unknown"),
        ({"identity": (*ALLOWING, doc(deny("sqs:*", Condition=MFA)))}, "allowed"),
        ({"resource": doc(allow(Principal={"AWS": UNKNOWN}))}, "unknown"),
        ({"identity": ALLOWING, "boundary": doc(allow(UNKNOWN))}, "unknown"),
        ({"identity": ALLOWING, "service_control": ((doc(allow(UNKNOWN)),),)}, "unknown"),
        ({"identity": (doc(allow(resource="execute-api:/prod")),)}, "unknown"),
    ],
)
def test_what_is_not_known_decides_only_what_it_cannot_change(policies: Any, outcome: str) -> None:
    assert ask(**policies).outcome == outcome


def test_a_resource_that_the_plan_makes_is_known_by_its_reference() -> None:
    queue, other = Reference("aws_sqs_queue.q", "arn"), Reference("aws_sqs_queue.other", "arn")
    asked = {"action": "sqs:SendMessage", "to": queue}
    assert ask(**asked, identity=(doc(allow("sqs:*", queue)),)).outcome == "allowed"
    assert ask(**asked, identity=(doc(allow("sqs:*", other)),)).outcome == "unknown"
    assert ask(**asked, identity=(doc(allow("sqs:*", "arn:aws:sqs:*")),)).outcome == "unknown"


def test_the_decision_names_the_statement_and_its_policy() -> None:
    denied = ask(identity=(doc(allow(), {**deny(), "Sid": "No"}, where="policy of ann"),))
    assert (denied.statement.name, denied.where, denied.reason) == (  # type: ignore[union-attr]
        "statement No", "policy of ann", "statement No of policy of ann applies",
    )  # fmt: skip
    allowed = ask(identity=(doc(allow(), where="policy of ann"),))
    assert (allowed.statement.name, allowed.where) == ("statement 1", "policy of ann")  # type: ignore[union-attr]


def test_a_decision_without_a_statement_says_what_is_missing() -> None:
    assert ask().reason == "no policy of the caller allows it"
    assert ask(identity=ALLOWING, service_control=((),)).reason == "no service control policy allows it"
    assert ask(owner=OTHERS, identity=ALLOWING).reason == "no policy of the resource allows it"
    assert ask(identity=ALLOWING, boundary=BOUNDARY).reason == "the permissions boundary does not allow it"
