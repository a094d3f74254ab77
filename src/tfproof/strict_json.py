"""JSON that others wrote, read strictly: what two readers may understand differently is no JSON here.

Python takes NaN, keeps the last of two equal keys and makes a number that is too large infinite; the next reader of
what we write may not. What is nested deeper than anything that Terraform writes is refused here, once, so that
everything behind may walk into values by recursion.
"""

from __future__ import annotations

import json
from itertools import chain
from math import isfinite
from typing import Any, NoReturn

#: Levels of lists and objects. Plans of the largest public modules have less than sixty; one level takes every later
#: walk at most four of the thousand calls that Python allows inside of each other.
DEEPEST = 200


def load(text: str) -> Any:
    """Return what a JSON text says; raise ValueError with the reason when it is none, in a strict sense."""
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    refuse_deep(value)
    return value


def refuse_deep(value: Any) -> None:
    """Raise ValueError for a value that is nested deeper than DEEPEST."""
    containers = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST):
        if not containers:
            return
        inner = chain.from_iterable(c.values() if type(c) is dict else c for c in containers)
        containers = [v for v in inner if type(v) is dict or type(v) is list]
    if containers:
        raise ValueError(_TOO_DEEP)


_TOO_DEEP = f"it is nested deeper than {DEEPEST} levels"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} is given twice")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"the number {text[:20]} is too large")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
