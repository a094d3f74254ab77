"""What a program does with this package: read a plan, judge it, conclude what it shows, and leave the evidence.

The same steps as `tfproof assess`, one function each::

    plan = read_plan("plan.json")
    judged = judge(plan, environment="production")
    assessment = assess([judged])
    digest = write_bundle("evidence", assessment, {judged.label: plan})
    assert verify_bundle("evidence").ok
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tfproof import frameworks as catalogue
from tfproof.assessment import controls
from tfproof.assessment.controls import Assessment, Judged
from tfproof.assessment.judging import Rulebook
from tfproof.assessment.sources import READ, plan_from_file
from tfproof.checks import aliases, registry
from tfproof.evidence import Evidence, Verification, verify
from tfproof.evidence import write_bundle as write
from tfproof.evidence.provenance import commit_of, now, tool_versions, what_was_not_read
from tfproof.frameworks import Framework
from tfproof.plans.view import Plan
from tfproof.project.settings import plain_settings
from tfproof.project.waivers import load_waivers, refuse_unused


def read_plan(path: str | Path, source: str | Path | None = None) -> Plan:
    """Read what `terraform show -json` wrote of a plan or of a state; `-` reads stdin.

    Source lines are looked up in the directory `source`, or beside the file. Raises BadInput for anything that cannot
    be judged: no JSON, a binary plan, an errored or incomplete plan.
    """
    return plan_from_file(Path(path), Path(source) if source else None).plan


def load_rules(settings: str | Path | None = None, only: Iterable[str] = (), skip: Iterable[str] = ()) -> Rulebook:
    """Return what plans are judged by: the checks, all of them or those chosen by id, and a project's settings file.

    Without a file the package's defaults hold and nothing is exempt. Raises BadInput for a check that does not exist
    and for what the file may not say, EnvironmentProblem when an installed package adds checks that cannot be used.
    """
    return Rulebook.load(Path(settings) if settings else None, tuple(only), tuple(skip))


def load_frameworks(extra: Iterable[str | Path] = ()) -> tuple[Framework, ...]:
    """Return the frameworks, ordered by id: of this package, of installed ones, and of `extra` files or directories.

    Each has all requirements of its source as `controls`. Raises BadInput for a file that is no framework or names a
    check that does not exist.
    """
    return catalogue.load([Path(path) for path in extra], registry(), aliases())


def judge(
    plan: Plan,
    rules: Rulebook | None = None,
    *,
    system: str = "plan",
    environment: str = "",
    scopes: Iterable[str] = (),
) -> Judged:
    """Judge one plan; its findings are in `.judgement.findings`, what nobody looked at in `.judgement.unjudged`.

    An environment that is not named, or that the settings do not know, is judged as the strictest. `scopes` says what
    the plan answers for besides itself: with "account", an account-wide control that is missing is a fail. Raises
    nothing for what a plan holds: what cannot be decided is a finding with verdict `unknown` and its cause.
    """
    label = f"{system}-{environment}" if environment else system
    chosen = rules or load_rules()
    return chosen.judge(plan, system=system, environment=environment, label=label, scopes=frozenset(scopes))


def assess(
    judged: Iterable[Judged],
    frameworks: Iterable[Framework] | None = None,
    *,
    rules: Rulebook | None = None,
    waivers: str | Path | None = None,
) -> Assessment:
    """Conclude what judged plans show of each requirement: `.controls[framework id]`, in the framework's order.

    Without `frameworks` all are taken. `waivers` is a file; a waived fail stays a fail. Raises BadInput for waivers
    that cannot be read or waive nothing, ValueError for plans of the same system, environment and layer.
    """
    known = load_waivers(Path(waivers), registry(), now().date(), aliases()) if waivers else []
    exemptions = rules.exemptions if rules else ()
    chosen = load_frameworks() if frameworks is None else tuple(frameworks)
    assessment = controls.assess(tuple(judged), chosen, known, exemptions=exemptions)
    refuse_unused(assessment.waivers)
    return assessment


def write_bundle(
    directory: str | Path, assessment: Assessment, plans: Mapping[str, Plan], *, rules: Rulebook | None = None
) -> str:
    """Write the evidence of an assessment into a new directory and return its digest; keep that somewhere else.

    `plans` are the judged plans by their labels; secrets are taken out of them. Raises ValueError when a judged plan is
    not among them, BadInput when the directory holds something, EnvironmentProblem when it cannot be written.
    """
    if missing := [j.label for j in assessment.judged if j.label not in plans]:
        raise ValueError(f"the plan of {missing[0]} was judged, but is not given")
    chosen = rules or load_rules()
    time = now()
    commit, dirty = commit_of(Path.cwd())
    evidence = Evidence(
        assessment=assessment,
        checks=chosen.checks,
        started=time,
        finished=time,
        read=[READ[j.layer].format(j.label) for j in assessment.judged],
        not_read=what_was_not_read(j.layer for j in assessment.judged),
        tools=tool_versions(None, plans.values()),
        commit=commit,
        dirty=dirty,
        settings=plain_settings(chosen.settings),
        plans={label: plan.raw for label, plan in plans.items()},
    )
    return write(Path(directory), evidence)


def verify_bundle(directory: str | Path) -> Verification:
    """Compare a bundle with its manifest: `.ok`, `.problems`, `.digest`. Raises BadInput when it is no bundle."""
    return verify(Path(directory))
