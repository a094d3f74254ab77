"""A stack-environment that was applied to an emulator, and what can be asked of it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from tfproof.emulator import Emulator
from tfproof.emulator.leaving_out import Limits, left_out
from tfproof.errors import EnvironmentProblem
from tfproof.files import write_whole
from tfproof.findings import Layer
from tfproof.plans.addresses import configuration_address
from tfproof.plans.view import Plan
from tfproof.processes import fitting
from tfproof.project.layout import Project
from tfproof.project.results import make_private, results_of
from tfproof.terraform.diagnostics import Diagnostic
from tfproof.terraform.ours import VARIABLES_FILE
from tfproof.terraform.root import PlanRun
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import WorkingCopy

#: Where the emulator keeps the states of what is applied to it. A file would be written whole after every resource, which
#: takes most of the time of a large apply; a bucket gets one now and then.
_STATE_BUCKET = "tfproof-state"
#: Bytes for a large stack: Terraform, the provider once for each of its configurations, the emulator and the tests.
_MEMORY = 3 * 2**30


def at_once(project: Project) -> int:
    """Return how many stack-environments are applied side by side: all that fit into memory, since an apply mostly waits."""
    return min(fitting(_MEMORY), max(1, sum(len(project.environments(stack)) for stack in project.stacks)))


class AppliedStack:
    """One stack-environment on one emulator. Use as a context manager; leaving it discards everything.

    What the emulator lacks by its `limits` is not applied, nor is anything that depends on it; after `apply`,
    `left_out` lists that by the address of the declaration, each with the reason. `planned` is what Terraform was going to
    make, `plan` what was read back.
    """

    def __init__(
        self,
        project: Project,
        toolchain: Toolchain,
        emulator: Emulator,
        stack: str,
        environment: str,
        variables: dict[str, Any] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.stack = stack
        self.environment = environment
        self.emulator = emulator
        self._project = project
        self._temporary = tempfile.TemporaryDirectory(prefix="tfproof-")
        self._copy = WorkingCopy(
            project.directory(stack),
            toolchain,
            emulator.endpoint,
            Path(self._temporary.name),
            access_key=emulator.access_key,
            workspace=environment,
        )
        self._variables = dict(variables or {})
        self._var_files = [f"environments/{environment}.tfvars", VARIABLES_FILE]
        self._limits = limits or Limits()
        self._targets: list[str] = []
        self.left_out: dict[str, str] = {}
        self.planned: Plan | None = None
        self.plan: Plan | None = None

    def __enter__(self) -> AppliedStack:
        self._copy.__enter__()
        self.client("s3").create_bucket(Bucket=_STATE_BUCKET)
        self._copy.isolate(state_bucket=_STATE_BUCKET)
        self._copy.init()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._temporary.cleanup()

    def apply(self, **changed: Any) -> Plan:
        """Apply, with variables changed if any are given, and read the state back.

        Raises EnvironmentProblem with what Terraform said if that fails.
        """
        self._variables |= changed
        self._copy.write(VARIABLES_FILE, self._variables)
        source, base = self._project.directory(self.stack), self._project.root
        planned = self._copy.plan(self._var_files)
        if self._limits and planned.raw is not None and not planned.errors:
            self._choose(planned.raw)
            planned = self._copy.plan(self._var_files, targets=self._targets)
        if planned.raw is not None:
            self.planned = Plan(planned.raw, source, Layer.PLAN, base)
        errors = planned.errors if planned.raw is None or planned.errors else self._copy.apply_planned()
        if errors:
            _ = self.emulator.endpoint  # an emulator that has died says so here, and that is the reason then
            said = "\n".join(str(e) for e in errors)
            raise EnvironmentProblem(
                f"{self.stack} {self.environment} does not apply:\n{said}", "read the errors above"
            )
        assert self.planned is not None
        self.plan = Plan.from_state(self._copy.show(), self.planned)
        self.plan.left_out = self.left_out
        return self.plan

    def _choose(self, raw: dict[str, Any]) -> None:
        """Divide what is planned into what is applied and what is left out."""
        planned = {c["address"]: c for c in raw.get("resource_changes", []) if c["mode"] == "managed"}
        lacking = {
            a: r for a, c in planned.items() if (r := self._limits.reason_against(c["type"], c["change"]["after"]))
        }
        # A declaration goes as a whole, with what depends on it, only where nothing of it is left.
        made = {configuration_address(a) for a in planned if a not in lacking}
        causes = {d: r for a, r in lacking.items() if (d := configuration_address(a)) not in made}
        reasons = left_out(self._copy.graph(), causes)
        kept = [a for a in planned if a not in lacking and configuration_address(a) not in reasons]
        if planned and not kept:
            raise EnvironmentProblem(
                f"nothing of {self.stack} {self.environment} can be applied to {self.emulator.name}",
                "apply it to another emulator",
            )
        used = {configuration_address(a) for a in planned}
        some = {a: r for a, r in lacking.items() if configuration_address(a) in made}
        self.left_out = dict(sorted(({a: r for a, r in reasons.items() if a in used} | some).items()))
        self._targets = kept if self.left_out else []

    def plan_again(self) -> PlanRun:
        """Plan against the state and the emulator; an unchanged stack has nothing to do.

        An update of nothing but what the emulator is known to forget is not part of the answer.
        """
        run = self._copy.plan(self._var_files, refresh=True, targets=self._targets)
        if run.raw is None:
            return run
        kept = [c for c in run.raw.get("resource_changes", []) if not self._only_forgotten(c)]
        return replace(run, raw={**run.raw, "resource_changes": kept})

    def _only_forgotten(self, change: dict[str, Any]) -> bool:
        forgotten = self._limits.forgotten.get(change["type"], frozenset())
        return change["change"]["actions"] == ["update"] and set(_differing(change["change"])) <= forgotten

    def destroy(self) -> list[Diagnostic]:
        """Destroy everything; return the errors."""
        return self._copy.destroy(self._var_files)

    def state(self) -> dict[str, Any]:
        """Return the state as `terraform show -json` gives it."""
        return self._copy.show()

    def client(self, service: str, region: str = "us-east-1") -> Any:
        """Return a boto3 client of the emulator."""
        return self.emulator.client(service, region)

    def save(self) -> Path:
        """Keep the state and its plan's configuration for the evidence; return the file."""
        assert self.plan is not None
        return save_applied(self._project, self.stack, self.environment, self.plan, self.emulator.describe())


