"""Working copies outside the source tree, and terraform run in them through tftest.

Only this file starts terraform. The product's code stays free of test settings: a working copy gets an override file
with fake credentials, few retries and a local backend, and loses what could lead to a real account (assumed roles,
endpoints, profiles).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import tftest

from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.terraform.hcl import Block, Directory, NotLiteral, reachable
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY, Toolchain

_LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".terraform", "*.tfstate", "*.tfstate.*", "*.tfplan", ".venv", "node_modules", "__pycache__"
)
_PROVIDER_BLOCKS_THAT_LEAVE = ("assume_role", "assume_role_with_web_identity", "endpoints")
LOCK_FILE = ".terraform.lock.hcl"
OVERRIDE_FILE = "zz_tfproof_override.tf.json"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning of Terraform. `file` is relative to the working copy's root module."""

    severity: str
    summary: str
    detail: str = ""
    address: str = ""
    file: str = ""
    line: int = 0
    context: str = ""
    code: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, raw: dict[str, Any]) -> Diagnostic:
        """Read a diagnostic as Terraform writes it with `-json`."""
        place = raw.get("range") or {}
        snippet = raw.get("snippet") or {}
        return cls(
            severity=raw.get("severity", "error"),
            summary=raw.get("summary", ""),
            detail=raw.get("detail", ""),
            address=raw.get("address", ""),
            file=place.get("filename", ""),
            line=place.get("start", {}).get("line", 0),
            context=snippet.get("context") or "",
            code=(snippet.get("code") or "").strip(),
            values=tuple((v["traversal"], v["statement"]) for v in snippet.get("values") or []),
        )

    @property
    def variable(self) -> str:
        """The input variable that is at fault, or an empty string."""
        found = re.search(r'variable "([\w-]+)"', f"{self.context} {self.code}") or re.search(
            r"\bvar\.([\w-]+)", self.detail
        )
        if found:
            return found[1]
        named = re.search(r'"?([\w-]+)"?\s*[:=]', self.code) if "variable" in self.summary.lower() else None
        return named[1] if named else next((t.removeprefix("var.") for t, _ in self.values if t.startswith("var.")), "")

    def __str__(self) -> str:
        where = f" ({self.file}:{self.line})" if self.file else ""
        of = f" [{self.address}]" if self.address else ""
        detail = " ".join(self.detail.split())
        return f"{self.summary}{of}{where}: {detail}" if detail else f"{self.summary}{of}{where}"


class InvalidConfiguration(BadInput):
    """Terraform cannot accept the files; `file` is the first that it names, relative to the working copy's root."""

    def __init__(self, message: str, hint: str, file: str) -> None:
        super().__init__(message, hint)
        self.file = file


@dataclass(frozen=True, slots=True)
class PlanRun:
    """What one `terraform plan` gave: the plan's JSON (None if none was written) and what Terraform said."""

    raw: dict[str, Any] | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        """The diagnostics that are errors."""
        return [d for d in self.diagnostics if d.severity == "error"]


@dataclass(slots=True)
class _Result:
    retcode: int
    out: str
    err: str


