"""Exemptions: how they are read and what they do to findings."""

from datetime import date
from pathlib import Path

import pytest

from tfproof.errors import BadInput
from tfproof.findings import Cause, Exempted, Finding, Verdict
from tfproof.project.exemptions import (
    Exemption,
    ExemptionState,
    apply_exemptions,
    load_exemptions,
    refuse_unused,
    uses,
)

TODAY = date(2026, 6, 1)
FILE = """
exemptions:
  - check: resilience.rds-multi-az
    environments: [development]
    owner: platform team
    approver: security officer
    reason: one zone is enough there
    review: 2026-07-31
"""


def load(tmp_path: Path, text: str = FILE, today: date = TODAY) -> tuple[Exemption, ...]:
    path = tmp_path / "tfproof.yaml"
    path.write_text(text)
    known = {"resilience.rds-multi-az", "resilience.s3-versioning"}
    aliases = {"resilience.former": "resilience.rds-multi-az"}
    return load_exemptions(path, ("development", "production"), known, aliases, today)


def finding(verdict: Verdict = Verdict.FAIL, **change) -> Finding:
    values = {
        "check": "resilience.rds-multi-az",
        "address": "aws_db_instance.this",
        "resource_type": "aws_db_instance",
        "verdict": verdict,
        "message": "multi_az is not true",
        "environment": "development",
    }
    return Finding(**(values | change))


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNKNOWN])
def test_what_does_not_pass_is_exempt_with_owner_reason_review_and_its_verdict(tmp_path, verdict):
    (exempt,) = apply_exemptions([finding(verdict)], load(tmp_path))
    assert exempt.verdict is Verdict.EXEMPT
    assert exempt.exemption == Exempted("platform team", "one zone is enough there", date(2026, 7, 31), verdict)
    assert exempt.message == "multi_az is not true"


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.EMPTY])
def test_what_passes_or_is_not_there_is_left_as_it_is(tmp_path, verdict):
    assert apply_exemptions([finding(verdict)], load(tmp_path)) == (finding(verdict),)


def test_a_check_that_broke_is_not_exempt(tmp_path):
    broken = finding(Verdict.UNKNOWN, cause=Cause.CHECK_ERROR)
    assert apply_exemptions([broken], load(tmp_path)) == (broken,)


@pytest.mark.parametrize(
    "change", [{"environment": "production"}, {"environment": ""}, {"check": "resilience.s3-versioning"}]
)
def test_an_exemption_holds_for_its_check_and_environments_only(tmp_path, change):
    assert apply_exemptions([finding(**change)], load(tmp_path)) == (finding(**change),)


def test_an_exemption_with_a_system_holds_in_that_system_only(tmp_path):
    exemptions = load(tmp_path, FILE + "    system: shop\n")
    verdicts = [f.verdict for f in apply_exemptions([finding(system="shop"), finding(system="blog")], exemptions)]
    assert verdicts == [Verdict.EXEMPT, Verdict.FAIL]


def test_an_exemption_holds_on_its_review_day(tmp_path):
    (exempt,) = apply_exemptions([finding()], load(tmp_path, today=date(2026, 7, 31)))
    assert exempt.verdict is Verdict.EXEMPT


def test_after_its_review_day_the_finding_fails_again_and_says_so(tmp_path):
    exemptions = load(tmp_path, today=date(2026, 8, 1))
    (failing,) = apply_exemptions([finding()], exemptions)
    assert (failing.verdict, failing.exemption) == (Verdict.FAIL, None)
    assert "exemption by platform team was to be reviewed by 2026-07-31" in failing.message
    assert uses([failing], exemptions)[0].state is ExemptionState.OVERDUE


def test_a_former_id_exempts_the_check_that_it_means_now(tmp_path):
    (exemption,) = load(tmp_path, FILE.replace("rds-multi-az", "former"))
    assert exemption.check == "resilience.rds-multi-az"


@pytest.mark.parametrize(
    ("findings", "state", "count"),
    [
        ([finding()], ExemptionState.USED, 1),
        ([finding(Verdict.PASS)], ExemptionState.UNUSED, 0),
        ([finding(Verdict.EMPTY)], ExemptionState.NOT_ASKED, 0),
        ([finding(environment="production")], ExemptionState.NOT_ASKED, 0),
    ],
)
def test_what_became_of_an_exemption_is_told(tmp_path, findings, state, count):
    exemptions = load(tmp_path)
    (use,) = uses(apply_exemptions(findings, exemptions), exemptions)
    assert (use.state, use.findings) == (state, count)


def test_an_exemption_that_nothing_needs_is_refused(tmp_path):
    exemptions = load(tmp_path)
    with pytest.raises(BadInput, match=r"exempt nothing: resilience\.rds-multi-az in development"):
        refuse_unused(uses([finding(Verdict.PASS)], exemptions))


def test_an_exemption_that_one_of_its_environments_does_not_need_is_refused(tmp_path):
    exemptions = load(tmp_path, FILE.replace("[development]", "[development, production]"))
    found = uses([finding(), finding(Verdict.PASS, environment="production")], exemptions)
    with pytest.raises(BadInput, match=r"exempt nothing: resilience\.rds-multi-az in production"):
        refuse_unused(found)


def test_an_exemption_that_each_of_its_environments_needs_is_not_refused(tmp_path):
    exemptions = load(tmp_path, FILE.replace("[development]", "[development, production]"))
    refuse_unused(uses([finding(), finding(environment="production")], exemptions))


def test_a_file_without_exemptions_exempts_nothing(tmp_path):
    assert load(tmp_path, "settings: {}\n") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FILE.replace("rds-multi-az", "nonsense"), "no such check: resilience.nonsense"),
        (FILE.replace("[development]", "[devlopment]"), "no such environment: devlopment"),
        (FILE.replace("platform team", "security officer"), "the owner is the approver"),
        (FILE.replace("[development]", "[]"), "environments is missing"),
        (FILE.replace("    reason: one zone is enough there\n", ""), "reason is missing"),
        (FILE.replace("2026-07-31", "soon"), "review is missing or no date"),
        (FILE + "    colour: red\n", "no such key: colour"),
        ("exemptions: {a: b}\n", "expected a list of rows"),
        (FILE + FILE.replace("exemptions:", ""), "exempts the same as another row"),
    ],
)
def test_what_an_exemption_may_not_say_is_refused(tmp_path, text, said):
    with pytest.raises(BadInput, match=said):
        load(tmp_path, text)


def test_one_row_of_several_checks_and_systems_is_one_of_each(tmp_path):
    text = FILE.replace(
        "check: resilience.rds-multi-az",
        "check: [resilience.former, resilience.s3-versioning]\n    system: [shop, blog]",
    )
    found = [(e.check, e.system) for e in load(tmp_path, text)]
    assert found == [(c, s) for c in ("resilience.rds-multi-az", "resilience.s3-versioning") for s in ("shop", "blog")]
