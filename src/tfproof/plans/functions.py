"""The functions of Terraform's language that source expressions are evaluated with.

Each gets values of which parts may be unknown and answers only what is certain; whatever it cannot tell is UNKNOWN. A
function that is not here is UNKNOWN, too. Meaning: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tfproof.plans.values import (
    UNKNOWN,
    OneOf,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    Unknown,
    has_unknown,
    is_unknown,
)


class EvaluationFailed(Exception):
    """The expression has no value: Terraform would report an error here, which `try` and `can` catch."""


class SetOf(list[Any]):
    """The elements of a set, which has no order: no element is reached by an index."""


def unified(values: Sequence[Any], chosen: Any) -> Any:
    """Return the chosen one of several values as the one type that Terraform gives all of them.

    A number or truth value beside a text becomes a text; EvaluationFailed where no type fits all.
    """
    known = [v for v in values if not is_unknown(v) and v is not None]
    inner = [isinstance(v, list | dict) for v in known]
    if any(inner) and not all(inner):
        raise EvaluationFailed("values of different types")
    if not is_unknown(chosen) and isinstance(chosen, bool | int | float) and len({_primitive(v) for v in known}) > 1:
        return as_text(chosen)
    return chosen


def _primitive(value: Any) -> str:
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"


def as_text(value: Any) -> str:
    """Return how Terraform writes a primitive value into a string; raise EvaluationFailed for any other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    raise EvaluationFailed("no text")


def joined(parts: Sequence[Any]) -> Any:
    """Return the text that parts make together, a PartialText where some are not known."""
    texts: list[str | Unknown] = []
    for part in parts:
        for piece in part.parts if isinstance(part, PartialText) else (part,):
            piece = piece if isinstance(piece, Unknown) else as_text(piece)  # noqa: PLW2901
            if isinstance(piece, str) and texts and isinstance(texts[-1], str):
                texts[-1] += piece
            elif not isinstance(piece, str) or piece:
                texts.append(piece)
    if all(isinstance(t, str) for t in texts):
        return "".join(t for t in texts if isinstance(t, str))
    return texts[0] if len(texts) == 1 else PartialText(texts)


def same(one: Any, other: Any) -> Any:
    """Return whether two values are equal: True, False or UNKNOWN. Values of different types are not."""
    for value, against in ((one, other), (other, one)):
        if not is_unknown(against) and against is None and (not is_unknown(value) or _is_never_null(value)):
            return not is_unknown(value) and value is None
    if has_unknown(one) or has_unknown(other):
        return UNKNOWN
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other)


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise EvaluationFailed("no list")


