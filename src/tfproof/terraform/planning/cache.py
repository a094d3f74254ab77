"""A content-addressed cache of outcomes: the key covers everything that the outcome depends on."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cached_property
from pathlib import Path

from tfproof.files import write_whole
from tfproof.project.layout import Project, tree_digest
from tfproof.terraform.hcl import reachable
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.toolchain import Toolchain

#: Raise when generated roots or the form of an outcome change.
FORMAT = 1


class Cache:
    """Outcomes below a directory. Unreadable or damaged entries count as absent."""

    def __init__(self, project: Project, toolchain: Toolchain) -> None:
        self.project = project
        self.toolchain = toolchain
        self._digests: dict[Path, str] = {}

    @cached_property
    def _providers(self) -> str:
        locks = sorted((self.project.root / "terraform").rglob(".terraform.lock.hcl"))
        content = b"".join(p.read_bytes() for p in locks if ".terraform" not in p.parts)
        held = ",".join(self.toolchain.provider_versions())
        return hashlib.sha256(content + held.encode()).hexdigest()

    def key(self, case: Case) -> str:
        """Return the key: files of the case's directory and of every local module it reaches, variables, versions."""
        tool = self.toolchain
        parts = [str(FORMAT), case.id, tool.product, tool.version, self._providers]
        for directory in reachable(case.directory(self.project)):
            if directory not in self._digests:
                # Examples and documents of a module have no say in the plan of another case.
                leave_out = frozenset({"examples", ".md"})
                self._digests[directory] = tree_digest(directory, leave_out=leave_out)
            place = os.path.relpath(directory, self.project.root)
            parts.append(f"{place}={self._digests[directory]}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _path(self, key: str) -> Path:
        return self.project.cache / "plans" / key[:2] / f"{key}.json"

    def load(self, case: Case) -> Outcome | None:
        """Return the outcome, or None if it is not there or not whole."""
        path = self._path(self.key(case))
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        return Outcome.from_json(json.loads(body))

    def has(self, case: Case) -> bool:
        """Whether there is an entry, whole or not."""
        return self._path(self.key(case)).is_file()

    def store(self, case: Case, outcome: Outcome) -> None:
        """Keep an outcome; readers see either nothing or all of it."""
        body = json.dumps(outcome.to_json()).encode()
        write_whole(self._path(self.key(case)), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
