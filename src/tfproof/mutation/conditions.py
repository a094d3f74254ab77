"""Variants of a condition, each of which allows a little more or a little less: a bound moved, a member or an operand left out.

Whoever tests a condition knows a value that tells it from each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.terraform.hcl import elements, operands, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_OPERATORS = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
_NO_BOUNDS_IN = ("cidrhost", "cidrsubnet", "coalesce", "regexall", "substr")
_QUANTIFIER = re.compile(r"\{(\d+),?(\d*)\}")


@dataclass(frozen=True, slots=True)
class Variant:
    """A part of an expression and what is put in its place."""

    node: Node
    replacement: str

    def within(self, whole: Node) -> str:
        """Return the text of the expression `whole` with the part replaced."""
        text, start = whole.text or b"", whole.start_byte
        before, after = text[: self.node.start_byte - start], text[self.node.end_byte - start :]
        return (before + self.replacement.encode() + after).decode()

    def __str__(self) -> str:
        was, now = (" ".join(t.split()) for t in (text_of(self.node), self.replacement))
        return f"{was} -> {now}"


def variants(condition: Node) -> Iterator[Variant]:
    """Yield the variants of a condition, in the order of its text."""
    match condition.type:
        case "numeric_lit" if text_of(condition).isdigit() and not _is_no_bound(condition):
            yield from (Variant(condition, str(int(text_of(condition)) + step)) for step in (1, -1))
        case "string_lit" if not _is_no_bound(condition):
            yield from _quantified(condition)
        case "tuple" if _is_list(condition):
            yield from _shortened(condition)
            return  # a member has no neighbours
        case "binary_operation":
            yield from _operated(condition)
    for child in condition.named_children:
        yield from variants(child)


def _is_no_bound(literal: Node) -> bool:
    """Whether a literal bounds nothing.

    It is a place (`times[1]`), a unit (`* 60`, `% 1440`), what stands in for a null, or a pattern that only takes apart.
    """
    above = literal.parent
    while above is not None and above.type != "attribute":
        if above.type in ("index", "new_index"):
            return True
        if above.type == "binary_operation" and operands(above)[0] in ("*", "%"):
            return True
        if above.type == "function_call" and text_of(above.named_children[0]) in _NO_BOUNDS_IN:
            return True
        above = above.parent
    return False


def _quantified(text: Node) -> Iterator[Variant]:
    """Move how often a part of a regular expression may stand."""
    written = text_of(text)
    for found in _QUANTIFIER.finditer(written):
        for group in (1, 2):
            if found[group]:
                start, end = found.span(group)
                for number in (int(found[group]) + 1, int(found[group]) - 1):
                    other = int(found[3 - group]) if found[3 - group] else number
                    if number >= 0 and (number <= other if group == 1 else number >= other):
                        yield Variant(text, f"{written[:start]}{number}{written[end:]}")


def _is_list(items: Node) -> bool:
    """Whether several literals stand there."""
    found = elements(items, "expression")
    return len(found) > 1 and all(re.match(r'"|-?\d', text_of(item)) for item in found)


def _shortened(items: Node) -> Iterator[Variant]:
    """Leave out one of several literals."""
    found = elements(items, "expression")
    for left_out in found:
        kept = ", ".join(text_of(item) for item in found if item != left_out)
        yield Variant(items, f"[{kept}]")


def _operated(operation: Node) -> Iterator[Variant]:
    """Take another comparison, or leave out one of two operands."""
    said, left, right = operands(operation)
    if said in _OPERATORS:
        operator = next(c for c in operation.children if not c.is_named and text_of(c) == said)
        yield Variant(operator, _OPERATORS[said])
    elif said in ("&&", "||"):
        yield from (Variant(operation, _text_from(side)) for side in (left, right))


def _text_from(nodes: list[Node]) -> str:
    """Return the text from the first of neighbours to the last; a line of its own may need brackets."""
    source, start = nodes[0].parent, nodes[0].start_byte
    assert source is not None
    return f"({(source.text or b'')[start - source.start_byte : nodes[-1].end_byte - source.start_byte].decode()})"
