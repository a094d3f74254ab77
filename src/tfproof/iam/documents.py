"""Policy documents: what they are made of, and how they are read from JSON, known as a whole or in part.

A value is a text or an Unknown. An Unknown in a list stands for one value or for several. What AWS would refuse is no
policy: reading it ends undecided and says why, and so no check can pass on it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tfproof.findings import Cause
from tfproof.iam.matching import Text
from tfproof.plans.values import (
    UNKNOWN,
    OneOf,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    Undecided,
    Unknown,
    is_unknown,
)

_DOCUMENT = {"Id", "Statement", "Version"}
_ELEMENTS = {
    "Action", "Condition", "Effect", "NotAction", "NotPrincipal", "NotResource", "Principal", "Resource", "Sid",
}  # fmt: skip
_KINDS = {"AWS", "CanonicalUser", "Federated", "Service", "*"}
# Stand for an unknown part inside of a text while it is parsed; no policy contains these characters.
_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal: its kind (`AWS`, `Service`, `Federated`, `CanonicalUser`, `*`) and its name."""

    kind: Text
    name: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of one operator, with the values of which one must match."""

    operator: Text
    key: Text
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. An element that is not written is None; `actions` and `conditions` are then empty."""

    position: int
    effect: Text
    sid: Text | None = None
    principals: tuple[Principal, ...] | None = None
    not_principals: tuple[Principal, ...] | None = None
    actions: tuple[Text, ...] = ()
    not_actions: tuple[Text, ...] | None = None
    resources: tuple[Text, ...] | None = None
    not_resources: tuple[Text, ...] | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def name(self) -> str:
        """How a message names it: `statement ReadObjects`, or by its number."""
        return f"statement {self.sid if isinstance(self.sid, str) and self.sid else self.position + 1}"

    @property
    def allows(self) -> bool | None:
        """Whether its effect is Allow; None where that is not known."""
        return None if is_unknown(self.effect) else self.effect == "Allow"

    @property
    def denies(self) -> bool | None:
        """Whether its effect is Deny; None where that is not known."""
        return None if self.allows is None else not self.allows


@dataclass(frozen=True, slots=True)
class Document:
    """The statements of a policy as far as they are known. `where` is how a message names the policy.

    Where it is not `complete` there may be other statements, and `missing` says what is not known.
    """

    where: str
    statements: tuple[Statement, ...] = ()
    missing: str = ""

    @property
    def complete(self) -> bool:
        """Whether these are all statements."""
        return not self.missing

    def require_complete(self) -> None:
        """Raise Undecided where there may be statements that are not known."""
        if self.missing:
            raise Undecided(Cause.UNTIL_APPLY, f"{self.missing} is known only after an apply")


def parse_text(text: str, where: str) -> Document:
    """Return the policy in a JSON text. Raises Undecided for what is no policy."""
    return parse_value(_load(text, where), where)


