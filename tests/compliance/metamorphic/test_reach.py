"""What the transformations reach, and that the tables of what they do not are true."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

import pytest
from bench import HERE, TRANSFORMATIONS, Row, Subject, Trial, complain, table
from fixture_verdicts import CASES, SAMPLE

from tfproof.checks import registry

for module in sorted(HERE.glob("test_*.py")):
    if module.stem != "test_reach":
        importlib.import_module(module.stem)

#: How many variants there are at least of the fixtures of one check, taken together.
_LEAST = 30
_CHECKS = sorted({c.check for c in SAMPLE} & set(registry()))
_Make = Callable[[str, str], Subject]


def _subjects(make: _Make, check: str) -> list[Subject]:
    return [make(check, case.kind) for case in SAMPLE if case.check == check]


@pytest.mark.parametrize("check", _CHECKS)
def test_every_transformation_says_something_about_a_check_or_the_table_says_why_not(
    subject_of: _Make, check: str
) -> None:
    subjects = _subjects(subject_of, check)
    counted = {n: sum(1 for s in subjects for _ in t(s)) for n, t in TRANSFORMATIONS.items()}
    rows = table("not_applicable.yaml")
    silent = [n for n, count in counted.items() if not count and not any(r.covers(n, subjects[0]) for r in rows)]
    too_few = [f"{sum(counted.values())} variants"] if sum(counted.values()) < _LEAST else []
    complain([*silent, *too_few])


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_every_transformation_reaches_every_population(subject_of: _Make, name: str) -> None:
    rows = [r for r in table("not_applicable.yaml") if r.population and re.fullmatch(r.transformation, name)]
    reached = {r.population for r in rows}
    for case in CASES:
        subject = subject_of(case.check, case.kind) if case.check in registry() else None
        if subject and subject.check.population not in reached and next(iter(TRANSFORMATIONS[name](subject)), None):
            reached.add(subject.check.population)
    complain({c.population.value for c in registry().values()} - reached)


def _whole(row: Row) -> bool:
    """Whether all checks that a row speaks of are tried."""
    spoken_of = {c.check for c in CASES if re.fullmatch(row.check, c.check)}
    return spoken_of <= {c.check for c in SAMPLE}


@pytest.mark.parametrize("row", [r for r in table("exceptions.yaml") if _whole(r)], ids=str)
def test_every_exception_is_needed(subject_of: _Make, row: Row) -> None:
    for case in SAMPLE:
        for name, transformation in TRANSFORMATIONS.items():
            subject = subject_of(case.check, case.kind) if case.check in registry() else None
            if subject and row.covers(name, subject) and row in Trial(transformation, subject).run().used:
                return
    pytest.fail(f"nothing needs it: {row}")


@pytest.mark.parametrize("row", [r for r in table("not_applicable.yaml") if not r.population and _whole(r)], ids=str)
def test_what_is_said_not_to_apply_does_not(subject_of: _Make, row: Row) -> None:
    for check in _CHECKS:
        subjects = _subjects(subject_of, check)
        named = [t for name, t in TRANSFORMATIONS.items() if row.covers(name, subjects[0])]
        if any(all(next(iter(t(s)), None) is None for s in subjects) for t in named):
            return
    pytest.fail(f"nothing needs it: {row}")
