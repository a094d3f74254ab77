"""What an expression of the source is, as far as the plan and the source tell, with what is not known kept symbolic.

`"${aws_s3_bucket.b.arn}/*"` is a `PartialText` of a `Reference` and a text; `jsonencode({…})` with one unknown value is a
`PartialJson` of the rest; a condition that is not known leaves a `OneOf`. So relations, policies, regions and defaults
are read by one mechanism. Nothing is guessed: what cannot be told is `UNKNOWN`.

A plan's JSON has no expressions, only what they mention. Without the source a mention stands for the value only where
it is the only one; see `Evaluator.mentioned`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tfproof.plans.addresses import Key, split_address
from tfproof.plans.conversion import converted
from tfproof.plans.functions import FUNCTIONS, EvaluationFailed, SetOf, as_text, joined, same, unified
from tfproof.plans.scopes import Scope, Scopes, mentions_in, same_mentions
from tfproof.plans.values import ABSENT, UNKNOWN, OneOf, PartialList, PartialText, Reference, Unknown, is_unknown
from tfproof.terraform.hcl import Expression, core, elements, literal, operands, text_of, unquote

if TYPE_CHECKING:
    from tree_sitter import Node

    from tfproof.terraform.hcl import Traversal

_MAX_DEPTH = 80
#: Where a resource instance's value at a path is looked up: a value, UNKNOWN or ABSENT.
Lookup = Callable[[str, str], Any]
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


class Evaluator:
    """Evaluates expressions of one plan's configuration."""

    def __init__(self, scopes: Scopes, lookup: Lookup, instances: Instances) -> None:
        self.scopes = scopes
        self._lookup = lookup
        self._instances = instances
        self._memo: dict[tuple[str, str, str], Any] = {}
        self._depth = 0

    # What is asked from outside.

    def value(self, expression: Expression, frame: Frame) -> Any:
        """Return the value of a source expression; UNKNOWN where it has none."""
        try:
            return self._node(expression.node, frame)
        except EvaluationFailed:
            return UNKNOWN

    def given(self, expression: Expression | None, by_plan: Any, frame: Frame) -> Any:
        """Return the value of an argument by the source, where it mentions what the plan's JSON does, else by the JSON."""
        if expression is not None and self.confirmed(expression, by_plan):
            return self.value(expression, frame)
        return self.mentioned(by_plan, frame)

    @staticmethod
    def confirmed(expression: Expression, by_plan: Any) -> bool:
        """Whether the plan's JSON mentions what the source expression does, so that the one is the other's."""
        return same_mentions(expression.references(), mentions_in(by_plan))

    def mentioned(self, expression: Any, frame: Frame) -> Any:
        """Return what an expression of the plan's JSON tells without the source.

        A constant is itself. One mention alone stands for the value; so does `x[each.key]` or `x[count.index]` where the
        plan holds instances that make any other reading impossible. Several mentions are candidates.
        """
        if expression is None:
            return ABSENT
        if isinstance(expression, dict) and "constant_value" in expression and not expression.get("references"):
            return expression["constant_value"]
        mentions = mentions_in(expression)
        if not mentions:
            return UNKNOWN
        roots = {m.root for m in mentions}
        resources = [m for m in mentions if m.root not in ("each", "count", "var", "local", "path", "terraform")]
        try:
            if len(mentions) == 1:
                return self._several(self._follow(mentions[0], frame))
            if len(mentions) == 2 and len(resources) == 1 and roots & {"each", "count"}:
                return self._indexed(resources[0], frame)
        except EvaluationFailed:
            return UNKNOWN
        found: list[Any] = []
        for mention in resources:
            try:
                value = self._several(self._follow(mention, frame))
            except EvaluationFailed:
                continue
            found += value if isinstance(value, list) else [value]
        return OneOf(found) if found else UNKNOWN

    # Mentions of the JSON.

    def _several(self, value: Any) -> Any:
        """A resource without a key stands for all its instances."""
        first = next(iter(value.values()), None) if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(first, Reference) and not first.path:
            return list(value.values())
        return value

    def _indexed(self, mention: Traversal, frame: Frame) -> Any:
        """`x[each.key]`, which the JSON writes as two mentions: certain where no other key of x can be meant."""
        value = self._follow(mention, frame)
        members = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        first = next(iter(members.values()), None)
        if frame.entry is None or not isinstance(first, Reference) or first.path:
            return UNKNOWN
        holders = frame.scope.address(frame.entry["address"])
        if frame.key in members and self._is_plain_key(holders, f"{mention.root}.{mention.steps[0]}", members):
            return members[frame.key]
        return OneOf(list(members.values())) if members else UNKNOWN

    def _is_plain_key(self, holders: str, target: str, members: dict[Any, Any]) -> bool:
        """Whether the key in brackets can only be the holder's own.

        One expression serves all instances. Were it longer, such as `"${each.key}-logs"` or `count.index + 1`, every
        holder's key would need a longer (or later) one among the members.
        """
        at = (holders, "key", target)
        if at not in self._memo:
            keys = list(self._instances(holders))
            texts = [k for k in members if isinstance(k, str)]
            self._memo[at] = (
                any(k in members and not any(k in t and t != k for t in texts) for k in keys if isinstance(k, str))
                if texts
                else len(keys) == len(members)
            )
        return bool(self._memo[at])

    # Nodes of the source.

    def _node(self, node: Node, frame: Frame) -> Any:
        if self._depth > _MAX_DEPTH:
            return UNKNOWN
        self._depth += 1
        try:
            return self._evaluate(node, frame)
        finally:
            self._depth -= 1

    def _evaluate(self, node: Node, frame: Frame) -> Any:
        node = core(node)
        match node.type:
            case "string_lit" | "numeric_lit" | "bool_lit" | "null_lit":
                return literal(node)
            case "quoted_template" | "heredoc_template":
                return self._template(node, frame)
            case "tuple":
                return [self._node(e, frame) for e in elements(node, "expression")]
            case "object":
                return self._object(node, frame)
            case "conditional":
                return self._conditional(node, frame)
            case "binary_operation":
                return self._binary(node, frame)
            case "unary_operation":
                return self._unary(node, frame)
            case "function_call":
                return self._call(node, frame)
            case "for_tuple_expr" | "for_object_expr":
                return self._loop(node, frame)
            case "variable_expr":
                return self._root(text_of(node), (), frame)
            case "expression":
                return self._postfix(node, frame)
        return UNKNOWN

    def _template(self, node: Node, frame: Frame) -> Any:
        parts: list[Any] = []
        for child in node.named_children:
            if child.type == "template_literal":
                text = text_of(child)
                parts.append(unquote(text) if node.type == "quoted_template" else text.replace("$${", "${"))
            elif child.type == "template_interpolation":
                inner = elements(child, "expression")
                parts.append(self._node(inner[0], frame) if inner else "")
            elif child.type == "template_directive":
                return UNKNOWN
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]  # "${x}" is x itself
        return joined([p if is_unknown(p) or not isinstance(p, list | dict) else UNKNOWN for p in parts])

    def _object(self, node: Node, frame: Frame) -> Any:
        made: dict[str, Any] = {}
        for element in elements(node, "object_elem"):
            named = element.named_children
            inner = core(named[0])
            if inner.type == "variable_expr" and not text_of(named[0]).startswith("("):
                key: Any = text_of(inner)
            else:
                key = self._node(named[0], frame)
            if is_unknown(key):
                return UNKNOWN
            made[as_text(key)] = self._node(named[-1], frame)
        return made

    def _conditional(self, node: Node, frame: Frame) -> Any:
        pairs, otherwise = _branches(node)
        candidates: list[Any] = []
        for condition, branch in pairs:
            decided = self._truth(condition, frame)
            if decided is False:
                continue
            if decided is True:
                if candidates:
                    return _either([*candidates, self._quietly(branch, frame)])
                others = [*(b for _, b in pairs), otherwise]
                return unified([self._quietly(o, frame) for o in others], self._node(branch, frame))
            candidates.append(self._quietly(branch, frame))
        if not candidates:
            last = self._node(otherwise, frame)
            return unified([*(self._quietly(b, frame) for _, b in pairs), last], last)
        return _either([*candidates, self._quietly(otherwise, frame)])

    def _quietly(self, node: Node, frame: Frame) -> Any:
        try:
            return self._node(node, frame)
        except EvaluationFailed:
            return UNKNOWN

    def _truth(self, node: Node, frame: Frame) -> bool | None:
        return _as_truth(self._node(node, frame))

    def _binary(self, node: Node, frame: Frame) -> Any:
        operator, left, right = operands(node)
        if operator in ("&&", "||"):
            found = [_as_truth(self._sequence(side, frame)) for side in (left, right)]
            deciding = operator == "||"
            if deciding in found:
                return deciding
            return UNKNOWN if None in found else not deciding
        one, other = self._sequence(left, frame), self._sequence(right, frame)
        if operator in ("==", "!="):
            equal = same(one, other)
            return equal if is_unknown(equal) else equal is (operator == "==")
        if is_unknown(one) or is_unknown(other):
            return UNKNOWN
        return _ARITHMETIC[operator](FUNCTIONS["tonumber"](one), FUNCTIONS["tonumber"](other))

    def _unary(self, node: Node, frame: Frame) -> Any:
        operator, _, operand = operands(node)
        value = self._sequence(operand, frame)
        if operator == "!":
            truth = _as_truth(value)
            return UNKNOWN if truth is None else not truth
        return UNKNOWN if is_unknown(value) else -FUNCTIONS["tonumber"](value)

    def _call(self, node: Node, frame: Frame) -> Any:
        name = text_of(node.named_children[0])
        inner = node.named_children[1] if len(node.named_children) > 1 else None
        nodes = elements(inner, "expression") if inner else []
        if name in ("try", "can"):
            return self._try(name, nodes, frame)
        function = FUNCTIONS.get(name)
        if function is None:
            return UNKNOWN
        arguments = [self._node(n, frame) for n in nodes]
        if inner is not None and any(c.type == "ellipsis" for c in inner.children):
            last = arguments.pop()
            if not isinstance(last, list):
                return UNKNOWN
            arguments += last
        try:
            return function(*arguments)
        except (TypeError, ValueError, IndexError, AttributeError) as error:
            raise EvaluationFailed(str(error)) from error

    def _try(self, name: str, nodes: Sequence[Node], frame: Frame) -> Any:
        for node in nodes:
            try:
                value = self._node(node, frame)
            except EvaluationFailed:
                continue
            return (UNKNOWN if is_unknown(value) else True) if name == "can" else value
        if name == "can":
            return False
        raise EvaluationFailed("nothing that works")

    def _loop(self, node: Node, frame: Frame) -> Any:
        intro = elements(node, "for_intro")[0]
        names = [text_of(i) for i in elements(intro, "identifier")]
        collection = self._node(elements(intro, "expression")[0], frame)
        expressions = elements(node, "expression")
        conditions = elements(node, "for_cond")
        grouped = any(c.type == "ellipsis" for c in node.children)
        partial = isinstance(collection, PartialList)
        if is_unknown(collection) and not partial:
            return UNKNOWN
        pairs = _pairs(list(collection.items) if isinstance(collection, PartialList) else collection)
        items: list[Any] = []
        made: dict[str, Any] = {}
        for key, value in pairs:
            inner = frame.bound(**{names[-1]: value, **({names[0]: key} if len(names) > 1 else {})})
            if conditions:
                kept = self._truth(elements(conditions[0], "expression")[0], inner)
                if kept is False:
                    continue
                partial = partial or kept is None
                if kept is None:
                    items.append(OneOf([self._quietly(expressions[-1], inner)]))
                    continue
            if node.type == "for_tuple_expr":
                items.append(self._node(expressions[0], inner))
                continue
            name = self._node(expressions[0], inner)
            if is_unknown(name) or grouped:
                return UNKNOWN
            made[as_text(name)] = self._node(expressions[1], inner)
        if node.type == "for_object_expr":
            return UNKNOWN if partial else made
        return PartialList(items) if partial else items

    # Traversals.

    def _postfix(self, node: Node, frame: Frame) -> Any:
        children = [c for c in node.named_children if c.type != "comment"]
        return self._sequence(children, frame) if children else UNKNOWN

    def _sequence(self, children: Sequence[Node], frame: Frame) -> Any:
        """Evaluate something and what stands behind it: attributes, indices, a splat."""
        steps: list[Any] = []
        for position, child in enumerate(children[1:], 1):
            if child.type == "splat":
                rest = self._splat(child, children[position + 1 :])
                base = self._start(children[0], steps, frame)
                return self._splatted(base, rest, frame)
            steps.append(child)
        return self._start(children[0], steps, frame)

    def _start(self, base: Node, nodes: Sequence[Node], frame: Frame) -> Any:
        steps = [self._step(n, frame) for n in nodes]
        if base.type == "variable_expr":
            return self._root(text_of(base), steps, frame)
        return self._walk(self._node(base, frame), steps)

    def _step(self, node: Node, frame: Frame) -> Any:
        """Return an attribute's name, an index, or an unknown one."""
        if node.type == "get_attr":
            return text_of(node.named_children[0])
        inner = node.named_children[0]
        if inner.type == "legacy_index":
            return int(text_of(inner).lstrip("."))
        value = self._node(inner.named_children[0], frame)
        if is_unknown(value) or isinstance(value, str | int):
            return value
        return int(value) if isinstance(value, float) else UNKNOWN

    def _splat(self, splat: Node, following: Sequence[Node]) -> list[Node]:
        return [*splat.named_children[0].named_children, *following]

    def _splatted(self, base: Any, nodes: Sequence[Node], frame: Frame) -> Any:
        steps = [self._step(n, frame) for n in nodes]
        if isinstance(base, PartialList):
            return PartialList([self._walk(b, steps) for b in base.items])
        if is_unknown(base):
            if isinstance(base, Reference) and not base.path:
                return [self._walk(base, steps)]  # the only instance of a resource without count
            return UNKNOWN
        if base is None:
            return []
        items = base if isinstance(base, list) else [base]
        return [self._walk(b, steps) for b in items]

    def _root(self, name: str, steps: Sequence[Any], frame: Frame) -> Any:
        if name in frame.names:
            return self._walk(frame.names[name], steps)
        scope = frame.scope
        match name:
            case "var" if steps:
                return self._walk(self.variable(scope, str(steps[0])), steps[1:])
            case "local" if steps:
                return self._walk(self._local(scope, str(steps[0])), steps[1:])
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

    def _follow(self, mention: Traversal, frame: Frame) -> Any:
        """Evaluate a mention of the JSON, whose steps are names and keys."""
        return self._root(mention.root, list(mention.steps), frame)

    def _each(self, steps: Sequence[Any], frame: Frame) -> Any:
        if steps[0] == "key":
            return frame.key if frame.key is not None else UNKNOWN
        if frame.entry is None or frame.key is None or steps[0] != "value":
            return UNKNOWN
        block = frame.scope.block(frame.entry) if "type" in frame.entry else frame.names.get("\0call")
        expression = block.attributes.get("for_each") if block else None
        outer = Frame(frame.scope)
        collection = self.given(expression, frame.entry.get("for_each_expression"), outer)
        if isinstance(collection, list):
            return self._walk(frame.key, steps[1:])  # of a set the value is the key
        return self._walk(collection, [frame.key, *steps[1:]])

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
                value = self.given(expression, by_plan, self.call_frame(scope))
        nullable = block.attributes.get("nullable") if block else None
        if value is None and nullable is not None and nullable.text == "false":
            value = ABSENT
        if value is ABSENT:
            default = block.attributes.get("default") if block else None
            declared = scope.config.get("variables", {}).get(name, {})
            value = self.value(default, Frame(scope)) if default else declared.get("default", ABSENT)
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
        return self._node(scope.files.locals[name].node, Frame(scope))

    def _module(self, name: str, steps: Sequence[Any], frame: Frame) -> Any:
        scope = frame.scope
        call = scope.config.get("module_calls", {}).get(name)
        if call is None:
            return UNKNOWN
        block = scope.files.module_calls.get(name) if scope.files else None
        counted = {n for n in ("for_each", "count") if f"{n}_expression" in call or (block and n in block.attributes)}
        outputs = call.get("module", {}).get("outputs", {})
        key: Key = None
        rest = list(steps)
        if rest and (counted or rest[0] not in outputs):
            if is_unknown(rest[0]) or not isinstance(rest[0], str | int):
                return UNKNOWN
            key = rest.pop(0)
        elif counted:
            return UNKNOWN
        child = self.scopes.of([*split_address(scope.path)[0], (name, key)])
        if child is None or not rest or rest[0] not in outputs:
            return UNKNOWN
        return self._walk(self._remembered(child, "output", str(rest[0]), self._output), rest[1:])

    def _output(self, scope: Scope, name: str) -> Any:
        block = scope.files.find("output", name) if scope.files else None
        expression = block.attributes.get("value") if block else None
        by_plan = scope.config.get("outputs", {}).get(name, {}).get("expression")
        return self.given(expression, by_plan, Frame(scope))

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
        found = self._instances(base)
        if not counted and set(found) <= {None}:
            return self._walk(Reference(base), steps)
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
        return self._walk(members, steps)

    def _walk(self, value: Any, steps: Sequence[Any]) -> Any:
        """Return the element of a value at some steps."""
        for position, step in enumerate(steps):
            if isinstance(value, Reference) and not is_unknown(step):
                value = self._attribute(value, str(step))
            elif isinstance(value, OneOf):
                return OneOf([self._walked(c, steps[position:]) for c in value.candidates])
            elif is_unknown(value):
                return UNKNOWN
            elif is_unknown(step):
                members = list(value.values()) if isinstance(value, dict) else value
                candidates = _matching(value, step) if isinstance(value, dict) else members
                if not isinstance(members, list) or not candidates:
                    return UNKNOWN
                return OneOf([self._walked(m, steps[position + 1 :]) for m in candidates])
            else:
                value = _element(value, step)
        return value

    def _walked(self, value: Any, steps: Sequence[Any]) -> Any:
        try:
            return self._walk(value, steps)
        except EvaluationFailed:
            return UNKNOWN

    def _attribute(self, reference: Reference, name: str) -> Any:
        path = f"{reference.path}.{name}" if reference.path else name
        value = self._lookup(reference.address, path)
        if value is ABSENT or value is UNKNOWN:
            return Reference(reference.address, path)
        return _symbolic(value, reference.address, path)


