"""Where the arguments of a resource lead: to other resources of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tfproof.facts.reading import places
from tfproof.plans.values import has_unknown
from tfproof.plans.view import Plan, Resource

#: The address of a resource, and an attribute of it that is no name of it: the host name of a load balancer.
_ATTRIBUTE = re.compile(r"(?P<address>.+\.[a-z0-9_]+\.[\w-]+(?:\[.+\])?)\.\w+")


def led_to(resource: Resource, *paths: str, types: Sequence[str] = ()) -> list[Resource]:
    """Return the resources, of some types or of any, that a path leads to, those behind them by the next path, and so on."""
    found = [resource]
    for path in paths:
        found = list(dict.fromkeys(other for each in found for other in _named(each, path, types)))
    return found


def _named(resource: Resource, path: str, types: Sequence[str]) -> Iterator[Resource]:
    for place in places(resource, path):
        members = resource.members(place.path, *types)
        yield from members.found
        for opened in members.open:
            yield from opened.candidates or ()
        for name in members.outside:
            match = _ATTRIBUTE.fullmatch(name)
            other = resource.plan.resource_at(match["address"]) if match else None
            if other is not None and (not types or other.type in types):
                yield other


def used_by(plan: Plan, role: Resource, types: Sequence[str]) -> list[Resource]:
    """Return the resources of some types that the policies of a role allow something with."""
    documents: list[Resource] = []
    for policy in plan.of("aws_iam_role_policy"):
        if role in led_to(policy, "role"):
            documents += led_to(policy, "policy")
    for attachment in plan.of("aws_iam_role_policy_attachment"):
        if role in led_to(attachment, "role"):
            documents += led_to(attachment, "policy_arn", "policy")
    found: dict[Resource, None] = {}
    for document in documents:
        if document.type != "aws_iam_policy_document":
            continue
        for place in places(document, "statement.*.resources"):
            effect = document.get(place.path.replace(".resources", ".effect"))
            if not has_unknown(effect) and effect == "Deny":
                continue
            for other in led_to(document, place.path, types=types):
                found.setdefault(other)
    return list(found)
