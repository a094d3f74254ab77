"""IndiVillage: its scripts, without AWS. What asks AWS is run on an emulator in tests/integration/test_scripts.py."""

import runpy
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from systems import ROOT

SCRIPTS = ROOT / "terraform" / "scripts"


@pytest.fixture
def tree(tmp_path):
    """A copy of the script that applies, with plans, and programs that only write down how they are called."""
    scripts = tmp_path / "terraform" / "scripts"
    stack = tmp_path / "terraform" / "stacks" / "indivillage"
    for directory in (scripts, stack, tmp_path / "bin"):
        directory.mkdir(parents=True)
    shutil.copy(SCRIPTS / "apply.sh", scripts)
    for program in (tmp_path / "bin" / "terraform", scripts / "verify-deployment.sh"):
        program.write_text(f'#!/bin/sh\necho "$(basename "$0") $TF_WORKSPACE $*" >> {tmp_path}/calls\n')
        program.chmod(0o755)
    for environment in ("staging", "production"):
        (stack / f"{environment}.tfplan").touch()
    return tmp_path


def apply(tree, environment, answer="", **environ):
    """Run the script; return its code and what it called."""
    done = subprocess.run(
        [tree / "terraform" / "scripts" / "apply.sh", "indivillage", environment],
        input=answer,
        env={"PATH": f"{tree}/bin:/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = (tree / "calls").read_text().splitlines() if (tree / "calls").exists() else []
    return done.returncode, [(call.split()[0], call.split()[1]) for call in calls]


def both(environment):
    return [("terraform", environment), ("verify-deployment.sh", environment)]


@pytest.mark.requirement("IV-OPS-036")
def test_production_is_applied_when_its_name_is_typed(tree):
    assert apply(tree, "production", "production\n") == (0, both("production"))


@pytest.mark.requirement("IV-OPS-036")
@pytest.mark.parametrize("answer", ["", "\n", "yes\n", "staging\n", "Production\n"])
def test_production_is_not_applied_with_any_other_answer(tree, answer):
    assert apply(tree, "production", answer) == (3, [])


@pytest.mark.requirement("IV-OPS-036", "IV-CICD-004")
def test_a_pipeline_confirms_what_somebody_has_approved(tree):
    assert apply(tree, "production", CONFIRM="production") == (0, both("production"))
    assert apply(tree, "production", CONFIRM="staging")[0] == 3


@pytest.mark.requirement("IV-CICD-020")
def test_staging_is_applied_without_a_question(tree):
    assert apply(tree, "staging") == (0, both("staging"))


@pytest.mark.requirement("IV-OPS-011")
def test_nothing_is_applied_that_was_not_planned(tree):
    assert apply(tree, "development") == (2, [])


def drill(environment, recovered, data_until):
    main = runpy.run_path(str(SCRIPTS / "drill.py"))["main"]
    day = "2026-01-31T"
    return main(
        [environment, f"--failed={day}12:00:00Z", f"--recovered={day}{recovered}Z", f"--data-until={day}{data_until}Z"]
    )


@pytest.mark.requirement("IV-DR-015")
@pytest.mark.parametrize(
    ("environment", "recovered", "data_until", "code"),
    [
        ("production", "12:59:59", "11:45:01", 0),
        ("production", "13:00:00", "11:45:01", 1),
        ("production", "12:59:59", "11:45:00", 1),
        ("staging", "13:59:59", "00:00:01", 0),
        ("staging", "14:00:00", "00:00:01", 1),
        ("development", "15:59:59", "00:00:00", 0),
        ("development", "16:00:00", "00:00:00", 1),
        ("production", "11:59:59", "11:50:00", 2),
        ("production", "12:30:00", "12:00:01", 2),
    ],
)
def test_a_drill_is_judged_by_the_objectives_of_its_environment(environment, recovered, data_until, code):
    assert drill(environment, recovered, data_until) == code


@pytest.mark.requirement("IV-SEC-047")
def test_the_report_of_findings_counts_by_severity_and_by_service_the_worst_first():
    script = runpy.run_path(str(SCRIPTS / "security_findings.py"))
    findings = [
        {"Severity": {"Label": label}, "Resources": [{"Type": kind}]}
        for label, kind in [
            ("LOW", "AwsS3Bucket"),
            ("LOW", "AwsS3Bucket"),
            ("CRITICAL", "AwsIamRole"),
            ("HIGH", "AwsS3Bucket"),
        ]
    ]
    page = script["page"](findings, "123456789012", "us-east-1", datetime(2026, 1, 31, tzinfo=UTC))
    assert page.splitlines()[2:] == [
        "| service | critical | high | medium | low | informational |",
        "|---|---|---|---|---|---|",
        "| IamRole | 1 | 0 | 0 | 0 | 0 |",
        "| S3Bucket | 0 | 1 | 0 | 2 | 0 |",
        "| all | 1 | 1 | 0 | 2 | 0 |",
    ]


@pytest.mark.requirement("IV-SEC-047")
@pytest.mark.parametrize(
    ("finding", "is_open"),
    [
        ({"RecordState": "ACTIVE", "Workflow": {"Status": "NEW"}}, True),
        ({"RecordState": "ACTIVE", "Workflow": {"Status": "NOTIFIED"}}, True),
        ({"RecordState": "ACTIVE", "Workflow": {"Status": "RESOLVED"}}, False),
        ({"RecordState": "ACTIVE", "Workflow": {"Status": "SUPPRESSED"}}, False),
        ({"RecordState": "ARCHIVED", "Workflow": {"Status": "NEW"}}, False),
    ],
)
def test_only_open_findings_are_reported(finding, is_open):
    class SecurityHub:
        def get_paginator(self, operation):
            assert operation == "get_findings"
            return self

        def paginate(self):
            return [{"Findings": []}, {"Findings": [finding]}]

    found = runpy.run_path(str(SCRIPTS / "security_findings.py"))["open_findings"](SecurityHub())
    assert list(found) == [finding] * is_open
