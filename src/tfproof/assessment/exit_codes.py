"""What a judged run ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tfproof.assessment.baseline import Baseline
from tfproof.errors import BadInput
from tfproof.findings import Cause, Finding, Verdict
from tfproof.progress import say


@dataclass(frozen=True, slots=True)
class Ending:
    """An exit code, and why it is none but that; nothing is said of a 0."""

    code: int
    why: str = ""

    def told(self) -> int:
        """Say why, where there is something to say, and return the code."""
        if self.why:
            say(f"exit code {self.code}: {self.why}")
        return self.code


def ending(
    findings: Iterable[Finding], baseline: Baseline, *, strict: bool, stricter: bool = False, chosen: bool = False
) -> Ending:
    """Return what a judged run ends with.

    0: nothing fails. 1: something fails that is neither waived nor in the baseline, or nothing could be decided; with
    `strict` also when anything could not be decided or had no population, or a requirement demands more than the project
    (`stricter`). 3: a check ended with an error.

    Raises BadInput when no value of any resource was looked at: such a run shows nothing. (A plan without users passes
    the check that there be none, but nothing was looked at for that.) `chosen` says that not all checks were asked.
    """
    findings = list(findings)
    if (end := ending_of_a_record(findings)).code:
        return end
    if new := sum(1 for f in findings if f.failing and not baseline.knows(f)):
        return Ending(1, f"{new} findings fail that are neither waived nor in a baseline")
    if not any(f.verdict is Verdict.FAIL or (f.verdict is Verdict.PASS and f.reads) for f in findings):
        if not any(f.reads for f in findings):
            hint = "choose checks of what the plan holds, or see" if chosen else "see"
            raise BadInput(
                "no check passed or failed, so this run shows nothing", f"{hint} that the right plan was given"
            )
        return Ending(1, "nothing fails, but nothing that was looked at could be decided either")
    if strict:
        counts = Counter(f.verdict for f in findings)
        undecided = [f"{counts[v]} findings are {v}" for v in (Verdict.UNKNOWN, Verdict.EMPTY) if counts[v]]
        undecided += ["a requirement demands more than the project"] if stricter else []
        if undecided:
            return Ending(1, f"nothing fails, but the run is strict, and {', '.join(undecided)}")
    return Ending(0)


def ending_of_a_record(findings: Iterable[Finding]) -> Ending:
    """Return what a run ends with that only writes down what it finds: 3 when a check ended with an error, else 0."""
    broken = sum(1 for f in findings if f.cause is Cause.CHECK_ERROR)
    return (
        Ending(3, f"checks broke on {broken} resources, which is a fault of theirs and no verdict")
        if broken
        else Ending(0)
    )
