"""The assessment as data: one document, described by `schema/assessment.schema.json`; every other writer reads it.

Its findings are made, checked and written one at a time: there may be hundreds of thousands.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from tfproof.assessment.controls import ControlVerdict, finding_id
from tfproof.assessment.edges import EdgeVerdict
from tfproof.assessment.witnesses import Disagreement, between_layers
from tfproof.evidence.conforming import fitting
from tfproof.findings import Exempted, Finding, Verdict, environment_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from tfproof.assessment.controls import Assessment, Judged
    from tfproof.checks import Check
    from tfproof.evidence.model import Evidence
    from tfproof.frameworks import Framework

FORMAT = 3
SCHEMA = "assessment.schema.json"


def schema_text() -> str:
    """Return the JSON schema of the document."""
    return (resources.files(__package__) / "schema" / SCHEMA).read_text(encoding="utf-8")


def validate(document: Mapping[str, Any]) -> None:
    """Raise ValueError naming the first place where the document does not fit its schema."""
    if not _fits()(document):
        raise _misfit(document)


@cache
def _fits(definition: str = "") -> Callable[[Any], bool]:
    return fitting(json.loads(schema_text()), definition)


def _misfit(document: Mapping[str, Any]) -> ValueError:
    """Say in jsonschema's words where the document does not fit its schema."""
    # Only a document that is wrong needs it, and it is slow to import.
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.exceptions import best_match  # noqa: PLC0415

    problem = best_match(Draft202012Validator(json.loads(schema_text())).iter_errors(document))
    where, said = (problem.json_path, problem.message) if problem else ("$", "it does not fit its schema")
    return ValueError(f"assessment.json would be invalid at {where}: {said}")


def pieces(document: Mapping[str, Any], *, ascii_only: bool = False) -> Iterator[str]:
    """Yield the document's JSON text: each element of a list on a line of its own, checked before it is yielded.

    Raises ValueError like `validate`.
    """
    head = {**document, "findings": []}
    validate(head)
    for position, (key, value) in enumerate(document.items()):
        yield f"{',' if position else '{'}\n{json.dumps(key)}: "
        if key == "findings" or isinstance(value, list):
            yield from _listed(_checked(value, head) if key == "findings" else value, ascii_only)
        else:
            yield json.dumps(value, ensure_ascii=ascii_only)
    yield "\n}\n"


def _listed(values: Iterable[Any], ascii_only: bool) -> Iterator[str]:
    opening = "["
    for value in values:
        yield f"{opening}\n{json.dumps(value, ensure_ascii=ascii_only)}"
        opening = ","
    yield "[]" if opening == "[" else "\n]"


def _checked(findings: Iterable[Any], head: Mapping[str, Any]) -> Iterator[Any]:
    fits = _fits("finding")
    for finding in findings:
        if not fits(finding):
            raise _misfit({**head, "findings": [finding]})
        yield finding


class Findings:
    """The findings of a run as the document has them, made one by one whenever somebody goes through them."""

    def __init__(self, evidence: Evidence, speaks_for: Mapping[str, list[str]], gate: Callable[[Any], Any]) -> None:
        self._evidence = evidence
        self._speaks_for = speaks_for
        self._gate = gate

    def __len__(self) -> int:
        return len(self._evidence.assessment.findings)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for finding in self._evidence.assessment.findings:
            yield self._gate(_finding(finding, self._evidence.checks, self._speaks_for))


def document(evidence: Evidence) -> dict[str, Any]:
    """Return the whole run as JSON-like data, not yet redacted."""
    made = streamed(evidence, lambda node: node)
    return {**made, "findings": list(made["findings"])}


