"""Turns cases into outcomes: from the cache, else with as few terraform processes as possible."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from filelock import FileLock

from tfproof.errors import EnvironmentProblem, TfproofError
from tfproof.files import writing
from tfproof.findings import Layer
from tfproof.plans.view import Plan
from tfproof.processes import fitting
from tfproof.progress import say
from tfproof.project.layout import Project
from tfproof.terraform import running
from tfproof.terraform.planning.alone import needs_its_own_root, plan_alone
from tfproof.terraform.planning.batch import shards
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.planning.together import Results, Together
from tfproof.terraform.planning.validations import refused_by_validations
from tfproof.terraform.provider_types import PROVIDER
from tfproof.terraform.toolchain import Toolchain

if TYPE_CHECKING:
    from pathlib import Path

    from tfproof.emulator.moto import MotoEmulator

#: Cases a root: the cost per resource grows beyond (measured best between 100 and 200).
SHARD = 150
#: So many cases are worth a root of their own where a core would be idle otherwise.
_WORTH = 20
#: Memory of one terraform with its provider, in bytes.
_PLAN_MEMORY = 850 * 2**20
#: Outcomes that are held in memory: those of one test and its neighbours.
_HELD = 8


class Planner:
    """Plans cases of one project; safe to use from several processes, which then plan nothing twice.

    What is wrong with one case is raised where that case is asked for, and spoils no other. It is tried once in the life
    of a planner, whatever it was: each test that waits for the same dead provider would wait as long. Another planner, of
    another process or of the next run, tries it again, since nothing but plans and refusals is kept on disk.

    The cases that are `foreseen` are planned together with the first that has to be planned.
    """

    def __init__(
        self,
        project: Project,
        toolchain: Toolchain | None = None,
        *,
        foreseen: Iterable[Case] = (),
        quiet: bool = False,
    ) -> None:
        self.project = project
        project.make_build()
        self.toolchain = toolchain or Toolchain.find(project.cache)
        self.cache = Cache(project, self.toolchain)
        self.quiet = quiet
        self._foreseen = tuple(foreseen)
        self._settled: set[Case] = set()
        self._failed: dict[Case, TfproofError] = {}
        self._of_the_moment: dict[Case, Outcome] = {}
        self._held: OrderedDict[Case, Outcome] = OrderedDict()
        self._views: dict[Case, Plan] = {}

    def outcome(self, case: Case) -> Outcome:
        """Return the outcome of one case; raise the TfproofError that kept it from being planned."""
        self._settle([case])
        if case not in self._failed and (found := self._load(case)) is not None:
            return found
        if case not in self._failed:  # its entry has been damaged or removed
            self._settled.discard(case)
            self._settle([case], anew=True)
        if case in self._failed:
            raise self._failed[case].with_traceback(None)
        found = self._load(case)
        if found is None:
            raise EnvironmentProblem(
                f"{case}: its plan has just been written and is not there", f"look at {self.project.cache}"
            )
        return found

    def outcomes(self, cases: Iterable[Case]) -> Mapping[Case, Outcome]:
        """See to it that all cases are planned, those that are not remembered together; raise for none of them.

        The mapping loads an outcome when it is asked for, and raises the TfproofError of a case that could not be planned.
        """
        wanted = list(dict.fromkeys(cases))
        self._settle(wanted)
        return _Outcomes(self, wanted)

    def plan(self, case: Case) -> Plan:
        """Return the plan of a case that is expected to plan; raise ValueError with the errors otherwise.

        Raises the TfproofError of a case that could not be planned.
        """
        return self.view(case, self.outcome(case))

    def view(self, case: Case, outcome: Outcome) -> Plan:
        """Return the plan that an outcome of the case holds; raise ValueError with the errors where it holds none."""
        if outcome.raw is None:
            refusal = outcome.refusal
            raise ValueError(f"{case} does not plan:\n{refusal.message if refusal else ''}")
        plan = self._views.get(case)
        if plan is None or plan.raw is not outcome.raw:
            plan = Plan(outcome.raw, case.directory(self.project), Layer.PLAN, self.project.root)
            if case in self._held:
                self._views[case] = plan
        return plan

    def plan_all(self, cases: Sequence[Case]) -> list[Plan]:
        """Return the plans of many cases, planned together, in the order of the cases."""
        self._settle(cases)
        return [self.plan(c) for c in cases]

    def _settle(self, cases: Iterable[Case], *, anew: bool = False) -> None:
        """Plan what is neither remembered nor known to fail; one process of a project at a time does so."""
        wanted = dict.fromkeys(c for c in cases if not self._is_settled(c, anew=anew))
        if not wanted:
            return
        wanted |= dict.fromkeys(c for c in self._foreseen if not self._is_settled(c, anew=False))
        lock = self.project.cache / "locks" / "planning"
        with ExitStack() as held:
            with writing(lock):
                lock.parent.mkdir(parents=True, exist_ok=True)
                held.enter_context(FileLock(lock))
            self._plan([c for c in wanted if not self._is_settled(c, anew=anew)])

    def _is_settled(self, case: Case, *, anew: bool) -> bool:
        if case in self._settled or case in self._failed:
            return True
        try:
            there = self._load(case) is not None if anew else self.cache.has(case)
        except TfproofError as error:
            self._fail(case, error)
            return True
        except OSError as error:
            self._fail(case, EnvironmentProblem(f"{case}: {error.filename}: {error.strerror}", "make it readable"))
            return True
        if there:
            self._settled.add(case)
        return there

    def _load(self, case: Case) -> Outcome | None:
        if case in self._of_the_moment:
            return self._of_the_moment[case]
        if case not in self._held:
            outcome = self.cache.load(case)
            if outcome is None:
                return None
            self._held[case] = outcome
            while len(self._held) > _HELD:
                self._views.pop(self._held.popitem(last=False)[0], None)
        self._held.move_to_end(case)
        return self._held[case]

    def _keep(self, case: Case, outcome: Outcome) -> None:
        try:
            if self.cache.remembers(case):
                self.cache.store(case, outcome)
            else:
                self._of_the_moment[case] = outcome
        except TfproofError as error:
            self._fail(case, error)
            return
        self._settled.add(case)

    def _fail(self, case: Case, error: TfproofError) -> None:
        self._failed[case] = error

    def _plan(self, cases: Sequence[Case]) -> None:
        cases = [c for c in cases if self._is_sound(c)]
        results = Results(self._keep, self._fail)
        with _Server(self._say) as server:
            alone = dict.fromkeys(c for c in cases if needs_its_own_root(c, self.cache))
            together = [c for c in cases if c not in alone]
            # Few of those that share roots wait for the emulator to start.
            jobs = [
                *self._jobs_together(together, results, server, len(alone)),
                *self._jobs_alone(alone, results, server),
            ]
            if not jobs:
                return
            targets = len({c.target for c in cases})
            self._say(f"planning {len(cases)} cases of {targets} modules and stacks in {len(jobs)} terraform runs")
            pool = ThreadPoolExecutor(_workers())
            try:
                for future in [pool.submit(self._guarded, *job) for job in jobs]:
                    future.result()
            except BaseException:
                with running.ended():
                    pool.shutdown(cancel_futures=True)
                raise
            pool.shutdown()
        self.cache.prune()

    def _is_sound(self, case: Case) -> bool:
        try:
            case.check(self.project)
        except TfproofError as error:
            self._fail(case, error)
            return False
        return True

    def _jobs_together(
        self, cases: Iterable[Case], results: Results, server: _Server, beside: int
    ) -> Iterator[tuple[Sequence[Case], Callable[[], None]]]:
        """Yield what plans the cases of modules: those that are alike in what a root has but once share roots.

        So do those that ask for the same providers, so that one that cannot be had keeps nothing else from being planned.

        They share more than one where fewer roots, with those `beside` them, would leave a core idle.
        """
        groups: dict[tuple[bool, Path | None, bool, frozenset[str]], list[Case]] = {}
        for case in cases:
            asks, others = self.cache.asks_an_emulator(case), self.cache.footprint(case).providers - {PROVIDER}
            groups.setdefault((case.refused, self.cache.lock_file(case), asks, others), []).append(case)
        idle = max(0, _workers() - beside - len(groups))
        for (refused, lock, asks, _), group in groups.items():
            size = max(_WORTH, -(-len(group) // (idle + 1)))
            for shard in shards(group, min(SHARD, size)):

                def job(
                    shard: Sequence[Case] = shard, lock: Path | None = lock, asks: bool = asks, own: bool = refused
                ) -> None:
                    together = Together(self.cache, results, lock, server.url() if asks else None)
                    together.plan(shard, own_copies=own)

                yield shard, job

    def _jobs_alone(
        self, cases: Iterable[Case], results: Results, server: _Server
    ) -> Iterator[tuple[Sequence[Case], Callable[[], None]]]:
        for case in cases:

            def job(case: Case = case) -> None:
                if (run := refused_by_validations(case, self.cache)) is None:
                    run = plan_alone(case, self.cache, server.url() if self.cache.asks_an_emulator(case) else None)
                results.conclude(case, run)

            yield [case], job

    def _guarded(self, cases: Sequence[Case], job: Callable[[], None]) -> None:
        """Do a job; what it raises is the fault of those of its cases that it did not come to."""
        try:
            job()
        except TfproofError as error:
            problem = error
        except OSError as error:
            said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            problem = EnvironmentProblem(f"planning failed: {said}", "look at the disk and its permissions")
        else:
            return
        for case in cases:
            if case not in self._settled and case not in self._failed:
                self._fail(case, problem)

    def _say(self, text: str) -> None:
        if not self.quiet:
            say(text)


class _Outcomes(Mapping[Case, Outcome]):
    """The outcomes of cases, each loaded when it is asked for."""

    def __init__(self, planner: Planner, cases: Sequence[Case]) -> None:
        self._planner = planner
        self._cases = dict.fromkeys(cases)

    def __getitem__(self, case: Case) -> Outcome:
        if case not in self._cases:
            raise KeyError(case)
        return self._planner.outcome(case)

    def __iter__(self) -> Iterator[Case]:
        return iter(self._cases)

    def __len__(self) -> int:
        return len(self._cases)


class _Server(AbstractContextManager["_Server"]):
    """An emulator for data sources, started when the first case needs it. A problem with it is that case's and the next's."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._lock = threading.Lock()
        self._emulator: MotoEmulator | None = None
        self._problem: TfproofError | None = None

    def url(self) -> str:
        """Return where the emulator listens; raise the TfproofError that keeps it from starting."""
        with self._lock:
            if self._problem is not None:
                raise self._problem
            if self._emulator is None:
                # Few cases need it, and it is slow to import.
                from tfproof.emulator.moto import MotoEmulator  # noqa: PLC0415

                try:
                    self._emulator = MotoEmulator.start()
                except TfproofError as error:
                    self._problem = error
                    raise
            return self._emulator.endpoint

    def __exit__(self, *_: object) -> None:
        if self._emulator is not None:
            self._emulator.stop()


def _workers() -> int:
    """How many terraform processes may run side by side: by cores and by memory."""
    return min(os.cpu_count() or 1, fitting(_PLAN_MEMORY))
