"""From judged plans to control verdicts: frameworks and waivers applied to findings. Pure, no input or output."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from tfproof.assessment.edges import EdgeVerdict, weighed
from tfproof.checks.unjudged import NOT_IN_THE_TABLE
from tfproof.findings import Finding, Layer, Verdict, environment_name, worst
from tfproof.frameworks import Control, Coverage, Edge, Framework, Kind
from tfproof.project.exemptions import Exemption, ExemptionUse
from tfproof.project.exemptions import uses as exemption_uses
from tfproof.project.waivers import Waiver, WaiverUse, apply_waivers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

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


_TYPES_NAMED = 4
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

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings of those edges that are more than context."""
        return tuple(f for e in self.edges if e.decides for f in e.findings)


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
    def unjudged(self) -> dict[str, Counter[str]]:
        """Resources that no check looked at, by aspect and type, over all judged plans."""
        found: dict[str, Counter[str]] = {}
        for judged in self.judged:
            for kind, counts in judged.judgement.unjudged.items():
                for aspect, count in counts.items():
                    found.setdefault(aspect, Counter())[kind] += count
        return dict(sorted(found.items()))

    @cached_property
    def stricter_than_the_project(self) -> tuple[ControlVerdict, ...]:
        """The requirements that fail by what they demand themselves, while no finding that decides them fails."""
        failing = (c for controls in self.controls.values() for c in controls if c.status is Status.FAIL)
        return tuple(c for c in failing if not any(f.verdict is Verdict.FAIL for f in c.deciding))

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The names that `environment_of` gives, in the order in which they were judged."""
        return _environments(self.judged)

    def findings_of(self, judged: Judged) -> tuple[Finding, ...]:
        """Return the findings of one of the judged plans, fails marked with their waivers."""
        return tuple(self._by_plan.get((judged.system, judged.environment, judged.layer), ()))

    @cached_property
    def _by_plan(self) -> dict[tuple[str, str, Layer], list[Finding]]:
        found: dict[tuple[str, str, Layer], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.system, finding.environment, finding.layer), []).append(finding)
        return found

    def statuses(self, framework: str, environment: str = "") -> Counter[Status]:
        """Count the framework's requirements by status, over all or in one environment; every one is counted."""
        controls = self.controls[framework]
        if environment:
            return Counter(c.environments[environment] for c in controls)
        return Counter(c.status for c in controls)


