"""How a policy is written changes no answer, and what is not known never makes a bad answer good."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfproof.iam.actions import names_whole_service
from tfproof.iam.callers import caller
from tfproof.iam.confinement import is_confined
from tfproof.iam.documents import Document, parse_parts, parse_text, parse_value
from tfproof.iam.evaluator import Outcome, Policies, Request, decide
from tfproof.iam.resources import names_every
from tfproof.plans.values import UNKNOWN

USER = "arn:aws:iam::123456789012:user/ann"
ACTIONS = ["s3:GetObject", "s3:Get*", "s3:*", "*", "sqs:SendMessage", "s3:?*"]
RESOURCES = ["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::*", "arn:aws:sqs:eu-west-1:123456789012:q"]
PRINCIPALS: list[Any] = [
    "*",
    {"AWS": "*"},
    {"AWS": USER},
    {"AWS": "123456789012"},
    {"AWS": "999999999999"},
    {"Service": "sns.amazonaws.com"},
]
CONDITIONS: list[Any] = [
    {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
    {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
    {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "10.0.0.0/8"]}},
    {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": "false"}},
    {"ArnLike": {"aws:PrincipalArn": USER}},
]
CONTEXT = {"aws:sourceaccount": ("123456789012",), "aws:principalorgid": None, "aws:sourceip": ("192.0.2.1",)}


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {
        "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
        draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(
            st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3)
        ),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(
            st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=2)
        ),
        "Principal": draw(st.sampled_from(PRINCIPALS)),
    }
    if draw(st.booleans()):
        made["Condition"] = draw(st.sampled_from(CONDITIONS))
    return made


POLICIES = st.lists(statements(), min_size=1, max_size=3)
ASKED = Request(caller(USER), "s3:GetObject", "arn:aws:s3:::b/k", "123456789012", CONTEXT)


def read(made: list[dict[str, Any]]) -> Document:
    return parse_value({"Statement": made}, "policy")


def answers(document: Document) -> tuple[Any, ...]:
    """Return everything that this package says of a document, each as a set: the order of statements says nothing."""
    told = decide(ASKED, Policies(resource=document)).outcome, decide(ASKED, Policies(identity=(document,))).outcome
    ties = sorted(str(is_confined(document, s)) for s in document.statements)
    whole = sorted(str({names_whole_service(a) for a in s.actions}) for s in document.statements)
    every = sorted(str({names_every(r) for r in s.resources or ()}) for s in document.statements)
    return (*told, ties, whole, every)


def other_case(made: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(made)
    for element in ("Action", "NotAction"):
        if element in changed:
            changed[element] = [a.swapcase() for a in changed[element]]
    if "Condition" in changed:
        changed["Condition"] = {
            o.lower(): {k.upper(): v for k, v in keys.items()} for o, keys in changed["Condition"].items()
        }
    return changed


def shortened(made: dict[str, Any]) -> dict[str, Any]:
    """Write a list of one value as that value, and one value as a list."""

    def turned(value: Any) -> Any:
        if isinstance(value, list):
            return value[0] if len(value) == 1 else value
        return [value] if isinstance(value, str) else {k: turned(v) for k, v in value.items()}

    return {k: v if k == "Effect" or v == "*" else turned(v) for k, v in made.items()}


@given(POLICIES)
def test_the_case_of_letters_changes_nothing(made: list[dict[str, Any]]) -> None:
    assert answers(read([other_case(s) for s in made])) == answers(read(made))


@given(POLICIES)
def test_one_value_or_a_list_of_one_is_the_same(made: list[dict[str, Any]]) -> None:
    assert answers(read([shortened(s) for s in made])) == answers(read(made))


@given(POLICIES, st.randoms())
def test_the_order_of_statements_and_values_changes_nothing(made: list[dict[str, Any]], random: Any) -> None:
    shuffled = copy.deepcopy(made)
    random.shuffle(shuffled)
    for statement in shuffled:
        for value in statement.values():
            if isinstance(value, list):
                random.shuffle(value)
    assert answers(read(shuffled)) == answers(read(made))


@given(POLICIES)
def test_text_template_and_parsed_json_are_the_same(made: list[dict[str, Any]]) -> None:
    text = json.dumps({"Statement": made})
    assert parse_text(text, "policy") == parse_parts((text[:9], text[9:]), "policy") == read(made)


@given(POLICIES)
def test_a_statement_about_something_else_changes_no_decision(made: list[dict[str, Any]]) -> None:
    other = {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", "Principal": "*"}
    for policies in (lambda d: Policies(resource=d), lambda d: Policies(identity=(d,))):
        assert decide(ASKED, policies(read([*made, other]))).outcome is decide(ASKED, policies(read(made))).outcome


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value, element and block of a statement."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [p for key, child in inside for p in places(child, (*path, key))]


def with_unknown(made: list[dict[str, Any]], path: tuple[Any, ...]) -> list[Any]:
    changed = copy.deepcopy(made)
    here: Any = changed
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = UNKNOWN
    return changed


@given(POLICIES, st.data())
def test_what_is_decided_with_an_unknown_part_is_what_the_whole_decides(made: list[dict[str, Any]], data: Any) -> None:
    document = read(with_unknown(made, data.draw(st.sampled_from(places(made)))))
    for policies in (lambda d: Policies(resource=d), lambda d: Policies(identity=(d,))):
        told = decide(ASKED, policies(document)).outcome
        assert told in (Outcome.UNKNOWN, decide(ASKED, policies(read(made))).outcome)


@given(POLICIES, st.data())
def test_what_is_told_of_a_statement_with_an_unknown_part_holds_of_the_whole(
    made: list[dict[str, Any]], data: Any
) -> None:
    document, whole = read(with_unknown(made, data.draw(st.sampled_from(places(made))))), read(made)
    if len(document.statements) == len(whole.statements):
        for part, full in zip(document.statements, whole.statements, strict=True):
            assert is_confined(document, part) in (None, is_confined(whole, full))


@pytest.mark.parametrize(
    "path", places([{"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Principal": {"AWS": ["*"]}}])
)
def test_a_public_statement_with_an_unknown_part_is_never_denied_to_everyone(path: tuple[Any, ...]) -> None:
    made = with_unknown([{"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Principal": {"AWS": ["*"]}}], path)
    anonymous = Request(caller(""), "s3:GetObject", "arn:aws:s3:::b/k", "123456789012")
    assert decide(anonymous, Policies(resource=read(made))).outcome is Outcome.UNKNOWN
