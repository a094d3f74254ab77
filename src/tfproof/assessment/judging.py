"""What plans are judged by, and its application to plans: one after the other, or in several processes.

Judging is a function of plan, catalogue and settings. It gives the same in one process and in several, in the same
order: several plans are judged side by side, and a large one by several processes that share its checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tfproof import collector
from tfproof.assessment.controls import Judged
from tfproof.checks import ALL_TYPES, Check, Settings, aliases, load_settings, registry
from tfproof.checks.engine import Judge, concluded, in_order
from tfproof.errors import BadInput, instead_of
from tfproof.findings import Finding
from tfproof.plans.view import Plan
from tfproof.processes import answers, available
from tfproof.project.exemptions import Exemption, apply_exemptions, load_exemptions
from tfproof.project.settings import load_scopes, refuse_unknown_scopes

#: From how many resources on, of all plans together or of one, several processes pay: what they cost is measured in
#: `benchmarks/scale.py`.
_WORTH_IT = 5000


def known_scopes() -> frozenset[str]:
    """Return what a plan can be responsible for besides itself: the scopes of all checks."""
    return frozenset(check.scope for check in registry().values()) - {"plan"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What plans are judged by: the chosen checks, and from the project's file its settings, exemptions and scopes."""

    checks: Mapping[str, Check]
    settings: Settings
    scopes: Mapping[str, frozenset[str]]
    exemptions: tuple[Exemption, ...] = ()

    @classmethod
    def load(
        cls,
        settings_file: Path | None,
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        today: date | None = None,
    ) -> Rulebook:
        """Choose checks, by their ids or former ids, and read the settings file.

        `today` (the present day unless given) decides which exemptions hold. Raises BadInput for a name that does not
        exist and for what the file may not say.
        """
        known, former = registry(), aliases()
        only, skip = ([former.get(name, name) for name in names] for names in (only, skip))
        for name in (*only, *skip):
            if name not in known:
                raise BadInput(
                    f"no such check: {name}", instead_of([name], known, "'tfproof explain' lists all of them")
                )
        if only and (idle := sorted(set(skip) - set(only))):
            raise BadInput(
                f"--skip-check {', '.join(idle)} leaves out what is not among the chosen checks",
                "drop it, or choose it with --check",
            )
        chosen = {i: c for i, c in known.items() if (not only or i in only) and i not in skip}
        if not chosen:
            raise BadInput("no check is left to run", "choose fewer with --skip-check")
        settings = load_settings(settings_file, known, former)
        exemptions = load_exemptions(
            settings_file, settings.environments, known, former, today or datetime.now(UTC).date()
        )
        return cls(chosen, settings, load_scopes(settings_file, known_scopes()), exemptions)

    def judge(
        self,
        plan: Plan,
        *,
        system: str,
        environment: str,
        label: str,
        scopes: frozenset[str] = frozenset(),
        place: str = "",
    ) -> Judged:
        """Judge one plan; what the project does not ask of the environment is exempt.

        `place` is what findings without a line are about, relative to the repository (otherwise the root module).

        Raises BadInput for a scope that does not exist.
        """
        return self.judge_all([ToJudge(plan, system, environment, label, scopes, place)])[0]

    def judge_all(
        self, plans: Sequence[ToJudge], *, processes: int | None = None, method: str = "fork"
    ) -> list[Judged]:
        """Judge several plans, like `judge`, in as many processes as pay; `processes` says how many instead.

        Raises EnvironmentProblem when a process dies.
        """
        for plan in plans:
            refuse_unknown_scopes(plan.scopes, known_scopes(), "scope")
        checks = in_order(self.checks.values())
        judges = [self._judge(plan) for plan in plans]
        total = sum(len(j.plan.managed) for j in judges)
        count = processes or (available() if total >= _WORTH_IT else 1)
        shares = [s for n, j in enumerate(judges) for s in _shares(n, j.plan, checks, divided=count > 1)]
        found: list[list[Finding]] = [[] for _ in plans]
        with collector.frozen():
            for share, part in zip(shares, self._answers(judges, shares, count, method), strict=True):
                found[share.plan] += part
            return [self._judged(p, j, checks, f) for p, j, f in zip(plans, judges, found, strict=True)]

    def _answers(
        self, judges: Sequence[Judge], shares: Sequence[_Share], count: int, method: str
    ) -> Iterable[list[Finding]]:
        """Yield the findings of each share, in their order; what takes longest is begun first."""
        if count == 1:
            return map(_Judges(judges, self.checks), shares)
        order = sorted(range(len(shares)), key=lambda n: -shares[n].weight)
        given = (judges, self.checks)
        found = dict(zip(order, answers(_Judges, given, [shares[n] for n in order], count, method), strict=True))
        return (found.pop(n) for n in range(len(shares)))

    def _judge(self, given: ToJudge) -> Judge:
        scopes = given.scopes | self.scopes.get(given.system, frozenset())
        return Judge(given.plan.recording(), self.settings, given.environment, given.system, scopes)

    def _judged(self, given: ToJudge, judge: Judge, checks: Sequence[Check], findings: Sequence[Finding]) -> Judged:
        judgement = concluded(judge.plan, checks, apply_exemptions(findings, self.exemptions))
        plan = given.plan
        return Judged(given.system, given.environment, plan.layer, given.label, judgement, given.place or plan.place)


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A plan that is to be judged, under which name, and what it is responsible for besides itself.

    `place` is what findings without a line are about, relative to the repository (otherwise the root module).
    """

    plan: Plan
    system: str
    environment: str
    label: str
    scopes: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Share:
    """Some checks of one plan, by their ids; `weight` is about how much there is to do."""

    plan: int
    checks: tuple[str, ...]
    weight: int


def _shares(number: int, plan: Plan, checks: Sequence[Check], *, divided: bool) -> list[_Share]:
    size = len(plan.managed)
    if not divided or size < _WORTH_IT:
        return [_Share(number, tuple(c.id for c in checks), size)]
    weights = {
        c.id: size if ALL_TYPES in c.types else sum(len(plan.by_type.get(t, ())) for t in c.types) for c in checks
    }
    return [_Share(number, (check,), weight) for check, weight in weights.items()]


class _Judges:
    """What one process judges by."""

    def __init__(self, judges: Sequence[Judge], checks: Mapping[str, Check]) -> None:
        # A plan that has come to another process is as it was read: its recorder has stayed behind.
        self._judges = [j if j.plan.recorder else replace(j, plan=j.plan.recording()) for j in judges]
        self._checks = checks

    def __call__(self, share: _Share) -> list[Finding]:
        return [f for check in share.checks for f in self._judges[share.plan].judge(self._checks[check])]