def parse_parts(parts: Sequence[str | Unknown], where: str) -> Document:
    """Return the policy in a JSON text of which parts are unknown, such as a template with an ARN in it.

    Where the unknown part is more than a value or a piece of one, nothing can be told of the statements.
    """
    holes = [part for part in parts if not isinstance(part, str)]
    if any(_OPEN in part for part in parts if isinstance(part, str)):
        return Document(where, missing=where)
    try:
        value = json.loads(_with_marks(parts), object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return Document(where, missing=where)
    return parse_value(_restored(value, holes), where)


def parse_value(value: Any, where: str) -> Document:
    """Return the policy in parsed JSON; its leaves, elements and blocks may be Unknown. Raises Undecided for what is no
    policy."""
    if isinstance(value, PartialJson):
        return parse_value(value.value, where)
    if is_unknown(value):
        return Document(where, missing=where)
    if not isinstance(value, Mapping):
        raise _no_policy(where, f"it is of type {type(value).__name__}, no object")
    if not value:
        return Document(where)  # how a policy is taken away from some resources
    _only(value, _DOCUMENT, where, "the policy")
    if "Statement" not in value:
        raise _no_policy(where, "it has no Statement")
    statements, missing = [], ""
    for position, entry in enumerate(listed(value["Statement"])):
        if is_unknown(entry):
            missing = missing or f"a statement of {where}"
        else:
            statements.append(_statement(entry, position, where))
    return Document(where, tuple(statements), missing)


def _load(text: str, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _no_policy(where, reason) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key} is given twice")
        found[key] = value
    return found


def _no_policy(where: str, why: str) -> Undecided:
    return Undecided(Cause.UNREADABLE, f"{where} is no policy: {why}")


def _only(entry: Mapping[Any, Any], known: set[str], where: str, what: str) -> None:
    unknown = sorted(str(key) for key in entry if key not in known)
    if unknown:
        raise _no_policy(where, f"{what} has an element {', '.join(unknown)}")


def listed(value: Any) -> list[Any]:
    """Return a value or a list of values as a list; of a list that is known in part, one Unknown stands for the rest."""
    if isinstance(value, PartialList):
        return [*value.items, UNKNOWN]
    return list(value) if isinstance(value, list | tuple) else [value]


def _statement(entry: Any, position: int, where: str) -> Statement:
    what = f"statement {position + 1}"
    if not isinstance(entry, Mapping):
        raise _no_policy(where, f"{what} is no object")
    _only(entry, _ELEMENTS, where, what)
    effect: Any = entry.get("Effect")
    if not is_unknown(effect) and effect not in ("Allow", "Deny"):
        raise _no_policy(where, f"the Effect of {what} is neither Allow nor Deny")
    if entry.get("Action") is None and entry.get("NotAction") is None:
        raise _no_policy(where, f"{what} names no Action")
    for one in ("Action", "Principal", "Resource"):
        if entry.get(one) is not None and entry.get(f"Not{one}") is not None:
            raise _no_policy(where, f"{what} has {one} and Not{one}")
    sid = entry.get("Sid")
    return Statement(
        position=position,
        effect=effect,
        sid=sid if is_unknown(sid) else str(sid or "") or None,
        principals=_principals(entry.get("Principal"), what, where),
        not_principals=_principals(entry.get("NotPrincipal"), what, where),
        actions=_texts(entry.get("Action"), what, where) or (),
        not_actions=_texts(entry.get("NotAction"), what, where),
        resources=_texts(entry.get("Resource"), what, where),
        not_resources=_texts(entry.get("NotResource"), what, where),
        conditions=_conditions(entry.get("Condition"), what, where),
    )


def _texts(value: Any, what: str, where: str) -> tuple[Text, ...] | None:
    if value is None:
        return None
    for text in (texts := listed(value)):
        if not isinstance(text, str | Unknown):
            raise _no_policy(where, f"{what} holds {text!r} in the place of a text")
    return tuple(_text(text) for text in texts)


def _text(value: str | Unknown) -> Text:
    """Return a text; of an Unknown that stands for a list or an object, nothing is known of the texts in it."""
    if isinstance(value, OneOf):
        return value if all(isinstance(c, str | Reference | PartialText) for c in value.candidates) else UNKNOWN
    return value if isinstance(value, str | Reference | PartialText) else UNKNOWN


def _principals(value: Any, what: str, where: str) -> tuple[Principal, ...] | None:
    if value is None:
        return None
    if is_unknown(value):
        return (Principal(UNKNOWN, UNKNOWN),)
    if value == "*":
        return (Principal("*", "*"),)
    if not isinstance(value, Mapping):
        raise _no_policy(where, f"the Principal of {what} is neither * nor an object")
    _only(value, _KINDS, where, f"the Principal of {what}")
    named = ((kind, name) for kind, names in value.items() for name in listed(names))
    return tuple(Principal(str(kind), _scalar(name, what, where)) for kind, name in named)


def _conditions(value: Any, what: str, where: str) -> tuple[Condition, ...]:
    if value is None:
        return ()
    if is_unknown(value):
        return (Condition(UNKNOWN, UNKNOWN, (UNKNOWN,)),)
    if not isinstance(value, Mapping):
        raise _no_policy(where, f"the Condition of {what} is no object")
    found = []
    for operator, keys in value.items():
        if is_unknown(keys):
            found.append(Condition(str(operator), UNKNOWN, (UNKNOWN,)))
        elif isinstance(keys, Mapping):
            found += [
                Condition(str(operator), str(key), tuple(_scalar(v, what, where) for v in listed(values)))
                for key, values in keys.items()
            ]
        else:
            raise _no_policy(where, f"the condition {operator} of {what} is no object")
    return tuple(found)


def _scalar(value: Any, what: str, where: str) -> Text:
    """Return a value as text: AWS takes numbers and booleans without quotes."""
    if isinstance(value, str | Unknown):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise _no_policy(where, f"{what} holds {value!r} in the place of a value")


def _with_marks(parts: Sequence[str | Unknown]) -> str:
    """Return the text with a numbered mark for each unknown part, in quotes where it is a value of its own."""
    text, inside, number = [], False, 0
    for part in parts:
        if not isinstance(part, str):
            mark = f"{_OPEN}{number}{_CLOSE}"
            text.append(mark if inside else f'"{mark}"')
            number += 1
            continue
        escaped = False
        for character in part:
            if escaped:
                escaped = False
            elif character == "\\" and inside:
                escaped = True
            elif character == '"':
                inside = not inside
        text.append(part)
    return "".join(text)


def _restored(value: Any, holes: Sequence[Unknown]) -> Any:
    """Return parsed JSON with the unknown parts back in the place of their marks."""
    if isinstance(value, dict):
        if any(_OPEN in key for key in value):
            return UNKNOWN
        return {key: _restored(child, holes) for key, child in value.items()}
    if isinstance(value, list):
        return [_restored(child, holes) for child in value]
    if not isinstance(value, str) or _OPEN not in value:
        return value
    pieces = re.split(f"{_OPEN}(\\d+){_CLOSE}", value)
    parts = [holes[int(piece)] if i % 2 else piece for i, piece in enumerate(pieces)]
    kept = [part for part in parts if is_unknown(part) or part]
    return kept[0] if len(kept) == 1 else PartialText(kept)
