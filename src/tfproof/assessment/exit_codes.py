"""What a judged run ends with."""

from __future__ import annotations

from collections.abc import Iterable

from tfproof.assessment.baseline import Baseline
from tfproof.errors import BadInput
from tfproof.findings import Cause, Finding, Verdict


def exit_code(findings: Iterable[Finding], baseline: Baseline, *, strict: bool, stricter: bool = False) -> int:
    """Return the exit code of a judged run.

    0: nothing fails. 1: something fails that is neither waived nor in the baseline, or nothing could be decided; with
    `strict` also when anything could not be decided or had no population, or a requirement demands more than the project
    (`stricter`). 3: a check ended with an error.

    Raises BadInput when no value of any resource was looked at: such a run shows nothing. (A plan without users passes
    the check that there be none, but nothing was looked at for that.)
    """
    findings = list(findings)
    if any(f.cause is Cause.CHECK_ERROR for f in findings):
        return 3
    if any(f.failing and not baseline.knows(f) for f in findings):
        return 1
    decided = any(f.verdict is Verdict.FAIL or (f.verdict is Verdict.PASS and f.reads) for f in findings)
    if not decided:
        if not any(f.reads for f in findings):
            raise BadInput(
                "no check passed or failed, so this run shows nothing", "check that the right plan was given"
            )
        return 1
    return 1 if strict and (stricter or any(f.verdict in (Verdict.UNKNOWN, Verdict.EMPTY) for f in findings)) else 0
