"""Where plans to be assessed come from: a plan's JSON in a file or on stdin, or a directory that is planned here."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tfproof.assessment.data_sources import refuse_unsafe
from tfproof.emulator.moto import MotoEmulator
from tfproof.errors import BadInput
from tfproof.findings import Layer
from tfproof.plans.parsing import Kind, accept, decoded, parse
from tfproof.plans.view import Plan
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import WorkingCopy

#: What was read where something is called so, by layer.
READ = {
    Layer.APPLIED: "what an apply of {} to an emulator left; no AWS account was read",
    Layer.PLAN: "the design, from the plan in {}; no AWS account was read",
    Layer.STATE: "a state, from {}; nobody told where it comes from, and no AWS account was read",
}


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A plan with a short label and a sentence that says what was read."""

    label: str
    plan: Plan
    read: str


def plan_from_text(text: str, where: str, source: Path | None = None) -> PlanSource:
    """Read the JSON of a plan or of a state; raise BadInput for anything that cannot be judged."""
    raw, kind = parse(text, where)
    if kind is Kind.STATE:
        return PlanSource(where, Plan.of_state(raw, Layer.STATE), READ[Layer.STATE].format(where))
    return PlanSource(where, Plan(raw, source), READ[Layer.PLAN].format(where))


def plan_from_file(path: Path, source: Path | None = None) -> PlanSource:
    """Read a plan's JSON from a file (`-` reads stdin). Source lines are looked up in `source` or beside the file."""
    if str(path) == "-":
        return plan_from_text(sys.stdin.read(), "stdin", source)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}", "name a readable plan JSON, '-' or a directory") from error
    text = decoded(content, str(path))
    beside = path.parent if any(path.parent.glob("*.tf")) else None
    return plan_from_text(text, str(path), source or beside)


def plan_from_directory(
    path: Path, toolchain: Toolchain, var_files: Sequence[Path] = (), *, allow_external: bool = False
) -> PlanSource:
    """Plan a directory of Terraform in a working copy: local backend, fake credentials, an emulator for data sources."""
    if not any(path.glob("*.tf")) and not any(path.glob("*.tf.json")):
        raise BadInput(f"{path}: no .tf files here", "name a root module's directory or a plan JSON")
    if absent := [f for f in var_files if not f.is_file()]:
        raise BadInput(f"{absent[0]}: no such variable file", "correct --var-file")
    with MotoEmulator.start() as emulator, WorkingCopy(path, toolchain, emulator.endpoint) as copy:
        if not allow_external:
            refuse_unsafe(copy.root, str(path))
        copy.isolate()
        copy.init()
        if not allow_external:
            refuse_unsafe(copy.root, str(path))  # once more, with the modules that have come
        run = copy.plan([str(f.resolve()) for f in var_files])
    if run.errors:
        messages = "; ".join(str(e) for e in run.errors[:3])
        raise BadInput(f"{path}: terraform plan failed: {messages}", "give missing variables with --var-file")
    if run.raw is None:
        raise BadInput(f"{path}: terraform wrote no plan", "run 'terraform plan' there")
    named = ", ".join(f.name for f in var_files) or "the defaults of its variables"
    plan = Plan(accept(run.raw, str(path))[0], path.resolve(), Layer.PLAN, Path.cwd())
    return PlanSource(str(path), plan, f"the design, planned from {path} with {named}; no AWS account was read")
