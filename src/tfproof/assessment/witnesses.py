"""Where two witnesses of the same fact disagree. A disagreement decides nothing; it is listed to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tfproof.findings import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two witnesses, what each says of one check at one address, and their words for it.

    `note` says why such witnesses are known to disagree; without one somebody has yet to look into it.
    """

    check: str
    address: str
    system: str
    environment: str
    witness: str
    verdict: Verdict
    other_witness: str
    other_verdict: Verdict
    detail: str = ""
    note: str = ""


def between_layers(findings: Iterable[Finding]) -> list[Disagreement]:
    """Return where the same check passes in one layer and fails in another."""
    decided: dict[tuple[str, str, str, str], list[Finding]] = {}
    for f in findings:
        if f.verdict in (Verdict.PASS, Verdict.FAIL):
            decided.setdefault((f.check, f.address, f.system, f.environment), []).append(f)
    return [
        Disagreement(*key, one.layer, one.verdict, other.layer, other.verdict, f"{one.message}; {other.message}")
        for key, found in decided.items()
        for one, other in combinations(found, 2)
        if one.verdict is not other.verdict
    ]
