"""By which attributes one resource is named by others; the data is in `identities.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources as package
from typing import Any

from tfproof.files import read_yaml
from tfproof.plans.schema import Schema


@cache
def identities() -> dict[str, Any]:
    """Return the data: `every`, `also`, `equal`, `adopted` and `arns`, each by type."""
    return dict(read_yaml(package.files(__package__) / "identities.yaml"))


@cache
def identifying(qualified_type: str) -> tuple[str, ...]:
    """Return the attributes by which others name a resource of the type.

    These are listed in the data; besides, an `aws_elasticache_user_group` has a `user_group_id` of its own and many
    types have a `name`, where the provider's schema says so.
    """
    data = identities()
    words = qualified_type.split("_")
    tails = ["_".join(words[start:]) for start in range(1, len(words))]
    own = ("name", *(f"{tail}_{what}" for tail in tails for what in ("id", "identifier", "name")))
    schema = Schema.load()
    names = [n for n in own if schema.has(qualified_type, n)]
    return tuple(dict.fromkeys((*data["every"], *data["also"].get(qualified_type, ()), *names)))


def equal(qualified_type: str) -> dict[str, str]:
    """Return the computed attributes of the type that are another argument's value, with that argument."""
    found: dict[str, str] = identities()["equal"].get(qualified_type, {})
    return found
