"""The words that a row can ask with: each judges one argument of one resource."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Answer, Context, fails, holds, outside, passes
from tfproof.checks.reading import argument, flag, given, listed, number, own_key

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: resource, path, what is wanted, what it is when nobody sets it, context.
_Judge = Callable[["Resource", str, Any, Any, Context], Answer]


@dataclass(frozen=True, slots=True)
class Demand:
    """A word: how it judges, and how a sentence says what it wants."""

    judge: _Judge
    words: str


def _said(r: Resource, path: str, value: Any) -> str:
    return f"{path} of {r.address} is {str(value).lower() if isinstance(value, bool) else value}"


def _is(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    """The argument is this value; texts are compared without regard to case."""
    value = flag(r, path, bool(unset)) if isinstance(wanted, bool) else argument(r, path, unset)
    same = value == wanted or (isinstance(wanted, str) and str(value).lower() == wanted.lower())
    return holds(same, _said(r, path, value), f"{_said(r, path, value)}, not {str(wanted).lower()}")


def _one_of(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    value = argument(r, path, unset)
    return holds(value in wanted, _said(r, path, value), f"{_said(r, path, value)}, none of {_listed(wanted)}")


def _none_of(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    value = argument(r, path, unset)
    return holds(value not in wanted, _said(r, path, value), _said(r, path, value))


def _matches(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    value = str(argument(r, path, unset))
    met = re.fullmatch(wanted, value) is not None
    return holds(met, _said(r, path, value), f"{_said(r, path, value)}, which is not enough")


def _number(r: Resource, path: str, unset: Any) -> int:
    if unset is None and argument(r, path, None) is None:
        outside(f"what AWS does where {path} of {r.address} is not set")
    return number(r, path, unset)


def _at_least(r: Resource, path: str, wanted: Any, unset: Any, c: Context) -> Answer:
    value = _number(r, path, unset)
    if isinstance(wanted, str):
        return c.at_least(value, f"{path} of {r.address}", wanted)
    return holds(value >= wanted, _said(r, path, value), f"{_said(r, path, value)}, fewer than {wanted}")


def _at_most(r: Resource, path: str, wanted: Any, unset: Any, c: Context) -> Answer:
    value = _number(r, path, unset)
    if isinstance(wanted, str):
        return c.at_most(value, f"{path} of {r.address}", wanted)
    return holds(value <= wanted, _said(r, path, value), f"{_said(r, path, value)}, more than {wanted}")


def _includes(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    found = listed(r, path, unset or ())
    missing = [word for word in wanted if word not in found.known]
    if missing and found.open:
        found.all()
    return holds(not missing, f"{path} of {r.address} has {_listed(wanted)}", f"{path} lacks {_listed(missing)}")


def _excludes(r: Resource, path: str, wanted: Any, unset: Any, _: Context) -> Answer:
    found = listed(r, path, unset or ())
    bad = [word for word in found.known if word in wanted]
    if not bad and found.open:
        found.all()
    return holds(not bad, f"{path} of {r.address} has none of {_listed(wanted)}", f"{path} has {_listed(bad)}")


def _own_key(r: Resource, path: str, wanted: Any, _: Any, __: Context) -> Answer:
    return own_key(r, path, managed_alias=wanted)


def _given(r: Resource, path: str, wanted: Any, _: Any, __: Context) -> Answer:
    what = f"{path} of {r.address}"
    if wanted:
        return holds(given(r, path), f"{what} is set", f"{what} is not set")
    return fails(f"{what} is set") if given(r, path) else passes(f"{what} is not set")


def _listed(words: Any) -> str:
    return ", ".join(str(word) for word in words)


#: By the key of a row that holds what is wanted.
DEMANDS = {
    "is": Demand(_is, "is {}"),
    "one-of": Demand(_one_of, "is one of {}"),
    "none-of": Demand(_none_of, "is none of {}"),
    "matches": Demand(_matches, "matches {}"),
    "at-least": Demand(_at_least, "is at least {}"),
    "at-most": Demand(_at_most, "is at most {}"),
    "includes": Demand(_includes, "includes {}"),
    "excludes": Demand(_excludes, "has none of {}"),
    "own-key": Demand(_own_key, "names a key of the account's own"),
    "given": Demand(_given, "is set"),
}
