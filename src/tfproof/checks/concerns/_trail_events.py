"""Filter patterns of CloudWatch Logs, and whether one matches an event: however it is ordered, spaced and quoted.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Event = Mapping[str, Any]

_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>&&|\|\||!=|>=|<=|[=<>(){}])
        |(?P<field>\$[.\[][\w.\-\[\]*"']*)
        |"(?P<quoted>(?:[^"\\]|\\.)*)"
        |%(?P<regex>[^%]*)%
        |(?P<bare>[^\s=!<>(){}&|"]+))""",
    re.VERBOSE,
)


class NoPattern(ValueError):
    """A text is no pattern for events in JSON, or none that can be read here."""


def matches(pattern: str, event: Event) -> bool:
    """Return whether a pattern matches an event, whose fields are given by their paths. Raises NoPattern."""
    return _parsed(pattern).holds(event)


@cache
def _parsed(pattern: str) -> _Node:
    return _Parser(list(_tokens(pattern))).whole()


@dataclass(frozen=True, slots=True)
class _Node:
    """A comparison, or several that are joined: `kind` says which."""

    kind: str
    parts: tuple[_Node, ...] = ()
    path: str = ""
    operator: str = ""
    value: str = ""

    def holds(self, event: Event) -> bool:
        match self.kind:
            case "all":
                return all(part.holds(event) for part in self.parts)
            case "any":
                return any(part.holds(event) for part in self.parts)
        return self._compares(event)

    def _compares(self, event: Event) -> bool:
        there = self.path in event
        found = event.get(self.path)
        match self.operator:
            case "NOT EXISTS":
                return not there
            case "EXISTS":
                return there
            case "IS NULL":
                return there and found is None
            case "IS TRUE" | "IS FALSE":
                return found is (self.operator == "IS TRUE")
        if not there or found is None:
            return False
        if self.operator in ("=", "!="):
            same = self._is(str(found).lower() if isinstance(found, bool) else str(found))
            return same if self.operator == "=" else not same
        return False  # no event here has numbers

    def _is(self, found: str) -> bool:
        if self.kind == "regex":
            return re.search(self.value, found) is not None
        wanted = ".*".join(map(re.escape, self.value.split("*")))
        return re.fullmatch(wanted, found, re.DOTALL) is not None


@dataclass(slots=True)
class _Parser:
    tokens: list[tuple[str, str]]
    position: int = field(default=0)

    def whole(self) -> _Node:
        self._take("sign", "{")
        node = self._any()
        self._take("sign", "}")
        if self.position != len(self.tokens):
            raise NoPattern("something follows the pattern")
        return node

    def _any(self) -> _Node:
        parts = [self._all()]
        while self._is("sign", "||"):
            self.position += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else _Node("any", tuple(parts))

    def _all(self) -> _Node:
        parts = [self._one()]
        while self._is("sign", "&&"):
            self.position += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else _Node("all", tuple(parts))

    def _one(self) -> _Node:
        if self._is("sign", "("):
            self.position += 1
            node = self._any()
            self._take("sign", ")")
            return node
        path = _path(self._take("field"))
        kind, text = self._next()
        if kind == "sign" and text in ("=", "!=", "<", ">", "<=", ">="):
            how, value = self._next()
            if how not in ("quoted", "bare", "regex"):
                raise NoPattern(f"{path} is compared with nothing")
            return _Node("regex" if how == "regex" else "plain", path=path, operator=text, value=value)
        words = [text.upper()]
        while words[-1] in ("NOT", "IS"):
            words.append(self._take("bare").upper())
        operator = " ".join(words)
        if operator not in ("NOT EXISTS", "EXISTS", "IS NULL", "IS TRUE", "IS FALSE"):
            raise NoPattern(f"{operator} is no comparison")
        return _Node("plain", path=path, operator=operator)

    def _is(self, kind: str, text: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position] == (kind, text)

    def _next(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise NoPattern("the pattern ends too early")
        self.position += 1
        return self.tokens[self.position - 1]

    def _take(self, kind: str, text: str = "") -> str:
        found, value = self._next()
        if found != kind or (text and value != text):
            raise NoPattern(f"{value} stands where {text or 'a ' + kind} is expected")
        return value


def _path(text: str) -> str:
    """Return a path in one spelling: `$.a.b` for `$.a.b` and `$["a"]["b"]`."""
    return re.sub(r"""\[["']([^"']*)["']\]""", r".\1", text).removeprefix("$").removeprefix(".")


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(pattern.rstrip())
    while position < end:
        found = _TOKEN.match(pattern, position)
        if not found or found.lastgroup is None:
            raise NoPattern(f"the pattern cannot be read from position {position}")
        yield found.lastgroup, found[found.lastgroup]
        position = found.end()
