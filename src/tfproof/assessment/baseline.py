"""What a run is compared with, so that only what is new fails: an earlier run, or what was there before the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tfproof import strict_json
from tfproof.errors import BadInput
from tfproof.findings import Finding, Layer, Verdict, environment_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from tfproof.plans.view import Plan

_HINT = "give the output of 'tfproof assess --json'"
_NAME = ("system", "environment", "layer", "check", "address")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fails of an earlier run by what names a finding, and what it judged: systems in environments, by checks."""

    fails: frozenset[tuple[str, ...]] = frozenset()
    judged: frozenset[tuple[str, str]] = frozenset()
    checks: frozenset[str] = frozenset()

    def knows(self, finding: Finding) -> bool:
        """Whether the finding failed in the earlier run: of the same system, environment and layer."""
        return tuple(str(getattr(finding, name)) for name in _NAME) in self.fails

    def with_unchanged(self, plan: Plan, before: Iterable[Finding]) -> Baseline:
        """Add what failed `before` the plan at resources that the plan leaves as they are."""
        left = {r.address for r in plan.managed if r.actions in ((), ("no-op",), ("read",))}
        known = (f for f in before if f.verdict is Verdict.FAIL and (f.address in left or f.scope))
        return replace(self, fails=self.fails | {(f.system, f.environment, *_of_plan(f)) for f in known})

    def refuse_others(self, judged: Iterable[tuple[str, str]]) -> None:
        """Raise BadInput when it is of none of these systems in their environments.

        Then everything would be new, and nobody would know why.
        """
        now = sorted(set(judged))
        if now and self.judged.isdisjoint(now):
            before, here = (", ".join(environment_name(*j) for j in js) for js in (sorted(self.judged), now))
            raise BadInput(
                f"the baseline is of {before or 'nothing'}, this run of {here}",
                "name the system with --system (and --environment) in both runs, or make a new baseline",
            )

    def remarks(self, findings: Iterable[Finding], checks: Collection[str]) -> Iterator[str]:
        """Yield sentences on what of it says nothing about these findings of these checks."""
        findings = list(findings)
        here = {(f.system, f.environment) for f in findings}
        current = {tuple(str(getattr(f, name)) for name in _NAME) for f in findings if f.verdict is Verdict.FAIL}
        named = [dict(zip(_NAME, fail, strict=True)) for fail in self.fails]
        idle = Counter(n["check"] for n in named if n["check"] not in checks)
        if idle:
            yield f"{idle.total()} fails in the baseline are of checks that did not run: {', '.join(sorted(idle))}"
        gone = [n for n in named if n["check"] in checks and (n["system"], n["environment"]) in here]
        left = sum(1 for n in gone if tuple(n[name] for name in _NAME) not in current)
        if left:
            yield f"{left} fails in the baseline fail no more: make a new one, or it will cover them again"
        if new := sorted(set(checks) - self.checks):
            yield f"the baseline was made without checks that ran now: {', '.join(new)}"


def _of_plan(finding: Finding) -> tuple[str, ...]:
    """Return the rest of a finding's name, as if it were one of the plan: what was there is what the plan starts from."""
    return (str(Layer.PLAN), finding.check, finding.address)


def load_baseline(path: Path, aliases: Mapping[str, str]) -> Baseline:
    """Return the baseline in a file; a fail of a former check (in `aliases`) is one of the check that it means now.

    Raises BadInput for a file that cannot be read or is not the JSON of an earlier run.
    """
    try:
        document = strict_json.load(path.read_text(encoding="utf-8"))
        rows = [f | {"check": aliases.get(f["check"], f["check"])} for f in document["findings"]]
        fails = (tuple(str(f[name]) for name in _NAME) for f in rows if f["verdict"] == Verdict.FAIL)
        judged = frozenset((str(p["system"]), str(p["environment"])) for p in document["plans"])
        return Baseline(frozenset(fails), judged, frozenset(aliases.get(c, c) for c in document["checks"]))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}", _HINT) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path}: not a baseline ({error})", _HINT) from error
