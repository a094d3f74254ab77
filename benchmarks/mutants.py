"""Random mutants of Terraform modules: one place of one file, changed as a hurried author might.

Each kind yields every place where it applies; what is made of it is text for text, so that a mutant can be shown and undone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

#: Words that AWS's interfaces take in each other's place; any other text gets an ending.
OPPOSITES = (
    ("ENABLED", "DISABLED"), ("Enabled", "Disabled"), ("enabled", "disabled"), ("ACTUAL", "FORECASTED"),
    ("GREATER_THAN", "LESS_THAN"), ("MONTHLY", "DAILY"), ("PERCENTAGE", "ABSOLUTE_VALUE"), ("Average", "Maximum"),
    ("Sum", "Minimum"), ("breaching", "notBreaching"), ("missing", "ignore"), ("HTTP", "HTTPS"), ("ip", "instance"),
    ("GreaterThanThreshold", "LessThanThreshold"), ("aws:kms", "AES256"), ("COMPLIANCE", "GOVERNANCE"), ("tcp", "udp"),
    ("Bool", "BoolIfExists"), ("StringEquals", "StringLike"), ("StringEquals", "StringNotEquals"), ("Deny", "Allow"),
    ("ArnLike", "ArnNotLike"), ("true", "false"), ("BucketOwnerEnforced", "BucketOwnerPreferred"), ("gp2", "gp3"),
    ("HTTP_301", "HTTP_302"), ("443", "80"), ("USD", "PERCENTAGE"), ("immediate", "pending-reboot"), ("ALL", "REJECT"),
    ("sns:Publish", "sns:Subscribe"), ("Service", "AWS"), ("FARGATE", "EC2"), ("IMMUTABLE", "MUTABLE"),
)  # fmt: skip
#: Attributes of resources that stand in each other's place.
SIBLINGS = ("arn", "id", "name")
#: What has to be there for Terraform, or says nothing of what is made.
_KEPT = {"count", "for_each", "provider", "providers", "source", "description", "error_message", "type", "sid"}


@dataclass(frozen=True)
class Mutant:
    """A place of a file and what is put there."""

    module: str
    kind: str
    file: Path
    start: int
    end: int
    replacement: str
    line: int
    was: str

    def written(self, source: bytes) -> bytes:
        return source[: self.start] + self.replacement.encode() + source[self.end :]

    def __str__(self) -> str:
        was, now = (" ".join(t.split()) for t in (self.was, self.replacement))
        return f"{self.module}/{self.file.name}:{self.line} {self.kind}: {was[:90]} -> {now[:90] or 'nothing'}"


def sample(modules: dict[str, Path], count: int, seed: int) -> list[Mutant]:
    """Return mutants at random: each kind as often as any other, as long as there are places for it."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    by_kind: dict[str, list[Mutant]] = {}
    for name, directory in modules.items():
        for mutant in of_module(name, directory):
            by_kind.setdefault(mutant.kind, []).append(mutant)
    for kind in sorted(by_kind):
        rng.shuffle(by_kind[kind])
    found: list[Mutant] = []
    while len(found) < count and any(by_kind.values()):
        found += [by_kind[kind].pop() for kind in sorted(by_kind) if by_kind[kind]]
    return found[:count]


def of_module(name: str, directory: Path) -> Iterator[Mutant]:
    """Yield all mutants of one module."""
    parser = Parser(Language(tree_sitter_hcl.language()))
    for file in sorted(directory.glob("*.tf")):
        if file.name == "versions.tf":
            continue
        tree = parser.parse(file.read_bytes())
        for kind, node, replacement in _places(tree.root_node, ()):
            if replacement != _text(node):
                line = node.start_point.row + 1
                yield Mutant(name, kind, file, node.start_byte, node.end_byte, replacement, line, _text(node))


_Place = tuple[str, Node, str]


def _places(node: Node, path: tuple[str, ...]) -> Iterator[_Place]:
    """Yield kind, node and replacement for everything below; `path` are the blocks around."""
    for child in node.named_children:
        if child.type == "block":
            yield from _block(child, path)
        elif child.type == "attribute":
            yield from _attribute(child, path)
        else:
            yield from _places(child, path)


def _block(node: Node, path: tuple[str, ...]) -> Iterator[_Place]:
    words = [_text(c).strip('"') for c in node.named_children if c.type in ("identifier", "string_lit")]
    here = (*path, ".".join(words[:2]) if words[0] in ("data", "resource", "dynamic") else words[0])
    match words[0]:
        case "validation" | "precondition" | "postcondition":
            yield "validation dropped", node, ""
        case "lifecycle" if path and path[-1].startswith("resource."):
            yield "lifecycle removed", node, ""
        case "moved" | "terraform":
            return
    if "data.aws_iam_policy_document" in path:
        if here[-1] in ("statement", "dynamic.statement"):
            yield "policy statement dropped", node, ""
        if here[-1] in ("condition", "dynamic.condition"):
            yield "policy condition dropped", node, ""
    yield from _places(node, here)


