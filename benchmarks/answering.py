"""How fast a change of one module is answered: `pytest tests/unit -k network` in a copy of this tree, in one process.

Three runs: the first, which fills the cache; one after an edit of the module; one of the unchanged tree. Printed are seconds
on the clock and of CPU, of all processes: where the processors are all that counts, a run takes at least its CPU seconds
divided by them.

    .venv/bin/python benchmarks/answering.py [--module network]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from planning import Cost, measured

ROOT = Path(__file__).parents[1]


def copied(where: Path) -> Path:
    """Copy the files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S607
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, where / name)
    return where


def tests_of(tree: Path, module: str) -> None:
    """Run the unit tests of a module."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/unit", "--tfproof-skips", "tests/skips.yaml", "-k", module]
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(tree / "src")
    done = subprocess.run(command, cwd=tree, env=environment, check=False, capture_output=True, text=True)
    print(done.stdout.rstrip().splitlines()[-1])
    if done.returncode:
        sys.exit(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--module", default="network")
    module = parser.parse_args().module
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        run = partial(tests_of, tree, module)
        costs: dict[str, Cost] = {"first ever": measured(run)}
        with (tree / "terraform" / "modules" / module / "main.tf").open("a") as file:
            file.write("\n# An edit.\n")
        costs["after an edit"] = measured(run)
        costs["unchanged"] = measured(run)
    for label, cost in costs.items():
        print(f"{label:16} {cost.wall:8.1f} s wall {cost.cpu:8.1f} s CPU")
    print(f"{'an edit / none':16} {costs['after an edit'].cpu / costs['unchanged'].cpu:8.1f} x CPU")


if __name__ == "__main__":
    main()