def _environments(judged: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(environment_name(j.system, j.environment) for j in judged))


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
    called = [(j.system, j.environment, j.layer) for j in judgements]
    if len(set(called)) < len(called):
        raise ValueError(f"two plans are called the same: {sorted(n for n in called if called.count(n) > 1)[0]}")
    findings, waiver_uses = apply_waivers([f for j in judgements for f in j.judgement.findings], waivers)
    everywhere = _Evidence(judgements, findings)
    names = everywhere.environments
    within = {name: everywhere.within(name) if len(names) > 1 else everywhere for name in names}
    excluded = {(e.framework, e.requirement): e for e in exclusions}
    controls = {
        f.id: tuple(_concluded(f.id, c, excluded.get((f.id, c.id)), everywhere, within) for c in f.controls)
        for f in frameworks
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


class _Evidence:
    """Findings and what nobody looked at, sorted for the questions that requirements ask."""

    def __init__(self, judgements: Sequence[Judged], findings: Sequence[Finding]) -> None:
        self._judgements = judgements
        self._by_check: dict[str, list[Finding]] = {}
        self._weighed: dict[Hashable, EdgeVerdict] = {}
        for finding in findings:
            self._by_check.setdefault(finding.check, []).append(finding)

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The environments that were judged, in their order."""
        return _environments(self._judgements)

    def within(self, environment: str) -> _Evidence:
        """Return the evidence of one environment."""
        found = [f for held in self._by_check.values() for f in held]
        return _Evidence(
            [j for j in self._judgements if environment_name(j.system, j.environment) == environment],
            [f for f in found if environment_name(f.system, f.environment) == environment],
        )

    def edges(self, control: Control) -> tuple[EdgeVerdict, ...]:
        """Return what each of the requirement's checks says."""
        return tuple(map(self._edge, control.edges))

    def _edge(self, edge: Edge) -> EdgeVerdict:
        """Weigh the findings of a check once for all requirements that hold them against the same threshold."""
        key = (edge.check, tuple(sorted(edge.threshold.items())))
        if key not in self._weighed:
            self._weighed[key] = weighed(edge, self._by_check.get(edge.check, ()), self.environments)
        return replace(self._weighed[key], edge=edge)

    def unseen(self, control: Control) -> dict[str, Counter[str]]:
        """Count by aspect and type the resources that nobody looked at in an aspect that the requirement is of.

        These are the aspects of its checks, unless it names its own. A resource of a type that the table of aspects
        does not know may have any of them.
        """
        found: dict[str, Counter[str]] = {}
        for judgement in (j.judgement for j in self._judgements):
            deciding = [e.check for e in control.edges if e.kind is not Kind.SUPPORTS]
            of_checks = {judgement.aspects[c] for c in deciding if c in judgement.aspects}
            asked = set(control.aspects) or of_checks
            for kind, counts in judgement.unjudged.items():
                for aspect, count in counts.items():
                    if asked and aspect in (*asked, NOT_IN_THE_TABLE):
                        found.setdefault(aspect, Counter())[kind] += count
        return dict(sorted(found.items()))


def _concluded(
    framework: str,
    control: Control,
    exclusion: Exclusion | None,
    everywhere: _Evidence,
    within: Mapping[str, _Evidence],
) -> ControlVerdict:
    """Judge one requirement; what is not applicable keeps its edges, so that nothing found is hidden."""
    edges = everywhere.edges(control)
    fixed = _fixed_status(control, exclusion)
    if fixed is not None:
        text = exclusion.reason if exclusion and not exclusion.overdue else control.reason
        environments = dict.fromkeys(within, fixed)
        return ControlVerdict(framework, control, fixed, None, text, edges, environments, exclusion)
    unseen = everywhere.unseen(control)
    verdict = _verdict(edges)
    environments = {name: _status(e.edges(control), e.unseen(control)) for name, e in within.items()}
    text = "; ".join([_text(verdict, edges), *_unseen_text(unseen)])
    return ControlVerdict(framework, control, _status(edges, unseen), verdict, text, edges, environments, exclusion)


def _fixed_status(control: Control, exclusion: Exclusion | None) -> Status | None:
    """Return the status of a requirement that findings do not decide."""
    if exclusion is not None and not exclusion.overdue:
        return Status.NOT_APPLICABLE
    return None if control.edges else _WITHOUT_CHECKS[control.coverage]


def _verdict(edges: Sequence[EdgeVerdict]) -> Verdict:
    """Return the worst verdict of the checks that show a demand or part of one.

    Context decides nothing. Where there is nothing else, a fail of it leaves the requirement unknown.
    """
    deciding = [e.verdict for e in edges if e.decides]
    if deciding:
        return worst(deciding)
    verdict = worst(e.verdict for e in edges)
    return Verdict.UNKNOWN if verdict is Verdict.FAIL else verdict


def _status(edges: Sequence[EdgeVerdict], unseen: Mapping[str, Counter[str]]) -> Status:
    """Return where a requirement stands: what nobody looked at, or somebody set aside, keeps it from passing."""
    verdict = _verdict(edges)
    if verdict is not Verdict.PASS:
        return Status(verdict.value)
    if not _shows_a_demand(edges):
        return Status.NO_CONTRARY_EVIDENCE
    return Status.UNKNOWN if unseen or _exempt(edges) else Status.PASS


def _exempt(edges: Iterable[EdgeVerdict]) -> bool:
    """Whether something was found that the project, but not the requirement, does not ask about."""
    return any(v is Verdict.EXEMPT for e in edges if e.decides for v in e.verdicts)


def _shows_a_demand(edges: Iterable[EdgeVerdict]) -> bool:
    """Whether a whole demand of the requirement was seen to be met; that some check could show one is not enough."""
    return any(e.edge.kind is Kind.SATISFIES and e.verdict is Verdict.PASS for e in edges)


def _text(verdict: Verdict, edges: Sequence[EdgeVerdict]) -> str:
    """Say in a sentence what the verdict rests on."""
    edges = [e for e in edges if e.decides] or edges
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
        if counts[Verdict.FAIL]:
            parts.append(f"{counts[Verdict.FAIL]} findings fail that are context and show no demand")
        return "; ".join([*parts, *(f"{e.edge.check}: {e.note}" for e in edges if e.note)])
    beside = "".join(
        f"; {counts[v]} {words}" for v, words in ((Verdict.EXEMPT, "exempt"), (Verdict.EMPTY, "empty")) if counts[v]
    )
    if verdict is not Verdict.PASS:
        return f"nothing passes or fails{beside}"
    shown = "" if _shows_a_demand(edges) else ", but no check shows the whole requirement"
    return f"{counts[Verdict.PASS]} findings pass, none fails{shown}{beside}"


def _unseen_text(unseen: Mapping[str, Counter[str]]) -> list[str]:
    """Say of each aspect how many resources nobody looked at, the most frequent types by name."""
    said: list[str] = []
    for aspect, counts in unseen.items():
        kinds = ", ".join(f"{kind} {count}" for kind, count in counts.most_common(_TYPES_NAMED))
        more = f" and {len(counts) - _TYPES_NAMED} more types" if len(counts) > _TYPES_NAMED else ""
        said.append(f"{counts.total()} resources nobody looked at in {aspect}: {kinds}{more}")
    return said
