"""How predicates read what AWS and the provider leave implicit: unset arguments, companions, own keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Outcome, fails, passes, until_apply
from tfproof.plan import UNKNOWN, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYS = ("aws_kms_key", "aws_kms_alias", "aws_kms_replica_key", "aws_kms_external_key",
         "data.aws_kms_key", "data.aws_kms_alias")  # fmt: skip


def unset(resource: Resource, path: str) -> bool:
    """Whether the configuration leaves the argument to the provider.

    An argument that AWS fills in is unknown before an apply, set or not. It is unset when the declaration does not
    name it, or when what feeds it leads to nothing that could still be unknown (a variable that is null).
    """
    value = resource.get(path)
    if value is not UNKNOWN:
        return value is None
    found = resource.plan.resolver.config(resource.address)
    if found is None:
        return False
    scope, entry = found
    block = scope.block(entry)
    if block is None:
        return path.partition(".")[0] not in entry.get("expressions", {})
    here, given = [block], []
    for name in (part for part in path.split(".") if not part.isdigit()):
        given = [b.attributes[name] for b in here if name in b.attributes]
        here = [nested for b in here for nested in b.nested(name)]
        if given:
            break
        if not here:
            return True
    follow = resource.plan.resolver.follow
    if given:
        fed = all(expression.references() for expression in given)
        return fed and not follow(resource.address, path)
    # A block that is declared; only dynamic ones (their body is called content) may come out as none.
    fed = any(follow(resource.address, f"{path}.0.{name}") for b in here for name in b.attributes)
    return all(b.type == "content" for b in here) and not fed


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


def targets(resource: Resource, path: str) -> list[str]:
    """Return what a list argument names: addresses where it points into the plan, else its elements. A list that is not
    known still names what it refers to. Raises Undecided where neither can be told."""
    return [r.address for r in resource.refers_to(path)] or [str(element) for element in listed(resource, path)]


def companions(resource: Resource, resource_type: str, path: str) -> list[Resource]:
    """Return the resources of that type whose argument `path` points to this one.

    Raises Undecided when there is none, but one that could be: its target is not known, or the plan cannot tell which
    of several it means. An argument that takes a list may point to several.
    """
    found: list[Resource] = []
    perhaps: list[Resource] = []
    for candidate in resource.plan.of(resource_type):
        pointed_at = candidate.refers_to(path, resource.qualified_type)
        if resource in pointed_at:
            single = len(pointed_at) == 1 or isinstance(candidate.get(path), list)
            (found if single else perhaps).append(candidate)
        elif not pointed_at and candidate.is_unknown(path):
            perhaps.append(candidate)
    if not found and perhaps:
        until_apply(f"whether {path} of {perhaps[0].address} means {resource.address}")
    return found


def is_cache_member(resource: Resource) -> bool:
    """Whether a cache cluster is a member of a replication group, which decides on its encryption and network."""
    return resource.type == "aws_elasticache_cluster" and bool(argument(resource, "replication_group_id", ""))


def own_key(resource: Resource, path: str, *, managed_alias: str) -> Outcome:
    """Judge whether the argument names a KMS key of the account's own instead of the one that AWS manages."""
    keys = resource.refers_to(path, *_KEYS)
    names = [k.get("name") for k in keys if k.type == "aws_kms_alias"]
    if keys and not any(isinstance(n, str) and n.startswith("alias/aws/") for n in names):
        return passes(f"{path} is {keys[0].address}")
    value = argument(resource, path, "")
    if not value:
        return fails(f"{path} is not set: the key that AWS manages ({managed_alias}) or none is used")
    if "alias/aws/" in str(value):
        return fails(f"{path} is {value}, the key that AWS manages")
    return passes(f"{path} is {value}")


def containers(definition: Resource) -> Sequence[dict[str, Any]]:
    """Return the containers of a task definition. Raises Undecided if known only after an apply, ValueError
    if no JSON."""
    return list(json.loads(definition.known("container_definitions")))
