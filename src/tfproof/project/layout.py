"""Where a project keeps its Terraform, and where tfproof writes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from tfproof.errors import BadInput, EnvironmentProblem

ENVIRONMENTS = ("development", "staging", "production")
_CONFIGURATION = {".cfg", ".ini", ".md", ".py", ".tf", ".tfvars", ".toml", ".yaml", ".yml"}
_NOT_SOURCE = {".terraform", "__pycache__", ".git"}


@dataclass(frozen=True, slots=True)
class Project:
    """A tree with `terraform/modules/*` and `terraform/stacks/*`; everything is discovered, nothing listed."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """Return the project around `start`: the nearest directory that holds `terraform/`."""
        start = start.resolve()
        for directory in (start, *start.parents):
            if (directory / "terraform").is_dir():
                return cls(directory)
        raise BadInput(
            f"{start}: no project here", "start below a directory that holds terraform/modules and terraform/stacks"
        )

    @property
    def build(self) -> Path:
        """Where results, caches and evidence go."""
        return self.root / "build"

    def make_build(self) -> None:
        """Make `build/` unless it is there; git is told to leave it alone, as the owner of the project may not know it."""
        try:
            self.build.mkdir(parents=True)
            (self.build / ".gitignore").write_text("*\n", encoding="utf-8")
        except FileExistsError:
            return
        except OSError as error:
            raise EnvironmentProblem(
                f"{self.build} cannot be made ({error.strerror})", "see that there is room, and the right to write"
            ) from error

    @property
    def cache(self) -> Path:
        """The content-addressed cache; safe to delete at any time."""
        return self.build / "cache"

    @property
    def modules(self) -> dict[str, Path]:
        """Name to directory of every module."""
        return _directories(self.root / "terraform" / "modules")

    @property
    def stacks(self) -> dict[str, Path]:
        """Name to directory of every stack."""
        return _directories(self.root / "terraform" / "stacks")

    @property
    def compositions(self) -> dict[str, Path]:
        """Name, such as `examples/website`, to directory of every example of modules that belong together."""
        return {f"examples/{name}": path for name, path in _directories(self.root / "terraform" / "examples").items()}

    def environments(self, stack: str) -> list[str]:
        """The environments a stack has variables for: the known ones in order, then others."""
        names = {p.stem for p in (self.directory(stack) / "environments").glob("*.tfvars")}
        return [e for e in ENVIRONMENTS if e in names] + sorted(names - set(ENVIRONMENTS))

    def directory(self, target: str) -> Path:
        """Return the directory of a module, a stack or another root below `terraform/` (or of a path)."""
        for kind in ("modules", "stacks"):
            if (found := self._of_kind(kind, target)) is not None:
                return found
        for path in (self.root / "terraform" / target, self.root / target):
            if path.is_dir() and _holds_terraform(path):
                return path
        known = ", ".join([*self.modules, *self.stacks]) or "none"
        raise BadInput(f"{target}: no such module or stack", f"there are: {known}")

    def is_module(self, target: str) -> bool:
        """Whether another root can call the target: a module, or a composition. Otherwise it configures its providers."""
        kind, _, name = target.rpartition("/")
        return kind in ("", "examples") and self._of_kind(kind or "modules", name) is not None

    def _of_kind(self, kind: str, name: str) -> Path | None:
        """Return the directory of that name among those of one kind, without a look at all others."""
        path = self.root / "terraform" / kind / name
        named = name not in ("", "..") and path.name == name
        return path if named and path.is_dir() and _holds_terraform(path) else None

    def digest(self) -> str:
        """Digest of everything that test results depend on: Terraform, the kit, the tests, and what the tests read."""
        digest = hashlib.sha256()
        for name in ("terraform", "src", "tests", "docs", "compliance", "localstack", "requirements"):
            digest.update(tree_digest(self.root / name).encode())
        for file in sorted(p for p in self.root.iterdir() if p.is_file() and _is_configuration(p)):
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()[:32]


def _directories(parent: Path) -> dict[str, Path]:
    if not parent.is_dir():
        return {}
    return {p.name: p for p in sorted(parent.iterdir()) if p.is_dir() and _holds_terraform(p)}


def _holds_terraform(directory: Path) -> bool:
    return any(name.endswith((".tf", ".tf.json")) for name in os.listdir(directory))  # noqa: PTH208 - asked very often


def _is_configuration(file: Path) -> bool:
    """Whether a file of the root says how tests run; a log that somebody writes there meanwhile says nothing."""
    return file.suffix in _CONFIGURATION or file.name == "Makefile" or file.match("requirements*.txt")


def tree_digest(directory: Path, *, leave_out: frozenset[str] = frozenset()) -> str:
    """Digest of the names and contents of all files below; `leave_out` names subdirectories and file suffixes."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        inner = path.relative_to(directory)
        if not path.is_file() or (_NOT_SOURCE | leave_out) & set(inner.parts) or path.suffix in leave_out:
            continue
        digest.update(inner.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
