"""What a check is, and the few words that its predicate answers with.

A predicate reads one resource (through `Resource` only, so that the recorder knows what it saw) and returns
an `Answer`. It raises `Undecided` where the plan does not say enough, and does no input or output.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex, cast

from tfproof.findings import Bound, Cause, Measure, Verdict
from tfproof.plans.values import Undecided
from tfproof.plans.view import Resource

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
    """The answer of a predicate. `measures`, `measured` and `region` go into the finding, which explains them."""

    verdict: Verdict
    message: str
    measures: tuple[Measure, ...] = ()
    measured: bool = False
    region: str = ""


def passes(message: str, *measures: Measure, region: str = "") -> Answer:
    """Answer that the resource does what the check asks for."""
    return Answer(Verdict.PASS, message, measures, region=region)


def fails(message: str, *measures: Measure, region: str = "") -> Answer:
    """Answer that the resource does not do what the check asks for, whatever else was measured."""
    return Answer(Verdict.FAIL, message, measures, region=region)


def holds(condition: bool, message: str, otherwise: str, *measures: Measure, region: str = "") -> Answer:
    """Answer by a condition: `message` if it is true, else a fail that says `otherwise`."""
    return passes(message, *measures, region=region) if condition else fails(otherwise, *measures, region=region)


def outside(missing: str) -> NoReturn:
    """Leave undecided what only something outside the plan could tell; `missing` names it."""
    raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)


def until_apply(what: str) -> NoReturn:
    """Leave undecided what is known only after an apply."""
    raise Undecided(Cause.UNTIL_APPLY, f"{what} is known only after an apply")


def all_of(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Combine parts of which every one must pass.

    A known fail outweighs a part that cannot be decided, which outweighs a pass: an unknown neighbour never
    hides a fail. Raises one `Undecided` for all parts that are, if no part fails; ValueError without any part.
    """
    answers, undecided = _evaluate(parts)
    failed = [a for a in answers if a.verdict is Verdict.FAIL]
    if failed:
        return _joined(failed, answers, measured=all(a.measured for a in failed))
    return _joined(answers, answers) if not undecided else _undecided(undecided)


