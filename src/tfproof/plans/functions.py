"""The functions of Terraform's language that source expressions are evaluated with.

Each gets values of which parts may be unknown and answers only what is certain; whatever it cannot tell is UNKNOWN. A
function that is not here is UNKNOWN, too. Meaning: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tfproof import strict_json
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
    """The elements of a set, which has no order: no element is reached by an index.

    Elements that are not known may turn out to be the same; see `is_uncertain`.
    """


def is_uncertain(value: Any) -> bool:
    """Whether it is a set whose number of elements is not known: one that is not known may be another one, too."""
    return isinstance(value, SetOf) and len(value) > 1 and has_unknown(value)


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
    """Return whether two values are equal: True, False or UNKNOWN.

    Values of different types are not. A list is never equal to a tuple with the same elements, nor a map to an object or
    a list to a set; which of them a value is, is not told here.
    """
    for value, against in ((one, other), (other, one)):
        if not is_unknown(against) and against is None and (not is_unknown(value) or _is_never_null(value)):
            return not is_unknown(value) and value is None
    if has_unknown(one) or has_unknown(other):
        return UNKNOWN
    if isinstance(one, SetOf) or isinstance(other, SetOf):
        texts = all(isinstance(v, SetOf) and v and all(isinstance(e, str) for e in v) for v in (one, other))
        return bool(one == other) if texts else UNKNOWN
    if isinstance(one, list | dict) and isinstance(other, list | dict):
        return UNKNOWN if one == other else False
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other)


def alike(one: Any, other: Any) -> bool:
    """Return whether two values certainly hold the same, whatever types Terraform gives them."""
    if has_unknown(one) or has_unknown(other):
        return False
    return type(one) is type(other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _shape(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_shape(v) for v in value]
    return "" if is_unknown(value) or value is None else _primitive(value)


def _only_texts(value: Any) -> bool:
    """Whether no conversion to the type of another value changes anything in it."""
    if isinstance(value, list | dict):
        return all(_only_texts(v) for v in (value.values() if isinstance(value, dict) else value))
    return value is None or isinstance(value, str)


def _of_one_type(values: Sequence[Any]) -> list[Any] | None:
    """Return the values as the one type that the elements of a list have; None where it cannot be told."""
    known = [v for v in values if not is_unknown(v) and v is not None]
    if any(isinstance(v, list | dict) for v in known):
        return list(values) if all(_shape(v) == _shape(known[0]) for v in known) else None
    kinds = {_primitive(v) for v in known}
    if len(known) < len(values) and kinds - {"text"}:
        return None if any(is_unknown(v) for v in values) or len(kinds) > 1 else list(values)
    return [as_text(v) for v in values] if len(kinds) > 1 else list(values)


def _whole(value: Any) -> int | None:
    """Return a whole number; None where it is none."""
    if isinstance(value, str):
        value = _number(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    return int(value)


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise EvaluationFailed("no list")


def _map(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise EvaluationFailed("no map")


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
            partial = partial or isinstance(inner, PartialList) or is_uncertain(each)
            items += inner.items if isinstance(inner, PartialList) else inner
        elif is_unknown(each):
            items.append(each)
            partial = True  # it may be a list itself
        else:
            items.append(each)
    return PartialList(items) if partial else items


def _repeated(value: Any) -> Any:
    """Remove repetitions among what is known; UNKNOWN where that cannot be told."""
    if any(isinstance(each, list | dict) for each in _list(value)):
        return UNKNOWN  # Terraform makes them one type first
    values = _of_one_type(value)
    if values is None:
        return UNKNOWN
    found: list[Any] = []
    for each in values:
        if has_unknown(each) or not any(not has_unknown(f) and same(f, each) is True for f in found):
            found.append(each)
    return found


def _unique(value: Any) -> Any:
    """Remove repetitions; an element that is not known may repeat another, so that there is no telling how many stay."""
    if is_unknown(value):
        return value
    found = _repeated(value)
    return PartialList(found) if isinstance(found, list) and len(found) > 1 and has_unknown(found) else found


def _toset(value: Any) -> Any:
    if is_unknown(value) or value is None:
        return value
    found = _repeated(value)
    if is_unknown(found):
        return found
    return SetOf(found if has_unknown(found) or any(f is None for f in found) else sorted(found))


def _tolist(value: Any) -> Any:
    if is_unknown(value) or value is None:
        return value
    items = _of_one_type(_list(value))
    if items is None:
        return UNKNOWN
    if isinstance(value, SetOf) and len(items) > 1:
        if has_unknown(items):
            return PartialList(items)
        if not (all(isinstance(i, str) for i in items) or all(_primitive(i) == "number" for i in items)):
            return UNKNOWN
        return sorted(items)
    return items


def _tomap(value: Any) -> Any:
    if is_unknown(value) or value is None:
        return value
    values = _of_one_type(list(_map(value).values()))
    return UNKNOWN if values is None else dict(zip(value, values, strict=True))


def _sort(value: Any) -> Any:
    """The elements as texts in their order, which is not known where one of them is not."""
    if is_unknown(value):
        return value
    if has_unknown(_list(value)):
        return value if len(value) == 1 else PartialList(value)
    return sorted(as_text(v) for v in value)


def _compact(value: Any) -> Any:
    if is_unknown(value) and not isinstance(value, PartialList):
        return UNKNOWN
    items = list(value.items) if isinstance(value, PartialList) else _list(value)
    kept = [v for v in items if is_unknown(v) or v not in (None, "")]
    partial = isinstance(value, PartialList) or any(is_unknown(v) and not _is_never_empty(v) for v in kept)
    return PartialList(kept) if partial or is_uncertain(value) else kept


def _is_never_empty(value: Unknown) -> bool:
    if isinstance(value, PartialText):
        return any(isinstance(p, str) and p for p in value.parts)
    return _is_never_null(value)


def _coalesce(*values: Any) -> Any:
    for position, value in enumerate(values):
        if is_unknown(value):
            return value if _is_never_null(value) or position + 1 == len(values) else OneOf(values[position:])
        if value is not None and value != "":
            chosen = unified(values, value)
            others = [v for v in values if v is not None]
            mixed = isinstance(chosen, list | dict) and any(
                is_unknown(v) or _shape(v) != _shape(chosen) for v in others
            )
            return UNKNOWN if mixed and not _only_texts(chosen) else chosen
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
    at = _whole(index)
    return UNKNOWN if at is None or at < 0 else items[at % len(items)]


def _one(value: Any) -> Any:
    if is_unknown(value) or is_uncertain(value):
        return UNKNOWN
    items = _list(value)
    if len(items) > 1:
        raise EvaluationFailed("more than one")
    return items[0] if items else None


def _join(separator: Any, *lists: Any) -> Any:
    parts: list[Any] = []
    for each in lists:
        if is_unknown(each) or (isinstance(each, SetOf) and has_unknown(each)):
            return UNKNOWN
        for item in _list(each):
            parts += [separator, item] if parts else [item]
    return joined(parts)


def _length(value: Any) -> Any:
    if is_unknown(value) or is_uncertain(value):
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
    if len(_list(keys)) != len(_list(values)):
        raise EvaluationFailed("not as many values as keys")
    return UNKNOWN if isinstance(values, SetOf) else dict(zip([as_text(k) for k in keys], values, strict=True))


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
        json.loads(value)
    except (ValueError, TypeError) as error:
        raise EvaluationFailed("no JSON") from error
    except RecursionError:
        return UNKNOWN
    try:
        return strict_json.load(value)
    except ValueError:
        return UNKNOWN  # whether Terraform takes it is nothing that can be told


_LONGEST_RANGE = 1024


def _range(*numbers: Any) -> Any:
    if has_unknown(list(numbers)):
        return UNKNOWN
    whole = [_whole(n) for n in numbers]
    if not 1 <= len(whole) <= 3 or None in whole:
        return UNKNOWN
    given = [n for n in whole if n is not None]
    start, end = given[:2] if len(given) > 1 else (0, given[0])
    step = given[2] if len(given) > 2 else -1 if end < start else 1
    if step == 0 or (end - start) * step < 0:
        raise EvaluationFailed("a step that leads nowhere")
    found = range(start, end, step)
    return list(found) if len(found) <= _LONGEST_RANGE else UNKNOWN


def _is_plain(value: Any, verb: str) -> bool:
    if is_unknown(value):
        return True
    return isinstance(value, str | bool | int | float) if verb == "s" else type(value) is int


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
        elif rest[:1] in ("s", "d") and left and _is_plain(left[0], rest[0]):
            parts.append(left.pop(0))
        else:
            return UNKNOWN
        rest = rest[1:]
    return joined([*parts, rest])


def _slice(value: Any, start: Any, end: Any) -> Any:
    if is_unknown(value) or is_unknown(start) or is_unknown(end):
        return UNKNOWN
    first, last = _whole(start), _whole(end)
    if first is None or last is None or isinstance(value, SetOf):
        return UNKNOWN
    if not 0 <= first <= last <= len(_list(value)):
        raise EvaluationFailed("outside of the list")
    return value[first:last]


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise EvaluationFailed("no number")
    if isinstance(value, int | float) or value is None:
        return value
    if not isinstance(value, str):
        raise EvaluationFailed("no number")
    if re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", value):
        return float(value)
    if any(c.isdigit() for c in value) or "inf" in value.lower():
        return UNKNOWN  # another way to write a number, or none
    raise EvaluationFailed("no number")


def _bool(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if value in ("true", "false"):
        return value == "true"
    raise EvaluationFailed("no truth value")


def _subtract(one: Any, other: Any) -> Any:
    if has_unknown(one) or has_unknown(other):
        return UNKNOWN
    if len({_primitive(v) for v in [*_list(one), *_list(other)]}) > 1:
        return UNKNOWN
    return _toset([v for v in one if v not in other])


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
    return UNKNOWN if regular else as_text(text).replace(old, new)


def _split(separator: Any, text: Any) -> list[str]:
    return as_text(text).split(as_text(separator)) if separator != "" else list(as_text(text))


def _substr(text: Any, start: Any, count: Any) -> Any:
    text, first, many = as_text(text), _whole(start), _whole(count)
    if first is None or many is None:
        return UNKNOWN
    rest = text[max(first + len(text), 0) if first < 0 else first :]
    return rest if many < 0 else rest[:many]


def _title(text: Any) -> str:
    """The first letter of each word in upper case; nothing else changes, and `_` separates no words."""
    before = ["", *as_text(text)]
    return "".join(
        c.title() if not b or not (b.isalnum() or b == "_" or not (b.isascii() or b.isspace())) else c
        for b, c in pairwise(before)
    )


def _extreme(choose: Callable[..., Any], values: Sequence[Any]) -> Any:
    numbers = [_number(v) for v in values]
    return UNKNOWN if has_unknown(numbers) else choose(numbers)


def remainder(one: Any, other: Any) -> Any:
    """Return what a division leaves, with the sign of the divided."""
    if isinstance(one, float) or isinstance(other, float):
        return math.fmod(one, other)
    return abs(one) % abs(other) * (-1 if one < 0 else 1)


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
    "chomp": _of_known(lambda s: as_text(s).rstrip("\r\n")),
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _unique,
    "element": _element,
    "endswith": _of_known(lambda s, e: as_text(s).endswith(e)),
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "jsondecode": _jsondecode,
    "jsonencode": _jsonencode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _of_known(lambda s: as_text(s).lower()),
    "max": _of_known(lambda *n: _extreme(max, n)),
    "merge": _merge,
    "min": _of_known(lambda *n: _extreme(min, n)),
    "nonsensitive": _same_value,
    "one": _one,
    "range": _range,
    "replace": _of_known(_replace),
    "reverse": _of_known(lambda v: list(reversed(_list(v)))),
    "sensitive": _same_value,
    "setsubtract": _subtract,
    "setunion": lambda *lists: _toset(_concat(*(list(v) if isinstance(v, SetOf) else v for v in lists))),
    "slice": _slice,
    "sort": _sort,
    "split": _of_known(_split),
    "startswith": _of_known(lambda s, b: as_text(s).startswith(b)),
    "strcontains": _of_known(lambda s, part: part in as_text(s)),
    "substr": _of_known(_substr),
    "title": _of_known(_title),
    "tobool": _of_known(_bool),
    "tolist": _tolist,
    "tomap": _tomap,
    "tonumber": _of_known(_number),
    "toset": _toset,
    "tostring": _of_known(lambda v: None if v is None else as_text(v)),
    "trimprefix": _of_known(lambda s, p: as_text(s).removeprefix(p)),
    "trimspace": _of_known(lambda s: as_text(s).strip()),
    "trimsuffix": _of_known(lambda s, p: as_text(s).removesuffix(p)),
    "upper": _of_known(lambda s: as_text(s).upper()),
    "values": _values,
    "zipmap": _zipmap,
}
