"""Whether data fits a JSON schema, asked of each of very many small pieces.

jsonschema takes a millisecond for a finding. The part of JSON Schema 2020-12 that our schemas are written in is turned
into functions here, once; jsonschema is asked only for the words, when something does not fit. A keyword that is not
known here is an error, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

#: Whether a value fits.
Test = Callable[[Any], bool]

_TYPES: dict[str, Test] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: (isinstance(v, int) and not isinstance(v, bool)) or (isinstance(v, float) and v.is_integer()),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "null": lambda v: v is None,
}
_WORDS = frozenset({"$schema", "$defs", "title", "description"})


def fitting(schema: Mapping[str, Any], definition: str = "") -> Test:
    """Return the test for a schema, or for one of its `$defs`. Raises ValueError for a keyword that is not known here."""
    return _Compiler(schema).test(schema["$defs"][definition] if definition else schema)


class _Compiler:
    """Turns schemas into tests; `$defs` are those of the whole."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self._definitions = whole.get("$defs", {})
        self._made: dict[str, Test] = {}

    def test(self, schema: Any) -> Test:
        if isinstance(schema, bool):
            return lambda _: schema
        tests = self._object(schema)
        for keyword, given in schema.items():
            match keyword:
                case "$ref":
                    tests.append(self._reference(given))
                case "type":
                    tests.append(_type([given] if isinstance(given, str) else given))
                case "enum":
                    tests.append(_enum(given))
                case "const":
                    tests.append(_enum([given]))
                case "pattern":
                    tests.append(_pattern(re.compile(given)))
                case "minimum":
                    tests.append(_minimum(given))
                case "items":
                    tests.append(_items(self.test(given)))
                case "oneOf":
                    tests.append(_one_of([self.test(s) for s in given]))
                case "required" | "properties" | "additionalProperties" | "propertyNames":
                    pass
                case _ if keyword not in _WORDS:
                    raise ValueError(f"the keyword {keyword} is not known here")
        return tests[0] if len(tests) == 1 else lambda v: all(t(v) for t in tests)

    def _reference(self, reference: str) -> Test:
        name = reference.removeprefix("#/$defs/")
        if name not in self._made:
            self._made[name] = self.test(self._definitions[name])
        return self._made[name]

    def _object(self, schema: Mapping[str, Any]) -> list[Test]:
        """Return the test of an object's members, in a list; an empty one where nothing is asked of them."""
        if not {"required", "properties", "additionalProperties", "propertyNames"} & schema.keys():
            return []
        required = frozenset(schema.get("required", ()))
        members = {name: self.test(s) for name, s in schema.get("properties", {}).items()}
        others = self.test(schema.get("additionalProperties", True))
        names = self.test(schema.get("propertyNames", True))
        asked = "propertyNames" in schema

        def test(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            if not required <= value.keys() or (asked and not all(map(names, value))):
                return False
            return all(members.get(name, others)(inner) for name, inner in value.items())

        return [test]


def _type(names: list[str]) -> Test:
    tests = [_TYPES[n] for n in names]
    return tests[0] if len(tests) == 1 else lambda v: any(t(v) for t in tests)


def _enum(values: list[Any]) -> Test:
    if all(isinstance(v, str | None) for v in values):
        return lambda v: (v is None or isinstance(v, str)) and v in values
    return lambda v: any(v == x and isinstance(v, bool) is isinstance(x, bool) for x in values)


def _pattern(pattern: re.Pattern[str]) -> Test:
    return lambda v: not isinstance(v, str) or pattern.search(v) is not None


def _minimum(least: float) -> Test:
    return lambda v: not isinstance(v, int | float) or isinstance(v, bool) or v >= least


def _items(test: Test) -> Test:
    return lambda v: not isinstance(v, list) or all(map(test, v))


def _one_of(tests: list[Test]) -> Test:
    return lambda v: sum(t(v) for t in tests) == 1
