"""Takes the plan of each case out of the plan of a generated root, as a stranger would see it.

It is the plan that the case has alone, but for settings that the generated root gives its providers, for what nobody
declared to be sensitive, and for the values of outputs that an alone plan may not show.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from typing import Any

from tfproof.terraform.planning.batch import case_of, output_name
from tfproof.terraform.planning.case import Case

_COPY = re.compile(r"\.\./(?:shared|copies/case_[0-9a-f]{12})((?:/[\w.@+-]+)*)")


def split(
    raw: dict[str, Any], cases: Sequence[Case], place: Callable[[Case], str] = lambda _: ""
) -> dict[Case, dict[str, Any]]:
    """Take each case's plan out; `place` says how the generated root names the directory of a case's module."""
    lists = {name: _by_case(entries) for name, entries in raw.items() if isinstance(entries, list)}
    planned, prior = raw.get("planned_values", {}), raw.get("prior_state", {})
    modules, before = _children(planned), _children(prior.get("values", {}))
    calls = raw["configuration"]["root_module"].get("module_calls", {})
    plans: dict[Case, dict[str, Any]] = {}
    for case in cases:
        module = calls.get(case.id, {}).get("module", {})
        plan = {k: v for k, v in raw.items() if not isinstance(v, list)}
        plan |= {name: found[case.id] for name, found in lists.items() if case.id in found}
        plan |= {
            "variables": _variables(case, module),
            "planned_values": {
                "outputs": _outputs(planned.get("outputs", {}), case, module),
                "root_module": modules.get(case.id, {}),
            },
            "output_changes": _outputs(raw.get("output_changes", {}), case, module),
            "resource_changes": lists.get("resource_changes", {}).get(case.id, []),
            "prior_state": prior
            | {
                "values": {
                    "outputs": _outputs(prior.get("values", {}).get("outputs", {}), case, module),
                    "root_module": before.get(case.id, {}),
                }
            },
            "configuration": {
                "provider_config": _providers(raw["configuration"].get("provider_config", {}), f"module.{case.id}"),
                "root_module": module,
            },
        }
        plans[case] = _of_its_own(_without_prefix(plan, f"module.{case.id}", place(case)), raw)
    return plans


def _by_case(entries: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        address = entry.get("address", entry.get("resource", entry.get("resource_change", {}).get("address", "")))
        found.setdefault(case_of(str(address)), []).append(entry)
    return found


def _children(values: dict[str, Any]) -> dict[str, Any]:
    children = values.get("root_module", {}).get("child_modules", [])
    return {c["address"].removeprefix("module."): c for c in children}


def _variables(case: Case, module: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a module's variables: those given, and the defaults of others."""
    if case.example:
        return {n: {"value": v["default"]} for n, v in module.get("variables", {}).items() if "default" in v}
    defaults = {n: {"value": v.get("default")} for n, v in module.get("variables", {}).items()}
    return defaults | {n: {"value": v} for n, v in case.variables.items()}


def _outputs(outputs: dict[str, Any], case: Case, module: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of the outputs of a case, sensitive where the module says so: the generated root hides all."""
    found: dict[str, Any] = {}
    for name, declared in module.get("outputs", {}).items():
        if (said := outputs.get(output_name(case, name))) is not None:
            secret = bool(declared.get("sensitive"))
            found[name] = said | {k: secret for k in said if k.endswith("sensitive")}
    return found


def _providers(configured: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return the configurations of a case: those of the generated root, with what its module says of the same ones."""
    found = {k: v for k, v in configured.items() if "module_address" not in v}
    for key, provider in configured.items():
        if provider.get("module_address") == prefix:
            name = key.removeprefix(f"{prefix}:")
            found[name] = found.get(name, {}) | {k: v for k, v in provider.items() if k != "module_address"}
        elif str(provider.get("module_address", "")).startswith(f"{prefix}."):
            inherited = "expressions" not in provider and key.rpartition(":")[2] in found  # it has none of its own
            found |= {} if inherited else {key: provider}
    return found


def _of_its_own(plan: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """Say of a case what Terraform said of all: an error of another case is none of this one."""
    changes = [c["change"] for c in plan["resource_changes"]] + list(plan["output_changes"].values())
    own = {
        "errored": False,
        "complete": raw.get("complete", True) or raw.get("errored", False),
        "applyable": any(c["actions"] not in (["no-op"], ["read"]) for c in changes),
    }
    return plan | {k: v for k, v in own.items() if k in raw}


def _without_prefix(plan: dict[str, Any], prefix: str, place: str) -> dict[str, Any]:
    """Take the generated root's module off every address and path. No other strings hold a case's name."""
    text = json.dumps(plan)
    for mark in (f"{prefix}.", f"{prefix}:"):
        text = text.replace(mark, "")
    if place:
        text = _COPY.sub(lambda m: _path(m[0], place), text)
    cleaned: dict[str, Any] = json.loads(text)
    root = cleaned["planned_values"]["root_module"]
    root.pop("address", None)
    cleaned["prior_state"]["values"]["root_module"].pop("address", None)
    for change in cleaned["resource_changes"]:
        if change.get("module_address") == prefix:
            del change["module_address"]
    for check in cleaned.get("checks", []):
        for holder in (check, *check.get("instances", [])):
            if holder["address"].get("module") == prefix:
                del holder["address"]["module"]
    return cleaned


def _path(copied: str, place: str) -> str:
    """Return a path as the module itself would name it, were it the root."""
    own = os.path.relpath(copied, place)
    return own if own.startswith("..") or own == "." else f"./{own}"
