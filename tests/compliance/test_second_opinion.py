"""checkov, an independent scanner, judges the same plans; where it contradicts a check of ours somebody has said why."""

from pathlib import Path

import pytest

from tfproof.assessment import scanner
from tfproof.assessment.judging import Rulebook
from tfproof.project.layout import Project
from tfproof.project.settings import SETTINGS_FILE
from tfproof.terraform.planning import Case

PROJECT = Project.find(Path(__file__))
ENVIRONMENTS = [(s, e) for s in PROJECT.stacks for e in PROJECT.environments(s)]


@pytest.fixture(scope="module")
def plans(planner):
    cases = [Case.of(s, environment=e) for s, e in ENVIRONMENTS]
    return {f"{c.target}-{c.environment}": p for c, p in zip(cases, planner.plan_all(cases), strict=True)}


@pytest.fixture(scope="module")
def report(plans):
    command = scanner.find(PROJECT.root)
    if command is None:
        pytest.skip("checkov is not installed: run 'tox -e checkov'")
    return scanner.scan({label: p.raw for label, p in plans.items()}, command)


def test_the_scanner_has_an_opinion_on_every_environment(report, plans):
    assert report.asked, report.reason
    assert {o.plan for o in report.opinions} == set(plans)


def test_the_scanner_passes_nothing_that_we_fail(report, plans):
    """Unless it is known not to look; the other direction, where it fails what we pass, is for the report."""
    rulebook = Rulebook.load(PROJECT.root / SETTINGS_FILE)
    for (stack, environment), (label, plan) in zip(ENVIRONMENTS, plans.items(), strict=True):
        findings = rulebook.judge(plan, system=stack, environment=environment, label=label).judgement.findings
        contradicted = [d for d in scanner.compare(findings, label, report) if d.verdict == "fail" and not d.note]
        assert contradicted == []
