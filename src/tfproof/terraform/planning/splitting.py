"""Takes the plan of each case out of the plan of a generated root, with the addresses that a stranger would see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tfproof.terraform.planning.batch import case_of
from tfproof.terraform.planning.case import Case


def split(raw: dict[str, Any], cases: Sequence[Case]) -> dict[Case, dict[str, Any]]:
    """Take each case's plan out of the plan of the generated root, with the addresses that a stranger would see."""
    by_id: dict[str, dict[str, list[Any]]] = {c.id: {"changes": [], "prior": [], "checks": []} for c in cases}
    for change in raw.get("resource_changes", []):
        if (case_id := case_of(change["address"])) in by_id:
            by_id[case_id]["changes"].append(change)
    for check in raw.get("checks", []):
        if (case_id := case_of(check.get("address", {}).get("to_display", ""))) in by_id:
            by_id[case_id]["checks"].append(check)
    planned = _children(raw.get("planned_values", {}))
    prior = _children(raw.get("prior_state", {}).get("values", {}))
    calls = raw["configuration"]["root_module"].get("module_calls", {})
    providers = raw["configuration"].get("provider_config", {})
    plans: dict[Case, dict[str, Any]] = {}
    for case in cases:
        call = calls.get(case.id, {})
        plan: dict[str, Any] = {
            "format_version": raw.get("format_version"),
            "terraform_version": raw.get("terraform_version"),
            "variables": {n: {"value": v} for n, v in case.variables.items()},
            "planned_values": {
                "outputs": _outputs(raw, case.id, _sensitive(call)),
                "root_module": planned.get(case.id, {}),
            },
            "output_changes": _output_changes(raw, case.id, _sensitive(call)),
            "resource_changes": by_id[case.id]["changes"],
            "prior_state": {"values": {"root_module": prior.get(case.id, {})}},
            "checks": by_id[case.id]["checks"],
            "configuration": {
                "provider_config": {k: v for k, v in providers.items() if "module_address" not in v},
                "root_module": call.get("module", {}),
            },
        }
        plans[case] = _without_prefix(plan, f"module.{case.id}")
    return plans


def _children(values: dict[str, Any]) -> dict[str, Any]:
    children = values.get("root_module", {}).get("child_modules", [])
    return {c["address"].removeprefix("module."): c for c in children}


def _outputs(raw: dict[str, Any], case_id: str, secret: set[str]) -> dict[str, Any]:
    output = raw.get("planned_values", {}).get("outputs", {}).get(case_id, {})
    change = raw.get("output_changes", {}).get(case_id, {})
    known: dict[str, Any] = output.get("value") or change.get("after") or {}
    return {name: {"sensitive": name in secret, "value": value} for name, value in known.items()}


def _sensitive(call: dict[str, Any]) -> set[str]:
    """Return the outputs that the module declares as sensitive: the batch's own output hides them all as one."""
    outputs = call.get("module", {}).get("outputs", {})
    return {name for name, output in outputs.items() if output.get("sensitive")}


def _output_changes(raw: dict[str, Any], case_id: str, secret: set[str]) -> dict[str, Any]:
    change = raw.get("output_changes", {}).get(case_id, {})
    unknown = change.get("after_unknown", {})
    after = change.get("after") or {}
    names = {*after, *(unknown if isinstance(unknown, dict) else {})}
    masks = unknown if isinstance(unknown, dict) else {}
    return {
        n: {
            "actions": ["create"],
            "after": after.get(n),
            "after_unknown": masks.get(n, False),
            "after_sensitive": n in secret,
        }
        for n in sorted(names)
    }


def _without_prefix(plan: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Take the batch's module prefix off every address. Addresses are the only strings that hold a case's name."""
    text = json.dumps(plan)
    for mark in (f"{prefix}.", f"{prefix}:"):
        text = text.replace(mark, "")
    cleaned: dict[str, Any] = json.loads(text)
    root = cleaned["planned_values"]["root_module"]
    if isinstance(root, dict):
        root.pop("address", None)
    for change in cleaned["resource_changes"]:
        if change.get("module_address") == prefix:
            del change["module_address"]
    return cleaned
