"""`tfproof picture`: draws a system from its plan."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tfproof.assessment.sources import plan_from_file
from tfproof.errors import BadInput, instead_of
from tfproof.picture import as_svg, picture_of
from tfproof.plans.view import Plan
from tfproof.project.layout import Project
from tfproof.secrecy import discreet
from tfproof.terraform.planning import Case, Planner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--stack", metavar="NAME", help="a stack of this project, which is planned")
    source.add_argument("--plan", type=Path, metavar="FILE", help="plan JSON of anybody; '-' for stdin")
    parser.add_argument("--environment", default="", help="of the stack (otherwise production, or its last one)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there, not to stdout")
    parser.add_argument("--json", action="store_true", help="the picture as data, not as SVG")


def run(options: argparse.Namespace) -> int:
    """Draw, and write what was drawn."""
    if options.output and options.plan and _same_file(options.output, options.plan):
        raise BadInput(f"-o {options.output}: this is the plan itself", "name another file")
    plan, title = _of_file(options) if options.plan else _of_stack(options.stack, options.environment)
    picture = picture_of(plan, title, discreet)  # while words are whole: a drawing cuts them
    text = discreet(json.dumps(picture.to_json(), indent=1) + "\n" if options.json else as_svg(picture))
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _of_file(options: argparse.Namespace) -> tuple[Plan, str]:
    if options.environment:
        raise BadInput("--environment is of a stack, and a plan is given", "drop it")
    return plan_from_file(options.plan, None).plan, options.plan.stem if str(options.plan) != "-" else "plan"


def _of_stack(name: str, environment: str) -> tuple[Plan, str]:
    project = Project.find(Path.cwd())
    if name not in project.stacks:
        raise BadInput(f"no stack is called {name!r}", instead_of([name], list(project.stacks)))
    environments = project.environments(name)
    chosen = environment or shown_of(environments)
    if chosen and chosen not in environments:
        raise BadInput(f"{name} has no environment {chosen!r}", instead_of([chosen], environments))
    return Planner(project).plan(Case.of(name, environment=chosen)), title_of(project.stacks[name], chosen)


def shown_of(environments: Sequence[str]) -> str:
    """Return the environment that a stack is drawn in where nobody names one: production, or the last."""
    return "production" if "production" in environments else environments[-1] if environments else ""


def title_of(stack: Path, environment: str) -> str:
    """Return what the picture of a stack is called: as its README says, or its folder."""
    readme = stack / "README.md"
    heading = readme.read_text(encoding="utf-8").split("\n", 1)[0] if readme.is_file() else ""
    name = heading.removeprefix("# ").strip() if heading.startswith("# ") else stack.name
    return f"{name}, {environment}" if environment else name
