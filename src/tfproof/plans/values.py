"""What is not known yet, as values that cannot be forgotten, and how nested values and masks are walked.

A value that exists only after an apply is an `Unknown`. Whoever compares, iterates, tests or formats one gets
`Undecided`: a predicate that forgets that a value may be unknown ends undecided, never in a verdict.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tfproof.findings import Cause


class Undecided(Exception):
    """A check cannot decide, with the typed cause; `missing` names the control that lies outside the plan."""

    def __init__(self, cause: Cause, detail: str = "", missing: str = "") -> None:
        super().__init__(detail or missing or cause.value)
        self.cause = cause
        self.detail = detail
        self.missing = missing

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.cause, self.detail, self.missing))


class Unknown:
    """A value that exists only after an apply. Every use but `is`, `isinstance` and `repr` raises Undecided."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(known after apply)"

    def _refuse(self, *_: object) -> Any:
        raise Undecided(Cause.UNTIL_APPLY, f"{self!r}")

    def __eq__(self, other: object) -> bool:
        return other is self or bool(self._refuse())

    def __ne__(self, other: object) -> bool:
        return other is not self and bool(self._refuse())

    def __hash__(self) -> int:
        return int(self._refuse())

    def __deepcopy__(self, memo: dict[int, Any]) -> Unknown:
        return self

    def __copy__(self) -> Unknown:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._refuse()

    __bool__ = __str__ = __len__ = __iter__ = __contains__ = __getitem__ = __int__ = __float__ = __index__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __format__ = _refuse


