"""Policies wherever they are written: text, `jsonencode`, a template, the data source."""

from __future__ import annotations

import json
from typing import Any

import pytest
from paper import PaperPlan, PaperResource

from tfproof.iam.documents import Condition, Document, Principal
from tfproof.iam.reading import document, is_given
from tfproof.plans.values import (
    ABSENT,
    UNKNOWN,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    Undecided,
    is_unknown,
)

QUEUE = Reference("aws_sqs_queue.q", "arn")
POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
TEXT = json.dumps(POLICY)
HERE = "policy of aws_iam_policy.p"


def policy(value: Any, source: Any = UNKNOWN, *others: PaperResource) -> Document:
    carrier = PaperResource("aws_iam_policy.p", {"policy": value}, {"policy": source})
    PaperPlan(carrier, *others)
    return document(carrier, "policy")


def data(values: dict[str, Any], source: dict[str, Any] | None = None, *others: PaperResource) -> Document:
    """Read a policy that is a document of blocks."""
    blocks = PaperResource("data.aws_iam_policy_document.d", {"json": UNKNOWN, **values}, source)
    return policy(UNKNOWN, Reference(blocks.address, "json"), blocks, *others)


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_policy_has_no_statements(nothing: Any) -> None:
    assert policy(nothing) == Document(HERE)


def test_an_argument_that_aws_fills_in_holds_no_policy() -> None:
    queue = PaperResource("aws_sqs_queue.q", {"policy": UNKNOWN}, {"policy": ABSENT})
    assert document(queue, "policy") == Document("policy of aws_sqs_queue.q")


def test_a_text_is_read() -> None:
    assert policy(TEXT).statements[0].actions == ("s3:*",)


def test_a_text_that_is_no_policy_names_its_place() -> None:
    with pytest.raises(Undecided, match=HERE):
        policy("x")


def test_an_unknown_policy_is_incomplete() -> None:
    assert policy(UNKNOWN) == Document(HERE, missing=HERE)


@pytest.mark.parametrize(
    "source", [TEXT, PartialJson(POLICY), PartialText((TEXT.replace('"*"}]}', '"'), UNKNOWN, '"}]}'))]
)
def test_the_source_tells_what_the_plan_does_not(source: Any) -> None:
    assert policy(UNKNOWN, source).statements[0].actions == ("s3:*",)


def test_a_policy_that_is_another_ones_is_followed() -> None:
    other = PaperResource("aws_iam_policy.other", {"policy": TEXT})
    assert policy(UNKNOWN, Reference(other.address, "policy"), other).statements[0].actions == ("s3:*",)


def test_policies_that_are_each_other_s_come_to_an_end() -> None:
    other = PaperResource(
        "aws_iam_policy.other", {"policy": UNKNOWN}, {"policy": Reference("aws_iam_policy.p", "policy")}
    )
    assert not policy(UNKNOWN, Reference(other.address, "policy"), other).complete


def test_a_reference_out_of_the_plan_is_incomplete() -> None:
    assert not policy(UNKNOWN, Reference("data.aws_iam_policy_document.gone", "json")).complete


def test_a_data_source_that_is_known_is_read_as_text() -> None:
    blocks = PaperResource("data.aws_iam_policy_document.d", {"json": TEXT})
    assert policy(UNKNOWN, Reference(blocks.address, "json"), blocks).statements[0].actions == ("s3:*",)


def test_blocks_are_read_with_the_provider_s_defaults() -> None:
    (one,) = data({"statement": [{"actions": ["s3:*"], "resources": ["*"], "sid": ""}]}).statements
    assert (one.effect, one.sid, one.actions, one.resources) == ("Allow", None, ("s3:*",), ("*",))
    assert (one.principals, one.not_principals, one.not_actions, one.not_resources) == (None, None, None, None)


def test_blocks_of_every_kind_are_read() -> None:
    block = {
        "sid": "One",
        "effect": "Deny",
        "not_actions": ["iam:*"],
        "not_resources": ["arn:x"],
        "not_principals": [{"type": "AWS", "identifiers": ["*"]}],
        "principals": [],
        "condition": [{"test": "StringLike", "variable": "aws:PrincipalArn", "values": ["a", "b"]}],
    }
    (one,) = data({"statement": [block]}).statements
    assert (one.sid, one.effect, one.not_actions, one.not_resources) == ("One", "Deny", ("iam:*",), ("arn:x",))
    assert one.not_principals == (Principal("AWS", "*"),)
    assert one.conditions == (Condition("StringLike", "aws:PrincipalArn", ("a", "b")),)


def test_variables_of_blocks_are_written_with_an_ampersand() -> None:
    block = {"actions": ["s3:*"], "resources": ["arn:aws:s3:::home/&{aws:username}/*"]}
    (one,) = data({"statement": [block]}).statements
    assert one.resources == ("arn:aws:s3:::home/${aws:username}/*",)


def test_in_the_old_version_there_are_no_variables() -> None:
    (one,) = data({"version": "2008-10-17", "statement": [{"actions": ["a:b"], "resources": ["&{x}"]}]}).statements
    assert one.resources == ("&{x}",)


def test_unknown_parts_of_blocks_come_from_the_source() -> None:
    block = {"actions": UNKNOWN, "resources": UNKNOWN, "principals": [{"type": "AWS", "identifiers": UNKNOWN}]}
    source = {"statement.0.resources": [PartialText((QUEUE, "/*"))], "statement.0.principals.0.identifiers": [QUEUE]}
    (one,) = data({"statement": [block]}, source).statements
    assert one.actions == (UNKNOWN,)
    assert isinstance(one.resources[0], PartialText)
    assert one.principals == (Principal("AWS", QUEUE),)


