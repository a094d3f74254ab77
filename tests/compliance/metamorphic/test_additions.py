"""What a plan says besides changes no verdict: other resources, what it deletes or forgets, drift, outputs, tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources as package
from typing import Any

import yaml
from bench import Raw, Subject, Trial, Variant, complain, same, transformation, under
from editing import add, base, copied, entries, planned

from tfproof import Plan
from tfproof.plans.schema import Schema

_ELSEWHERE = "made-elsewhere"


@transformation
def unrelated_resources(subject: Subject) -> Iterator[Variant]:
    """Add resources that have nothing to do with the others."""
    yield _added(subject, "unrelated", _unrelated)


@transformation
def deposed_objects(subject: Subject) -> Iterator[Variant]:
    """Delete a former object of each address, as when a replacement could not be finished."""
    yield _added(subject, "deposed", lambda raw: _deposed(subject, raw))


@transformation
def what_leaves(subject: Subject) -> Iterator[Variant]:
    """Delete or forget resources of the same types, as they are in the fixtures of another verdict."""
    yield _added(subject, "deleted", lambda raw: _leaving(subject, raw, "delete"))
    yield _added(subject, "forgotten", lambda raw: _leaving(subject, raw, "forget"))


@transformation
def data_sources(subject: Subject) -> Iterator[Variant]:
    """Read data sources of everything in the plan, known and unknown, that nothing uses."""
    yield _added(subject, "data sources", lambda raw: _data(subject, raw))


@transformation
def drift_outputs_and_tests(subject: Subject) -> Iterator[Variant]:
    """Let the plan tell what changed outside of Terraform, outputs and the results of `check` blocks."""
    yield _added(subject, "drift, outputs, checks", lambda raw: _told(subject, raw))


def _added(subject: Subject, label: str, change: Callable[[Raw], None]) -> Variant:
    def make() -> Plan:
        raw = copied(subject.raw)
        change(raw)
        return Plan(raw, subject.source)

    return Variant(label, make, same(subject.findings, place=True))


def _unrelated(raw: Raw) -> None:
    add(raw, "random_pet", "unrelated", {"length": 2}, {"id": True}, {"length": {"constant_value": 2}})
    name = {"name": _ELSEWHERE, "type": "String", "value": "x", "tags": None, "tags_all": {}}
    add(
        raw, "aws_ssm_parameter", "unrelated", name, {"arn": True, "id": True}, {"name": {"constant_value": _ELSEWHERE}}
    )
    add(raw, "aws_cloudwatch_query_definition", "unrelated", {"name": _ELSEWHERE}, {"id": True}, {})


def _deposed(subject: Subject, raw: Raw) -> None:
    for change in list(raw["resource_changes"]):
        if change["mode"] == "managed":
            before = _opposite(subject, change["type"], change["change"].get("after") or {})
            gone = {"actions": ["delete"], "before": before, "after": None, "after_unknown": {}}
            raw["resource_changes"].append({**change, "deposed": "ed2f1a09", "change": gone})


def _leaving(subject: Subject, raw: Raw, action: str) -> None:
    for entry in list(planned(raw)):
        if entry["mode"] == "managed":
            head = {"mode": "managed", "type": entry["type"], "name": "gone", "provider_name": entry["provider_name"]}
            head["address"] = f"{entry['type']}.gone"
            before = _opposite(subject, entry["type"], entry.get("values") or {})
            change = {"actions": [action], "before": before, "after": None, "after_unknown": {}}
            raw["resource_changes"].append({**head, "change": change})
            if action == "forget":  # until Terraform 1.15.6 they are still there, without values
                planned(raw).append({**head, "schema_version": 0})


def _opposite(subject: Subject, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a resource of that type in a fixture of another verdict, that names nothing of this plan."""
    other = "fail" if subject.kind != "fail" else "pass"
    plan = subject.others.get(other)
    found = [e for e in entries(plan.raw) if e["type"] == kind and e["mode"] == "managed"] if plan else []
    chosen = dict((found[0].get("values") or {}) if found else values)
    return {k: _ELSEWHERE if k in _naming(kind) else v for k, v in chosen.items()}


@cache
def _naming(kind: str) -> frozenset[str]:
    """Return the arguments by which a type names what it sets something of."""
    table = yaml.safe_load(package.files("tfproof.plans").joinpath("separate.yaml").read_text())
    return frozenset(
        by[kind] for attributes in table["attributes"].values() for by in attributes.values() if kind in by
    )


def _data(subject: Subject, raw: Raw) -> None:
    types = set(Schema.load().types)
    for kind in {e["type"] for e in entries(subject.raw)}:
        if f"data.{kind}" in types:
            unknown = {name: True for name in Schema.load().names_in(f"data.{kind}") if name != "timeouts"}
            add(raw, kind, "read_late", {}, unknown, {}, "data")
            add(raw, kind, "read", {"id": _ELSEWHERE, "arn": f"arn:aws:x:::{_ELSEWHERE}"}, {}, {}, "data")
    known = {"account_id": "123456789012", "arn": "arn:aws:iam::123456789012:root", "id": "123456789012"}
    add(raw, "aws_region", "read", {"name": "us-east-1", "id": "us-east-1"}, {}, {}, "data")
    add(raw, "aws_partition", "read", {"partition": "aws", "id": "aws"}, {}, {}, "data")
    if all(e["type"] != "aws_caller_identity" for e in entries(subject.raw)):
        add(raw, "aws_caller_identity", "read", known, {}, {}, "data")


def _told(subject: Subject, raw: Raw) -> None:
    drift = []
    for change in raw["resource_changes"]:
        if change["mode"] == "managed":
            after = _opposite(subject, change["type"], change["change"].get("after") or {})
            update = {
                "actions": ["update"],
                "before": change["change"].get("after"),
                "after": after,
                "after_unknown": {},
            }
            drift.append({**change, "change": update})
    raw["resource_drift"] = drift
    raw["relevant_attributes"] = [{"resource": base(c["address"]), "attribute": ["id"]} for c in drift]
    raw["output_changes"] = {
        "open": {"actions": ["create"], "before": None, "after": "0.0.0.0/0", "after_unknown": False}
    }
    raw["planned_values"]["outputs"] = {"open": {"sensitive": False, "type": "string", "value": "0.0.0.0/0"}}
    raw["configuration"]["root_module"]["outputs"] = {"open": {"expression": {"constant_value": "0.0.0.0/0"}}}
    address = {"kind": "check", "name": "health", "to_display": "check.health"}
    raw["checks"] = [{"address": address, "status": "fail", "instances": [{"address": address, "status": "fail"}]}]
    raw["errored"] = False


@under(unrelated_resources, deposed_objects, what_leaves, data_sources, drift_outputs_and_tests)
def test_what_a_plan_says_besides_changes_no_verdict(trial: Trial) -> None:
    complain(trial.wrong)
