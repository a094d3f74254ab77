"""Conditions of a statement and the request that they are compared with, decided with three values.

Operators: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
Several values of a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import operator as op
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

from tfproof.iam.documents import Condition
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.matching import ARN_PARTS, Pattern, Text, Wild, folded, literal, matches, pattern, segments

#: What a request carries: by key, in lower case, its values; None for a key that it does not carry. Of a key that is not in
#: the mapping nobody knows whether, and with which values, the request carries it.
RequestContext = Mapping[str, tuple[Text, ...] | None]

_OPERATOR = re.compile(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?", re.IGNORECASE)
_NEGATED = {
    "arnnotequals", "arnnotlike", "datenotequals", "notipaddress", "numericnotequals", "stringnotequals",
    "stringnotequalsignorecase", "stringnotlike",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator taken apart. `base` is the positive one in lower case (`stringlike` of `StringNotLike`, which is
    `negated`), `over` is `forallvalues`, `foranyvalue` or empty."""

    base: str
    negated: bool = False
    over: str = ""
    if_exists: bool = False

    @property
    def met_without_the_key(self) -> bool:
        """Whether a request that does not carry the key meets the condition (`Null` asks for just that)."""
        if self.base == "null":
            return False
        return self.if_exists or self.over == "forallvalues" or (self.negated and not self.over)


def operator_of(name: Text) -> Operator | None:
    """Return an operator by its name; None where it is not known, or AWS has no such operator."""
    found = _OPERATOR.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        return None
    over, base, if_exists = found.groups()
    negated = base.lower() in _NEGATED
    positive = base.lower().replace("not", "") if negated else base.lower()
    if positive not in _COMPARISONS and positive != "null":
        return None
    return Operator(positive, negated, (over or "").lower(), if_exists is not None)


def meets(condition: Condition, context: RequestContext) -> bool | None:
    """Whether a request meets a condition; None where that is not known."""
    operator = operator_of(condition.operator)
    if operator is None or not isinstance(condition.key, str) or condition.key.lower() not in context:
        return None
    given = context[condition.key.lower()]
    if operator.base == "null":
        return any_true(_says(value, not given) for value in condition.values)
    if not given:  # a key without any value counts as one that is not there
        return operator.met_without_the_key
    answers = [
        any_true(_matches(operator.base, value, actual, context) for value in condition.values) for actual in given
    ]
    if operator.negated:
        answers = [not_true(answer) for answer in answers]
    if operator.over == "forallvalues":
        return all_true(answers)
    if operator.over == "foranyvalue" or len(answers) == 1:
        return any_true(answers)
    return None  # how several values are compared without ForAllValues or ForAnyValue, AWS leaves open


def meets_all(conditions: Iterable[Condition], context: RequestContext) -> bool | None:
    """Whether a request meets every condition."""
    return all_true(meets(condition, context) for condition in conditions)


def filled(value: Text, context: RequestContext) -> Pattern | None:
    """Return the tokens of a value with its variables filled in; None where the request lacks one, so that nothing
    matches."""
    lacking = False

    def fill(content: str) -> Text | None:
        nonlocal lacking
        key, _, default = (part.strip() for part in content.partition(","))
        if key.lower() not in context:
            return None
        values = context[key.lower()]
        if values:
            return values[0] if len(values) == 1 else None
        lacking = lacking or not default
        return default.strip("'")

    tokens = pattern(value, fill)
    return None if lacking else tokens


def _says(value: Text, absent: bool) -> bool | None:
    """Whether a value of `Null` ("true": the key is absent) is what is the case."""
    return (value.lower() == "true") == absent if isinstance(value, str) else None


def _matches(base: str, value: Text, actual: Text, context: RequestContext) -> bool | None:
    tokens = filled(value, context)
    return False if tokens is None else _COMPARISONS[base](tokens, literal(actual))


def _exact(wanted: Pattern, actual: Pattern) -> bool | None:
    """Compare as text, in which `*` and `?` are characters like others."""
    return matches(tuple(t.value if t in (Wild.ANY, Wild.ONE) else t for t in wanted), actual)


def _exact_in_any_case(wanted: Pattern, actual: Pattern) -> bool | None:
    return _exact(folded(wanted), folded(actual))


def _arn(wanted: Pattern, actual: Pattern) -> bool | None:
    """Compare the six parts of two ARNs, each by itself. Of a pattern with fewer parts AWS only says that a `*` at its end
    stands for the rest."""
    left, right = segments(wanted), segments(actual)
    if len(left) == len(right) == ARN_PARTS and Wild.HOLE not in (*wanted, *actual):
        return all_true(map(matches, left, right))
    answer = matches(wanted, actual)
    return answer if wanted == actual or wanted[-1:] == (Wild.ANY,) or not answer else None


def _typed(
    parse: Callable[[str], Any], compare: Callable[[Any, Any], bool], wanted: Pattern, actual: Pattern
) -> bool | None:
    """Compare what two texts mean. A value of the request that means nothing matches nothing; one of the policy that
    means nothing AWS would refuse."""
    if any(not isinstance(t, str) or len(t) != 1 for t in (*wanted, *actual)):
        return None
    try:
        right = parse("".join(map(str, wanted)))
    except (ValueError, InvalidOperation):
        return None
    try:
        left = parse("".join(map(str, actual)))
    except (ValueError, InvalidOperation):
        return False
    return compare(left, right)


def _time(text: str) -> datetime:
    if re.fullmatch(r"\d+(\.\d+)?", text) and len(text) != len("2026"):
        return datetime.fromtimestamp(float(text), UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _address(wanted: Pattern, actual: Pattern) -> bool | None:
    if any(not isinstance(t, str) or len(t) != 1 for t in (*wanted, *actual)):
        return None
    try:
        network = ip_network("".join(map(str, wanted)), strict=False)
    except ValueError:
        return None
    try:
        return ip_address("".join(map(str, actual))) in network
    except ValueError:
        return False


def _ordered(kind: str, parse: Callable[[str], Any]) -> dict[str, Callable[[Pattern, Pattern], bool | None]]:
    orders = {
        "equals": op.eq, "lessthan": op.lt, "lessthanequals": op.le, "greaterthan": op.gt, "greaterthanequals": op.ge,
    }  # fmt: skip
    return {f"{kind}{name}": partial(_typed, parse, compare) for name, compare in orders.items()}


_COMPARISONS: dict[str, Callable[[Pattern, Pattern], bool | None]] = {
    "arnequals": _arn,
    "arnlike": _arn,
    "binaryequals": _exact,
    "bool": partial(_typed, str.lower, op.eq),
    "ipaddress": _address,
    "stringequals": _exact,
    "stringequalsignorecase": _exact_in_any_case,
    "stringlike": matches,
    **_ordered("date", _time),
    **_ordered("numeric", Decimal),
}
