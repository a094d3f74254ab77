"""Test results kept for the requirement trace, keyed by the digest of the tree that they were obtained from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tfproof.project.layout import Project

#: Environment of a result for a root that has no environments, such as the one that makes the place for the state.
EVERY_ENVIRONMENT = "*"


@dataclass(frozen=True, slots=True)
class TestResult:
    """One run of one test: its outcome, the requirements it carries, its environment, the types that it read.

    `outcome` is passed, failed or skipped; `finished` is in seconds since the epoch.
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


class Results:
    """Results below `build/results/<digest>/`, one file for each process that wrote some."""

    def __init__(self, project: Project) -> None:
        self.directory: Path = project.build / "results" / project.digest()

    def append(self, results: Iterable[TestResult]) -> None:
        """Add results; every process has a file of its own."""
        lines = [json.dumps(asdict(r)) for r in results]
        if lines:
            self.directory.mkdir(parents=True, exist_ok=True)
            with (self.directory / f"{os.getpid()}.jsonl").open("a") as file:
                file.write("\n".join(lines) + "\n")

    def load(self) -> dict[str, TestResult]:
        """Return the newest result of each test."""
        newest: dict[str, TestResult] = {}
        for file in sorted(self.directory.glob("*.jsonl")):
            for line in file.read_text().splitlines():
                raw = json.loads(line)
                raw["requirements"] = tuple(raw["requirements"])
                raw["types"] = tuple(raw["types"])
                result = TestResult(**raw)
                known = newest.get(result.test)
                if known is None or known.finished < result.finished:
                    newest[result.test] = result
        return newest