class _Unknown(Unknown):
    """The type of `UNKNOWN`."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "UNKNOWN"


#: Nothing is known of the value.
UNKNOWN = _Unknown()


class Reference(Unknown):
    """The value that the attribute at `path` of the resource instance at `address` will have.

    Without a path it is the instance itself.
    """

    __slots__ = ("address", "path")

    def __init__(self, address: str, path: str = "") -> None:
        self.address = address
        self.path = path

    def __repr__(self) -> str:
        return f"({self.address}{'.' if self.path else ''}{self.path}, known after apply)"

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Reference) and (other.address, other.path) == (self.address, self.path)
        return same or bool(self._refuse())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.address, self.path))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Reference, (self.address, self.path))


class PartialText(Unknown):
    """A text of which some parts are known: `parts` are texts and Unknowns in turn, such as (Reference, "/*")."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[str | Unknown]) -> None:
        self.parts = tuple(parts)

    def __repr__(self) -> str:
        return "".join(p if isinstance(p, str) else repr(p) for p in self.parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return (PartialText, (self.parts,))

    @property
    def prefix(self) -> str:
        """The known text it begins with."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], str) else ""

    @property
    def suffix(self) -> str:
        """The known text it ends with."""
        return self.parts[-1] if self.parts and isinstance(self.parts[-1], str) else ""


class PartialJson(Unknown):
    """The JSON text of a `value` of which some parts are unknown."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "(JSON, partly known after apply)"

    def __reduce__(self) -> tuple[Any, ...]:
        return (PartialJson, (self.value,))


class PartialList(Unknown):
    """A list of which these `items` are elements; there may be others."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Any]) -> None:
        self.items = tuple(items)

    def __repr__(self) -> str:
        return f"({shown(self.items)} and perhaps others)" if self.items else "(known after apply)"

    def __reduce__(self) -> tuple[Any, ...]:
        return (PartialList, (self.items,))


class OneOf(Unknown):
    """One of the `candidates`: which, something decides that is not known."""

    __slots__ = ("candidates",)

    def __init__(self, candidates: Sequence[Any]) -> None:
        self.candidates = tuple(candidates)

    def __repr__(self) -> str:
        return f"(one of {shown(self.candidates)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (OneOf, (self.candidates,))


class Absent:
    """The type of `ABSENT`: there is no such attribute."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "(absent)"

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


def is_unknown(value: Any) -> bool:
    """Whether the value as a whole is not known."""
    return isinstance(value, Unknown)


def has_unknown(value: Any) -> bool:
    """Whether the value or anything inside it is not known."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Mapping):
        return any(has_unknown(v) for v in value.values())
    if isinstance(value, list | tuple):
        return any(has_unknown(v) for v in value)
    return False


def shown(value: Any) -> str:
    """Return how a message names a value, known or not."""
    if isinstance(value, list | tuple):
        return ", ".join(shown(v) for v in value)
    return repr(value) if isinstance(value, Unknown) else f"{value}"  # formatted: what is sensitive says only that


def with_holes(text: Any, hole: str) -> str:
    """Return a text with `hole` in the place of each part that is not known, or of all where it is no text."""
    parts = text.parts if isinstance(text, PartialText) else (text,)
    return "".join(p if isinstance(p, str) else hole for p in parts)


def plain(value: Any) -> Any:
    """Return the value as JSON-like data, with the text of `shown` in the place of what is not known."""
    if isinstance(value, Unknown):
        return repr(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


def identity(value: Any) -> Any:
    """Return what is the same for two values only if they are the same, down to what is not known in them.

    What a message shows of a value is not: it tells two texts apart that are partly known only by what it shows.
    """
    if isinstance(value, Unknown):
        reduced = value.__reduce__()
        return reduced if isinstance(reduced, str) else (type(value).__name__, *(identity(v) for v in reduced[1]))
    if isinstance(value, Mapping):
        return ("mapping", *sorted((str(k), identity(v)) for k, v in value.items()))
    if isinstance(value, list | tuple):
        return (type(value).__name__, *(identity(v) for v in value))
    return json.dumps(value)  # not its `repr`: what is sensitive all looks the same


def step(value: Any, part: str) -> Any:
    """Return the attribute, key or element `part` of a value; ABSENT where there is none."""
    if isinstance(value, Mapping):
        return value.get(part, ABSENT)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return ABSENT


def any_true(mask: Any) -> bool:
    """Whether a mask of Terraform's marks anything."""
    if isinstance(mask, Mapping):
        return any(any_true(v) for v in mask.values())
    if isinstance(mask, list):
        return any(any_true(v) for v in mask)
    return mask is True


def mask_at(mask: Any, path: Sequence[str]) -> Any:
    """Return the mask at a path: True when it or anything above it is marked, None where there is none."""
    for part in path:
        if mask is True:
            return True
        mask = step(mask, part)
    return None if mask is ABSENT else mask


def lookup(values: Any, unknown: Any, path: Sequence[str]) -> Any:
    """Return the value at a path: UNKNOWN exactly when it or anything above it is marked, ABSENT where there is none.

    What is inside the value is marked as well: a list of which one element is not known holds UNKNOWN there.
    """
    mask = mask_at(unknown, path)
    if mask is True:
        return UNKNOWN
    value = values
    for part in path:
        if value is ABSENT or value is None:
            break
        value = step(value, part)
    return with_unknowns(value, mask)


def with_unknowns(value: Any, mask: Any) -> Any:
    """Return the value with UNKNOWN in each place that the mask marks."""
    if mask is True:
        return UNKNOWN
    if mask is None or mask is False or not any_true(mask):
        return value
    if isinstance(mask, Mapping) and (value is ABSENT or value is None or isinstance(value, Mapping)):
        inner = value if isinstance(value, Mapping) else {}
        names = dict.fromkeys([*inner, *(k for k, m in mask.items() if any_true(m))])
        return {k: with_unknowns(inner.get(k), mask.get(k)) for k in names}
    if isinstance(mask, list) and (value is ABSENT or value is None or isinstance(value, list)):
        elements = value if isinstance(value, list) else []
        longest = max(len(elements), len(mask))
        return [
            with_unknowns(elements[i] if i < len(elements) else None, mask[i] if i < len(mask) else None)
            for i in range(longest)
        ]
    return UNKNOWN  # a mask of another shape than the value: what it marks cannot be told
