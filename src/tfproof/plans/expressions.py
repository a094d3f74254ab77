"""What an expression of the source is, as far as the plan and the source tell, with what is not known kept symbolic.

`"${aws_s3_bucket.b.arn}/*"` is a `PartialText` of a `Reference` and a text; `jsonencode({…})` with one unknown value is a
`PartialJson` of the rest; a condition that is not known leaves a `OneOf`. So relations, policies, regions and defaults
are read by one mechanism. Nothing is guessed: what cannot be told is `UNKNOWN`.

A plan's JSON has no expressions, only what they mention. Without the source a mention stands for the value only where
it is the only one; see `Evaluator.mentioned`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tfproof.plans.functions import (
    FUNCTIONS,
    EvaluationFailed,
    SetOf,
    alike,
    as_text,
    is_uncertain,
    joined,
    remainder,
    same,
    unified,
)
from tfproof.plans.mentions import Mentions
from tfproof.plans.names import Frame, Instances, Names
from tfproof.plans.scopes import Scopes, is_constant, mentions_in, same_mentions
from tfproof.plans.values import UNKNOWN, OneOf, PartialList, Reference, has_unknown, is_unknown
from tfproof.plans.walking import Lookup, Walker
from tfproof.terraform.hcl import Expression, core, elements, literal, operands, text_of, unquote

if TYPE_CHECKING:
    from tree_sitter import Node


_MAX_DEPTH = 80


class Evaluator:
    """Evaluates expressions of one plan's configuration."""

    def __init__(self, scopes: Scopes, lookup: Lookup, instances: Instances) -> None:
        self._walker = Walker(lookup)
        self.names = Names(scopes, instances, self._walker, self)
        self._mentions = Mentions(self.names)
        self._depth = 0

    # What is asked from outside.

    def value(self, expression: Expression, frame: Frame, *, failing: bool = False) -> Any:
        """Return the value of a source expression; UNKNOWN where it has none, or with `failing` EvaluationFailed."""
        try:
            return self._node(expression.node, frame)
        except EvaluationFailed:
            if failing:
                raise
            return UNKNOWN

    def given(self, expression: Expression | None, by_plan: Any, frame: Frame) -> Any:
        """Return the value of an argument by the source, where it mentions what the plan's JSON does, else by the JSON."""
        if expression is not None and not is_constant(by_plan) and self.confirmed(expression, by_plan):
            return self.value(expression, frame)
        return self._mentions.value(by_plan, frame)

    @staticmethod
    def confirmed(expression: Expression, by_plan: Any) -> bool:
        """Whether the plan's JSON mentions what the source expression does, so that the one is the other's."""
        return same_mentions(expression.references(), mentions_in(by_plan))

    def mentioned(self, expression: Any, frame: Frame) -> Any:
        """Return what an expression of the plan's JSON tells without the source; see `plans.mentions`."""
        return self._mentions.value(expression, frame)

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
            case "string_lit":
                return unquote(text_of(node)[1:-1])  # the grammar leaves out blanks at both ends
            case "numeric_lit" | "bool_lit" | "null_lit":
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
                return self.names.resolve(text_of(node), (), frame)
            case "expression":
                return self._postfix(node, frame)
        return UNKNOWN

    def _template(self, node: Node, frame: Frame) -> Any:
        parts: list[Any] = []
        for piece in _template_pieces(node):
            if isinstance(piece, str):
                parts.append(piece)
            elif piece.type == "template_directive":
                return UNKNOWN
            else:
                inner = elements(piece, "expression")
                parts.append(self._node(inner[0], frame) if inner else "")
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
            deciding = operator == "||"
            found = [_as_truth(self._sequence(left, frame))]
            try:
                found.append(_as_truth(self._sequence(right, frame)))
            except EvaluationFailed:
                if found == [not deciding]:
                    raise
                return UNKNOWN  # whether the right side is evaluated depends on Terraform's version
            if deciding in found:
                return deciding
            return UNKNOWN if None in found else not deciding
        one, other = self._sequence(left, frame), self._sequence(right, frame)
        if operator in ("==", "!="):
            equal = same(one, other)
            return equal if is_unknown(equal) else equal is (operator == "==")
        if is_unknown(one) or is_unknown(other):
            return UNKNOWN
        numbers = _as_number(one), _as_number(other)
        if has_unknown(numbers):
            return UNKNOWN
        try:
            return _ARITHMETIC[operator](*numbers)
        except ArithmeticError:
            return UNKNOWN

    def _unary(self, node: Node, frame: Frame) -> Any:
        operator, _, operand = operands(node)
        value = self._sequence(operand, frame)
        if operator == "!":
            truth = _as_truth(value)
            return UNKNOWN if truth is None else not truth
        number = value if is_unknown(value) else _as_number(value)
        return UNKNOWN if is_unknown(number) else -number

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
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
            return UNKNOWN  # a limit of ours: what Terraform refuses is an EvaluationFailed

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
        partial = isinstance(collection, PartialList) or is_uncertain(collection)
        if isinstance(collection, PartialList):
            pairs: list[tuple[Any, Any]] = [(UNKNOWN, v) for v in collection.items]  # others may stand before them
        elif is_unknown(collection):
            return UNKNOWN
        else:
            pairs = _pairs(collection)
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
            return self.names.resolve(text_of(base), steps, frame)
        return self._walker.walk(self._node(base, frame), steps)

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
        return int(value) if isinstance(value, float) and value.is_integer() else UNKNOWN

    def _splat(self, splat: Node, following: Sequence[Node]) -> list[Node]:
        return [*splat.named_children[0].named_children, *following]

    def _splatted(self, base: Any, nodes: Sequence[Node], frame: Frame) -> Any:
        steps = [self._step(n, frame) for n in nodes]
        if isinstance(base, PartialList):
            return PartialList([self._walker.walk(b, steps) for b in base.items])
        if is_unknown(base):
            if isinstance(base, Reference) and not base.path:
                return [self._walker.walk(base, steps)]  # the only instance of a resource without count
            return UNKNOWN
        if base is None:
            return []
        items = base if isinstance(base, list) else [base]
        walked = [self._walker.walk(b, steps) for b in items]
        return PartialList(walked) if is_uncertain(base) else walked


