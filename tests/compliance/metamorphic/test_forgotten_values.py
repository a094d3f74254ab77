"""A verdict rests on what was read: where that becomes unknown, nothing passes any more unless the rest decides.

Whether the rest decides is tried: where a value that a fixture of the check has, or one of the plain ones, makes a fail
of the pass, the pass without knowing the value is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import (
    Complaints,
    Excused,
    Findings,
    Raw,
    Subject,
    Trial,
    Variant,
    complain,
    told,
    transformation,
    under,
    working,
)
from editing import (
    LATE,
    add_late,
    assign,
    change_of,
    copied,
    entries,
    forget,
    qualified,
    with_argument,
    with_late,
    written,
)

from tfproof import Cause, Plan, Verdict
from tfproof.findings import Read
from tfproof.plans.addresses import type_in
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, lookup

_PLAIN: dict[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "number": (0, 1, 22, 65535),
    "string": ("made-elsewhere", "-1", "0.0.0.0/0", "*"),
}
_MOST = 6
#: Of how many resources of a type the same place is forgotten.
_RESOURCES = 2
_DECIDED_BY_THE_REST = Excused("a forgotten value that no other value of the fixtures would make a fail")


@transformation
def forgotten(subject: Subject) -> Iterator[Variant]:
    """Let each value that was read be known only after the apply."""
    for (address, path), findings in _readings(subject).items():
        text = with_argument(subject.source, address, path, LATE)
        yield from _variants(subject, findings, address, path, text)


@transformation
def forgotten_in_part(subject: Subject) -> Iterator[Variant]:
    """Let the first element of each list that was read be known only after the apply."""
    for (address, path), findings in _readings(subject).items():
        value = _value(subject.raw, address, path)
        if isinstance(value, list) and value and not isinstance(value[0], dict):  # blocks come as a whole
            text = with_argument(subject.source, address, path, f"[{LATE}]") if len(value) == 1 else None
            yield from _variants(subject, findings, address, f"{path}.0", text)


def _readings(subject: Subject) -> dict[tuple[str, str], list[str]]:
    """Return what was read and can be known later, with the findings that rest on it; also that it is not set."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in working(subject.findings):
        for read in finding.reads if finding.verdict in (Verdict.PASS, Verdict.FAIL) else ():
            value = ABSENT if read.status == "unknown" else _value(subject.raw, read.address, read.path)
            if value is not ABSENT and (value is not None or _can_be_set(subject, read)):
                found.setdefault((read.address, read.path), []).append(finding.address)
    return _few(found)


def _few(found: dict[tuple[str, str], list[str]]) -> dict[tuple[str, str], list[str]]:
    """Return the same places of a few resources only: one reads like the other."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = {}
    for (address, path), findings in found.items():
        place = (type_in(address), re.sub(r"(?<=\.)\d+", "*", path))
        seen[place] += 1
        if seen[place] <= _RESOURCES:
            kept[address, path] = findings
    return kept


def _value(raw: Raw, address: str, path: str) -> Any:
    entry = next((e for e in entries(raw) if e["address"] == address), None)
    return ABSENT if entry is None else lookup(entry.get("values"), {}, path.split("."))


def _can_be_set(subject: Subject, read: Read) -> bool:
    entry = next(e for e in entries(subject.raw) if e["address"] == read.address)
    unknown = change_of(subject.raw, read.address).get("after_unknown", {})
    kind = Schema.load().kind_of(qualified(entry), read.path)
    return kind is not None and kind.settable and lookup({}, unknown, read.path.split(".")) is ABSENT


def _variants(subject: Subject, findings: list[str], address: str, path: str, text: str | None) -> Iterator[Variant]:
    expect = partial(_nothing_passes, subject, findings, address, path)
    label = f"{address} {path}"
    if text is None:
        yield Variant(f"{label} without the source", partial(_forgotten, subject, address, path), expect)
    else:
        yield Variant(f"{label} with the source", partial(_forgotten, subject, address, path, text), expect)


def _forgotten(subject: Subject, address: str, path: str, text: str = "") -> Plan:
    raw = copied(subject.raw)
    forget(raw, address, path)
    add_late(raw)
    return Plan(raw, written(subject.directory(), with_late(text)) if text else None)


def _nothing_passes(subject: Subject, findings: list[str], address: str, path: str, after: Findings) -> Complaints:
    passing = []
    for finding in findings:
        new = after.get(finding)
        if new is None:
            yield finding, "is not judged any more"
        elif new.cause is Cause.CHECK_ERROR:
            yield finding, f"is {told(new)}"
        elif new.verdict is Verdict.PASS:
            if subject.findings[finding].verdict is Verdict.FAIL:  # what it was is one of the values that it can have
                yield finding, f"is {told(new)}, but fails with the value that it had"
            else:
                passing.append(new)
    fails = _failing(subject, address, path) if passing else {}
    for new in passing:
        value = fails.get(new.address)
        yield new.address, _DECIDED_BY_THE_REST if value is None else f"is {told(new)}, but fails with {value}"


def _failing(subject: Subject, address: str, path: str) -> dict[str, str]:
    """Return what fails with another value, and the value."""
    found: dict[str, str] = {}
    for value in _alternatives(subject, address, path):
        raw = copied(subject.raw)
        assign(raw, address, path, value)
        for finding in subject.judge(Plan(raw, subject.source)).values():
            if finding.verdict is Verdict.FAIL:
                found.setdefault(finding.address, repr(value))
    return found


def _alternatives(subject: Subject, address: str, path: str) -> list[Any]:
    """Return other values: not set, plain ones of its kind, and those in the same place of the check's fixtures."""
    entry = next(e for e in entries(subject.raw) if e["address"] == address)
    kind = Schema.load().kind_of(qualified(entry), path)
    shape = kind.shape if kind else ("anything",)
    found: list[Any] = [] if path.endswith(".0") or (kind and kind.required) else [None]
    for plan in subject.others.values():
        for other in entries(plan.raw):
            if qualified(other) == qualified(entry):
                found += _in_place(other.get("values"), path.split("."))
    plain = _PLAIN.get(shape[-1], ())
    found += plain if len(shape) == 1 else [[v] for v in plain]
    unique = {repr(v): v for v in found if v != lookup(entry.get("values"), {}, path.split("."))}
    return list(unique.values())[:_MOST]


def _in_place(value: Any, steps: list[str]) -> Iterator[Any]:
    """Yield the values at a path, whatever the numbers in it."""
    if not steps:
        yield value
    elif steps[0].isdigit():
        for inner in value if isinstance(value, list) else ():
            yield from _in_place(inner, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from _in_place(value[steps[0]], steps[1:])


@under(forgotten, forgotten_in_part)
def test_what_was_read_and_becomes_unknown_lets_nothing_pass(trial: Trial) -> None:
    complain(trial.wrong)
