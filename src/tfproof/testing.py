"""What every check must satisfy, as assertions for the tests of whoever writes checks.

A test suite of a package that adds checks holds each of them to these as this project holds its own::

    @pytest.mark.parametrize("check", MY_CHECKS)
    def test_it_says_what_it_reads(check):
        assert_documented(check)

    @pytest.mark.parametrize("case", fixture_cases(FIXTURES), ids=str)
    def test_the_fixture_gets_the_verdict_that_its_name_says(case, plans):
        assert_verdicts(judge(plans[case], [registry()[case.check]], SETTINGS).findings, case.kind)

where `plans` is a session's `plan_fixtures(fixture_cases(FIXTURES), planner)`. Each assertion raises AssertionError
with what is wrong and where.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfproof.checks import ALL_TYPES, Check, Population
from tfproof.checks.aspects import aspects, aspects_of
from tfproof.findings import Cause, Finding
from tfproof.plans.addresses import type_in
from tfproof.plans.schema import Schema
from tfproof.plans.view import Plan
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case, Planner

#: What the files of a check's fixtures are called: every resource in `fail.tf` that the check judges fails, and so on.
KINDS = ("pass", "fail", "unknown")
#: Every type has them, so the table of aspects does not list them.
_OF_EVERY_TYPE = frozenset({"residency", "tagging"})


@dataclass(frozen=True, slots=True)
class FixtureCase:
    """One file of Terraform that a check is tried on, with the verdict that all its findings must have."""

    check: str
    kind: str
    file: Path

    def __str__(self) -> str:
        return f"{self.check}-{self.kind}"


def fixture_cases(directory: Path) -> list[FixtureCase]:
    """Return the cases of a directory of fixtures, `<check id>/<pass|fail|unknown>.tf`, sorted by check."""
    return [
        FixtureCase(folder.name, kind, folder / f"{kind}.tf")
        for folder in sorted(p for p in directory.iterdir() if p.is_dir())
        for kind in KINDS
        if (folder / f"{kind}.tf").is_file()
    ]


def plan_fixtures(cases: Sequence[FixtureCase], planner: Planner) -> dict[FixtureCase, Plan]:
    """Plan all cases in a few runs of Terraform; what has not changed since comes from the planner's cache.

    Each case becomes a module of a project below the planner's build directory. Raises what the planner raises.
    """
    root = planner.project.build / "check-fixtures"
    for case in cases:
        target = root / "terraform" / "modules" / f"{case.check}.{case.kind}" / "main.tf"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = case.file.read_text()
        if not target.is_file() or target.read_text() != text:
            draft = target.with_suffix(f".{os.getpid()}.draft")
            draft.write_text(text)
            draft.replace(target)  # at once: another worker may be reading it
    plans = Planner(Project(root), planner.toolchain).plan_all([Case.of(f"{c.check}.{c.kind}") for c in cases])
    return dict(zip(cases, plans, strict=True))


def assert_has_fixtures(check: Check, directory: Path) -> None:
    """Assert that a check has been tried on something that passes and on something that fails."""
    missing = [kind for kind in ("pass", "fail") if not (directory / check.id / f"{kind}.tf").is_file()]
    _assert(not missing, f"{check.id}: no fixture {' and no '.join(f'{kind}.tf' for kind in missing)}")


def assert_documented(check: Check) -> None:
    """Assert that a check says what it reads, from which documentation, and how to mend a fail."""
    _assert(
        bool(re.match(r"(Reads|Looks|Follows) ", check.doc)), f"{check.id}: begin with what it reads: {check.doc!r}"
    )
    mend = check.remediation
    _assert(mend.endswith(".") and "\n" not in mend, f"{check.id}: the remediation is no one-line sentence: {mend!r}")
    _assert(all(s.startswith("https://") for s in check.sources), f"{check.id}: a source is no https address")
    _assert(check.aspect in aspects(), f"{check.id}: there is no aspect {check.aspect}")


def assert_types_exist(check: Check) -> None:
    """Assert that the provider has every type of AWS that a check names, data sources with `data.` in front."""
    named = {t for t in (*check.types, *check.looks_at) if t.removeprefix("data.").startswith("aws_")}
    unknown = sorted(named - set(Schema.load().types))
    _assert(not unknown, f"{check.id}: the provider has no {', '.join(unknown)}")


def assert_aspect_fits(check: Check) -> None:
    """Assert that a check asks of each of its types what the table of aspects says that the type has."""
    if check.aspect in _OF_EVERY_TYPE or ALL_TYPES in check.types:
        return
    odd = [t for t in check.types if check.aspect not in (aspects_of(t) or ())]
    _assert(not odd, f"{check.id}: aspects.yaml gives no {check.aspect} to {', '.join(odd)}")


def assert_paths_exist(findings: Iterable[Finding]) -> None:
    """Assert that the provider has every path that was read, and that no check broke over one that it has not."""
    schema = Schema.load()
    wrong: set[str] = set()
    for finding in findings:
        if finding.cause is Cause.CHECK_ERROR:
            wrong.add(f"{finding.check} {finding.address}: {finding.message}")
        absent = [r for r in finding.reads if schema.has(type_in(r.address), r.path) is False]
        wrong |= {f"{finding.check}: {type_in(r.address)} has no {r.path}" for r in absent}
    _assert(not wrong, "; ".join(sorted(wrong)))


def assert_verdicts(findings: Iterable[Finding], kind: str) -> None:
    """Assert that every finding has this verdict and that no check broke; a must-exist check has one finding."""
    wrong = [f for f in findings if f.verdict != kind or f.cause is Cause.CHECK_ERROR]
    _assert(not wrong, "; ".join(f"{f.check} {f.address}: {f.verdict}: {f.message}" for f in wrong))


def assert_rests_on_reads(check: Check, findings: Iterable[Finding]) -> None:
    """Assert that each finding shows values that were read; the absence of forbidden resources shows none."""
    bare = [f.address for f in findings if not f.reads and check.population is not Population.MUST_NOT_EXIST]
    _assert(not bare, f"{check.id}: nothing was read of {', '.join(bare)}")


def _assert(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
