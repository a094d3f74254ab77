"""The statements of a policy as plain mappings with lists, as somebody who writes a test of a policy thinks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.iam.documents import Document, Principal, Statement
from tfproof.iam.reading import document, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfproof.plans.view import Resource


def policy_statements(resource: Resource, path: str) -> list[dict[str, Any]]:
    """Return the statements of a policy argument, with UNKNOWN in the places that are not known.

    Raises Undecided if nothing of it can be seen, and for what is no policy.
    """
    return _written(document(resource, path))


def statements_of_document(source: Resource) -> list[dict[str, Any]]:
    """Return the statements of an `aws_iam_policy_document`, like `policy`."""
    return _written(rendered(source))


def _written(found: Document) -> list[dict[str, Any]]:
    if not found.statements:
        found.require_complete()
    return [_mapping(statement) for statement in found.statements]


def _mapping(statement: Statement) -> dict[str, Any]:
    """Return a statement with the elements that are written, under their names in JSON."""
    conditions: dict[Any, dict[Any, list[Any]]] = {}
    for condition in statement.conditions:
        conditions.setdefault(condition.operator, {})[condition.key] = list(condition.values)
    listed = {
        "Action": statement.actions or None,
        "NotAction": statement.not_actions,
        "Resource": statement.resources,
        "NotResource": statement.not_resources,
    }
    return {
        "Effect": statement.effect,
        **({} if statement.sid is None else {"Sid": statement.sid}),
        **{name: list(values) for name, values in listed.items() if values is not None},
        **{n: _by_kind(p) for n, p in _principals(statement) if p is not None},
        **({"Condition": conditions} if conditions else {}),
    }


def _principals(statement: Statement) -> list[tuple[str, tuple[Principal, ...] | None]]:
    return [("Principal", statement.principals), ("NotPrincipal", statement.not_principals)]


def _by_kind(principals: Iterable[Principal]) -> dict[Any, list[Any]]:
    """Return the names by kind; `*` alone is written as AWS reads it, `{"AWS": "*"}`."""
    found: dict[Any, list[Any]] = {}
    for principal in principals:
        found.setdefault("AWS" if principal.kind == "*" else principal.kind, []).append(principal.name)
    return found
