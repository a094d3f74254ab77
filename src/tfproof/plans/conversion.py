"""How Terraform converts what a caller gives to the type that a variable declares.

Numbers become texts and the reverse, objects lose attributes that are not declared and get the optional ones
(https://developer.hashicorp.com/terraform/language/expressions/type-constraints).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.plans.functions import FUNCTIONS, EvaluationFailed, as_text
from tfproof.plans.values import UNKNOWN, OneOf, PartialList, is_unknown
from tfproof.terraform.hcl import NotLiteral, core, elements, literal, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from tfproof.terraform.hcl import Expression


def converted(value: Any, kind: Expression) -> Any:
    """Return the value as the type constraint makes it; UNKNOWN where it does not fit."""
    try:
        return _convert(value, kind.node)
    except EvaluationFailed:
        return UNKNOWN


def _convert(value: Any, kind: Node) -> Any:  # noqa: PLR0912
    kind = core(kind)
    if value is None:
        return None
    if kind.type == "expression" and kind.named_child_count == 1:
        kind = core(kind.named_children[0])
    if isinstance(value, OneOf):
        return OneOf([_convert(c, kind) for c in value.candidates])
    name, inner = text_of(kind), []
    if kind.type == "function_call":
        name = text_of(kind.named_children[0])
        inner = elements(kind.named_children[1], "expression") if kind.named_child_count > 1 else []
    if isinstance(value, PartialList) and name in ("list", "set") and inner:
        return PartialList([_convert(i, inner[0]) for i in value.items])
    if is_unknown(value):
        return value
    match name:
        case "string":
            return as_text(value)
        case "number":
            return FUNCTIONS["tonumber"](value)
        case "bool":
            return FUNCTIONS["tobool"](value)
        case "list" | "set" if inner:
            if not isinstance(value, list):
                raise EvaluationFailed("no list")
            items = [_convert(v, inner[0]) for v in value]
            return FUNCTIONS["toset"](items) if name == "set" else items
        case "map" if inner:
            if not isinstance(value, dict):
                raise EvaluationFailed("no map")
            return {k: _convert(v, inner[0]) for k, v in value.items()}
        case "object" if inner:
            return _object(value, core(inner[0]))
    return value


def _object(value: Any, kind: Node) -> Any:
    if not isinstance(value, dict):
        raise EvaluationFailed("no object")
    made: dict[str, Any] = {}
    for element in elements(kind, "object_elem"):
        name = text_of(core(element.named_children[0])).strip('"')
        declared = core(element.named_children[-1])
        default: Any = None
        if declared.type == "function_call" and text_of(declared.named_children[0]) == "optional":
            arguments = elements(declared.named_children[1], "expression")
            declared = arguments[0]
            if len(arguments) > 1:
                try:
                    default = literal(arguments[1])
                except NotLiteral:
                    default = UNKNOWN
        given = value.get(name)
        made[name] = _convert(default if given is None else given, declared)
    return made
