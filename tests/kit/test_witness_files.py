"""`assess --witness`: what other scanners say in SARIF is held against the findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.assessment.sarif_witness import _topics, compare, statements_of
from tfproof.checks import registry
from tfproof.cli import main
from tfproof.errors import BadInput
from tfproof.findings import Verdict
from tfproof.plans.view import Plan
from tfproof.verbs import judge

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
resource "aws_sqs_queue" "open" {
  name                    = "open"
  sqs_managed_sse_enabled = false
}

resource "aws_sns_topic" "closed" {
  name              = "closed"
  kms_master_key_id = "alias/own"
}
"""
RESOURCES = {
    "aws_sqs_queue.open": {"name": "open", "sqs_managed_sse_enabled": False},
    "aws_sns_topic.closed": {"name": "closed", "kms_master_key_id": "alias/own"},
}


def plan_json() -> dict[str, Any]:
    entries = [
        {"address": a, "mode": "managed", "type": a.split(".")[0], "name": a.split(".")[1], "values": v}
        for a, v in RESOURCES.items()
    ]
    declared = [
        {k: e[k] for k in ("address", "mode", "type", "name")}
        | {"expressions": {n: {"constant_value": v} for n, v in e["values"].items()}}
        for e in entries
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": entries}},
        "resource_changes": [
            {**e, "change": {"actions": ["create"], "after": e["values"], "after_unknown": {}}} for e in entries
        ],
        "configuration": {"root_module": {"resources": declared}},
    }


def sarif(*results: tuple[str, int, str]) -> dict[str, Any]:
    rows = [
        {
            "ruleId": rule,
            "kind": kind,
            "message": {"text": "said\nmore"},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": "infra/main.tf"}, "region": {"startLine": line}}}
            ],
        }
        for rule, line, kind in results
    ]
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Other"}}, "results": rows}]}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(SOURCE)
    (tmp_path / "plan.json").write_text(json.dumps(plan_json()))
    return tmp_path


def compared(project: Path, *results: tuple[str, int, str]) -> Any:
    (project / "other.sarif").write_text(json.dumps(sarif(*results)))
    plan = Plan(plan_json(), project / "infra", base=project)
    findings = judge(plan).judgement.findings
    return compare(plan, findings, statements_of(project / "other.sarif"))


@pytest.mark.parametrize(
    ("result", "counted"),
    [
        (("AVD-AWS-0096", 4, "fail"), "agreed with"),
        (("AWS-0096", 2, "fail"), "agreed with"),
        (("AWS-0096", 3, "pass"), "contradicted"),
        (("AWS-0095", 8, "fail"), "contradicted"),
        (("AWS-0095", 8, "pass"), "agreed with"),
        (("AWS-0096", 1, "fail"), "of no resource of the plan"),
        (("AWS-0096", 8, "fail"), "undecided by us"),
        (("THEIR-OWN", 4, "fail"), "of no topic of ours"),
    ],
)
def test_a_statement_is_held_against_the_finding_of_its_resource(
    project: Path, result: tuple[str, int, str], counted: str
) -> None:
    assert compared(project, result).counts == {counted: 1}


def test_a_contradiction_names_both_witnesses(project: Path) -> None:
    (found,) = compared(project, ("AWS-0095", 8, "fail")).disagreements
    assert (found.check, found.address) == ("encryption.sns-at-rest", "aws_sns_topic.closed")
    assert (found.verdict, found.other_verdict, found.other_witness) == (Verdict.PASS, Verdict.FAIL, "Other (AWS-0095)")


def test_every_topic_is_a_check() -> None:
    assert {c for checks in _topics().values() for c in checks} <= registry().keys()


@pytest.mark.parametrize("text", ["", "[]", '{"runs": [{}]}', '{"runs": [{"tool": 1}]}'])
def test_a_file_that_is_no_sarif_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.sarif"
    path.write_text(text)
    with pytest.raises(BadInput, match="not SARIF") as refused:
        statements_of(path)
    assert "\n" not in str(refused.value)


def test_the_command_says_what_came_of_it(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "other.sarif").write_text(json.dumps(sarif(("AWS-0095", 8, "fail"), ("AWS-0096", 4, "fail"))))
    arguments = [
        "assess",
        str(project / "plan.json"),
        "--source",
        str(project / "infra"),
        "--witness",
        str(project / "other.sarif"),
    ]
    assert main(arguments) == 1
    assert "1 agreed with, 1 contradicted" in capfd.readouterr().err
