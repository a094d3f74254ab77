"""JSON that describes settings: policies of serverless collections, security configurations of EMR."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.checks.model import until_apply
from tfproof.checks.reading import document
from tfproof.findings import Cause
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def content_of(r: Resource, path: str) -> Any:
    """Return what an argument that holds JSON says; what is not known of it is an Unknown inside."""
    found = document(r, path)
    if not isinstance(found, dict | list):
        raise Undecided(Cause.UNREADABLE, f"{path} of {r.address} is no object and no list")
    return found


def member(r: Resource, value: Any, *names: str) -> Any:
    """Return what stands below the names, None where nothing does. Raises Undecided where it is not known, or what
    should be an object is none."""
    for name in names:
        if is_unknown(value):
            until_apply(f"{name} of {r.address}")
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Undecided(Cause.UNREADABLE, f"{name} of {r.address} is in no object")
        value = value.get(name)
    if is_unknown(value):
        until_apply(f"{'.'.join(names)} of {r.address}")
    return value