class _Terraform(tftest.TerraformTest):  # type: ignore[misc]
    """tftest's wrapper with an environment of our own, both pipes drained, and no process left behind."""

    def __init__(self, directory: Path, binary: Path, environment: dict[str, str]) -> None:
        super().__init__(str(directory), binary=str(binary), cache_dir=str(directory))
        self.env = environment

    def execute_command(self, cmd: str, *cmd_args: str) -> _Result:
        """Run a terraform command; unlike tftest's it cannot deadlock on stderr, and it dies with its caller."""
        process = subprocess.Popen(  # noqa: S603 - the binary is the toolchain's
            [self.binary, cmd, *cmd_args],
            cwd=self.tfdir,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            out, err = process.communicate()
        except BaseException:
            _end(process)
            raise
        if process.returncode == 1:
            message = f"Error running command {cmd}: {process.returncode} {out} {err}"
            raise tftest.TerraformTestError(message, _Result(process.returncode, out, err))
        return _Result(process.returncode, out, err)


def _end(process: subprocess.Popen[str]) -> None:
    """Let terraform and its providers end in order, then make sure that all of them have ended."""
    with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class WorkingCopy:
    """A root module copied, with every local module it reaches, to a temporary directory. Use as a context manager."""

    source: Path
    toolchain: Toolchain
    endpoint: str | None = None
    keep: Path | None = None
    _temporary: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)
    root: Path = field(default=Path(), init=False)

    def __enter__(self) -> WorkingCopy:
        if self.keep is not None:
            base = self.keep
        else:
            self._temporary = tempfile.TemporaryDirectory(prefix="tfproof-", ignore_cleanup_errors=True)
            base = Path(self._temporary.name)
        self.root = copy_tree(self.source, base)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def write(self, name: str, content: Any) -> None:
        """Write a JSON file (`*.tf.json`, `*.tfvars.json`) into the root module's copy."""
        (self.root / name).write_text(json.dumps(content, indent=1))

    def isolate(self) -> None:
        """Put the override file in place and take out what could lead to a real account."""
        directory = Directory(self.root)
        for block in directory.of("provider"):
            lines: list[tuple[int, int]] = [b.lines for b in block.blocks if b.type in _PROVIDER_BLOCKS_THAT_LEAVE]
            if lines:
                _remove_lines(block.file, lines)
        configured = [_alias_and_names(b) for b in directory.of("provider") if b.labels == ("aws",)]
        configured += [(p.get("alias", ""), set(p)) for p in _json_providers(self.root)]
        providers = [_provider_settings(self.endpoint, alias, names) for alias, names in configured]
        if not any("alias" not in p for p in providers):
            self.write("zz_tfproof_default.tf.json", {"provider": {"aws": [_provider_settings(self.endpoint)]}})
        override: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}
        if providers:
            override["provider"] = {"aws": providers}
        self.write(OVERRIDE_FILE, override)

    def init(self) -> None:
        """Run `terraform init`; raise EnvironmentProblem or BadInput in one line when it cannot."""
        terraform = self._terraform(network=True)
        try:
            terraform.execute_command("init", "-input=false", "-no-color")
        except tftest.TerraformTestError as error:
            raise _init_problem(error.cmd_error, self.source, self.toolchain) from error

    def plan(self, var_files: Sequence[str] = (), *, refresh: bool = False, targets: Sequence[str] = ()) -> PlanRun:
        """Run `terraform plan` and `show`; an errored plan that Terraform still wrote is shown as well.

        With `targets` (addresses) only these and what they depend on are planned.
        """
        arguments = ["-input=false", "-no-color", "-json", "-lock=false", "-out=tfproof.plan"]
        arguments += [] if refresh else ["-refresh=false"]
        arguments += _choices(var_files, targets)
        plan_file = self.root / "tfproof.plan"
        plan_file.unlink(missing_ok=True)
        try:
            out = self._terraform().execute_command("plan", *arguments).out
        except tftest.TerraformTestError as error:
            out = error.cmd_error.out
            if not any(_diagnostics(out)):
                message = _last_line(error.cmd_error.err) or "terraform plan ended without a word"
                raise EnvironmentProblem(f"{self.source}: {message}", "run 'tfproof doctor'") from error
        run = PlanRun(None, tuple(_diagnostics(out)))
        if not plan_file.is_file():
            return run
        try:
            return replace(run, raw=self.show("tfproof.plan"))
        except tftest.TerraformTestError:
            if run.errors:
                return run  # of some plans that ended with errors Terraform cannot show anything
            raise

    def show(self, plan_file: str = "") -> dict[str, Any]:
        """Return `terraform show -json` of a plan file or, without one, of the state."""
        out = self._terraform().execute_command("show", "-no-color", "-json", *([plan_file] if plan_file else [])).out
        shown: dict[str, Any] = json.loads(out)
        return shown

    def provider_schemas(self) -> dict[str, Any]:
        """Return what each provider says of its types, by the provider's address."""
        told: dict[str, Any] = json.loads(self._terraform().execute_command("providers", "schema", "-json").out)
        schemas: dict[str, Any] = told["provider_schemas"]
        return schemas

    def graph(self) -> str:
        """Return Terraform's dependency graph in the DOT language, declarations not yet multiplied."""
        return str(self._terraform().execute_command("graph", "-type=plan").out)

    def apply(self, var_files: Sequence[str] = (), *, targets: Sequence[str] = ()) -> list[Diagnostic]:
        """Apply; return the errors (none when everything was made)."""
        return self._change("apply", var_files, targets)

    def destroy(self, var_files: Sequence[str] = ()) -> list[Diagnostic]:
        """Destroy; return the errors (none when everything is gone)."""
        return self._change("destroy", var_files)

    def _change(self, command: str, var_files: Sequence[str], targets: Sequence[str] = ()) -> list[Diagnostic]:
        arguments = ["-input=false", "-no-color", "-auto-approve", "-json", "-lock=false", "-parallelism=40"]
        arguments += _choices(var_files, targets)
        try:
            self._terraform().execute_command(command, *arguments)
        except tftest.TerraformTestError as error:
            found = [d for d in _diagnostics(error.cmd_error.out) if d.severity == "error"]
            return found or [Diagnostic("error", f"terraform {command} failed", _last_line(error.cmd_error.err))]
        return []

    def _terraform(self, *, network: bool = False) -> _Terraform:
        environment = self.toolchain.environment(self.endpoint, network=network)
        return _Terraform(self.root, self.toolchain.binary, environment)


