"""A relation is judged by all of its members: one more that nobody can see lets nothing pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from asking import asked
from bench import (
    Complaints,
    Findings,
    Raw,
    Subject,
    Trial,
    Variant,
    complain,
    never,
    told,
    transformation,
    under,
    working,
)
from editing import LATE, add, add_late, copied, planned
from materialising import applied, state

from tfproof import Cause, Plan, Verdict
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, lookup


@transformation
def one_more_outside(subject: Subject) -> Iterator[Variant]:
    """In the applied state, let each argument that was followed name something that nothing in the plan is."""
    known = applied(subject.plan)
    plan = state(known)
    findings, questions = asked(subject, plan)
    for question in questions:
        finding = findings.get(question.finding)
        if question.relation != "members" or finding not in [*working(findings)]:
            continue
        resource = plan.resources_by_address[question.resource]
        parts, several = question.path.split("."), resource.is_collection(question.path)
        value = lookup(resource.values, {}, parts)
        if value is ABSENT or value is None or value == "":
            continue
        make = partial(_outside, known, question.resource, parts, several)
        label = f"{question.resource} {question.path}"
        if finding.verdict is Verdict.PASS:
            yield Variant(label, make, partial(_outside_the_plan, finding.address))
        elif finding.verdict is Verdict.FAIL:
            expect = partial(_still_fails, finding.address) if several else never(Verdict.PASS, finding.address)
            yield Variant(label, make, expect)


def _outside_the_plan(address: str, after: Findings) -> Complaints:
    new = after.get(address)
    if new is None or (new.verdict, new.cause) != (Verdict.UNKNOWN, Cause.OUTSIDE_THE_PLAN):
        yield address, f"is {told(new) if new else 'not judged'} and not unknown (outside-the-plan)"


def _still_fails(address: str, after: Findings) -> Complaints:
    new = after.get(address)
    if new is None or new.verdict is not Verdict.FAIL:
        yield address, f"is {told(new) if new else 'not judged'} and no fail any more"


def _outside(known: Raw, address: str, parts: list[str], several: bool) -> Plan:
    raw = copied(known)
    holder: Any = next(e for e in planned(raw) if e["address"] == address)["values"]
    for part in parts[:-1]:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]
    last: Any = int(parts[-1]) if isinstance(holder, list) else parts[-1]
    value = holder[last]
    if several:
        holder[last] = [*value, elsewhere(value[0] if value else "")]
    else:
        holder[last] = elsewhere(value)
    return state(raw)


def elsewhere(example: Any) -> str:
    """Return an identifier like another one that nothing has."""
    text = example if isinstance(example, str) else ""
    return re.sub(r"[^:/]*$", "nothing-has-this", text.removesuffix(":*"), count=1)


@transformation
def one_more_companion(subject: Subject) -> Iterator[Variant]:
    """Let there be another resource of which nothing is known, neither what it says nor whose companion it is."""
    findings, questions = asked(subject, subject.plan)
    for question in questions:
        finding = findings.get(question.finding)
        if question.relation != "companions" or finding not in [*working(findings)]:
            continue
        if finding.verdict is not Verdict.PASS:
            continue
        for kind in question.kinds:
            make = partial(_companion, subject, kind, question.path)
            yield Variant(f"{kind} {question.path} of {question.resource}", make, never(Verdict.PASS, finding.address))


def _companion(subject: Subject, kind: str, path: str) -> Plan:
    raw = copied(subject.raw)
    add_late(raw)
    mode, type_ = ("data", kind.removeprefix("data.")) if kind.startswith("data.") else ("managed", kind)
    unknown = {name: True for name in Schema.load().names_in(kind) if name != "timeouts"}
    add(
        raw,
        type_,
        "one_more",
        {},
        unknown,
        {path.split(".", maxsplit=1)[0]: {"references": [LATE, LATE.rpartition(".")[0]]}},
        mode,
    )
    return Plan(raw, subject.source)


@under(one_more_outside)
def test_a_member_outside_the_plan_leaves_a_pass_undecided_and_a_fail_a_fail(trial: Trial) -> None:
    complain(trial.wrong)


@under(one_more_companion)
def test_a_companion_that_nobody_can_tell_lets_nothing_pass(trial: Trial) -> None:
    complain(trial.wrong)
