"""From judged plans to control verdicts: frameworks and waivers applied to findings. Pure, no input or output."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tfproof.findings import Finding, Layer, Verdict, worst
from tfproof.frameworks import Control, Coverage, Edge, Framework, Kind
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

    `discounted` are passes that do not count here because the check ran with a weaker threshold than the
    requirement needs; `note` says so, or that the check did not run.
    """

    edge: Edge
    verdict: Verdict
    findings: tuple[Finding, ...]
    discounted: int = 0
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
) -> Assessment:
    """Conclude what the judged plans show of each requirement.

    Raises ValueError when two judged plans have the same system, environment and layer: their findings could not be
    told apart.
    """
    names = [(j.system, j.environment, j.layer) for j in judgements]
    if len(set(names)) < len(names):
        raise ValueError(f"two plans are called the same: {sorted(n for n in names if names.count(n) > 1)[0]}")
    findings, uses = apply_waivers([f for j in judgements for f in j.judgement.findings], waivers)
    by_check = _ByCheck(findings, tuple(dict.fromkeys(environment_name(j.system, j.environment) for j in judgements)))
    excluded = {(e.framework, e.requirement): e for e in exclusions}
    controls = {
        f.id: tuple(by_check.control(f.id, r, excluded.get((f.id, r.id))) for r in f.controls) for f in frameworks
    }
    return Assessment(tuple(judgements), findings, tuple(frameworks), controls, uses, tuple(exclusions))


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
            status, text = _status(control, verdict), _text(verdict, edges)
            environments = {name: self._in(name, control) for name in self._environments}
        return ControlVerdict(framework, control, status, verdict, text, edges, environments, exclusion)

    def _in(self, environment: str, control: Control) -> Status:
        edges = [
            _edge(
                edge,
                [
                    f
                    for f in self._by_check.get(edge.check, ())
                    if environment_name(f.system, f.environment) == environment
                ],
            )
            for edge in control.edges
        ]
        return _status(control, worst([e.verdict for e in edges]))


def _fixed_status(control: Control, exclusion: Exclusion | None) -> Status | None:
    """Return the status of a requirement that findings do not decide."""
    if exclusion is not None and not exclusion.overdue:
        return Status.NOT_APPLICABLE
    return None if control.edges else _WITHOUT_CHECKS[control.coverage]


def _status(control: Control, verdict: Verdict) -> Status:
    if verdict is Verdict.PASS and not any(e.kind is Kind.SATISFIES for e in control.edges):
        return Status.NO_CONTRARY_EVIDENCE
    return Status(verdict.value)


def _edge(edge: Edge, findings: Sequence[Finding]) -> EdgeVerdict:
    if not findings:
        return EdgeVerdict(edge, Verdict.UNKNOWN, (), note="this check did not run")
    reasons = [_discount(edge, f) for f in findings]
    verdicts = [Verdict.UNKNOWN if reason else f.verdict for f, reason in zip(findings, reasons, strict=True)]
    discounted = [r for r in reasons if r]
    note = "; ".join(sorted(set(discounted)))
    return EdgeVerdict(edge, worst(verdicts), tuple(findings), len(discounted), note)


def _discount(edge: Edge, finding: Finding) -> str:
    """Say why a pass does not count for this edge; empty if it does. A fail of a weaker threshold stays a fail."""
    if finding.verdict is not Verdict.PASS:
        return ""
    used, bounds = finding.extra.get("threshold", {}), finding.extra.get("bound", {})
    for name, needed in edge.threshold.items():
        if name not in used:
            return f"needs {name} {needed}; the check does not say what it ran with"
        if not _as_strict(used[name], needed, bounds.get(name)):
            return f"needs {bounds.get(name, '')} {needed} {name}; the check ran with {used[name]}".replace("  ", " ")
    return ""


def _as_strict(used: Any, needed: int | bool | str, bound: str | None) -> bool:
    if bound == "at least":
        return bool(used >= needed)
    if bound == "at most":
        return bool(used <= needed)
    return bool(used == needed)


def _text(verdict: Verdict, edges: Iterable[EdgeVerdict]) -> str:
    """Say in a sentence what the verdict rests on."""
    edges = list(edges)
    findings = [f for e in edges for f in e.findings]
    counts = Counter(f.verdict for f in findings)
    if verdict is Verdict.FAIL:
        waived = sum(1 for f in findings if f.verdict is Verdict.FAIL and f.waiver)
        where = sorted({environment_name(f.system, f.environment) for f in findings if f.verdict is Verdict.FAIL})
        of_them = f", {waived} of them waived" if waived else ""
        return f"{counts[Verdict.FAIL]} of {len(findings)} findings fail{of_them} ({', '.join(where)})"
    if verdict is Verdict.UNKNOWN:
        causes = sorted({f.cause.value for f in findings if f.verdict is Verdict.UNKNOWN and f.cause})
        parts = [f"{counts[Verdict.UNKNOWN]} findings undecided ({', '.join(causes)})"] if causes else []
        return "; ".join([*parts, *(f"{e.edge.check}: {e.note}" for e in edges if e.note)])
    if verdict is Verdict.EMPTY:
        bare = sorted({f.check for f in findings if f.verdict is Verdict.EMPTY})
        return f"nothing to judge for {', '.join(bare)}; {counts[Verdict.PASS]} findings pass"
    if any(e.edge.kind is Kind.SATISFIES for e in edges):
        return f"all {len(findings)} findings of {len(edges)} checks pass"
    return f"all {len(findings)} findings pass, but no check shows the whole requirement"
