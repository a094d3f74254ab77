"""`make evidence`: every stack in every environment planned, applied, judged and written down in one bundle."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tfproof.assessment import scanner
from tfproof.assessment.controls import Judged, assess
from tfproof.assessment.exit_codes import ending_of_a_record
from tfproof.assessment.judging import Rulebook, ToJudge
from tfproof.assessment.ladder import ladder
from tfproof.checks import aliases
from tfproof.emulator.applied import at_once, load_applied
from tfproof.errors import BadInput, EnvironmentProblem, instead_of
from tfproof.evidence import Evidence, Gap, Gate, verify, write_bundle
from tfproof.evidence.provenance import commit_of, now, tool_versions, what_was_not_read
from tfproof.evidence.terminal import table
from tfproof.extras import require
from tfproof.files import existing
from tfproof.frameworks import load
from tfproof.plans.view import Plan
from tfproof.progress import say
from tfproof.project import exemptions
from tfproof.project.applicability import load_applicability
from tfproof.project.layout import Project
from tfproof.project.requirements import TraceRow, trace, trace_totals
from tfproof.project.results import Results, TestResult
from tfproof.project.settings import SETTINGS_FILE, plain_settings
from tfproof.project.waivers import load_waivers, refuse_unused
from tfproof.terraform.planning import Case, Planner

#: Both files belong to the project's owner; without them nothing is waived and everything applies.
WAIVERS_FILE = "compliance/waivers.yaml"
APPLICABILITY_FILE = "compliance/applicability.yaml"
#: The plugin with which a run that lacks tests breaks off.
_WHOLE = "tfproof.pytest_plugin.whole"


def run(options: argparse.Namespace) -> int:
    """Make the evidence; 0 when the bundle is complete and verifies, findings or not."""
    require("pytest", "making evidence")
    started = now()
    project = Project.find(Path.cwd())
    planner = Planner(project)
    rulebook = Rulebook.load(existing(project.root / SETTINGS_FILE), today=started.date())
    if elsewhere := rulebook.scopes.keys() - project.stacks.keys():
        hint = instead_of(sorted(elsewhere), project.stacks)
        raise BadInput(f"{SETTINGS_FILE}: scopes: no such stack: {', '.join(sorted(elsewhere))}", hint)
    waivers_file = existing(project.root / WAIVERS_FILE)
    waivers = load_waivers(waivers_file, rulebook.checks, started.date(), aliases()) if waivers_file else []
    results, rows = _traced(project, keep=options.keep_results)

    cases = [Case.of(s, environment=e) for s in project.stacks for e in project.environments(s)]
    labels = {c: f"{c.target}-{c.environment}" for c in cases}
    plans = dict(zip(cases, _planned(planner, cases), strict=True))
    to_judge = [ToJudge(p, c.target, c.environment, labels[c]) for c, p in plans.items()]
    read = [f"The design of {c.target}, from {c.environment}.tfvars; no AWS account was read." for c in cases]
    emulators: list[Mapping[str, Any]] = []
    gaps = []
    for stack, environment, plan, emulator in load_applied(project):
        label = f"{stack}-{environment}-applied"
        to_judge.append(ToJudge(plan, stack, environment, label))
        read.append(f"What {stack} {environment} left in {emulator['name']}, an emulator, after an apply.")
        emulators.append(emulator)
        gaps += [
            Gap(f"{stack} {environment} {address}", f"not applied to {emulator['name']}: {reason}")
            for address, reason in plan.left_out.items()
        ]
    # What happens was perhaps seen on another one than the stacks were applied to.
    emulators += [r.emulator for r in results.values() if r.requirements and r.emulator]
    say(f"judging {len(to_judge)} plans by {len(rulebook.checks)} checks")
    judged = rulebook.judge_all(to_judge)

    frameworks = load(known_checks=rulebook.checks, aliases=aliases())
    exclusions_file = existing(project.root / APPLICABILITY_FILE)
    exclusions = load_applicability(exclusions_file, frameworks, started.date()) if exclusions_file else []
    assessment = assess(judged, frameworks, waivers, exclusions, rulebook.exemptions)
    refuse_unused(assessment.waivers)
    exemptions.refuse_unused(assessment.exemptions)

    raw_plans = {labels[c]: p.raw for c, p in plans.items()}
    say(f"asking {scanner.NAME} for a second opinion on {len(raw_plans)} plans")
    opinions = scanner.scan(raw_plans, scanner.find(project.root))
    commit, dirty = commit_of(project.root)
    evidence = Evidence(
        assessment=assessment,
        checks=rulebook.checks,
        started=started,
        finished=now(),
        read=read,
        not_read=what_was_not_read(j.layer for j in judged),
        tools=tool_versions(planner.toolchain, plans.values()),
        commit=commit,
        dirty=dirty,
        settings=plain_settings(rulebook.settings),
        plans=raw_plans,
        emulators=list({json.dumps(e, sort_keys=True): e for e in emulators}.values()),
        scanner=opinions,
        disagreements=[
            d for j in judged if j.label in raw_plans for d in scanner.compare(j.judgement.findings, j.label, opinions)
        ],
        trace=[r.to_json() for r in rows],
        gaps=gaps + _gaps(cases, judged, rows, results),
        ladder=ladder(assessment.findings),
    )
    bundle = project.build / "evidence" / f"{started:%Y%m%dT%H%M%SZ}-{commit[:12] or 'no-commit'}"
    gate = Gate(evidence)
    digest = write_bundle(bundle, evidence, gate)
    verification = verify(bundle)
    if not verification.ok:
        raise EnvironmentProblem(
            f"{bundle}: the bundle does not verify: {'; '.join(verification.problems)}", "run again"
        )
    _point_latest_at(bundle)
    if options.json:
        sys.stdout.write(
            json.dumps({"bundle": str(bundle), "digest": digest, "failing": len(assessment.failing)}) + "\n"
        )
    else:
        sys.stdout.write(table(assessment, trace_totals(rows), bundle, digest, gate))
    return ending_of_a_record(assessment.findings).told()


def _planned(planner: Planner, cases: Sequence[Case]) -> list[Plan]:
    """Return the plans of all cases; raise BadInput with what Terraform says of those that do not plan."""
    outcomes = dict(planner.outcomes(cases))
    refused = [(c, r) for c in cases if (r := outcomes[c].refusal) is not None]
    if refused:
        told = "; ".join(f"{c.target} {c.environment}: {' '.join(r.message.split())}" for c, r in refused)
        raise BadInput(
            f"{len(refused)} of {len(cases)} plans were refused: {told}", "mend them; test results that there are stay"
        )
    return [planner.view(c, outcomes[c]) for c in cases]


def _traced(project: Project, *, keep: bool) -> tuple[dict[str, TestResult], list[TraceRow]]:
    """Return the newest test results, new ones unless those there are shall be kept, and what they prove."""
    if not keep:
        _run_tests(project)
    results = Results(project).load()
    rows = trace(project, results)
    if keep and rows and not results:
        raise BadInput("--keep-results: there are no test results of this tree as it is now", "drop it: tests will run")
    return results, rows


def _run_tests(project: Project) -> None:
    """Run the tests that carry requirements; failing ones show in the trace, a broken run is a problem."""
    say("running the tests that carry requirements (plans, then applies on the emulator)")
    command = [sys.executable, "-m", "pytest", "-q", "-m", "requirement", "-p", _WHOLE, "-n", str(at_once(project))]
    command += ["--dist", "loadgroup"]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [*command, "tests"], cwd=project.root, stdout=sys.stderr, env=dict(os.environ), check=False
    )
    if done.returncode not in (0, 1):
        raise EnvironmentProblem(
            f"the test run broke off with exit code {done.returncode}", f"run it alone: {' '.join(command[1:])} tests"
        )


def _gaps(
    cases: Sequence[Case], judged: Sequence[Judged], rows: Sequence[TraceRow], results: dict[str, TestResult]
) -> list[Gap]:
    applied = {(j.system, j.environment) for j in judged if j.layer.value == "applied"}
    gaps = [
        Gap(f"{c.target} {c.environment}", "not applied in this run: its values after an apply were not read back")
        for c in cases
        if (c.target, c.environment) not in applied
    ]
    gaps += [Gap(r.requirement.id, r.missing) for r in rows if r.status in ("unproven", "designed")]
    gaps += [Gap(t.test, f"skipped: {t.reason}") for t in results.values() if t.outcome == "skipped"]
    return gaps


def _point_latest_at(bundle: Path) -> None:
    draft = bundle.parent / f".latest-{os.getpid()}"
    draft.symlink_to(bundle.name)
    draft.replace(bundle.parent / "latest")
