"""Which entries of a plan's JSON are the resources that will be there after an apply.

Left out are what the plan deletes or forgets (Terraform before 1.15.6 keeps forgotten resources in `planned_values`
without their values, hashicorp/terraform#38641) and deposed objects, whose entries carry the address of their successor.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

#: The actions after which a resource is not there, or not Terraform's.
GONE = (["delete"], ["forget"])


def entries(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each resource and data source once: its entry with values, and its change (empty where there is none)."""
    changes = {
        c["address"]: c.get("change", {})
        for c in raw.get("resource_changes") or []
        if "deposed" not in c and isinstance(c.get("change"), dict)
    }
    gone = {a for a, c in changes.items() if c.get("actions") in GONE}
    seen: set[str] = set()
    planned = held(raw.get("planned_values"))
    prior = (e for e in held((raw.get("prior_state") or {}).get("values")) if e.get("mode") == "data")
    for entry in (*planned, *prior):
        address = entry["address"]
        if address not in gone and address not in seen and "type" in entry and not entry.get("deposed_key"):
            seen.add(address)
            yield entry, changes.get(address, {})
    for change in raw.get("resource_changes") or []:
        address = change["address"]
        inner = changes.get(address, {})
        there = address in seen or address in gone
        if change.get("mode") == "data" and not there and isinstance(inner.get("after"), dict):
            seen.add(address)
            yield {**change, "values": inner["after"]}, inner


def changing(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the changes by which an object comes, goes or becomes another: created, deleted, replaced, updated."""
    for change in raw.get("resource_changes") or []:
        actions = (change.get("change") or {}).get("actions")
        if change.get("mode") == "managed" and actions not in (["no-op"], ["read"], ["forget"], None):
            yield change


def held(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the entries of all modules in the values of a plan or a state, as they stand there."""
    root = values.get("root_module") if isinstance(values, dict) else None
    todo = deque([root if isinstance(root, dict) else {}])
    while todo:
        here = todo.popleft()
        yield from here.get("resources") or []
        todo += here.get("child_modules") or []
