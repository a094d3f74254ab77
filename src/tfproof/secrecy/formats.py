"""Texts that are credentials by their form, whatever they are called, and where in a text the secret is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from tfproof.secrecy.facts import facts

#: No credential of a known form is shorter.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class _Form:
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _forms(name: str) -> tuple[_Form, ...]:
    return tuple(_Form(tuple(f["hints"]), re.compile(f["pattern"])) for f in facts()[name])


@cache
def _hints() -> ahocorasick_rs.AhoCorasick:
    """One look decides for nearly all texts: they have no hint."""
    return ahocorasick_rs.AhoCorasick({h for name in ("credentials", "likely") for f in _forms(name) for h in f.hints})


def is_credential(text: str) -> bool:
    """Whether a text looks like a credential, or holds one."""
    return next(_found(text, ("credentials",)), None) is not None


def spans(text: str) -> list[tuple[int, int]]:
    """Return where in a text credentials are, or what is likely to be one: ordered, apart from each other."""
    if len(text) < _SHORTEST or not _hints().find_matches_as_indexes(text.lower()):
        return []
    return merged(_found(text, ("credentials", "likely")))


def merged(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that touch each other as one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _found(text: str, kinds: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    lower = text.lower()
    for kind in kinds:
        for form in _forms(kind):
            if any(hint in lower for hint in form.hints):
                for match in form.pattern.finditer(text):
                    yield match.span("secret" if "secret" in form.pattern.groupindex else 0)
