"""All that one run hands over to be written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tfproof.assessment.controls import Assessment
    from tfproof.assessment.ladder import LadderRow
    from tfproof.assessment.scanner import ScannerReport
    from tfproof.assessment.witnesses import Disagreement
    from tfproof.checks import Check


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not looked at or cannot be shown, and why."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One run. Only the assessment, its checks and the times are always there; what is empty is not in the report.

    `plans` maps a label to the plan's JSON as Terraform gave it; it is redacted when it is written. `tools` maps names
    to versions. `read` and `not_read` are sentences such as "the design, from production.tfvars; no AWS account was
    read". `emulators` are what `Emulator.describe` says, `trace` rows of `TraceRow.to_json`.
    """

    assessment: Assessment
    checks: Mapping[str, Check]
    started: datetime
    finished: datetime
    read: Sequence[str] = ()
    not_read: Sequence[str] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    dirty: bool | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    emulators: Sequence[Mapping[str, Any]] = ()
    scanner: ScannerReport | None = None
    disagreements: Sequence[Disagreement] = ()
    trace: Sequence[Mapping[str, Any]] = ()
    gaps: Sequence[Gap] = ()
    ladder: Sequence[LadderRow] = ()
