"""Plans of a few resources, for rules that need more cases than a check has fixtures."""

from __future__ import annotations

from typing import Any

from tfproof import Cause, Plan, Verdict
from tfproof.checks import judge, registry, settings_from

ACCOUNT = frozenset({"account"})


def plan_of(resources: dict[str, dict[str, Any]]) -> Plan:
    """Return a plan of resources and data sources by address; `...`, at any depth, is known only after an apply."""
    planned, changes = [], []
    for address, values in resources.items():
        kind, name = address.removeprefix("data.").split(".")
        mode = "data" if address.startswith("data.") else "managed"
        entry = {"address": address, "mode": mode, "type": kind, "name": name}
        planned.append({**entry, "values": _known(values)})
        change = {"actions": ["create"], "after": _known(values), "after_unknown": _unknown(values)}
        changes.append({**entry, "change": change})
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"root_module": {}},
        }
    )


def by_address(check_id: str, resources: dict[str, dict[str, Any]], **settings: Any) -> dict[str, Verdict]:
    """Return the verdicts of a check, by address, on a plan of these resources, which speaks for its account."""
    demanded = settings_from(settings, "test", registry())
    findings = judge(plan_of(resources), [registry()[check_id]], demanded, scopes=ACCOUNT).findings
    assert [f.message for f in findings if f.cause is Cause.CHECK_ERROR] == []
    return {f.address: f.verdict for f in findings}


def verdict_of(check_id: str, resources: dict[str, dict[str, Any]], **settings: Any) -> Verdict:
    """Return the only verdict of a check on a plan of these resources, which speaks for its account."""
    (verdict,) = by_address(check_id, resources, **settings).values()
    return verdict


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _known(v) for k, v in value.items() if v is not ...}
    if isinstance(value, list):
        return [None if v is ... else _known(v) for v in value]
    return value


def _unknown(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: True if v is ... else _unknown(v) for k, v in value.items()}
    if isinstance(value, list):
        return [True if v is ... else _unknown(v) for v in value]
    return False
