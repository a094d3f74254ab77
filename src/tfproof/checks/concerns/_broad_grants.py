"""What policies allow on every resource, without a condition that narrows it, and what somebody can make of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from tfproof import iam
from tfproof.files import read_yaml
from tfproof.iam.actions import names_whole_service
from tfproof.iam.conditions import operator_of
from tfproof.iam.confinement import confines
from tfproof.iam.documents import Condition, Document, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.matching import ARN_PARTS, Text, covers, match, widest
from tfproof.iam.resources import names_every
from tfproof.plans.values import is_unknown

PASS_ROLE = "iam:PassRole"
_PASSED_TO = "iam:passedtoservice"
#: Services whose resources are spelled otherwise in ARNs.
_SPELLED = {
    "ec2-instance-connect": ("ec2", "ec2-instance-connect"),
    "ssm": ("ssm", "ec2"),
    "sts": ("iam", "sts"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to more rights: the actions that are all needed, and the service that a role is passed to."""

    actions: tuple[str, ...]
    passed_to: str = ""

    def __str__(self) -> str:
        return " with ".join([*([PASS_ROLE] if self.passed_to else []), *self.actions])


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(iam) / "escalations.yaml"))


@cache
def ways() -> tuple[Way, ...]:
    """Return all ways, those of one action first."""
    alone = [Way(_listed(entry)) for entry in _data()["alone"]]
    passing = [Way(_listed(entry), service) for service, entries in _data()["passing"].items() for entry in entries]
    return tuple(sorted([*alone, *passing], key=lambda w: len(w.actions) + bool(w.passed_to)))


def _listed(entry: str | list[str]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else tuple(entry)


@cache
def listed(section: str) -> tuple[str, ...]:
    """Return a list of actions by the name of its section."""
    return tuple(_data()[section])


def open_ways(documents: Sequence[Document]) -> tuple[list[Way], list[Way]]:
    """Return the ways that policies together leave open, and those of which nobody can tell yet."""
    known: dict[tuple[str, str], bool | None] = {}

    def allowed(action: str, passed_to: str = "") -> bool | None:
        if (action, passed_to) not in known:
            known[action, passed_to] = _allowed(documents, action, passed_to)
        return known[action, passed_to]

    answers = []
    for way in ways():
        parts = [allowed(action) for action in way.actions]
        if way.passed_to and False not in parts:
            parts.append(allowed(PASS_ROLE, way.passed_to))
        answers.append((way, all_true(parts)))
    return [w for w, a in answers if a], [w for w, a in answers if a is None]


def _allowed(documents: Sequence[Document], action: str, passed_to: str) -> bool | None:
    """Whether an action is allowed on every resource by some statement, and denied by none."""
    statements = [s for d in documents for s in d.statements]
    incomplete = [None for d in documents if not d.complete]
    granted = any_true([*(allows_everywhere(s, action, passed_to=passed_to) for s in statements), *incomplete])
    return (
        all_true([granted, not_true(any_true(_denies(s, action) for s in statements))])
        if granted is not False
        else False
    )


def allows_everywhere(
    statement: Statement, action: str, *, passed_to: str = "", whole_services: bool = True
) -> bool | None:
    """Whether a statement allows an action on every resource, and no condition narrows that.

    One that allows everything (`*`, `NotAction`) is another topic and counts for nothing; without `whole_services` so does
    one that allows all of a service.
    """
    if statement.allows is False or statement.not_actions is not None:
        return False
    named = any_true(_names(pattern, action, whole_services) for pattern in statement.actions)
    if named is False:
        return False
    return all_true([statement.allows, named, is_wide(statement, action), not_true(_narrowed(statement, passed_to))])


def _names(pattern: Text, action: str, whole_services: bool) -> bool | None:
    if _means_everything(pattern) or (not whole_services and names_whole_service(pattern)):
        return False
    return _matches(pattern, action)


def _matches(pattern: Text, action: str) -> bool | None:
    if isinstance(pattern, str) and action in _actions():
        return action in _of_ours(pattern)
    return match(pattern, action, fold=True)


@lru_cache(8192)
def _of_ours(pattern: str) -> frozenset[str]:
    """Return the actions of the table that a pattern means: each pattern stands in many statements."""
    return frozenset(action for action in _actions() if match(pattern, action, fold=True))


@cache
def _actions() -> frozenset[str]:
    lists = (action for section in ("credentials", "data", "decryption") for action in listed(section))
    return frozenset({PASS_ROLE, "sts:AssumeRole", *lists, *(action for way in ways() for action in way.actions)})


def _means_everything(pattern: Text) -> bool | None:
    return _is_everything(pattern) if isinstance(pattern, str) else covers(pattern, "*:?*", fold=True)


@lru_cache(8192)
def _is_everything(pattern: str) -> bool | None:
    return covers(pattern, "*:?*", fold=True)


def is_wide(statement: Statement, action: str) -> bool | None:
    """Whether a statement is about every resource of the action's service, or of one kind of them."""
    if statement.not_resources is not None:
        return True
    service = action.partition(":")[0].lower()
    return any_true(
        names_every(resource) if _may_be_of(resource, service) else False for resource in statement.resources or ()
    )


def _may_be_of(resource: Text, service: str) -> bool:
    parts = widest(resource).split(":")
    if len(parts) < ARN_PARTS:
        return True
    return any(match(parts[2], name, fold=True) for name in _SPELLED.get(service, (service,)))


def _narrowed(statement: Statement, passed_to: str) -> bool | None:
    """Whether a condition narrows what is allowed. Of a role that is passed, to which service, where one is asked for."""
    answers = [confines(statement, "resource"), confines(statement, "grant")]
    for condition in statement.conditions:
        if is_unknown(condition.key) or is_unknown(condition.operator):
            answers.append(None)
        elif condition.key.lower() == _PASSED_TO:
            answers.append(_keeps_from(condition, passed_to))
        else:
            answers.append(
                _demands(condition) and any_true(match(k, condition.key, fold=True) for k in listed("limits"))
            )
    return any_true(answers)


def _demands(condition: Condition) -> bool:
    """Whether a request must carry the key to meet the condition."""
    operator = operator_of(condition.operator)
    return operator is not None and operator.base != "null" and not operator.met_without_the_key


def _keeps_from(condition: Condition, service: str) -> bool | None:
    """Whether a condition on the service that a role is passed to leaves out the one that is asked for, or, without one,
    most of them."""
    if not _demands(condition):
        return False
    if not service:
        return not_true(any_true(covers(value, "?*") for value in condition.values))
    return not_true(any_true(match(value, service, fold=True) for value in condition.values))


def _denies(statement: Statement, action: str) -> bool | None:
    """Whether a statement denies an action everywhere; None where it does so under a condition."""
    if statement.denies is False:
        return False
    named = any_true(_matches(pattern, action) for pattern in statement.actions)
    if statement.not_actions is not None:
        named = not_true(any_true(_matches(pattern, action) for pattern in statement.not_actions))
    if named is False:
        return False
    wide = is_wide(statement, action) if statement.not_resources is None else None
    return all_true([statement.denies, named, wide, None if statement.conditions else True])


def incomplete(documents: Iterable[Document]) -> Document | None:
    """Return the first policy of which a statement may be missing."""
    return next((d for d in documents if not d.complete), None)
