"""What an argument says and what a separate resource says is the same: `separate.yaml`, on the applied state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import yaml
from bench import HERE, Complaints, Findings, Raw, Subject, Trial, Variant, complain, transformation, under, working
from editing import copied, planned
from materialising import applied, state

from tfproof import Verdict
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, lookup

_ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)


class Pair:
    """An argument of a type and the separate type that sets it too: one entry of the table."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.type, self.argument, self.separate = row["type"], row["argument"], row["separate"]
        self.by, self.name, self.item, self.when = row["by"], row["name"], row.get("item", False), row.get("when")
        self._as: dict[str, Any] = row["as"]

    def __str__(self) -> str:
        return f"{self.type} {self.argument} {self.separate}"

    @cached_property
    def fixed(self) -> dict[str, Any]:
        """The arguments of the separate resource that are always the same."""
        words = {"true": True, "false": False}
        texts = {k: v[1:] for k, v in self._as.items() if isinstance(v, str) and v.startswith("=")}
        return {k: words.get(v, v) for k, v in texts.items()}

    def apart(self, element: Any) -> dict[str, Any]:
        """Return the values of the separate resource for an element of the argument."""
        made: dict[str, Any] = {}
        for path, where in self._as.items():
            if path in self.fixed:
                _put(made, path, self.fixed[path])
                continue
            inner, words = (where[0], where[1]) if isinstance(where, list) else (where, {})
            value = element if inner == "." else lookup(element, {}, inner.split("."))
            if value is not ABSENT and value is not None:
                _put(made, path, words[value] if words else value)
        return made

    def together(self, values: dict[str, Any]) -> Any:
        """Return the element of the argument for the values of a separate resource."""
        made: Any = {}
        for path, where in self._as.items():
            if path in self.fixed:
                continue
            inner, words = (where[0], {w: v for v, w in where[1].items()}) if isinstance(where, list) else (where, {})
            value = lookup(values, {}, path.split("."))
            if inner == ".":
                return value
            if value is not ABSENT and value is not None:
                _put(made, inner, words.get(value, False) if words else value)
        names = Schema.load().names_in(self.type, f"{self.argument}.0")
        blank = {n: Schema.load().kind_of(self.type, f"{self.argument}.0.{n}") for n in names}
        return {**{n: [] if k and k.shape[0] in ("list", "set") else None for n, k in blank.items()}, **made}


def _put(value: Any, path: str, new: Any) -> None:
    """Set what stands at a path, with the lists and objects on the way."""
    parts = path.split(".")
    last = parts[-1]
    for part, following in pairwise(parts):
        empty: Any = [] if following.isdigit() else {}
        if isinstance(value, list):
            if not value:
                value.append(empty)
            value = value[0]
        else:
            value = value.setdefault(part, empty)
    if isinstance(value, list):
        value.append(new)
    else:
        value[last] = new


PAIRS = [Pair(row) for row in yaml.safe_load((HERE / "separate.yaml").read_text())]


@transformation
def inline_to_separate(subject: Subject) -> Iterator[Variant]:
    """Take an argument away and let a separate resource say what it says."""
    known = applied(subject.plan)
    for pair in PAIRS:
        for entry in planned(known):
            value = (entry.get("values") or {}).get(pair.argument)
            elements = value if pair.item and isinstance(value, list) else [value] if value else []
            apart = [pair.apart(e) for e in elements]
            whole = pair.when is None or _bare([pair.together(a) for a in apart]) == _bare(elements)
            if entry["type"] == pair.type and apart and whole and entry["values"].get(pair.name):
                names = [f"{pair.separate}.apart_{i}" for i in range(len(apart))]
                yield _variant(subject, known, f"{pair}: {entry['address']}", entry["address"], names,
                               partial(_separated, pair, entry["address"], apart))  # fmt: skip


@transformation
def separate_to_inline(subject: Subject) -> Iterator[Variant]:
    """Take separate resources away and let the argument of the other one say what they say."""
    known = applied(subject.plan)
    for pair in PAIRS:
        for entry in planned(known):
            name = (entry.get("values") or {}).get(pair.name)
            if entry["type"] != pair.type or not name or entry["values"].get(pair.argument):
                continue
            found = [e for e in planned(known) if e["type"] == pair.separate and e["values"].get(pair.by) == name
                     and all(e["values"].get(k) == v for k, v in pair.fixed.items())
                     and (pair.when is None or e["values"].get(pair.when))]  # fmt: skip
            whole = all(_same(pair.apart(pair.together(e["values"])), e["values"], pair) for e in found)
            several = pair.item and pair.type != "aws_s3_bucket"  # a bucket has one of each
            if found and whole and (several or len(found) == 1):
                names = [e["address"] for e in found]
                yield _variant(subject, known, f"{pair}: {entry['address']}", entry["address"], names,
                               partial(_joined, pair, entry["address"], found))  # fmt: skip


def _same(made: dict[str, Any], values: dict[str, Any], pair: Pair) -> bool:
    """Whether nothing that the separate resource says is lost."""
    said = {k for k, v in values.items() if v not in (None, [], "", {}, False)}
    kinds = {k: Schema.load().kind_of(pair.separate, k) for k in said}
    lost = {k for k, kind in kinds.items() if kind is not None and kind.settable} - set(made)
    return lost <= {pair.by, "id", "region", "tags", "tags_all", "expected_bucket_owner"}


def _bare(value: Any) -> Any:
    """Return a value without what says nothing."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if v not in (None, [], "", False)}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def _variant(subject: Subject, known: Raw, label: str, address: str, separate: list[str], change: Any) -> Variant:
    def make() -> Any:
        raw = copied(known)
        change(raw)
        return state(raw)

    before = _worst(subject.judge(state(known)), {address, *separate})
    return Variant(label, make, partial(_stays, before, address, separate))


def _worst(findings: Findings, addresses: set[str]) -> Verdict | None:
    verdicts = {f.verdict for f in working(findings) if f.address in addresses or f.scope}
    return next((v for v in _ORDER if v in verdicts), None)


def _stays(before: Verdict | None, address: str, separate: list[str], after: Findings) -> Complaints:
    now = _worst(after, {address, *separate})
    if now is not before:
        said = "; ".join(f.message for f in after.values() if f.address in {address, *separate} or f.scope)
        yield address, f"{before} became {now}: {said[:200]}"


def _separated(pair: Pair, address: str, apart: list[dict[str, Any]], raw: Raw) -> None:
    entry = next(e for e in planned(raw) if e["address"] == address)
    value = entry["values"][pair.argument]
    entry["values"][pair.argument] = [] if isinstance(value, list) else None
    for position, values in enumerate(apart):
        head = {"address": f"{pair.separate}.apart_{position}", "mode": "managed", "type": pair.separate}
        more = {pair.by: entry["values"][pair.name], "id": f"apart-{position}"}
        whole = {**head, "name": f"apart_{position}", "values": {**values, **more}, "sensitive_values": {}}
        planned(raw).append(whole)


def _joined(pair: Pair, address: str, found: list[Raw], raw: Raw) -> None:
    entry = next(e for e in planned(raw) if e["address"] == address)
    elements = [pair.together(e["values"]) for e in found]
    entry["values"][pair.argument] = elements if pair.item else elements[0]
    gone = {e["address"] for e in found}
    raw["planned_values"]["root_module"]["resources"] = [e for e in planned(raw) if e["address"] not in gone]


@under(inline_to_separate, separate_to_inline)
def test_an_argument_and_a_separate_resource_say_the_same(trial: Trial) -> None:
    complain(trial.wrong)
