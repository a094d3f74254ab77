"""Which attributes show what was there before the plan, not what it leaves.

Terraform refreshes a group's rules, a bucket's versioning and the like before it plans. When the plan makes, removes or
changes the resource that sets them, the attribute still shows the former state (fugue/regula#401,
terraform-compliance/cli#777).
"""

from __future__ import annotations

from functools import cache
from importlib import resources as package
from typing import Any

from tfproof.files import read_yaml
from tfproof.plans.entries import changing
from tfproof.plans.identities import identifying


@cache
def _separate() -> dict[str, Any]:
    return dict(read_yaml(package.files(__package__) / "separate.yaml"))


@cache
def _naming() -> dict[str, tuple[str, ...]]:
    """Return the arguments by which each type that sets attributes of others names these."""
    found: dict[str, set[str]] = {}
    for attributes in _separate()["attributes"].values():
        for by in attributes.values():
            for kind, argument in by.items():
                found.setdefault(kind, set()).add(argument)
    return {kind: tuple(sorted(arguments)) for kind, arguments in found.items()}


class Stale:
    """The stale attributes of one plan's resources."""

    def __init__(self, raw: dict[str, Any]) -> None:
        #: (type that sets, argument) to the identifiers that changing resources name, before or after the change.
        self._named: dict[tuple[str, str], set[str]] = {}
        for entry in changing(raw):
            kind, change = entry["type"], entry["change"]
            if change["actions"] == ["create"] and kind in _separate()["adding"]:
                continue
            for argument in _naming().get(kind, ()):
                for side in (change.get("before") or {}, change.get("after") or {}):
                    value = side.get(argument)
                    texts = value if isinstance(value, list) else [value]
                    self._named.setdefault((kind, argument), set()).update(t for t in texts if isinstance(t, str))

    def is_stale(self, qualified_type: str, values: dict[str, Any], attribute: str) -> bool:
        """Whether a resource that the plan makes, removes or changes sets this attribute, or has set it."""
        if not self._named:
            return False
        by = _separate()["attributes"].get(qualified_type, {}).get(attribute, {})
        names = {v for a in identifying(qualified_type) if isinstance(v := values.get(a), str)}
        return any(names & self._named.get((kind, argument), set()) for kind, argument in by.items())
