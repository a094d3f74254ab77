"""Applies checks to a plan: populations, verdicts, evidence. A pure function of its arguments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import ALL_TYPES, Answer, Check, Context, Population, any_of
from tfproof.checks.withholding import withhold
from tfproof.findings import Cause, Finding, Read, Verdict
from tfproof.plans.values import Undecided
from tfproof.plans.view import Plan, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfproof.project.settings import Settings


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of one plan.

    `population` is the number of managed resources; `unjudged` counts by type those that no check has looked
    at. Checks that look at every resource (tags, regions) do not count: they would hide that nothing else
    did.
    """

    findings: tuple[Finding, ...]
    unjudged: dict[str, int]
    population: int


def judge(
    plan: Plan,
    checks: Iterable[Check],
    settings: Settings,
    *,
    environment: str = "",
    system: str = "",
    scopes: frozenset[str] = frozenset(),
) -> Judgement:
    """Judge the plan by the checks.

    `scopes` says what the plan is responsible for besides itself: with "account", a missing account-wide
    control is a fail, without it is unknown. An error inside a check becomes an unknown finding with cause
    `check-error`.
    """
    chosen = sorted(checks, key=lambda c: c.id)
    judge_ = _Judge(plan.recording(), settings, environment, system, scopes)
    findings = [finding for check in chosen for finding in judge_.judge(check)]
    return Judgement(tuple(findings), _unjudged(plan, chosen, findings), len(plan.managed))


def _unjudged(plan: Plan, checks: list[Check], findings: list[Finding]) -> dict[str, int]:
    specific = {c.id for c in checks if ALL_TYPES not in c.types}
    looked_at = {t for c in checks for t in (*c.types, *c.looks_at)}
    read = {r.address for f in findings if f.check in specific for r in f.reads}
    left = Counter(r.type for r in plan.managed if r.type not in looked_at and r.address not in read)
    return dict(sorted(left.items()))


@dataclass(frozen=True, slots=True)
class _Judge:
    """One plan before its judge, with everything a finding needs besides the check."""

    plan: Plan
    settings: Settings
    environment: str
    system: str
    scopes: frozenset[str]

    def judge(self, check: Check) -> list[Finding]:
        """Return the findings of one check; never none."""
        try:
            members = self._members(check)
        except Undecided as error:
            return [self._of_scope(check, **_unknown(error))]
        if check.population is Population.MUST_EXIST:
            return [self._must_exist(check, members)]
        if members:
            return [self._of_resource(check, member) for member in members]
        nothing = f"the plan has no {' or '.join(check.types)} that this is asked of"
        if check.population is Population.MUST_NOT_EXIST and self.plan.managed:
            return [self._of_scope(check, Verdict.PASS, nothing)]
        return [self._of_scope(check, Verdict.EMPTY, nothing)]

    def _members(self, check: Check) -> list[Resource]:
        every = self.plan.managed if ALL_TYPES in check.types else self.plan.of(*check.types)
        return [r for r in every if self._belongs(check, r)]

    def _belongs(self, check: Check, resource: Resource) -> bool:
        """Whether the resource is one that the check speaks of; one that cannot be told becomes an unknown
        finding."""
        try:
            return check.when is None or check.when(resource)
        except Exception:
            return True  # `_answer` asks again, and there the error becomes the finding

    def _must_exist(self, check: Check, members: list[Resource]) -> Finding:
        if not members:
            wanted = f"{' or '.join(check.types)} in the {check.scope}"
            if check.scope == "plan" or check.scope in self.scopes:
                return self._of_scope(check, Verdict.FAIL, f"there is no {wanted}")
            detail = f"the plan does not speak for the {check.scope}, and has no {' or '.join(check.types)}"
            return self._of_scope(check, Verdict.UNKNOWN, detail, cause=Cause.OUTSIDE_THE_PLAN, missing=wanted)
        self._take()
        source = members[0].source
        try:
            answer = any_of(partial(self._answer, check, member) for member in members)
        except Exception as error:
            return self._of_scope(check, **_unknown(error), reads=self._take(), source=source)
        return self._of_scope(
            check,
            answer.verdict,
            answer.message,
            reads=self._take(),
            source=source,
            measures=answer.measures,
            measured=answer.measured,
            region=answer.region,
        )

    def _of_resource(self, check: Check, resource: Resource) -> Finding:
        self._take()
        try:
            answer = self._answer(check, resource)
        except Exception as error:
            rest = _unknown(error)
        else:
            rest = {f.name: getattr(answer, f.name) for f in fields(answer)}
        return Finding(
            check=check.id,
            address=resource.address,
            resource_type=resource.type,
            layer=self.plan.layer,
            reads=self._take(),
            source=resource.source,
            environment=self.environment,
            system=self.system,
            **rest,
        )

    def _of_scope(self, check: Check, verdict: Verdict, message: str, **rest: Any) -> Finding:
        return Finding(
            check=check.id,
            address=check.scope,
            resource_type=" ".join(check.types),
            verdict=verdict,
            message=message,
            layer=self.plan.layer,
            environment=self.environment,
            system=self.system,
            **rest,
        )

    def _answer(self, check: Check, resource: Resource) -> Answer:
        if check.when is not None:
            check.when(resource)  # why it belongs to the population is evidence as well
        return check.predicate(resource, Context(self.settings, self.environment, check))

    def _take(self) -> tuple[Read, ...]:
        recorder = self.plan.recorder
        return tuple(withhold(read) for read in recorder.take()) if recorder else ()


def _unknown(error: Exception) -> dict[str, Any]:
    """Return the parts of a finding for a check that did not come to an answer."""
    if isinstance(error, Undecided):
        cause, message, missing = error.cause, str(error), error.missing
    else:
        cause, message, missing = Cause.CHECK_ERROR, f"{type(error).__name__}: {error}", ""
    return {"verdict": Verdict.UNKNOWN, "message": message, "cause": cause, "missing": missing}
