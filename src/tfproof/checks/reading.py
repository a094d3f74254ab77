"""How predicates read what AWS and the provider leave implicit: unset arguments, companions, own keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Answer, fails, holds, passes, until_apply
from tfproof.plans.configured import unset
from tfproof.plans.view import UNKNOWN, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYS = ("aws_kms_key", "aws_kms_alias", "aws_kms_replica_key", "aws_kms_external_key",
         "data.aws_kms_key", "data.aws_kms_alias")  # fmt: skip
_MANAGED = "alias/aws/"


def argument(resource: Resource, path: str, default: Any) -> Any:
    """Return the value of an argument, or `default`, which is what AWS does when it is not set.

    Raises Undecided when it is set to something that is known only after an apply.
    """
    value = resource.get(path, default)
    if value is UNKNOWN and unset(resource, path):
        return default
    return resource.known(path) if value is UNKNOWN else value


def flag(resource: Resource, path: str, default: bool = False) -> bool:
    """Return a boolean argument; providers write some as text ("true")."""
    value = argument(resource, path, default)
    return value.lower() == "true" if isinstance(value, str) else bool(value)


def number(resource: Resource, path: str, default: int = 0) -> int:
    """Return a numeric argument."""
    return int(argument(resource, path, default))


def blocks(resource: Resource, path: str) -> list[str]:
    """Return the path of each nested block: `rule.0`, `rule.1`. Raises Undecided if their number is not
    known."""
    found = argument(resource, path, [])
    return [f"{path}.{position}" for position in range(len(found))]


def listed(resource: Resource, path: str) -> list[Any]:
    """Return a list argument with UNKNOWN in place of elements that are not known; Undecided if none of it
    is."""
    return list(argument(resource, path, []))


def referents(resource: Resource, path: str, *types: str) -> list[Resource]:
    """Return what an argument points to. A value that is known rules out what its expression mentions
    besides."""
    value = resource.get(path)
    found = resource.refers_to(path, *types)
    parts = value if isinstance(value, list) else [value]
    if UNKNOWN in parts:
        return found
    texts = [part for part in parts if isinstance(part, str) and part]
    return [r for r in found if any(_means(text, r) for text in texts)]


def _means(text: str, resource: Resource) -> bool:
    """Whether a text is one of the resource's own names or, like an ARN made up of parts, contains one."""
    names = [n for n in resource.values.values() if isinstance(n, str) and n]
    return text in names or any(len(n) > 3 and n in text for n in names)


def targets(resource: Resource, path: str) -> list[str]:
    """Return what a list argument names: its elements or, where they are not known, the addresses it refers
    to. Raises Undecided where neither can be told."""
    if resource.get(path) is UNKNOWN and (found := referents(resource, path)):
        return [r.address for r in found]
    return [str(element) for element in listed(resource, path)]


def companions(resource: Resource, resource_type: str, path: str) -> list[Resource]:
    """Return the resources of that type whose argument `path` points to this one.

    Raises Undecided when there is none, but one that could be: its target is not known, or the plan cannot
    tell which of several it means. An argument that takes a list may point to several.
    """
    found: list[Resource] = []
    perhaps: list[Resource] = []
    for candidate in resource.plan.of(resource_type):
        pointed_at = referents(candidate, path, resource.qualified_type)
        if resource in pointed_at:
            single = len(pointed_at) == 1 or isinstance(candidate.get(path), list)
            (found if single else perhaps).append(candidate)
        elif not pointed_at and candidate.is_unknown(path):
            perhaps.append(candidate)
    if not found and perhaps:
        until_apply(f"whether {path} of {perhaps[0].address} means {resource.address}")
    return found


def is_cache_member(resource: Resource) -> bool:
    """Whether a cache cluster is a member of a replication group, which decides on its encryption and
    network."""
    return resource.type == "aws_elasticache_cluster" and bool(argument(resource, "replication_group_id", ""))


def own_key(resource: Resource, path: str, *, managed_alias: str) -> Answer:
    """Judge whether the argument names a KMS key of the account's own instead of the one that AWS manages."""
    value = resource.get(path)
    for key in referents(resource, path, *_KEYS):
        if key.type != "aws_kms_alias" or not str(key.get("name")).startswith(_MANAGED):
            return passes(f"{path} is {key.address}")
    if value is UNKNOWN and not unset(resource, path):
        resource.known(path)
    if not isinstance(value, str) or not value:
        return fails(f"{path} is not set: the key that AWS manages ({managed_alias}) or none is used")
    return holds(_MANAGED not in value, f"{path} is {value}", f"{path} is {value}, the key that AWS manages")


def containers(definition: Resource) -> Sequence[dict[str, Any]]:
    """Return the containers of a task definition. Raises Undecided if known only after an apply, ValueError
    if no JSON."""
    return list(json.loads(definition.known("container_definitions")))
