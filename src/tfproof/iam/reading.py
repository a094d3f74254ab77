"""Reads the policy of an argument, wherever it is written: as text, with `jsonencode`, as a template, by a data source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.iam import policy_documents
from tfproof.iam.documents import Document, parse_parts, parse_text, parse_value
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, PartialJson, PartialText, Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

_RENDERED = ("json", "minified_json")


def document(resource: Resource, path: str) -> Document:
    """Return the policy of an argument as far as it is known before an apply; without statements where none is given.

    Where something is missing the document is not `complete`. Raises Undecided for what is no policy.
    """
    return _argument(resource, path, ())


def rendered(source: Resource) -> Document:
    """Return the policy that an `aws_iam_policy_document` renders, as far as it is known before an apply."""
    return _followed(Reference(source.address, _RENDERED[0]), source.address, source.plan, ())


def is_given(resource: Resource, path: str) -> bool:
    """Whether the configuration gives the argument a value; one that the provider fills in is not given."""
    value = resource.get(path)
    if not is_unknown(value):
        return bool(value) if isinstance(value, str | list | dict) else value is not None
    declared = resource.declared(path)
    if declared is ABSENT:
        kind = Schema.load().kind_of(resource.qualified_type, path)
        return "." not in path and kind is not None and not kind.computed and kind.shape[-1] != "object"
    return declared is not None


def _argument(resource: Resource, path: str, passed: tuple[tuple[str, str], ...]) -> Document:
    where = f"{path} of {resource.address}"
    value = resource.get(path)
    if not is_given(resource, path):  # an argument that nobody gives, or what another resource will hand on
        return Document(where, missing=where if passed and is_unknown(value) else "")
    if is_unknown(value) and (resource.address, path) not in passed:
        return _followed(resource.evaluated(path), where, resource.plan, (*passed, (resource.address, path)))
    return _followed(value, where, resource.plan, passed)


def _followed(value: Any, where: str, plan: Plan, passed: tuple[tuple[str, str], ...]) -> Document:
    """Return the policy that a value stands for; `passed` are the arguments on the way to it."""
    if isinstance(value, str):
        return parse_text(value, where) if value else Document(where)
    if isinstance(value, PartialJson):
        return parse_value(value.value, where)
    if isinstance(value, PartialText):
        return parse_parts(value.parts, where)
    if isinstance(value, Reference) and (target := plan.resource_at(value.address)) is not None:
        if target.qualified_type == "data.aws_iam_policy_document" and value.path in _RENDERED:
            here = (target.address, value.path)
            if here not in passed:
                return policy_documents.read(target, lambda v, w: _followed(v, w, plan, (*passed, here)))
        elif value.path:
            return _argument(target, value.path, passed)
    return Document(where, missing=where)
