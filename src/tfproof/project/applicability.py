"""Which requirements a project's owner declares not applicable: the rows of a Statement of Applicability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.errors import BadInput, instead_of
from tfproof.project.declarations import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from tfproof.frameworks import Framework

_TEXTS = ("framework", "requirement", "reason", "owner", "approver")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A requirement declared not applicable. Past its `review` day it is judged like any other again."""

    framework: str
    requirement: str
    reason: str
    owner: str
    approver: str
    review: date
    overdue: bool


def load_applicability(path: Path, frameworks: Iterable[Framework], today: date) -> list[Exclusion]:
    """Return the exclusions of a file.

    Raises BadInput for an unreadable file, a row that lacks something, a framework or requirement that does not
    exist, a requirement given twice, and an owner who approves his own row.
    """
    known = {f.id: {r.id for r in f.controls} for f in frameworks}
    seen: set[tuple[str, str]] = set()
    exclusions: list[Exclusion] = []
    for row in read_rows(path, _TEXTS, "review"):
        exclusion = Exclusion(review=row.day, overdue=today > row.day, **row.texts)
        key = (exclusion.framework, exclusion.requirement)
        if exclusion.framework not in known:
            raise BadInput(
                f"{row.where}: no such framework: {exclusion.framework}", instead_of([exclusion.framework], known)
            )
        if exclusion.requirement not in known[exclusion.framework]:
            hint = instead_of(
                [exclusion.requirement], known[exclusion.framework], "its file in tfproof/frameworks lists all"
            )
            raise BadInput(f"{row.where}: {exclusion.framework} has no requirement {exclusion.requirement}", hint)
        if key in seen:
            raise BadInput(f"{row.where}: {exclusion.framework} {exclusion.requirement} is given twice")
        seen.add(key)
        exclusions.append(exclusion)
    return exclusions
