"""Working copies outside the source tree, isolated, with terraform run in them.

The product's code stays free of test settings: a working copy gets an override file with fake credentials, few retries
and a local backend, and loses what could lead to a real account (assumed roles, endpoints, profiles).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from tfproof.errors import EnvironmentProblem
from tfproof.terraform.footprint import Footprint
from tfproof.terraform.isolation import isolate_module, isolate_root
from tfproof.terraform.ours import is_ours
from tfproof.terraform.root import Root
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY, Toolchain


class WorkingCopy(Root):
    """A root module copied, with every local module and file in reach, to a temporary directory. Use as a context manager.

    `root` is the copy of the root module and `base` the directory around everything copied. Diagnostics name files of the
    user's tree, relative to `shown_from` (the working directory if it is not given). `access_key` chooses the account of an
    emulator that has many. A stack works in the workspace that its environment is called after.
    """

    def __init__(
        self,
        source: Path,
        toolchain: Toolchain,
        endpoint: str | None = None,
        keep: Path | None = None,
        *,
        shown_from: Path | None = None,
        footprint: Footprint | None = None,
        access_key: str = EMULATED_ACCESS_KEY,
        workspace: str = "",
    ) -> None:
        super().__init__(Path(), source, toolchain, endpoint, workspace=workspace)
        self._access_key = access_key
        self.keep = keep
        self._shown_from = shown_from or Path.cwd()
        self._footprint = footprint
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def root(self) -> Path:
        """The copy of the root module."""
        return self.directory

    @property
    def footprint(self) -> Footprint:
        """What the copy holds."""
        if self._footprint is None:
            self._footprint = Footprint.of(self.source, tofu=self.toolchain.is_tofu)
        return self._footprint

    def __enter__(self) -> WorkingCopy:
        base = self.keep
        if base is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="tfproof-", ignore_cleanup_errors=True)
            base = Path(self._temporary.name)
        base.chmod(0o700)  # what terraform leaves in it holds secrets in clear
        self.base = base
        try:
            self.directory = copy_files(self.footprint, base)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def write(self, name: str, content: Any) -> None:
        """Write a JSON file (`*.tf.json`, `*.tfvars.json`) into the root module's copy."""
        (self.root / name).write_text(json.dumps(content, indent=1), encoding="utf-8")

    def isolate(self, *, state_bucket: str = "") -> None:
        """Put the override file in place and take out what could lead to a real account, in every module of the copy.

        With `state_bucket` the state is kept there, at the endpoint.
        """
        tofu, key, default = self.toolchain.is_tofu, self._access_key, self.footprint.may_use_aws
        isolate_root(self.root, self.endpoint, tofu=tofu, default=default, access_key=key, state_bucket=state_bucket)
        for module in self.footprint.directories:
            if module.path != self.footprint.root:
                copied = self.root / os.path.relpath(module.path, self.footprint.root)
                isolate_module(copied, self.endpoint, tofu=tofu, access_key=key)

    def renamed(self, path: str) -> str:
        """Return the user's own file for one that terraform named; empty for a file that only the copy has."""
        if is_ours(Path(path).name):
            return ""
        if ".terraform" in Path(path).parts:
            return path
        original = os.path.normpath(self.source.resolve() / path)
        return os.path.relpath(original, self._shown_from.resolve())


def copy_files(footprint: Footprint, base: Path, place: Path | None = None) -> Path:
    """Copy all files of a footprint below `base`, as they lie below `place`; return the copy of its root.

    What is there already is left as it is. Raises EnvironmentProblem where a file cannot be read or written.
    """
    place = place or footprint.place()
    try:
        for directory in footprint.directories:
            (base / directory.path.relative_to(place)).mkdir(parents=True, exist_ok=True)
        _copy(footprint.files, place, base)
        for link, target in footprint.links:
            copied = base / link.relative_to(place)
            if not os.path.lexists(copied):
                copied.parent.mkdir(parents=True, exist_ok=True)
                copied.symlink_to(os.path.relpath(base / target.relative_to(place), copied.parent))
    except OSError as error:
        raise EnvironmentProblem(
            f"{footprint.root}: cannot be copied to {base} ({error.filename or ''}: {error.strerror or error})",
            "look at the disk and at the permissions of the files",
        ) from error
    return base / footprint.root.relative_to(place)


def _copy(files: Iterable[Path], place: Path, base: Path) -> None:
    for file in files:
        target = base / file.relative_to(place)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
            target.chmod(target.stat().st_mode | 0o200)  # it may be changed here, also where the original may not
