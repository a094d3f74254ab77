"""Transformations of a plan with a known effect on verdicts, and how they are held to it.

A transformation takes a `Subject`, a planned fixture, and yields `Variant`s: another plan, and what has to become of the
verdicts in it. `exceptions.yaml` lists where another outcome is right, `not_applicable.yaml` which checks a
transformation says nothing about; both with reasons.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from fixture_verdicts import judged

from tfproof import Cause, Plan, Verdict
from tfproof.checks import Check, registry
from tfproof.findings import Finding
from tfproof.plans.values import shown

HERE = Path(__file__).parent
#: Findings of one check by address; the one of a scope has the scope's name as address.
Findings = Mapping[str, Finding]
#: What is wrong with the findings of a variant: address and words.
Complaints = Iterator[tuple[str, str]]
#: The plan with the JSON and the directory of source files.
Raw = dict[str, Any]


class Excused(str):
    """Words of a complaint that is none: why what was found is right all the same."""


@dataclass(frozen=True)
class Variant:
    """A transformed plan: what was done, how to make it, and what must hold of its findings."""

    label: str
    make: Callable[[], Plan]
    expect: Callable[[Findings], Complaints]


@dataclass(frozen=True)
class Subject:
    """One planned fixture of a check. `room` is a directory for the source files of its variants."""

    check: Check
    kind: str
    plan: Plan
    room: Path
    #: Other fixtures of the same check, by kind.
    others: Mapping[str, Plan] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def raw(self) -> Raw:
        """The plan's JSON; copy it before changing it."""
        return self.plan.raw

    @property
    def source(self) -> Path:
        """The directory of the fixture's one file, `main.tf`."""
        assert self.plan.source is not None
        return self.plan.source

    @cached_property
    def findings(self) -> Findings:
        """What the check finds in the fixture; broken checks are another test's business."""
        return self.judge(self.plan)

    @cached_property
    def blind(self) -> Findings:
        """What the check finds without the source."""
        return self.judge(Plan(self.raw))

    def judge(self, plan: Plan) -> Findings:
        """Judge a plan by the check."""
        return {f.address: f for f in judged(plan, self.check.id).findings}

    def directory(self) -> Path:
        """Return a new directory."""
        path = self.room / f"{self.check.id}.{self.kind}.{next(self._numbers)}"
        path.mkdir(parents=True)
        return path


#: A check that broke is another test's business, and so is what nobody can read, such as a made-up value for an effect.
_BROKEN = (Cause.CHECK_ERROR, Cause.UNREADABLE)


def working(findings: Findings) -> Iterator[Finding]:
    """Yield the findings of a check that did its work."""
    return (f for f in findings.values() if f.cause not in _BROKEN)


# What must hold.


def same(
    before: Findings, *, rename: Callable[[str], str] = str, or_unknown: bool = False, place: bool = False
) -> Callable[[Findings], Complaints]:
    """Demand the same verdict for each address, with `place` also region and source line."""
    return partial(_same, before, rename, or_unknown, place)


def _same(before: Findings, rename: Callable[[str], str], or_unknown: bool, place: bool, after: Findings) -> Complaints:
    for old in working(before):
        new = after.get(rename(old.address))
        if new is None:
            yield old.address, f"{old.verdict} became nothing: no finding of {rename(old.address)}"
            continue
        allowed = {old.verdict, Verdict.UNKNOWN} if or_unknown else {old.verdict}
        if new.verdict not in allowed or new.cause is Cause.CHECK_ERROR:
            yield old.address, f"{old.verdict} became {told(new)}"
        elif place and (old.region, old.source and old.source.line) != (new.region, new.source and new.source.line):
            yield old.address, f"{old.region} {old.source} became {new.region} {new.source}"


def never(verdict: Verdict, address: str) -> Callable[[Findings], Complaints]:
    """Demand another verdict than this one for the address."""
    return partial(_never, verdict, address)


def _never(verdict: Verdict, address: str, after: Findings) -> Complaints:
    new = after.get(address)
    if new is None:
        yield address, "is not judged any more"
    elif new.verdict is verdict or new.cause is Cause.CHECK_ERROR:
        yield address, f"is {told(new)}"


def told(finding: Finding) -> str:
    """Say what a finding says."""
    return f"{finding.verdict} ({finding.cause or 'decided'}): {shown(finding.message)[:160]}"


# Transformations by name, and where they do not hold.

Transformation = Callable[[Subject], Iterable[Variant]]
TRANSFORMATIONS: dict[str, Transformation] = {}


def transformation(function: Transformation) -> Transformation:
    """Register a transformation under its name."""
    TRANSFORMATIONS[name_of(function)] = function
    return function


def name_of(function: Transformation) -> str:
    """Return how tables and reports call a transformation."""
    return function.__name__.replace("_", "-")


@dataclass(frozen=True)
class Row:
    """A line of a table: where it applies, and why. `where` is searched in "label: address words"."""

    transformation: str
    check: str
    reason: str
    where: str = ""
    kind: str = ""
    population: str = ""

    def __str__(self) -> str:
        return f"{self.transformation}-{self.check}{'-' if self.kind else ''}{self.kind}"

    def covers(self, transformation: str, subject: Subject, place: str | None = None) -> bool:
        """Whether the row speaks of this; without a place, whether it may."""
        return (
            re.fullmatch(self.transformation, transformation) is not None
            and re.fullmatch(self.check, subject.check.id) is not None
            and self.kind in ("", subject.kind)
            and (place is None or re.search(self.where, place) is not None)
        )


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of a table."""
    return tuple(Row(**row) for row in yaml.safe_load((HERE / name).read_text()) or ())


@dataclass
class Trial:
    """One transformation on one subject."""

    transformation: Transformation
    subject: Subject
    applications: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    used: set[Row] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the transformation."""
        return name_of(self.transformation)

    def run(self) -> Trial:
        """Judge every variant."""
        rows = [r for r in table("exceptions.yaml") if r.covers(self.name, self.subject)]
        for variant in self.transformation(self.subject):
            self.applications += 1
            for address, words in variant.expect(self.subject.judge(variant.make())):
                if isinstance(words, Excused):
                    self.excused[str(words)] += 1
                    continue
                place = f"{variant.label}: {address}"
                row = next((r for r in rows if r.covers(self.name, self.subject, f"{place} {words}")), None)
                if row is None:
                    self.wrong.append(f"{place} {words}")
                else:
                    self.used.add(row)
                    self.excused[row.reason] += 1
        return self


def under(*transformations: Transformation) -> Any:
    """Parametrize a test with every trial of these transformations: each check, each of its fixtures."""
    from fixture_verdicts import SAMPLE  # noqa: PLC0415 - what it lists, the tests of this directory are made of

    known = [c for c in SAMPLE if c.check in registry()]
    parameters = [(t, c) for t in transformations for c in known]
    return pytest.mark.parametrize("trial", parameters, indirect=True, ids=[f"{name_of(t)}-{c}" for t, c in parameters])


def complain(wrong: Iterable[str]) -> None:
    """Fail with everything that is wrong."""
    lines = sorted(wrong)
    assert not lines, "\n".join(lines)
