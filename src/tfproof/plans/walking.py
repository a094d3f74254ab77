"""Steps into values of which parts are symbolic: attributes of resources, elements, keys that are not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tfproof.plans.functions import EvaluationFailed, SetOf, as_text
from tfproof.plans.values import ABSENT, UNKNOWN, OneOf, PartialText, Reference, Unknown, is_unknown

#: Where a resource instance's value at a path is looked up: a value, UNKNOWN or ABSENT.
Lookup = Callable[[str, str], Any]


class Walker:
    """Walks into values; what a resource's attribute is comes from `lookup`."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def walk(self, value: Any, steps: Sequence[Any]) -> Any:
        """Return the element of a value at some steps."""
        for position, step in enumerate(steps):
            if isinstance(value, Reference) and not is_unknown(step):
                value = self._attribute(value, str(step))
            elif isinstance(value, OneOf):
                return OneOf([self._walked(c, steps[position:]) for c in value.candidates])
            elif is_unknown(value):
                return UNKNOWN
            elif is_unknown(step):
                members = list(value.values()) if isinstance(value, dict) else value
                candidates = _matching(value, step) if isinstance(value, dict) else members
                if not isinstance(members, list) or not candidates:
                    return UNKNOWN
                return OneOf([self._walked(m, steps[position + 1 :]) for m in candidates])
            else:
                value = _element(value, step)
        return value

    def _walked(self, value: Any, steps: Sequence[Any]) -> Any:
        try:
            return self.walk(value, steps)
        except EvaluationFailed:
            return UNKNOWN

    def _attribute(self, reference: Reference, name: str) -> Any:
        path = f"{reference.path}.{name}" if reference.path else name
        value = self._lookup(reference.address, path)
        if value is ABSENT or value is UNKNOWN:
            return Reference(reference.address, path)
        return _symbolic(value, reference.address, path)


def _symbolic(value: Any, address: str, path: str) -> Any:
    """Return a value of a resource with a Reference in each place where it is not known."""
    if isinstance(value, Unknown):
        return Reference(address, path)
    if isinstance(value, dict):
        return {k: _symbolic(v, address, f"{path}.{k}") for k, v in value.items()}
    if isinstance(value, list):
        return [_symbolic(v, address, f"{path}.{i}") for i, v in enumerate(value)]
    return value


def _element(value: Any, step: Any) -> Any:
    if isinstance(value, dict):
        key = as_text(step)
        if key in value:
            return value[key]
        raise EvaluationFailed(f"no {key}")
    if isinstance(value, list):
        numeric = type(step) is int or (isinstance(step, str) and step.isascii() and step.isdigit())
        index = int(step) if numeric else None
        if index is None or isinstance(value, SetOf) or not 0 <= index < len(value):
            raise EvaluationFailed("no such element")
        return value[index]
    raise EvaluationFailed("nothing inside")


def _matching(members: dict[str, Any], key: Unknown) -> list[Any]:
    """Return the members whose key a partly known text can be."""
    if isinstance(key, OneOf) and all(isinstance(c, str) for c in key.candidates):
        return [v for k, v in members.items() if k in key.candidates]
    if not isinstance(key, PartialText):
        return list(members.values())
    return [
        v
        for k, v in members.items()
        if k.startswith(key.prefix) and k.endswith(key.suffix) and len(k) >= len(key.prefix) + len(key.suffix)
    ]
