"""Turns cases into outcomes: from the cache, else with as few terraform processes as possible."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from tfproof.errors import TfproofError
from tfproof.findings import Layer
from tfproof.plans.view import Plan
from tfproof.progress import say
from tfproof.project.layout import Project
from tfproof.terraform.hcl import reachable
from tfproof.terraform.planning.batch import case_of, shards, split, write_root
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import Diagnostic, InvalidConfiguration, PlanRun, WorkingCopy

if TYPE_CHECKING:
    from tfproof.emulator.moto import MotoEmulator

#: Cases a root: the cost per resource grows beyond (measured best between 100 and 200).
SHARD = 150
#: Memory of one terraform with its provider, in bytes.
_PLAN_MEMORY = 850 * 2**20


class Planner:
    """Plans cases of one project; safe to use from several processes, which then plan nothing twice."""

    def __init__(self, project: Project, toolchain: Toolchain | None = None, *, quiet: bool = False) -> None:
        self.project = project
        self.toolchain = toolchain or Toolchain.find(project.cache)
        self.cache = Cache(project, self.toolchain)
        self.quiet = quiet
        self._loaded: dict[Case, Outcome] = {}
        self._problem: tuple[set[Case], TfproofError] | None = None

    def outcome(self, case: Case) -> Outcome:
        """Return the outcome of one case."""
        return self.outcomes([case])[case]

    def outcomes(self, cases: Iterable[Case]) -> dict[Case, Outcome]:
        """Return the outcome of each case; those that are not remembered are planned together."""
        wanted = list(dict.fromkeys(cases))
        if self._problem is not None and self._problem[0] & set(wanted):
            raise self._problem[1]  # what could not be planned a moment ago is not tried for every test again
        if any(c not in self._loaded and not self._load(c) for c in wanted):
            with FileLock(self._lock(wanted)):
                missing = [c for c in wanted if c not in self._loaded and not self._load(c)]
                try:
                    self._plan(missing)
                except TfproofError as error:
                    self._problem = ({c for c in missing if c not in self._loaded}, error)
                    raise
        return {c: self._loaded[c] for c in wanted}

    def _lock(self, cases: Sequence[Case]) -> Path:
        """The lock of those who want the same cases, such as the workers of one test run; others need not wait."""
        digest = hashlib.sha256(" ".join(sorted(c.id for c in cases)).encode()).hexdigest()
        path = self.project.cache / "locks" / digest[:16]
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def plan(self, case: Case) -> Plan:
        """Return the plan of a case that is expected to plan; raise ValueError with the errors otherwise."""
        outcome = self.outcome(case)
        if outcome.raw is None:
            refusal = outcome.refusal
            raise ValueError(f"{case} does not plan:\n{refusal.message if refusal else ''}")
        return Plan(outcome.raw, case.directory(self.project), Layer.PLAN, self.project.root)

    def plan_all(self, cases: Sequence[Case]) -> list[Plan]:
        """Return the plans of many cases, planned together, in the order of the cases."""
        self.outcomes(cases)
        return [self.plan(c) for c in cases]

    def _load(self, case: Case) -> bool:
        outcome = self.cache.load(case)
        if outcome is not None:
            self._loaded[case] = outcome
        return outcome is not None

    def _plan(self, cases: Sequence[Case]) -> None:
        for case in cases:
            case.check(self.project)
        modules = [c for c in cases if self.project.is_module(c.target)]
        roots = [c for c in cases if not self.project.is_module(c.target)]
        jobs: list[Callable[[], None]] = []
        for refused in (False, True):
            for shard in shards([c for c in modules if c.refused is refused], SHARD):
                jobs.append(lambda shard=shard, own=refused: self._plan_together(shard, own_copies=own))  # type: ignore[misc]
        with _Server(bool(roots), self._say) as server:
            jobs += [lambda c=c: self._plan_root(c, server.url) for c in roots]  # type: ignore[misc]
            if jobs:
                targets = len({c.target for c in cases})
                self._say(f"planning {len(cases)} cases of {targets} modules and stacks in {len(jobs)} terraform runs")
            with ThreadPoolExecutor(_workers()) as pool:
                for future in [pool.submit(job) for job in jobs]:
                    future.result()

    def _say(self, text: str) -> None:
        if not self.quiet:
            say(text)

    def _keep(self, case: Case, outcome: Outcome) -> None:
        self.cache.store(case, outcome)
        self._loaded[case] = outcome

    def _plan_root(self, case: Case, endpoint: str) -> None:
        """Plan a stack in a working copy of its own, with its native variable file, as a person would."""
        var_files: list[str] = []
        with WorkingCopy(case.directory(self.project), self.toolchain, endpoint) as copy:
            copy.isolate()
            if case.environment:
                var_files.append(f"environments/{case.environment}.tfvars")
            if case.variables:
                copy.write("tfproof.tfvars.json", case.variables)
                var_files.append("tfproof.tfvars.json")
            copy.init()
            run = copy.plan(var_files)
        self._keep(case, Outcome(None, tuple(run.errors)) if run.errors else Outcome(run.raw))

    def _plan_together(self, cases: Sequence[Case], *, own_copies: bool) -> None:
        """Plan cases in one root; take out those that Terraform refuses until the rest plans.

        Terraform reports errors in phases, so what is left is planned again after each phase that had errors.
        """
        left = list(cases)
        while left:
            try:
                run = self._run(left, own_copies=own_copies)
            except InvalidConfiguration as error:
                broken = [c for c in left if self._reaches(c, error)]
                for case in broken or left:
                    self._keep(case, Outcome(None, (Diagnostic("error", error.message),)))
                left = [c for c in left if broken and c not in broken]
                continue
            blamed, nameless = _attributed(run.errors)
            if nameless and not own_copies:
                self._plan_together(left, own_copies=True)
                return
            refused = [c for c in left if c.id in blamed]
            if nameless and not refused:
                if len(left) == 1:
                    self._keep(left[0], Outcome(None, tuple(nameless)))
                    return
                for half in (left[: len(left) // 2], left[len(left) // 2 :]):
                    self._plan_together(half, own_copies=True)
                return
            for case in refused:
                self._keep(case, Outcome(None, tuple(blamed[case.id])))
            left = [c for c in left if c.id not in blamed]
            if run.raw is not None and not nameless:
                # An errored plan is written as well, and in it the cases without an error are complete.
                for case, raw in split(run.raw, left).items():
                    self._keep(case, Outcome(raw))
                return

    def _reaches(self, case: Case, error: InvalidConfiguration) -> bool:
        """Whether a case is, or calls, the module whose files Terraform cannot accept."""
        if case_of(error.file):
            return case.id == case_of(error.file)
        modules = (os.path.relpath(p, self.project.root) for p in reachable(case.directory(self.project)))
        return any(f"{m}/" in error.file for m in modules)

    def _run(self, cases: Sequence[Case], *, own_copies: bool) -> PlanRun:
        with tempfile.TemporaryDirectory(prefix="tfproof-") as base:
            root = write_root(Path(base), cases, self.project, own_copies=own_copies)
            copy = WorkingCopy(root, self.toolchain)
            copy.root = root
            copy.init()
            return copy.plan()


class _Server(AbstractContextManager["_Server"]):
    """An emulator for the data sources of stacks, started only when a stack is planned."""

    def __init__(self, needed: bool, say: Callable[[str], None]) -> None:
        self._needed = needed
        self._say = say
        self._emulator: MotoEmulator | None = None
        self.url = ""

    def __enter__(self) -> _Server:
        if self._needed:
            # Only stacks need it, and it is slow to import.
            from tfproof.emulator.moto import MotoEmulator  # noqa: PLC0415

            self._emulator = MotoEmulator.start()
            self.url = self._emulator.endpoint
        return self

    def __exit__(self, *_: object) -> None:
        if self._emulator is not None:
            self._emulator.stop()


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


def _workers() -> int:
    """How many terraform processes may run side by side: by cores and by memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(os.cpu_count() or 1, memory // _PLAN_MEMORY))
