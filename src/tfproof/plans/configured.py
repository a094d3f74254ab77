"""Whether an argument is set at all. AWS fills many in, so that before an apply they are unknown, set or
not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.plans.view import UNKNOWN, Resource
from tfproof.terraform.hcl import Traversal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfproof.plans.scope import Scope
    from tfproof.terraform.hcl import Block, Expression

_MAX_DEPTH = 40


def unset(resource: Resource, path: str) -> bool:
    """Whether the configuration leaves the argument to the provider.

    An unknown value is unset when the declaration does not name the argument, or when all that feeds it is
    known before an apply: then it is a null that came through variables, and AWS fills it in. False where
    that cannot be told.
    """
    value = resource.get(path)
    if value is not UNKNOWN:
        return value is None
    found = resource.plan.resolver.config(resource.address)
    if found is None:
        return False
    scope, entry = found
    block = scope.block(entry)
    if block is None:
        # Dynamic blocks are left out of the plan's configuration: what is inside a block may come from one.
        return "." not in path and path not in entry.get("expressions", {})
    given = _given(block, path)
    return all(_is_fixed(scope, entry, e.references(), e.text, 0) for e in given)


def _given(block: Block, path: str) -> list[Expression]:
    """Return the expressions that make the argument: its own, or those that decide whether there are such
    blocks."""
    here, deciding = [block], []
    for name in (part for part in path.split(".") if not part.isdigit()):
        found = [b.attributes[name] for b in here if name in b.attributes]
        for b in here:
            deciding += [d.attributes["for_each"] for d in b.blocks if d.type == "dynamic" and d.labels == (name,)]
        here = [nested for b in here for nested in b.nested(name)]
        if found:
            return [*found, *deciding]
    return deciding or [e for b in here for e in b.attributes.values()]


def _is_fixed(scope: Scope, entry: dict[str, Any], mentioned: Iterable[Traversal], text: str, depth: int) -> bool:
    """Whether an expression has its value before an apply: all that it mentions has, and it mentions
    something or is no function (uuid and timestamp mention nothing)."""
    mentions = list(mentioned)
    if not mentions:
        return "(" not in text
    return depth < _MAX_DEPTH and all(_is_known(scope, entry, m, depth + 1) for m in mentions)


def _is_known(scope: Scope, entry: dict[str, Any], mention: Traversal, depth: int) -> bool:
    name = str(mention.steps[0]) if mention.steps else ""
    match mention.root:
        case "var":
            return _variable_is_known(scope, name, depth)
        case "local" if scope.files is not None and name in scope.files.locals:
            expression = scope.files.locals[name]
            return _is_fixed(scope, entry, expression.references(), expression.text, depth)
        case "each":
            return _json_is_known(scope, entry, entry.get("for_each_expression", {}), depth)
        case "count" | "path" | "terraform":
            return True
    return False


def _variable_is_known(scope: Scope, name: str, depth: int) -> bool:
    if scope.parent is None:
        return True
    call = scope.call
    expression = call.get("expressions", {}).get(name)
    return expression is None or _json_is_known(scope.parent, call, expression, depth)


def _json_is_known(scope: Scope, entry: dict[str, Any], expression: Any, depth: int) -> bool:
    """Whether an expression of the plan's configuration has its value before an apply."""
    if isinstance(expression, list):
        return all(_json_is_known(scope, entry, e, depth) for e in expression)
    references = [Traversal.parse(t) for t in expression.get("references", [])]
    if not references:
        return "constant_value" in expression
    # Configuration in JSON syntax shows a template as a constant as well: what it mentions decides.
    return _is_fixed(scope, entry, references, "", depth)
