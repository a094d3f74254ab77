"""Which relations a check asked about, for each of its findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from bench import Findings, Subject
from fixture_verdicts import ACCOUNT, SETTINGS

from tfproof import Plan
from tfproof.checks import Population, judge
from tfproof.plans.view import Resource


@dataclass(frozen=True)
class Asked:
    """One question of a check: what the argument of a resource names, or whose argument names it."""

    finding: str
    resource: str
    relation: str
    kinds: tuple[str, ...]
    path: str


def asked(subject: Subject, plan: Plan) -> tuple[Findings, list[Asked]]:
    """Judge a plan; return the findings and what was asked for each of them, each question once."""
    check, log, now = subject.check, dict[Asked, None](), [""]
    scope = check.scope if check.population is Population.MUST_EXIST else ""

    def predicate(resource: Resource, context: Any) -> Any:
        now[0] = scope or resource.address
        return check.predicate(resource, context)

    with _logging(log, now):
        found = judge(plan, [replace(check, predicate=predicate)], SETTINGS, scopes=ACCOUNT).findings
    return {f.address: f for f in found}, list(log)


@contextmanager
def _logging(log: dict[Asked, None], now: list[str]) -> Iterator[None]:
    members, companions = Resource.members, Resource.companions

    def logged_members(self: Resource, path: str, *types: str) -> Any:
        log[Asked(now[0], self.address, "members", types, path)] = None
        return members(self, path, *types)

    def logged_companions(self: Resource, kinds: Any, path: str, *, attribute: str = "") -> Any:
        named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        log[Asked(now[0], self.address, "companions", named, path)] = None
        return companions(self, kinds, path, attribute=attribute)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Resource, "members", logged_members)
        patch.setattr(Resource, "companions", logged_companions)
        yield
