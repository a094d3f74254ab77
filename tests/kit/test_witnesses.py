"""Witnesses that disagree: layers of our own, and the independent scanner."""

import json
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tfproof.assessment import scanner
from tfproof.assessment.scanner import Opinion, ScannerReport
from tfproof.assessment.witnesses import between_layers
from tfproof.checks import registry
from tfproof.findings import Finding, Layer, Read, Verdict

ADDRESS = "module.x.aws_db_instance.this"
FILES = {"plan0.json": "production"}


def finding(verdict: Verdict, layer: Layer = Layer.PLAN, check: str = "encryption.rds-at-rest") -> Finding:
    return Finding(check, ADDRESS, "aws_db_instance", verdict, "said", layer=layer)


def opinion(*, passed: bool, check: str = "CKV_AWS_16", address: str = ADDRESS) -> Opinion:
    return Opinion("production", check, "a title", address, passed)


def report(*opinions: Opinion) -> ScannerReport:
    return ScannerReport("3", opinions)


def answer(passed: list[str], failed: list[str]) -> str:
    def entries(ids: list[str]) -> list[dict[str, str]]:
        return [{"check_id": i, "check_name": "t", "file_path": "/plan0.json", "resource": ADDRESS} for i in ids]

    results = {"passed_checks": entries(passed), "failed_checks": entries(failed), "parsing_errors": []}
    return json.dumps({"check_type": "terraform_plan", "results": results})


def fake_scanner(directory: Path, output: str) -> Path:
    command = directory / "checkov"
    command.write_text(
        f"#!{sys.executable}\nimport os, sys\nsys.stdout.write('9.9' if '--version' in sys.argv else {output!r})\n"
    )
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command


def test_a_pass_in_the_plan_that_fails_when_applied_is_a_disagreement():
    (found,) = between_layers([finding(Verdict.PASS), finding(Verdict.FAIL, Layer.APPLIED)])
    assert (found.witness, found.verdict, found.other_witness, found.other_verdict) == (
        "plan", Verdict.PASS, "applied", Verdict.FAIL,
    )  # fmt: skip


@pytest.mark.parametrize("other", [Verdict.PASS, Verdict.UNKNOWN, Verdict.EMPTY])
def test_what_agrees_or_was_not_decided_is_no_disagreement(other):
    assert between_layers([finding(Verdict.PASS), finding(other, Layer.APPLIED)]) == []


@pytest.mark.parametrize(("ours", "passed"), [(Verdict.PASS, False), (Verdict.FAIL, True)])
def test_the_scanner_contradicts_us(ours, passed):
    (found,) = scanner.compare([finding(ours)], "production", report(opinion(passed=passed)))
    assert (found.verdict, found.other_verdict is Verdict.PASS) == (ours, passed)
    assert found.other_witness == "checkov (CKV_AWS_16)"


@pytest.mark.parametrize(("address", "contradicts"), [(ADDRESS, False), ("module.other.aws_db_instance.this", True)])
def test_what_the_plan_does_not_know_the_scanner_has_not_passed(address, contradicts):
    """We read it from the source, which the scanner does not have."""
    held = replace(finding(Verdict.FAIL), reads=(Read(address, "storage_encrypted", None, "unknown"),))
    assert bool(scanner.compare([held], "production", report(opinion(passed=True)))) == contradicts


def test_one_failing_check_of_a_topic_is_the_scanners_fail():
    both = report(opinion(passed=True), opinion(passed=False, check="CKV_AWS_96"))
    (found,) = scanner.compare([finding(Verdict.PASS)], "production", both)
    assert found.other_witness == "checkov (CKV_AWS_96)"


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("production", opinion(passed=True)),
        ("production", opinion(passed=False, check="CKV_AWS_17")),
        ("production", opinion(passed=False, address="module.y.aws_db_instance.this")),
        ("staging", opinion(passed=False)),
    ],
)
def test_another_topic_resource_or_plan_is_no_contradiction(label, held):
    assert scanner.compare([finding(Verdict.PASS)], label, report(held)) == []


def test_a_known_difference_carries_its_explanation():
    held = finding(Verdict.PASS, check="encryption.secrets-own-key")
    (found,) = scanner.compare([held], "production", report(opinion(passed=False, check="CKV_AWS_149")))
    assert found.note == scanner.known_differences()["CKV_AWS_149"]


@pytest.mark.parametrize(("message", "explained"), [("allows all but some (NotAction)", True), ("allows *", False)])
def test_a_pass_of_what_the_scanner_does_not_look_at_is_explained(message, explained):
    held = replace(finding(Verdict.FAIL, check="identity.no-wildcard-actions"), message=message)
    (found,) = scanner.compare([held], "production", report(opinion(passed=True, check="CKV_AWS_63")))
    assert found.note == (scanner.known_blindness()["CKV_AWS_63"]["because"] if explained else "")


def test_topics_name_checks_that_exist():
    assert set(scanner.topics()) <= set(registry())


def test_known_differences_are_about_topics():
    known = {*scanner.known_differences(), *scanner.known_blindness()}
    assert known <= {c for ids in scanner.topics().values() for c in ids}


def test_both_passes_and_fails_are_read():
    opinions = list(scanner.parse(answer(["A"], ["B"]), FILES))
    assert [(o.plan, o.check, o.passed) for o in opinions] == [("production", "A", True), ("production", "B", False)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON: it is empty"),
        ("Traceback", "is not JSON: Traceback"),
        ('{"passed": 0, "failed": 0}', "found nothing to judge"),
        (json.dumps({"results": {"parsing_errors": ["/somewhere/plan0.json"]}}), "could not read production"),
    ],
)
def test_no_answer_is_never_taken_for_no_fails(text, said):
    with pytest.raises(ValueError, match=said):
        list(scanner.parse(text, FILES))


def test_an_absent_scanner_is_named_as_not_asked():
    assert scanner.scan({"production": {}}, None).reason.startswith("checkov is not installed")


def test_a_scanner_that_is_silent_on_a_plan_has_not_answered(tmp_path):
    report = scanner.scan({"production": {}, "staging": {}}, fake_scanner(tmp_path, answer(["A"], [])))
    assert "says nothing of staging" in report.reason
    assert len(report.opinions) == 1


def test_a_scanner_that_does_not_run_has_not_answered(tmp_path):
    assert "does not run" in scanner.scan({"production": {}}, tmp_path / "nothing").reason


def test_the_scanner_that_is_named_comes_first(tmp_path, monkeypatch):
    command = fake_scanner(tmp_path, "")
    monkeypatch.setenv(scanner.VARIABLE, str(command))
    assert scanner.find(Path("/nowhere")) == command


def test_the_project_has_a_scanner_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv(scanner.VARIABLE, raising=False)
    (tmp_path / ".tox" / "checkov" / "bin").mkdir(parents=True)
    command = fake_scanner(tmp_path / ".tox" / "checkov" / "bin", "")
    assert scanner.find(tmp_path) == command
