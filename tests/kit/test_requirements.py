"""When a requirement counts as proven, and when it does not."""

import re
from dataclasses import replace

import pytest

from tfproof.errors import BadInput
from tfproof.project.layout import Project
from tfproof.project.requirements import trace, trace_totals
from tfproof.project.results import TestResult

ROWS = """
- {id: X-1, area: network, environments: [staging, production], requirement: "A VPC.", source: s, evidence: plan,
   resources: [aws_vpc], note: ""}
- {id: X-2, area: docs, environments: [staging], requirement: "A runbook.", source: s, evidence: static, resources: [], note: ""}
- {id: X-3, area: audit, environments: [staging], requirement: "An audit.", source: s, evidence: manual, resources: [], note: ""}
- {id: X-4, area: docs, environments: [staging], requirement: "An alert arrives.", source: s, evidence: static, resources: [],
   behaves: true}
- {id: X-5, area: docs, environments: [staging], requirement: "Tasks are added.", source: s, evidence: static, resources: [],
   remains: "fill the queue and count the tasks"}
"""

MINISTACK = {"name": "ministack", "version": "1.5.33", "account_id": "123456789012", "fixes": []}


@pytest.fixture
def project(tmp_path):
    stack = tmp_path / "terraform/stacks/shop"
    stack.mkdir(parents=True)
    (stack / "main.tf").write_text("")
    (stack / "requirements.yaml").write_text(ROWS)
    return Project(tmp_path)


def result(requirement, environment="", types=(), outcome="passed", test="test"):
    return TestResult(f"{test}[{environment}]", outcome, (requirement,), environment, types, 1.0)


def status(project, *results):
    return {r.requirement.id: r.status for r in trace(project, {r.test: r for r in results})}


def test_without_results_only_manual_rows_have_a_status_of_their_own(project):
    assert status(project) == {
        "X-1": "unproven",
        "X-2": "unproven",
        "X-3": "manual",
        "X-4": "unproven",
        "X-5": "unproven",
    }


def test_every_environment_has_to_be_shown(project):
    one = result("X-1", "staging", ("aws_vpc",))
    assert status(project, one)["X-1"] == "unproven"
    assert status(project, one, result("X-1", "production", ("aws_vpc",)))["X-1"] == "proven"


@pytest.mark.parametrize(("module", "expected"), [("VPC", "proven"), ("VPC-endpoints", "unproven"), ("PC", "unproven")])
def test_a_row_that_names_a_module_is_proven_by_the_tests_of_that_module(project, module, expected):
    assert status(project, result("X-1", f"module {module}", ("aws_vpc",)))["X-1"] == expected


def test_a_test_that_reads_no_resource_of_the_rows_types_proves_nothing(project):
    blind = [result("X-1", e, ("aws_subnet",)) for e in ("staging", "production")]
    assert status(project, *blind)["X-1"] == "unproven"


def test_one_failing_test_fails_the_row(project):
    fine = [result("X-1", e, ("aws_vpc",)) for e in ("staging", "production")]
    failing = result("X-1", "staging", ("aws_vpc",), "failed", "other")
    assert status(project, *fine, failing)["X-1"] == "failed"


def test_a_skipped_test_proves_nothing(project):
    assert status(project, result("X-2", outcome="skipped"))["X-2"] == "unproven"


def test_a_static_row_needs_a_passing_test(project):
    assert status(project, result("X-2"))["X-2"] == "proven"


@pytest.mark.parametrize(("claim", "expected"), [("", "unproven"), ("accepts", "unproven"), ("enforces", "proven")])
def test_what_happens_has_to_be_seen_on_an_emulator_that_enforces_it(project, claim, expected):
    seen = replace(result("X-4", "staging"), claim=claim, emulator=MINISTACK)
    assert status(project, seen)["X-4"] == expected


def test_what_no_emulator_was_asked_was_seen_on_none(project):
    assert status(project, replace(result("X-4", "staging"), claim="enforces"))["X-4"] == "unproven"


def test_a_row_names_the_emulators_that_its_passing_tests_have_asked(project):
    seen = replace(result("X-4", "staging"), claim="enforces", emulator=MINISTACK)
    skipped = replace(
        result("X-4", "staging", outcome="skipped", test="other"), emulator={"name": "moto", "version": "5"}
    )
    row = next(r for r in trace(project, {r.test: r for r in (seen, skipped)}) if r.requirement.id == "X-4")
    assert row.to_json()["emulators"] == ["ministack 1.5.33"]


