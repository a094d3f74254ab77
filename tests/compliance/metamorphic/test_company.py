"""Good and bad in one plan: each keeps its verdict, and among many good ones the bad one is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import Complaints, Findings, Raw, Subject, Trial, Variant, complain, same, transformation, under
from editing import copied
from materialising import identifying
from test_modules_around import call, prefixed, required, wrapped

from tfproof import Plan
from tfproof.checks import Population
from tfproof.terraform.hcl import Directory

#: Arguments that hold the name of a resource, besides those by which others name it; and some that hold no name.
_NAMES = ("bucket", "domain_name", "function_name", "global_cluster_identifier", "group", "name", "repository")
_NO_NAMES = ("engine", "family", "name_prefix", "type", "protocol", "log_type", "region", "major_engine_version", "engine_mode",
             "cluster_scalability_type")  # fmt: skip
_KEYS = [str(number) for number in range(20)]


@transformation
def good_beside_bad(subject: Subject) -> Iterator[Variant]:
    """Put the fixture in one module, and the fixture of the other verdict in another."""
    others = {"pass": "fail", "fail": "pass", "unknown": "pass"}
    other = subject.others.get(others[subject.kind])
    if other is not None and subject.check.population is Population.EACH:
        expect = same(subject.findings, rename=partial(prefixed, ("here",)))
        yield Variant("here and there", partial(_beside, subject, other), expect)


@transformation
def one_bad_among_many_good(subject: Subject) -> Iterator[Variant]:
    """Put the passing fixture in twenty instances of a module, and the failing one beside them."""
    bad = subject.others.get("fail")
    if subject.kind == "pass" and bad is not None and subject.check.population is Population.EACH:
        expected = {f'good["{key}"]': subject.findings for key in _KEYS}
        expected["bad"] = subject.judge(bad)
        yield Variant("twenty and one", partial(_many, subject, bad), partial(_each, expected))


def _each(expected: dict[str, Findings], after: Findings) -> Complaints:
    for module, findings in expected.items():
        for address, words in same(findings, rename=partial(prefixed, (module,)))(after):
            yield f"module.{module}.{address}", words


def _beside(subject: Subject, other: Plan) -> Plan:
    here, there = wrapped(subject.raw, "here", others=False), wrapped(other.raw, "there", others=False)
    sources = {"here": subject.source, "there": other.source or subject.source}
    return Plan(joined([here, distinct(there, "there")]), _written(subject.directory(), sources))


def _many(subject: Subject, bad: Plan) -> Plan:
    parts = [distinct(wrapped(subject.raw, "good", others=False, key=k), f"good{k}") for k in _KEYS]
    parts.append(wrapped(bad.raw, "bad", others=False))
    sources = {"good": subject.source, "bad": bad.source or subject.source}
    raw = joined(parts)
    raw["configuration"]["root_module"]["module_calls"]["good"]["for_each_expression"] = {}
    quoted = ", ".join(f'"{k}"' for k in _KEYS)
    more = {"good": f"  for_each = toset([{quoted}])\n"}
    return Plan(raw, _written(subject.directory(), sources, more))


def _written(directory: Path, sources: dict[str, Path], more: dict[str, str] | None = None) -> Path:
    aliases = sorted({a for source in sources.values() for a in Directory(source).provider_aliases})
    text = required(aliases)
    for name, source in sources.items():
        text += call(name, Directory(source).provider_aliases, (more or {}).get(name, ""))
        (directory / name).mkdir()
        (directory / name / "main.tf").write_text((source / "main.tf").read_text())
    (directory / "main.tf").write_text(text)
    return directory


def distinct(raw: Raw, suffix: str) -> Raw:
    """Give what AWS wants to be unique another name, wherever a value mentions it."""
    holders = [raw["planned_values"], raw.get("prior_state") or {}]
    names = {n for holder in holders for e in _resources(holder) for n in _names(e)}
    if names:
        alternatives = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        pattern = re.compile(rf"(?<![\w-])({alternatives})(?![\w-])")
        for holder in holders:
            for entry in _resources(holder):
                entry["values"] = _suffixed(entry.get("values") or {}, pattern, suffix)
        for change in raw["resource_changes"]:
            for part in ("before", "after"):
                change["change"][part] = _suffixed(change["change"].get(part), pattern, suffix)
    return raw


def _resources(node: Any) -> Iterator[Raw]:
    if isinstance(node, dict):
        yield from node.get("resources", [])
        for key in ("values", "root_module"):
            yield from _resources(node.get(key))
        for child in node.get("child_modules", []):
            yield from _resources(child)


def _names(entry: Raw) -> Iterator[str]:
    values = (entry.get("values") or {}).get
    found = (values(n) for n in (*_NAMES, *identifying(entry["type"])) if entry["mode"] == "managed")
    return (v for v in found if isinstance(v, str) and len(v) > 1)


def _suffixed(value: Any, pattern: re.Pattern[str], suffix: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _suffixed(v, pattern, suffix, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_suffixed(v, pattern, suffix, key) for v in value]
    named = isinstance(value, str) and key not in _NO_NAMES
    return pattern.sub(lambda m: f"{m[0]}-{suffix}", value) if named else value


def joined(parts: list[Raw]) -> Raw:
    """Return one plan of several, whose modules have different names or keys."""
    made = copied(parts[0])
    root = made["planned_values"]["root_module"]
    for part in parts[1:]:
        root["child_modules"] += part["planned_values"]["root_module"].get("child_modules", [])
        made["resource_changes"] += part["resource_changes"]
        made["configuration"]["root_module"]["module_calls"] |= part["configuration"]["root_module"]["module_calls"]
        made["configuration"]["provider_config"] |= part["configuration"].get("provider_config", {})
    read = [m for p in parts for m in _read(p)]
    made["prior_state"] = {"values": {"root_module": {"child_modules": read}}} if read else {}
    return made


def _read(raw: Raw) -> list[Raw]:
    values = (raw.get("prior_state") or {}).get("values") or {}
    found: list[Raw] = (values.get("root_module") or {}).get("child_modules", [])
    return found


@under(good_beside_bad, one_bad_among_many_good)
def test_each_resource_keeps_its_verdict_in_company(trial: Trial) -> None:
    complain(trial.wrong)