def _template_pieces(node: Node) -> list[str | Node]:
    """Return the texts of a template and what stands between them. The grammar's texts lack blanks at both ends."""
    source = node.text or b""
    quoted = node.type == "quoted_template"
    opening = 1 if quoted else source.index(b"\n") + 1
    closing = len(source) - 1 if quoted else source.rindex(b"\n") + 1
    pieces: list[str | Node] = []
    position, stripped = opening, False
    inner = [c for c in node.named_children if c.type in ("template_interpolation", "template_directive")]
    for child in [*inner, None]:
        end = child.start_byte - node.start_byte if child else closing
        text = source[position:end].decode()
        text = text.lstrip() if stripped else text
        if child and child.type == "template_interpolation" and (child.text or b"").startswith(b"${~"):
            text = text.rstrip()
        if text:
            pieces.append(text)
        if child:
            pieces.append(child)
            position, stripped = child.end_byte - node.start_byte, (child.text or b"").endswith(b"~}")
    if source.startswith(b"<<-"):
        pieces = _without_indent(pieces)
    return [_unescaped(p, quoted=quoted) if isinstance(p, str) else p for p in pieces]


def _unescaped(text: str, *, quoted: bool) -> str:
    return unquote(text) if quoted else text.replace("$${", "${").replace("%%{", "%{")


def _without_indent(pieces: list[str | Node]) -> list[str | Node]:
    """Remove from each line what all lines of an indented heredoc begin with."""
    marked = "".join(p if isinstance(p, str) else "\0" for p in pieces)
    lines = [line for line in marked.split("\n") if line.strip(" \t")]
    indent = min((len(line) - len(line.lstrip(" \t")) for line in lines), default=0)
    flush = "\n".join(line[indent:] for line in marked.split("\n"))
    between = iter(p for p in pieces if not isinstance(p, str))
    made: list[str | Node] = []
    for position, text in enumerate(flush.split("\0")):
        if position:
            made.append(next(between))
        if text:
            made.append(text)
    return made


def _either(candidates: list[Any]) -> Any:
    """Return the candidates, or what all of them are."""
    first = candidates[0]
    return first if all(alike(first, c) or same(first, c) is True for c in candidates) else OneOf(candidates)


def _as_truth(value: Any) -> bool | None:
    if is_unknown(value):
        return None
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def _as_number(value: Any) -> Any:
    if value is None:
        raise EvaluationFailed("null is no number")
    return FUNCTIONS["tonumber"](value)


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
    "%": lambda a, b: remainder(a, b) if b else UNKNOWN,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
