"""`tfproof assess`: judges anybody's Terraform, from plan JSON or from directories."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tfproof.assessment.baseline import Baseline, load_baseline
from tfproof.assessment.controls import assess
from tfproof.assessment.exit_codes import Ending, ending
from tfproof.assessment.judging import Rulebook, ToJudge, known_scopes
from tfproof.assessment.sarif_witness import compare, statements_of
from tfproof.assessment.sources import PlanSource, plan_from_directory, plan_from_file
from tfproof.assessment.trees import is_tree, plans_of_units, refuse_unplanned
from tfproof.checks import aliases, registry
from tfproof.errors import BadInput, instead_of
from tfproof.evidence import Evidence, Gate, copy_document, refuse_existing, write_bundle, write_document
from tfproof.evidence.provenance import commit_of, now, tool_versions, what_was_not_read
from tfproof.evidence.terminal import report
from tfproof.files import existing
from tfproof.findings import Layer
from tfproof.frameworks import load
from tfproof.places import names, root_of
from tfproof.progress import printable, say
from tfproof.project import exemptions
from tfproof.project.settings import SETTINGS_FILE, plain_settings, refuse_unknown_environment, refuse_unknown_scopes
from tfproof.project.waivers import Waiver, load_waivers, refuse_elsewhere, refuse_unused
from tfproof.terraform.toolchain import Toolchain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="plan JSON, '-' for stdin, a directory of Terraform, or what terragrunt's --json-out-dir wrote",
    )
    parser.add_argument("--var-file", action="append", type=Path, default=[], help="variables for directories")
    parser.add_argument(
        "--environment", default="", help="development, staging or production; none is judged strictest"
    )
    parser.add_argument("--system", default="", help="name of the system (otherwise the path)")
    parser.add_argument("--scope", action="append", default=[], help="what else the plan answers for: account")
    parser.add_argument("--source", type=Path, help="directory of the .tf files that a plan was made from")
    parser.add_argument("--units", type=Path, metavar="DIR", help="where terragrunt ran: each unit there needs a plan")
    parser.add_argument("--settings", type=Path, help=f"settings file (otherwise ./{SETTINGS_FILE}, if there)")
    parser.add_argument("--waivers", type=Path, help="waivers file")
    parser.add_argument("--baseline", type=Path, help="an earlier --json output: only what is new fails")
    parser.add_argument(
        "--changed",
        action="store_true",
        help="what failed before, where the plan changes nothing, does not fail the run",
    )
    parser.add_argument("--check", action="append", default=[], metavar="ID", help="run only these checks")
    parser.add_argument("--skip-check", action="append", default=[], metavar="ID", help="leave these checks out")
    parser.add_argument(
        "--witness", action="append", type=Path, default=[], help="SARIF of another scanner, held against the findings"
    )
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
    waivers = _waivers(options, started.date())
    baseline = load_baseline(options.baseline, aliases()) if options.baseline else Baseline()
    _refuse_idle(options, settings_file, rulebook)
    statements = [s for file in options.witness for s in statements_of(file)]
    if options.bundle:
        refuse_existing(options.bundle)  # before the work, not after it
    sources, toolchain = _sources(options)
    there = [s for s in sources if s.plan.managed]
    systems = {s.label: options.system or s.label for s in there}
    if rulebook.scopes and rulebook.scopes.keys().isdisjoint(systems.values()):
        hint = instead_of(sorted(rulebook.scopes), sorted(systems.values()))
        say(f"the scopes of the settings are of other systems than were judged, {', '.join(rulebook.scopes)}: {hint}")
    pairs = [(system, options.environment) for system in systems.values()]
    refuse_elsewhere(waivers, pairs)
    if options.baseline:
        baseline.refuse_others(pairs)
    for number, source in enumerate(there, 1):
        what = "a state" if source.plan.layer is Layer.STATE else "a plan"
        say(f"judging {source.label}, {what} ({number} of {len(there)}), by {len(rulebook.checks)} checks")
    scopes = frozenset(options.scope)
    to_judge = [ToJudge(s.plan, systems[s.label], options.environment, s.label, scopes, s.place) for s in there]
    judged = rulebook.judge_all(to_judge)
    if options.changed:
        baseline = _with_unchanged(baseline, rulebook, to_judge)
    assessment = assess(judged, frameworks, waivers, exemptions=rulebook.exemptions)
    refuse_unused(assessment.waivers)
    compared = [
        compare(s.plan, assessment.findings_of(j), statements) for s, j in zip(there, judged, strict=True) if statements
    ]
    commit, dirty = _commit(options)
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
        disagreements=[d for c in compared for d in c.disagreements],
        plans={s.label: s.plan.raw for s in sources},
    )
    said = list(baseline.remarks(assessment.findings, rulebook.checks)) if options.baseline else []
    said += [f"other scanners on {s.label}: {c.told()}" for s, c in zip(there, compared, strict=False)]
    for remark in (*said, *exemptions.remarks(assessment.exemptions)):
        say(remark)
    # Where nothing is left, nothing can fail; who is strict wants to see something pass.
    end = Ending(1, "nothing is left that could pass, and the run is strict") if options.strict else Ending(0)
    if judged:
        end = ending(
            assessment.findings,
            baseline,
            strict=options.strict,
            stricter=bool(assessment.stricter_than_the_project),
            chosen=bool(options.check or options.skip_check),
        )
    gate = Gate(evidence)
    if options.bundle:
        digest = write_bundle(options.bundle, evidence, gate)
        say(f"bundle {options.bundle} written, head digest {digest}")
    if options.json and options.bundle:
        copy_document(options.bundle, sys.stdout)
    elif options.json:
        write_document(evidence, sys.stdout, gate)
    else:
        sys.stdout.write(report(assessment, rulebook.checks, evidence.read, baseline, gate))
    return end.told()


def _waivers(options: argparse.Namespace, today: date) -> list[Waiver]:
    if not options.waivers:
        return []
    waivers = load_waivers(options.waivers, registry(), today, aliases())
    if not waivers:
        raise BadInput(f"--waivers {options.waivers}: there is no waiver in it", "drop it")
    if not options.environment:
        raise BadInput("waivers hold in one environment, and this run names none", "name it with --environment")
    return waivers


def _with_unchanged(baseline: Baseline, rulebook: Rulebook, given: Sequence[ToJudge]) -> Baseline:
    """Return the baseline with what failed before the plans at resources that they leave as they are."""
    befores = [(g.plan, replace(g, plan=before)) for g in given if (before := g.plan.before())]
    for (plan, _), known in zip(befores, rulebook.judge_all([before for _, before in befores]), strict=True):
        baseline = baseline.with_unchanged(plan, known.judgement.findings)
    return baseline


def _refuse_idle(options: argparse.Namespace, settings_file: Path | None, rulebook: Rulebook) -> None:
    """Raise BadInput for what was given and would have no effect: whoever gave it would believe that it had one."""
    trees = [name for name in options.paths if name != "-" and is_tree(Path(name))]
    directories = [name for name in options.paths if name not in ("-", *trees) and Path(name).is_dir()]
    if not directories:
        for given, name in ((options.var_file, "--var-file"), (options.allow_external, "--allow-external")):
            if given:
                raise BadInput(f"{name} is for directories that are planned, and none is given", "drop it")
    if options.source and len(directories) == len(options.paths):
        raise BadInput("--source is for plan JSON, and none is given", "drop it: a directory is its own source")
    if options.source and trees:
        raise BadInput(f"--source is of one plan, and {trees[0]} holds those of units", "drop it, or judge one of them")
    if options.source and not (options.source.is_dir() and any(options.source.glob("*.tf"))):
        raise BadInput(f"--source {options.source}: no directory with .tf files", "name the root module's directory")
    if options.units:
        if len(trees) != 1:
            raise BadInput(f"--units is of one directory of plans, and {len(trees)} are given", "drop it")
        refuse_unplanned(Path(trees[0]), options.units)
    plans = len(options.paths) - len(trees) + sum(len(plans_of_units(Path(name))) for name in trees)
    if options.system and plans > 1:
        raise BadInput(f"--system names one plan, and {plans} are given", "judge them one by one")
    refuse_unknown_scopes(options.scope, known_scopes(), "--scope")
    if idle := sorted(set(options.scope) - {c.scope for c in rulebook.checks.values()}):
        raise BadInput(f"--scope {', '.join(idle)}: none of the chosen checks asks about it", "drop it")
    refuse_unknown_environment(options.environment, settings_file, rulebook.settings)
    if options.environment not in ("", *rulebook.settings.environments):
        say(f"environment {options.environment} has no demands of its own: it is judged as the strictest")


def _commit(options: argparse.Namespace) -> tuple[str, bool | None]:
    """Return the commit that was judged and whether it had changes; nothing where the paths are of several repositories."""
    paths = [options.source] if options.source else [Path.cwd() if p == "-" else Path(p) for p in options.paths]
    roots = {root_of(p if p.is_dir() else p.parent) for p in paths}
    return commit_of(roots.pop()) if len(roots) == 1 else ("", None)


def _opened(given: Sequence[str]) -> tuple[list[Path], dict[Path, str]]:
    """Return what is to be read, and what it is called; the plans of units are called by the way to each unit."""
    named = [Path(name) for name in given if name != "-"]
    called = dict(zip(named, names(named), strict=True))
    paths: list[Path] = []
    labels: dict[Path, str] = {}
    for path in map(Path, given):
        units = plans_of_units(path) if path in called and is_tree(path) else {}
        for unit, plan in units.items():
            labels[plan] = called[path] if unit == "." else printable(f"{called[path]}/{unit}")
            paths.append(plan)
        if not units:
            labels.update({path: called[path]} if path in called else {})
            paths.append(path)
    return paths, labels


def _sources(options: argparse.Namespace) -> tuple[list[PlanSource], Toolchain | None]:
    sources: list[PlanSource] = []
    toolchain: Toolchain | None = None
    if options.paths.count("-") > 1:
        raise BadInput("'-' is given twice", "stdin can be read once")
    paths, labels = _opened(options.paths)
    if twice := [p for p, count in Counter(os.path.realpath(p) for p in paths if p in labels).items() if count > 1]:
        raise BadInput(f"{Path(twice[0]).name} is given twice", "give each plan once")
    for path in paths:
        if path in labels and path.is_dir():
            if toolchain is None:
                toolchain = Toolchain.find()
            say(f"planning {labels[path]} in a working copy")
            found = plan_from_directory(
                path, toolchain, options.var_file, allow_external=options.allow_external, label=labels[path]
            )
        else:
            found = plan_from_file(path, options.source, labels.get(path, ""))
        if options.source and found.plan.layer is Layer.STATE:
            raise BadInput(f"--source says nothing of {path}: it is a state", "drop it")
        sources.append(found)
    return sources, toolchain
