"""The statements of a policy argument as they are written: plain mappings with lists, UNKNOWN where nothing is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tfproof.findings import Cause
from tfproof.plans.values import UNKNOWN, Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

Statement = dict[str, Any]


def policy(resource: Resource, path: str) -> list[Statement]:
    """Return the statements of a policy argument, each with lists for Action and Resource.

    A document that is known only after an apply is read from the `aws_iam_policy_document` it comes from, as far
    as the plan shows it. Raises Undecided if nothing of it can be seen.
    """
    value = resource.get(path)
    if isinstance(value, str) and value:
        return statements_of_json(value, f"{path} of {resource.address}")
    if value is UNKNOWN:
        documents = resource.refers_to(path, "data.aws_iam_policy_document")
        statements = [s for d in documents for s in statements_of_document(d)]
        if statements:
            return statements
        raise Undecided(Cause.UNTIL_APPLY, f"{path} of {resource.address} is known only after an apply")
    return []


def statements_of_json(text: str, where: str) -> list[Statement]:
    """Return the statements of a policy in JSON; raise Undecided when it is none."""
    try:
        document = json.loads(text)
        statements = document.get("Statement", [])
    except (ValueError, AttributeError) as error:
        raise Undecided(Cause.CHECK_ERROR, f"{where} is no policy: {error}") from error
    return [_normal(s) for s in (statements if isinstance(statements, list) else [statements])]


def statements_of_document(document: Resource) -> list[Statement]:
    """Return the statements of an `aws_iam_policy_document`, those of its source documents included."""
    text = document.values.get("json")
    if isinstance(text, str) and text:
        return statements_of_json(text, document.address)
    statements: list[Statement] = []
    count = len(document.values.get("statement") or [])
    seen = document.get("statement", [])
    count = len(seen) if isinstance(seen, list) else count
    for position in range(count):
        statements.append(_statement(document, f"statement.{position}"))
    for source in ("source_policy_documents", "override_policy_documents"):
        for other in document.refers_to(source, "data.aws_iam_policy_document"):
            statements += statements_of_document(other)
    return statements


def _statement(document: Resource, path: str) -> Statement:
    def listed(name: str) -> list[Any]:
        value = document.get(f"{path}.{name}", [])
        if value is UNKNOWN:
            return [UNKNOWN]
        return sorted(value, key=repr) if value else []

    statement: Statement = {"Effect": document.get(f"{path}.effect", "Allow")}
    sid = document.get(f"{path}.sid")
    if sid:
        statement["Sid"] = sid
    for key, name in (
        ("Action", "actions"), ("NotAction", "not_actions"), ("Resource", "resources"), ("NotResource", "not_resources"),
    ):  # fmt: skip
        if values := listed(name):
            statement[key] = values
    for key, name in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        principals: dict[str, list[Any]] = {}
        for entry in document.get(f"{path}.{name}", []):
            identifiers = entry.get("identifiers", [])
            principals.setdefault(str(entry.get("type")), []).extend(
                [UNKNOWN] if identifiers is UNKNOWN else identifiers or [UNKNOWN]
            )
        if principals:
            statement[key] = principals
    conditions: dict[str, dict[str, list[Any]]] = {}
    for entry in document.get(f"{path}.condition", []):
        values = entry.get("values", [])
        conditions.setdefault(str(entry.get("test")), {})[str(entry.get("variable"))] = (
            [UNKNOWN] if values is UNKNOWN or not values else list(values)
        )
    if conditions:
        statement["Condition"] = conditions
    return statement


def _normal(statement: dict[str, Any]) -> Statement:
    def listed(value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value]

    result: Statement = dict(statement)
    for key in ("Action", "NotAction", "Resource", "NotResource"):
        if key in statement:
            result[key] = listed(statement[key])
    for key in ("Principal", "NotPrincipal"):
        if key in statement:
            value = statement[key]
            result[key] = {"AWS": ["*"]} if value == "*" else {k: listed(v) for k, v in value.items()}
    if "Condition" in statement:
        result["Condition"] = {
            test: {k: listed(v) for k, v in entries.items()} for test, entries in statement["Condition"].items()
        }
    return result
