"""What a judged run ends with."""

from __future__ import annotations

from collections.abc import Iterable

from tfproof.errors import BadInput
from tfproof.findings import Cause, Finding, Verdict


def exit_code(findings: Iterable[Finding], known: frozenset[tuple[str, str, str]], *, strict: bool) -> int:
    """Return the exit code of a judged run.

    0: nothing fails; 1: something fails that is neither waived nor in the baseline (with `strict` also what could not
    be decided or had no population); 3: a check ended with an error. Raises BadInput when nothing failed and no pass
    rests on a value that was read: such a run shows nothing. (A plan without users passes the check that there be
    none; nothing was looked at for it.)
    """
    findings = list(findings)
    if any(f.cause is Cause.CHECK_ERROR for f in findings):
        return 3
    if not any(f.verdict is Verdict.FAIL or (f.verdict is Verdict.PASS and f.reads) for f in findings):
        raise BadInput("no check passed or failed, so this run shows nothing", "check that the right plan was given")
    if any(f.failing and (f.check, f.address, f.environment) not in known for f in findings):
        return 1
    undecided = any(f.verdict in (Verdict.UNKNOWN, Verdict.EMPTY) for f in findings)
    return 1 if strict and undecided else 0
