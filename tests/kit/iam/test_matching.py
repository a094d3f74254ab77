"""AWS's wildcards, with what is not known yet."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfproof.iam.matching import (
    covers,
    has_wildcard,
    includes,
    literal,
    match,
    matches,
    names_one_thing,
    pattern,
    widest,
)
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference

QUEUE = Reference("aws_sqs_queue.q", "arn")
OTHER = Reference("aws_sqs_queue.other", "arn")
BUCKET = PartialText(("arn:aws:s3:::", Reference("aws_s3_bucket.b", "id")))


@pytest.mark.parametrize(
    ("text", "value", "answer"),
    [
        ("s3:GetObject", "s3:GetObject", True),
        ("s3:GetObject", "s3:getobject", False),
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get*", "s3:PutObject", False),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:Get?", "s3:Get", False),
        ("*", "", True),
        ("?*", "", False),
        ("s3:[GP]etObject", "s3:GetObject", False),  # no character classes
        ("arn:aws:s3:::*", "arn:aws:s3:::b/k:v\n", True),  # * spans everything
        ("${*}", "*", True),
        ("${*}", "x", False),
        ("a${?}", "a?", True),
        ("${$}x", "$x", True),
        ("${aws:username}", "ann", None),
        ("home/${aws:username}/*", "other/ann/x", False),
        (UNKNOWN, "x", None),
        ("*", UNKNOWN, True),
        ("a*", UNKNOWN, None),
        (QUEUE, QUEUE, True),
        (QUEUE, OTHER, None),
        ("*", QUEUE, True),
        ("?*", QUEUE, None),
        ("", QUEUE, False),  # an ARN is not empty
        ("", UNKNOWN, None),
        (PartialText((QUEUE, "/*")), PartialText((QUEUE, "/a/b")), True),
        (PartialText(("arn:aws:s3:::", UNKNOWN)), "arn:aws:sqs:eu:1:q", False),
        (PartialText(("arn:aws:s3:::", UNKNOWN)), "arn:aws:s3:::b", None),
        (PartialText((UNKNOWN, "/x")), "a/y", False),
        ("arn:aws:s3:::*", BUCKET, True),
        ("arn:aws:sqs:*", BUCKET, False),
        (OneOf(["a", "b"]), "a", None),
        (OneOf(["a*", "ab"]), "ab", True),
        (OneOf(["a", "b"]), "c", False),
        ("a*", OneOf(["ab", "ac"]), True),
    ],
)
def test_a_pattern_matches_a_value(text: object, value: object, answer: object) -> None:
    assert match(text, value) is answer  # type: ignore[arg-type]


def test_the_case_of_letters_is_ignored_on_demand() -> None:
    assert match("S3:get*", "s3:GetObject", fold=True) is True


@pytest.mark.parametrize(
    ("text", "kind", "answer"),
    [
        ("*", "?*", True),
        ("**", "?*", True),
        ("?*", "?*", True),
        ("*?", "?*", True),
        ("*?a", "*ba", True),
        ("?*a", "*ba", True),
        ("*?a", "*a", False),
        ("*ab*", "*ab", True),
        ("*a*a", "*aa", True),
        ("a*", "?*", False),
        ("??*", "?*", False),
        ("*:*", "s3:?*", True),
        (UNKNOWN, "?*", None),
        (QUEUE, "?*", False),
        ("${aws:username}", "?*", False),
        (PartialText(("arn:aws:s3:::", UNKNOWN)), "arn:aws:s3:::?*", None),
        (PartialText(("arn:aws:s3:::x", UNKNOWN)), "arn:aws:s3:::?*", False),
        (OneOf(["*", "a"]), "?*", None),
        (OneOf(["*", "**"]), "?*", True),
    ],
)
def test_a_pattern_covers_all_of_a_kind(text: object, kind: str, answer: object) -> None:
    assert covers(text, kind) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wide", "narrow", "answer"),
    [
        ("s3:*", "s3:Get*", True),
        ("s3:Get*", "s3:*", False),
        ("*", UNKNOWN, True),
        (UNKNOWN, "s3:Get*", None),
        ("s3:*", UNKNOWN, None),
        (QUEUE, QUEUE, True),
        (QUEUE, "arn:aws:sqs:*", False),
        (OneOf(["*", "s3:*"]), "s3:Get*", True),
        ("s3:*", OneOf(["s3:Get*", "sqs:*"]), None),
    ],
)
def test_a_pattern_includes_another_one(wide: object, narrow: object, answer: object) -> None:
    assert includes(wide, narrow) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "path", "answer"),
    [
        ("aws_sqs_queue.q", "arn", True),
        ('module.a["x.y"].aws_iam_role.r[0]', "name", True),
        ("data.aws_caller_identity.current", "account_id", True),
        ("aws_lb.l", "access_logs.0.bucket", True),
        ("terraform_data.x", "output", False),
        ("terraform_data.x", "id", False),
        ("aws_ssm_parameter.p", "value", False),
        ("aws_cloudformation_stack.s", "outputs.role_arn", False),
        ("data.aws_iam_roles.r", "arns", False),
    ],
)
def test_only_identifiers_of_aws_resources_name_one_thing(address: str, path: str, answer: bool) -> None:
    assert names_one_thing(Reference(address, path)) is answer


def test_the_widest_text_has_a_star_for_what_is_not_known() -> None:
    assert widest(PartialText(("arn:", UNKNOWN, ":", QUEUE))) == "arn:*:*"


def test_an_escaped_wildcard_is_none() -> None:
    assert not has_wildcard("a${*}${?}")
    assert has_wildcard(PartialText((UNKNOWN, "/*")))


@pytest.mark.parametrize(
    ("text", "value", "answer"),
    [
        ("*a" + "?" * 40, "a" * 60 + "b", True),
        ("*a" * 30 + "b", "a" * 60, False),
        ("*?" * 40, "ab", False),
        ("*?a?*b?c*" * 6, "abc" * 30, False),
    ],
)
def test_a_pattern_of_many_wildcards_is_decided_at_once(text: str, value: str, answer: bool) -> None:
    assert match(text, value) is answer
    assert covers(text, f"*{value}*") is False
    assert includes("*", text) is True
    assert match(PartialText((text, UNKNOWN)), value) in (None, answer)


SMALL = st.text("ab*?", max_size=6)


@given(SMALL, st.text("ab", max_size=6))
def test_a_known_pattern_matches_like_a_regular_expression(text: str, value: str) -> None:
    expected = re.fullmatch(text.replace("*", ".*").replace("?", "."), value) is not None
    assert matches(pattern(text), literal(value)) is match(text, value) is expected


@given(SMALL, SMALL, st.text("abc", max_size=5))
def test_what_belongs_to_the_narrow_pattern_belongs_to_the_wide_one(wide: str, narrow: str, value: str) -> None:
    if includes(wide, narrow) and match(narrow, value):
        assert match(wide, value)


@given(SMALL, SMALL)
def test_a_pattern_that_does_not_cover_leaves_a_text_out(wide: str, narrow: str) -> None:
    if not covers(wide, narrow):
        longest = len(wide) + 1
        tried = [narrow.replace("*", fill).replace("?", one) for one in "abz" for fill in _fills(longest)]
        assert any(not match(wide, value) for value in tried)


def _fills(longest: int) -> list[str]:
    return ["", "a", "b", "z", *(letter * longest for letter in "abz"), "ab", "ba", "za", "zb", "az", "bz"]


@given(SMALL, st.text("ab", max_size=6), st.integers(0, 6), st.integers(0, 6))
def test_what_is_told_of_a_value_known_in_part_holds_of_the_whole(text: str, value: str, start: int, end: int) -> None:
    start, end = sorted((start, end))
    part = PartialText((value[:start], UNKNOWN, value[end:]))
    assert match(text, part) in (None, match(text, value))


@given(SMALL, st.text("ab", max_size=6), st.integers(0, 6), st.integers(0, 6))
def test_what_is_told_of_a_pattern_known_in_part_holds_of_the_whole(
    text: str, value: str, start: int, end: int
) -> None:
    start, end = sorted((start, end))
    part = PartialText((text[:start], UNKNOWN, text[end:]))
    assert match(part, value) in (None, match(text, value))
    assert covers(part, "?*") in (None, covers(text, "?*"))
