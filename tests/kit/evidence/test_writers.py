"""assessment.json, junit.xml and findings.sarif."""

import json
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from samples import DATABASE, HOSTILE, evidence, sample_document

from tfproof.evidence import document, jsonout, junit, sarif


def by(items: list[dict], **wanted: object) -> dict:
    (found,) = [i for i in items if all(i[k] == v for k, v in wanted.items())]
    return found


def test_the_document_fits_its_schema():
    jsonout.validate(json.loads(json.dumps(sample_document())))


def test_the_document_without_anything_optional_fits_its_schema():
    bare = sample_document(
        read=(), not_read=(), tools={}, commit="", dirty=None, settings={}, plans={}, emulators=(), scanner=None,
        disagreements=(), trace=(), gaps=(), ladder=(),
    )  # fmt: skip
    jsonout.validate(json.loads(json.dumps(bare)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("findings", 0, "verdict"), "passed"),
        (("findings", 0, "cause"), "unclear"),
        (("findings", 0, "line"), "13"),
        (("controls", 0, "status"), "met"),
        (("counts", "fail"), -1),
        (("run", "finished"), "yesterday"),
    ],
)
def test_a_document_that_says_something_else_is_refused(path, value):
    broken = json.loads(json.dumps(sample_document()))
    node = broken
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(ValueError, match="would be invalid at"):
        jsonout.validate(broken)


def test_the_schema_describes_every_key_of_the_document():
    schema = json.loads(jsonout.schema_text())
    assert set(schema["properties"]) == set(schema["required"]) == set(sample_document())


def test_a_finding_carries_what_the_command_line_promises():
    found = by(sample_document()["findings"], check="encryption.rds-at-rest", address=DATABASE)
    assert (found["verdict"], found["file"], found["line"]) == ("fail", "terraform/modules/rds postgres/main.tf", 13)
    assert found["reads"][0] == {"address": DATABASE, "path": "storage_encrypted", "status": "known", "value": False}
    assert "iso27001:A.8.24" in found["controls"]


def test_the_denominator_is_every_requirement():
    for framework in sample_document()["frameworks"]:
        assert sum(framework["summary"].values()) == framework["requirements"]
        assert [sum(s.values()) for s in framework["environments"].values()] == [framework["requirements"]]


def test_times_are_utc():
    with pytest.raises(ValueError, match="not a UTC time"):
        document(evidence(started=datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))))


@pytest.fixture(scope="module")
def suite() -> ET.Element:
    return ET.fromstring(junit.render(sample_document()))  # noqa: S314 - our own


def case(suite: ET.Element, check: str, address: str) -> ET.Element:
    (found,) = [c for c in suite.iter("testcase") if c.get("classname") == check and c.get("name") == address]
    return found


def test_junit_counts_what_it_holds(suite):
    assert {k: suite.get(k) for k in ("tests", "failures", "errors", "skipped")} == {
        "tests": "9",
        "failures": "3",
        "errors": "1",
        "skipped": "4",
    }


def test_junit_names_the_values_and_the_fix_of_a_fail(suite):
    failure = case(suite, "encryption.rds-at-rest", DATABASE).find("failure")
    assert failure.get("message") == "storage_encrypted is not true"
    assert f"{DATABASE} storage_encrypted = False" in failure.text
    assert "password = (sensitive)" in failure.text
    assert "Fix: Set storage_encrypted = true" in failure.text


def test_junit_never_shows_a_waived_fail_as_a_pass(suite):
    skipped = case(suite, "encryption.rds-at-rest", "aws_db_instance.old").find("skipped")
    assert skipped.get("message").startswith("fails, waived by W-1")


def test_junit_never_shows_an_exempt_fail_as_a_pass(suite):
    skipped = case(suite, "resilience.rds-multi-az", DATABASE).find("skipped")
    assert (skipped.get("type"), skipped.get("message")) == (
        "exempt",
        "fail, exempt by platform team until 2027-01-01: one zone will do: multi_az is not true",
    )


def test_junit_shows_a_pass_as_an_empty_case(suite):
    assert list(case(suite, "network.db-not-public", DATABASE)) == []


def test_junit_shows_a_broken_check_as_an_error(suite):
    assert case(suite, "secrets.rotation", DATABASE).find("error").get("type") == "check-error"


def test_junit_survives_characters_that_xml_cannot_hold(suite):
    assert any(HOSTILE.replace("\x1b", "\ufffd") in c.get("name") for c in suite.iter("testcase"))


@pytest.fixture(scope="module")
def run() -> dict:
    log = sarif.render(sample_document())
    assert log["version"] == "2.1.0"
    return log["runs"][0]


def test_sarif_holds_the_fails_only_and_those_that_are_exempt(run):
    assert sorted(r["ruleId"] for r in run["results"]) == [
        "encryption.rds-at-rest", "encryption.rds-at-rest", "resilience.rds-backup-retention",
        "resilience.rds-multi-az", "tagging.required-tags",
    ]  # fmt: skip


def test_sarif_suppresses_an_exempt_fail_with_its_reason(run):
    (suppression,) = by(run["results"], ruleId="resilience.rds-multi-az")["suppressions"]
    assert suppression["justification"] == "exempt: one zone will do (owner platform team, until 2027-01-01)"


def test_sarif_does_not_hold_what_is_exempt_because_it_was_unknown():
    rows = sample_document()
    by(rows["findings"], verdict="exempt")["exemption"]["verdict"] = "unknown"
    assert "resilience.rds-multi-az" not in {r["ruleId"] for r in sarif.render(rows)["runs"][0]["results"]}


def test_the_document_holds_what_was_observed_and_what_was_demanded():
    assert by(sample_document()["findings"], check="resilience.rds-backup-retention")["measures"] == [
        {"name": "days", "observed": 1, "demanded": 7, "bound": "at-least", "order": []}
    ]


def test_the_document_says_what_an_exempt_finding_would_be_and_who_says_so():
    assert by(sample_document()["findings"], verdict="exempt")["exemption"] == {
        "owner": "platform team",
        "reason": "one zone will do",
        "review": "2027-01-01",
        "verdict": "fail",
    }


def test_sarif_points_at_the_line_of_the_declaration(run):
    location = by([r for r in run["results"] if "suppressions" not in r], ruleId="encryption.rds-at-rest")["locations"][
        0
    ]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "terraform/modules/rds%20postgres/main.tf", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 13},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == DATABASE


def test_sarif_gives_no_line_where_none_is_known(run):
    waived = by([r for r in run["results"] if "suppressions" in r], ruleId="encryption.rds-at-rest")
    physical = waived["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "terraform/shop"
    assert "region" not in physical


def test_sarif_suppresses_a_waived_fail_with_its_reason(run):
    waived = by([r for r in run["results"] if "suppressions" in r], ruleId="encryption.rds-at-rest")
    (suppression,) = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "W-1: it is going away (owner platform team, until 2027-01-01)"


def test_sarif_rules_explain_themselves(run):
    for rule in run["tool"]["driver"]["rules"]:
        assert "Fix: " in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}


def test_sarif_results_name_their_rule(run):
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_sarif_fingerprints_tell_findings_apart(run):
    assert len({r["partialFingerprints"]["tfproofFinding/v1"] for r in run["results"]}) == len(run["results"])
