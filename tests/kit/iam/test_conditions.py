"""Conditions as AWS evaluates them, by its documentation of operators and of keys with several values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfproof.iam.conditions import meets, meets_all, operator_of
from tfproof.iam.documents import Condition
from tfproof.plans.values import UNKNOWN, PartialText, Reference

ROLE = "arn:aws:iam::123456789012:role/team/app"


def met(operator: str, values: list[Any], *actual: Any) -> bool | None:
    """Whether a request that carries these values of the key meets the condition; without any it lacks the key."""
    return meets(Condition(operator, "aws:Key", tuple(values)), {"aws:key": actual or None})


@pytest.mark.parametrize(
    ("operator", "values", "actual", "answer"),
    [
        ("StringEquals", ["a"], "a", True),
        ("StringEquals", ["a"], "A", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", ["*"], "a", False),
        ("StringEquals", ["a*"], "a*", True),
        ("StringEquals", ["a?"], "ab", False),
        ("stringequals", ["a"], "a", True),
        ("StringNotEquals", ["a"], "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringEqualsIgnoreCase", ["A"], "a", True),
        ("StringEqualsIgnoreCase", ["*"], "a", False),
        ("StringNotEqualsIgnoreCase", ["A"], "a", False),
        ("StringLike", ["a*"], "abc", True),
        ("StringLike", ["a*"], "ABC", False),
        ("StringNotLike", ["a*"], "abc", False),
        ("StringNotLike", ["a*", "b*"], "c", True),
        ("NumericEquals", ["10"], "10.0", True),
        ("NumericNotEquals", ["10"], "11", True),
        ("NumericLessThan", ["10"], "9", True),
        ("NumericLessThan", ["10"], "10", False),
        ("NumericLessThanEquals", ["10"], "10", True),
        ("NumericGreaterThan", ["10"], "10", False),
        ("NumericGreaterThanEquals", ["10"], "10", True),
        ("NumericLessThan", ["10"], "nine", False),
        ("NumericLessThan", ["ten"], "9", None),
        ("DateLessThan", ["2026-01-01T00:00:00Z"], "2025-12-31T23:59:59Z", True),
        ("DateGreaterThan", ["2026-01-01"], "2026-01-01T00:00:01Z", True),
        ("DateEquals", ["1767225600"], "2026-01-01T00:00:00Z", True),
        ("DateGreaterThanEquals", ["2026-01-01T00:00:00+00:00"], "2026-01-01T00:00:00Z", True),
        ("DateLessThanEquals", ["soon"], "2026-01-01T00:00:00Z", None),
        ("Bool", ["true"], "true", True),
        ("Bool", ["True"], "true", True),
        ("Bool", ["false"], "true", False),
        ("BinaryEquals", ["QmFz"], "QmFz", True),
        ("BinaryEquals", ["QmFz"], "qmFz", False),
        ("IpAddress", ["203.0.113.0/24"], "203.0.113.7", True),
        ("IpAddress", ["203.0.113.0/24"], "203.0.114.7", False),
        ("IpAddress", ["203.0.113.7"], "203.0.113.7", True),
        ("IpAddress", ["2001:db8::/32"], "2001:db8::1", True),
        ("IpAddress", ["2001:db8::/32"], "203.0.113.7", False),
        ("IpAddress", ["anywhere"], "203.0.113.7", None),
        ("NotIpAddress", ["203.0.113.0/24"], "203.0.114.7", True),
        ("ArnLike", ["arn:aws:iam::*:role/team/*"], ROLE, True),
        ("ArnEquals", ["arn:aws:iam::*:role/team/*"], ROLE, True),
        ("ArnLike", ["arn:aws:iam:*:*:role/team/app"], ROLE, True),
        ("ArnLike", ["arn:aws:*:*:*:*:app"], ROLE, False),
        (
            "ArnLike",
            ["arn:aws:i*m::*:role/*"],
            "arn:aws:i:m::123456789012:role/a",
            False,
        ),  # each of the six parts by itself
        ("ArnLike", ["arn:aws:iam:*:role/team/app"], ROLE, None),
        ("ArnLike", ["arn:*"], ROLE, True),
        ("ArnLike", ["arn:aws:iam::123456789012:role/app"], ROLE, False),
        ("ArnNotLike", ["arn:aws:iam::123456789012:*"], ROLE, False),
        ("ArnNotEquals", ["arn:aws:iam::999999999999:*"], ROLE, True),
        ("StringSounds", ["a"], "a", None),
        ("BoolNot", ["a"], "a", None),
        ("", ["a"], "a", None),
    ],
)
def test_an_operator_compares_one_value(operator: str, values: list[str], actual: str, answer: bool | None) -> None:
    assert met(operator, values, actual) is answer


@pytest.mark.parametrize(
    ("operator", "answer"),
    [
        ("StringEquals", False),
        ("StringLike", False),
        ("Bool", False),
        ("IpAddress", False),
        ("NumericLessThan", False),
        ("StringNotEquals", True),
        ("StringNotLike", True),
        ("ArnNotLike", True),
        ("NotIpAddress", True),
        ("StringEqualsIfExists", True),
        ("BoolIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAllValues:StringNotEquals", True),
    ],
)
def test_what_a_request_without_the_key_meets(operator: str, answer: bool) -> None:
    assert met(operator, ["true"]) is answer
    assert operator_of(operator).met_without_the_key is answer  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "present", "answer"),
    [
        (["true"], False, True),
        (["true"], True, False),
        (["false"], True, True),
        (["false"], False, False),
        (["true", "false"], True, True),
        ([UNKNOWN], True, None),
        (["TRUE"], False, True),
    ],
)
def test_null_asks_whether_the_key_is_there(values: list[Any], present: bool, answer: bool | None) -> None:
    assert met("Null", values, *(["x"] if present else [])) is answer


@pytest.mark.parametrize(
    ("operator", "actual", "answer"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "c"], False),
        ("ForAllValues:StringNotEquals", ["c", "d"], True),
        ("ForAllValues:StringNotEquals", ["a", "d"], False),
        ("ForAnyValue:StringEquals", ["c", "a"], True),
        ("ForAnyValue:StringEquals", ["c", "d"], False),
        ("ForAnyValue:StringNotEquals", ["a", "d"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], False),
        ("ForAnyValue:StringLike", ["c", "ab"], False),
        ("StringEquals", ["a", "b"], None),  # AWS does not say
    ],
)
def test_several_values_of_a_request(operator: str, actual: list[str], answer: bool | None) -> None:
    assert met(operator, ["a", "b"], *actual) is answer


def test_a_key_is_found_whatever_its_case() -> None:
    assert meets(Condition("Bool", "AWS:securetransport", ("true",)), {"aws:securetransport": ("true",)}) is True


@pytest.mark.parametrize(
    "condition", [Condition("StringEquals", "aws:other", ("a",)), Condition(UNKNOWN, "aws:key", ("a",))]
)
def test_of_a_key_that_nobody_told_nothing_is_known(condition: Condition) -> None:
    assert meets(condition, {"aws:key": ("a",)}) is None


def test_an_unknown_key_is_not_known() -> None:
    assert meets(Condition("StringEquals", UNKNOWN, ("a",)), {"aws:key": ("a",)}) is None


@pytest.mark.parametrize(
    ("operator", "values", "answer"),
    [
        ("StringEquals", [UNKNOWN], None),
        ("StringEquals", [UNKNOWN, "x"], True),
        ("StringNotEquals", [UNKNOWN, "x"], False),
        ("StringNotEquals", [UNKNOWN], None),
        ("StringLike", [PartialText(("y", UNKNOWN))], False),
        ("NumericLessThan", [UNKNOWN], None),
        ("IpAddress", [UNKNOWN], None),
        ("ArnLike", [PartialText(("arn:", UNKNOWN))], False),
    ],
)
def test_an_unknown_value_decides_only_what_it_cannot_change(
    operator: str, values: list[Any], answer: bool | None
) -> None:
    assert met(operator, values, "x") is answer


def test_the_same_unknown_name_is_equal_to_itself() -> None:
    role = Reference("aws_iam_role.r", "arn")
    assert met("ArnEquals", [role], role) is True
    assert met("ArnEquals", [role], Reference("aws_iam_role.other", "arn")) is None


@pytest.mark.parametrize(
    ("value", "context", "answer"),
    [
        ("home/${aws:username}/*", {"aws:username": ("ann",)}, True),
        ("home/${AWS:UserName}/*", {"aws:username": ("ann",)}, True),
        ("home/${aws:username}/*", {"aws:username": ("bob",)}, False),
        ("home/${aws:username}/*", {"aws:username": None}, False),
        ("home/${aws:username}/*", {}, None),
        ("home/${aws:username, 'ann'}/*", {"aws:username": None}, True),
        ("home/${aws:username, 'bob'}/*", {"aws:username": None}, False),
        ("home/${aws:username}/*", {"aws:username": ("*",)}, False),  # what a variable stands for is no pattern
        ("${*}", {}, False),
    ],
)
def test_variables_are_filled_in_from_the_request(value: str, context: dict[str, Any], answer: bool | None) -> None:
    assert meets(Condition("StringLike", "k", (value,)), {"k": ("home/ann/x",), **context}) is answer


def test_every_condition_must_be_met() -> None:
    met, unmet, unknown = (Condition("Bool", key, ("true",)) for key in ("yes", "no", "unknown"))
    context = {"yes": ("true",), "no": ("false",)}
    assert meets_all([met, met], context) is True
    assert meets_all([met, unknown], context) is None
    assert meets_all([unknown, unmet], context) is False
    assert meets_all([], context) is True


OPERATORS = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringNotEquals",
    "StringEqualsIfExists",
]


@given(
    st.sampled_from(OPERATORS), st.lists(st.text("ab*", max_size=3), min_size=1, max_size=3),
    st.lists(st.text("ab", max_size=3), max_size=2), st.integers(0, 2),
)  # fmt: skip
def test_what_is_told_with_an_unknown_value_holds_whatever_it_is(
    operator: str, values: list[str], actual: list[str], place: int
) -> None:
    unknown = [UNKNOWN if i == place % len(values) else v for i, v in enumerate(values)]
    assert met(operator, unknown, *actual) in (None, met(operator, values, *actual))
