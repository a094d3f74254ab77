"""Asks checkov, an independent scanner in an environment of its own, what it thinks of the same plans."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tfproof.assessment.witnesses import Disagreement
from tfproof.files import read_yaml
from tfproof.findings import Finding, Layer, Verdict

NAME = "checkov"
VARIABLE = "TFPROOF_CHECKOV"
_TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the scanner says of one address of one plan."""

    plan: str
    check: str
    title: str
    address: str
    passed: bool


@dataclass(frozen=True, slots=True)
class ScannerReport:
    """The scanner's opinions, or the `reason` why it was not asked or gave no answer."""

    version: str
    opinions: tuple[Opinion, ...]
    reason: str = ""

    @property
    def asked(self) -> bool:
        """Whether there is an answer."""
        return not self.reason


def find(root: Path) -> Path | None:
    """Return the scanner's command: named by TFPROOF_CHECKOV, else in the project's tox environment, else on PATH."""
    named = os.environ.get(VARIABLE)
    candidates = [named] if named else [str(root / ".tox" / "checkov" / "bin" / "checkov"), "checkov"]
    found = next((f for c in candidates if (f := shutil.which(c))), None)
    return Path(found).absolute() if found else None


def scan(plans: Mapping[str, Mapping[str, Any]], command: Path | None) -> ScannerReport:
    """Let the scanner judge the plans (label to JSON). Whatever keeps it from answering becomes the report's reason."""
    if command is None:
        return ScannerReport("", (), f"{NAME} is not installed (run 'tox -e checkov', or set {VARIABLE})")
    with tempfile.TemporaryDirectory(prefix="tfproof-") as name:
        directory = Path(name)
        files = {f"plan{number}.json": label for number, label in enumerate(plans)}
        for file, label in files.items():
            (directory / file).write_text(json.dumps(plans[label]))
        try:
            version = _run([str(command), "--version"], directory).strip()
            # Without --quiet: it would leave out what passed, and with that half of the opinions.
            options = ["--framework", "terraform_plan", "--skip-download", "--compact", "-o", "json"]
            chosen = [part for file in files for part in ("-f", str(directory / file))]
            answer = _run([str(command), *options, *chosen], directory)
        except subprocess.TimeoutExpired:
            return ScannerReport("", (), f"{command} gave no answer within {_TIMEOUT} seconds")
        except OSError as error:
            return ScannerReport("", (), f"{command} does not run: {error.strerror or error}")
    try:
        opinions = tuple(parse(answer, files))
    except ValueError as error:
        return ScannerReport(version, (), str(error))
    silent = sorted(set(files.values()) - {o.plan for o in opinions})
    reason = f"{NAME} says nothing of {', '.join(silent)}: it may not have been able to read it" if silent else ""
    return ScannerReport(version, opinions, reason)


def _run(command: list[str], directory: Path) -> str:
    """Run the scanner without the caller's settings: it must neither read its configuration nor leave this machine."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(directory),
        "LOG_LEVEL": "ERROR",
        "ANSI_COLORS_DISABLED": "1",
    }
    done = subprocess.run(  # noqa: S603 - the command that the user installed or named
        command, cwd=directory, env=environment, capture_output=True, text=True, timeout=_TIMEOUT, check=False
    )
    return done.stdout


def parse(answer: str, files: Mapping[str, str]) -> Iterable[Opinion]:
    """Yield the opinions in the scanner's JSON; `files` maps file names to labels.

    Raises ValueError when the answer is none: empty, not JSON, or of a plan that the scanner could not read.
    """
    try:
        document = json.loads(answer)
    except ValueError as error:
        raise ValueError(f"the answer of {NAME} is not JSON: {answer.strip()[:200] or 'it is empty'}") from error
    for report in document if isinstance(document, list) else [document]:
        results = report.get("results")
        if results is None:
            raise ValueError(f"{NAME} found nothing to judge")
        if results.get("parsing_errors"):
            raise ValueError(
                f"{NAME} could not read {', '.join(files.get(Path(p).name, p) for p in results['parsing_errors'])}"
            )
        for name, passed in (("passed_checks", True), ("failed_checks", False)):
            for entry in results.get(name, ()):
                plan = files.get(Path(entry["file_path"]).name, entry["file_path"])
                yield Opinion(plan, entry["check_id"], entry.get("check_name") or "", entry["resource"], passed)


def topics() -> dict[str, list[str]]:
    """Return which of the scanner's checks ask the same as one of ours."""
    return dict(_data()["topics"])


def known_differences() -> dict[str, str]:
    """Return by the scanner's check why its fail is known to differ from our pass."""
    return dict(_data()["known_differences"])


def known_blindness() -> dict[str, dict[str, str]]:
    """Return by the scanner's check what a finding of ours is `saying` that it does not look at, and `because` of what."""
    return dict(_data()["known_blindness"])


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "checkov_topics.yaml"))


def compare(findings: Iterable[Finding], label: str, report: ScannerReport) -> list[Disagreement]:
    """Return where the scanner contradicts our findings on one plan, for the topics that both speak of.

    It reads no source: where we do, because the plan does not know a value yet, its pass is of nothing that it has seen.
    """
    opinions = {(o.check, o.address): o for o in report.opinions if o.plan == label}
    same = topics()
    contradictions: list[Disagreement] = []
    for finding in findings:
        if finding.layer is not Layer.PLAN or finding.verdict not in (Verdict.PASS, Verdict.FAIL):
            continue
        held = [o for c in same.get(finding.check, ()) if (o := opinions.get((c, finding.address)))]
        if not held:
            continue
        theirs = Verdict.PASS if all(o.passed for o in held) else Verdict.FAIL
        blind = theirs is Verdict.PASS and any(
            r.status == "unknown" for r in finding.reads if r.address == finding.address
        )
        if theirs is not finding.verdict and not blind:
            decisive = [o for o in held if o.passed is (theirs is Verdict.PASS)]
            contradictions.append(
                Disagreement(
                    check=finding.check,
                    address=finding.address,
                    system=finding.system,
                    environment=finding.environment,
                    witness=finding.layer,
                    verdict=finding.verdict,
                    other_witness=f"{NAME} ({', '.join(o.check for o in decisive)})",
                    other_verdict=theirs,
                    detail=f"{finding.message}; {NAME}: {'; '.join(o.title for o in decisive)}",
                    note=" ".join(filter(None, (_explained(o, finding) for o in decisive))),
                )
            )
    return contradictions


def _explained(opinion: Opinion, finding: Finding) -> str:
    """Why the scanner is known to say otherwise; nothing where somebody has yet to look into it."""
    if not opinion.passed:
        return known_differences().get(opinion.check, "")
    blind = known_blindness().get(opinion.check)
    return blind["because"] if blind and blind["saying"] in finding.message else ""
