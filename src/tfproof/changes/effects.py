"""What a plan does to what is there, in one word for each type of resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tfproof.terraform.module_readme import BESIDE, EFFECTS, ONE_NAME

#: Terraform's actions in our words.
_WORDS = {
    ("no-op",): EFFECTS[0],
    ("read",): EFFECTS[0],
    ("create",): "made",
    ("update",): "in place",
    ("create", "delete"): BESIDE,
    ("delete",): "deleted",
    ("delete", "create"): "delete then create",
}


#: What AWS knows a resource by, where its caller chooses it.
_NAMES = ("bucket", "deployment_config_name", "identifier", "name", "replication_group_id")
#: What AWS knows by its name and a version together:
#: https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html
_VERSIONED = {"aws_imagebuilder_component", "aws_imagebuilder_image_recipe"}


def effect_of(change: Mapping[str, Any]) -> str:
    """Return what a plan does to one resource, from its entry in `resource_changes`."""
    effect = _WORDS[tuple(change["change"]["actions"])]
    return ONE_NAME if effect == BESIDE and _keeps_its_name(change) else effect


def _keeps_its_name(change: Mapping[str, Any]) -> bool:
    before, after = change["change"]["before"], change["change"]["after"]
    if change["type"] in _VERSIONED and before["version"] != after["version"]:
        return False
    return any(before.get(n) and before.get(n) == after.get(n) for n in _NAMES)


def effects_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the worst effect of a plan on each type of resource that it changes."""
    found: dict[str, list[str]] = {}
    for change in raw.get("resource_changes", []):
        if (effect := effect_of(change)) != EFFECTS[0]:
            found.setdefault(change["type"], []).append(effect)
    return {kind: max(effects, key=EFFECTS.index) for kind, effects in sorted(found.items())}
