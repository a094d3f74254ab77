"""`tfproof waivers`: what the project has accepted, and when each row comes up for review."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from tfproof.assessment.judging import Rulebook
from tfproof.checks import aliases, registry
from tfproof.errors import BadInput
from tfproof.evidence.provenance import now
from tfproof.files import existing
from tfproof.frameworks import load
from tfproof.progress import printable
from tfproof.project.applicability import load_applicability
from tfproof.project.layout import Project
from tfproof.project.settings import SETTINGS_FILE
from tfproof.project.waivers import load_waivers

_DAYS = re.compile(r"(\d{1,5})d?")


@dataclass(frozen=True, slots=True)
class Due:
    """One row that somebody has accepted: what it is, what it is about, by whom, and the last day on which it holds."""

    day: date
    kind: str
    what: str
    owner: str
    approver: str
    reason: str
    overdue: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--due", metavar="DAYS", help="only what ends within so many days, as 60d, or has ended")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """List waivers, exemptions and exclusions by the day on which they end; 1 when one of them holds no longer."""
    today = now().date()
    until = date.max if options.due is None else today + timedelta(days=_days(options.due))
    rows = sorted(_accepted(Project.find(Path.cwd()), today), key=lambda d: (d.day, d.kind, d.what))
    shown = [row for row in rows if row.day <= until]
    if options.json:
        sys.stdout.write(json.dumps([{**asdict(r), "day": r.day.isoformat()} for r in shown], indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{printable(_line(row))}\n" for row in shown)
        sys.stdout.write(f"{len(shown)} of {len(rows)} rows, {sum(r.overdue for r in shown)} of them no longer hold\n")
    return 1 if any(row.overdue for row in shown) else 0


def _days(text: str) -> int:
    found = _DAYS.fullmatch(text)
    if not found:
        raise BadInput(f"--due {text}: no number of days", "state it as 60d")
    return int(found[1])


def _accepted(project: Project, today: date) -> Iterator[Due]:
    waivers, applicability = (project.root / "compliance" / f"{n}.yaml" for n in ("waivers", "applicability"))
    if existing(waivers):
        for w in load_waivers(waivers, registry(), today, aliases()):
            place = f"{w.check} of {w.where} in {' '.join(filter(None, (w.system, ', '.join(w.environments))))}"
            yield Due(w.expires, f"waiver {w.id}", place, w.owner, w.approver, w.reason, w.expired)
    for e in Rulebook.load(existing(project.root / SETTINGS_FILE), today=today).exemptions:
        place = f"{e.check} in {' '.join(filter(None, (e.system, ', '.join(e.environments))))}"
        yield Due(e.review, "exemption", place, e.owner, e.approver, e.reason, e.overdue)
    if existing(applicability):
        for x in load_applicability(applicability, load(), today):
            what = f"{x.framework} {x.requirement}"
            yield Due(x.review, "not applicable", what, x.owner, x.approver, x.reason, x.overdue)


def _line(row: Due) -> str:
    state = "ENDED" if row.overdue else "until"
    return f"{state} {row.day} {row.kind}: {row.what} (owner {row.owner}, approved by {row.approver}: {row.reason})"