def _map(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise EvaluationFailed("no map")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return as_text(value)


def _concat(*lists: Any) -> Any:
    items: list[Any] = []
    partial = False
    for each in lists:
        if isinstance(each, PartialList):
            items += each.items
            partial = True
        elif is_unknown(each):
            items.append(each)
            partial = True
        elif isinstance(each, SetOf):
            raise EvaluationFailed("a set cannot be appended")
        else:
            items += _list(each)
    return PartialList(items) if partial else items


def _merge(*maps: Any) -> Any:
    merged: dict[str, Any] = {}
    for each in maps:
        if is_unknown(each):
            return UNKNOWN
        merged |= _map(each) if each is not None else {}
    return merged


def _flatten(value: Any) -> Any:
    if isinstance(value, PartialList):
        inner = _flatten(list(value.items))
        return PartialList(inner.items if isinstance(inner, PartialList) else inner)
    items: list[Any] = []
    partial = False
    for each in _list(value):
        if isinstance(each, list | PartialList):
            inner = _flatten(each)
            partial = partial or isinstance(inner, PartialList)
            items += inner.items if isinstance(inner, PartialList) else inner
        elif is_unknown(each):
            items.append(each)
            partial = True  # it may be a list itself
        else:
            items.append(each)
    return PartialList(items) if partial else items


def _unique(value: Any) -> Any:
    """Remove repetitions; an element that is not known may repeat another, which changes no membership."""
    if isinstance(value, PartialList):
        return value
    if any(isinstance(each, list | dict) for each in _list(value)):
        return UNKNOWN  # Terraform makes them one type first
    found: list[Any] = []
    for each in _list(value):
        if has_unknown(each) or not any(not has_unknown(f) and same(f, each) is True for f in found):
            found.append(each)
    return found


def _toset(value: Any) -> Any:
    if is_unknown(value) or value is None:
        return value
    found = _unique(value)
    if is_unknown(found):
        return found
    return SetOf(found if has_unknown(found) or not all(isinstance(f, str) for f in found) else sorted(found))


def _compact(value: Any) -> Any:
    if isinstance(value, PartialList):
        return PartialList([v for v in value.items if is_unknown(v) or v not in (None, "")])
    return [v for v in _list(value) if is_unknown(v) or v not in (None, "")]


def _coalesce(*values: Any) -> Any:
    for position, value in enumerate(values):
        if is_unknown(value):
            return value if _is_never_null(value) or position + 1 == len(values) else OneOf(values[position:])
        if value is not None and value != "":
            return unified(values, value)
    raise EvaluationFailed("nothing but null")


def _is_never_null(value: Unknown) -> bool:
    """Whether an unknown value is certain not to be null: a text, or the identifier that AWS gives a resource."""
    return isinstance(value, PartialText) or (isinstance(value, Reference) and value.path in ("id", "arn"))


def _lookup(mapping: Any, key: Any, *default: Any) -> Any:
    if is_unknown(mapping) or is_unknown(key):
        return UNKNOWN
    if key in _map(mapping):
        return mapping[key]
    if default:
        return default[0]
    raise EvaluationFailed("no such key")


def _element(value: Any, index: Any) -> Any:
    if is_unknown(value) or is_unknown(index):
        return OneOf(value) if isinstance(value, list) and value else UNKNOWN
    items = _list(value)
    if not items or isinstance(value, SetOf):
        raise EvaluationFailed("a set or an empty list has no element")
    return items[int(index) % len(items)]


def _one(value: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    items = _list(value)
    if len(items) > 1:
        raise EvaluationFailed("more than one")
    return items[0] if items else None


def _join(separator: Any, *lists: Any) -> Any:
    parts: list[Any] = []
    for each in lists:
        if is_unknown(each):
            return UNKNOWN
        for item in _list(each):
            parts += [separator, item] if parts else [item]
    return joined(parts)


def _length(value: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, str | list | dict):
        return len(value)
    raise EvaluationFailed("no length")


def _keys(value: Any) -> Any:
    return UNKNOWN if is_unknown(value) else sorted(_map(value))


def _values(value: Any) -> Any:
    return UNKNOWN if is_unknown(value) else [value[k] for k in sorted(_map(value))]


def _contains(value: Any, wanted: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    answers = [same(each, wanted) for each in _list(value)]
    if any(a is True for a in answers):
        return True
    return UNKNOWN if any(is_unknown(a) for a in answers) else False


def _zipmap(keys: Any, values: Any) -> Any:
    if has_unknown(keys) or is_unknown(values):
        return UNKNOWN
    return dict(zip(_list(keys), _list(values), strict=True))


def _jsonencode(value: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    if has_unknown(value):
        return PartialJson(value)
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _jsondecode(value: Any) -> Any:
    if isinstance(value, PartialJson):
        return value.value
    if is_unknown(value):
        return UNKNOWN
    try:
        return json.loads(value)
    except (ValueError, TypeError) as error:
        raise EvaluationFailed("no JSON") from error


def _range(*numbers: Any) -> Any:
    if has_unknown(list(numbers)):
        return UNKNOWN
    return list(range(*(int(n) for n in numbers)))


def _format(template: Any, *values: Any) -> Any:
    """Only `%s`, `%d` and `%%`; anything finer is left unknown."""
    if is_unknown(template):
        return UNKNOWN
    parts: list[Any] = []
    rest, left = str(template), list(values)
    while "%" in rest:
        before, _, rest = rest.partition("%")
        parts.append(before)
        if rest[:1] == "%":
            parts.append("%")
        elif rest[:1] in ("s", "d") and left:
            parts.append(left.pop(0))
        else:
            return UNKNOWN
        rest = rest[1:]
    return joined([*parts, rest])


def _slice(value: Any, start: Any, end: Any) -> Any:
    if is_unknown(value) or is_unknown(start) or is_unknown(end):
        return UNKNOWN
    return _list(value)[int(start) : int(end)]


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise EvaluationFailed("no number")
    if isinstance(value, int | float) or value is None:
        return value
    try:
        return int(value) if value.lstrip("-").isdigit() else float(value)
    except (ValueError, AttributeError) as error:
        raise EvaluationFailed("no number") from error


def _bool(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if value in ("true", "false"):
        return value == "true"
    raise EvaluationFailed("no truth value")


def _subtract(one: Any, other: Any) -> Any:
    if has_unknown(one) or has_unknown(other):
        return UNKNOWN
    return [v for v in _list(one) if v not in _list(other)]


def _alltrue(value: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    items = _list(value)
    if any(not is_unknown(i) and i is False for i in items):
        return False
    return UNKNOWN if has_unknown(items) else all(i is True or i == "true" for i in items)


def _anytrue(value: Any) -> Any:
    if is_unknown(value):
        return UNKNOWN
    items = _list(value)
    if any(not is_unknown(i) and i is True for i in items):
        return True
    return UNKNOWN if has_unknown(items) else any(i == "true" for i in items)


def _replace(text: Any, old: Any, new: Any) -> Any:
    """A pattern between slashes is a regular expression of another dialect than ours."""
    regular = len(old) > 1 and old.startswith("/") and old.endswith("/")
    return UNKNOWN if regular else _text(text).replace(old, new)


def _same_value(value: Any) -> Any:
    return value


def _of_known(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, with UNKNOWN as its answer when any part of its arguments is not known."""

    def called(*arguments: Any) -> Any:
        return UNKNOWN if has_unknown(list(arguments)) else function(*arguments)

    return called


#: Name to function. `try`, `can` and `coalesce` of a failing argument are the evaluator's.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "alltrue": _alltrue,
    "anytrue": _anytrue,
    "chomp": _of_known(lambda s: _text(s).rstrip("\r\n")),
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _unique,
    "element": _element,
    "endswith": _of_known(lambda s, e: _text(s).endswith(e)),
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "jsondecode": _jsondecode,
    "jsonencode": _jsonencode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _of_known(lambda s: _text(s).lower()),
    "max": _of_known(lambda *n: max(n)),
    "merge": _merge,
    "min": _of_known(lambda *n: min(n)),
    "nonsensitive": _same_value,
    "one": _one,
    "range": _range,
    "replace": _of_known(_replace),
    "reverse": _of_known(lambda v: list(reversed(_list(v)))),
    "sensitive": _same_value,
    "setsubtract": _subtract,
    "setunion": lambda *lists: _toset(_concat(*lists)),
    "slice": _slice,
    "sort": lambda v: v if has_unknown(v) else sorted(_list(v)),
    "split": _of_known(lambda separator, s: _text(s).split(separator)),
    "startswith": _of_known(lambda s, b: _text(s).startswith(b)),
    "strcontains": _of_known(lambda s, part: part in _text(s)),
    "substr": _of_known(lambda s, start, n: _text(s)[start:] if n < 0 else _text(s)[start : start + n]),
    "title": _of_known(lambda s: _text(s).title()),
    "tobool": _of_known(_bool),
    "tolist": _same_value,
    "tomap": _same_value,
    "tonumber": _of_known(_number),
    "toset": _toset,
    "tostring": _of_known(lambda v: None if v is None else as_text(v)),
    "trimprefix": _of_known(lambda s, p: _text(s).removeprefix(p)),
    "trimspace": _of_known(lambda s: _text(s).strip()),
    "trimsuffix": _of_known(lambda s, p: _text(s).removesuffix(p)),
    "upper": _of_known(lambda s: _text(s).upper()),
    "values": _values,
    "zipmap": _zipmap,
}
