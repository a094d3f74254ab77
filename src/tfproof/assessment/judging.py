"""What plans are judged by, and its application to one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tfproof.assessment.controls import Judged
from tfproof.checks import Check, Settings, aliases, judge, load_settings, registry
from tfproof.errors import BadInput, instead_of
from tfproof.plans.view import Plan
from tfproof.project.exemptions import Exemption, apply_exemptions, load_exemptions
from tfproof.project.settings import load_scopes, refuse_unknown_scopes


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
        refuse_unknown_scopes(scopes, known_scopes(), "scope")
        judgement = judge(
            plan,
            self.checks.values(),
            self.settings,
            environment=environment,
            system=system,
            scopes=scopes | self.scopes.get(system, frozenset()),
        )
        asked = replace(judgement, findings=apply_exemptions(judgement.findings, self.exemptions))
        return Judged(system, environment, plan.layer, label, asked, place or plan.place)
