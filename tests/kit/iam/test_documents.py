"""Policies in JSON, known as a whole or in part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tfproof.iam.documents import Condition, Document, Principal, Statement, parse_parts, parse_text, parse_value
from tfproof.plans.values import UNKNOWN, OneOf, PartialJson, PartialList, PartialText, Reference, Undecided, is_unknown

QUEUE = Reference("aws_sqs_queue.q", "arn")
GOOD = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def parsed(*statements: Any) -> tuple[Statement, ...]:
    return parse_text(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}), "policy").statements


def test_one_value_is_a_list_of_one() -> None:
    (one,) = parsed(GOOD)
    assert (one.actions, one.resources) == (("s3:GetObject",), ("*",))
    assert parsed({**GOOD, "Action": ["s3:GetObject"], "Resource": ["*"]}) == (one,)


def test_one_statement_needs_no_list() -> None:
    assert parse_text(json.dumps({"Statement": GOOD}), "policy").statements == parsed(GOOD)


def test_an_empty_list_of_statements_grants_nothing() -> None:
    assert parse_text('{"Statement": []}', "policy") == Document("policy")


def test_an_empty_object_takes_a_policy_away() -> None:
    assert parse_text("{}", "policy") == Document("policy")


@pytest.mark.parametrize("absent", [{"Condition": None}, {"Condition": {}}, {}])
def test_a_condition_of_nothing_is_none(absent: dict[str, Any]) -> None:
    assert parsed({**GOOD, **absent})[0].conditions == ()


@pytest.mark.parametrize("absent", [{"Principal": None}, {}])
def test_a_principal_that_is_null_is_not_there(absent: dict[str, Any]) -> None:
    assert parsed({**GOOD, **absent})[0].principals is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*", [("*", "*")]),
        ({"AWS": "*"}, [("AWS", "*")]),
        ({"*": "*"}, [("*", "*")]),
        ({"AWS": ["a", "b"], "Service": "s"}, [("AWS", "a"), ("AWS", "b"), ("Service", "s")]),
        ({"AWS": 123456789012}, [("AWS", "123456789012")]),
        ({}, []),
    ],
)
def test_principals_in_all_spellings(written: Any, read: list[tuple[str, str]]) -> None:
    assert parsed({**GOOD, "Principal": written})[0].principals == tuple(Principal(*p) for p in read)


def test_numbers_and_booleans_of_conditions_are_texts() -> None:
    (one,) = parsed({**GOOD, "Condition": {"Bool": {"k": False}, "NumericLessThan": {"n": [1, 2.5]}}})
    assert one.conditions == (Condition("Bool", "k", ("false",)), Condition("NumericLessThan", "n", ("1", "2.5")))


def test_an_element_that_is_written_empty_is_not_absent() -> None:
    (one,) = parsed({"Effect": "Allow", "NotAction": [], "NotResource": []})
    assert (one.not_actions, one.not_resources, one.resources) == ((), (), None)


def test_a_statement_is_named_by_its_sid_or_its_number() -> None:
    assert [s.name for s in parsed({**GOOD, "Sid": "Read"}, GOOD)] == ["statement Read", "statement 2"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "no json",
        "null",
        "[]",
        '"*"',
        "12",
        "NaN",
        '{"Version": "2012-10-17"}',
        '{"Statement": null}',
        '{"Statement": {}}',
        '{"Statement": "x"}',
        '{"Statement": [null]}',
        '{"Statement": [[]]}',
        '{"statement": []}',
        '{"Statement": [], "Comment": "x"}',
        '{"Statement": [{"Effect": "Allow"}]}',
        '{"Statement": [{"Action": "*"}]}',
        '{"Statement": [{"Effect": "allow", "Action": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": null}]}',
        '{"Statement": [{"Effect": "Allow", "Action": 1}]}',
        '{"Statement": [{"Effect": "Allow", "Action": [null]}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "NotResource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Extra": 1}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": "ann"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": ["*"]}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": {"Who": "*"}}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": {"AWS": null}}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": "x"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": {"Bool": "x"}}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"k": null}}}]}',
        '{"Statement": [{"Effect": "Allow", "Effect": "Deny", "Action": "*"}]}',
        '{"a":' * 100_000,
        "[" * 100_000,
        '{"Statement": ' + "1" * 10_000 + "}",
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_policy_is_undecided_with_the_reason(text: str) -> None:
    with pytest.raises(Undecided, match="policy of x is no policy: "):
        parse_text(text, "policy of x")


def test_an_unknown_value_leaves_the_rest_to_be_read() -> None:
    value = PartialJson({"Statement": [{**GOOD, "Action": "s3:*"}, {**GOOD, "Resource": QUEUE}]})
    read = parse_value(value, "policy")
    assert read.complete
    assert [s.actions for s in read.statements] == [("s3:*",), ("s3:GetObject",)]
    assert read.statements[1].resources == (QUEUE,)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (UNKNOWN, 0),
        ({"Statement": UNKNOWN}, 0),
        ({"Statement": [GOOD, UNKNOWN]}, 1),
        ({"Statement": PartialList([GOOD])}, 1),
    ],
)
def test_unknown_statements_leave_the_document_incomplete(value: Any, number: int) -> None:
    read = parse_value(value, "policy of x")
    assert len(read.statements) == number
    with pytest.raises(Undecided, match="policy of x is known only after an apply"):
        read.require_complete()


def test_unknown_elements_stand_for_themselves() -> None:
    (one,) = parse_value(
        {
            "Statement": [
                {"Sid": UNKNOWN, "Effect": UNKNOWN, "Action": UNKNOWN, "Principal": UNKNOWN, "Condition": UNKNOWN}
            ]
        },
        "policy",
    ).statements
    assert one.allows is None
    assert one.denies is None
    assert one.name == "statement 1"
    assert all(map(is_unknown, (*one.actions, one.principals[0].kind, one.principals[0].name)))
    assert all(map(is_unknown, (one.conditions[0].operator, one.conditions[0].key, *one.conditions[0].values)))


def test_a_list_that_is_known_in_part_holds_something_unknown() -> None:
    (one,) = parse_value({"Statement": {**GOOD, "Action": PartialList(["s3:*"])}}, "policy").statements
    assert one.actions[0] == "s3:*"
    assert one.actions[1] is UNKNOWN


def test_one_of_several_lists_is_not_known() -> None:
    (one,) = parse_value({"Statement": {**GOOD, "Action": OneOf([["a"], ["b"]])}}, "policy").statements
    assert one.actions == (UNKNOWN,)


def test_one_of_several_texts_is_kept() -> None:
    (one,) = parse_value({"Statement": {**GOOD, "Resource": OneOf(["*", QUEUE])}}, "policy").statements
    assert isinstance(one.resources[0], OneOf)


def test_a_template_is_read_around_what_is_not_known() -> None:
    text = (
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ["%", "%/*"]}, '
        '{"Sid": "a\\"b", "Effect": "%", "Action": %}]}'
    )
    parts: list[Any] = []
    for i, piece in enumerate(text.split("%")):
        parts += [QUEUE, piece] if i else [piece]
    first, second = parse_parts(parts, "policy").statements
    assert first.actions == ("s3:*",)
    assert first.resources[0] is QUEUE
    assert isinstance(first.resources[1], PartialText)
    assert first.resources[1].parts == (QUEUE, "/*")
    assert (second.sid, second.effect, second.actions) == ('a"b', QUEUE, (QUEUE,))


@pytest.mark.parametrize(
    "parts",
    [
        ('{"Statement": [', UNKNOWN, '{"Effect": "Allow"}]}'),
        (UNKNOWN, "}"),
        ('{"Statement": [{"Effect": "Allow", "Action": "\ue000', UNKNOWN, '"}]}'),
    ],
)
def test_a_template_whose_form_is_not_known_tells_nothing(parts: tuple[Any, ...]) -> None:
    assert not parse_parts(parts, "policy").complete


def test_a_template_with_an_unknown_key_tells_nothing_of_that_object() -> None:
    parts = ('{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"', UNKNOWN, '": "true"}}}}')
    (one,) = parse_parts(parts, "policy").statements
    assert one.conditions[0].operator == "Bool"
    assert is_unknown(one.conditions[0].key)
