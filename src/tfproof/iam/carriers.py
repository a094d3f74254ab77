"""Which resources carry policies, in which arguments (`carriers.yaml`), and the documents in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tfproof.files import read_yaml
from tfproof.findings import Cause
from tfproof.iam.reading import is_given
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


class Holds(StrEnum):
    """What an argument holds; the sections of `carriers.yaml`."""

    ATTACHMENT = "attachment"
    ENDPOINT = "endpoint"
    IDENTITY = "identity"
    LIMIT = "limit"
    ORGANISATION = "organisation"
    RESOURCE = "resource"
    SESSION = "session"
    TRUST = "trust"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One argument of a resource type. `service` evaluates the policy, `subject` is the argument that names what it is about
    (`self`: the resource). In `argument` a `*` stands for each block."""

    type: str
    argument: str
    holds: Holds
    service: str
    subject: str


@cache
def carriers(*holds: Holds) -> tuple[Carrier, ...]:
    """Return the carriers that hold one of these, or all, by type and argument."""
    data = read_yaml(resources.files(__package__) / "carriers.yaml")
    every = [
        Carrier(kind, argument, Holds(section), service, subject)
        for section, entries in data.items()
        for kind, argument, service, subject in entries
    ]
    chosen = (c for c in every if not holds or c.holds in holds)
    return tuple(sorted(chosen, key=lambda c: (c.type, c.argument)))


@cache
def types(*holds: Holds) -> tuple[str, ...]:
    """Return the resource types with a carrier that holds one of these, sorted."""
    return tuple(dict.fromkeys(c.type for c in carriers(*holds)))


def carried(resource: Resource, *holds: Holds) -> list[Carrier]:
    """Return the carriers of the resource's type that hold one of these."""
    return [c for c in carriers(*holds) if c.type == resource.type]


def given(resource: Resource, carrier: Carrier) -> list[str]:
    """Return the paths at which the resource is given a policy, or the name of one; Undecided where that is not known."""
    return [path for path in paths(resource, carrier.argument) if is_given(resource, path)]


def paths(resource: Resource, argument: str) -> list[str]:
    """Return an argument's path, or that of each block: `inline_policy.0.policy`. Raises Undecided where their number is not
    known."""
    before, star, after = argument.partition(".*.")
    if not star:
        return [argument]
    if not is_given(resource, before):
        return []
    blocks = resource.get(before)
    if is_unknown(blocks):
        raise Undecided(Cause.UNTIL_APPLY, f"how many {before} {resource.address} has is known only after an apply")
    return [path for i in range(len(blocks)) for path in paths(resource, f"{before}.{i}.{after}")]
