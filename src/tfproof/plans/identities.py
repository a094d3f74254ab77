"""By which attributes one resource is named by others; the data is in `identities.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources as package
from typing import Any

from tfproof.files import read_yaml


@cache
def identities() -> dict[str, Any]:
    """Return the data: `every`, `also`, `equal`, `adopted` and `arns`, each by type."""
    return dict(read_yaml(package.files(__package__) / "identities.yaml"))


@cache
def identifying(qualified_type: str) -> tuple[str, ...]:
    """Return the attributes by which others name a resource of the type."""
    data = identities()
    return (*data["every"], *data["also"].get(qualified_type, ()))


def equal(qualified_type: str) -> dict[str, str]:
    """Return the computed attributes of the type that are another argument's value, with that argument."""
    found: dict[str, str] = identities()["equal"].get(qualified_type, {})
    return found
