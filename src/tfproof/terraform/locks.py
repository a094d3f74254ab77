"""Which dependency lock file a directory is planned with, and what the file pins.

A module is planned with the versions of those who use it: its example's lock file, else its own, else the one of the roots
that reach it, else the one that all roots of the project agree on, else none (decision 010).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from tfproof.project.layout import Project
from tfproof.terraform.hcl import reachable

LOCK_FILE = ".terraform.lock.hcl"
_PROVIDER = re.compile(r'provider\s+"([^"]+)"\s*\{(.*?)^\}', re.DOTALL | re.MULTILINE)
_VERSION = re.compile(r'^\s*version\s*=\s*"([^"]+)"', re.MULTILINE)


def pinned(lock: Path) -> dict[str, str]:
    """Return the versions that a lock file pins, by the provider's address (`registry.terraform.io/hashicorp/aws`)."""
    return _pinned(lock, lock.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _pinned(lock: Path, _modified: int) -> dict[str, str]:
    text = lock.read_text(encoding="utf-8", errors="replace")
    return {name: found[1] for name, body in _PROVIDER.findall(text) if (found := _VERSION.search(body))}


class Locks:
    """The lock files of a project."""

    def __init__(self, project: Project, *, tofu: bool = False) -> None:
        self._tofu = tofu
        files = sorted((project.root / "terraform").rglob(LOCK_FILE))
        outside = {project.root / "terraform" / "modules"}
        self._roots = [
            f for f in files if ".terraform" not in f.parts and not any(f.is_relative_to(o) for o in outside)
        ]
        self._reached = {f: set(reachable(f.parent, tofu=tofu)) for f in self._roots}

    def of(self, module: Path, example: Path | None = None) -> Path | None:
        """Return the lock file that a module, or an example of it, is planned with."""
        for directory in (example, module):
            if directory is not None and (directory / LOCK_FILE).is_file():
                return directory / LOCK_FILE
        users = [f for f in self._roots if module.resolve() in self._reached[f]]
        if users:
            return newest(users)
        return self._roots[0] if len({tuple(sorted(pinned(f).items())) for f in self._roots}) == 1 else None


def newest(locks: Iterable[Path]) -> Path:
    """Return the lock file that pins the newest versions; where that is the same, the first by path.

    A root plans its modules with its own lock anyway, so the older versions are tried as well.
    """
    return min(locks, key=lambda f: (_age(f), str(f)))


def _age(lock: Path) -> list[tuple[int, ...]]:
    """A key that is smaller for newer versions, AWS's provider first."""
    versions = sorted(pinned(lock).items(), key=lambda p: (not p[0].endswith("/hashicorp/aws"), p[0]))
    return [tuple(-int(n) for n in re.findall(r"\d+", version)) for _, version in versions]
