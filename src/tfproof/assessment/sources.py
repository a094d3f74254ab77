"""Where plans to be assessed come from: a plan's JSON in a file or on stdin, or a directory that is planned here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tfproof.assessment.data_sources import refuse_unsafe
from tfproof.emulator.moto import MotoEmulator
from tfproof.errors import BadInput
from tfproof.findings import Layer
from tfproof.places import relative, root_of
from tfproof.plans.parsing import Kind, accept, decoded, parse
from tfproof.plans.view import Plan
from tfproof.progress import say
from tfproof.terraform.diagnostics import explained
from tfproof.terraform.footprint import Footprint, strings_of
from tfproof.terraform.hcl import files_of
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import WorkingCopy

#: What was read where something is called so, by layer.
READ = {
    Layer.APPLIED: "what an apply of {} to an emulator left; no AWS account was read",
    Layer.PLAN: "the design, from the plan in {}; no AWS account was read",
    Layer.OBSERVED: "what {} answered, asked by its API and not through Terraform",
    Layer.STATE: "a state, from {}; nobody told where it comes from, and no AWS account was read",
}


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A plan with a short label and a sentence that says what was read.

    `place` is where findings without a line are shown: the file or directory, relative to the repository.
    """

    label: str
    plan: Plan
    read: str
    place: str = ""


def plan_from_text(text: str, where: str, source: Path | None = None, label: str = "", place: str = "") -> PlanSource:
    """Read the JSON of a plan or of a state; raise BadInput for anything that cannot be judged.

    `where` is how messages call it, `label` how it is called in what is written.
    """
    raw, kind = parse(text, where)
    label = label or where
    if kind is Kind.STATE:
        return PlanSource(label, Plan.of_state(raw, Layer.STATE), READ[Layer.STATE].format(label), place)
    plan = Plan(raw, source, Layer.PLAN, root_of(source) if source else None)
    return PlanSource(label, plan, READ[Layer.PLAN].format(label), plan.place or place)


def plan_from_file(path: Path, source: Path | None = None, label: str = "") -> PlanSource:
    """Read a plan's JSON from a file (`-` reads stdin). Source lines are looked up in `source` or beside the file."""
    if str(path) == "-":
        return plan_from_text(decoded(stdin("a plan's"), "stdin"), "stdin", source)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{path}: {reason}", "name a readable plan JSON, '-' or a directory") from error
    if path.is_fifo():
        return plan_from_text(decoded(content, label or "pipe"), label or "pipe", source)
    beside = path.parent if any(path.parent.glob("*.tf")) else None
    place = relative(path, root_of(path.parent))
    return plan_from_text(decoded(content, str(path)), str(path), source or beside, label, place)


def stdin(whose: str) -> bytes:
    """Return what is piped in; raise BadInput where nothing can be: `whose` JSON it should have been."""
    try:
        return sys.stdin.buffer.read()
    except (AttributeError, ValueError, OSError) as error:
        raise BadInput("stdin: it is closed", f"pipe {whose} JSON into '-'") from error


def _loaded_unasked(root: Path) -> list[Path]:
    """Return the files of variables that Terraform loads without being told."""
    own = [root / name for name in ("terraform.tfvars", "terraform.tfvars.json")]
    return [*filter(Path.is_file, own), *sorted(f for end in ("", ".json") for f in root.glob(f"*.auto.tfvars{end}"))]


def plan_from_directory(
    path: Path,
    toolchain: Toolchain,
    var_files: Sequence[Path] = (),
    *,
    allow_external: bool = False,
    label: str = "",
) -> PlanSource:
    """Plan a directory of Terraform in a working copy: local backend, fake credentials, an emulator for data sources."""
    files = files_of(path)
    if not files:
        raise BadInput(
            f"{path}: no .tf files here",
            "name a root module's directory, a plan JSON, or what terragrunt's --json-out-dir wrote",
        )
    if toolchain.product != "tofu" and all(f.name.endswith((".tofu", ".tofu.json")) for f in files):
        raise BadInput(f"{path}: only OpenTofu's files here", "let OpenTofu plan: TFPROOF_TERRAFORM=tofu")
    if absent := [f for f in var_files if not f.is_file()]:
        raise BadInput(f"{absent[0]}: no such variable file", "correct --var-file")
    if not allow_external:
        refuse_unsafe(path, str(path))
    given = [text for f in var_files for text in strings_of(f)]
    footprint = Footprint.of(path, tofu=toolchain.is_tofu, given=given)
    with MotoEmulator.start() as emulator, WorkingCopy(path, toolchain, emulator.endpoint, footprint=footprint) as copy:
        copy.isolate()
        copy.init()
        if not allow_external:
            refuse_unsafe(copy.root, str(path))  # once more, with the modules that have come
        run = copy.plan([str(f.resolve()) for f in var_files])
    if run.errors:
        raise explained(run.errors, str(path))
    if run.raw is None:
        raise BadInput(f"{path}: terraform wrote no plan", "run 'terraform plan' there")
    for unused in (d for d in run.diagnostics if "undeclared variable" in d.summary):
        say(f"{path}: {unused}")
    named = ", ".join(f.name for f in (*_loaded_unasked(path), *var_files)) or "the defaults of its variables"
    label = label or str(path)
    plan = Plan(accept(run.raw, str(path))[0], path.resolve(), Layer.PLAN, root_of(path))
    return PlanSource(
        label, plan, f"the design, planned from {label} with {named}; no AWS account was read", plan.place
    )
