"""Terraform run in the directory of a root module, through tftest, and what it answered."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tftest

from tfproof.errors import EnvironmentProblem
from tfproof.places import shown
from tfproof.terraform import running
from tfproof.terraform.chosen import Chosen
from tfproof.terraform.diagnostics import Diagnostic, Kind, worst
from tfproof.terraform.initialising import init_problem
from tfproof.terraform.isolation import isolate_module
from tfproof.terraform.locks import LOCK_FILE
from tfproof.terraform.ours import PLAN_FILE
from tfproof.terraform.provider_types import PROVIDER, Doubt, remembered
from tfproof.terraform.standing_in import StandIn, doubted
from tfproof.terraform.toolchain import Toolchain

_INIT = ("-input=false", "-no-color")
_HINT = "run 'tfproof doctor', and 'terraform {}' there to see all of it"


@dataclass(frozen=True, slots=True)
class PlanRun:
    """What one `terraform plan` gave: the plan's JSON (None if none was written) and what Terraform said."""

    raw: dict[str, Any] | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        """The diagnostics that are errors."""
        return [d for d in self.diagnostics if d.severity == "error"]


class _Terraform(tftest.TerraformTest):  # type: ignore[misc]
    """tftest's wrapper with an environment of our own, both pipes drained, a time limit, and no process left behind."""

    def __init__(self, directory: Path, binary: Path, environment: Mapping[str, str], where: str) -> None:
        super().__init__(str(directory), binary=str(binary), cache_dir=str(directory))
        self.env = environment
        self._where = where

    def execute_command(self, cmd: str, *cmd_args: str) -> running.Ended:
        """Run a terraform command to its end, whatever its exit code; raise EnvironmentProblem where it had none."""
        what = f"{self._where}: terraform {cmd}"
        ended = running.run([self.binary, cmd, *cmd_args], cwd=Path(self.tfdir), environment=self.env, what=what)
        if ended.code in (126, 127):
            raise EnvironmentProblem(f"{what} cannot be started ({_last_line(ended.err)})", "run 'tfproof doctor'")
        if ended.signal:
            raise EnvironmentProblem(
                f"{what} was ended by {ended.signal}", "look at the machine's memory and limits, and run it again"
            )
        return ended


