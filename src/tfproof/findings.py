"""The words of a judgement: verdicts, causes, reads and findings. Pure data, picklable."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a check says of one resource. `UNKNOWN` and `EMPTY` are never shown as a pass."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    EMPTY = "empty"


#: From worst to best; a control's verdict is the worst of its findings.
SEVERITY_ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.EMPTY, Verdict.PASS)


def worst(verdicts: list[Verdict]) -> Verdict:
    """Return the worst of the verdicts; without any, the population was empty."""
    return min(verdicts, key=SEVERITY_ORDER.index, default=Verdict.EMPTY)


class Cause(StrEnum):
    """Why a verdict is `UNKNOWN`."""

    UNTIL_APPLY = "until-apply"
    OUTSIDE_THE_PLAN = "outside-the-plan"
    DENIED = "denied"
    UNSUPPORTED_BY_EMULATOR = "unsupported-by-emulator"
    CHECK_ERROR = "check-error"


class Layer(StrEnum):
    """Where the judged values come from; it is the ceiling of the claim."""

    STATIC = "static"
    PLAN = "plan"
    APPLIED = "applied"
    OBSERVED = "observed"


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
    value: Any
    status: str = "known"  # known | unknown | sensitive | absent


@dataclass(frozen=True, slots=True)
class Finding:
    """Check x resource: the verdict, the values that were read for it, and where the resource is declared.

    `address` is the resource's; a must-exist check and an empty population name the scope instead ("account",
    "plan"). `waiver` is the identifier of the waiver that covers a fail; it stays a fail.
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
    waiver: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def failing(self) -> bool:
        """A fail that no waiver covers."""
        return self.verdict is Verdict.FAIL and not self.waiver
