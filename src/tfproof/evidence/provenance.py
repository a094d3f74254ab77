"""When a run was, of which commit, by which tools, and what it did not look at."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from tfproof import plugins
from tfproof.findings import Layer
from tfproof.plans.view import Plan
from tfproof.terraform.toolchain import Toolchain


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def tool_versions(toolchain: Toolchain | None, plans: Iterable[Plan]) -> dict[str, str]:
    """Return the versions of the tools that had a say in the plans, and of the packages that add checks or frameworks."""
    versions = plugins.versions()
    if toolchain is not None:
        versions |= {name: metadata.version(name) for name in ("moto", "tftest")}
        versions[toolchain.product] = toolchain.version
        versions["provider hashicorp/aws"] = ", ".join(toolchain.provider_versions()[-1:]) or "from the registry"
    else:
        made_by = sorted({str(p.raw.get("terraform_version")) for p in plans})
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
    if set(layers) != {Layer.PLAN}:
        return []
    return ["Nothing was applied: values that exist only after an apply are unknown."]
