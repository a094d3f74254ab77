"""From plans to an assessment: what `assess`, `make evidence` and the compliance tests have in common."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from tfproof.assessment.controls import Judged
from tfproof.checks import Check, Settings, judge, load_settings, registry
from tfproof.errors import BadInput
from tfproof.files import read_yaml
from tfproof.findings import Cause, Finding, Layer, Verdict
from tfproof.plans.view import Plan
from tfproof.terraform.toolchain import Toolchain

SETTINGS_FILE = "tfproof.yaml"
#: Causes that make a run's result unreliable: it ends with exit code 3.
UNRELIABLE = (Cause.DENIED, Cause.CHECK_ERROR)


@dataclass(frozen=True, slots=True)
class Bench:
    """What plans are judged by: the chosen checks, the project's settings, and the scopes of each system."""

    checks: Mapping[str, Check]
    settings: Settings
    scopes: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, settings_file: Path | None, only: Sequence[str] = (), skip: Sequence[str] = ()) -> Bench:
        """Choose checks and read the settings file; raise BadInput for a name that does not exist."""
        known = registry()
        for name in (*only, *skip):
            if name not in known:
                raise BadInput(f"no such check: {name}", "see 'tfproof explain' for all of them")
        chosen = {i: c for i, c in known.items() if (not only or i in only) and i not in skip}
        if not chosen:
            raise BadInput("no check is left to run", "choose fewer with --skip-check")
        return cls(chosen, load_settings(settings_file, known), _scopes(settings_file))

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


def _scopes(settings_file: Path | None) -> dict[str, frozenset[str]]:
    raw = read_yaml(settings_file) if settings_file else {}
    scopes = (raw or {}).get("scopes", {})
    if not isinstance(scopes, dict) or not all(isinstance(v, list) for v in scopes.values()):
        raise BadInput(
            f"{settings_file}: 'scopes' is no mapping of systems to lists", "write 'scopes: {my-system: [account]}'"
        )
    return {str(system): frozenset(str(s) for s in names) for system, names in scopes.items()}


def exit_code(findings: Iterable[Finding], known: frozenset[tuple[str, str, str]], *, strict: bool) -> int:
    """Return the exit code of a judged run.

    0: nothing fails; 1: something fails that is neither waived nor in the baseline (with `strict` also what could not
    be decided or had no population); 3: a check ended with an error or was denied. Raises BadInput when nothing at
    all passed or failed: such a run shows nothing.
    """
    findings = list(findings)
    if any(f.cause in UNRELIABLE for f in findings):
        return 3
    if not any(f.verdict in (Verdict.PASS, Verdict.FAIL) for f in findings):
        raise BadInput("no check passed or failed, so this run shows nothing", "check that the right plan was given")
    if any(f.failing and (f.check, f.address, f.environment) not in known for f in findings):
        return 1
    undecided = any(f.verdict in (Verdict.UNKNOWN, Verdict.EMPTY) for f in findings)
    return 1 if strict and undecided else 0


def existing(path: Path) -> Path | None:
    """Return the path of a file that may be left out, or None where there is none."""
    return path if path.is_file() else None


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def tool_versions(toolchain: Toolchain | None, plans: Iterable[Plan]) -> dict[str, str]:
    """Return the versions of the tools that had a say in the plans."""
    versions = {"moto": metadata.version("moto"), "tftest": metadata.version("tftest")}
    if toolchain is not None:
        versions[toolchain.product] = toolchain.version
        versions["provider hashicorp/aws"] = ", ".join(toolchain.provider_versions()[-1:]) or "from the registry"
    else:
        made_by = sorted({str(p._raw.get("terraform_version")) for p in plans})
        versions["terraform (as the plan says)"] = ", ".join(made_by)
    return versions


def commit_of(directory: Path) -> tuple[str, bool | None]:
    """Return the commit of a directory and whether it has uncommitted changes; empty and None outside of git."""
    try:
        commit = _git(directory, "rev-parse", "HEAD")
        return commit, bool(_git(directory, "status", "--porcelain", "--untracked-files=normal"))
    except (OSError, subprocess.CalledProcessError):
        return "", None


def _git(directory: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603
        ["git", "-C", str(directory), *arguments],  # noqa: S607 - git from PATH
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def what_was_not_read(layers: Iterable[Layer]) -> list[str]:
    """Return sentences on what nobody looked at, beyond what the layers say of themselves."""
    if Layer.APPLIED in set(layers):
        return []
    return ["Nothing was applied: values that exist only after an apply are unknown."]


def plain_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings as plain data, for the evidence."""
    return {name: getattr(settings, name) for name in settings.__slots__}
