"""What a key in brackets is, as far as literals tell.

`this["${each.key}/${zone}"]` in the instance `app` is `app/` and something unknown; `this[var.tier]` is what the caller
wrote for `tier`. Nothing else is evaluated: conditions are not decided, both branches count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tfproof.terraform.hcl import TRANSPARENT, Key, NotLiteral, Step, Traversal, literal, loop_of, parts_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from tfproof.plans.scope import Scope

#: Stands for any text within a value; no key of Terraform's contains it.
ANY = "\0"
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands: its module, the resource or call whose `each` is meant, and the loops around it."""

    scope: Scope
    entry: dict[str, Any] | None
    index: Step
    loops: tuple[tuple[str, str], ...] = ()


def key_text(key: Key, frame: Frame) -> str:
    """Return the key, with ANY in the place of what is not known."""
    values = set(_values(key.expression.node, (), replace(frame, loops=key.loops), 0))
    return values.pop() if len(values) == 1 else ANY


def key_pattern(text: str) -> str:
    """Return a regular expression for the keys that a text with ANY can stand for."""
    return ".*".join(re.escape(part) for part in text.split(ANY))


def _values(node: Node, steps: tuple[Step, ...], frame: Frame, depth: int) -> list[str]:
    """Return what the element at `steps` can be: nothing where there is no such element, ANY where it is unknown."""
    if depth > _MAX_DEPTH:
        return [ANY]
    kind, parts = parts_of(node)
    match kind:
        case "literal":
            return _within(literal(node), steps)
        case "object":
            if not steps or not isinstance(steps[0], str):
                return [ANY]
            return [v for key, value in parts if key == steps[0] for v in _values(value, steps[1:], frame, depth + 1)]
        case "template":
            texts = [p if isinstance(p, str) else _one(_values(p, (), frame, depth + 1)) for p in parts]
            return ["".join(texts)]
        case "branches":
            return [v for branch in parts for v in _values(branch, steps, frame, depth + 1)]
        case "call" if parts[0] in TRANSPARENT:
            return [v for argument in parts[1:] for v in _values(argument, steps, frame, depth + 1)]
        case "loop":
            return _loop(node, steps, frame, depth)
        case "traversal":
            return _follow(parts[0], steps, frame, depth)
    return [ANY]


def _one(values: list[str]) -> str:
    return values[0] if len(set(values)) == 1 else ANY


def _within(value: Any, steps: tuple[Step, ...]) -> list[str]:
    """Return the element of a literal as text."""
    for step in steps:
        if isinstance(value, dict):
            if step not in value:
                return []
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return [ANY]
    return [str(value)] if isinstance(value, str | int) and not isinstance(value, bool) else [ANY]


def _loop(node: Node, steps: tuple[Step, ...], frame: Frame, depth: int) -> list[str]:
    """`{ for k, v in C : k => E }` at `[key]` is E with k bound to the key."""
    loop = loop_of(node)
    if loop is None or not loop.keeps_keys or not steps or not isinstance(steps[0], str):
        return [ANY]
    bound = replace(frame, loops=(*frame.loops, (loop.key, steps[0])))
    return _values(loop.value_expression, steps[1:], bound, depth + 1)


def _follow(traversal: Traversal, steps: tuple[Step, ...], frame: Frame, depth: int) -> list[str]:
    path = (*traversal.steps, *steps)
    scope = frame.scope
    if traversal.root in dict(frame.loops):
        return [ANY] if path else [dict(frame.loops)[traversal.root]]
    match traversal.root:
        case "each" if path == ("key",) and frame.index is not None:
            return [str(frame.index)]
        case "each" if path[:1] == ("value",) and frame.entry is not None:
            return _for_each(frame, path[1:], depth)
        case "local" if path and scope.files is not None and str(path[0]) in scope.files.locals:
            inner = Frame(scope, None, None)
            return _values(scope.files.locals[str(path[0])].node, path[1:], inner, depth + 1)
        case "var" if path:
            return _variable(scope, str(path[0]), path[1:], depth)
    return [ANY]


def _for_each(frame: Frame, steps: tuple[Step, ...], depth: int) -> list[str]:
    assert frame.entry is not None
    block = frame.scope.declaration(frame.entry)
    expression = block.attributes.get("for_each") if block else None
    if expression is None:
        return [ANY]
    inner = Frame(frame.scope, None, None)
    return _values(expression.node, (frame.index, *steps), inner, depth + 1)


def _variable(scope: Scope, name: str, steps: tuple[Step, ...], depth: int) -> list[str]:
    """What the caller gave, else the default; the plan itself says it where all of it is constant."""
    if scope.parent is None:
        return _within(scope.variables[name]["value"], steps) if name in scope.variables else [ANY]
    call = scope.call
    given = call.get("expressions", {}).get(name)
    if given is not None and "constant_value" in given:
        return _within(given["constant_value"], steps)
    if given is not None:
        block = scope.parent.declaration(call)
        expression = block.attributes.get(name) if block else None
        if expression is None:
            return [ANY]
        return _values(expression.node, steps, Frame(scope.parent, call, scope.key), depth + 1)
    variable = scope.files.variables.get(name) if scope.files else None
    try:
        return _within(variable.attributes["default"].literal(), steps) if variable else [ANY]
    except (KeyError, NotLiteral):
        return [ANY]
