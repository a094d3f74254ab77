"""From judged plans to control verdicts: frameworks and waivers applied to findings. Pure, no input or output."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from tfproof.findings import Bound, Finding, Layer, Verdict, worst
from tfproof.frameworks import Control, Coverage, Edge, Framework, Kind
from tfproof.project.exemptions import Exemption, ExemptionUse
from tfproof.project.exemptions import uses as exemption_uses
from tfproof.project.waivers import Waiver, WaiverUse, apply_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tfproof.checks import Judgement
    from tfproof.project.applicability import Exclusion


class Status(StrEnum):
    """Where a requirement stands. Only `PASS` is met; `NO_CONTRARY_EVIDENCE` is not."""

    PASS = "pass"
    NO_CONTRARY_EVIDENCE = "no-contrary-evidence"
    FAIL = "fail"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    EXEMPT = "exempt"
    MANUAL = "manual"
    INHERITED = "inherited"
    NOT_COVERED = "not-covered"
    NOT_APPLICABLE = "not-applicable"


_WITHOUT_CHECKS = {
    Coverage.MANUAL: Status.MANUAL,
    Coverage.INHERITED: Status.INHERITED,
    Coverage.NOT_COVERED: Status.NOT_COVERED,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged plan. System, environment and layer together name it; no two may share all three.

    `label` says which plan it was, `source` where its Terraform lies relative to the repository.
    """

    system: str
    environment: str
    layer: Layer
    label: str
    judgement: Judgement
    source: str = ""


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


@dataclass(frozen=True, slots=True)
class ControlVerdict:
    """What the evidence says of one requirement, over all and in each environment.

    `verdict` is the worst of its findings; None when no check speaks for it. `exclusion` is what the project's owner
    states, also when its review is overdue and it no longer holds.
    """

    framework: str
    control: Control
    status: Status
    verdict: Verdict | None
    text: str
    edges: tuple[EdgeVerdict, ...]
    environments: Mapping[str, Status]
    exclusion: Exclusion | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that the verdict rests on."""
        return tuple(f for e in self.edges for f in e.findings)


@dataclass(frozen=True)
class Assessment:
    """Everything that was concluded. `controls` holds every requirement of every framework, in their order."""

    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    frameworks: tuple[Framework, ...]
    controls: Mapping[str, tuple[ControlVerdict, ...]]
    waivers: tuple[WaiverUse, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    exemptions: tuple[ExemptionUse, ...] = ()

    @cached_property
    def counts(self) -> Counter[Verdict]:
        """How many findings there are of each verdict; waived fails are fails."""
        return Counter(f.verdict for f in self.findings)

    @cached_property
    def failing(self) -> tuple[Finding, ...]:
        """The fails that no waiver covers."""
        return tuple(f for f in self.findings if f.failing)

    @cached_property
    def unjudged(self) -> Counter[str]:
        """Resources that no check looked at, by type, over all judged plans."""
        return sum((Counter(j.judgement.unjudged) for j in self.judged), Counter())

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The names that `environment_of` gives, in the order in which they were judged."""
        return tuple(dict.fromkeys(environment_name(j.system, j.environment) for j in self.judged))

    def findings_of(self, judged: Judged) -> tuple[Finding, ...]:
        """Return the findings of one of the judged plans, fails marked with their waivers."""
        own = (judged.system, judged.environment, judged.layer)
        return tuple(f for f in self.findings if (f.system, f.environment, f.layer) == own)

    def statuses(self, framework: str, environment: str = "") -> Counter[Status]:
        """Count the framework's requirements by status, over all or in one environment; every one is counted."""
        controls = self.controls[framework]
        if environment:
            return Counter(c.environments[environment] for c in controls)
        return Counter(c.status for c in controls)


def environment_name(system: str, environment: str) -> str:
    """Name an environment of a system."""
    return "/".join(part for part in (system, environment) if part) or "all"


def finding_id(finding: Finding) -> str:
    """Return an identifier that stays the same from run to run: what was judged, by which check, where."""
    parts = (finding.system, finding.environment, finding.layer, finding.check, finding.address)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def assess(
    judgements: Sequence[Judged],
    frameworks: Sequence[Framework],
    waivers: Sequence[Waiver] = (),
    exclusions: Sequence[Exclusion] = (),
    exemptions: Sequence[Exemption] = (),
) -> Assessment:
    """Conclude what the judged plans, to which the exemptions were applied, show of each requirement.

    Raises ValueError when two judged plans have the same system, environment and layer: their findings could not be
    told apart.
    """
    names = [(j.system, j.environment, j.layer) for j in judgements]
    if len(set(names)) < len(names):
        raise ValueError(f"two plans are called the same: {sorted(n for n in names if names.count(n) > 1)[0]}")
    findings, waiver_uses = apply_waivers([f for j in judgements for f in j.judgement.findings], waivers)
    by_check = _ByCheck(findings, tuple(dict.fromkeys(environment_name(j.system, j.environment) for j in judgements)))
    excluded = {(e.framework, e.requirement): e for e in exclusions}
    controls = {
        f.id: tuple(by_check.control(f.id, r, excluded.get((f.id, r.id))) for r in f.controls) for f in frameworks
    }
    return Assessment(
        tuple(judgements),
        findings,
        tuple(frameworks),
        controls,
        waiver_uses,
        tuple(exclusions),
        exemption_uses(findings, exemptions),
    )


