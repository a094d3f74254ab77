"""When a run was, of which commit, by which tools, and what it did not look at."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from tfproof import plugins
from tfproof.findings import Layer
from tfproof.places import git
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


#: Settings of a repository that name programs, which `git status` would run: a repository that is only read runs nothing.
_RUNS_PROGRAMS = (
    "core.fsmonitor",
    "core.gitproxy",
    "core.sshcommand",
    "core.worktree",
    "diff.",
    "extensions.",
    "filter.",
    "include",
)


def commit_of(directory: Path) -> tuple[str, bool | None]:
    """Return the commit of a directory and whether it has uncommitted changes; empty and None outside of git.

    Whether there are changes is not known (None) where the repository's own settings name programs to find that out.
    """
    try:
        commit = git(directory, "rev-parse", "HEAD")
        settings = git(directory, "config", "--local", "--name-only", "--list").lower().splitlines()
        if any(name.startswith(_RUNS_PROGRAMS) for name in settings):
            return commit, None
        changes = git(directory, "status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=all")
        return commit, bool(changes)
    except (OSError, subprocess.CalledProcessError):
        return "", None


def what_was_not_read(layers: Iterable[Layer]) -> list[str]:
    """Return sentences on what nobody looked at, beyond what the layers say of themselves."""
    if set(layers) != {Layer.PLAN}:
        return []
    return ["Nothing was applied: values that exist only after an apply are unknown."]
