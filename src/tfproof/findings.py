"""The words of a judgement: verdicts, causes, reads and findings. Pure data, picklable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf
from typing import Any


class Verdict(StrEnum):
    """What a check says of one resource. None but `PASS` is ever shown as a pass.

    `EMPTY`: there is no such resource. `EXEMPT`: the project's owner does not ask this in this environment.
    """

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    EXEMPT = "exempt"


#: From what outweighs everything to what outweighs nothing: neither the exempt nor the empty hides what was decided.
PRECEDENCE = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.EXEMPT, Verdict.EMPTY)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict over several findings: a known fail, else an unknown, else a pass.

    Where nothing was decided it is exempt if something is, and without any verdict empty.
    """
    return min(verdicts, key=PRECEDENCE.index, default=Verdict.EMPTY)


class Cause(StrEnum):
    """Why a verdict is `UNKNOWN`."""

    UNTIL_APPLY = "until-apply"
    OUTSIDE_THE_PLAN = "outside-the-plan"
    UNSUPPORTED_BY_EMULATOR = "unsupported-by-emulator"
    #: The cloud was asked, and the one who asks may not know.
    DENIED = "denied"
    #: No call asks the cloud for it, or the call failed.
    UNANSWERED = "unanswered"
    #: What is there is not of the kind that it has to be: no JSON, no policy, no number.
    UNREADABLE = "unreadable"
    CHECK_ERROR = "check-error"


class Layer(StrEnum):
    """Where the judged values come from; it is the ceiling of the claim.

    `APPLIED` is a state that was read back here from an emulator, `STATE` one of which nobody told where it is from;
    `OBSERVED` is what the cloud's own API answers, and nothing that Terraform says.
    """

    PLAN = "plan"
    APPLIED = "applied"
    STATE = "state"
    OBSERVED = "observed"


def _by_fields(value: Any) -> tuple[Any, ...]:
    """Return what a value is pickled as; hundreds of thousands go from process to process, and this is the fastest."""
    return type(value), tuple(getattr(value, name) for name in value.__slots__)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of Terraform, relative to the directory that was assessed (or to the repository)."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Read:
    """One value that a check looked at. `value` is JSON-like; unknown and sensitive values are marked."""

    address: str
    path: str
    value: Any = field(hash=False)  # lists and mappings have no hash; equal reads still have the same
    status: str = "known"  # known | unknown | sensitive | absent

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_fields(self)


class Bound(StrEnum):
    """On which side of what is demanded an observed value is good."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    ONE_OF = "one-of"


#: What is observed where something has no end: more than any number.
FOR_EVER = "for ever"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a check observed beside what it demanded: a number with its unit as `name`, or a word.

    For `ONE_OF`, `demanded` holds the accepted words and `order` all of them, from the weakest to the strictest.
    """

    name: str
    observed: int | str
    demanded: int | tuple[str, ...]
    bound: Bound
    order: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether what was observed is good enough for what the check demanded."""
        if isinstance(self.demanded, tuple):
            return self.observed in self.demanded
        return self.satisfies(self.demanded) is True

    def satisfies(self, demanded: int | bool | str) -> bool | None:
        """Whether what was observed is as strict as `demanded`, or stricter; None when the two cannot be compared."""
        observed, wanted = self._rank(self.observed), self._rank(demanded)
        return None if observed is None or wanted is None else observed >= wanted

    def weaker_than(self, other: Measure) -> bool:
        """Whether this is known to be weaker than another measure of the same kind."""
        same = (self.name, self.bound, self.order) == (other.name, other.bound, other.order)
        mine, theirs = self._rank(self.observed), self._rank(other.observed)
        return same and mine is not None and theirs is not None and mine < theirs

    def _rank(self, value: int | bool | str) -> float | None:
        """Return how strict a value is; None for one that has no place in the order."""
        if self.bound is Bound.ONE_OF:
            return self.order.index(value) if value in self.order else None
        number: float
        if value == FOR_EVER:
            number = inf
        elif isinstance(value, int) and not isinstance(value, bool):
            number = value
        else:
            return None
        return number if self.bound is Bound.AT_LEAST else -number


@dataclass(frozen=True, slots=True)
class Exempted:
    """Who does not ask for what was found, why and until when, and the `verdict` that it has all the same."""

    owner: str
    reason: str
    review: date
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """Check x resource: the verdict, the values that were read for it, and where the resource is declared.

    `address` is the resource's; a finding about a scope ("account", "plan") as a whole has that as address and as
    `scope`. `waiver` is the identifier of the waiver that covers a fail; it stays a fail. `measures` are what was
    observed and demanded, `measured` says that a fail is one of the measures and of nothing else. `region` is where
    the resource, or the copy that the check speaks of, lies. An exempt finding has its `exemption`.
    """

    check: str
    address: str
    resource_type: str
    verdict: Verdict
    message: str
    layer: Layer = Layer.PLAN
    cause: Cause | None = None
    missing: str = ""
    reads: tuple[Read, ...] = ()
    source: SourceLine | None = None
    environment: str = ""
    system: str = ""
    scope: str = ""
    waiver: str = ""
    exemption: Exempted | None = None
    measures: tuple[Measure, ...] = ()
    measured: bool = False
    region: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_fields(self)

    @property
    def found(self) -> Verdict:
        """The verdict that it has without an exemption."""
        return self.exemption.verdict if self.exemption else self.verdict

    @property
    def failing(self) -> bool:
        """A fail that no waiver covers."""
        return self.verdict is Verdict.FAIL and not self.waiver


def environment_name(system: str, environment: str) -> str:
    """Name an environment of a system."""
    return "/".join(part for part in (system, environment) if part) or "all"
