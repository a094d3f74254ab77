"""Plans 50 cases of one module of 12 resources in three ways, and prints the ratios of one run.

Ways: tftest used plainly (one init, plan and show for each test; measured on a few cases, since all cost the same),
`terraform test` (one plan-only run for each case), and the planner: the first cases ever, when it asks the provider for its
types and lets `init` choose; other cases, as after each change; and an unchanged rerun.

    .venv/bin/python benchmarks/planning.py [--cases 50] [--plain 3]
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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tftest

from tfproof.project.layout import Project
from tfproof.terraform.planning import Case, Planner
from tfproof.terraform.toolchain import Toolchain

MODULE = Path(__file__).parent / "module"


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of CPU (this process and its children), and terraform processes started."""

    wall: float
    cpu: float


def cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def measured(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), cpu_seconds()
    work()
    return Cost(time.perf_counter() - wall, cpu_seconds() - cpu)


def project_with(module: Path, where: Path) -> Project:
    target = where / "terraform" / "modules" / "subject"
    shutil.copytree(module, target)
    return Project(where)


def plain_environment(toolchain: Toolchain) -> dict[str, str]:
    """The environment that terraform would have without us: ours tunes its garbage collection."""
    return {k: v for k, v in toolchain.environment().items() if k != "GOGC"}


def plain_tftest(module: Path, toolchain: Toolchain, count: int, base: Path) -> Cost:
    """What a suite does that gives each test its own tftest fixture."""

    def work() -> None:
        for number in range(count):
            root = base / f"plain-{number}"
            shutil.copytree(module, root)
            (root / "provider.tf").write_text(PROVIDER)
            test = tftest.TerraformTest(str(root), binary=str(toolchain.binary))
            test.env = plain_environment(toolchain)
            test.setup()
            output = test.plan(output=True, tf_vars={"name": f"case-{number}"})
            if len(output.resource_changes) != 12:
                sys.exit(f"expected 12 resources, planned {len(output.resource_changes)}")

    return measured(work)


def terraform_test(module: Path, toolchain: Toolchain, count: int, base: Path) -> Cost:
    """Terraform's own test command with one plan-only run for each case; parallel where it can be."""
    root = base / "native"
    shutil.copytree(module, root)
    (root / "provider.tf").write_text(PROVIDER)
    parallel = tuple(int(p) for p in toolchain.version.split("-")[0].split(".")[:2]) >= (1, 12)
    header = "test {\n  parallel = true\n}\n" if parallel and toolchain.product == "terraform" else ""
    runs = "".join(
        f'run "case_{n}" {{\n  command = plan\n  variables {{\n    name = "case-{n}"\n  }}\n'
        f'  assert {{\n    condition     = aws_vpc.this.tags["Name"] == "case-{n}"\n    error_message = "wrong name"\n  }}\n}}\n'
        for n in range(count)
    )
    (root / "cases.tftest.hcl").write_text(header + runs)
    environment = plain_environment(toolchain)
    subprocess.run(
        [toolchain.binary, "init", "-input=false"], cwd=root, env=environment, check=True, capture_output=True
    )

    def work() -> None:
        subprocess.run([toolchain.binary, "test"], cwd=root, env=environment, check=True, capture_output=True)

    return measured(work)


def planner(project: Project, toolchain: Toolchain, count: int, name: str = "case") -> Cost:
    def work() -> None:
        planning = Planner(project, toolchain, quiet=True)
        cases = [Case.of("subject", {"name": f"{name}-{n}"}) for n in range(count)]
        for number, plan in enumerate(planning.plan_all(cases)):
            if len(plan.managed) != 12 or plan.one("aws_vpc")["tags.Name"] != f"{name}-{number}":
                sys.exit("a case got a wrong plan")

    return measured(work)


PROVIDER = """provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  max_retries                 = 1
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--plain", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        toolchain = Toolchain.find(base / "cache")
        project = project_with(MODULE, base / "project")
        warm = plain_tftest(MODULE, toolchain, 1, base / "warm")
        print(f"warm-up: {warm.wall:.1f} s")
        plain = plain_tftest(MODULE, toolchain, options.plain, base)
        native = terraform_test(MODULE, toolchain, options.cases, base)
        first = planner(project, toolchain, options.cases, "first")
        cold = planner(project, toolchain, options.cases)
        # A binary that cannot start shows that the rerun needs none.
        broken = Toolchain(Path(os.devnull), toolchain.product, toolchain.version, toolchain.mirror, toolchain.cache)
        again = planner(project, broken, options.cases)
    n = options.cases
    rows = {
        "tftest, plainly, a case": Cost(plain.wall / options.plain, plain.cpu / options.plain),
        f"terraform test, {n} cases": native,
        f"planner, {n} cases, the first ever": first,
        f"planner, {n} cases, cold": cold,
        f"planner, {n} cases, unchanged": again,
    }
    for label, cost in rows.items():
        print(f"{label:36} {cost.wall:8.2f} s wall {cost.cpu:8.2f} s CPU")
    ratios = {
        "tftest / planner, CPU a case": plain.cpu / options.plain / (cold.cpu / n),
        "terraform test / planner, wall": native.wall / cold.wall,
        "terraform test / planner, CPU": native.cpu / cold.cpu,
    }
    for label, ratio in ratios.items():
        print(f"{label:36} {ratio:8.1f} x")
    print(json.dumps({k: round(v, 2) for k, v in ratios.items()}))


if __name__ == "__main__":
    main()
