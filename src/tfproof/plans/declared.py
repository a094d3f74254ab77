"""What the declaration of a resource gives an argument, by the source where it is at hand, else by the plan's JSON.

The JSON leaves dynamic blocks out. Without the source, a block that it does not mention may come from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tfproof.plans.expressions import Evaluator
from tfproof.plans.names import Frame
from tfproof.plans.plan_format import are_references
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, UNKNOWN, OneOf, PartialList, identity, is_unknown, step

if TYPE_CHECKING:
    from tfproof.terraform.hcl import Block, Expression


@dataclass(frozen=True, slots=True)
class Declaration:
    """One resource instance's declaration: its entry in the plan's configuration and its block in the source."""

    evaluator: Evaluator
    frame: Frame
    entry: dict[str, Any]
    block: Block | None

    def given(self, path: str) -> Any:
        """Return what is given at a path: ABSENT when certainly nothing is, UNKNOWN when it cannot be told.

        The value keeps what is symbolic: Reference, PartialText, PartialJson, PartialList, OneOf.
        """
        steps = path.split(".")
        if self.block is not None:
            return self._by_source([(self.block, self.frame)], self.entry.get("expressions", {}), steps)
        return self._by_plan(steps)

    def declares(self, name: str) -> bool:
        """Whether an argument or block of that name is surely written down, static or dynamic."""
        return name in self.entry.get("expressions", {}) or (self.block is not None and name in self.block.names)

    def _by_source(self, bodies: Sequence[tuple[Block, Frame]], by_plan: Any, steps: Sequence[str]) -> Any:
        name, rest = steps[0], list(steps[1:])
        shown = None if by_plan is None else _inside(by_plan, name)
        found = [_at(self._value(b.attributes[name], shown, f), rest) for b, f in bodies if name in b.attributes]
        if found:
            # One of several blocks that does not give the argument leaves it unset.
            return _one_of([*found, *([None] if len(found) < len(bodies) else [])])
        nested: list[tuple[Block, Frame]] = []
        certain = True
        for block, frame in bodies:
            here, known = self._blocks(block, frame, name)
            nested += here
            certain = certain and known
        if not nested:
            return ABSENT if certain else UNKNOWN
        static = all(b.type == name for b, _ in nested)
        inner = _inside(by_plan, name) if static and by_plan is not None else None
        if rest and rest[0].isdigit():
            position = int(rest.pop(0))
            if len(nested) > 1 and certain and self._ordered(name):
                nested = nested[position : position + 1]
                if not nested:
                    return ABSENT
                inner = inner[position] if isinstance(inner, list) and position < len(inner) else None
        if not rest:
            return UNKNOWN
        value = self._by_source(nested, inner if len(nested) == 1 else None, rest)
        # Where the number of blocks is open there may be none.
        return value if certain or value is ABSENT else _one_of([value, None])

    def _value(self, expression: Expression, by_plan: Any, frame: Frame) -> Any:
        if by_plan is None:  # inside a dynamic block, which the JSON does not show
            return self.evaluator.value(expression, frame)
        return self.evaluator.given(expression, by_plan, frame)

    def _ordered(self, name: str) -> bool:
        kind = Schema.load().kind_of(_qualified(self.entry), name)
        return kind is not None and kind.shape[:1] == ("list",)

    def _blocks(self, block: Block, frame: Frame, name: str) -> tuple[list[tuple[Block, Frame]], bool]:
        """Return the nested blocks of that name, each with its frame, and whether these are all."""
        found: list[tuple[Block, Frame]] = []
        certain = True
        for child in block.blocks:
            if child.type == name:
                found.append((child, frame))
            elif child.type == "dynamic" and child.labels == (name,):
                made, known = self._dynamic(child, frame)
                found += made
                certain = certain and known
        return found, certain

    def _dynamic(self, block: Block, frame: Frame) -> tuple[list[tuple[Block, Frame]], bool]:
        content = next((b for b in block.blocks if b.type == "content"), None)
        if content is None or "for_each" not in block.attributes:
            return [], False
        iterator = block.attributes["iterator"].text if "iterator" in block.attributes else block.labels[0]
        collection = self.evaluator.value(block.attributes["for_each"], frame)
        certain = not is_unknown(collection)
        if isinstance(collection, PartialList):
            collection = list(collection.items)
        if isinstance(collection, OneOf) or is_unknown(collection):
            return [(content, frame.bound(**{iterator: {"key": UNKNOWN, "value": UNKNOWN}}))], False
        if isinstance(collection, list):
            pairs = [(v, v) for v in collection]
        elif isinstance(collection, dict):
            pairs = [(k, collection[k]) for k in sorted(collection)]
        else:
            return [], False
        return [(content, frame.bound(**{iterator: {"key": k, "value": v}})) for k, v in pairs], certain

    def _by_plan(self, steps: Sequence[str]) -> Any:
        here: Any = self.entry.get("expressions", {})
        for position, name in enumerate(steps):
            if isinstance(here, list):
                if not name.isdigit() or int(name) >= len(here):
                    return UNKNOWN
                if len(here) > 1 and not self._ordered(".".join(steps[:position])):
                    return UNKNOWN  # which block of a set stands where, the plan decides
                here = here[int(name)]
                continue
            if "constant_value" in here or are_references(here.get("references")):
                return _at(self.evaluator.mentioned(here, self.frame), steps[position:])
            if name not in here:
                return UNKNOWN if self._may_be_dynamic(steps[: position + 1]) else ABSENT
            here = here[name]
        if isinstance(here, list):
            return UNKNOWN  # blocks
        return self.evaluator.mentioned(here, self.frame) if here else UNKNOWN

    def _may_be_dynamic(self, steps: Sequence[str]) -> bool:
        """Whether a name that the JSON does not mention may be that of dynamic blocks, or is inside of one."""
        kind = Schema.load().kind_of(_qualified(self.entry), ".".join(steps))
        if kind is None:
            return len(steps) > 1
        return kind.settable and kind.shape[-1] == "object"


def _qualified(entry: dict[str, Any]) -> str:
    return f"data.{entry['type']}" if entry.get("mode") == "data" else str(entry["type"])


def _inside(by_plan: Any, name: str) -> Any:
    """Return the JSON's expression of an argument, as far as the JSON goes down."""
    if isinstance(by_plan, list):
        return [_inside(item, name) for item in by_plan]
    return by_plan.get(name, {}) if isinstance(by_plan, dict) else {}


def _one_of(values: list[Any]) -> Any:
    """Return the one of these that nobody can tell, or what all of them are."""
    return values[0] if len({identity(v) for v in values}) == 1 else OneOf(values)


def _at(value: Any, steps: Sequence[str]) -> Any:
    for position, name in enumerate(steps):
        if isinstance(value, OneOf):
            return OneOf([_at(c, steps[position:]) for c in value.candidates])
        if is_unknown(value) or value is ABSENT:
            return value
        value = step(value, name)
    return value