def streamed(evidence: Evidence, gate: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the document with `Findings` for its findings. Nothing is in it that has not gone through the gate."""
    speaks_for = _speaks_for(evidence.assessment)
    head = gate(_head(evidence, speaks_for))
    return {**head, "findings": Findings(evidence, speaks_for, gate)}


def _head(evidence: Evidence, speaks_for: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the document without findings."""
    assessment = evidence.assessment
    disagreements = [*between_layers(assessment.findings), *evidence.disagreements]
    return {
        "format": FORMAT,
        "run": {
            "started": utc(evidence.started),
            "finished": utc(evidence.finished),
            "commit": evidence.commit or None,
            "dirty": evidence.dirty,
            "tools": {"tfproof": metadata.version("tfproof"), **evidence.tools},
            "settings": _plain(evidence.settings),
            "secrets": {"known": 0, "only_where_they_stand": 0},
        },
        "read": list(evidence.read),
        "not_read": list(evidence.not_read),
        "environments": list(assessment.environments),
        "plans": [_plan(judged, assessment) for judged in assessment.judged],
        "counts": _counts(f.verdict for f in assessment.findings)
        | {"waived": sum(1 for f in assessment.findings if f.waiver)},
        "checks": {check.id: _check(check, speaks_for.get(check.id, [])) for check in evidence.checks.values()},
        "findings": [],
        "frameworks": [_framework(f, assessment) for f in assessment.frameworks],
        "controls": [_control(c) for f in assessment.frameworks for c in assessment.controls[f.id]],
        "waivers": [
            {
                **{k: getattr(use.waiver, k) for k in ("id", "check", "system", "owner", "approver", "reason")},
                "addresses": list(use.waiver.addresses),
                "environments": list(use.waiver.environments),
                "compensating_control": use.waiver.compensating_control,
                "expires": use.waiver.expires.isoformat(),
                "state": use.state,
                "findings": use.findings,
            }
            for use in assessment.waivers
        ],
        "exemptions": [
            {
                **{k: getattr(use.exemption, k) for k in ("check", "system", "owner", "approver", "reason")},
                "environments": list(use.exemption.environments),
                "review": use.exemption.review.isoformat(),
                "state": use.state,
                "findings": use.findings,
            }
            for use in assessment.exemptions
        ],
        "applicability": [
            {
                **{k: getattr(e, k) for k in ("framework", "requirement", "reason", "owner", "approver", "overdue")},
                "review": e.review.isoformat(),
            }
            for e in assessment.exclusions
        ],
        "trace": [_plain(row) for row in evidence.trace],
        "gaps": [{"subject": gap.subject, "reason": gap.reason} for gap in evidence.gaps],
        "emulators": [_plain(emulator) for emulator in evidence.emulators],
        "scanner": _scanner(evidence),
        "disagreements": [_disagreement(d) for d in disagreements],
        "ladder": [
            {
                "address": row.address,
                "attribute": row.attribute,
                "values": _plain(row.values),
                "holds": row.holds,
                "note": row.note,
            }
            for row in evidence.ladder
        ],
    }


def utc(moment: datetime) -> str:
    """Write a moment as UTC; raises ValueError for one without time zone."""
    if moment.tzinfo is None or moment.utcoffset():
        raise ValueError(f"not a UTC time: {moment!r}")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Count verdicts; every one of the words is there."""
    counts = Counter(verdicts)
    return {verdict.value: counts[verdict] for verdict in Verdict}


def _speaks_for(assessment: Assessment) -> dict[str, list[str]]:
    """Return for each check the requirements that it speaks for, as `framework:requirement`."""
    found: dict[str, list[str]] = {}
    for framework in assessment.frameworks:
        for control in framework.controls:
            for edge in control.edges:
                found.setdefault(edge.check, []).append(f"{framework.id}:{control.id}")
    return found


def _plan(judged: Judged, assessment: Assessment) -> dict[str, Any]:
    findings = assessment.findings_of(judged)
    return {
        "label": judged.label,
        "system": judged.system,
        "environment": judged.environment,
        "name": environment_name(judged.system, judged.environment),
        "layer": judged.layer,
        "source": judged.source,
        "resources": judged.judgement.population,
        "unjudged": {kind: dict(counts) for kind, counts in judged.judgement.unjudged.items()},
        "counts": _counts(f.verdict for f in findings),
        "waived": sum(1 for f in findings if f.waiver),
    }


def _check(check: Check, controls: list[str]) -> dict[str, Any]:
    return {
        "title": check.title,
        "severity": check.severity,
        "concern": check.concern,
        "population": check.population,
        "scope": check.scope,
        "aspect": check.aspect,
        "sources": list(check.sources),
        "parameters": list(check.parameters),
        "aliases": list(check.aliases),
        "types": list(check.types),
        "remediation": check.remediation,
        "reads": check.doc,
        "controls": controls,
    }


def _finding(finding: Finding, checks: Mapping[str, Check], speaks_for: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "id": finding_id(finding),
        "check": finding.check,
        "severity": checks[finding.check].severity,
        "address": finding.address,
        "scope": finding.scope,
        "type": finding.resource_type,
        "verdict": finding.verdict,
        "message": finding.message,
        "cause": finding.cause,
        "missing": finding.missing,
        "system": finding.system,
        "environment": finding.environment,
        "layer": finding.layer,
        "reads": [
            {"address": r.address, "path": r.path, "status": r.status, "value": _plain(r.value)} for r in finding.reads
        ],
        "file": finding.source.file if finding.source else None,
        "line": finding.source.line if finding.source else None,
        "waiver": finding.waiver or None,
        "exemption": _exemption(finding.exemption) if finding.exemption else None,
        "controls": speaks_for.get(finding.check, []),
        "region": finding.region,
        "measures": [
            {
                "name": m.name,
                "observed": m.observed,
                "demanded": list(m.demanded) if isinstance(m.demanded, tuple) else m.demanded,
                "bound": m.bound,
                "order": list(m.order),
            }
            for m in finding.measures
        ],
    }


def _exemption(exempted: Exempted) -> dict[str, str]:
    return {
        "owner": exempted.owner,
        "reason": exempted.reason,
        "review": exempted.review.isoformat(),
        "verdict": exempted.verdict,
    }


def _framework(framework: Framework, assessment: Assessment) -> dict[str, Any]:
    return {
        "id": framework.id,
        "name": framework.name,
        "edition": framework.edition,
        "label": framework.label,
        "source": framework.source,
        "denominator": framework.denominator,
        "requirements": len(framework.controls),
        "summary": dict(assessment.statuses(framework.id)),
        "environments": {name: dict(assessment.statuses(framework.id, name)) for name in assessment.environments},
    }


def _control(verdict: ControlVerdict) -> dict[str, Any]:
    control = verdict.control
    return {
        "framework": verdict.framework,
        "requirement": control.id,
        "title": control.title,
        "coverage": control.coverage,
        "aspects": list(control.aspects),
        "reason": control.reason,
        "status": verdict.status,
        "verdict": verdict.verdict,
        "text": verdict.text,
        "environments": dict(verdict.environments),
        "edges": [_edge(e) for e in verdict.edges],
    }


def _edge(verdict: EdgeVerdict) -> dict[str, Any]:
    edge = verdict.edge
    return {
        "check": edge.check,
        "kind": edge.kind,
        "rationale": edge.rationale,
        "threshold": dict(edge.threshold),
        "verdict": verdict.verdict,
        "counts": _counts(verdict.verdicts),
        "note": verdict.note,
    }


def _scanner(evidence: Evidence) -> dict[str, Any] | None:
    report = evidence.scanner
    if report is None:
        return None
    return {
        "name": "checkov",
        "version": report.version,
        "reason": report.reason,
        "opinions": [
            {"plan": o.plan, "check": o.check, "title": o.title, "address": o.address, "passed": o.passed}
            for o in report.opinions
        ],
    }


def _disagreement(d: Disagreement) -> dict[str, Any]:
    return {
        "check": d.check,
        "address": d.address,
        "system": d.system,
        "environment": d.environment,
        "witness": d.witness,
        "verdict": d.verdict,
        "other_witness": d.other_witness,
        "other_verdict": d.other_verdict,
        "detail": d.detail,
        "note": d.note,
    }


def _plain(value: Any) -> Any:
    """Return the value with nothing in it that JSON has no word for; such a thing is written as text."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return _plain(dict(value)) if hasattr(value, "keys") else str(value)