def _choices(var_files: Sequence[str], targets: Sequence[str]) -> list[str]:
    return [*(f"-var-file={f}" for f in var_files), *(f"-target={t}" for t in targets)]


def copy_tree(source: Path, base: Path) -> Path:
    """Copy a module with every local module it reaches below `base`; return the copy of `source`.

    Only directories with Terraform in reach are copied, each whole (files that it reads lie beside it), in their places
    relative to each other.
    """
    source = source.resolve()
    wanted = reachable(source)
    common = Path(os.path.commonpath([str(p) for p in wanted])).parent
    for directory in sorted(wanted, key=lambda p: len(p.parts)):
        target = base / directory.relative_to(common)
        if not target.exists():
            shutil.copytree(directory, target, ignore=_LEFT_BEHIND, symlinks=False)
    return base / source.relative_to(common)


def _alias_and_names(block: Block) -> tuple[str, set[str]]:
    if "alias" not in block.attributes:
        return "", set(block.attributes)
    try:
        return str(block.attributes["alias"].literal()), set(block.attributes)
    except NotLiteral as error:
        raise BadInput(f"the alias of a provider is not a literal: {error}") from error


def _json_providers(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the configurations of the AWS provider in files of Terraform's JSON syntax."""
    for file in sorted(root.glob("*.tf.json")):
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(f"{file.name}: not valid JSON ({error})", "correct the file") from error
        for block in _as_list(content.get("provider") if isinstance(content, dict) else None):
            for configuration in _as_list(block.get("aws") if isinstance(block, dict) else None):
                if isinstance(configuration, dict):
                    yield configuration


def _as_list(value: Any) -> list[Any]:
    """Return the elements of what the JSON syntax lets one write as one or as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _provider_settings(endpoint: str | None, alias: str = "", names: Collection[str] = ()) -> dict[str, Any]:
    """Settings for one provider configuration. Retries: a dead endpoint is asked nine times otherwise (22-29 s)."""
    settings: dict[str, Any] = {
        "access_key": EMULATED_ACCESS_KEY,
        "secret_key": "test",
        "max_retries": 2 if endpoint else 1,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": endpoint is None,
    }
    for name in ("profile", "shared_config_files", "shared_credentials_files", "token", "allowed_account_ids"):
        if name in names:
            settings[name] = None
    if alias:
        settings["alias"] = alias
    return settings


def batch_provider(region: str, alias: str = "") -> dict[str, Any]:
    """Provider configuration for a generated root that plans against nothing."""
    return {"region": region, **_provider_settings(None, alias)}


def _remove_lines(file: Path, spans: Iterable[tuple[int, int]]) -> None:
    lines = file.read_text().splitlines(keepends=True)
    for first, last in spans:
        lines[first - 1 : last] = ["\n"] * (last - first + 1)
    file.write_text("".join(lines))


def _diagnostics(out: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for line in out.splitlines():
        if line.startswith("{"):
            message = json.loads(line)
            if message.get("type") == "diagnostic":
                found.append(Diagnostic.parse(message["diagnostic"]))
    return found


def _last_line(text: str) -> str:
    lines = [line.strip(" │╷╵") for line in text.splitlines() if line.strip(" │╷╵")]
    return lines[-1] if lines else ""


def _init_problem(result: _Result, source: Path, toolchain: Toolchain) -> Exception:
    """Say in one line what `init` could not do; a missing provider version is named."""
    text = " ".join(line.strip(" │╷╵") for line in f"{result.out}\n{result.err}".splitlines())
    text = " ".join(text.split())
    missing = re.search(
        r"(?:available versions for|not resolve) provider ([\w./-]+)|provider ([\w./-]+) was not found", text
    )
    if missing:
        name = (missing[1] or missing[2]).rstrip(".:")
        held = ", ".join(toolchain.provider_versions(name.removeprefix(f"{toolchain.registry}/"))) or "none"
        constraint = re.search(r"constraints? ([<>=~!\d., ]+\d)", text)
        wanted = f" {constraint[1].strip()}" if constraint else ""
        return EnvironmentProblem(
            f"{source}: provider {name}{wanted} is not available here",
            f"the provider mirror holds: {held}; add the version to the mirror or let terraform reach its registry",
        )
    error = text[text.find("Error:") :][:400] if "Error:" in text else text[-400:]
    place = re.search(r"on (\S+\.tf(?:\.json)?) line \d+", text)
    message = f"{source}: terraform init failed: {error}"
    return InvalidConfiguration(message, "run 'terraform init' there to see all of it", place[1] if place else "")