def _attribute(node: Node, path: tuple[str, ...]) -> Iterator[_Place]:
    name, value = _text(node.named_children[0]), node.named_children[-1]
    top = path[0] if path else ""
    if path and path[-1] in ("validation", "precondition", "postcondition"):
        if name == "condition":
            yield from _bounds(value)
        return
    if top in ("variable", "output"):
        yield from _declared(name, node, value)
        return
    if name in _KEPT:
        return
    if len(path) == 2 and path[-1] == "lifecycle":
        yield "lifecycle removed", node, ""
        return
    policy = top == "data.aws_iam_policy_document"
    if policy and name in ("actions", "resources", "identifiers"):
        yield from _widened(name, value)
    elif top.startswith("resource"):
        yield "attribute removed", node, ""
    yield from _literals(value)
    yield from _swaps(value)


def _declared(name: str, node: Node, value: Node) -> Iterator[_Place]:
    """What is changed of a variable's or an output's declaration."""
    match name:
        case "sensitive":
            yield "sensitive removed", node, ""
        case "default" | "nullable":
            yield from (("default changed", n, r) for _, n, r in _literals(value))
        case "type":
            for call in _below(value, "function_call"):
                given = [e for a in call.named_children if a.type == "function_arguments" for e in a.named_children]
                if _text(call.named_children[0]) == "optional" and len(given) > 1:
                    yield from (("default changed", n, r) for _, n, r in _literals(given[-1]))
        case "value":
            yield from (("output swapped", n, r) for _, n, r in _swaps(value))
        case "depends_on":
            yield "attribute removed", node, ""


def _literals(node: Node) -> Iterator[_Place]:
    """Texts, numbers and booleans of an expression, but not names of attributes."""
    for found in _below(node, "bool_lit", "numeric_lit", "string_lit"):
        text = _text(found)
        if found.type == "bool_lit":
            yield "boolean flipped", found, "false" if text == "true" else "true"
        elif found.type == "numeric_lit":
            yield "literal changed", found, str(int(text) + 1) if text.isdigit() else f"{text}1"
        elif not (found.parent and found.parent.type in ("index", "new_index")) and text != '""':
            yield "literal changed", found, _another(text)


def _another(text: str) -> str:
    word = text.strip('"')
    for one, other in OPPOSITES:
        if word in (one, other):
            return f'"{other if word == one else one}"'
    return f'"{word}-x"'


def _swaps(node: Node) -> Iterator[_Place]:
    """References to an attribute of a resource, put to a sibling."""
    for found in _below(node, "get_attr"):
        attribute = _text(found).lstrip(".")
        before = found.prev_named_sibling
        if attribute in SIBLINGS and before is not None and _text(before) not in ("var", "local", "each"):
            other = SIBLINGS[(SIBLINGS.index(attribute) + 1) % len(SIBLINGS)]
            yield "reference swapped", found, f".{other}"


def _widened(name: str, value: Node) -> Iterator[_Place]:
    if name == "actions":
        for found in _below(value, "string_lit"):
            text = _text(found).strip('"')
            if ":" in text and "*" not in text:
                yield "policy widened", found, f'"{text.partition(":")[0]}:*"'
    else:
        yield "policy widened", value, '["*"]'


def _bounds(node: Node) -> Iterator[_Place]:
    """What moves the bound of a condition."""
    for found in _below(node, "numeric_lit"):
        if not (found.parent and found.parent.type == "index"):
            bound = Decimal(_text(found))
            for step in (1, -1):
                yield "bound moved", found, str(bound + Decimal(step).scaleb(int(bound.as_tuple().exponent)))
    for found in _below(node, "string_lit"):
        text = _text(found)
        for quantifier in re.finditer(r"\{(\d*),?(\d*)\}", text):
            for group in (1, 2):
                if quantifier[group]:
                    at, to = quantifier.span(group)
                    yield "bound moved", found, f"{text[:at]}{int(quantifier[group]) + 1}{text[to:]}"
    for found in _below(node, "tuple"):
        items = [c for c in found.named_children if c.type == "expression"]
        if len(items) > 1 and all(_text(i).startswith('"') or _text(i).isdigit() for i in items):
            for item in items:
                kept = ", ".join(_text(i) for i in items if i.start_byte != item.start_byte)
                yield "bound moved", found, f"[{kept}]"
    for found in _below(node, "binary_operation"):
        operator = next((c for c in found.children if not c.is_named), None)
        if operator is not None and (other := {">=": ">", "<=": "<", ">": ">=", "<": "<="}.get(_text(operator))):
            yield "bound moved", operator, other


def _below(node: Node, *types: str) -> Iterator[Node]:
    if node.type in types:
        yield node
    for child in node.named_children:
        yield from _below(child, *types)


def _text(node: Node) -> str:
    return (node.text or b"").decode()
