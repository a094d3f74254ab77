"""What resources grant by their arguments, without a document: a Lambda permission, a shared snapshot, an open function URL.

`grants.yaml` lists them. Each is read as the one statement that AWS makes of it, so that whoever judges policies judges it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from tfproof.files import read_yaml
from tfproof.iam.documents import Condition, Document, Principal, Statement
from tfproof.iam.matching import Text
from tfproof.iam.reading import is_given
from tfproof.plans.values import ABSENT, UNKNOWN, PartialList, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SERVICE = re.compile(r"[\w.-]+\.amazonaws\.com(\.cn)?")


@cache
def _grants() -> dict[str, dict[str, Any]]:
    return dict(read_yaml(resources.files(__package__) / "grants.yaml"))


def types() -> tuple[str, ...]:
    """Return the resource types that grant by their arguments, sorted."""
    return tuple(sorted(_grants()))


def service_of(resource: Resource) -> str:
    """Return the service that evaluates what the resource grants, as IAM names it."""
    return str(_grants()[resource.type]["service"])


def names_somebody(resource: Resource) -> bool:
    """Whether an argument that says who is let in is given."""
    return any(is_given(resource, argument) for argument in _grants()[resource.type]["principals"])


def granted(resource: Resource) -> Document:
    """Return what the resource grants, as a policy; without statements where it grants nothing to anybody."""
    grant = _grants()[resource.type]
    named = [v for argument in grant["principals"] if is_given(resource, argument) for v in _values(resource, argument)]
    principals = tuple(
        _principal(v, grant["everyone"]) for v in named if is_unknown(v) or v not in grant.get("nobody", ())
    )
    if not principals:
        return Document(resource.address)
    action = grant["actions"]
    statement = Statement(
        position=0,
        effect="Allow",
        sid=resource.type,
        principals=principals,
        actions=(action,) if ":" in action else tuple(_values(resource, action)),
        conditions=tuple(_conditions(resource, grant)),
    )
    return Document(resource.address, (statement,))


def _principal(value: Text, everyone: list[str]) -> Principal:
    if is_unknown(value):
        return Principal(UNKNOWN, value)
    if value in everyone:
        return Principal("*", "*")
    return Principal("Service" if _SERVICE.fullmatch(str(value)) else "AWS", value)


def _conditions(resource: Resource, grant: dict[str, Any]) -> list[Condition]:
    found = [
        Condition(operator, key, tuple(_values(resource, argument)))
        for argument, (operator, key) in grant.get("conditions", {}).items()
        if is_given(resource, argument)
    ]
    block = grant.get("blocks", "")
    if block and is_given(resource, block):
        operator, key, value = (_values(resource, f"{block}.0.{name}")[0] for name in ("type", "key", "value"))
        found.append(Condition(operator, key, (value,)))
    return found


def _values(resource: Resource, path: str) -> list[Text]:
    """Return what an argument names, with what the source tells of what is not known; a text may hold several."""
    value = resource.evaluated(path)
    if isinstance(value, PartialList):
        return [*value.items, UNKNOWN]
    if isinstance(value, str) and "," in value:
        return [part.strip() for part in value.split(",")]
    if value is ABSENT or value is None:
        return [UNKNOWN]
    return list(value) if isinstance(value, list | tuple) else [value]
