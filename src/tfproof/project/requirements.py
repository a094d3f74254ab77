"""The requirement rows of the stacks, their deviations, and which tests prove them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput, instead_of
from tfproof.files import read_yaml
from tfproof.project.layout import Project
from tfproof.project.results import EVERY_ENVIRONMENT, OF_MODULE, TestResult

#: What can become of a row.
STATUSES = ("proven", "deviates", "designed", "unproven", "failed", "manual")
EVIDENCE_KINDS = ("plan", "apply", "host", "static", "manual")
#: Those for which a test has to have read a resource.
_READ = ("plan", "apply")
#: What a row and a deviation are made of. What is written otherwise would be read as if it were not there.
_NEEDED = ("id", "area", "environments", "requirement", "source", "evidence", "resources")
_OPTIONAL = ("note", "behaves", "remains")
_DEVIATION = ("id", "seed", "actual", "reason")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One atomic row. `evidence` says how it can be proven, `types` which resource types carry the proof.

    `behaves`: it means what happens, which a test has to have seen on an emulator that enforces it. `remains`: what no
    emulator here performs, and what on a real account would show it.
    """

    id: str
    system: str
    area: str
    environments: tuple[str, ...]
    text: str
    source: str
    evidence: str
    types: tuple[str, ...]
    note: str
    behaves: bool = False
    remains: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where what was built differs from the requirement on purpose."""

    id: str
    seed: str
    actual: str
    reason: str


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A requirement with its tests. `status` is one of STATUSES; `missing` says what is not shown."""

    requirement: Requirement
    status: str
    tests: tuple[tuple[str, str], ...] = ()
    layers: tuple[str, ...] = ()
    emulators: tuple[str, ...] = ()
    deviation: Deviation | None = None
    missing: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the row as `tfproof trace --json` prints it."""
        row, deviation = self.requirement, self.deviation
        return {
            "id": row.id,
            "system": row.system,
            "area": row.area,
            "environments": list(row.environments),
            "requirement": row.text,
            "evidence": row.evidence,
            "tests": [{"test": name, "outcome": outcome} for name, outcome in self.tests],
            "layers": list(self.layers),
            "emulators": list(self.emulators),
            "status": self.status,
            "missing": self.missing,
            "deviation": deviation and {"seed": deviation.seed, "actual": deviation.actual, "reason": deviation.reason},
        }


def trace_totals(rows: Sequence[TraceRow]) -> str:
    """Return in one line how many requirements there are, and of each status."""
    counts = Counter(row.status for row in rows)
    return f"{len(rows)} requirements: " + ", ".join(f"{s} {counts[s]}" for s in STATUSES)


def _load(path: Path, known: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = read_yaml(path)
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise BadInput(f"{path}: expected a list of rows", "see the rows of another stack")
    for row in rows:
        if strange := sorted(str(key) for key in row if key not in known):
            raise BadInput(f"{path}: {row.get('id')} has no key {', '.join(strange)}", instead_of(strange, known))
    return rows


def load_requirements(project: Project) -> list[Requirement]:
    """Return the rows of every stack, in the order of the files."""
    found: dict[str, Requirement] = {}
    for system, directory in project.stacks.items():
        path = directory / "requirements.yaml"
        for raw in _load(path, (*_NEEDED, *_OPTIONAL)) if path.is_file() else []:
            try:
                row = Requirement(
                    id=str(raw["id"]),
                    system=system,
                    area=str(raw["area"]),
                    environments=tuple(raw["environments"]),
                    text=str(raw["requirement"]),
                    source=str(raw["source"]),
                    evidence=str(raw["evidence"]),
                    types=tuple(raw["resources"]),
                    note=str(raw.get("note", "")),
                    behaves=raw.get("behaves", False),
                    remains=raw.get("remains", ""),
                )
            except (KeyError, TypeError, AttributeError) as error:
                raise BadInput(f"{path}: the row {str(raw)[:60]} lacks something ({error})", "add it") from error
            _refuse_odd(row, raw, str(path))
            if row.id in found:
                raise BadInput(f"{path}: {row.id} is there twice", "give each row an id of its own")
            found[row.id] = row
    return list(found.values())


def _refuse_odd(row: Requirement, raw: dict[str, Any], path: str) -> None:
    """Raise BadInput for a row that could be proven by less than it says, or by nothing at all."""
    if row.evidence not in EVIDENCE_KINDS:
        raise BadInput(f"{path}: {row.id} has evidence {row.evidence!r}", f"use one of {', '.join(EVIDENCE_KINDS)}")
    if not isinstance(row.behaves, bool):
        raise BadInput(f"{path}: {row.id} has behaves {row.behaves!r}", "write true, or leave it out")
    if not isinstance(row.remains, str):
        raise BadInput(f"{path}: {row.id} has remains {row.remains!r}", "write a sentence, or leave it out")
    for key in ("environments", "resources"):
        if not isinstance(raw[key], list):
            raise BadInput(f"{path}: {row.id} has {key} {raw[key]!r}", "state it as a list, [a, b]")
    if not row.environments:
        raise BadInput(f"{path}: {row.id} has environments [], so that nothing would prove it", "name one at least")
    if not row.types and row.evidence in _READ:
        raise BadInput(f"{path}: {row.id} has no resources, so that nothing can prove it", "name the types to be read")


def load_deviations(project: Project) -> dict[str, Deviation]:
    """Return the deviations of every stack by requirement id."""
    found: dict[str, Deviation] = {}
    for directory in project.stacks.values():
        path = directory / "deviations.yaml"
        for raw in _load(path, _DEVIATION) if path.is_file() else []:
            try:
                row = Deviation(*(str(raw[key]) for key in _DEVIATION))
            except KeyError as error:
                raise BadInput(f"{path}: the deviation {str(raw)[:60]} lacks something ({error})", "add it") from error
            if row.id in found:
                raise BadInput(f"{path}: {row.id} is there twice", "keep one of them")
            found[row.id] = row
    return found


def trace(project: Project, results: Mapping[str, TestResult]) -> list[TraceRow]:
    """Join the rows with test results.

    A row is proven when in every environment that it names a passing test carries its id and read a resource of one
    of the row's types; a static row when a passing test carries its id. A row that means behaviour needs a passing test
    on an emulator that enforces it as well, and is designed rather than proven where something of it remains to be
    shown. What would be proven deviates where the tests show another value than the one that is demanded. One failing
    test makes it failed.
    """
    deviations = load_deviations(project)
    rows = load_requirements(project)
    known = {r.id for r in rows}
    if wrong := sorted({i for r in results.values() for i in r.requirements} - known):
        raise BadInput(f"tests name unknown requirements: {', '.join(wrong)}", "correct the marks")
    if wrong := sorted(set(deviations) - known):
        raise BadInput(f"deviations name unknown requirements: {', '.join(wrong)}", "correct deviations.yaml")
    by_row: dict[str, list[TestResult]] = {i: [] for i in known}
    for result in results.values():
        for requirement in result.requirements:
            by_row[requirement].append(result)
    return [_traced(r, sorted(by_row[r.id], key=lambda t: t.test), deviations.get(r.id)) for r in rows]


def _traced(row: Requirement, tests: list[TestResult], deviation: Deviation | None) -> TraceRow:
    status, missing = _status(row, tests)
    if status == "proven" and deviation:
        status = "deviates"
    passed = [t for t in tests if t.outcome == "passed"]
    return TraceRow(
        requirement=row,
        status=status,
        tests=tuple((t.test, t.outcome) for t in tests),
        layers=tuple(sorted({t.layer for t in passed if t.layer})),
        emulators=tuple(sorted({f"{t.emulator['name']} {t.emulator['version']}" for t in passed if t.emulator})),
        deviation=deviation,
        missing=missing,
    )


def _status(row: Requirement, tests: list[TestResult]) -> tuple[str, str]:
    if failed := [t.test for t in tests if t.outcome == "failed"]:
        return "failed", f"failing: {', '.join(failed)}"
    if row.evidence == "manual":
        return "manual", "organisational: see docs/operations"
    if lacking := _lacking(row, tests):
        return "unproven", lacking
    return ("designed", row.remains) if row.remains else ("proven", "")


def _is_about(row: Requirement, environment: str) -> bool:
    """Whether a row names the module that a result is for: then it speaks of the module, which is the same everywhere."""
    name = environment.removeprefix(OF_MODULE)
    return name != environment and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", row.text) is not None


def _lacking(row: Requirement, tests: list[TestResult]) -> str:
    """What the tests do not show of a row that none of them fails."""
    passed = [t for t in tests if t.outcome == "passed"]
    skipped = sorted({t.reason for t in tests if t.outcome == "skipped" and t.reason})
    told = f"skipped: {'; '.join(skipped)}" if skipped else ""
    if not passed:
        return told or "no test result carries its id"
    if row.evidence in _READ:
        reading = [t for t in passed if set(t.types) & set(row.types)]
        told_of = {t.environment for t in reading}
        whole = EVERY_ENVIRONMENT in told_of or any(_is_about(row, e) for e in told_of)
        unproven = [e for e in row.environments if not whole and e not in told_of]
        if unproven:
            return f"no passing test read {' or '.join(row.types)} in {', '.join(unproven)}"
    if row.behaves and not any(t.claim == "enforces" and t.emulator for t in passed):
        return told or "no passing test has seen it on an emulator that enforces it"
    return ""
