"""Every stack in every environment, judged by every check: what fails without a waiver is red here."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tfproof.assessment.judging import Rulebook
from tfproof.findings import Cause
from tfproof.project import exemptions
from tfproof.project.layout import Project
from tfproof.project.settings import SETTINGS_FILE
from tfproof.project.waivers import apply_waivers, load_waivers, refuse_unused
from tfproof.terraform.planning import Case

PROJECT = Project.find(Path(__file__))
RULEBOOK = Rulebook.load(PROJECT.root / SETTINGS_FILE)
ENVIRONMENTS = [(s, e) for s in PROJECT.stacks for e in PROJECT.environments(s)]


@pytest.fixture(scope="module")
def judged(planner):
    """All findings with the project's waivers applied, and the uses of these."""
    cases = [Case.of(s, environment=e) for s, e in ENVIRONMENTS]
    findings = [
        f
        for case, plan in zip(cases, planner.plan_all(cases), strict=True)
        for f in RULEBOOK.judge(
            plan, system=case.target, environment=case.environment, label=str(case)
        ).judgement.findings
    ]
    waivers = load_waivers(PROJECT.root / "compliance/waivers.yaml", RULEBOOK.checks, datetime.now(UTC).date())
    return apply_waivers(findings, waivers)


@pytest.fixture(scope="module")
def by_check(judged):
    """The findings of each check, by stack and environment."""
    found = {}
    for f in judged[0]:
        found.setdefault((f.system, f.environment), {}).setdefault(f.check, []).append(f)
    return found


@pytest.mark.parametrize(("stack", "environment"), ENVIRONMENTS)
def test_every_check_has_said_something(by_check, stack, environment):
    assert set(RULEBOOK.checks) - set(by_check[stack, environment]) == set()


@pytest.mark.parametrize("concern", sorted({c.concern for c in RULEBOOK.checks.values()}))
@pytest.mark.parametrize(("stack", "environment"), ENVIRONMENTS)
def test_nothing_fails_without_a_waiver(by_check, stack, environment, concern):
    own = [f for c, found in by_check[stack, environment].items() for f in found if c.startswith(f"{concern}.")]
    assert [f"{f.check}: {f.address} ({f.source}): {f.message}" for f in own if f.failing] == []


def test_no_check_broke(judged):
    assert [f.message for f in judged[0] if f.cause is Cause.CHECK_ERROR] == []


def test_every_waiver_is_used(judged):
    refuse_unused(judged[1])


def test_every_exemption_is_used(judged):
    exemptions.refuse_unused(exemptions.uses(judged[0], RULEBOOK.exemptions))