def changes(run: PlanRun) -> list[str]:
    """Return what a second plan would change: address and actions, `no-op` and reads left out."""
    if run.raw is None:
        return [str(e) for e in run.errors]
    return [
        f"{c['address']}: {'/'.join(c['change']['actions'])} {_differences(c['change'])}"
        for c in run.raw.get("resource_changes", [])
        if c["change"]["actions"] not in (["no-op"], ["read"])
    ]


def _differences(change: dict[str, Any]) -> str:
    before, after = change.get("before") or {}, change.get("after") or {}
    named = [f"{k}: {before.get(k)!r} -> {after.get(k, 'known after apply')!r}" for k in _differing(change)]
    return "; ".join(named)[:500]


def _differing(change: dict[str, Any]) -> list[str]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    return [
        k
        for k in sorted({*before, *after, *unknown})
        if before.get(k) != after.get(k) and not (unknown.get(k) is True and k not in after and k not in before)
    ]


def _folder(project: Project) -> Path:
    return results_of(project) / "applied"


def save_applied(project: Project, stack: str, environment: str, plan: Plan, emulator: dict[str, Any]) -> Path:
    """Write what was read back, with the configuration it came from, beside the results of the same tree."""
    saved = {
        "stack": stack,
        "environment": environment,
        "emulator": emulator,
        "left_out": dict(plan.left_out),
        "raw": dict(plan),
    }
    make_private(project)
    path = _folder(project) / f"{stack}-{environment}.json"
    write_whole(path, json.dumps(saved).encode(), private=True)
    return path


def load_applied(project: Project) -> list[tuple[str, str, Plan, dict[str, Any]]]:
    """Return stack, environment, the plan view of the state and the emulator's description of each saved apply.

    They come in the order of the project's stacks and of their environments, as everywhere else in a report.
    """
    found: list[tuple[str, str, Plan, dict[str, Any]]] = []
    folder = _folder(project)
    wanted = (folder / f"{s}-{e}.json" for s in project.stacks for e in project.environments(s))
    for path in (p for p in wanted if p.is_file()):
        saved = json.loads(path.read_text())
        source = project.directory(saved["stack"])
        plan = Plan(saved["raw"], source, Layer.APPLIED, project.root)
        plan.left_out = saved["left_out"]
        found.append((saved["stack"], saved["environment"], plan, saved["emulator"]))
    return found
