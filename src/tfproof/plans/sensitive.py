"""Values that Terraform marks as sensitive, as values that cannot be shown by accident.

They compare, hash, convert (`str`, `int`) and parse as what they are, so that a verdict does not depend on a mark; but what
is formatted of them (a message, a list's or a test's `repr`) says only that they are sensitive. It is not the only guard: what is
taken out of them (a part, a joined text) is plain again, and the last gate (`tfproof.secrecy`) looks for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tfproof.plans.values import any_true

SHOWN = "(sensitive)"


class _Sensitive:
    """What all of them have; `str()` converts like `int()` does, to what is plain."""

    __slots__ = ()

    def __repr__(self) -> str:
        return SHOWN

    def __format__(self, spec: str) -> str:
        return SHOWN


class SensitiveText(_Sensitive, str):
    """A text that is marked as sensitive."""

    __slots__ = ()
    __str__ = str.__str__


class SensitiveInt(_Sensitive, int):
    """A whole number that is marked as sensitive."""

    __slots__ = ()
    __str__ = int.__repr__


class SensitiveFloat(_Sensitive, float):
    """A number that is marked as sensitive."""

    __slots__ = ()
    __str__ = float.__repr__


_KINDS: dict[type, Any] = {str: SensitiveText, int: SensitiveInt, float: SensitiveFloat}


def guarded(value: Any, mask: Any) -> Any:
    """Return the value with every text and number that the mask marks as a sensitive one."""
    if mask is True:
        if isinstance(value, Mapping):
            return {k: guarded(v, True) for k, v in value.items()}
        if isinstance(value, list):
            return [guarded(v, True) for v in value]
        kind = _KINDS.get(type(value))
        return value if kind is None else kind(value)
    if isinstance(mask, Mapping) and isinstance(value, Mapping) and any_true(mask):
        return {k: guarded(v, mask.get(k)) for k, v in value.items()}
    if isinstance(mask, list) and isinstance(value, list) and any_true(mask):
        return [guarded(v, mask[i] if i < len(mask) else None) for i, v in enumerate(value)]
    return value