def any_of(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Combine parts of which one must pass.

    A known pass outweighs a part that cannot be decided, which outweighs a fail. Raises one `Undecided` for all
    parts that are, if no part passes; ValueError without any part.
    """
    answers, undecided = _evaluate(parts)
    passed = [a for a in answers if a.verdict is Verdict.PASS]
    if passed:
        return _joined(passed, passed)
    return _joined(answers, answers) if not undecided else _undecided(undecided)


def _evaluate(parts: Iterable[Callable[[], Answer]]) -> tuple[list[Answer], list[Undecided]]:
    answers: list[Answer] = []
    undecided: list[Undecided] = []
    for part in parts:
        try:
            answers.append(part())
        except Undecided as error:
            undecided.append(error)
    if not answers and not undecided:
        raise ValueError("nothing was judged: a check must answer for an empty list itself")
    return answers, undecided


def _joined(decisive: list[Answer], all_answers: list[Answer], *, measured: bool = False) -> Answer:
    """Return the verdict and words of the decisive answers with everything that was measured."""
    return Answer(
        decisive[0].verdict,
        "; ".join(dict.fromkeys(a.message for a in decisive)),
        tuple(dict.fromkeys(m for a in all_answers for m in a.measures)),
        measured,
        next((a.region for a in decisive if a.region), ""),
    )


def _undecided(errors: list[Undecided]) -> NoReturn:
    """Raise one for all: the first one's cause, everybody's words."""
    raise Undecided(
        errors[0].cause,
        "; ".join(dict.fromkeys(str(e) for e in errors)),
        "; ".join(dict.fromkeys(e.missing for e in errors if e.missing)),
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What a predicate may know besides the plan: the project's settings, seen from one check and environment.

    `scopes` says what the plan is responsible for besides itself: with "account", what it does not show is not there.
    """

    _settings: Settings
    environment: str
    check: Check
    scopes: frozenset[str] = frozenset()

    @property
    def settings(self) -> Settings:
        """The settings; reading one that the check does not declare among its parameters raises LookupError."""
        return cast("Settings", _Declared(self._settings, self.check))

    def limit(self, name: str = "days") -> int:
        """Return the number that the settings demand of this check in this environment."""
        _Declared(self._settings, self.check).require(f"limits.{name}")
        return self._settings.limit(self.check.id, name, self.environment)

    def at_least(self, observed: int | str, what: str, name: str = "days") -> Answer:
        """Answer by comparing a number (or FOR_EVER) with the lowest one accepted; both go into the finding."""
        return self._compared(Measure(name, observed, self.limit(name), Bound.AT_LEAST), what)

    def at_most(self, observed: int | str, what: str, name: str = "days") -> Answer:
        """Answer by comparing a number (or FOR_EVER) with the highest one accepted; both go into the finding."""
        return self._compared(Measure(name, observed, self.limit(name), Bound.AT_MOST), what)

    def _compared(self, measure: Measure, what: str) -> Answer:
        bound = measure.bound.replace("-", " ")
        message = f"{what} is {measure.observed} {measure.name}; demanded: {bound} {measure.demanded}"
        return Answer(Verdict.PASS if measure.met else Verdict.FAIL, message, (measure,), measured=True)


class _Declared:
    """Settings of which a check sees only what it declares: what changes a verdict is named beside it."""

    def __init__(self, settings: Settings, check: Check) -> None:
        self._settings = settings
        self._check = check

    def __getattr__(self, name: str) -> Any:
        self.require(name)
        return getattr(self._settings, name)

    def require(self, name: str) -> None:
        """Raise LookupError unless the check declares the parameter."""
        if name not in self._check.parameters:
            raise LookupError(f"{self._check.id} reads the setting {name}, which is not among its parameters")


Predicate = Callable[[Resource, Context], Answer]
Filter = Callable[[Resource], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looks at, what it demands and how to fix a fail.

    `aspect` is what it asks of a resource (one of the ids in `aspects.yaml`), `sources` are the pages of AWS's or the
    provider's documentation that it rests on, `parameters` the settings that change its verdict (numbers as
    `limits.<name>`). `aliases` are ids of former checks that it has taken over. `looks_at` are further types whose
    resources it consults. `when` narrows the population. With `per_region`, what must exist in a scope must do so in
    each region that the plan uses. `asked_by` is a parameter without a value of which the check asks for nothing.
    """

    id: str
    title: str
    severity: Severity
    aspect: str
    sources: tuple[str, ...]
    types: tuple[str, ...]
    remediation: str
    predicate: Predicate
    population: Population = Population.EACH
    scope: str = "plan"
    looks_at: tuple[str, ...] = ()
    when: Filter | None = None
    parameters: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    per_region: bool = False
    asked_by: str = ""

    @property
    def concern(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def doc(self) -> str:
        """What is read and why: the predicate's own words."""
        return inspect.cleandoc(self.predicate.__doc__ or "")

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Pickle a registered check by its id: its functions are of this code, not of the pickle."""
        if REGISTERED.get(self.id) is self:
            from tfproof.checks.registry import registered  # noqa: PLC0415 - the registry imports this module

            return registered, (self.id,)
        return object.__reduce_ex__(self, protocol)


#: Filled by the decorator while the modules of this package are imported.
REGISTERED: dict[str, Check] = {}


def check(
    id: str,  # noqa: A002 - it is the check's id
    *,
    title: str,
    severity: str,
    aspect: str,
    source: str | tuple[str, ...],
    types: tuple[str, ...],
    remediation: str,
    population: str = "each",
    scope: str = "plan",
    looks_at: tuple[str, ...] = (),
    when: Filter | None = None,
    parameters: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    per_region: bool = False,
    asked_by: str = "",
) -> Callable[[Predicate], Check]:
    """Make a predicate a registered check.

    Raises ValueError for an id given twice, a predicate without docstring, a source that is no https address,
    `per_region` where nothing must exist in a scope beyond the plan, and `asked_by` for what is no parameter.
    """

    def register(predicate: Predicate) -> Check:
        sources = (source,) if isinstance(source, str) else source
        if id in REGISTERED:
            places = f"{REGISTERED[id].predicate.__module__} and {predicate.__module__}"
            raise ValueError(f"the check {id} is declared twice: in {places}")
        if not predicate.__doc__:
            raise ValueError(f"the check {id} does not say what it reads: its predicate needs a docstring")
        if not sources or not all(s.startswith("https://") for s in sources):
            raise ValueError(f"the check {id} does not say where it has that from: its source is a https address")
        if per_region and (population != "must-exist" or scope == "plan"):
            raise ValueError(f"the check {id} asks for nothing that could exist in each region of a scope")
        if asked_by and asked_by not in parameters:
            raise ValueError(f"the check {id} is asked by {asked_by}, which is not among its parameters")
        REGISTERED[id] = Check(
            id=id,
            title=title,
            severity=Severity(severity),
            aspect=aspect,
            sources=sources,
            types=types,
            remediation=remediation,
            predicate=predicate,
            population=Population(population),
            scope=scope,
            looks_at=looks_at,
            when=when,
            parameters=parameters,
            aliases=aliases,
            per_region=per_region,
            asked_by=asked_by,
        )
        return REGISTERED[id]

    return register
