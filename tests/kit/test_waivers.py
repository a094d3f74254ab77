"""Waivers: how they are read and what they do to findings."""

from datetime import date
from pathlib import Path

import pytest

from tfproof.errors import BadInput
from tfproof.findings import Finding, Verdict
from tfproof.project.waivers import Waiver, WaiverState, apply_waivers, load_waivers, refuse_unused

TODAY = date(2026, 6, 1)
ROW = """
- id: W-1
  check: encryption.rds-at-rest
  address: module.database.aws_db_instance.this["main"]
  environment: staging
  owner: platform team
  reason: the migration is planned for July
  compensating_control: synthetic data only
  expires: 2026-07-31
"""


def load(tmp_path: Path, text: str, today: date = TODAY) -> list[Waiver]:
    path = tmp_path / "waivers.yaml"
    path.write_text(text)
    return load_waivers(path, {"encryption.rds-at-rest"}, today)


def finding(verdict: Verdict = Verdict.FAIL, **change) -> Finding:
    values = {
        "check": "encryption.rds-at-rest",
        "address": 'module.database.aws_db_instance.this["main"]',
        "resource_type": "aws_db_instance",
        "verdict": verdict,
        "message": "",
        "environment": "staging",
    }
    return Finding(**(values | change))


def test_a_waived_fail_is_marked_and_stays_a_fail(tmp_path):
    (marked,), (use,) = apply_waivers([finding()], load(tmp_path, ROW))
    assert (marked.verdict, marked.waiver, marked.failing) == (Verdict.FAIL, "W-1", False)
    assert (use.state, use.findings) == (WaiverState.USED, 1)


def test_a_fail_whose_waiver_has_expired_fails_again_and_says_so(tmp_path):
    (marked,), (use,) = apply_waivers([finding()], load(tmp_path, ROW, date(2026, 8, 1)))
    assert marked.failing
    assert "the waiver W-1 by platform team expired on 2026-07-31, so it no longer holds" in marked.message
    assert (use.state, use.findings) == (WaiverState.EXPIRED, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"address": 'module.database.aws_db_instance.this["other"]'},
        {"address": "module.database.aws_db_instance.this"},
        {"environment": "production"},
        {"check": "encryption.other"},
    ],
)
def test_a_waiver_covers_nothing_but_its_own_finding(tmp_path, change):
    (marked,), _ = apply_waivers([finding(**change)], load(tmp_path, ROW))
    assert marked.failing


def test_a_waiver_of_a_former_check_is_one_of_the_check_that_it_means_now(tmp_path):
    (tmp_path / "waivers.yaml").write_text(ROW.replace("encryption.rds-at-rest", "encryption.former"))
    aliases = {"encryption.former": "encryption.rds-at-rest"}
    (waiver,) = load_waivers(tmp_path / "waivers.yaml", {"encryption.rds-at-rest"}, TODAY, aliases)
    assert waiver.names(finding())


def test_a_waiver_with_a_system_covers_that_system_only(tmp_path):
    waivers = load(tmp_path, ROW + "  system: shop\n")
    findings, _ = apply_waivers([finding(system="shop"), finding(system="blog")], waivers)
    assert [f.failing for f in findings] == [False, True]


def test_a_waiver_holds_on_its_last_day(tmp_path):
    (marked,), _ = apply_waivers([finding()], load(tmp_path, ROW, date(2026, 7, 31)))
    assert not marked.failing


def test_after_its_last_day_the_finding_fails_again(tmp_path):
    (marked,), (use,) = apply_waivers([finding()], load(tmp_path, ROW, date(2026, 8, 1)))
    assert marked.failing
    assert use.state is WaiverState.EXPIRED


def test_a_waiver_of_something_that_passes_is_refused_as_unused(tmp_path):
    _, uses = apply_waivers([finding(Verdict.PASS)], load(tmp_path, ROW))
    assert uses[0].state is WaiverState.UNUSED
    with pytest.raises(BadInput, match=r"waive nothing: W-1 \(encryption.rds-at-rest of .* in staging\)"):
        refuse_unused(uses)


def test_a_waiver_of_an_environment_that_was_not_judged_is_no_error(tmp_path):
    _, uses = apply_waivers([finding(environment="production")], load(tmp_path, ROW))
    assert uses[0].state is WaiverState.NOT_ASKED
    refuse_unused(uses)


def test_an_unknown_verdict_is_not_waived(tmp_path):
    (marked,), _ = apply_waivers([finding(Verdict.UNKNOWN)], load(tmp_path, ROW))
    assert marked.waiver == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW.replace("encryption.rds-at-rest", "encryption.nonsense"), "row W-1: no such check: encryption.nonsense"),
        (ROW.replace("  owner: platform team\n", ""), "row W-1: owner is missing"),
        (ROW.replace("platform team", '""'), "row W-1: owner is missing"),
        (ROW.replace("2026-07-31", "soon"), "row W-1: expires is missing or no date"),
        (ROW.replace("  expires: 2026-07-31\n", ""), "row W-1: expires is missing or no date"),
        (ROW + "  comment: x\n", "row W-1: no such key: comment"),
        (ROW + ROW, "row W-1: the id is given twice"),
        (ROW + ROW.replace("W-1", "W-2"), "row W-2: waives the same as W-1"),
        (ROW + ROW.replace("W-1", "W-2") + "  system: shop\n", "row W-2: waives the same as W-1"),
        ("waivers: []", "expected a list of rows"),
        ("- just text", "row 1 is not a mapping"),
        ("- [", "not valid YAML"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path, text, said):
    with pytest.raises(BadInput) as refused:
        load(tmp_path, text)
    assert f"{tmp_path / 'waivers.yaml'}: {said}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        load_waivers(tmp_path / "none.yaml", set(), TODAY)


def test_an_empty_file_waives_nothing(tmp_path):
    assert load(tmp_path, "# none\n") == []
