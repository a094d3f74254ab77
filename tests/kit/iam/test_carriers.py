"""Which arguments carry policies, and what resources grant without one."""

from __future__ import annotations

from typing import Any

import pytest
from paper import PaperResource

from tfproof.iam import grants
from tfproof.iam.actions import find, services
from tfproof.iam.carriers import Carrier, Holds, carried, carriers, given, types
from tfproof.iam.documents import Condition, Document, Principal
from tfproof.iam.grants import granted
from tfproof.iam.reading import document
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, UNKNOWN, PartialList, PartialText, Reference, Undecided, is_unknown

OPEN = '{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": "*", "Resource": "*"}]}'
TOPIC = Reference("aws_sns_topic.t", "arn")
# Services that evaluate policies without actions of their own name.
_DOORS = {"rolesanywhere", "chatbot", "transfer", "quicksight", "elasticmapreduce"}


@pytest.mark.parametrize("carrier", carriers(), ids=lambda c: f"{c.type}.{c.argument}")
def test_a_carrier_is_an_argument_of_the_provider_that_takes_text(carrier: Any) -> None:
    schema = Schema.load()
    kind = schema.kind_of(carrier.type, carrier.argument)
    assert kind is not None
    assert kind.settable
    assert kind.shape[-1] == "string"
    assert carrier.subject == "self" or schema.has(carrier.type, carrier.subject)
    assert carrier.service in services() or carrier.service in _DOORS


def test_every_argument_named_like_a_policy_is_a_carrier_or_known_to_be_none() -> None:
    schema = Schema.load()
    listed = {(c.type, c.argument) for c in carriers()}
    found = {
        (kind, argument)
        for kind in schema.types
        if not kind.startswith("data.")
        for argument in schema.names_in(kind)
        if (kind.endswith("_policy") or "polic" in argument or argument == "assume_role_policy")
        and argument
        in ("policy", "access_policy", "access_policies", "policy_document", "resource_policy", "assume_role_policy")
        and schema.kind_of(kind, argument).settable  # type: ignore[union-attr]
    }
    assert found - listed == NOT_OF_IAM


#: Arguments that are named like policies and hold something else.
NOT_OF_IAM = {
    ("aws_cloudwatch_log_account_policy", "policy_document"),  # what is masked or sent on
    ("aws_cloudwatch_log_data_protection_policy", "policy_document"),
    ("aws_cloudwatch_log_index_policy", "policy_document"),
    ("aws_ecr_lifecycle_policy", "policy"),
    ("aws_iot_policy_attachment", "policy"),  # the name of one
    ("aws_networkmanager_core_network_policy_attachment", "policy_document"),
    ("aws_opensearchserverless_access_policy", "policy"),  # a language of its own
    ("aws_opensearchserverless_lifecycle_policy", "policy"),
    ("aws_opensearchserverless_security_policy", "policy"),
    ("aws_resiliencehub_resiliency_policy", "policy"),
    ("aws_ses_receipt_filter", "policy"),  # Allow or Block
    ("aws_sns_topic_data_protection_policy", "policy"),
    ("aws_verifiedaccess_endpoint", "policy_document"),  # Cedar
    ("aws_verifiedaccess_group", "policy_document"),
}


@pytest.mark.parametrize("kind", grants.types())
def test_a_grant_names_arguments_of_the_provider_and_actions_of_aws(kind: str) -> None:
    schema = Schema.load()
    grant = grants._grants()[kind]
    named = [
        *grant["principals"],
        *grant.get("conditions", {}),
        *(n for n in (grant["subject"], grant.get("blocks")) if n),
    ]
    named += [] if ":" in grant["actions"] else [grant["actions"]]
    assert [n for n in named if n != "self" and not schema.has(kind, n)] == []
    assert ":" not in grant["actions"] or find(grant["actions"])


def test_types_are_those_of_the_carriers_asked_for() -> None:
    assert types(Holds.ENDPOINT) == ("aws_vpc_endpoint", "aws_vpc_endpoint_policy")
    assert set(types()) == {c.type for c in carriers()}


def documents(resource: Any, holds: Holds) -> list[tuple[Carrier, Document]]:
    return [(c, document(resource, path)) for c in carried(resource, holds) for path in given(resource, c)]


def test_a_document_is_read_where_one_is_given() -> None:
    queue = PaperResource("aws_sqs_queue.q", {"policy": OPEN})
    ((carrier, found),) = documents(queue, Holds.RESOURCE)
    assert (carrier.service, found.statements[0].actions) == ("sqs", ("*",))


@pytest.mark.parametrize("value", [None, "", UNKNOWN])
def test_an_argument_that_is_not_given_carries_nothing(value: Any) -> None:
    queue = PaperResource("aws_sqs_queue.q", {"policy": value}, {"policy": ABSENT})
    assert list(documents(queue, Holds.RESOURCE)) == []


def test_every_block_is_read() -> None:
    role = PaperResource("aws_iam_role.r", {"inline_policy": [{"policy": OPEN}, {"policy": None}, {"policy": OPEN}]})
    assert [d.where for _, d in documents(role, Holds.IDENTITY)] == [
        "inline_policy.0.policy of aws_iam_role.r",
        "inline_policy.2.policy of aws_iam_role.r",
    ]


