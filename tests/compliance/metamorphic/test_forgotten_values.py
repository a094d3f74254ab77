"""A verdict rests on what was read: where that becomes unknown, nothing passes any more unless the rest decides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench import Subject, Trial, Variant, complain, never, transformation, under, working
from editing import LATE, add_late, change_of, copied, entries, forget, qualified, with_argument, with_late, written

from tfproof import Plan, Verdict
from tfproof.findings import Finding, Read
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, lookup


@transformation
def forgotten(subject: Subject) -> Iterator[Variant]:
    """Let each value that was read be known only after the apply."""
    for finding, read in _readings(subject):
        text = with_argument(subject.source, read.address, read.path, LATE)
        yield from _variants(subject, finding, read.address, read.path, text)


@transformation
def forgotten_in_part(subject: Subject) -> Iterator[Variant]:
    """Let the first element of each list that was read be known only after the apply."""
    for finding, read in _readings(subject):
        value = _value(subject, read)
        if isinstance(value, list) and value and not isinstance(value[0], dict):  # blocks come as a whole
            text = with_argument(subject.source, read.address, read.path, f"[{LATE}]") if len(value) == 1 else None
            yield from _variants(subject, finding, read.address, f"{read.path}.0", text)


def _readings(subject: Subject) -> Iterator[tuple[Finding, Read]]:
    """Yield what was read for each finding and can be known later: what is known now, also that it is not set."""
    for finding in working(subject.findings):
        if finding.verdict not in (Verdict.PASS, Verdict.FAIL):
            continue
        for read in finding.reads:
            value = _value(subject, read)
            if value is not ABSENT and (value is not None or _can_be_set(subject, read)):
                yield finding, read


def _value(subject: Subject, read: Read) -> object:
    """Return the known value; ABSENT where there is none or not all is known."""
    entry = next((e for e in entries(subject.raw) if e["address"] == read.address), None)
    if entry is None or read.status == "unknown":
        return ABSENT
    return lookup(entry.get("values"), {}, read.path.split("."))


def _can_be_set(subject: Subject, read: Read) -> bool:
    entry = next(e for e in entries(subject.raw) if e["address"] == read.address)
    unknown = change_of(subject.raw, read.address).get("after_unknown", {})
    kind = Schema.load().kind_of(qualified(entry), read.path)
    return kind is not None and kind.settable and lookup({}, unknown, read.path.split(".")) is ABSENT


def _variants(subject: Subject, finding: Finding, address: str, path: str, text: str | None) -> Iterator[Variant]:
    expect = never(Verdict.PASS, finding.address)
    label = f"{address} {path}"
    yield Variant(f"{label} without the source", partial(_forgotten, subject, address, path), expect)
    if text is not None:
        yield Variant(f"{label} with the source", partial(_forgotten, subject, address, path, text), expect)


def _forgotten(subject: Subject, address: str, path: str, text: str = "") -> Plan:
    raw = copied(subject.raw)
    forget(raw, address, path)
    add_late(raw)
    return Plan(raw, written(subject.directory(), with_late(text)) if text else None)


@under(forgotten, forgotten_in_part)
def test_what_was_read_and_becomes_unknown_lets_nothing_pass(trial: Trial) -> None:
    complain(trial.wrong)
