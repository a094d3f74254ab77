"""Instances of `for_each` and `count`, whatever characters their keys have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from bench import Subject, Trial, Variant, complain, same, transformation, under
from editing import base, configured, copied, entries, head, map_references, text_of, written

from tfproof import Plan
from tfproof.plans.addresses import Key, index_text

KEYS = ("a.b", "a]b", '"', "é", "x[0]")


@transformation
def for_each(subject: Subject) -> Iterator[Variant]:
    """Declare every resource with `for_each` and one odd key."""
    for key in KEYS:
        yield from _variants(subject, key)


@transformation
def count(subject: Subject) -> Iterator[Variant]:
    """Declare every resource with `count = 1`."""
    yield from _variants(subject, 0)


def _variants(subject: Subject, key: Key) -> Iterator[Variant]:
    names = _single(subject)
    if names:
        rename = partial(_renamed, names, key)
        make = partial(_keyed, subject, names, key)
        label = index_text(key)
        yield Variant(f"{label} with the source", make, same(subject.findings, rename=rename, place=True))
        blind = same(subject.blind, rename=rename, or_unknown=True)
        yield Variant(f"{label} without it", lambda: Plan(make().raw), blind)


def _single(subject: Subject) -> set[str]:
    """Return the resources that are declared without `for_each` and `count`."""
    several = {base(e["address"]) for e in entries(subject.raw) if "index" in e}
    return {d["address"] for d in configured(subject.raw) if d["address"] not in several and not _multiplied(d)}


def _multiplied(declaration: dict[str, object]) -> bool:
    return "for_each_expression" in declaration or "count_expression" in declaration


def _renamed(names: set[str], key: Key, address: str) -> str:
    return f"{address}{index_text(key)}" if address in names else address


def _keyed(subject: Subject, names: set[str], key: Key) -> Plan:
    raw = copied(subject.raw)
    for entry in (*entries(raw), *raw["resource_changes"], *raw.get("resource_drift", [])):
        if entry["address"] in names:
            entry["address"] = _renamed(names, key, entry["address"])
            entry["index"] = key
    root = raw["configuration"]["root_module"]
    root["resources"] = map_references(configured(raw), partial(_references, names, key))
    for declaration in configured(raw):
        if declaration["address"] in names:
            kind, expression = ("count", {"constant_value": 1}) if isinstance(key, int) else ("for_each", {})
            declaration[f"{kind}_expression"] = expression
    return Plan(raw, written(subject.directory(), _source(subject, names, key)))


def _references(names: set[str], key: Key, reference: str) -> list[str]:
    """Return how the plan's JSON mentions an attribute of an instance."""
    for name in names:
        if reference == name or reference.startswith((f"{name}.", f"{name}[")):
            one = f"{name}{index_text(key)}"
            return list(dict.fromkeys([one + reference.removeprefix(name), one, name]))
    return [reference]


def _source(subject: Subject, names: set[str], key: Key) -> str:
    """Return the source with the meta-argument, on the line of the block, and the key behind each reference."""
    text = text_of(subject.source)
    for name in sorted(names, key=len, reverse=True):
        one = f"{name}{index_text(key)}"
        text = re.sub(rf'(?<![\w."-]){re.escape(name)}(?=\.\w|\[|\s*[,\]\)])', lambda _, one=one: one, text)
    meta = "count = 1" if isinstance(key, int) else f"for_each = toset([{index_text(key)[1:-1]}])"
    for name in names:
        text = head(name).sub(lambda m: f"{m[0]} {meta} ", text, count=1)
    return text


@under(for_each, count)
def test_keys_change_no_verdict_region_or_line(trial: Trial) -> None:
    complain(trial.wrong)
