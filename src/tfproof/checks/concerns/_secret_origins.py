"""Whether a value is written in the configuration itself, or comes from elsewhere: a resource, a look-up, a variable that
whoever runs Terraform gives.

A variable's default counts as written, and so does what a call of a module gives, or a local, if nothing else is behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tfproof.iam.logic import all_true
from tfproof.plans.plan_format import are_references
from tfproof.terraform.hcl import Block, Expression, Traversal, arguments, core, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tfproof.plans.scopes import Scope
    from tfproof.plans.view import Resource

#: What stands for nothing but itself.
_NEUTRAL = ("path", "terraform", "count", "self")


def is_written(resource: Resource, path: str, key: str = "") -> bool | None:
    """Whether all that an argument is made of is written in the configuration; of a map, or of JSON, what it has under
    `key`, as far as the files show that by itself. None where the files, which would tell, are not at hand."""
    found = resource.plan.scopes.declaration(resource.address)
    if found is None:
        return None
    scope, entry = found
    frame = _Frame(scope, entry)
    steps = path.split(".")
    block = scope.block(entry)
    if key and block is not None and (apart := _in_block(block, steps, _Frame(scope, entry, key=key))) is not None:
        return apart
    shown, expression = _in_json(entry.get("expressions", {}), steps)
    if shown:
        return _of_json(expression, frame)
    return None if block is None else _in_block(block, steps, frame)


@dataclass(frozen=True)
class _Frame:
    """Where an expression stands: its module, the entry that is multiplied, and what the iterators of blocks go through."""

    scope: Scope
    entry: Mapping[str, Any]
    iterators: Mapping[str, Expression | None] = field(default_factory=dict)
    passed: frozenset[tuple[str, str]] = frozenset()
    #: The name in a map, or in JSON, whose value is meant.
    key: str = ""

    def within(self, name: str) -> _Frame | None:
        """Return the frame on the way through a name; None where the way has led there before."""
        step = (self.scope.path, name)
        if step in self.passed:
            return None
        return _Frame(self.scope, self.entry, self.iterators, self.passed | {step})


def _in_json(here: Any, steps: Sequence[str]) -> tuple[bool, Any]:
    """Return whether the plan's JSON shows the expression of an argument, and the expression."""
    for step in steps:
        if isinstance(here, list):
            if not step.isdigit():
                return False, None
            position = int(step)
            here = here[position] if position < len(here) else None
            if here is None:
                return False, None
            continue
        if not isinstance(here, dict):
            return False, None
        if "constant_value" in here or are_references(here.get("references")):
            return True, here
        if step not in here:
            return False, None
        here = here[step]
    return isinstance(here, dict), here


def _of_json(expression: Any, frame: _Frame) -> bool | None:
    """Judge an expression of the JSON. One that shows nothing is made of literals by functions."""
    if not isinstance(expression, dict) or "constant_value" in expression:
        return True
    names = expression.get("references", ())
    return _all(_shortest(Traversal.parse(name) for name in names), frame)


def _shortest(traversals: Iterable[Traversal]) -> list[Traversal]:
    """Return each name once; the JSON has `local.x.y` and `local.x` for the same."""
    return list({(t.root, t.steps[:1]): t for t in traversals}.values())


def _in_block(block: Block, steps: Sequence[str], frame: _Frame) -> bool | None:
    """Judge an argument by the files: all that blocks of that name give it, dynamic ones too."""
    name, rest = steps[0], steps[1:]
    if name in block.attributes:
        return _of_source(_under(block.attributes[name], frame.key), frame)
    inner = rest[1:] if rest and rest[0].isdigit() else rest
    answers: list[bool | None] = []
    for child in block.blocks:
        if child.type == name and inner:
            answers.append(_in_block(child, inner, frame))
        elif child.type == "dynamic" and child.labels == (name,) and inner:
            content = next((b for b in child.blocks if b.type == "content"), None)
            if content is None:
                answers.append(None)
                continue
            iterator = child.attributes["iterator"].text if "iterator" in child.attributes else name
            bound = {**frame.iterators, iterator: child.attributes.get("for_each")}
            answers.append(_in_block(content, inner, _Frame(frame.scope, frame.entry, bound, frame.passed, frame.key)))
    known = [a for a in answers if a is not None]
    return any(known) if known else None


def _under(expression: Expression, key: str) -> Expression:
    """Return what an object, or the JSON of one, has under a key; the whole where that cannot be told."""
    if not key:
        return expression
    node = core(expression.node)
    if node.type == "function_call" and text_of(node).startswith("jsonencode") and (given := arguments(node)):
        node = core(given[0])
    return dict(Expression(node).pairs()).get(key, expression)


def _of_source(expression: Expression | None, frame: _Frame) -> bool | None:
    return None if expression is None else _all(_shortest(expression.references()), frame)


def _all(names: Iterable[Traversal], frame: _Frame) -> bool | None:
    return all_true(_of_name(name, frame) for name in names)


def _of_name(name: Traversal, frame: _Frame) -> bool | None:
    step = str(name.steps[0]) if name.steps else ""
    if name.root in _NEUTRAL:
        return True
    if name.root in frame.iterators:
        return _of_source(frame.iterators[name.root], frame)
    if name.root == "each":
        return _of_json(frame.entry.get("for_each_expression"), frame)
    within = frame.within(f"{name.root}.{step}")
    if within is None:
        return True
    if name.root == "var":
        return _of_variable(step, within)
    if name.root == "local":
        files = frame.scope.files
        found = files.locals.get(step) if files else None
        return _of_source(found, _Frame(frame.scope, frame.entry, {}, within.passed))
    return False


def _of_variable(name: str, frame: _Frame) -> bool | None:
    scope = frame.scope
    declared = scope.config.get("variables", {}).get(name, {})
    block = scope.files.variables.get(name) if scope.files else None
    if block is not None and "ephemeral" in block.attributes and block.attributes["ephemeral"].text == "true":
        return False  # of its value no plan says anything
    if scope.parent is None:
        return "default" in declared and scope.given.get(name, declared["default"]) == declared["default"]
    call = scope.call
    if name in call.get("expressions", {}):
        return _of_json(call["expressions"][name], _Frame(scope.parent, call, {}, frame.passed))
    return "default" in declared
