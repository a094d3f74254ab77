"""Another value for an input of a module, told from what its variable and its examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tfproof.terraform.hcl import Block, Expression, NotLiteral, read_directory
from tfproof.terraform.planning.case import example_call


def proposed(module: Path, name: str) -> Any:
    """Return a value for an input other than that of the module's `typical`; raise LookupError where nothing tells one."""
    variable = read_directory(module).variables[name]
    typical, grown = (example_call(module / "examples" / e, module).attributes.get(name) for e in ("typical", "grown"))
    given = _value(typical or variable.attributes.get("default"))
    if isinstance(given, list | dict) and (more := _value(grown)) not in (None, given):
        return more
    for value in _others(variable, given):
        if value != given and all(_matches(p, value) for p in _patterns(variable)) and _within(variable, value):
            return value
    raise LookupError(name)


def _value(expression: Expression | None) -> Any:
    try:
        return None if expression is None else expression.literal()
    except NotLiteral:
        return None


def _others(variable: Block, given: Any) -> Iterator[Any]:
    if isinstance(given, bool):
        yield not given
        return
    yield from _allowed(variable)
    match given:
        case int() | float():
            yield from (given + 1, given - 1)
        case str() if given.isdigit():
            yield given[:-1] + str((int(given[-1]) + 1) % 10)
        case str() if given:
            yield f"{given}-2" if ":" not in given else f"{given[:-1]}{'1' if given[-1] != '1' else '2'}"
        case [*_, str(last)]:
            yield [*given, f"{last}2"]
        case dict() if given and variable.attributes["type"].text.startswith("object"):
            first = next(iter(given))
            yield from ({**given, first: other} for other in _others(variable, given[first]))
    if variable.attributes["type"].text == "map(string)" and given is not None:
        yield {**given, "Changed": "yes"}


def _conditions(variable: Block) -> Iterator[str]:
    for validation in variable.nested("validation"):
        yield validation.attributes["condition"].text


def _allowed(variable: Block) -> Iterator[Any]:
    """The values that a validation lists."""
    name = re.escape(variable.labels[0])
    for condition in _conditions(variable):
        for listed in re.findall(rf"contains\(\s*\[([^\]]*)\],\s*var\.{name}\s*,?\s*\)", condition):
            yield from re.findall(r'"([^"]*)"', listed)
            for number in re.findall(r"(?<![\w\".])\d+(?![\w\"])", re.sub(r'"[^"]*"', "", listed)):
                yield int(number)


def _patterns(variable: Block) -> Iterator[str]:
    """The regular expressions that a validation matches the value with."""
    name = re.escape(variable.labels[0])
    for condition in _conditions(variable):
        for pattern in re.findall(rf'regex\("((?:[^"\\]|\\.)*)",\s*var\.{name}\)', condition):
            yield pattern.replace("\\\\", "\\")


def _matches(pattern: str, value: Any) -> bool:
    return not isinstance(value, str) or re.search(pattern, value) is not None


def _within(variable: Block, value: Any) -> bool:
    """Whether a number keeps to the bounds that a validation names."""
    if isinstance(value, str | list | dict):
        return True
    name = re.escape(variable.labels[0])
    bounds = [b for c in _conditions(variable) for b in re.findall(rf"var\.{name} ([<>]=?) (\d+)", c)]
    return all(
        value <= int(n)
        if sign == "<="
        else value < int(n)
        if sign == "<"
        else value >= int(n)
        if sign == ">="
        else value > int(n)
        for sign, n in bounds
    )
