"""Production is never weaker: what each check found in each environment of a system, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tfproof.findings import Finding, Layer, Verdict
from tfproof.project.layout import ENVIRONMENTS

#: How strong a verdict is; an unknown one cannot be compared, an empty one demands nothing, an exempt one is what it is
#: without its exemption.
_STRENGTH = {Verdict.FAIL: 0, Verdict.EMPTY: 1, Verdict.PASS: 2}


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One attribute of one resource in each environment, weakest first. `holds` if it gets no weaker upwards."""

    address: str
    attribute: str
    values: Mapping[str, Any]
    holds: bool
    note: str = ""


def ladder(findings: Iterable[Finding]) -> list[LadderRow]:
    """Return a row for each check and resource that differs between environments, weakest environment first.

    A row holds when neither verdict nor observed number gets weaker from development over staging to production.
    """
    rungs: dict[tuple[str, str, str], dict[str, Finding]] = {}
    for finding in findings:
        if finding.layer is Layer.PLAN and finding.environment in ENVIRONMENTS:
            rungs.setdefault((finding.system, finding.check, finding.address), {})[finding.environment] = finding
    rows: list[LadderRow] = []
    for (system, check, address), by_environment in sorted(rungs.items()):
        ordered = {e: by_environment[e] for e in ENVIRONMENTS if e in by_environment}
        values = {e: _value(f) for e, f in ordered.items()}
        if len(set(map(str, values.values()))) > 1:
            holds = all(_no_weaker(low, high) for low, high in pairwise(ordered.values()))
            rows.append(LadderRow(f"{system}: {address}", check, values, holds))
    return rows


def _value(finding: Finding) -> str:
    shown = ", ".join(f"{m.observed} {m.name}" for m in finding.measures)
    return f"{finding.verdict.value} ({shown})" if shown else finding.verdict.value


def _no_weaker(low: Finding, high: Finding) -> bool:
    before, after = low.found, high.found
    if Verdict.UNKNOWN in (before, after):
        return True
    if _STRENGTH[after] < _STRENGTH[before]:
        return False
    return not any(new.weaker_than(old) for new in high.measures for old in low.measures)