@dataclass
class Root:
    """A directory that terraform runs in. Messages name `source`, the user's own directory, in its place."""

    directory: Path
    source: Path
    toolchain: Toolchain
    endpoint: str | None = None
    #: The user's own lock file, where it is not the one in `source`.
    lock: Path | None = None
    #: The directory around everything that was copied, where the directory itself is not all.
    base: Path | None = None
    #: The workspace that Terraform works in, made where there is none; the default one without a name.
    workspace: str = ""

    def init(self) -> None:
        """Run `terraform init`; raise EnvironmentProblem or BadInput in one line when it cannot."""
        chosen = Chosen(self.directory, self.toolchain)
        if not (chosen.is_locked and self._init_but_aws(chosen)):
            ended = self._run("init", *_INIT, network=True)
            if ended.code:
                raise init_problem(ended, self.source, self.lock or self.source / LOCK_FILE, self.toolchain)
            with doubted():
                chosen.remember(self._aws_provider, _sources(self.base or self.directory))
        for module in sorted((self.directory / ".terraform" / "modules").glob("*/")):
            for place in sorted({f.parent for pattern in ("*.tf", "*.tf.json") for f in module.rglob(pattern)}):
                isolate_module(place, self.endpoint, tofu=self.toolchain.is_tofu)

    def _init_but_aws(self, chosen: Chosen) -> bool:
        """Run `init` without AWS's provider where it is known which one it would choose; return whether that is all."""
        with doubted():
            ended = self._run("init", *_INIT, network=True, more=chosen.environment)
            return not ended.code and chosen.put_in_place(_sources(self.base or self.directory))
        return False

    def plan(self, var_files: Sequence[str] = (), *, refresh: bool = False, targets: Sequence[str] = ()) -> PlanRun:
        """Run `terraform plan` and `show`; an errored plan that Terraform still wrote is shown as well.

        With `targets` (addresses) only these and what they depend on are planned. What Terraform says of the configuration
        comes back as diagnostics; raises EnvironmentProblem where it says nothing at all.
        """
        arguments = ["-input=false", "-no-color", "-json", "-lock=false", f"-out={PLAN_FILE}"]
        arguments += [] if refresh else ["-refresh=false"]
        arguments += _choices(var_files, targets)
        if self._aws_provider:
            with doubted():
                run = self._plan(arguments, types=_sources(self.base or self.directory))
                if run.errors and worst(run.errors) is not Kind.REFUSAL:
                    raise Doubt("what went wrong may be for want of the whole provider")
                return run
        return self._plan(arguments)

    def _plan(self, arguments: Sequence[str], *, types: Iterable[bytes] | None = None) -> PlanRun:
        plan_file = self.directory / PLAN_FILE
        plan_file.unlink(missing_ok=True)
        ended = self._run("plan", *arguments, types=types)
        written = plan_file.is_file()
        found = [d.in_tree(self.renamed) for d in _diagnostics(ended.out, planned=written)]
        if not any(d.severity == "error" for d in found) and (ended.code or not written):
            said = _last_line(ended.err) or "it ended without a word"
            raise EnvironmentProblem(f"{shown(self.source)}: terraform plan failed: {said}", _HINT.format("plan"))
        raw = None
        if written:
            try:
                raw = self.show(PLAN_FILE)
            except EnvironmentProblem:
                # Of some plans that ended with errors Terraform cannot show anything.
                if not any(d.severity == "error" for d in found):
                    raise
        self._must_be_of_the_toolchain(raw or {})
        return PlanRun(raw, tuple(found))

    def _must_be_of_the_toolchain(self, plan: Mapping[str, Any]) -> None:
        """Raise EnvironmentProblem where the program chooses another version here than where it was asked for its own."""
        tool, made_by = self.toolchain, plan.get("terraform_version", "")
        if made_by not in ("", tool.version):
            raise EnvironmentProblem(
                f"{tool.binary} is {tool.product} {tool.version} in one directory and {made_by} in another",
                "name the program itself by TFPROOF_TERRAFORM",
            )

    def renamed(self, path: str) -> str:
        """Return the name that a user knows a file by that terraform named; empty for a file that is not theirs."""
        return path

    def _placeless(self, text: str) -> str:
        """Return what Terraform wrote with relative paths in place of the copy's, which `abspath` and `path.cwd` give."""
        base = self.base or self.directory
        for place in {base, base.resolve()}:
            # A path ends where its text does, in JSON or in a sentence.
            here = re.compile(rf"{re.escape(str(place))}(?![\w.-])((?:/[^/\s\"'\\:,;)]+)*)")
            directory = place / self.directory.relative_to(base)
            text = here.sub(lambda m: os.path.relpath(m[0], directory), text) if str(place) in text else text  # noqa: B023
        return text

    def show(self, plan_file: str = "") -> dict[str, Any]:
        """Return `terraform show -json` of a plan file or, without one, of the state."""
        arguments = ["show", "-no-color", "-json", *([plan_file] if plan_file else [])]
        if plan_file and self._aws_provider:
            with doubted():
                return self._answer(*arguments, types=_members(self.directory / plan_file))
        return self._answer(*arguments)

    @property
    def _aws_provider(self) -> Path | None:
        """The program of AWS's provider that `init` has chosen, if any."""
        installed = self.directory / ".terraform" / "providers" / self.toolchain.registry / PROVIDER
        found = sorted(installed.glob("*/*/terraform-provider-aws*"))
        return found[0] if len(found) == 1 else None

    def provider_schemas(self) -> dict[str, Any]:
        """Return what each provider says of its types, by the provider's address."""
        schemas: dict[str, Any] = self._answer("providers", "schema", "-json")["provider_schemas"]
        return schemas

    def graph(self) -> str:
        """Return Terraform's dependency graph in the DOT language, declarations not yet multiplied."""
        return self._succeed("graph", "-type=plan").out

    def apply(self, var_files: Sequence[str] = (), *, targets: Sequence[str] = ()) -> list[Diagnostic]:
        """Apply; return the errors (none when everything was made)."""
        return self._change("apply", _choices(var_files, targets))

    def apply_planned(self) -> list[Diagnostic]:
        """Apply the plan that was made last as it was planned; return the errors (none when everything was made).

        Terraform plans anew in `apply`, unless it is given a plan: that takes as long as the plan itself.
        """
        types = _members(self.directory / PLAN_FILE) if self._aws_provider else None
        return self._change("apply", [PLAN_FILE], types)

    def destroy(self, var_files: Sequence[str] = ()) -> list[Diagnostic]:
        """Destroy what the state says is there; return the errors (none when everything is gone)."""
        return self._change("destroy", ["-refresh=false", *_choices(var_files, ())])

    def _change(self, command: str, what: Sequence[str], types: Iterable[bytes] | None = None) -> list[Diagnostic]:
        settings = ["-input=false", "-no-color", "-auto-approve", "-json", "-lock=false", "-parallelism=40"]
        ended = self._run(command, *settings, *what, types=types)
        if not ended.code:
            return []
        found = [d.in_tree(self.renamed) for d in _diagnostics(ended.out, planned=True) if d.severity == "error"]
        return found or [Diagnostic("error", f"terraform {command} failed", _last_line(ended.err))]

    def _answer(self, *arguments: str, types: Iterable[bytes] | None = None) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = json.loads(self._succeed(*arguments, types=types).out)
        except (ValueError, RecursionError) as error:
            raise EnvironmentProblem(
                f"{shown(self.source)}: terraform {arguments[0]} answered no JSON ({error})", _HINT.format(arguments[0])
            ) from error
        return answer

    def _succeed(self, *arguments: str, types: Iterable[bytes] | None = None) -> running.Ended:
        ended = self._run(*arguments, types=types)
        if ended.code:
            said = _last_line(ended.err) or f"it ended with code {ended.code}"
            raise EnvironmentProblem(
                f"{shown(self.source)}: terraform {arguments[0]} failed: {said}", _HINT.format(arguments[0])
            )
        return ended

    def _run(
        self,
        *arguments: str,
        network: bool = False,
        more: Mapping[str, str] | None = None,
        types: Iterable[bytes] | None = None,
    ) -> running.Ended:
        """Run a command; with `types` Terraform is told of those types of AWS's provider only that these texts name."""
        environment = self.toolchain.environment(self.endpoint, network=network) | dict(more or {})
        if self.workspace:
            environment["TF_WORKSPACE"] = self.workspace
        with ExitStack() as held:
            if types is not None and (provider := self._aws_provider):
                schema = remembered(provider, self.toolchain.cache, environment).told_of(types)
                stand_in = StandIn(schema, provider, self.directory, self.toolchain.registry, environment)
                environment |= held.enter_context(stand_in).environment
            terraform = _Terraform(self.directory, self.toolchain.binary, environment, shown(self.source))
            ended = terraform.execute_command(*arguments)
        return replace(ended, out=self._placeless(ended.out), err=self._placeless(ended.err))


