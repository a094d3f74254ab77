"""What is not known cannot be forgotten, and a path reads unknown exactly when it or something above it is masked."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfproof.findings import Cause
from tfproof.plans.declared import _at as declared_at
from tfproof.plans.values import (
    UNKNOWN,
    OneOf,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    Undecided,
    has_unknown,
    identity,
    is_unknown,
    lookup,
    plain,
    with_unknowns,
)

EVERY_KIND = [
    UNKNOWN,
    Reference("aws_x.y", "arn"),
    PartialText((Reference("aws_x.y", "arn"), "/*")),
    PartialJson({"a": UNKNOWN}),
    PartialList(["a"]),
    OneOf(["a", "b"]),
]
USES = {
    "is equal": lambda u: u == "x",
    "is equal to": lambda u: "x" == u,  # noqa: SIM300
    "is not equal": lambda u: u != "x",
    "is in a list": lambda u: "x" in ["y", u],
    "has inside": lambda u: "x" in u,
    "is true": bool,
    "is not true": lambda u: not u,
    "is text": str,
    "in a message": lambda u: f"{u}",
    "length": len,
    "all of": lambda u: [x for x in u],  # noqa: C416
    "first": lambda u: u[0],
    "number": int,
    "less": lambda u: u < 3,
    "at least": lambda u: u >= 3,
    "sum": lambda u: u + "x",
    "method": lambda u: u.lower(),
    "sorted": lambda u: sorted(["a", u, "b"]),
}


@pytest.mark.parametrize("unknown", EVERY_KIND, ids=repr)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_every_use_of_what_is_not_known_leaves_undecided(unknown: Any, use: Any) -> None:
    with pytest.raises(Undecided) as caught:
        use(unknown)
    assert caught.value.cause is Cause.UNTIL_APPLY


def test_what_is_not_known_is_no_member_of_a_set() -> None:
    with pytest.raises(Undecided):
        {UNKNOWN}  # noqa: B018


def test_a_known_member_before_it_decides_membership() -> None:
    assert "x" in ["x", UNKNOWN]


@pytest.mark.parametrize("unknown", EVERY_KIND, ids=repr)
def test_what_is_not_known_goes_to_another_process(unknown: Any) -> None:
    assert repr(pickle.loads(pickle.dumps(unknown))) == repr(unknown)  # noqa: S301 - our own bytes
    assert is_unknown(copy.deepcopy([unknown])[0])


def test_unknown_itself_stays_the_only_one() -> None:
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN  # noqa: S301 - our own bytes


TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.text("ab", max_size=2)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def masked(draw: Any) -> tuple[Any, Any]:
    """A value and a mask of its shape."""

    def mask(value: Any) -> Any:
        if draw(st.integers(0, 4)) == 0:
            return True
        if isinstance(value, dict):
            return {k: mask(v) for k, v in value.items()}
        if isinstance(value, list):
            return [mask(v) for v in value]
        return False

    value = draw(TREES)
    return value, mask(value)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield path and value of everything that is neither list nor mapping."""
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(child, (*path, str(key)))
    else:
        yield path, value


def marked_above(mask: Any, path: tuple[str, ...]) -> bool:
    """Whether the mask marks the path or something above it."""
    for part in path:
        if mask is True:
            return True
        if isinstance(mask, dict):
            mask = mask.get(part)
        elif isinstance(mask, list):
            mask = mask[int(part)] if int(part) < len(mask) else None
        else:
            return False
    return mask is True


@given(masked())
def test_a_path_reads_unknown_exactly_when_it_or_something_above_is_masked(pair: tuple[Any, Any]) -> None:
    value, mask = pair
    for path, leaf in leaves(value):
        found = lookup(value, mask, path)
        assert is_unknown(found) is marked_above(mask, path)
        if not is_unknown(found):
            assert found == leaf


@given(masked())
def test_a_value_holds_an_unknown_in_each_place_that_is_masked(pair: tuple[Any, Any]) -> None:
    value, mask = pair
    whole = with_unknowns(value, mask)
    for path, _ in leaves(value):
        here = whole
        for part in path:
            if is_unknown(here):
                break
            here = here[int(part)] if isinstance(here, list) else here[part]
        assert is_unknown(here) is marked_above(mask, path)


@given(masked())
def test_what_becomes_evidence_holds_no_unknown(pair: tuple[Any, Any]) -> None:
    assert not has_unknown(plain(with_unknowns(*pair)))


@pytest.mark.parametrize(
    ("values", "mask", "path", "expected"),
    [
        ({"a": ["x", None]}, {"a": [False, True]}, "a.1", UNKNOWN),
        ({"a": ["x"]}, {"a": [False, True]}, "a.1", UNKNOWN),
        ({}, {"a": {"b": True}}, "a.b", UNKNOWN),
        ({"a": None}, {"a": True}, "a.b.c", UNKNOWN),
        ({"a": [{"b": 1}]}, {"a": [{}]}, "a.0.b", 1),
    ],
)
def test_what_terraform_leaves_out_of_the_values_is_unknown_by_the_mask(values, mask, path, expected) -> None:
    found = lookup(values, mask, path.split("."))
    assert found is expected or found == expected


def test_what_a_message_shows_the_same_is_not_the_same():
    ours, theirs = PartialJson({"Action": "sns:Publish", "x": UNKNOWN}), PartialJson({"Action": "*", "x": UNKNOWN})
    assert repr(ours) == repr(theirs)
    assert identity(ours) != identity(theirs)
    assert identity(ours) == identity(PartialJson({"x": UNKNOWN, "Action": "sns:Publish"}))
    assert identity(True) != identity(1)
    assert identity(Reference("a.b", "arn")) != identity("(a.b.arn, known after apply)")


def test_a_choice_inside_of_a_value_is_walked_from_where_it_stands():
    value = {"a": OneOf([{"b": 1}, {"b": 2}])}
    assert declared_at(value, ["a", "b"]).candidates == (1, 2)