@pytest.mark.parametrize("part", ["principals", "condition"])
def test_unknown_blocks_inside_a_statement_may_be_anything(part: str) -> None:
    (one,) = data(
        {
            "statement": [
                {"actions": ["a:b"], part: UNKNOWN},
            ]
        }
    ).statements
    found = one.principals if part == "principals" else one.conditions
    assert is_unknown(found[0].kind if part == "principals" else found[0].key)


@pytest.mark.parametrize("part", ["principals", "condition"])
def test_an_unknown_block_among_others_may_be_anything(part: str) -> None:
    known = {"type": "AWS", "identifiers": ["a"], "test": "Bool", "variable": "k", "values": ["true"]}
    (one,) = data({"statement": [{"actions": ["a:b"], part: [known, UNKNOWN]}]}).statements
    found = one.principals if part == "principals" else one.conditions
    assert len(found) == 2
    assert is_unknown(found[1].kind if part == "principals" else found[1].key)


def test_unknown_statements_leave_the_document_incomplete() -> None:
    assert not data({"statement": UNKNOWN}).complete


def statement(sid: str, action: str) -> str:
    return json.dumps({"Statement": [{"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"}]})


def block(sid: Any, action: str) -> dict[str, Any]:
    return {"sid": sid, "actions": [action], "resources": ["*"]}


def test_sources_come_first_then_the_blocks_then_the_overrides() -> None:
    read = data(
        {
            "override_policy_documents": [statement("", "c:c")],
            "source_policy_documents": [statement("", "a:a")],
            "statement": [block("", "b:b")],
        }
    )
    assert [(s.position, s.actions[0]) for s in read.statements] == [(0, "a:a"), (1, "b:b"), (2, "c:c")]


def test_a_later_statement_takes_the_place_of_one_with_its_sid() -> None:
    read = data(
        {
            "source_policy_documents": [statement("One", "a:a"), statement("Two", "b:b")],
            "statement": [block("One", "c:c")],
            "override_policy_documents": [statement("Two", "d:d"), statement("Three", "e:e")],
        }
    )
    assert [(s.sid, s.actions[0]) for s in read.statements] == [("One", "c:c"), ("Two", "d:d"), ("Three", "e:e")]


def test_the_old_names_of_sources_and_overrides_are_read() -> None:
    read = data({"source_json": statement("A", "a:a"), "statement": [], "override_json": statement("B", "b:b")})
    assert [s.actions[0] for s in read.statements] == ["a:a", "b:b"]


def test_an_unknown_override_may_replace_what_has_a_sid_and_nothing_else() -> None:
    read = data({"statement": [block("One", "a:a"), block("", "b:b")], "override_policy_documents": UNKNOWN})
    assert [s.actions[0] for s in read.statements] == ["b:b"]
    assert not read.complete


def test_an_unknown_source_replaces_nothing() -> None:
    read = data({"statement": [block("One", "a:a")], "source_policy_documents": UNKNOWN})
    assert [s.actions[0] for s in read.statements] == ["a:a"]
    assert not read.complete


def test_a_list_of_overrides_that_is_known_in_part_is_incomplete() -> None:
    read = data(
        {"statement": [block("One", "a:a")], "override_policy_documents": UNKNOWN},
        {"override_policy_documents": PartialList([statement("Two", "b:b")])},
    )
    assert [s.actions[0] for s in read.statements] == []
    assert not read.complete


def test_an_unknown_sid_may_replace_what_has_one() -> None:
    override = PartialJson({"Statement": [{"Sid": UNKNOWN, "Effect": "Allow", "Action": "b:b"}]})
    read = data(
        {"statement": [block("One", "a:a"), block("", "c:c")], "override_policy_documents": UNKNOWN},
        {"override_policy_documents": [override]},
    )
    assert [s.actions[0] for s in read.statements] == ["c:c", "b:b"]
    assert not read.complete


def test_documents_of_documents_are_followed() -> None:
    inner = PaperResource("data.aws_iam_policy_document.inner", {"json": UNKNOWN, "statement": [block("", "a:a")]})
    read = data(
        {"statement": [block("", "b:b")], "source_policy_documents": UNKNOWN},
        {"source_policy_documents": [Reference(inner.address, "json")]},
        inner,
    )
    assert [s.actions[0] for s in read.statements] == ["a:a", "b:b"]
    assert read.complete


def test_a_source_that_is_no_policy_says_which_argument_holds_it() -> None:
    with pytest.raises(Undecided, match=r"source_policy_documents of .* is no policy"):
        data({"statement": [], "source_policy_documents": ["x"]})


@pytest.mark.parametrize(
    ("value", "source", "answer"),
    [
        (None, ABSENT, False),
        ("", ABSENT, False),
        ([], ABSENT, False),
        ("x", ABSENT, True),
        (False, ABSENT, True),
        (UNKNOWN, ABSENT, False),
        (UNKNOWN, None, False),
        (UNKNOWN, UNKNOWN, True),
        (UNKNOWN, "x", True),
    ],
)
def test_only_what_the_configuration_gives_is_given(value: Any, source: Any, answer: bool) -> None:
    assert is_given(PaperResource("aws_sqs_queue.q", {"policy": value}, {"policy": source}), "policy") is answer


def test_an_argument_that_only_the_configuration_can_fill_in_is_given() -> None:
    assert is_given(PaperResource("aws_iam_policy.p", {"policy": UNKNOWN}, {"policy": ABSENT}), "policy")
