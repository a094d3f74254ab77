"""Which attributes show what was there before the plan, not what it leaves.

Terraform refreshes a group's rules, a bucket's versioning and the like before it plans. When the plan removes or changes
the resource that sets them, the attribute still shows the former state (fugue/regula#401, terraform-compliance/cli#777).
"""

from __future__ import annotations

from functools import cache
from importlib import resources as package
from typing import Any

from tfproof.files import read_yaml
from tfproof.plans.entries import leaving
from tfproof.plans.identities import identifying


@cache
def _separate() -> dict[str, dict[str, dict[str, str]]]:
    return dict(read_yaml(package.files(__package__) / "separate.yaml"))


class Stale:
    """The stale attributes of one plan's resources."""

    def __init__(self, raw: dict[str, Any]) -> None:
        #: (type that sets, argument) to the identifiers that leaving resources named.
        self._named: dict[tuple[str, str], set[str]] = {}
        setting = {(t, a) for attributes in _separate().values() for by in attributes.values() for t, a in by.items()}
        for change in leaving(raw):
            before = change["change"].get("before") or {}
            for kind, argument in setting:
                if kind == change["type"]:
                    value = before.get(argument)
                    texts = value if isinstance(value, list) else [value]
                    self._named.setdefault((kind, argument), set()).update(t for t in texts if isinstance(t, str))

    def is_stale(self, qualified_type: str, values: dict[str, Any], attribute: str) -> bool:
        """Whether a resource that the plan removes or changes has set this attribute."""
        if not self._named:
            return False
        by = _separate().get(qualified_type, {}).get(attribute, {})
        names = {v for a in identifying(qualified_type) if isinstance(v := values.get(a), str)}
        return any(names & self._named.get((kind, argument), set()) for kind, argument in by.items())
