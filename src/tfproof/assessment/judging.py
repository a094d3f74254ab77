"""What plans are judged by, and its application to one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfproof.assessment.controls import Judged
from tfproof.checks import Check, Settings, judge, load_settings, registry
from tfproof.errors import BadInput
from tfproof.plans.view import Plan
from tfproof.project.settings import load_scopes


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What plans are judged by: the chosen checks, the project's settings, and the scopes of each system."""

    checks: Mapping[str, Check]
    settings: Settings
    scopes: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, settings_file: Path | None, only: Sequence[str] = (), skip: Sequence[str] = ()) -> Rulebook:
        """Choose checks and read the settings file; raise BadInput for a name that does not exist."""
        known = registry()
        for name in (*only, *skip):
            if name not in known:
                raise BadInput(f"no such check: {name}", "see 'tfproof explain' for all of them")
        chosen = {i: c for i, c in known.items() if (not only or i in only) and i not in skip}
        if not chosen:
            raise BadInput("no check is left to run", "choose fewer with --skip-check")
        return cls(chosen, load_settings(settings_file, known), load_scopes(settings_file))

    def judge(
        self, plan: Plan, *, system: str, environment: str, label: str, scopes: frozenset[str] = frozenset()
    ) -> Judged:
        """Judge one plan."""
        judgement = judge(
            plan,
            self.checks.values(),
            self.settings,
            environment=environment,
            system=system,
            scopes=scopes | self.scopes.get(system, frozenset()),
        )
        return Judged(system, environment, plan.layer, label, judgement, str(plan.source or ""))
