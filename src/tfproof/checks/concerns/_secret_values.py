"""Tells whether a variable holds a secret, by its name, its value, or where its value comes from.

The words and patterns are data, `secrets.yaml`. Answers are True, False or None: nobody can tell before an apply. No
answer and no error carries a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.plans.schema import Schema
from tfproof.plans.values import OneOf, PartialText, Reference, is_unknown, with_holes
from tfproof.secrecy import names
from tfproof.secrecy.facts import facts, pattern
from tfproof.secrecy.formats import is_credential
from tfproof.secrecy.names import speaks_of_secret, words_of

if TYPE_CHECKING:
    from tfproof.plans.view import Plan

#: Stands in a text for a part that is not known.
_OPEN = "\N{REPLACEMENT CHARACTER}"


def is_secret(plan: Plan, name: str, value: Any) -> bool | None:
    """Whether a variable holds a secret."""
    if isinstance(value, OneOf):
        found = {is_secret(plan, name, c) for c in value.candidates}
        return found.pop() if len(found) == 1 else None
    if isinstance(value, Reference):
        return _is_secret_attribute(plan, value)
    if isinstance(value, PartialText):
        return _is_secret_text(plan, name, value)
    if is_unknown(value):
        return None
    text = "" if value is None else str(value)
    if is_credential(text):
        return True
    if not may_be_secret(text):
        return False
    words = words_of(name)
    if words and words[0] in facts()["names"]["measures"] and pattern("numbers").fullmatch(text):
        return False
    return speaks_of_secret(name)


def may_be_secret(value: Any) -> bool:
    """Whether a value may be a secret at all: a switch, an ARN or nothing is none. One that is not known may be."""
    if is_unknown(value):
        return True
    return names.may_be_secret("" if value is None else str(value))


def _is_secret_text(plan: Plan, name: str, value: PartialText) -> bool | None:
    if is_credential(with_holes(value, _OPEN)):
        return True
    origins = [is_secret(plan, "", p) for p in value.parts if is_unknown(p)]
    if True in origins:
        return True
    if None in origins:
        return None
    first = value.parts[0]
    points = first.path.endswith("arn") if isinstance(first, Reference) else bool(pattern("pointers").match(str(first)))
    return not points and speaks_of_secret(name)


def _is_secret_attribute(plan: Plan, reference: Reference) -> bool | None:
    """Whether the attribute of a resource is a secret, by the provider's schema. An ARN, a URL or an id is none."""
    target = plan.resource_at(reference.address)
    if target is None:
        return None
    if reference.path.split(".")[0] in facts()["attributes"].get(target.type, ()):
        return True
    if target.type == "aws_ssm_parameter" and reference.path == "value" and target.peek("type") != "SecureString":
        return None
    schema = Schema.load()
    kind = schema.kind_of(target.qualified_type, reference.path)
    whole = schema.kind_of(target.qualified_type, reference.path.split(".")[0])
    if kind is None or kind.shape != ("string",) or whole is None or "map" in whole.shape:
        return None  # what somebody puts into a map, no schema tells
    return kind.sensitive