def test_blocks_that_are_not_known_leave_the_reader_undecided() -> None:
    role = PaperResource("aws_iam_role.r", {"inline_policy": UNKNOWN})
    with pytest.raises(Undecided, match="how many inline_policy"):
        list(documents(role, Holds.IDENTITY))


def test_blocks_that_nobody_wrote_are_none() -> None:
    role = PaperResource("aws_iam_role.r", {"inline_policy": UNKNOWN}, {"inline_policy": ABSENT})
    assert list(documents(role, Holds.IDENTITY)) == []


def read(address: str, source: dict[str, Any] | None = None, **values: Any) -> Document:
    return granted(PaperResource(address, values, source))


def test_a_lambda_permission_is_a_statement() -> None:
    (one,) = read(
        "aws_lambda_permission.p", action="lambda:InvokeFunction", principal="sns.amazonaws.com",
        source_arn="arn:aws:sns:eu-west-1:123456789012:t", source_account="123456789012",
    ).statements  # fmt: skip
    assert one.principals == (Principal("Service", "sns.amazonaws.com"),)
    assert one.actions == ("lambda:InvokeFunction",)
    assert set(one.conditions) == {
        Condition("ArnLike", "aws:SourceArn", ("arn:aws:sns:eu-west-1:123456789012:t",)),
        Condition("StringEquals", "aws:SourceAccount", ("123456789012",)),
    }


def test_what_is_not_known_of_a_permission_comes_from_the_source() -> None:
    (one,) = read(
        "aws_lambda_permission.p",
        {"source_arn": TOPIC},
        action="lambda:*",
        principal="s3.amazonaws.com",
        source_arn=UNKNOWN,
    ).statements
    assert one.conditions == (Condition("ArnLike", "aws:SourceArn", (TOPIC,)),)


def test_a_source_that_nobody_wrote_is_no_condition() -> None:
    (one,) = read("aws_lambda_permission.p", action="lambda:*", principal="*", source_arn=None).statements
    assert one.conditions == ()


@pytest.mark.parametrize(
    ("address", "values", "principals"),
    [
        ("aws_lambda_permission.p", {"action": "lambda:*", "principal": "*"}, [("*", "*")]),
        ("aws_lambda_permission.p", {"action": "lambda:*", "principal": "123456789012"}, [("AWS", "123456789012")]),
        ("aws_lambda_function_url.u", {"authorization_type": "NONE"}, [("*", "*")]),
        ("aws_lambda_function_url.u", {"authorization_type": "AWS_IAM"}, []),
        ("aws_ami_launch_permission.p", {"group": "all"}, [("*", "*")]),
        ("aws_ami_launch_permission.p", {"account_id": "123456789012"}, [("AWS", "123456789012")]),
        ("aws_db_snapshot.s", {"shared_accounts": ["all"]}, [("*", "*")]),
        ("aws_db_snapshot.s", {"shared_accounts": []}, []),
        ("aws_db_snapshot.s", {"shared_accounts": ["123456789012", "all"]}, [("AWS", "123456789012"), ("*", "*")]),
        ("aws_ssm_document.d", {"permissions": {"type": "Share", "account_ids": "All"}}, [("*", "*")]),
        ("aws_ssm_document.d", {"permissions": {"account_ids": "1, 2"}}, [("AWS", "1"), ("AWS", "2")]),
        ("aws_ssm_document.d", {"permissions": None}, []),
        ("aws_vpc_endpoint_service.s", {"allowed_principals": ["*"]}, [("*", "*")]),
    ],
)
def test_whom_a_grant_names(address: str, values: dict[str, Any], principals: list[tuple[str, str]]) -> None:
    found = [p for s in read(address, **values).statements for p in s.principals or ()]
    assert found == [Principal(*p) for p in principals]


def test_an_unknown_principal_may_be_anyone() -> None:
    (one,) = read("aws_lambda_permission.p", action="lambda:*", principal=UNKNOWN).statements
    assert is_unknown(one.principals[0].kind)


def test_a_list_that_is_known_in_part_names_somebody_else_as_well() -> None:
    (one,) = read("aws_db_snapshot.s", {"shared_accounts": PartialList(["1"])}, shared_accounts=UNKNOWN).statements
    assert one.principals[0] == Principal("AWS", "1")
    assert is_unknown(one.principals[1].name)


def test_a_condition_block_is_a_condition() -> None:
    block = {"type": "StringEquals", "key": "aws:PrincipalOrgID", "value": "o-1"}
    (one,) = read("aws_cloudwatch_event_permission.p", principal="*", condition=[block]).statements
    assert one.conditions == (Condition("StringEquals", "aws:PrincipalOrgID", ("o-1",)),)


def test_the_account_of_a_caller_that_is_partly_known_is_kept() -> None:
    name = PartialText(("arn:aws:iam::123456789012:role/", UNKNOWN))
    (one,) = read("aws_lambda_permission.p", {"principal": name}, action="lambda:*", principal=UNKNOWN).statements
    assert one.principals[0].name is name
