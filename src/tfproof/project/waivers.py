"""Fails that somebody answers for until a date. A waived fail stays a fail; the waiver is shown with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from tfproof.errors import BadInput, instead_of
from tfproof.findings import Finding, Verdict, environment_name
from tfproof.project.declarations import may_be_the_same_system, read_rows, texts_of_check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

_TEXTS = ("id", "check", "owner", "approver", "reason", "compensating_control")
_LISTS = ("address", "environment")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A check, and the addresses and environments in which its fails are accepted; why, by whom, and until when.

    An address may hold `*` for anything; nothing else in it is a pattern. Without a `system` it holds in every system.
    `owner` answers for it, `approver` has accepted the risk. `expires` is the last day on which it holds.
    """

    id: str
    check: str
    addresses: tuple[str, ...]
    environments: tuple[str, ...]
    owner: str
    approver: str
    reason: str
    compensating_control: str
    expires: date
    expired: bool
    system: str = ""

    def place(self, finding: Finding) -> tuple[str, str] | None:
        """Return by which of its addresses, and in which environment, the waiver speaks of a finding."""
        if finding.check != self.check or self.system not in ("", finding.system):
            return None
        if finding.environment not in self.environments:
            return None
        address = next((a for a in self.addresses if _fits(a, finding.address)), None)
        return None if address is None else (address, finding.environment)

    @property
    def where(self) -> str:
        """All its addresses, as a text."""
        return ", ".join(self.addresses)


def _fits(pattern: str, address: str) -> bool:
    return pattern == address or ("*" in pattern and _compiled(pattern).fullmatch(address) is not None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


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
    """A waiver, what became of it, and how many failing findings it names.

    `idle` are its addresses at which nothing fails, each with an environment in which that was asked.
    """

    waiver: Waiver
    state: WaiverState
    findings: int
    idle: tuple[tuple[str, str], ...] = ()


def load_waivers(
    path: Path, known_checks: Collection[str], today: date, aliases: Mapping[str, str] | None = None
) -> list[Waiver]:
    """Return the waivers of a file; one for a former check (in `aliases`) is for the check that it means now.

    Raises BadInput for an unreadable file, a row that lacks something, a check that does not exist, an id given
    twice, and two waivers for the same finding.
    """
    waivers: list[Waiver] = []
    for row in read_rows(path, _TEXTS, "expires", optional=("system",), lists=_LISTS):
        texts = texts_of_check(row, known_checks, aliases or {})
        addresses, environments = (row.lists[name] for name in _LISTS)
        waiver = Waiver(
            addresses=addresses, environments=environments, expires=row.day, expired=today > row.day, **texts
        )
        for other in waivers:
            if other.id == waiver.id:
                raise BadInput(f"{row.where}: the id is given twice", "give each waiver an id of its own")
            if _overlap(other, waiver):
                raise BadInput(f"{row.where}: waives the same as {other.id}", "keep one of them")
        waivers.append(waiver)
    return waivers


def _overlap(one: Waiver, other: Waiver) -> bool:
    """Whether two waivers may cover the same finding, as far as their addresses tell: two patterns are not compared."""
    return (
        one.check == other.check
        and bool(set(one.environments) & set(other.environments))
        and may_be_the_same_system(one.system, other.system)
        and any(_fits(a, b) or _fits(b, a) for a in one.addresses for b in other.addresses)
    )


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver]
) -> tuple[tuple[Finding, ...], tuple[WaiverUse, ...]]:
    """Return the findings, fails marked with the waiver that holds for them, and what became of each waiver.

    A fail whose waiver has expired says so.
    """
    by_check: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_check.setdefault(waiver.check, []).append(waiver)
    hits: dict[str, Counter[tuple[str, str]]] = {w.id: Counter() for w in waivers}
    marked: list[Finding] = []
    for finding in findings:
        candidates = by_check.get(finding.check, ()) if finding.verdict is Verdict.FAIL else ()
        named = next(((w, place) for w in candidates if (place := w.place(finding))), None)
        if named is None:
            marked.append(finding)
            continue
        found, place = named
        hits[found.id][place] += 1
        if found.expired:
            over = f"the waiver {found.id} by {found.owner} expired on {found.expires}, so it no longer holds"
            marked.append(replace(finding, message=f"{finding.message}; {over}"))
        else:
            marked.append(replace(finding, waiver=found.id))
    asked = {(f.check, f.environment, system) for f in findings for system in ("", f.system)}
    return tuple(marked), tuple(_use(w, hits[w.id], asked) for w in waivers)


def _use(waiver: Waiver, hits: Counter[tuple[str, str]], asked: set[tuple[str, str, str]]) -> WaiverUse:
    here = [e for e in waiver.environments if (waiver.check, e, waiver.system) in asked]
    idle = tuple((a, e) for a in waiver.addresses for e in here if (a, e) not in hits)
    if hits:
        state = WaiverState.EXPIRED if waiver.expired else WaiverState.USED
    else:
        state = WaiverState.UNUSED if here else WaiverState.NOT_ASKED
    return WaiverUse(waiver, state, hits.total(), idle)


def refuse_elsewhere(waivers: Sequence[Waiver], judged: Collection[tuple[str, str]]) -> None:
    """Raise BadInput when every waiver is for another system or environment than was judged (`judged` has both)."""
    here = [w for w in waivers if any(e in w.environments and w.system in ("", s) for s, e in judged)]
    if waivers and judged and not here:
        theirs = sorted({environment_name(w.system, e) for w in waivers for e in w.environments})
        hint = instead_of(theirs, sorted({environment_name(s, e) for s, e in judged}))
        raise BadInput(f"no waiver is for what was judged, all are for {', '.join(theirs)}", hint)


def refuse_unused(uses: Iterable[WaiverUse]) -> None:
    """Raise BadInput when a waiver waives nothing at an address: it would silently cover the next fail there."""
    unused = [f"{u.waiver.id} ({u.waiver.check} of {a} in {e})" for u in uses for a, e in u.idle]
    if unused:
        hint = "delete them, or correct check, address and environment"
        raise BadInput(f"waivers that waive nothing: {'; '.join(unused)}", hint)
