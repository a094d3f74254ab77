"""An assessment as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tfproof.assessment.baseline import Baseline
from tfproof.assessment.controls import Assessment
from tfproof.checks import Check, Severity
from tfproof.evidence.gate import Gate
from tfproof.findings import Finding, Verdict
from tfproof.progress import printable
from tfproof.project.waivers import WaiverState

_SEVERITIES = tuple(Severity)  # worst first
#: How many resources are listed of a check, by its severity; the rest is counted.
_SHOWN = {Severity.HIGH: 5, Severity.MEDIUM: 5, Severity.LOW: 1, Severity.INFO: 1}


def _text(lines: Iterable[str], gate: Gate) -> str:
    """Return the lines as text without secrets; what would move the cursor is shown as its escape."""
    return "\n".join(printable(gate.text(line)) for line in lines) + "\n"


def report(
    assessment: Assessment,
    checks: Mapping[str, Check],
    read: Sequence[str],
    baseline: Baseline,
    gate: Gate,
) -> str:
    """Return the text for a person: what was read, fails grouped by check, counts, frameworks."""
    lines = [sentence[:1].upper() + sentence[1:] for sentence in read]
    failing: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.verdict is Verdict.FAIL:
            failing.setdefault(finding.check, []).append(finding)
    order = sorted(failing, key=lambda c: (_SEVERITIES.index(checks[c].severity), -len(failing[c]), c))
    for check_id in order:
        check, findings = checks[check_id], failing[check_id]
        lines += ["", f"FAIL {check_id} ({check.severity.value}, {len(findings)}): {check.title}"]
        shown = _SHOWN[check.severity]
        for finding in findings[:shown]:
            marks = " [waived]" if finding.waiver else ""
            marks += " [known]" if baseline.knows(finding) else ""
            where = f" at {finding.source}" if finding.source else ""
            lines.append(f"  {finding.address}{where}: {finding.message}{marks}")
        if len(findings) > shown:
            lines.append(f"  … and {len(findings) - shown} more (see --json)")
        lines.append(f"  fix: {check.remediation}")
    by_severity = Counter(checks[c].severity for c, found in failing.items() for f in found if f.failing)
    if by_severity:
        told = ", ".join(f"{by_severity[s]} {s.value}" for s in _SEVERITIES if by_severity[s])
        lines += ["", f"failing without waiver, by severity: {told}"]
    counts = assessment.counts
    waived = sum(1 for f in assessment.findings if f.waiver)
    lines += ["", "  ".join(f"{v.value} {counts[v]}" for v in Verdict) + f"  waived {waived}"]
    for use in assessment.exemptions:
        if use.findings:
            e = use.exemption
            held = "overdue, no longer holds" if e.overdue else f"exempt until {e.review}"
            lines.append(f"{e.check}: {use.findings} findings {held} (owner {e.owner}: {e.reason})")
    lines += [*_waiver_lines(assessment), *framework_lines(assessment)]
    for verdict in assessment.stricter_than_the_project:
        lines.append(f"FAIL {verdict.framework} {verdict.control.id}, by its own demand: {verdict.text}")
    for aspect, left in assessment.unjudged.items():
        parts = ", ".join(f"{kind} {count}" for kind, count in sorted(left.items()))
        lines.append(f"No check looked at {aspect} of: {parts}")
    lines += [gate.summary()] if gate.summary() else []
    return _text(lines, gate)


def _waiver_lines(assessment: Assessment) -> Iterator[str]:
    """Yield a line for each waiver: what it covers, and until when."""
    for use in assessment.waivers:
        w = use.waiver
        state = f"until {w.expires}: {use.findings} findings" if use.findings else "not asked in this run"
        if use.state is WaiverState.EXPIRED:
            state = f"expired on {w.expires}: {use.findings} findings fail again"
        yield f"waiver {w.id} of {w.check} at {w.where}, {state} (owner {w.owner}: {w.reason})"


def framework_lines(assessment: Assessment) -> list[str]:
    """Return a line for each framework: how many of all its requirements stand where."""
    lines: list[str] = []
    for framework in assessment.frameworks:
        counts = assessment.statuses(framework.id)
        parts = ", ".join(f"{status.value} {count}" for status, count in sorted(counts.items()))
        lines.append(f"{framework.name} {framework.edition} ({len(framework.controls)} requirements): {parts}")
    return lines


def table(assessment: Assessment, traced: str, bundle: Path, digest: str, gate: Gate) -> str:
    """Return the text for a person after a whole run: findings by plan, frameworks, requirements, where the bundle is."""
    lines = [f"{'':32}" + "".join(f"{v.value:>9}" for v in Verdict) + f"{'waived':>9}"]
    for judged in assessment.judged:
        findings = assessment.findings_of(judged)
        counts = [sum(1 for f in findings if f.verdict is v) for v in Verdict]
        waived = sum(1 for f in findings if f.waiver)
        name = f"{judged.system} {judged.environment} ({judged.layer.value})"
        lines.append(f"{name:32}" + "".join(f"{n:9}" for n in (*counts, waived)))
    lines += ["", *_waiver_lines(assessment), *framework_lines(assessment), ""]
    lines.append(traced)
    lines.append(f"{len(assessment.failing)} failing findings without waiver")
    lines += ["", f"Report: {bundle / 'report.html'}", f"Head digest (keep it elsewhere): {digest}"]
    return _text(lines, gate)