def _either(candidates: list[Any]) -> Any:
    """Return the candidates, or what all of them are."""
    first = candidates[0]
    return first if all(same(first, c) is True for c in candidates) else OneOf(candidates)


def _as_truth(value: Any) -> bool | None:
    if is_unknown(value):
        return None
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def _symbolic(value: Any, address: str, path: str) -> Any:
    """Return a value of a resource with a Reference in each place where it is not known."""
    if isinstance(value, Unknown):
        return Reference(address, path)
    if isinstance(value, dict):
        return {k: _symbolic(v, address, f"{path}.{k}") for k, v in value.items()}
    if isinstance(value, list):
        return [_symbolic(v, address, f"{path}.{i}") for i, v in enumerate(value)]
    return value


def _element(value: Any, step: Any) -> Any:
    if isinstance(value, dict):
        key = as_text(step)
        if key in value:
            return value[key]
        raise EvaluationFailed(f"no {key}")
    if isinstance(value, list):
        index = int(step) if isinstance(step, int) or (isinstance(step, str) and step.isdigit()) else None
        if index is None or isinstance(value, SetOf) or not -len(value) <= index < len(value):
            raise EvaluationFailed("no such element")
        return value[index]
    raise EvaluationFailed("nothing inside")


def _matching(members: dict[str, Any], key: Unknown) -> list[Any]:
    """Return the members whose key a partly known text can be."""
    if isinstance(key, OneOf) and all(isinstance(c, str) for c in key.candidates):
        return [v for k, v in members.items() if k in key.candidates]
    if not isinstance(key, PartialText):
        return list(members.values())
    return [
        v
        for k, v in members.items()
        if k.startswith(key.prefix) and k.endswith(key.suffix) and len(k) >= len(key.prefix) + len(key.suffix)
    ]


def _pairs(collection: Any) -> list[tuple[Any, Any]]:
    if isinstance(collection, SetOf):
        return [(v, v) for v in collection]
    if isinstance(collection, list):
        return list(enumerate(collection))
    if isinstance(collection, dict):
        return [(k, collection[k]) for k in sorted(collection)]
    raise EvaluationFailed("nothing to go through")


def _branches(node: Node) -> tuple[list[tuple[Node, Node]], Node]:
    """Return conditions with their branches, and the last branch. The grammar nests `a ? b : c ? d : e` to the left."""
    condition, positive, negative = (c for c in node.named_children if c.type != "comment")
    inner = condition.named_children[0] if condition.named_child_count == 1 else None
    if inner is not None and inner.type == "conditional" and not text_of(condition).startswith("("):
        pairs, last = _branches(inner)
        return [*pairs, (last, positive)], negative
    return [(condition, positive)], negative


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else UNKNOWN,
    "%": lambda a, b: a % b if b else UNKNOWN,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
