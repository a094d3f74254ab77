"""Aspects: what is asked of a resource, and which of these AWS lets one configure of each type.

The table is data, `aspects.yaml`, grouped by family so that somebody who knows the services can correct it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from tfproof.files import read_yaml


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(resources.files(__package__) / "aspects.yaml")
    return table


@cache
def aspects() -> dict[str, str]:
    """Return every aspect by id, with the sentence that says what it means."""
    return dict(_table()["aspects"])


@cache
def families() -> dict[str, dict[str, frozenset[str]]]:
    """Return the aspects of every type, by family; parts, which complete another resource, have none."""
    return {
        name: {t: frozenset(own) for t, own in family["types"].items()}
        | {part: frozenset() for part in family.get("parts", [])}
        for name, family in _table()["families"].items()
    }


@cache
def _by_type() -> dict[str, frozenset[str]]:
    return {t: own for family in families().values() for t, own in family.items()}


def aspects_of(resource_type: str) -> frozenset[str] | None:
    """Return the aspects that a managed resource of this type has, None if the table does not know the type.

    An empty set: what the resource decides on is an aspect of the resource that it completes. `residency` and
    `tagging`, which every type has, are not among them.
    """
    return _by_type().get(resource_type)
