"""What one check says for one requirement: its findings, held against the requirement's own threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.findings import Bound, Finding, Verdict, environment_name, worst
from tfproof.frameworks import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tfproof.frameworks import Edge


_NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class EdgeVerdict:
    """What one check says for one requirement.

    `verdicts` are what the findings, in their order, are for this requirement: what was observed, held against the
    requirement's own threshold. `note` says why that differs from their own verdicts, or that the check did not run.
    """

    edge: Edge
    verdict: Verdict
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    note: str = ""

    @property
    def decides(self) -> bool:
        """Whether the check shows the demand or part of it; context decides nothing."""
        return self.edge.kind is not Kind.SUPPORTS


def weighed(edge: Edge, findings: Sequence[Finding], environments: Collection[str]) -> EdgeVerdict:
    """Return what the findings of the edge's check are for its requirement.

    It is unknown where the check did not run in each of the environments: it gives a finding wherever it does.
    """
    if not findings:
        return EdgeVerdict(edge, Verdict.UNKNOWN, (), (), "this check did not run")
    answers = [_weighed(edge, f) for f in findings]
    verdicts = tuple(verdict for verdict, _ in answers)
    notes = sorted({note for _, note in answers if note})
    ran = {environment_name(f.system, f.environment) for f in findings}
    left_out = [name for name in environments if name not in ran]
    more = [f"and {len(notes) - _NOTES_SHOWN} more"] if len(notes) > _NOTES_SHOWN else []
    more += [f"this check did not run in {', '.join(left_out)}"] if left_out else []
    verdict = worst((*verdicts, Verdict.UNKNOWN) if left_out else verdicts)
    return EdgeVerdict(edge, verdict, tuple(findings), verdicts, "; ".join([*notes[:_NOTES_SHOWN], *more]))


def _weighed(edge: Edge, finding: Finding) -> tuple[Verdict, str]:
    """Return what a finding is for this requirement, and why where that is not the finding's own verdict.

    What was observed counts, not what the check was told to demand: a pass is a fail where it is too weak, and unknown
    where nothing was observed. A fail becomes a pass only if all that made it one is strong enough here. An exemption
    takes back what the project demands, not what the requirement does.
    """
    if not edge.threshold or finding.found not in (Verdict.PASS, Verdict.FAIL):
        return finding.verdict, ""
    answers = [_measured(name, needed, finding) for name, needed in edge.threshold.items()]
    strong = worst([verdict for verdict, _ in answers])
    note = "; ".join(text for verdict, text in answers if verdict is strong)
    if finding.found is Verdict.PASS:
        return strong, "" if strong is Verdict.PASS else note
    explained = finding.measured and all(m.met or m.name in edge.threshold for m in finding.measures)
    return (Verdict.PASS, note) if explained and strong is Verdict.PASS else (Verdict.FAIL, "")


def _measured(name: str, needed: int | bool | str, finding: Finding) -> tuple[Verdict, str]:
    """Compare all that was observed under a name with what the requirement needs."""
    where = f"{finding.address} ({environment_name(finding.system, finding.environment)})"
    found = [m for m in finding.measures if m.name == name]
    if not found:
        return Verdict.UNKNOWN, f"{where}: {name} was not observed; demanded is {needed}"
    answers = [(m.satisfies(needed), m) for m in found]
    for answer, verdict in ((False, Verdict.FAIL), (None, Verdict.UNKNOWN), (True, Verdict.PASS)):
        decisive = [m for given, m in answers if given is answer]
        if decisive:
            observed = ", ".join(dict.fromkeys(str(m.observed) for m in decisive))
            bound = "" if decisive[0].bound is Bound.ONE_OF else f"{decisive[0].bound.replace('-', ' ')} "
            return verdict, f"{where}: observed {name} {observed}; demanded {bound}{needed}"
    raise AssertionError("every answer is one of three")
