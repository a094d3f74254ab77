"""Plans cases in one root and puts everything that Terraform says down to the case that it is about."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tfproof.errors import TfproofError
from tfproof.terraform.diagnostics import Diagnostic, Kind, explained, worst
from tfproof.terraform.initialising import InvalidConfiguration, NotHere
from tfproof.terraform.planning.batch import Batch, case_of
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.planning.splitting import split
from tfproof.terraform.root import PlanRun

#: How often a root that failed as a whole is divided: twice the halvings of a full root leave two culprits alone. Where
#: the machine itself fails, it fails in every part, and more would only take time.
_DIVISIONS = 16


@dataclass
class Results:
    """Where the outcome, or the fault, of each case goes."""

    keep: Callable[[Case, Outcome], None]
    fail: Callable[[Case, TfproofError], None]

    def conclude(self, case: Case, run: PlanRun) -> None:
        """Take what planning a case alone gave."""
        if not run.errors:
            self.keep(case, Outcome(run.raw))
        elif worst(run.errors) is Kind.REFUSAL:
            self.keep(case, Outcome(None, tuple(run.errors)))
        else:
            self.fail(case, explained(run.errors, str(case)))


@dataclass
class Together:
    """Plans the cases of one group: those with the same lock file and emulator."""

    cache: Cache
    results: Results
    lock: Path | None
    endpoint: str | None
    _divisions: int = field(default=_DIVISIONS, init=False)

    def plan(self, cases: Sequence[Case], *, own_copies: bool) -> None:
        """Plan cases in one root; take out those that Terraform refuses until the rest plans.

        Terraform reports errors in phases, so what is left is planned again after each phase that had errors.
        """
        left = list(cases)
        while left:
            with tempfile.TemporaryDirectory(prefix="tfproof-") as base:
                try:
                    batch = self._batch(Path(base), left, own_copies=own_copies)
                    left = self._round(batch, left, own_copies=own_copies)
                except TfproofError as error:
                    self._fail(left, error)
                    return

    def _batch(self, base: Path, cases: Sequence[Case], *, own_copies: bool) -> Batch:
        cache = self.cache
        footprints = {c: cache.footprint(c) for c in cases}
        return Batch(
            base, footprints, cache.project, cache.toolchain, self.endpoint, lock=self.lock, own_copies=own_copies
        )

    def _round(self, batch: Batch, left: list[Case], *, own_copies: bool) -> list[Case]:
        """Run Terraform once; return the cases that have to be planned again."""
        try:
            batch.init()
            run = batch.plan()
        except InvalidConfiguration as error:
            told = InvalidConfiguration(batch.explained(error.message), error.hint, error.file)
            if broken := self._reaching(batch, left, error.file):
                self._fail(broken, told)
                return [c for c in left if c not in broken]
            return self._divided(left, told, own_copies=own_copies)
        except NotHere as error:
            return self._divided(left, error, own_copies=own_copies)
        if any(e.is_crash for e in run.errors):
            # What else a provider said that ended is not certain.
            return self._divided(left, explained(run.errors, "planning together"), own_copies=own_copies, alone=True)
        blamed, nameless = _attributed(run.errors)
        if nameless and not own_copies:
            self.plan(left, own_copies=True)
            return []
        refused = [c for c in left if c.id in blamed]
        if nameless and not refused:
            if len(left) > 1:
                problem = explained(nameless, "planning together")
                return self._divided(left, problem, own_copies=own_copies, alone=True)
            blamed, refused = {left[0].id: nameless}, left
        for case in refused:
            seen = tuple(batch.as_a_stranger_sees(d, case) for d in blamed[case.id])
            self.results.conclude(case, PlanRun(None, seen))
        left = [c for c in left if c.id not in blamed]
        if run.raw is None or nameless:
            return left
        # An errored plan is written as well, and in it the cases without an error are complete.
        for case, raw in split(run.raw, left, batch.place).items():
            self.results.keep(case, Outcome(raw))
        return []

    def _divided(self, left: list[Case], error: TfproofError, *, own_copies: bool, alone: bool = False) -> list[Case]:
        """Plan the cases in two parts, so that what is wrong with one spoils no other; return nothing to be done.

        Parts keep a module's cases together unless each could be the culprit `alone`.
        """
        modules = list(dict.fromkeys(c.directory(self.cache.project) for c in left))
        if len(modules) > 1:
            first = set(modules[: len(modules) // 2])
            parts = [[c for c in left if (c.directory(self.cache.project) in first) is side] for side in (True, False)]
        else:
            parts = [left[: len(left) // 2], left[len(left) // 2 :]] if alone and len(left) > 1 else []
        if not parts or not self._divisions:
            self._fail(left, error)
            return []
        self._divisions -= 1
        for part in parts:
            self.plan(part, own_copies=own_copies)
        return []

    def _fail(self, cases: Iterable[Case], error: TfproofError) -> None:
        for case in cases:
            self.results.fail(case, error)

    def _reaching(self, batch: Batch, cases: Iterable[Case], file: str) -> list[Case]:
        """The cases that are, or call, the module whose files Terraform cannot accept."""
        original = batch.original(file)
        if original is None:
            return [c for c in cases if c.id == case_of(file)]
        place = original.parent
        return [c for c in cases if place in {d.path for d in self.cache.footprint(c).directories}]


def _attributed(errors: Iterable[Diagnostic]) -> tuple[dict[str, list[Diagnostic]], list[Diagnostic]]:
    """Sort errors by the case that their address, file or context names; return also those that name none."""
    blamed: dict[str, list[Diagnostic]] = {}
    nameless: list[Diagnostic] = []
    for error in errors:
        case_id = case_of(error.address, error.file, error.context, error.detail, *(t for t, _ in error.values))
        if case_id:
            blamed.setdefault(case_id, []).append(error)
        else:
            nameless.append(error)
    return blamed, nameless
