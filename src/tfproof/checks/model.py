"""What a check is, and the few words that its predicate answers with.

A predicate reads one resource (through `Resource` only, so that the recorder knows what it saw) and returns
an `Answer`. It raises `Undecided` where the plan does not say enough, and does no input or output.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

from tfproof.findings import Cause, Verdict
from tfproof.plans.view import Resource, Undecided

if TYPE_CHECKING:
    from tfproof.project.settings import Settings

#: As the only type of a check: every managed resource.
ALL_TYPES = "*"


class Severity(StrEnum):
    """How much a fail matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Population(StrEnum):
    """Which resources a check speaks of.

    `EACH`: every resource of the types is judged by itself. `MUST_EXIST`: the scope needs one that passes.
    `MUST_NOT_EXIST`: each one there is fails; a plan of resources without any passes.
    """

    EACH = "each"
    MUST_EXIST = "must-exist"
    MUST_NOT_EXIST = "must-not-exist"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a predicate. `extra` goes into the finding: thresholds, what was observed, the region."""

    verdict: Verdict
    message: str
    extra: Mapping[str, Any] = field(default_factory=dict)


def passes(message: str, **extra: Any) -> Answer:
    """Answer that the resource does what the check asks for."""
    return Answer(Verdict.PASS, message, extra)


def fails(message: str, **extra: Any) -> Answer:
    """Answer that the resource does not do what the check asks for."""
    return Answer(Verdict.FAIL, message, extra)


def holds(condition: bool, message: str, otherwise: str, **extra: Any) -> Answer:
    """Answer by a condition: `message` if it is true, else a fail that says `otherwise`."""
    return passes(message, **extra) if condition else fails(otherwise, **extra)


def outside(missing: str) -> NoReturn:
    """Leave undecided what only something outside the plan could tell; `missing` names it."""
    raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)


def until_apply(what: str) -> NoReturn:
    """Leave undecided what is known only after an apply."""
    raise Undecided(Cause.UNTIL_APPLY, f"{what} is known only after an apply")


def all_of(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Combine parts of which every one must pass.

    A known fail outweighs a part that cannot be decided, which outweighs a pass: an unknown neighbour never
    hides a fail. Raises the first `Undecided` if no part fails.
    """
    answers, undecided = _evaluate(parts)
    failed = [o for o in answers if o.verdict is Verdict.FAIL]
    if not failed and undecided:
        raise undecided[0]
    return _joined(failed or answers)


def any_of(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Combine parts of which one must pass; raises the first `Undecided` if none passes and one is
    undecided."""
    answers, undecided = _evaluate(parts)
    passed = [o for o in answers if o.verdict is Verdict.PASS]
    if not passed and undecided:
        raise undecided[0]
    return _joined(passed or answers)


def _evaluate(parts: Iterable[Callable[[], Answer]]) -> tuple[list[Answer], list[Undecided]]:
    answers: list[Answer] = []
    undecided: list[Undecided] = []
    for part in parts:
        try:
            answers.append(part())
        except Undecided as error:
            undecided.append(error)
    return answers, undecided


def _joined(answers: list[Answer]) -> Answer:
    if not answers:
        raise ValueError("nothing was judged: a check must answer for an empty list itself")
    extra: dict[str, Any] = {}
    for answer in reversed(answers):
        for key, value in answer.extra.items():
            extra[key] = {**extra.get(key, {}), **value} if isinstance(value, Mapping) else value
    return Answer(answers[0].verdict, "; ".join(dict.fromkeys(o.message for o in answers)), extra)


@dataclass(frozen=True, slots=True)
class Context:
    """What a predicate may know besides the plan: the project's settings, seen from one check and
    environment."""

    settings: Settings
    environment: str
    check: str

    def limit(self, name: str = "days") -> int:
        """Return the number that the settings demand of this check in this environment."""
        return self.settings.limit(self.check, name, self.environment)

    def at_least(self, observed: int, what: str, name: str = "days") -> Answer:
        """Answer by comparing a number with the lowest one accepted; both go into the finding."""
        return self._compared(observed, what, name, observed >= self.limit(name), "at least")

    def at_most(self, observed: int, what: str, name: str = "days") -> Answer:
        """Answer by comparing a number with the highest one accepted; both go into the finding."""
        return self._compared(observed, what, name, observed <= self.limit(name), "at most")

    def _compared(self, observed: int, what: str, name: str, good: bool, bound: str) -> Answer:
        limit = self.limit(name)
        message = f"{what} is {observed} {name}; demanded: {bound} {limit}"
        found = {"threshold": {name: limit}, "bound": {name: bound}, "observed": {name: observed}}
        return holds(good, message, message, **found)


Predicate = Callable[[Resource, Context], Answer]
Filter = Callable[[Resource], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looks at, what it demands and how to fix a fail.

    `looks_at` are further types whose resources it consults: they count as looked at. `when` narrows the
    population.
    """

    id: str
    title: str
    severity: Severity
    types: tuple[str, ...]
    remediation: str
    predicate: Predicate
    population: Population = Population.EACH
    scope: str = "plan"
    looks_at: tuple[str, ...] = ()
    when: Filter | None = None

    @property
    def concern(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def doc(self) -> str:
        """What is read and why: the predicate's own words."""
        return inspect.cleandoc(self.predicate.__doc__ or "")


#: Filled by the decorator while the modules of this package are imported.
REGISTERED: dict[str, Check] = {}


def check(
    id: str,  # noqa: A002 - it is the check's id
    *,
    title: str,
    severity: str,
    types: tuple[str, ...],
    remediation: str,
    population: str = "each",
    scope: str = "plan",
    looks_at: tuple[str, ...] = (),
    when: Filter | None = None,
) -> Callable[[Predicate], Check]:
    """Make a predicate a registered check. Raises ValueError for an id given twice or a predicate without
    docstring."""

    def register(predicate: Predicate) -> Check:
        if id in REGISTERED:
            raise ValueError(f"the check {id} is declared twice")
        if not predicate.__doc__:
            raise ValueError(f"the check {id} does not say what it reads: its predicate needs a docstring")
        REGISTERED[id] = Check(
            id=id,
            title=title,
            severity=Severity(severity),
            types=types,
            remediation=remediation,
            predicate=predicate,
            population=Population(population),
            scope=scope,
            looks_at=looks_at,
            when=when,
        )
        return REGISTERED[id]

    return register
