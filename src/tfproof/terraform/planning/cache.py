"""A content-addressed cache of outcomes: the key covers everything that the outcome depends on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from functools import cached_property
from importlib import metadata
from pathlib import Path

import tfproof.terraform
from tfproof.files import private_directory, write_whole, writing
from tfproof.project.layout import Project, tree_digest
from tfproof.terraform.footprint import Footprint
from tfproof.terraform.json_syntax import strings
from tfproof.terraform.locks import LOCK_FILE, Locks, pinned
from tfproof.terraform.paths import leads_elsewhere
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.toolchain import Toolchain

_CODE = Path(tfproof.terraform.__path__[0])
#: Seconds that an entry is kept after its last use.
_KEPT = 30 * 24 * 3600


class Cache:
    """Outcomes below a directory that only its owner can look into. Unreadable or damaged entries count as absent."""

    def __init__(self, project: Project, toolchain: Toolchain) -> None:
        self.project = project
        self.toolchain = toolchain
        self._footprints: dict[tuple[object, ...], Footprint] = {}
        # Looked up once: a project looks on the disk each time.
        self._modules = {*project.modules, *project.compositions}
        self._lock_files: dict[tuple[str, str], Path | None] = {}
        self._digests: dict[Footprint, str] = {}
        self._keys: dict[Case, str] = {}

    def footprint(self, case: Case) -> Footprint:
        """Return what planning a case reads."""
        given = tuple(t for t in strings(case.variables) if leads_elsewhere(t))
        place = (case.target, case.example, given)
        if place not in self._footprints:
            directory = case.directory(self.project)
            self._footprints[place] = Footprint.of(directory, tofu=self.toolchain.is_tofu, given=given)
        return self._footprints[place]

    def is_module(self, case: Case) -> bool:
        """Whether the case is one of a module; otherwise it is one of a root."""
        return case.target in self._modules

    def lock_file(self, case: Case) -> Path | None:
        """Return the lock file that a module's case is planned with; a stack has its own in its directory."""
        if not self.is_module(case):
            return None
        place = (case.target, case.example)
        if place not in self._lock_files:
            example = case.directory(self.project) if case.example else None
            self._lock_files[place] = self._locks.of(self.project.directory(case.target), example)
        return self._lock_files[place]

    def asks_an_emulator(self, case: Case) -> bool:
        """Whether a case is planned against an emulator: a root always, a module where its data sources ask AWS."""
        return not self.is_module(case) or self.footprint(case).asks_an_account

    def remembers(self, case: Case) -> bool:
        """Whether the outcome of a case is worth keeping: not where it depends on the moment, or on what a registry has."""
        return not self.footprint(case).depends_on_the_moment and self._providers_are_fixed(case)

    def _providers_are_fixed(self, case: Case) -> bool:
        """Whether a lock file or the mirror decides which version of each provider is used."""
        footprint = self.footprint(case)
        lock = self.lock_file(case) or case.directory(self.project) / LOCK_FILE
        locked = {"/".join(name.split("/")[-2:]) for name in pinned(lock)} if lock.is_file() else set()
        loose = {p for p in footprint.providers - locked if not self.toolchain.provider_versions(p)}
        return not loose and (bool(locked) or not footprint.has_foreign_modules)

    def key(self, case: Case) -> str:
        """Return the key: all files of the working copy, the variables, the lock, the tools and tfproof itself."""
        if case not in self._keys:
            footprint, lock = self.footprint(case), self.lock_file(case)
            parts = [case.id, self._files(footprint), self._tools]
            parts.append(hashlib.sha256(lock.read_bytes()).hexdigest() if lock else "no lock")
            parts.append(self.emulator if self.asks_an_emulator(case) else "")
            parts.append(
                hashlib.sha256((self.project.root / case.state).read_bytes()).hexdigest() if case.state else ""
            )
            self._keys[case] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return self._keys[case]

    def _files(self, footprint: Footprint) -> str:
        """Digest of the names and contents of all files that a plan reads."""
        if footprint not in self._digests:
            self._digests[footprint] = self._read(footprint)
        return self._digests[footprint]

    def _read(self, footprint: Footprint) -> str:
        """Read the files now, whatever they were before."""
        digest = hashlib.sha256(os.path.relpath(footprint.root, self.project.root.resolve()).encode())
        for file in footprint.files:
            place = os.path.relpath(file, self.project.root.resolve())
            digest.update(place.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
        for link, target in footprint.links:
            digest.update(os.path.relpath(link, footprint.root).encode() + b"\0" + str(target).encode())
        return digest.hexdigest()

    @cached_property
    def _locks(self) -> Locks:
        return Locks(self.project, tofu=self.toolchain.is_tofu)

    @cached_property
    def _tools(self) -> str:
        tool = self.toolchain
        parts = [tool.product, tool.version, *tool.inventory(), tree_digest(_CODE, leave_out=frozenset({".pyc"}))]
        return "\n".join(parts)

    @cached_property
    def emulator(self) -> str:
        """What answers data sources, and what examples are applied to."""
        return _emulator()

    def _path(self, key: str) -> Path:
        return self.project.cache / "plans" / key[:2] / f"{key}.json"

    def load(self, case: Case) -> Outcome | None:
        """Return the outcome, or None if it is not there or not whole."""
        path = self._path(self.key(case))
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
            if os.access(path, os.W_OK):
                os.utime(path)  # it has been used
        except FileNotFoundError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        return Outcome.from_json(json.loads(body))

    def has(self, case: Case) -> bool:
        """Whether there is an entry, whole or not."""
        return self._path(self.key(case)).is_file()

    def prune(self) -> None:
        """Remove what nobody has used for a month, drafts of interrupted runs included."""
        oldest = time.time() - _KEPT
        for path in (self.project.cache / "plans").glob("*/*"):
            with contextlib.suppress(FileNotFoundError):  # somebody else has removed it
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def store(self, case: Case, outcome: Outcome) -> None:
        """Keep an outcome; readers see either nothing or all of it. Raises EnvironmentProblem where it cannot be written.

        Nothing is kept where a file has changed since the key was made: nobody knows which one Terraform has read.
        """
        footprint = self.footprint(case)
        try:
            if self._read(footprint) != self._files(footprint):
                return
        except FileNotFoundError:
            return
        body = json.dumps(outcome.to_json()).encode()
        path = self._path(self.key(case))
        with writing(path):
            private_directory(self.project.cache / "plans")
            write_whole(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body, private=True)


def _emulator() -> str:
    """What answers data sources: the emulator's version, and the code of its fixes."""
    try:
        version = metadata.version("moto")
    except metadata.PackageNotFoundError:
        version = "none"
    return f"moto {version} {tree_digest(_CODE.parent / 'emulator' / 'moto', leave_out=frozenset({'.pyc'}))}"
