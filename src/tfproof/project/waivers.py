"""Fails that somebody answers for until a date. A waived fail stays a fail; the waiver is shown with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tfproof.errors import BadInput, instead_of
from tfproof.findings import Finding, Verdict, environment_name
from tfproof.project.declarations import may_be_the_same_system, read_rows, texts_of_check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

_TEXTS = ("id", "check", "address", "environment", "owner", "reason", "compensating_control")


@dataclass(frozen=True, slots=True)
class Waiver:
    """Check, exact address and environment that a fail is accepted for; why, by whom, and until when.

    Without a `system` it holds in every system. `expires` is the last day on which it holds.
    """

    id: str
    check: str
    address: str
    environment: str
    owner: str
    reason: str
    compensating_control: str
    expires: date
    expired: bool
    system: str = ""

    def names(self, finding: Finding) -> bool:
        """Whether this waiver speaks of the finding's check, address and environment."""
        return (
            (self.check, self.address, self.environment) == (finding.check, finding.address, finding.environment)
        ) and self.system in ("", finding.system)


class WaiverState(StrEnum):
    """What became of a waiver in one assessment.

    `EXPIRED`: its finding fails again. `UNUSED`: nothing fails there, which is an error. `NOT_ASKED`: the check did
    not run in that environment this time.
    """

    USED = "used"
    EXPIRED = "expired"
    UNUSED = "unused"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver, what became of it, and how many failing findings it names."""

    waiver: Waiver
    state: WaiverState
    findings: int


def load_waivers(
    path: Path, known_checks: Collection[str], today: date, aliases: Mapping[str, str] | None = None
) -> list[Waiver]:
    """Return the waivers of a file; one for a former check (in `aliases`) is for the check that it means now.

    Raises BadInput for an unreadable file, a row that lacks something, a check that does not exist, an id given
    twice, and two waivers for the same finding.
    """
    waivers: list[Waiver] = []
    for row in read_rows(path, _TEXTS, "expires", optional=("system",)):
        texts = texts_of_check(row, known_checks, aliases or {})
        waiver = Waiver(expires=row.day, expired=today > row.day, **texts)
        for other in waivers:
            if other.id == waiver.id:
                raise BadInput(f"{row.where}: the id is given twice", "give each waiver an id of its own")
            if _overlap(other, waiver):
                raise BadInput(f"{row.where}: waives the same as {other.id}", "keep one of them")
        waivers.append(waiver)
    return waivers


def _overlap(one: Waiver, other: Waiver) -> bool:
    same = (one.check, one.address, one.environment) == (other.check, other.address, other.environment)
    return same and may_be_the_same_system(one.system, other.system)


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver]
) -> tuple[tuple[Finding, ...], tuple[WaiverUse, ...]]:
    """Return the findings, fails marked with the waiver that holds for them, and what became of each waiver.

    A fail whose waiver has expired says so.
    """
    by_check: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_check.setdefault(waiver.check, []).append(waiver)
    hits: Counter[str] = Counter()
    marked: list[Finding] = []
    for finding in findings:
        found = next((w for w in by_check.get(finding.check, ()) if w.names(finding)), None)
        if found is None or finding.verdict is not Verdict.FAIL:
            marked.append(finding)
            continue
        hits[found.id] += 1
        if found.expired:
            over = f"the waiver {found.id} by {found.owner} expired on {found.expires}, so it no longer holds"
            marked.append(replace(finding, message=f"{finding.message}; {over}"))
        else:
            marked.append(replace(finding, waiver=found.id))
    asked = {(f.check, f.environment, system) for f in findings for system in ("", f.system)}
    return tuple(marked), tuple(WaiverUse(w, _state(w, hits[w.id], asked), hits[w.id]) for w in waivers)


def _state(waiver: Waiver, hits: int, asked: set[tuple[str, str, str]]) -> WaiverState:
    if hits:
        return WaiverState.EXPIRED if waiver.expired else WaiverState.USED
    if (waiver.check, waiver.environment, waiver.system) in asked:
        return WaiverState.UNUSED
    return WaiverState.NOT_ASKED


def refuse_elsewhere(waivers: Sequence[Waiver], judged: Collection[tuple[str, str]]) -> None:
    """Raise BadInput when every waiver is for another system or environment than was judged (`judged` has both)."""
    here = [w for w in waivers if any(w.environment == e and w.system in ("", s) for s, e in judged)]
    if waivers and judged and not here:
        theirs = sorted({environment_name(w.system, w.environment) for w in waivers})
        hint = instead_of(theirs, sorted({environment_name(s, e) for s, e in judged}))
        raise BadInput(f"no waiver is for what was judged, all are for {', '.join(theirs)}", hint)


def refuse_unused(uses: Iterable[WaiverUse]) -> None:
    """Raise BadInput when a waiver waives nothing: it would silently cover the next fail at that address."""
    unused = [u.waiver for u in uses if u.state is WaiverState.UNUSED]
    if unused:
        named = "; ".join(f"{w.id} ({w.check} of {w.address} in {w.environment})" for w in unused)
        raise BadInput(f"waivers that waive nothing: {named}", "delete them, or correct check, address and environment")
