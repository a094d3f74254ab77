"""What a person reads in the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest
from samples import DATABASE, evidence

from tfproof.assessment.baseline import Baseline
from tfproof.evidence import Gate
from tfproof.evidence.terminal import report, table
from tfproof.findings import Verdict


@pytest.fixture(scope="module")
def said() -> str:
    run = evidence()
    return report(run.assessment, run.checks, run.read, Baseline(), Gate(run))


@pytest.mark.parametrize(
    "line",
    [
        "The design, from production.tfvars; no AWS account was read",
        "FAIL encryption.rds-at-rest (high, 2): Databases are encrypted at rest",
        f"  {DATABASE} at terraform/modules/rds postgres/main.tf:13: storage_encrypted is not true",
        "  aws_db_instance.old: storage_encrypted is not true [waived]",
        "pass 1  fail 4  unknown 2  empty 1  exempt 1  waived 1",
        "resilience.rds-multi-az: 1 findings exempt until 2027-01-01 (owner platform team: one zone will do)",
        "No check looked at exposure of: aws_route 3",
    ],
)
def test_the_report_says(said, line):
    assert line in said.splitlines()


def test_a_fail_of_the_baseline_is_marked_as_known():
    run = evidence()
    name = ("shop", "production", "plan", "encryption.rds-at-rest", DATABASE)
    said = report(run.assessment, run.checks, run.read, Baseline(frozenset({name}), frozenset({"shop"})), Gate(run))
    assert sum(line.endswith("[known]") for line in said.splitlines()) == 1


def test_the_table_has_a_column_for_each_verdict():
    head, row, *_ = table(
        evidence().assessment, "no requirements", Path("bundle"), "digest", Gate(evidence())
    ).splitlines()
    assert dict(zip(head.split(), row.split()[-6:], strict=True)) == {
        "pass": "1", "fail": "4", "unknown": "2", "empty": "1", "exempt": "1", "waived": "1",
    }  # fmt: skip


def test_what_would_move_the_cursor_is_shown_and_not_done():
    run = evidence()
    first = replace(run.assessment.findings[0], verdict=Verdict.FAIL, message="\x1b[2K\x1b[1A\npass 99  fail 0\u202e")
    said = report(replace(run.assessment, findings=(first,)), run.checks, run.read, Baseline(), Gate(run))
    assert "\\x1b[2K\\x1b[1A\\npass 99  fail 0\\u202e" in said
    assert "\x1b" not in said
