"""Values of a resource by path, each with the place where it was found.

A path goes down by names and positions, over every element with `*`, over those whose key has a value with `[key=value]`,
into a text that is JSON, and with `statements` into a policy: `rule[id=archive].transition.*.days`,
`policy.statements[Effect=Deny].Action`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, instead_of
from tfproof.iam.written import policy_statements, statements_of_document
from tfproof.plans.values import ABSENT, UNKNOWN, is_unknown, step

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

Steps = tuple[str | tuple[str, str], ...]

_PATH = re.compile(r"(?:[^.\[\]*=]+|\*)(?:\.(?:[^.\[\]*=]+|\*)|\[[^=\]]+=[^\]]*\])*")
_STEP = re.compile(r"\[([^=\]]+)=([^\]]*)\]|[^.\[\]]+")
_STATEMENTS = "statements"
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
_OF_A_STATEMENT = (
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
)  # fmt: skip
#: What a resource has beside its attributes.
_FACETS: dict[str, Callable[[Resource], Any]] = {
    "address": lambda r: r.address,
    "index": lambda r: r.index,
    "module": lambda r: r.module,
    "region": lambda r: r.region,
    "tags": lambda r: r.tags,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it stands: the path is one that the resource itself can be asked for."""

    resource: Resource
    path: str
    value: Any


@cache
def steps_of(path: str) -> Steps:
    """Return the steps of a path; raise BadInput for what is none."""
    if not _PATH.fullmatch(path):
        raise BadInput(f"{path!r} is no path", "write names, positions, * and [key=value], joined by dots")
    steps = tuple((m[1], m[2]) if m[1] else m[0] for m in _STEP.finditer(path))
    if _STATEMENTS in steps:
        _check_statement(path, steps[steps.index(_STATEMENTS) + 1 :])
    return steps


def _check_statement(path: str, steps: Steps) -> None:
    """Raise BadInput for what no statement of a policy has: it would be absent from each, whatever the policy says."""
    named = [step[0] for step in steps[:1] if isinstance(step, tuple)] + [str(step) for step in steps[1:2]]
    if odd := [name for name in named if name not in _OF_A_STATEMENT]:
        raise BadInput(f"{path}: a statement has no {', '.join(odd)}", instead_of(odd, _OF_A_STATEMENT))


def places(resource: Resource, path: str) -> list[Place]:
    """Return every place that a path leads to, and note what is read. A value that is not there is None."""
    steps = steps_of(path)
    if steps[0] in _FACETS:
        return [Place(resource, path, v) for v in inside(_FACETS[str(steps[0])](resource), steps[1:])]
    if _STATEMENTS in steps:
        at = steps.index(_STATEMENTS)
        argument = ".".join(map(str, steps[:at]))
        found = policy_statements(resource, argument) if argument else statements_of_document(resource)
        return [Place(resource, path, v) for v in inside(found, steps[at + 1 :])]
    found_at = list(_walk(resource, "", steps))
    if not found_at:
        _refuse_mistyped(resource, steps)
    return found_at


def _refuse_mistyped(resource: Resource, steps: Steps) -> None:
    """Ask the resource for the whole path, and for each key that chooses elements: it refuses what its type has not."""
    names = ["*" if isinstance(s, tuple) else s for s in steps]
    chosen = [[*names[: n + 1], s[0]] for n, s in enumerate(steps) if isinstance(s, tuple)]
    for path in (*chosen, names):
        resource.get(".".join(path))


def inside(value: Any, steps: Steps) -> list[Any]:
    """Return every value that the steps lead to in a value."""
    if not steps:
        return [None if value is ABSENT else value]
    if is_unknown(value):
        return [UNKNOWN]
    return [v for inner in _next(value, steps[0]) for v in inside(inner[1], steps[1:])]


def _walk(resource: Resource, at: str, steps: Steps) -> Iterator[Place]:
    """Go down while the resource itself has paths there, and on inside of its value where that is a text."""
    if not steps:
        yield Place(resource, at, resource.get(at))
        return
    value = resource.peek(at) if at else resource.values
    if isinstance(value, str):
        yield from (Place(resource, at, v) for v in inside(resource[at], steps))
    elif is_unknown(value):
        resource.get(at)
        yield Place(resource, at, UNKNOWN)
    elif not at:
        yield from _walk(resource, str(steps[0]), steps[1:])
    else:
        for part, _ in _next(value, steps[0]):
            yield from _walk(resource, f"{at}.{part}", steps[1:])


def _next(value: Any, wanted: str | tuple[str, str]) -> list[tuple[str, Any]]:
    """The parts of a value that a step leads to, with their names."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return [(str(wanted), ABSENT)]
    members = list(value.items()) if isinstance(value, dict) else list(enumerate(value or []))
    if wanted == "*":
        return [(str(name), member) for name, member in members]
    if isinstance(wanted, tuple):
        key, text = wanted
        return [(str(name), member) for name, member in members if _says(step(member, key), text)]
    return [(wanted, step(value, wanted))]


def _says(value: Any, text: str) -> bool:
    return (
        value is not ABSENT
        and not is_unknown(value)
        and (value == text if isinstance(value, str) else json.dumps(value) == text)
    )
