"""Applies checks to a plan: populations, verdicts, evidence. A pure function of its arguments, all of which pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import ALL_TYPES, Answer, Check, Context, Population, all_of, any_of, fails, outside
from tfproof.checks.unjudged import unjudged
from tfproof.findings import Cause, Finding, Read, Verdict
from tfproof.plans.values import Undecided
from tfproof.plans.view import Mistyped, Plan, Resource
from tfproof.secrecy import withhold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tfproof.plans.recorder import Recorder
    from tfproof.project.settings import Settings

    _Ask = Callable[["Judge", Check, list[Resource]], Answer | None]


#: What a finding has from the answer.
_PARTS = tuple(f.name for f in fields(Answer))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of one plan.

    `population` is the number of managed resources, `unjudged` counts by type and aspect those that no check has
    looked at in an aspect that they have. `aspects` says of each check that ran which aspect it is of.
    """

    findings: tuple[Finding, ...]
    unjudged: Mapping[str, Mapping[str, int]]
    population: int
    aspects: Mapping[str, str] = field(default_factory=dict)


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
    chosen = in_order(checks)
    judge_ = Judge(plan.recording(), settings, environment, system, scopes)
    return concluded(plan, chosen, (finding for check in chosen for finding in judge_.judge(check)))


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Return the checks in the order in which a plan is judged by them: that of their ids."""
    return sorted(checks, key=lambda c: c.id)


def concluded(plan: Plan, checks: Iterable[Check], findings: Iterable[Finding]) -> Judgement:
    """Return the judgement that all findings of these checks make."""
    chosen, found = {c.id: c for c in checks}, tuple(findings)
    return Judgement(found, unjudged(plan, chosen, found), len(plan.managed), {c.id: c.aspect for c in chosen.values()})


@dataclass(frozen=True, slots=True)
class Judge:
    """One plan before its judge, with everything a finding needs besides the check.

    What it says of one check does not depend on which others it was asked before, so that several judges may share a
    plan's checks. `plan` is one that records.
    """

    plan: Plan
    settings: Settings
    environment: str = ""
    system: str = ""
    scopes: frozenset[str] = frozenset()
    #: What of each path that was read is evidence: many checks look at the same values.
    _reads: dict[tuple[str, str], Read] = field(default_factory=dict, init=False)

    def judge(self, check: Check) -> list[Finding]:
        """Return the findings of one check; never none."""
        if check.asked_by and not getattr(self.settings, check.asked_by):
            unasked = f"the setting {check.asked_by} is empty: nothing is asked for"
            return [self._of_scope(check, {"verdict": Verdict.EMPTY, "message": unasked})]
        try:
            every = self.plan.managed if ALL_TYPES in check.types else self.plan.population(*check.types)
        except Undecided as error:
            return [self._of_scope(check, _unknown(error))]
        if check.population is Population.MUST_EXIST:
            return [self._must_exist(check, [r for r in every if self._belongs(check, r)])]
        if found := [f for r in every if (f := self._of_resource(check, r))]:
            return found
        nothing = f"the plan has no {' or '.join(check.types)} that this is asked of"
        absent = check.population is Population.MUST_NOT_EXIST and bool(self.plan.managed)
        verdict = Verdict.PASS if absent else Verdict.EMPTY
        return [self._of_scope(check, {"verdict": verdict, "message": nothing})]

    def _belongs(self, check: Check, resource: Resource) -> bool:
        """Whether the resource is one that the check speaks of, or may be."""
        try:
            return check.when is None or check.when(resource)
        except Exception:
            return True  # `_answer` asks again, and there the error becomes the finding

    def _must_exist(self, check: Check, members: list[Resource]) -> Finding:
        decided = self._decided(Judge._existing, check, members)
        assert decided is not None
        return self._of_scope(check, decided, source=members[0].source if members else None)

    def _existing(self, check: Check, members: list[Resource]) -> Answer:
        """Answer for the scope, or for each region that the plan uses; where the plan shows no region, all is in one."""
        regions = sorted(self.plan.region_names) if check.per_region and members else []
        if regions:
            return all_of(partial(self._in_region, check, members, region) for region in regions)
        if not members:
            return self._absent(check, f"the {check.scope}")
        return any_of(partial(self._answer, check, member) for member in members)

    def _in_region(self, check: Check, members: list[Resource], region: str) -> Answer:
        def homeless(member: Resource) -> Answer:
            outside(f"the region of {member.address}, which could be {region}")

        parts = [partial(self._answer, check, m) for m in members if m.region == region]
        parts += [partial(homeless, m) for m in members if m.region is None]
        return any_of(parts) if parts else self._absent(check, region)

    def _absent(self, check: Check, place: str) -> Answer:
        """Answer that there is none in a place: a fail where the plan speaks for the scope, undecided elsewhere."""
        wanted = f"{' or '.join(check.types)} in {place}"
        if check.scope == "plan" or check.scope in self.scopes:
            return fails(f"there is no {wanted}")
        detail = f"the plan does not speak for the {check.scope}, and has no {wanted}"
        raise Undecided(Cause.OUTSIDE_THE_PLAN, detail, wanted)

    def _of_resource(self, check: Check, resource: Resource) -> Finding | None:
        """Return the finding about a resource, None where the check does not speak of it."""
        decided = self._decided(Judge._speaking, check, [resource])
        if decided is None:
            return None
        return Finding(
            check=check.id,
            address=resource.address,
            resource_type=resource.type,
            layer=self.plan.layer,
            source=resource.source,
            environment=self.environment,
            system=self.system,
            **decided,
        )

    def _of_scope(self, check: Check, decided: dict[str, Any], **rest: Any) -> Finding:
        return Finding(
            check=check.id,
            address=check.scope,
            resource_type=" ".join(check.types),
            scope=check.scope,
            layer=self.plan.layer,
            environment=self.environment,
            system=self.system,
            **decided,
            **rest,
        )

    def _decided(self, ask: _Ask, check: Check, resources: list[Resource]) -> dict[str, Any] | None:
        """Return the parts of a finding that an answer, or the lack of one, decides on, with all that was read."""
        recorder = self._recorder()
        recorder.take()
        broken = False
        try:
            answer = ask(self, check, resources)
        except Exception as error:
            decided = self._undecided(error, recorder.last_unknown)
            broken = not isinstance(error, Undecided | Mistyped)
        else:
            if answer is None:
                return None
            decided = {name: getattr(answer, name) for name in _PARTS}
        reads = recorder.take()
        misfits = self.plan.misfits
        if misfit := misfits.among(reads):
            decided = _unknown(Undecided(Cause.UNREADABLE, misfit))
        elif broken and misfits.places and not self._breaks_without_misfits(ask, check, resources):
            decided = _unknown(Undecided(Cause.UNREADABLE, misfits.behind(reads)))
        return {**decided, "reads": tuple(self._shared(read) for read in reads)}

    def _undecided(self, error: Exception, last_unknown: tuple[str, str] | None) -> dict[str, Any]:
        """Return the parts of a finding for a check that did not come to an answer.

        Where somebody asked a cloud, what is not known is what nobody could ask or answer.
        """
        decided = _unknown(error, last_unknown)
        if decided["cause"] is Cause.UNTIL_APPLY and last_unknown and (why := self.plan.why_unknown(*last_unknown)):
            address, path = last_unknown
            decided |= {"cause": why[0], "message": f"{path} of {address} is not known: {why[1]}"}
        return decided

    def _breaks_without_misfits(self, ask: _Ask, check: Check, resources: list[Resource]) -> bool:
        """Whether a check that broke does so as well where everything that no check expects is unknown.

        Then it is a fault of the check. What it read does not tell: of what it finds in the whole plan nothing is noted.
        """
        other = replace(self, plan=self.plan.readable)
        try:
            ask(other, check, [other.plan.resources_by_address[r.address] for r in resources])
        except Undecided:
            return False
        except Exception:
            return True
        return False

    def _shared(self, read: Read) -> Read:
        """Return the read as evidence; equal ones are one object, since one plan has one value at a path."""
        place = (read.address, read.path)
        if place not in self._reads:
            self._reads[place] = withhold(read)
        return self._reads[place]

    def _speaking(self, check: Check, resources: list[Resource]) -> Answer | None:
        """Answer for a resource; None where the check does not speak of it."""
        (resource,) = resources
        return self._answer(check, resource) if check.when is None or check.when(resource) else None

    def _answer(self, check: Check, resource: Resource) -> Answer:
        if why := self.plan.why_unseen(resource.address):
            raise Undecided(why[0], f"{resource.address} was not seen: {why[1]}")
        if check.population is Population.MUST_EXIST and check.when is not None:
            check.when(resource)  # why it belongs to the population is evidence as well
        return check.predicate(resource, Context(self.settings, self.environment, check, self.scopes))

    def _recorder(self) -> Recorder:
        if self.plan.recorder is None:
            raise ValueError("a plan is judged while its reads are recorded")
        return self.plan.recorder


def _unknown(error: Exception, last_unknown: tuple[str, str] | None = None) -> dict[str, Any]:
    """Return the parts of a finding for a check that did not come to an answer.

    A value that refused to be used does not know its own place: then the last one that was read and is not known is
    named.
    """
    if not isinstance(error, Undecided):
        cause, message, missing = Cause.CHECK_ERROR, f"{type(error).__name__}: {error}", ""
    else:
        cause, message, missing = error.cause, str(error), error.missing
        if last_unknown and error.cause is Cause.UNTIL_APPLY and message.startswith("("):
            address, path = last_unknown
            message = f"{path} of {address} is known only after an apply"
    return {"verdict": Verdict.UNKNOWN, "message": message, "cause": cause, "missing": missing}