def test_what_was_to_be_seen_and_was_skipped_says_why(project):
    results = [
        result("X-4"),
        replace(result("X-4", "staging", outcome="skipped", test="seen"), reason="no emulator", claim="enforces"),
    ]
    row = next(r for r in trace(project, {r.test: r for r in results}) if r.requirement.id == "X-4")
    assert (row.status, row.missing) == ("unproven", "skipped: no emulator")


def test_a_row_of_which_something_remains_to_be_shown_is_designed_and_says_what(project):
    row = next(r for r in trace(project, {"test": result("X-5")}) if r.requirement.id == "X-5")
    assert (row.status, row.missing) == ("designed", "fill the queue and count the tasks")


@pytest.mark.parametrize(
    ("good", "odd", "said"),
    [
        ("behaves: true", "behaves: seen", "X-4 has behaves 'seen'"),
        ("behaves: true", "behave: true", "X-4 has no key behave: did you mean behaves"),
        ("remains:", "remain:", "X-5 has no key remain: did you mean remains"),
        ("area: docs, environments: [staging]", "area: docs, environments: []", "X-2 has environments []"),
        ("[staging, production]", "staging", "X-1 has environments 'staging'"),
        ("resources: [aws_vpc]", "resources: []", "X-1 has no resources"),
        ('remains: "fill the queue and count the tasks"', "remains: null", "X-5 has remains None"),
        ("id: X-5", "id: X-4", "X-4 is there twice"),
    ],
)
def test_a_row_that_would_be_read_otherwise_than_it_is_meant_is_an_error(project, good, odd, said):
    assert good in ROWS
    (project.root / "terraform/stacks/shop/requirements.yaml").write_text(ROWS.replace(good, odd))
    with pytest.raises(BadInput, match=re.escape(said)):
        trace(project, {})


def test_a_mark_with_an_unknown_id_is_an_error(project):
    with pytest.raises(BadInput, match="unknown requirements: X-9"):
        trace(project, {"t": result("X-9")})


def test_a_deviation_is_part_of_its_row(project):
    stack = project.root / "terraform/stacks/shop"
    (stack / "deviations.yaml").write_text("- {id: X-1, seed: '10.0.0.0/8', actual: '10.0.0.0/16', reason: smaller}")
    (row, *_) = trace(project, {})
    assert row.to_json()["deviation"] == {"seed": "10.0.0.0/8", "actual": "10.0.0.0/16", "reason": "smaller"}


@pytest.mark.parametrize(
    ("row", "outcome", "expected"),
    [
        ("X-2", "passed", "deviates"),
        ("X-2", "failed", "failed"),
        ("X-2", "skipped", "unproven"),
        ("X-5", "passed", "designed"),
    ],
)
def test_what_would_be_proven_and_has_a_deviation_deviates(project, row, outcome, expected):
    stack = project.root / "terraform/stacks/shop"
    (stack / "deviations.yaml").write_text(f"- {{id: {row}, seed: a, actual: b, reason: c}}")
    assert status(project, result(row, outcome=outcome))[row] == expected


def test_the_totals_tell_what_deviates_from_what_is_proven(project):
    (project.root / "terraform/stacks/shop/deviations.yaml").write_text("- {id: X-2, seed: a, actual: b, reason: c}")
    rows = trace(project, {"test": result("X-2")})
    assert trace_totals(rows) == ("5 requirements: proven 0, deviates 1, designed 0, unproven 3, failed 0, manual 1")


def test_a_deviation_of_no_row_is_an_error(project):
    stack = project.root / "terraform/stacks/shop"
    (stack / "deviations.yaml").write_text("- {id: X-9, seed: a, actual: b, reason: c}")
    with pytest.raises(BadInput, match="deviations name unknown requirements: X-9"):
        trace(project, {})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("- {id: X-2, seed: a, actual: b, reason: c, until: d}", "X-2 has no key until"),
        (
            "- {id: X-2, seed: a, actual: b, reason: c}\n- {id: X-2, seed: d, actual: e, reason: f}",
            "X-2 is there twice",
        ),
    ],
)
def test_a_deviation_says_what_it_has_to_and_is_there_once(project, rows, said):
    (project.root / "terraform/stacks/shop/deviations.yaml").write_text(rows)
    with pytest.raises(BadInput, match=said):
        trace(project, {})
