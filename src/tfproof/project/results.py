"""Test results kept for the requirement trace, keyed by the digest of the tree that they were obtained from."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.files import private_directory, write_whole
from tfproof.project.layout import Project

#: Environment of a result for a root that has no environments, such as the one that makes the place for the state.
EVERY_ENVIRONMENT = "*"
#: How the environment of a result for a module begins, before the module's name: a module has none.
OF_MODULE = "module "
OUTCOMES = ("passed", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class TestResult:
    """One run of one test: its outcome, the requirements it carries, its environment, the types that it read.

    `outcome` is passed, failed or skipped; `finished` is in seconds since the epoch; `claim` is what its mark says of
    an emulator: that it `enforces` or `accepts` what is asserted; `emulator` is what the one that it asked says of itself.
    """

    __test__ = False

    test: str
    outcome: str
    requirements: tuple[str, ...]
    environment: str
    types: tuple[str, ...]
    finished: float
    reason: str = ""
    layer: str = ""
    claim: str = ""
    emulator: Mapping[str, Any] = field(default_factory=dict, hash=False)


def results_of(project: Project) -> Path:
    """The directory of all that test runs leave of the tree as it is now."""
    return project.build / "results" / project.digest()


def make_private(project: Project) -> None:
    """Let only the owner look at what test runs leave: raw states are among it."""
    project.make_build()
    for directory in (project.build / "results", results_of(project)):
        private_directory(directory)


class Results:
    """Results of one tree, in files that are each written once and whole.

    So any number of suites may run at once, and one that is interrupted leaves no half line.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.directory: Path = results_of(project)

    def append(self, results: Iterable[TestResult]) -> None:
        """Add results to those of the same tree."""
        lines = [f"{json.dumps(asdict(r))}\n" for r in results]
        if lines:
            make_private(self._project)
            file = self.directory / f"{os.getpid()}-{secrets.token_hex(8)}.jsonl"
            write_whole(file, "".join(lines).encode(), private=True)

    def load(self) -> dict[str, TestResult]:
        """Return the newest result of each test.

        Raises BadInput for a damaged file: what it held may have been that a test fails.
        """
        newest: dict[str, TestResult] = {}
        for file in sorted(self.directory.glob("*.jsonl")):
            for number, line in enumerate(file.read_bytes().splitlines(), start=1):
                result = _read(file, number, line)
                known = newest.get(result.test)
                if known is None or known.finished < result.finished:
                    newest[result.test] = result
        return newest


def _read(file: Path, number: int, line: bytes) -> TestResult:
    try:
        raw = json.loads(line)
        if raw["outcome"] not in OUTCOMES:
            raise ValueError(f"the outcome is {raw['outcome']!r}")
        lists = {name: tuple(map(str, raw[name])) for name in ("requirements", "types")}
        told = {"finished": float(raw["finished"]), "emulator": dict(raw.get("emulator", {}))}
        return TestResult(**raw | lists | told)
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        raise BadInput(
            f"{file}:{number}: not a test's result ({said})", f"delete {file.name} and run the tests again"
        ) from error
