"""Tells whether a variable holds a secret, by its name, its value, or where its value comes from.

The words and patterns are data, `secrets.yaml`. Answers are True, False or None: nobody can tell before an apply. No
answer and no error carries a value.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources as package
from typing import TYPE_CHECKING, Any

from tfproof.files import read_yaml
from tfproof.plans.schema import Schema
from tfproof.plans.values import OneOf, PartialText, Reference, is_unknown, with_holes

if TYPE_CHECKING:
    from tfproof.plans.view import Plan

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: Stands in a text for a part that is not known.
_OPEN = "\N{REPLACEMENT CHARACTER}"


@cache
def _facts() -> dict[str, Any]:
    return dict(read_yaml(package.files(__package__) / "secrets.yaml"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_facts()[name])


@cache
def _credentials() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in _facts()["values"])


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
    words = _words(name)
    if words and words[0] in _facts()["names"]["measures"] and _pattern("numbers").fullmatch(text):
        return False
    return speaks_of_secret(name)


def may_be_secret(value: Any) -> bool:
    """Whether a value may be a secret at all: a switch, an ARN or nothing is none. One that is not known may be."""
    if is_unknown(value):
        return True
    text = "" if value is None else str(value)
    return bool(text) and not (_pattern("switches").fullmatch(text) or _pattern("pointers").match(text))


def is_credential(text: str) -> bool:
    """Whether a text looks like a credential, or holds one."""
    return any(p.search(text) for p in _credentials())


def speaks_of_secret(name: str) -> bool:
    """Whether a name says that a secret is behind it: DB_PASSWORD, apiKey; not PASSWORD_MIN_LENGTH, MAX_TOKENS, PWD."""
    facts = _facts()["names"]
    words = _words(name)
    if not words or words[-1] in facts["descriptions"]:
        return False
    if words[-1] in facts["last"] and len(words) > 1 and words[:-1] != ["OLD"]:
        return True
    if any(w in facts["whole"] or w.endswith(tuple(facts["words"])) for w in words):
        return True
    together = f" {' '.join(words)} "
    return any(f" {phrase} " in together for phrase in facts["phrases"])


def _words(name: str) -> list[str]:
    """Return the words of a name in upper case, without numbers and versions at its end."""
    words = [w.upper() for w in _WORDS.findall(name)]
    while len(words) > 1 and (words[-1].isdigit() or words[-1] == "V"):
        words.pop()
    return words


def _is_secret_text(plan: Plan, name: str, value: PartialText) -> bool | None:
    if is_credential(with_holes(value, _OPEN)):
        return True
    origins = [is_secret(plan, "", p) for p in value.parts if is_unknown(p)]
    if True in origins:
        return True
    if None in origins:
        return None
    first = value.parts[0]
    points = (
        first.path.endswith("arn") if isinstance(first, Reference) else bool(_pattern("pointers").match(str(first)))
    )
    return not points and speaks_of_secret(name)


def _is_secret_attribute(plan: Plan, reference: Reference) -> bool | None:
    """Whether the attribute of a resource is a secret, by the provider's schema. An ARN, a URL or an id is none."""
    target = plan.resource_at(reference.address)
    if target is None:
        return None
    if reference.path.split(".")[0] in _facts()["attributes"].get(target.type, ()):
        return True
    if target.type == "aws_ssm_parameter" and reference.path == "value" and target.peek("type") != "SecureString":
        return None
    schema = Schema.load()
    kind = schema.kind_of(target.qualified_type, reference.path)
    whole = schema.kind_of(target.qualified_type, reference.path.split(".")[0])
    if kind is None or kind.shape != ("string",) or whole is None or "map" in whole.shape:
        return None  # what somebody puts into a map, no schema tells
    return kind.sensitive
