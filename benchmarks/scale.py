"""Judges and writes down plans of growing size, and prints seconds, memory, sizes and the exponents of their growth.

Each run is a process of its own: parse, judge, assess, write a bundle. The exponent is the slope of a straight line
through the logarithms: 1 is linear, 2 is quadratic. Seconds are on the clock and, behind them, of CPU in all processes;
memory is the largest process's, and of the whole tree what its processes have for themselves plus their shares.

    .venv/bin/python benchmarks/scale.py [--kinds buckets mixed modules] [--sizes 1000 4000 16000] [--processes 1]
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import generated

from tfproof.assessment.controls import assess
from tfproof.assessment.judging import Rulebook, ToJudge
from tfproof.assessment.sources import plan_from_file
from tfproof.checks import aliases
from tfproof.evidence import Evidence, write_bundle
from tfproof.frameworks import load

KINDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "buckets": generated.buckets,
    "mixed": generated.mixed,
    "modules": generated.modules,
}
#: The issue's own sizes; buckets and modules count what has three companions each.
SIZES = {"buckets": [250, 500, 1000, 2000], "mixed": [1500, 6000, 24000, 100000], "modules": [250, 1000, 4000]}
_MIB = 2**20
_PHASES = ("parse", "judge", "assess", "write")


def cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def one(kind: str, size: int, processes: int | None) -> dict[str, Any]:
    """Do everything once, and return what it took."""
    took: dict[str, Any] = {}

    @contextmanager
    def phase(name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        took[name] = [time.perf_counter() - wall, cpu_seconds() - cpu]

    rules = Rulebook.load(None)
    frameworks = load(known_checks=rules.checks, aliases=aliases())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        subprocess.run([sys.executable, __file__, "--generate", kind, str(size), str(file)], check=True)
        with phase("parse"):
            plan = plan_from_file(file).plan
        with phase("judge"):
            judged = rules.judge_all([ToJudge(plan, "benchmark", "production", "plan")], processes=processes)
        with phase("assess"):
            assessment = assess(judged, frameworks)
        took["resources"] = judged[0].judgement.population
        took["findings"] = len(assessment.findings)
        raw = plan.raw
        del plan, judged
        now = datetime.now(UTC)
        evidence = Evidence(assessment, rules.checks, now, now, plans={"plan": raw})
        with phase("write"):
            write_bundle(Path(folder) / "bundle", evidence)
        took["bundle"] = {
            f.relative_to(Path(folder) / "bundle").as_posix(): f.stat().st_size
            for f in sorted((Path(folder) / "bundle").rglob("*"))
            if f.is_file()
        }
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    took["largest"] = max(used) * 1024
    return took


def measured(kind: str, size: int, processes: int | None) -> dict[str, Any]:
    """Run one size in a process of its own, and watch the memory of all its processes."""
    command = [sys.executable, __file__, "--one", kind, str(size)]
    command += ["--processes", str(processes)] if processes else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(1):  # looking costs, too
            peak[0] = max(peak[0], sum(map(_memory, _tree(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    answer, _ = process.communicate()
    ended.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{kind} {size}: ended with {process.returncode}")
    return {**json.loads(answer), "tree": peak[0]}


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _memory(pid: int) -> int:
    """Return the proportional share of memory in bytes: what processes share is counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def exponent(sizes: list[float], costs: list[float]) -> float:
    """Return the slope of the straight line through the logarithms that fits best."""
    xs, ys = [math.log(s) for s in sizes], [math.log(max(c, 1e-9)) for c in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def _print(row: dict[str, Any]) -> None:
    phases = [row[p] for p in _PHASES]
    phases.append([sum(p[0] for p in phases), sum(p[1] for p in phases)])
    print(f"{row['resources']:10}{row['findings']:10}", end="")
    print("".join(f"{f'{wall:.2f} ({cpu:.2f})':>18}" for wall, cpu in phases), end="")
    bundle = sum(row["bundle"].values())
    print(f"{row['largest'] / _MIB:13.0f}{row['tree'] / _MIB:10.0f}{bundle / _MIB:12.1f}", end="")
    print(f"{row['bundle']['report.html'] / _MIB:12.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--generate", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.generate:
        kind, size, file = options.generate
        with Path(file).open("w", encoding="utf-8") as out:
            json.dump(KINDS[kind](int(size)), out)
        return
    if options.one:
        print(json.dumps(one(options.one[0], int(options.one[1]), options.processes)))
        return
    for kind in options.kinds:
        print(f"{kind:10}{'findings':>10}" + "".join(f"{p:>18}" for p in (*_PHASES, "all")), end="")
        print(f"{'largest MiB':>13}{'tree MiB':>10}{'bundle MiB':>12}{'report MiB':>12}", flush=True)
        rows = []
        for size in options.sizes or SIZES[kind]:
            rows.append(row := measured(kind, size, options.processes))
            _print(row)
        if len(rows) > 1:
            sizes = [r["resources"] for r in rows]
            grown = {
                "judging": [r["judge"][1] for r in rows],
                "writing": [r["write"][1] for r in rows],
                "memory": [r["tree"] for r in rows],
                "bundle": [sum(r["bundle"].values()) for r in rows],
            }
            said = ", ".join(f"{name} {exponent(sizes, costs):.2f}" for name, costs in grown.items())
            print(f"growth with the number of resources (exponents): {said}\n")


if __name__ == "__main__":
    main()
