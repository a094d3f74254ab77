"""What a fact says of a value: the value itself, or words that take one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tfproof.errors import BadInput, instead_of
from tfproof.facts.reading import inside, steps_of
from tfproof.plans.values import has_unknown, identity, is_unknown

#: Whether a value is what somebody wants.
Test = Callable[[Any], bool]


def same(value: Any, other: Any) -> bool:
    """Whether two values are equal and of one kind: 1 is not True, and "1" is not 1."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(same(v, other[k]) for k, v in value.items())
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(same, value, other))
    return isinstance(value, bool) == isinstance(other, bool) and bool(value == other)


def like(pattern: str) -> Test:
    """Return whether a text is as the pattern says, in which `*` stands for any text."""
    expression = re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
    return lambda value: isinstance(value, str) and expression.fullmatch(value) is not None


def _number(compare: Callable[[float, float], bool]) -> Callable[[Any], Test]:
    def of(bound: Any) -> Test:
        limit = _as_number(bound)
        if limit is None:
            raise BadInput(f"{bound!r} is no number", "give it one")
        return lambda value: (number := _as_number(value)) is not None and compare(number, limit)

    return of


def _as_number(value: Any) -> float | None:
    """A number, also where the provider keeps it as a text."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _not(raw: Any) -> Test:
    other = of_value(raw)
    return lambda value: not has_unknown(value) and not other(value)


def _any_of(raw: Any) -> Test:
    tests = [of_value(r) for r in _listed(raw)]
    return lambda value: any(test(value) for test in tests)


def _size(raw: Any) -> Test:
    test = of_value(raw)
    return lambda value: isinstance(value, Mapping | Sequence) and test(len(value))


def _different(raw: Any) -> Test:
    test = of_value(raw)
    return lambda value: (
        isinstance(value, list) and not has_unknown(value) and test(len({identity(member) for member in value}))
    )


def _holding(raw: Any) -> Test:
    """Parts of a text, members of a list, or entries of an object."""
    if isinstance(raw, Mapping):
        return shape(raw)
    tests = [_member(r) for r in _listed(raw)]

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return all(isinstance(part, str) and part in value for part in raw)
        return isinstance(value, list) and all(any(one(member) for member in value) for one in tests)

    return test


def _exactly(raw: Any) -> Test:
    tests = [_member(r) for r in _listed(raw)]
    return lambda value: isinstance(value, list) and pairing(tests, value) is not None


def pairing(tests: Sequence[Test], members: Sequence[Any]) -> dict[int, int] | None:
    """Return which test each member passes, one for each; None where there is no such pairing."""
    passing = [[n for n, test in enumerate(tests) if test(member)] for member in members]
    taken: dict[int, int] = {}

    def placed(member: int, tried: set[int]) -> bool:
        for test in passing[member]:
            if test not in tried:
                tried.add(test)
                if test not in taken or placed(taken[test], tried):
                    taken[test] = member
                    return True
        return False

    if len(tests) != len(members) or not all(placed(member, set()) for member in range(len(members))):
        return None
    return taken


def _member(raw: Any) -> Test:
    """An object is the shape of a member, unless it is made of words only."""
    return shape(raw) if isinstance(raw, Mapping) and raw.keys() - WORDS.keys() else of_value(raw)


def shape(raw: Mapping[str, Any]) -> Test:
    """Return whether the values at these paths inside of a value are as they say, each path leading somewhere."""
    tests = [(steps_of(str(path)), of_value(wanted)) for path, wanted in raw.items()]

    def test(value: Any) -> bool:
        found = [(one, inside(value, steps)) for steps, one in tests]
        return all(values and all(one(v) for v in values) for one, values in found)

    return test


def _listed(raw: Any) -> list[Any]:
    if not isinstance(raw, list) or not raw:
        raise BadInput(f"{raw!r} is no list of something", "give it a list")
    return raw


def _is(raw: Any) -> Test:
    return lambda value: not has_unknown(value) and same(value, raw)


def _text(raw: Any) -> Test:
    if not isinstance(raw, str):
        raise BadInput(f"like: {raw!r} is no text", "write a text with * for what may be anything")
    return like(raw)


#: The words that say what a value is, each with what makes a test of its operand.
WORDS: dict[str, Callable[[Any], Test]] = {
    "above": _number(lambda value, bound: value > bound),
    "any_of": _any_of,
    "at_least": _number(lambda value, bound: value >= bound),
    "at_most": _number(lambda value, bound: value <= bound),
    "below": _number(lambda value, bound: value < bound),
    "different": _different,
    "exactly": _exactly,
    "holds": _holding,
    "is": _is,
    "like": _text,
    "not": _not,
    "size": _size,
    "unknown": lambda raw: lambda value: is_unknown(value) is bool(raw),
}


def of_value(raw: Any) -> Test:
    """Return whether a value is as a fact says it: equal, or as all words of an object say."""
    if not isinstance(raw, Mapping):
        return _is(raw)
    if wrong := [str(word) for word in raw if word not in WORDS]:
        hint = f"{instead_of(wrong, WORDS)}; `is` takes an object as it stands"
        raise BadInput(f"{', '.join(wrong)} says nothing of a value", hint)
    tests = [(word == "unknown", WORDS[word](operand)) for word, operand in raw.items()]
    if not tests:
        raise BadInput("{} says nothing of a value", "write { is: {} }")
    # What is not known is nothing yet: no other word holds of it.
    return lambda value: all((of_unknown or not is_unknown(value)) and test(value) for of_unknown, test in tests)
