"""`tfproof assess`: judges anybody's Terraform, from plan JSON or from directories."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tfproof.assessment.baseline import Baseline, load_baseline
from tfproof.assessment.controls import assess
from tfproof.assessment.exit_codes import exit_code
from tfproof.assessment.judging import Rulebook, known_scopes
from tfproof.assessment.sources import PlanSource, plan_from_directory, plan_from_file
from tfproof.checks import aliases, registry
from tfproof.errors import BadInput
from tfproof.evidence import Evidence, refuse_existing, write_bundle, write_document
from tfproof.evidence.provenance import commit_of, now, tool_versions, what_was_not_read
from tfproof.evidence.terminal import report
from tfproof.files import existing
from tfproof.findings import Layer
from tfproof.frameworks import load
from tfproof.progress import say
from tfproof.project.settings import SETTINGS_FILE, plain_settings, refuse_unknown_scopes
from tfproof.project.waivers import load_waivers, refuse_unused
from tfproof.terraform.toolchain import Toolchain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="plan JSON, '-' for stdin, or a directory of Terraform"
    )
    parser.add_argument("--var-file", action="append", type=Path, default=[], help="variables for directories")
    parser.add_argument(
        "--environment", default="", help="development, staging or production; none is judged strictest"
    )
    parser.add_argument("--system", default="", help="name of the system (otherwise the path)")
    parser.add_argument("--scope", action="append", default=[], help="what else the plan answers for: account")
    parser.add_argument("--source", type=Path, help="directory of the .tf files that a plan was made from")
    parser.add_argument("--settings", type=Path, help=f"settings file (otherwise ./{SETTINGS_FILE}, if there)")
    parser.add_argument("--waivers", type=Path, help="waivers file")
    parser.add_argument("--baseline", type=Path, help="an earlier --json output: only what is new fails")
    parser.add_argument("--check", action="append", default=[], metavar="ID", help="run only these checks")
    parser.add_argument("--skip-check", action="append", default=[], metavar="ID", help="leave these checks out")
    parser.add_argument("--framework", action="append", type=Path, default=[], help="a further framework file")
    parser.add_argument(
        "--allow-external", action="store_true", help="allow data sources that execute code or ask others"
    )
    parser.add_argument(
        "--strict", action="store_true", help="what could not be decided fails, too, and what only a framework demands"
    )
    parser.add_argument("--bundle", type=Path, help="leave an evidence bundle in this new directory")
    parser.add_argument("--json", action="store_true", help="print the findings and controls as JSON")


def run(options: argparse.Namespace) -> int:
    """Judge and report; return the exit code. A plan that leaves no resource is told of, and the others are judged."""
    started = now()
    settings_file = options.settings or existing(Path(SETTINGS_FILE))
    rulebook = Rulebook.load(settings_file, options.check, options.skip_check, started.date())
    frameworks = load(options.framework, registry(), aliases())
    waivers = load_waivers(options.waivers, registry(), started.date(), aliases()) if options.waivers else []
    baseline = load_baseline(options.baseline, aliases()) if options.baseline else Baseline()
    refuse_unknown_scopes(options.scope, known_scopes(), "--scope")
    if waivers and not options.environment:
        raise BadInput("waivers hold in one environment, and this run names none", "name it with --environment")
    if options.system and len(options.paths) > 1:
        raise BadInput(f"--system names one plan, and {len(options.paths)} are given", "judge them one by one")
    if options.bundle:
        refuse_existing(options.bundle)  # before the work, not after it
    sources, toolchain = _sources(options)
    there = [s for s in sources if s.plan.managed]
    judged = []
    for number, source in enumerate(there, 1):
        what = "a state" if source.plan.layer is Layer.STATE else "a plan"
        say(f"judging {source.label}, {what} ({number} of {len(there)}), by {len(rulebook.checks)} checks")
        system = options.system or source.label
        judged.append(
            rulebook.judge(
                source.plan,
                system=system,
                environment=options.environment,
                label=source.label,
                scopes=frozenset(options.scope),
            )
        )
    assessment = assess(judged, frameworks, waivers, exemptions=rulebook.exemptions)
    refuse_unused(assessment.waivers)
    commit, dirty = commit_of(options.source or Path.cwd())
    evidence = Evidence(
        assessment=assessment,
        checks=rulebook.checks,
        started=started,
        finished=now(),
        read=[
            s.read if s in there else f"{s.read}; it leaves no resource, so there is nothing to judge" for s in sources
        ],
        not_read=what_was_not_read(j.layer for j in judged),
        tools=tool_versions(toolchain, [s.plan for s in sources]),
        commit=commit,
        dirty=dirty,
        settings=plain_settings(rulebook.settings),
        plans={s.label: s.plan.raw for s in sources},
    )
    if options.baseline:
        baseline.refuse_others(j.system for j in judged)
    code = 0
    if judged:
        stricter = bool(assessment.stricter_than_the_project)
        code = exit_code(assessment.findings, baseline, strict=options.strict, stricter=stricter)
    if options.bundle:
        digest = write_bundle(options.bundle, evidence)
        say(f"bundle {options.bundle} written, head digest {digest}")
    if options.json:
        write_document(evidence, sys.stdout)
    else:
        sys.stdout.write(report(assessment, rulebook.checks, evidence.read, baseline))
    return code


def _sources(options: argparse.Namespace) -> tuple[list[PlanSource], Toolchain | None]:
    sources: list[PlanSource] = []
    toolchain: Toolchain | None = None
    if options.paths.count("-") > 1:
        raise BadInput("'-' is given twice", "stdin can be read once")
    for name in options.paths:
        path = Path(name)
        if name != "-" and path.is_dir():
            if toolchain is None:
                toolchain = Toolchain.find()
            say(f"planning {path} in a working copy")
            sources.append(
                plan_from_directory(path, toolchain, options.var_file, allow_external=options.allow_external)
            )
        else:
            sources.append(plan_from_file(path, options.source))
    labels = Counter(s.label for s in sources)
    if twice := [label for label, count in labels.items() if count > 1]:
        raise BadInput(f"{twice[0]} is given twice", "give each plan once")
    return sources, toolchain
