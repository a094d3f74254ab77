"""What the names in an expression stand for: variables, locals, `each`, outputs of modules, resources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from tfproof.plans.addresses import Key, split_address
from tfproof.plans.conversion import converted
from tfproof.plans.functions import EvaluationFailed
from tfproof.plans.scopes import Scope, Scopes
from tfproof.plans.values import ABSENT, UNKNOWN, Reference, is_unknown
from tfproof.plans.walking import Walker

if TYPE_CHECKING:
    from tfproof.terraform.hcl import Expression, Traversal

#: The instances of a resource (`module.m.aws_x.y`) that the plan holds, by key.
Instances = Callable[[str], dict[Key, str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands: its module instance, the declaration whose `each` is meant, the names around it."""

    scope: Scope
    entry: dict[str, Any] | None = None
    key: Key = None
    names: dict[str, Any] = field(default_factory=dict)

    def bound(self, **names: Any) -> Frame:
        """Return the frame with more names, such as those of a loop."""
        return replace(self, names={**self.names, **names})


class Evaluates(Protocol):
    """What names need of an evaluator: the value of a source expression, by the source or by the plan's JSON."""

    def value(self, expression: Expression, frame: Frame, *, failing: bool = False) -> Any:
        """Return the value; with `failing`, raise EvaluationFailed where it has none."""

    def given(self, expression: Expression | None, by_plan: Any, frame: Frame) -> Any:
        """Return the value by the source where it is confirmed, else by the JSON."""


