"""Whether anything in a plan names a resource: some argument of another one, or an output of the root module."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tfproof.plans.addresses import without_key
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

_KEY = re.compile(r"\[[^\]]*\]")


@dataclass(slots=True)
class Usage:
    """Who names the resources of some types: surely, by their addresses, and perhaps, with the reason."""

    users: dict[str, list[tuple[Resource, str]]] = field(default_factory=dict)
    perhaps: dict[str, str] = field(default_factory=dict)
    anybody: str = ""


def usage(plan: Plan, kinds: Sequence[str], words: str, but: Mapping[str, str]) -> Usage:
    """Return who names resources of the types `kinds` by an argument whose name has one of the words (a pattern).

    `but` are arguments that are no use, by the type that has them.
    """

    def find() -> Usage:
        found = Usage()
        for holder in plan.managed:
            for path in _paths(holder, re.compile(words), found):
                if but.get(holder.type) != path:
                    _note(found, holder, path, kinds)
        return found

    return plan.remembered(("usage", tuple(kinds), words), find)


def _note(found: Usage, holder: Resource, path: str, kinds: Sequence[str]) -> None:
    members = holder.plan.relations.members(holder, path, kinds)
    for named in members.found:
        if named is not holder:
            found.users.setdefault(named.address, []).append((holder, path))
    for maybe in members.open:
        for candidate in maybe.candidates or ():
            found.perhaps.setdefault(candidate.address, maybe.detail)
        if maybe.candidates is None:
            found.anybody = found.anybody or maybe.detail


def _paths(holder: Resource, words: re.Pattern[str], found: Usage, under: str = "") -> Iterator[str]:
    """Yield the paths of the arguments whose names have a word, as often as their blocks are there."""
    schema = Schema.load()
    for name in schema.names_in(holder.type, under):
        path = f"{under}.{name}" if under else name
        kind = schema.kind_of(holder.type, path)
        if kind is None or not kind.settable:
            continue
        if kind.shape[-1] != "object":
            if words.search(name):
                yield path
            continue
        value = holder.peek(path)
        if is_unknown(value):
            if holder.declared(path) is not ABSENT and _has_word(holder.type, words, f"{path}.0"):
                found.anybody = found.anybody or f"how many {path} {holder.address} has is known only after an apply"
        elif isinstance(value, dict):
            yield from _paths(holder, words, found, path)
        else:
            for position in range(len(value)) if isinstance(value, list) else ():
                yield from _paths(holder, words, found, f"{path}.{position}")


def _has_word(kind: str, words: re.Pattern[str], under: str) -> bool:
    """Whether an argument somewhere in a block has a name with a word."""
    schema = Schema.load()
    for name in schema.names_in(kind, under):
        found = schema.kind_of(kind, f"{under}.{name}")
        if found is not None and found.settable and words.search(name):
            return True
        if found is not None and found.shape[-1] == "object" and _has_word(kind, words, f"{under}.{name}.0"):
            return True
    return False


def is_output(resource: Resource) -> bool:
    """Whether an output of the root module hands the resource on, or may do so: it goes through what a plan leaves out."""
    handed = resource.plan.remembered("what outputs hand on", lambda: _handed_on(resource.plan))
    return handed is None or without_key(_KEY.sub("", resource.address)) in handed


def _handed_on(plan: Plan) -> set[str] | None:
    """Return the declarations that outputs of the root module name; None where one goes through a local value."""
    found: set[str] = set()
    root = (plan.raw.get("configuration") or {}).get("root_module") or {}
    for output in (root.get("outputs") or {}).values():
        if not _collect(output.get("expression"), root, "", found):
            return None
    return found


def _collect(expression: Any, module: Mapping[str, Any], prefix: str, found: set[str]) -> bool:
    complete = True
    for text in _references(expression):
        parts = _KEY.sub("", text).split(".")
        if parts[0] == "local":
            complete = False
        elif parts[0] == "module" and len(parts) > 1:
            call = (module.get("module_calls") or {}).get(parts[1], {})
            child = call.get("module") or {}
            outputs = child.get("outputs") or {}
            for name in [parts[2]] if len(parts) > 2 else outputs:
                inner = outputs.get(name, {}).get("expression")
                complete &= _collect(inner, child, f"{prefix}module.{parts[1]}.", found)
        elif len(parts) > 1:
            found.add(f"{prefix}{parts[0]}.{parts[1]}")
    return complete


def _references(expression: Any) -> Iterator[str]:
    if isinstance(expression, dict):
        for key, value in expression.items():
            if key == "references" and isinstance(value, list):
                yield from (str(v) for v in value)
            else:
                yield from _references(value)
    elif isinstance(expression, list):
        for value in expression:
            yield from _references(value)
