"""How many random mutants of the modules the unit tests notice.

A round mutates one place of each of many modules in a copy of the project, so that all of them are planned together, and
runs the tests of these modules and what the general tests ask of them. A test that fails kills the mutant of the module
that it is about; so the tests have to be green before. What is recorded and made anew by a command (facts, README tables) kills
nothing: it would be made anew. Mutants that Terraform does not plan are left out, those that change no plan are not: whether
they mean something in an apply is for the reader of the list.

    python benchmarks/mutating.py --seed 1 --count 145 [--module NAME …] [--recorded]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from mutants import Mutant, sample

from tfproof.errors import TfproofError
from tfproof.project.layout import Project
from tfproof.terraform.module_readme import rendered
from tfproof.terraform.planning import Case, Planner

ROOT = Path(__file__).resolve().parents[1]
RECORDED = "test_guard_facts.py"
EXAMPLES = ("minimal", "typical", "grown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=145)
    parser.add_argument("--module", action="append", help="mutate these modules only")
    parser.add_argument("--recorded", action="store_true", help="let what is recorded kill, too")
    parser.add_argument("--round", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.round:
        sys.exit(run_tests(given.round, recorded=given.recorded))
    modules = {n: d for n, d in Project(ROOT).modules.items() if n in (given.module or [n])}
    began, left = time.monotonic(), sample(modules, given.count, given.seed)
    results: dict[Mutant, str] = {}
    while left:
        batch = {m.module: m for m in reversed(left)}
        found = judged(batch, recorded=given.recorded)
        for mutant, result in found.items():
            print(f"{result.split('::')[0]:<60} {mutant}", file=sys.stderr)
        results |= found
        left = [m for m in left if m not in results]
        print(f"{len(results)} of {len(results) + len(left)} after {time.monotonic() - began:.0f} s", file=sys.stderr)
    report(results, time.monotonic() - began)


def judged(batch: dict[str, Mutant], *, recorded: bool) -> dict[Mutant, str]:
    """Return what became of each mutant: invalid, killed, survived."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as base:
        copy = Path(base)
        for name in ("terraform", "tests/unit"):
            left_out = shutil.ignore_patterns(".terraform", "__pycache__", "stacks" if name == "tests/unit" else "")
            shutil.copytree(ROOT / name, copy / name, ignore=left_out)
        for name in ("conftest.py", "pyproject.toml"):
            shutil.copy(ROOT / name, copy)
        for mutant in batch.values():
            file = copy / mutant.file.relative_to(ROOT)
            file.write_bytes(mutant.written(file.read_bytes()))
        valid = {name for name in batch if plans(copy, name, batch)}
        if not recorded:
            for name in valid:
                directory = copy / "terraform" / "modules" / name
                (directory / "README.md").write_text(rendered(directory))
        (copy / "mutated.json").write_text(json.dumps(sorted(valid)))
        command = [sys.executable, __file__, "--round", str(copy), *(["--recorded"] if recorded else [])]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        if not (copy / "killed.json").is_file():
            sys.exit(f"the tests could not be run:\n{done.stdout}\n{done.stderr}")
        killed = json.loads((copy / "killed.json").read_text())
    return {
        m: "invalid" if name not in valid else f"killed by {killed[name]}" if name in killed else "survived"
        for name, m in batch.items()
    }


def plans(copy: Path, name: str, batch: dict[str, Mutant], _planners: dict[Path, Planner] = {}) -> bool:  # noqa: B006
    """Whether Terraform accepts a mutated module: what neither of its examples plans with is no module."""
    if copy not in _planners:
        _planners.clear()
        _planners[copy] = Planner(
            Project(copy), quiet=True, foreseen=[Case.of(n, example=e) for n in batch for e in EXAMPLES]
        )
    planner = _planners[copy]
    found = []
    for example in EXAMPLES:
        try:
            outcome = planner.outcome(Case.of(name, example=example))
        except TfproofError:
            return False
        found.append(
            outcome.raw is not None
            or any("condition" in d.summary or "variable" in d.summary for d in outcome.diagnostics)
        )
    return any(found)


class OfMutated:
    """Runs only the tests of the mutated modules, and notes which module fails one."""

    def __init__(self, root: Path, *, recorded: bool) -> None:
        self.modules: list[str] = json.loads((root / "mutated.json").read_text())
        self.recorded = recorded
        self.killed: dict[str, str] = {}
        self.about: dict[str, set[str]] = {}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept, rest = [], []
        for item in items:
            about = self._modules_of(item)
            self.about[item.nodeid] = about
            (kept if about and (self.recorded or item.path.name != RECORDED) else rest).append(item)
        items[:] = kept
        config.hook.pytest_deselected(items=rest)

    def _modules_of(self, item: pytest.Item) -> set[str]:
        own = item.path.stem.removeprefix("test_").replace("_", "-")
        if item.path.parent.name == "modules":
            return {n for n in self.modules if own == n or own.startswith(f"{n}-address")}
        marks = [m.args[0] for m in item.iter_markers() if m.name in ("plan", "refused") and m.args]
        if any(name not in Project(ROOT).modules for name in marks):
            return set()  # stacks are planned elsewhere
        values = getattr(item, "callspec", None)
        named = {v for v in values.params.values() if isinstance(v, str)} if values else set()
        named |= {str(m) for m in marks}
        return named & set(self.modules) if named & set(Project(ROOT).modules) else set(self.modules)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.failed:
            return
        about = self.about.get(report.nodeid, set())
        said = str(report.longrepr)
        for name in about:
            if len(about) == 1 or f"'{name}'" in said or f"modules/{name}/" in said or f"{name}:" in said:
                self.killed.setdefault(name, report.nodeid)


def run_tests(root: Path, *, recorded: bool) -> int:
    """Run the tests of one round in its copy."""
    plugin = OfMutated(root, recorded=recorded)
    tests = [root / "tests/unit/modules", *sorted((root / "tests/unit").glob("test_*.py"))]
    code = pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", str(root), *map(str, tests)], [plugin])
    if code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        (root / "killed.json").write_text(json.dumps(plugin.killed))
    return int(code)


def report(results: dict[Mutant, str], seconds: float) -> None:
    """Print the score by kind, and whoever survived."""
    counted: dict[str, Counter[str]] = {}
    for mutant, result in results.items():
        counted.setdefault(mutant.kind, Counter())[result.split()[0]] += 1
    total: Counter[str] = sum(counted.values(), Counter())
    print(f"{'kind':<26}{'killed':>8}{'survived':>10}{'invalid':>9}")
    for kind, of in [*sorted(counted.items()), ("all", total)]:
        print(f"{kind:<26}{of['killed']:>8}{of['survived']:>10}{of['invalid']:>9}")
    judged_ones = total["killed"] + total["survived"]
    spent: Any = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in spent)
    print(
        f"\n{100 * total['killed'] / max(1, judged_ones):.0f} % of {judged_ones} killed; {seconds:.0f} s, {cpu:.0f} CPU s\n"
    )
    for mutant, result in results.items():
        if result != "killed" and not result.startswith("killed"):
            print(f"{result:<9} {mutant}")


if __name__ == "__main__":
    main()
