"""Which calls say what of a resource: the rows of `calls.yaml`.

Expressions are JMESPath over what a call returns; botocore reads answers in the same language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT

#: The place of an attribute's value in an expression.
_PLACE = re.compile(r"\{(\w+)(\??)\}")
#: Behind the name of an attribute that not every resource has.
_IF_ANY = "?"


class Unanswerable(Exception):
    """A call cannot be made, because the state does not say by what to find the resource; or its answer is silent."""


class Refused(Exception):
    """A call was answered, and the answer names the resource among those that it failed for, with a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.response = {"Error": {"Code": code}}


@dataclass(frozen=True, slots=True)
class Call:
    """One call about a resource of a type.

    `parameters` are arguments of the operation: names of attributes, or constants behind `=`; `pick` finds the resource
    in the answer (or in its `document`), `attributes` says where in what was picked each attribute is, and as what it is
    read. With an error of `gone` there is no such resource, with one of `none` it has none of the attributes; `failures`
    is where an answer names such an error. `certain` are attributes that each resource of the type has: they are on or
    off, or the provider demands them. An answer without one says nothing of it, and not that there is none.
    """

    service: str
    operation: str
    parameters: Mapping[str, Any]
    document: str
    pick: str
    attributes: Mapping[str, tuple[str, str]]
    gone: tuple[str, ...]
    none: tuple[str, ...]
    failures: str
    certain: frozenset[str]

    @property
    def name(self) -> str:
        """The call as a permission writes it, near enough to find it: `rds:DescribeDBInstances`."""
        return f"{self.service}:{''.join(part.capitalize() for part in self.operation.split('_'))}"

    @property
    def identities(self) -> set[str]:
        """The attributes by which the resource is found."""
        return {name.removesuffix(_IF_ANY) for name in self._named()}

    def _named(self) -> set[str]:
        return {*_names(self.parameters), *(name + mark for name, mark in _PLACE.findall(self.pick))}

    def arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of the call about a resource with these values.

        Raises Unanswerable where one is missing by which the resource is found.
        """
        for name in self._named():
            _value(name, values)
        filled = {name: _filled(given, values) for name, given in self.parameters.items()}
        return {name: value for name, value in filled.items() if value is not None}

    def picked(self, answer: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Return the part of an answer that is about the resource; None where there is none.

        Raises Refused where the answer says that it could not be given.
        """
        whole = json.loads(answer[self.document]) if self.document else answer
        picked = _search(self.pick, whole, values) if self.pick else whole
        if picked in (None, []) and self.failures and (code := _search(self.failures, whole, values)):
            raise Refused(str(code))
        return picked

    def read(self, name: str, picked: Any, values: Mapping[str, Any]) -> Any:
        """Return an attribute from what was picked; raise Unanswerable where that does not say it."""
        at, how = self.attributes[name]
        try:
            value = converted(_search(at, picked, values), how)
        except Exception as error:  # of whatever kind: what is half made has answers of its own
            raise Unanswerable(f"{self.name} says it in no way that can be read") from error
        if value is None and name in self.certain:
            raise Unanswerable(f"{self.name} does not say it")
        return value

    def nothing(self) -> dict[str, Any]:
        """Return the attributes of a resource that has none of them."""
        return {name: converted(_search(at, None, {}), how) for name, (at, how) in self.attributes.items()}


def _search(expression: str, answer: Any, values: Mapping[str, Any]) -> Any:
    """Return what the expression finds; `{name}` in it stands for the value of an attribute, `{name?}` for it or null."""
    import jmespath  # noqa: PLC0415 - an extra: it comes with boto3

    text = _PLACE.sub(lambda m: f"`{json.dumps(_value(m[1] + m[2], values))}`", expression)
    return jmespath.search(text, answer)


def converted(value: Any, how: str) -> Any:
    """Return an answer as Terraform writes it, one word of `how` after the other.

    `tags` are a map, from whichever shape the service has for them; `json` is the text of a document, `text` that of a
    number, `lower` a word in small letters, `filters` a list of names with values, `enabled` what has such a status,
    `truth` is what such a word means.
    """
    for word in how.split():
        value = _CONVERSIONS[word](value)
    return value


def _tags(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return dict(value)
    pairs = [{key.lower().removeprefix("tag"): part for key, part in tag.items()} for tag in value or []]
    return {pair["key"]: pair.get("value", "") for pair in pairs}


def _json(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _filters(value: Any) -> list[dict[str, Any]]:
    return [{"name": name, "values": list(values)} for name, values in (value or {}).items()]


def _enabled(value: Any) -> list[str]:
    states = (value or {}).items()
    return sorted(re.sub("([A-Z])", r"_\1", name).upper() for name, s in states if s["status"] == "ENABLED")


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "enabled": _enabled,
    "filters": _filters,
    "json": _json,
    "lower": lambda value: None if value is None else str(value).lower(),
    "tags": _tags,
    "truth": lambda value: None if value is None else value == "true",
    "text": lambda value: None if value is None else str(value),
}


def _names(given: Any) -> Iterator[str]:
    """Yield the attributes that an argument names."""
    if isinstance(given, str):
        if not given.startswith("="):
            yield given
    elif isinstance(given, Mapping):
        for part in given.values():
            yield from _names(part)
    elif isinstance(given, list):
        for part in given:
            yield from _names(part)


def _filled(given: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(given, str):
        return given[1:] if given.startswith("=") else _value(given, values)
    if isinstance(given, Mapping):
        return {name: _filled(part, values) for name, part in given.items()}
    return [_filled(part, values) for part in given] if isinstance(given, list) else given


def _value(name: str, values: Mapping[str, Any]) -> Any:
    value = values.get(name.removesuffix(_IF_ANY), ABSENT)
    if value is ABSENT or value is None or value == "":
        if name.endswith(_IF_ANY):
            return None
        raise Unanswerable(f"the state does not say its {name}")
    return value


@cache
def load_calls() -> Mapping[str, tuple[Call, ...]]:
    """Return the calls by type of resource."""
    text = resources.files(__package__).joinpath("calls.yaml").read_text(encoding="utf-8")
    return {kind: tuple(_call(kind, row) for row in rows) for kind, rows in yaml.safe_load(text).items()}


def _call(kind: str, row: Mapping[str, Any]) -> Call:
    service, _, operation = str(row["call"]).partition(".")
    attributes = {name: _at(given) for name, given in row.get("attributes", {}).items()}
    if "tags" in row:
        attributes["tags_all"] = (row["tags"], "tags")
    return Call(
        service,
        operation,
        row.get("with", {}),
        row.get("document", ""),
        row.get("pick", ""),
        attributes,
        tuple(row.get("gone", ())),
        tuple(row.get("none", ())),
        row.get("failures", ""),
        frozenset(n for n, (at, how) in attributes.items() if "`null`" not in at and _is_certain(kind, n, how)),
    )


def _is_certain(kind: str, name: str, how: str) -> bool:
    found = Schema.load().kind_of(kind, name)
    return how == "text lower" or (found is not None and (found.required or found.shape == ("boolean",)))


def _at(given: Any) -> tuple[str, str]:
    return (given, "") if isinstance(given, str) else (given["at"], given["as"])
