"""Whether JSON has the shape of a plan or a state, and whether its halves say the same.

A plan tells of each resource twice, with its values and with its change. Terraform writes both from one thing; where
they disagree somebody else wrote, and what is in one of them only would be judged by nobody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from tfproof.errors import BadInput
from tfproof.plans import plan_format
from tfproof.plans.entries import GONE
from tfproof.plans.plan_format import HINT


def refuse_misshapen_plan(raw: dict[str, Any], where: str) -> None:
    """Raise BadInput for a plan of another shape, or whose halves disagree about a resource."""
    plan_format.PLAN(raw, where)
    for _ in _entries(raw.get("prior_state", {}).get("values", {}), f"{where}: prior_state", set()):
        pass
    changes = _changes(raw.get("resource_changes", []), f"{where}: resource_changes")
    forgotten = {address for address, change in changes.items() if change["change"].get("actions") == ["forget"]}
    planned: set[str] = set()
    for entry in _entries(raw["planned_values"], f"{where}: planned_values", forgotten):
        planned.add(entry["address"])
        change = changes.get(entry["address"])
        if change and any(change.get(k, entry.get(k)) != entry.get(k) for k in ("mode", "type", "name")):
            raise BadInput(f"{where}: {entry['address']} is something else in resource_changes", HINT)
        if change and change["change"].get("actions") == ["delete"]:
            raise BadInput(f"{where}: {entry['address']} is deleted by resource_changes and still planned", HINT)
    for address, change in changes.items():
        stays = change.get("mode") == "managed" and change["change"].get("actions") not in GONE
        if stays and address not in planned:
            raise BadInput(f"{where}: {address} is in resource_changes and not in planned_values", HINT)


def refuse_misshapen_state(raw: dict[str, Any], where: str) -> None:
    """Raise BadInput for a state of another shape, or with an object that an apply still has to destroy."""
    plan_format.STATE(raw, where)
    for entry in _entries(raw.get("values", {}), f"{where}: values", set()):
        if entry.get("deposed_key"):
            raise BadInput(
                f"{where}: {entry['address']} has a deposed object beside it", "apply once more, which destroys it"
            )


def _entries(values: dict[str, Any], where: str, without_values: set[str]) -> Iterator[dict[str, Any]]:
    """Yield each resource of a module and those below; all but deposed ones have an address of their own."""
    seen: set[str] = set()
    todo = deque([values.get("root_module", {})])
    while todo:
        module = todo.popleft()
        for entry in module.get("resources", []):
            address = entry["address"]
            if address in without_values:
                continue
            for key in ("type", "name"):
                plan_format.text(entry.get(key), f"{where} > {address} > {key}")
            kind, name = entry["type"], entry["name"]
            if f"{kind}.{name}" not in address:
                raise BadInput(f"{where}: {address} says that it is {kind}.{name}", HINT)
            if address in seen and not entry.get("deposed_key"):
                raise BadInput(f"{where}: {address} is there twice", HINT)
            seen.add(address)
            yield entry
        todo += module.get("child_modules", [])


def _changes(changes: list[dict[str, Any]], where: str) -> dict[str, dict[str, Any]]:
    """Return the change of each resource; those of deposed objects are told beside it."""
    found: dict[str, dict[str, Any]] = {}
    for change in changes:
        if "deposed" in change:
            continue
        if change["address"] in found:
            raise BadInput(f"{where}: {change['address']} is there twice", HINT)
        found[change["address"]] = {**change, "change": change.get("change", {})}
    return found