def _sources(base: Path) -> Iterator[bytes]:
    """Yield what may name types before a plan is made: the configuration, and the state that there is."""
    for directory, _, names in os.walk(base):
        for name in names:
            if name.endswith((".tf", ".tofu", ".json", ".tfstate")):
                yield (Path(directory) / name).read_bytes()


def _members(plan_file: Path) -> Iterator[bytes]:
    """Yield what may name types in a plan file, which holds the configuration and the prior state beside the plan."""
    with zipfile.ZipFile(plan_file) as archive:
        for name in archive.namelist():
            yield archive.read(name)


def _choices(var_files: Sequence[str], targets: Sequence[str]) -> list[str]:
    return [*(f"-var-file={f}" for f in var_files), *(f"-target={t}" for t in targets)]


def _diagnostics(out: str, *, planned: bool) -> Iterator[Diagnostic]:
    for line in out.splitlines():
        if not line.startswith("{"):
            continue
        try:
            message = json.loads(line)
        except ValueError:
            continue  # a line that was cut off; the exit code tells that something went wrong
        if message.get("type") == "diagnostic":
            yield Diagnostic.parse(message["diagnostic"], planned=planned)


def _last_line(text: str) -> str:
    lines = [line.strip(" │╷╵") for line in text.splitlines() if line.strip(" │╷╵")]
    return lines[-1] if lines else ""
