"""Judges one plan with all checks and with checkov as a command, and prints the ratio of one run.

.venv/bin/python benchmarks/assessing.py [--stack social-flow] [--environment production]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from planning import Cost, measured

from tfproof.assessment import scanner
from tfproof.assessment.judging import Rulebook
from tfproof.plans.view import Plan
from tfproof.project.layout import Project
from tfproof.project.settings import SETTINGS_FILE
from tfproof.terraform.planning import Case, Planner


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", default="social-flow")
    parser.add_argument("--environment", default="production")
    options = parser.parse_args()
    project = Project.find(Path(__file__))
    case = Case.of(options.stack, environment=options.environment)
    raw = Planner(project).plan(case).raw
    rules = Rulebook.load(project.root / SETTINGS_FILE)
    command = scanner.find(project.root)
    if command is None:
        sys.exit("checkov is not installed: run '.venv/bin/tox run -e checkov --notest'")

    def ours() -> None:
        # From the JSON's text, as the command reads it; a fresh Plan has resolved no reference yet.
        plan = Plan(json.loads(text), case.directory(project))
        rules.judge(plan, system=options.stack, environment=options.environment, label="benchmark")

    def theirs() -> None:
        if not scanner.scan({"plan": raw}, command).asked:
            sys.exit("checkov gave no answer")

    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(raw)
        (Path(folder) / "plan.json").write_text(text)
        plan_file = Path(folder) / "plan.json"

        def our_command() -> None:
            arguments = ["assess", str(plan_file), "--environment", options.environment, "--json"]
            done = subprocess.run(
                [sys.executable, "-m", "tfproof.cli", *arguments], stdout=subprocess.DEVNULL, check=False
            )
            if done.returncode > 1:
                sys.exit("tfproof gave no answer")

        ours()
        rows: dict[str, Cost] = {
            "tfproof, all checks": measured(ours),
            "tfproof, as a command": measured(our_command),
            "checkov, as a command": measured(theirs),
        }
    for label, cost in rows.items():
        print(f"{label:24} {cost.wall:7.2f} s wall {cost.cpu:7.2f} s CPU")
    *ours_both, other = rows.items()
    for label, mine in ours_both:
        print(f"checkov / {label}: {other[1].wall / mine.wall:.1f} x wall, {other[1].cpu / mine.cpu:.1f} x CPU")


if __name__ == "__main__":
    main()
