"""What other scanners say of the same Terraform, in SARIF that a user brings: where it contradicts our findings.

A scanner names a rule, a file and lines; a resource is meant where the lines lie inside of its declaration. Scanners list
what fails, so what they do not list says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from tfproof import strict_json
from tfproof.assessment.witnesses import Disagreement
from tfproof.errors import BadInput
from tfproof.files import read_yaml
from tfproof.findings import Finding, Verdict
from tfproof.plans.view import Plan

_HINT = "give the SARIF that a scanner of the same Terraform wrote"


@dataclass(frozen=True, slots=True)
class Statement:
    """One result: which rule of which scanner passes or fails where."""

    tool: str
    rule: str
    passed: bool
    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Where a scanner contradicts our findings, and how many of its statements do, agree, or are about something else."""

    disagreements: tuple[Disagreement, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> str:
        """Return the counts as words."""
        return ", ".join(f"{count} {what}" for what, count in self.counts.items()) or "nothing was said"


def statements_of(path: Path) -> list[Statement]:
    """Return what a SARIF file says; raise BadInput for one that cannot be read."""
    try:
        document = strict_json.load(path.read_text(encoding="utf-8-sig"))
        return [s for run in document["runs"] for s in _of_run(run)]
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}", _HINT) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadInput(f"{path}: not SARIF ({error})", _HINT) from error


def _of_run(run: Mapping[str, Any]) -> Iterator[Statement]:
    tool = str(run["tool"]["driver"]["name"])
    for result in run.get("results") or ():
        kind = result.get("kind", "fail")
        if kind not in ("fail", "pass") or result.get("suppressions"):
            continue
        for location in result.get("locations") or ():
            place = location["physicalLocation"]
            file = str(place["artifactLocation"]["uri"]).removeprefix("file://")
            line = int((place.get("region") or {}).get("startLine", 0))
            text = str((result.get("message") or {}).get("text", "")).split("\n", maxsplit=1)[0]
            yield Statement(tool, str(result.get("ruleId", "")), kind == "pass", file, line, text)


@cache
def _topics() -> Mapping[str, Sequence[str]]:
    """Return by the rule of a scanner our checks that ask the same of the same resource."""
    return dict(read_yaml(resources.files(__package__) / "witness_topics.yaml"))


def compare(plan: Plan, findings: Iterable[Finding], statements: Iterable[Statement]) -> Compared:
    """Hold statements against our findings on one plan."""
    declared = list(plan.declarations())
    decided: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.verdict in (Verdict.PASS, Verdict.FAIL):
            decided.setdefault((finding.check, finding.address), []).append(finding)
    counts: Counter[str] = Counter()
    found: list[Disagreement] = []
    for statement in statements:
        checks = _topics().get(statement.rule.removeprefix("AVD-"), ())
        addresses = [
            a for f, first, last, a in declared if _same_file(f, statement.file) and first <= statement.line <= last
        ]
        if not checks or not addresses:
            counts["of no topic of ours" if not checks else "of no resource of the plan"] += 1
            continue
        theirs = Verdict.PASS if statement.passed else Verdict.FAIL
        ours = [f for c in checks for a in addresses for f in decided.get((c, a), ())]
        contrary = [] if any(f.verdict is theirs for f in ours) else ours
        counts["contradicted" if contrary else "agreed with" if ours else "undecided by us"] += 1
        found += [_disagreement(f, statement, theirs) for f in contrary]
    return Compared(tuple(found), dict(sorted(counts.items())))


def _same_file(ours: str, theirs: str) -> bool:
    """Whether both name one file, from whatever directory each scanner started in."""
    one, other = (PurePosixPath(p).parts for p in (ours, theirs))
    shorter = min(len(one), len(other))
    return one[-shorter:] == other[-shorter:]


def _disagreement(finding: Finding, statement: Statement, theirs: Verdict) -> Disagreement:
    return Disagreement(
        check=finding.check,
        address=finding.address,
        system=finding.system,
        environment=finding.environment,
        witness=finding.layer,
        verdict=finding.verdict,
        other_witness=f"{statement.tool} ({statement.rule})",
        other_verdict=theirs,
        detail=f"{finding.message}; {statement.tool}: {statement.text}",
    )
