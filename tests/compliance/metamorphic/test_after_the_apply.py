"""What an apply makes known changes no verdict that was decided before."""

from __future__ import annotations

from collections.abc import Iterator

from bench import Findings, Subject, Trial, Variant, complain, same, transformation, under
from materialising import applied, state

from tfproof import Plan, Verdict


def decided(findings: Findings) -> Findings:
    """Return the findings that are decided."""
    return {a: f for a, f in findings.items() if f.verdict is not Verdict.UNKNOWN}


@transformation
def applied_as_a_plan(subject: Subject) -> Iterator[Variant]:
    """Make every value known, and keep plan, configuration and source."""
    yield Variant("known", lambda: Plan(applied(subject.plan), subject.source), same(decided(subject.findings)))


@transformation
def applied_as_a_state(subject: Subject) -> Iterator[Variant]:
    """Look at the state that the apply leaves, of which nobody tells where it comes from."""
    yield Variant("state", lambda: state(applied(subject.plan)), same(decided(subject.findings)))


@under(applied_as_a_plan, applied_as_a_state)
def test_a_decided_verdict_is_the_same_after_the_apply(trial: Trial) -> None:
    complain(trial.wrong)