class Names:
    """Resolves names in one plan. What is asked once is remembered; a name that refers to itself is not known."""

    def __init__(self, scopes: Scopes, instances: Instances, walker: Walker, evaluator: Evaluates) -> None:
        self.scopes = scopes
        self.instances = instances
        self._walker = walker
        self._evaluator = evaluator
        self._memo: dict[tuple[str, str, str], Any] = {}

    def resolve(self, name: str, steps: Sequence[Any], frame: Frame) -> Any:
        if name in frame.names:
            return self._walker.walk(frame.names[name], steps)
        scope = frame.scope
        match name:
            case "var" if steps:
                return self._walker.walk(self.variable(scope, str(steps[0])), steps[1:])
            case "local" if steps:
                return self._walker.walk(self._local(scope, str(steps[0])), steps[1:])
            case "each" if steps:
                return self._each(steps, frame)
            case "count" if list(steps) == ["index"]:
                return frame.key if isinstance(frame.key, int) else UNKNOWN
            case "module" if steps:
                return self._module(str(steps[0]), steps[1:], frame)
            case "path" | "terraform" | "self":
                return UNKNOWN
            case "data" if len(steps) >= 2:
                return self._resource(f"data.{steps[0]}.{steps[1]}", steps[2:], scope)
        if steps and isinstance(steps[0], str):
            return self._resource(f"{name}.{steps[0]}", steps[1:], scope)
        return UNKNOWN

    def follow(self, mention: Traversal, frame: Frame) -> Any:
        """Evaluate a mention of the JSON, whose steps are names and keys."""
        return self.resolve(mention.root, list(mention.steps), frame)

    def _each(self, steps: Sequence[Any], frame: Frame) -> Any:
        if steps[0] == "key":
            return frame.key if frame.key is not None else UNKNOWN
        if frame.entry is None or frame.key is None or steps[0] != "value":
            return UNKNOWN
        block = frame.scope.block(frame.entry) if "type" in frame.entry else frame.names.get("\0call")
        expression = block.attributes.get("for_each") if block else None
        outer = Frame(frame.scope)
        collection = self._evaluator.given(expression, frame.entry.get("for_each_expression"), outer)
        if isinstance(collection, list):
            return self._walker.walk(frame.key, steps[1:])  # of a set the value is the key
        return self._walker.walk(collection, [frame.key, *steps[1:]])

    def call_frame(self, scope: Scope) -> Frame:
        """Return the frame in which the arguments of the call that makes this module instance stand."""
        assert scope.parent is not None
        return Frame(scope.parent, scope.call, scope.key, {"\0call": scope.call_block} if scope.call_block else {})

    def variable(self, scope: Scope, name: str) -> Any:
        """Return the value of an input variable in a module instance."""
        return self._remembered(scope, "var", name, self._variable)

    def _variable(self, scope: Scope, name: str) -> Any:
        block = scope.files.variables.get(name) if scope.files else None
        value: Any = ABSENT
        if scope.parent is None:
            value = scope.given.get(name, ABSENT)
        else:
            call = scope.call_block
            expression = call.attributes.get(name) if call else None
            by_plan = scope.call.get("expressions", {}).get(name)
            if by_plan is not None:
                value = self._evaluator.given(expression, by_plan, self.call_frame(scope))
        nullable = block.attributes.get("nullable") if block else None
        if value is None and nullable is not None and nullable.text == "false":
            value = ABSENT
        if value is ABSENT:
            default = block.attributes.get("default") if block else None
            declared = scope.config.get("variables", {}).get(name, {})
            value = self._evaluator.value(default, Frame(scope)) if default else declared.get("default", ABSENT)
        if value is ABSENT:
            return UNKNOWN
        kind = block.attributes.get("type") if block else None
        return converted(value, kind) if kind else value

    def _local(self, scope: Scope, name: str) -> Any:
        if scope.files is None or name not in scope.files.locals:
            return UNKNOWN
        return self._remembered(scope, "local", name, self._of_local)

    def _of_local(self, scope: Scope, name: str) -> Any:
        assert scope.files is not None
        return self._evaluator.value(scope.files.locals[name], Frame(scope), failing=True)

    def _module(self, name: str, steps: Sequence[Any], frame: Frame) -> Any:
        scope = frame.scope
        call = scope.config.get("module_calls", {}).get(name)
        if call is None:
            return UNKNOWN
        keys = self._keys_of(scope, name, call)
        if keys is None:
            if steps and not is_unknown(steps[0]) and isinstance(steps[0], str | int) and len(steps) > 1:
                return self._of_instance(scope, name, steps[0], steps[1:])
            return UNKNOWN
        if keys == [None]:
            outputs = call.get("module", {}).get("outputs", {})
            if len(steps) > 1 and isinstance(steps[0], str | int) and steps[0] not in outputs:
                return self._of_instance(scope, name, steps[0], steps[1:])  # the JSON leaves out a for_each of literals
            return self._of_instance(scope, name, None, steps)
        if steps and not is_unknown(steps[0]):
            if steps[0] not in keys:
                raise EvaluationFailed("no such instance")
            return self._of_instance(scope, name, steps[0], steps[1:])
        whole: Any = {k: self._of_instance(scope, name, k, ()) for k in keys}
        if all(isinstance(k, int) for k in keys):
            whole = list(whole.values())
        return self._walker.walk(whole, steps)

    def _keys_of(self, scope: Scope, name: str, call: dict[str, Any]) -> list[Key] | None:
        """Return the keys of a call's instances: `[None]` for a single one, None where they cannot be told."""
        block = scope.files.module_calls.get(name) if scope.files else None
        for argument in ("for_each", "count"):
            by_plan = call.get(f"{argument}_expression")
            expression = block.attributes.get(argument) if block else None
            if by_plan is not None:
                value = self._evaluator.given(expression, by_plan, Frame(scope))
            elif expression is not None:
                value = self._evaluator.value(expression, Frame(scope))
            else:
                continue
            if argument == "count":
                return None if is_unknown(value) or not isinstance(value, int) else list(range(value))
            if isinstance(value, dict):
                return sorted(value)
            return sorted(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
        return [None]

    def _of_instance(self, scope: Scope, name: str, key: Key, steps: Sequence[Any]) -> Any:
        """Return an output of a module instance, or without steps all of them."""
        child = self.scopes.of([*split_address(scope.path)[0], (name, key)])
        if child is None:
            return UNKNOWN
        outputs = child.config.get("outputs", {})
        if not steps:
            return {output: self._quietly(child, output) for output in outputs}
        if steps[0] not in outputs:
            return UNKNOWN
        return self._walker.walk(self._remembered(child, "output", str(steps[0]), self._output), steps[1:])

    def _quietly(self, scope: Scope, output: str) -> Any:
        try:
            return self._remembered(scope, "output", output, self._output)
        except EvaluationFailed:
            return UNKNOWN

    def _output(self, scope: Scope, name: str) -> Any:
        block = scope.files.find("output", name) if scope.files else None
        expression = block.attributes.get("value") if block else None
        by_plan = scope.config.get("outputs", {}).get(name, {}).get("expression")
        return self._evaluator.given(expression, by_plan, Frame(scope))

    def _remembered(self, scope: Scope, kind: str, name: str, compute: Callable[[Scope, str], Any]) -> Any:
        at = (scope.path, kind, name)
        if at not in self._memo:
            self._memo[at] = UNKNOWN  # what refers to itself is not known
            try:
                self._memo[at] = compute(scope, name)
            except EvaluationFailed as error:
                self._memo[at] = error
        found = self._memo[at]
        if isinstance(found, EvaluationFailed):
            raise EvaluationFailed(str(found))
        return found

    def _resource(self, name: str, steps: Sequence[Any], scope: Scope) -> Any:
        entry = scope.resources.get(name)
        if entry is None:
            return UNKNOWN
        base = scope.address(name)
        counted = scope.multiplied_by(entry)
        found = self.instances(base)
        if not counted and set(found) <= {None}:
            return self._walker.walk(Reference(base), steps)
        if not found and not counted:
            return UNKNOWN
        at = (base, "instances", counted)
        if at not in self._memo:
            if counted == "for_each" or any(isinstance(k, str) for k in found):
                ordered = sorted(found.items(), key=lambda i: str(i[0]))
                self._memo[at] = {str(k): Reference(a) for k, a in ordered}
            else:
                self._memo[at] = [Reference(a) for _, a in sorted(found.items(), key=lambda i: int(i[0] or 0))]
        members: Any = self._memo[at]
        return self._walker.walk(members, steps)
