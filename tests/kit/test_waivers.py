"""Waivers: how they are read and what they do to findings."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tfproof.cli import main
from tfproof.commands import waivers
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
  approver: security officer
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
    assert waiver.place(finding())


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
        (ROW.replace("owner: platform team", 'owner: ""'), "row W-1: owner is missing"),
        (ROW.replace("2026-07-31", "soon"), "row W-1: expires is missing or no date"),
        (ROW.replace("  expires: 2026-07-31\n", ""), "row W-1: expires is missing or no date"),
        (ROW.replace("security officer", "platform team"), "row W-1: the owner is the approver"),
        (ROW + ROW.replace("W-1", "W-2").replace('this["main"]', "*"), "row W-2: waives the same as W-1"),
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


GROUP = ROW.replace("address: ", "address: [aws_db_instance.*, aws_rds_cluster.a] # ").replace(
    "environment: staging", "environment: [staging, production]"
)


def test_one_row_covers_a_group_of_addresses_in_several_environments(tmp_path):
    found = [
        finding(address=address, environment=environment)
        for address in ("aws_db_instance.a", 'aws_db_instance.b["x.y"]', "aws_rds_cluster.a")
        for environment in ("staging", "production")
    ]
    marked, (use,) = apply_waivers(found, load(tmp_path, GROUP))
    assert {f.waiver for f in marked} == {"W-1"}
    assert (use.state, use.findings, use.idle) == (WaiverState.USED, 6, ())


@pytest.mark.parametrize("address", ["aws_rds_cluster.ab", "aws_rds_cluster.b", "module.x.aws_db_instance.a"])
def test_a_group_covers_nothing_beside_it(tmp_path, address):
    (marked,), _ = apply_waivers([finding(address=address)], load(tmp_path, GROUP))
    assert marked.failing


def test_only_the_star_is_a_pattern(tmp_path):
    row = ROW.replace('aws_db_instance.this["main"]', "aws_db_instance.[ab]?")
    (marked,), _ = apply_waivers([finding(address="module.database.aws_db_instance.ax")], load(tmp_path, row))
    assert marked.failing


def test_each_address_of_a_group_has_to_waive_something_in_each_environment_that_was_judged(tmp_path):
    found = [finding(address=a) for a in ("aws_db_instance.a", "aws_rds_cluster.a")]
    passing = finding(Verdict.PASS, address="aws_rds_cluster.a", environment="production")
    _, uses = apply_waivers([*found, passing], load(tmp_path, GROUP))
    with pytest.raises(
        BadInput, match=r"aws_db_instance\.\* in production\); W-1 .* of aws_rds_cluster\.a in production"
    ):
        refuse_unused(uses)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a waiver that ends in July, and one that has ended in May."""
    (tmp_path / "compliance").mkdir()
    (tmp_path / "terraform").mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    rows = ROW + ROW.replace("W-1", "W-2").replace("staging", "production").replace("2026-07-31", "2026-05-01")
    (tmp_path / "compliance" / "waivers.yaml").write_text(rows)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(waivers, "now", lambda: datetime(2026, 6, 1, tzinfo=UTC))
    return tmp_path


@pytest.mark.parametrize(("due", "listed"), [("59d", ["W-2"]), ("60", ["W-2", "W-1"]), (None, ["W-2", "W-1"])])
def test_what_comes_up_is_listed_by_its_day(project, capsys, due, listed):
    assert main(["waivers", *(["--due", due] if due else []), "--json"]) == 1
    assert [row["kind"] for row in json.loads(capsys.readouterr().out)] == [f"waiver {name}" for name in listed]


def test_a_day_that_is_none_is_refused(project, capsys):
    assert main(["waivers", "--due", "soon"]) == 2
    assert "--due soon: no number of days: state it as 60d" in capsys.readouterr().err
