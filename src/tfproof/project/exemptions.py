"""What the owner does not ask of some environments: the rows under `exemptions` in the project's settings file.

The check runs there all the same. What passes stays a pass; what does not is exempt, shown with its values, with who
says so, why, and until when.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from tfproof.errors import BadInput, instead_of
from tfproof.files import read_yaml
from tfproof.findings import Cause, Exempted, Finding, Verdict
from tfproof.project.declarations import declared, known_check, may_be_the_same_system

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

_TEXTS = ("owner", "approver", "reason")
_LISTS = ("check", "environments", "system")


@dataclass(frozen=True, slots=True)
class Exemption:
    """A check that is not asked of some environments, why, and who says so.

    `review` is the last day on which it holds. Without a `system` it holds in every system.
    """

    check: str
    environments: tuple[str, ...]
    owner: str
    approver: str
    reason: str
    review: date
    overdue: bool
    system: str = ""

    def names(self, finding: Finding) -> bool:
        """Whether this exemption speaks of the finding's check, environment and system."""
        return (
            finding.check == self.check
            and finding.environment in self.environments
            and self.system in ("", finding.system)
        )


class ExemptionState(StrEnum):
    """What became of an exemption in one assessment.

    `OVERDUE`: what it exempted fails again. `UNUSED`: everything that it names passes, so nobody needs it. `NOT_ASKED`:
    the check did not run in those environments, or had nothing to judge there.
    """

    USED = "used"
    OVERDUE = "overdue"
    UNUSED = "unused"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class ExemptionUse:
    """An exemption, what became of it, and how many findings it exempts, or would if it were not overdue.

    `unneeded` are the environments in which all that it names passes.
    """

    exemption: Exemption
    state: ExemptionState
    findings: int
    unneeded: tuple[str, ...] = ()


def load_exemptions(
    settings_file: Path | None,
    environments: Collection[str],
    known_checks: Collection[str],
    aliases: Mapping[str, str],
    today: date,
) -> tuple[Exemption, ...]:
    """Return the exemptions of a settings file; none without a file. A row of several checks or systems is one of each.

    Raises BadInput for an unreadable file, a row that lacks something, a check or an environment that does not exist,
    and two rows for the same check, environment and system.
    """
    raw = read_yaml(settings_file) if settings_file else None
    exemptions: list[Exemption] = []
    rows = (raw or {}).get("exemptions") if isinstance(raw, dict | None) else None
    for row in declared(rows, f"{settings_file}: exemptions", _TEXTS, "review", ("system",), _LISTS):
        if unknown := sorted(set(row.lists["environments"]) - set(environments)):
            raise BadInput(f"{row.where}: no such environment: {', '.join(unknown)}", instead_of(unknown, environments))
        for name, system in product(row.lists["check"], row.lists.get("system", ("",))):
            exemption = Exemption(
                check=known_check(name, row.where, known_checks, aliases),
                environments=row.lists["environments"],
                review=row.day,
                overdue=today > row.day,
                system=system,
                **row.texts,
            )
            if any(_overlap(exemption, other) for other in exemptions):
                raise BadInput(f"{row.where}: exempts the same as another row", "keep one of them")
            exemptions.append(exemption)
    return tuple(exemptions)


def _overlap(one: Exemption, other: Exemption) -> bool:
    systems = may_be_the_same_system(one.system, other.system)
    return one.check == other.check and systems and bool(set(one.environments) & set(other.environments))


def apply_exemptions(findings: Iterable[Finding], exemptions: Sequence[Exemption]) -> tuple[Finding, ...]:
    """Return the findings; fails and unknowns that an exemption names are exempt, or say that it is overdue.

    A check that ended with an error is not exempt: it is no answer to the question.
    """
    by_check: dict[str, list[Exemption]] = {}
    for exemption in exemptions:
        by_check.setdefault(exemption.check, []).append(exemption)
    return tuple(_applied(f, by_check.get(f.check, ())) for f in findings)


def _applied(finding: Finding, exemptions: Sequence[Exemption]) -> Finding:
    found = next((e for e in exemptions if e.names(finding)), None)
    if found is None or finding.verdict not in (Verdict.FAIL, Verdict.UNKNOWN) or finding.cause is Cause.CHECK_ERROR:
        return finding
    if found.overdue:
        due = f"the exemption by {found.owner} was to be reviewed by {found.review}, so it no longer holds"
        return replace(finding, message=f"{finding.message}; {due}")
    exempted = Exempted(found.owner, found.reason, found.review, finding.verdict)
    return replace(finding, verdict=Verdict.EXEMPT, exemption=exempted)


def uses(findings: Sequence[Finding], exemptions: Iterable[Exemption]) -> tuple[ExemptionUse, ...]:
    """Return what became of each exemption in these findings, to which they were applied."""
    return tuple(_use(e, [f for f in findings if e.names(f) and f.verdict is not Verdict.EMPTY]) for e in exemptions)


def _use(exemption: Exemption, named: Sequence[Finding]) -> ExemptionUse:
    unmet = Counter(f.environment for f in named if f.verdict is not Verdict.PASS)
    asked = {f.environment for f in named}
    unneeded = tuple(e for e in exemption.environments if e in asked and e not in unmet)
    if unmet:
        state = ExemptionState.OVERDUE if exemption.overdue else ExemptionState.USED
    else:
        state = ExemptionState.UNUSED if named else ExemptionState.NOT_ASKED
    return ExemptionUse(exemption, state, unmet.total(), unneeded)


def refuse_unused(found: Iterable[ExemptionUse]) -> None:
    """Raise BadInput when an exemption exempts nothing in an environment: it would silently cover the next fail."""
    unneeded = [f"{u.exemption.check} in {', '.join(u.unneeded)}" for u in found if u.unneeded]
    if unneeded:
        raise BadInput(f"exemptions that exempt nothing: {'; '.join(unneeded)}", "delete them: everything passes there")


def remarks(found: Iterable[ExemptionUse]) -> list[str]:
    """Return sentences on what exempts nothing: no fault where one plan is judged and the file is for several."""
    return [
        f"the exemption of {u.exemption.check} exempts nothing in {', '.join(u.unneeded)}: everything passes there"
        for u in found
        if u.unneeded
    ]
