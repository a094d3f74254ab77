"""What of very many findings a person reads: those that fail, examples of the others, and how many there are.

Nothing is left out unsaid: of every kind of finding the number is known, and the rest is in `assessment.json`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Json = dict[str, Any]

#: Of how many resources a check's findings are shown, by verdict; a waived fail is shown beside the others. What could
#: not be decided is counted by what is missing, so this is for each such kind.
SHOWN = {"fail": 100, "waived": 100, "exempt": 20, "unknown": 3, "pass": 3, "empty": 20}
#: How many kinds of what could not be decided a check is shown with.
KINDS_SHOWN = 8


@dataclass(slots=True)
class Group:
    """Findings of one check that are alike: all are counted, those of the first resources kept."""

    verdict: str
    cause: str = ""
    missing: str = ""
    count: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: dict[str, list[Json]] = field(default_factory=dict)

    def add(self, finding: Json, where: tuple[str, str], bound: int) -> None:
        """Count a finding; keep it if it is about one of the first resources."""
        self.count += 1
        self.counts[where] += 1
        if finding["address"] in self.kept or len(self.kept) < bound:
            self.kept.setdefault(finding["address"], []).append(finding)

    @property
    def findings(self) -> list[Json]:
        """Those that were kept."""
        return [f for found in self.kept.values() for f in found]

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The environments and layers in which there are any."""
        return tuple(self.counts)

    @property
    def where_counts(self) -> list[tuple[tuple[str, str], int]]:
        """How many there are in each of these."""
        return list(self.counts.items())

    @property
    def tall(self) -> bool:
        """Whether its row in the report is high: it is one line."""
        return False

    @property
    def left_out(self) -> int:
        """How many were not."""
        return self.count - len(self.findings)


class OfCheck:
    """The findings of one check, summed up."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.waived = 0
        self._groups: dict[tuple[str, ...], Group] = {}

    def add(self, finding: Json, where: tuple[str, str]) -> None:
        """Take one in; `where` is the environment's name and the layer."""
        verdict = finding["verdict"]
        self.counts[verdict] += 1
        self.waived += bool(finding["waiver"])
        kind: tuple[str, ...] = (verdict, "waived" if finding["waiver"] else "")
        cause, missing = str(finding["cause"] or ""), str(finding["missing"] or "")
        if verdict == "unknown":
            kind = (verdict, cause, missing)
            if kind not in self._groups and sum(k[0] == verdict for k in self._groups) >= KINDS_SHOWN:
                missing = ""
                kind = (verdict, cause, "others")
        if kind not in self._groups:
            self._groups[kind] = Group(verdict, *((cause, missing) if verdict == "unknown" else ()))
        self._groups[kind].add(finding, where, SHOWN["waived" if finding["waiver"] else verdict])

    def groups(self, verdicts: Sequence[str]) -> list[Group]:
        """Return the groups of these verdicts, in that order; of one verdict the largest first."""
        found = [g for g in self._groups.values() if g.verdict in verdicts]
        return sorted(found, key=lambda g: (verdicts.index(g.verdict), -g.count))

    def unwaived(self) -> Group | None:
        """Return the fails that no waiver covers."""
        return self._groups.get(("fail", ""))


def most(counts: Mapping[Any, int], shown: int) -> tuple[list[tuple[Any, int]], int, int]:
    """Return the largest of some counts, and how many others there are and what they come to."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return ordered[:shown], len(ordered[shown:]), sum(count for _, count in ordered[shown:])


def first(rows: Iterable[Any], shown: int) -> tuple[list[Any], int]:
    """Return the first rows, and how many others there are."""
    every = list(rows)
    return every[:shown], len(every[shown:])