class _ByCheck:
    """The findings, sorted for the questions that requirements ask."""

    def __init__(self, findings: Sequence[Finding], environments: tuple[str, ...]) -> None:
        self._environments = environments
        self._by_check: dict[str, list[Finding]] = {}
        for finding in findings:
            self._by_check.setdefault(finding.check, []).append(finding)

    def control(self, framework: str, control: Control, exclusion: Exclusion | None) -> ControlVerdict:
        """Judge one requirement; what is not applicable keeps its edges, so that nothing found is hidden."""
        edges = tuple(_edge(e, self._by_check.get(e.check, ())) for e in control.edges)
        fixed = _fixed_status(control, exclusion)
        if fixed is not None:
            verdict, status = None, fixed
            text = exclusion.reason if exclusion and not exclusion.overdue else control.reason
            environments = dict.fromkeys(self._environments, fixed)
        else:
            verdict = worst([e.verdict for e in edges])
            status, text = _status(edges, verdict), _text(verdict, edges)
            environments = {name: self._in(name, control) for name in self._environments}
        return ControlVerdict(framework, control, status, verdict, text, edges, environments, exclusion)

    def _in(self, environment: str, control: Control) -> Status:
        edges = tuple(
            _edge(
                edge,
                [
                    f
                    for f in self._by_check.get(edge.check, ())
                    if environment_name(f.system, f.environment) == environment
                ],
            )
            for edge in control.edges
        )
        return _status(edges, worst(e.verdict for e in edges))


def _fixed_status(control: Control, exclusion: Exclusion | None) -> Status | None:
    """Return the status of a requirement that findings do not decide."""
    if exclusion is not None and not exclusion.overdue:
        return Status.NOT_APPLICABLE
    return None if control.edges else _WITHOUT_CHECKS[control.coverage]


def _status(edges: Sequence[EdgeVerdict], verdict: Verdict) -> Status:
    if verdict is Verdict.PASS and not _shows_a_demand(edges):
        return Status.NO_CONTRARY_EVIDENCE
    return Status(verdict.value)


def _shows_a_demand(edges: Iterable[EdgeVerdict]) -> bool:
    """Whether a whole demand of the requirement was seen to be met; that some check could show one is not enough."""
    return any(e.edge.kind is Kind.SATISFIES and e.verdict is Verdict.PASS for e in edges)


def _edge(edge: Edge, findings: Sequence[Finding]) -> EdgeVerdict:
    if not findings:
        return EdgeVerdict(edge, Verdict.UNKNOWN, (), (), "this check did not run")
    weighed = [_weighed(edge, f) for f in findings]
    verdicts = tuple(verdict for verdict, _ in weighed)
    notes = sorted({note for _, note in weighed if note})
    return EdgeVerdict(edge, worst(verdicts), tuple(findings), verdicts, "; ".join(notes))


def _weighed(edge: Edge, finding: Finding) -> tuple[Verdict, str]:
    """Return what a finding is for this requirement, and why where that is not the finding's own verdict.

    What was observed counts, not what the check was told to demand: a pass is a fail where it is too weak, and unknown
    where nothing was observed. A fail becomes a pass only if all that made it one is strong enough here.
    """
    if not edge.threshold or finding.verdict not in (Verdict.PASS, Verdict.FAIL):
        return finding.verdict, ""
    answers = [_measured(name, needed, finding) for name, needed in edge.threshold.items()]
    strong = worst([verdict for verdict, _ in answers])
    note = "; ".join(text for verdict, text in answers if verdict is strong)
    if finding.verdict is Verdict.PASS:
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


def _text(verdict: Verdict, edges: Iterable[EdgeVerdict]) -> str:
    """Say in a sentence what the verdict rests on."""
    edges = list(edges)
    findings = [f for e in edges for f in e.findings]
    counts = Counter(v for e in edges for v in e.verdicts)
    if verdict is Verdict.FAIL:
        failed = [f for e in edges for f, v in zip(e.findings, e.verdicts, strict=True) if v is Verdict.FAIL]
        waived = sum(1 for f in failed if f.waiver)
        where = sorted({environment_name(f.system, f.environment) for f in failed})
        of_them = f", {waived} of them waived" if waived else ""
        said = f"{len(failed)} of {len(findings)} findings fail{of_them} ({', '.join(where)})"
        return "; ".join([said, *(f"{e.edge.check}: {e.note}" for e in edges if e.verdict is Verdict.FAIL and e.note)])
    if verdict is Verdict.UNKNOWN:
        causes = sorted({f.cause.value for f in findings if f.verdict is Verdict.UNKNOWN and f.cause})
        parts = [f"{counts[Verdict.UNKNOWN]} findings undecided ({', '.join(causes)})"] if causes else []
        return "; ".join([*parts, *(f"{e.edge.check}: {e.note}" for e in edges if e.note)])
    beside = "".join(
        f"; {counts[v]} {words}" for v, words in ((Verdict.EXEMPT, "exempt"), (Verdict.EMPTY, "empty")) if counts[v]
    )
    if verdict is not Verdict.PASS:
        return f"nothing passes or fails{beside}"
    shown = "" if _shows_a_demand(edges) else ", but no check shows the whole requirement"
    return f"{counts[Verdict.PASS]} findings pass, none fails{shown}{beside}"
