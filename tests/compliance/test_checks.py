"""Every check can pass, can fail, and says so when it cannot tell: by small pieces of Terraform, one check each.

`fixtures/<check>/pass.tf`, `fail.tf` and `unknown.tf` are planned together. In `fail.tf` *every* resource that the
check judges fails, and so on, so that one file holds several ways to fail, each proven by itself.
"""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_verdicts import CASES, FIXTURES, SETTINGS, judged

from tfproof import Cause, Plan, Verdict
from tfproof.checks import ALL_TYPES, Population, judge, registry
from tfproof.commands.explain import examples_of
from tfproof.findings import Bound, Measure
from tfproof.terraform.planning import Case
from tfproof.terraform.provider_types import is_of_aws
from tfproof.testing import assert_documented, assert_rests_on_reads, assert_verdicts

if TYPE_CHECKING:
    from tfproof.checks import Check
    from tfproof.terraform.planning import Planner
    from tfproof.testing import FixtureCase

TERRAFORM = Path(__file__).parents[2] / "terraform"
MODULES = sorted(
    m.name for m in TERRAFORM.glob("modules/*") if (m / "examples/typical/main.tf").is_file() and is_of_aws(m)
)
CHECKS = tuple(registry().values())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_fixtures(check: Check) -> None:
    assert {case.kind for case in CASES if case.check == check.id} >= {"pass", "fail"}


def test_every_fixture_belongs_to_a_check() -> None:
    assert {d.name for d in FIXTURES.iterdir()} <= set(registry())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_fixture_gets_the_verdict_that_its_name_says(
    fixture_plans: dict[tuple[str, str], Plan], case: FixtureCase
) -> None:
    assert_verdicts(judged(fixture_plans[case.check, case.kind], case.check).findings, case.kind)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_without_the_source_files_a_verdict_is_the_same_or_unknown(
    fixture_plans: dict[tuple[str, str], Plan], case: FixtureCase
) -> None:
    blind = Plan(fixture_plans[case.check, case.kind].raw)
    findings = judged(blind, case.check).findings
    wrong = [f for f in findings if f.verdict not in (case.kind, Verdict.UNKNOWN) or f.cause is Cause.CHECK_ERROR]
    assert not {f.address: f"{f.verdict}: {f.message}" for f in wrong}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_pass_rests_on_values_that_were_read(fixture_plans: dict[tuple[str, str], Plan], check: Check) -> None:
    assert_rests_on_reads(check, judged(fixture_plans[check.id, "pass"], check.id).findings)


@pytest.mark.parametrize(
    "check_id",
    [c.id for c in CHECKS if ALL_TYPES not in c.types and c.population is not Population.MUST_NOT_EXIST],
)
def test_a_plan_of_something_else_never_passes(fixture_plans: dict[tuple[str, str], Plan], check_id: str) -> None:
    check = registry()[check_id]
    ours = "aws_ebs_encryption_by_default" in check.types
    other = "cost.anomaly-detection" if ours else "encryption.ebs-default"
    verdicts = {f.verdict for f in judged(fixture_plans[other, "pass"], check_id).findings}
    assert verdicts == {Verdict.FAIL if check.population is Population.MUST_EXIST else Verdict.EMPTY}


@pytest.mark.parametrize("check_id", [c.id for c in CHECKS if c.scope == "account"])
def test_what_the_account_needs_is_unknown_to_a_plan_that_does_not_speak_for_it(
    fixture_plans: dict[tuple[str, str], Plan], check_id: str
) -> None:
    other = "encryption.kms-rotation"
    (finding,) = judged(fixture_plans[other, "pass"], check_id, scopes=frozenset()).findings
    assert (finding.verdict, finding.cause) == (Verdict.UNKNOWN, Cause.OUTSIDE_THE_PLAN)
    assert registry()[check_id].types[0] in finding.missing


def test_secrets_that_are_found_do_not_reach_the_evidence(fixture_plans: dict[tuple[str, str], Plan]) -> None:
    check_id = "secrets.no-plain-environment"
    findings = judge(fixture_plans[check_id, "fail"], registry().values(), SETTINGS).findings
    evidence = json.dumps([[f.message, *(str(r.value) for r in f.reads)] for f in findings])
    assert "correct-horse" not in evidence
    assert "DB_PASSWORD" in evidence


def test_a_read_names_the_line_of_the_declaration(fixture_plans: dict[tuple[str, str], Plan]) -> None:
    findings = judged(fixture_plans["network.tasks-private", "fail"], "network.tasks-private").findings
    fixture = (FIXTURES / "network.tasks-private" / "fail.tf").read_text().splitlines()
    (finding,) = (f for f in findings if f.resource_type == "aws_ecs_service")
    kind, name = finding.address.split(".")
    line = fixture.index(f'resource "{kind}" "{name}" {{') + 1
    assert str(finding.source).endswith(f"network.tasks-private.fail/main.tf:{line}")


def test_a_finding_of_residency_carries_the_region(fixture_plans: dict[tuple[str, str], Plan]) -> None:
    (finding,) = judged(fixture_plans["residency.allowed-regions", "fail"], "residency.allowed-regions").findings
    assert finding.region == "us-west-2"


def test_a_threshold_goes_into_the_finding_with_what_was_observed(
    fixture_plans: dict[tuple[str, str], Plan],
) -> None:
    plan = fixture_plans["logging.log-retention", "pass"]
    (finding,) = judged(plan, "logging.log-retention", environment="development").findings
    assert finding.measures == (Measure("days", 30, 7, Bound.AT_LEAST),)


def test_a_judgement_can_go_to_another_process(fixture_plans: dict[tuple[str, str], Plan]) -> None:
    judgement = judge(fixture_plans["encryption.cdn-tls", "fail"], registry().values(), SETTINGS)
    assert pickle.loads(pickle.dumps(judgement)) == judgement  # noqa: S301 - our own bytes


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_says_what_it_reads_and_how_to_fix_a_fail(check: Check) -> None:
    assert_documented(check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_is_explained_by_what_fails_and_what_passes(check: Check) -> None:
    before, after = examples_of(check)
    assert "resource " in after or check.population is Population.MUST_NOT_EXIST
    assert before != after


@pytest.mark.parametrize("module", MODULES)
def test_what_passes_does_not_fail_only_because_identifiers_are_not_known_yet(planner: Planner, module: str) -> None:
    cases = [Case.of(module, example="typical", unknown=unknown) for unknown in (False, True)]
    known, unknown = (
        {(f.check, f.address): f for f in judge(plan, CHECKS, SETTINGS).findings} for plan in planner.plan_all(cases)
    )
    wrong = [f for k, f in unknown.items() if f.verdict is Verdict.FAIL and known[k].verdict is Verdict.PASS]
    assert not {f"{f.check} {f.address}": f.message for f in wrong}
