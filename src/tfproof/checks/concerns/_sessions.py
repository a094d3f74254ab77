"""What the preferences of Session Manager say: a document of the type Session, in JSON or YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tfproof.checks.model import outside, until_apply
from tfproof.checks.reading import argument, document
from tfproof.plans.schema import Schema
from tfproof.plans.values import PartialText, Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: The input that names where logs go, and the one that demands that it is encrypted there.
DESTINATIONS = {"s3BucketName": "s3EncryptionEnabled", "cloudWatchLogGroupName": "cloudWatchEncryptionEnabled"}


def is_session(r: Resource) -> bool:
    """Whether a document holds the preferences of sessions in a shell."""
    if argument(r, "document_type", "") != "Session":
        return False
    kind = _content(r).get("sessionType", "Standard_Stream")
    return is_unknown(kind) or kind == "Standard_Stream"


def inputs(r: Resource) -> dict[str, Any]:
    """Return the inputs of the document."""
    found = _content(r).get("inputs") or {}
    if is_unknown(found):
        until_apply(f"the inputs of {r.address}")
    return dict(found) if isinstance(found, dict) else {}


def _content(r: Resource) -> dict[str, Any]:
    found = _of_yaml(r) if argument(r, "document_format", "JSON") == "YAML" else document(r, "content")
    if is_unknown(found):
        until_apply(f"the content of {r.address}")
    return found if isinstance(found, dict) else {}


def _of_yaml(r: Resource) -> Any:
    try:
        return yaml.safe_load(argument(r, "content", ""))
    except yaml.YAMLError as error:
        outside(f"what the content of {r.address} says, which is no YAML: {error}")


def is_set(r: Resource, name: str) -> bool:
    """Whether an input has a value; raises Undecided where that is not known."""
    value = inputs(r).get(name)
    if isinstance(value, PartialText) or (isinstance(value, Reference) and _is_never_null(r, value)):
        return True
    if is_unknown(value):
        until_apply(f"{name} of a session document")
    return bool(value)


def _is_never_null(r: Resource, reference: Reference) -> bool:
    target = r.plan.resource_at(reference.address)
    kind = Schema.load().kind_of(target.qualified_type, reference.path) if target else None
    return kind is not None and (kind.required or kind.computed)


def destinations(r: Resource) -> list[str]:
    """Return the inputs that name where logs go, as far as they are set."""
    return [name for name in DESTINATIONS if is_set(r, name)]
