"""A plan as JSON text, resource by resource, each through the gate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: What is taken apart: mappings and lists of them, down to what holds resources, declarations or changes.
_TAKEN_APART = frozenset(
    {
        "child_modules",
        "configuration",
        "module",
        "module_calls",
        "planned_values",
        "prior_state",
        "root_module",
        "values",
    }
)
#: Lists of which each element goes through the gate as a whole, with its keys: they tell what a value is.
_IN_ELEMENTS = frozenset({"resource_changes", "resource_drift", "resources"})


def pieces(plan: Mapping[str, Any], scrub: Callable[[Any], Any]) -> Iterator[str]:
    """Yield the JSON text of `scrub(plan)`; no more of the plan than one resource or module call is scrubbed at once."""
    yield from _members(plan, scrub)
    yield "\n"


def _members(node: Mapping[str, Any], scrub: Callable[[Any], Any], *, apart: bool = False) -> Iterator[str]:
    """Yield a mapping; with `apart` all of its values are mappings that are taken apart, whatever they are called."""
    opening = "{"
    for key, value in node.items():
        yield opening
        opening = ","
        if isinstance(value, dict) and (apart or key in _TAKEN_APART):
            yield f"{_text(key)}: "
            yield from _members(value, scrub, apart=key == "module_calls" and not apart)
        elif isinstance(value, list) and not apart and (key in _IN_ELEMENTS or key in _TAKEN_APART):
            yield f"{_text(key)}: ["
            for position, element in enumerate(value):
                yield ",\n" if position else "\n"
                if key in _IN_ELEMENTS or not isinstance(element, dict):
                    yield _text(scrub(element))
                else:
                    yield from _members(element, scrub)
            yield "]"
        else:
            yield _text(scrub({key: value}))[1:-1]
    yield "{}" if opening == "{" else "}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
