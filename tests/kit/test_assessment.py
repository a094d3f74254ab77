"""From findings to control verdicts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tfproof.assessment.controls import Assessment, Judged, Status, assess, finding_id
from tfproof.checks import Judgement
from tfproof.findings import FOR_EVER, Bound, Cause, Exempted, Finding, Layer, Measure, Verdict
from tfproof.frameworks import Control, Coverage, Edge, Framework, Kind
from tfproof.project.applicability import Exclusion

PASS, FAIL, UNKNOWN, EMPTY, EXEMPT = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.EMPTY, Verdict.EXEMPT


def finding(check: str, verdict: Verdict, address: str = "aws_x.y", environment: str = "production", **more) -> Finding:
    return Finding(check, address, "aws_x", verdict, "said", environment=environment, **more)


def judged(*findings: Finding, environment: str = "production", layer: Layer = Layer.PLAN) -> Judged:
    return Judged("", environment, layer, environment, Judgement(findings, {}, len(findings)))


def control(*edges: Edge, coverage: Coverage = Coverage.AUTOMATED) -> Control:
    return Control("1", "title", coverage, "a reason", edges)


def satisfies(check: str, **threshold: int) -> Edge:
    return Edge(check, Kind.SATISFIES, "why", threshold)


def concluded(rule: Control, *plans: Judged, exclusions: tuple[Exclusion, ...] = ()) -> Assessment:
    framework = Framework("f", "F", "1", "label", "https://example.org", "all", (rule,))
    return assess(plans, [framework], exclusions=exclusions)


def status(rule: Control, *findings: Finding) -> Status:
    return concluded(rule, judged(*findings)).controls["f"][0].status


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([PASS, PASS], Status.PASS),
        ([PASS, EMPTY], Status.PASS),
        ([PASS, EXEMPT], Status.UNKNOWN),
        ([EMPTY, EMPTY], Status.EMPTY),
        ([EXEMPT, EXEMPT], Status.EXEMPT),
        ([EXEMPT, EMPTY], Status.EXEMPT),
        ([EXEMPT, UNKNOWN], Status.UNKNOWN),
        ([PASS, EMPTY, EXEMPT, UNKNOWN], Status.UNKNOWN),
        ([PASS, EMPTY, EXEMPT, UNKNOWN, FAIL], Status.FAIL),
    ],
)
def test_a_known_fail_outweighs_an_unknown_which_outweighs_a_pass_and_nothing_else_hides_one(verdicts, expected):
    findings = [finding("a.b", v, f"aws_x.n{n}") for n, v in enumerate(verdicts)]
    assert status(control(satisfies("a.b")), *findings) is expected


@pytest.mark.parametrize("verdict", [EXEMPT, EMPTY])
def test_a_pass_of_a_part_does_not_meet_a_requirement_whose_demand_was_not_seen(verdict):
    rule = control(satisfies("a.b"), Edge("c.d", Kind.PARTIAL, "why"))
    assert status(rule, finding("a.b", verdict), finding("c.d", PASS)) is Status.NO_CONTRARY_EVIDENCE


def test_exempt_and_empty_findings_are_counted_beside_those_that_pass():
    held = judged(finding("a.b", PASS), finding("a.b", EXEMPT, "aws_x.z"), finding("a.b", EMPTY, "plan"))
    verdict = concluded(control(satisfies("a.b")), held).controls["f"][0]
    assert verdict.text == "1 findings pass, none fails; 1 exempt; 1 empty"


@pytest.mark.parametrize("kind", [Kind.PARTIAL, Kind.SUPPORTS])
def test_without_an_edge_that_satisfies_passes_are_no_contrary_evidence(kind):
    rule = control(Edge("a.b", kind, "why"), coverage=Coverage.PARTIAL)
    assert status(rule, finding("a.b", PASS)) is Status.NO_CONTRARY_EVIDENCE


def test_contrary_evidence_of_a_partial_edge_fails_the_control():
    rule = control(Edge("a.b", Kind.PARTIAL, "why"), coverage=Coverage.PARTIAL)
    assert status(rule, finding("a.b", FAIL)) is Status.FAIL


@pytest.mark.parametrize(
    ("decisive", "expected"),
    [(PASS, Status.PASS), (FAIL, Status.FAIL), (UNKNOWN, Status.UNKNOWN), (EMPTY, Status.EMPTY)],
)
@pytest.mark.parametrize("context", [PASS, FAIL, UNKNOWN, EMPTY, EXEMPT])
def test_context_decides_nothing(decisive, expected, context):
    rule = control(satisfies("a.b"), Edge("c.d", Kind.SUPPORTS, "why"))
    assert status(rule, finding("a.b", decisive), finding("c.d", context)) is expected


def test_context_that_fails_alone_leaves_the_control_unknown():
    rule = control(Edge("c.d", Kind.SUPPORTS, "why"), coverage=Coverage.PARTIAL)
    verdict = concluded(rule, judged(finding("c.d", FAIL))).controls["f"][0]
    assert (verdict.status, verdict.text) == (
        Status.UNKNOWN,
        "1 findings fail that are context and show no demand",
    )


def test_a_check_that_did_not_run_leaves_the_control_unknown():
    rule = control(satisfies("a.b"), satisfies("c.d"))
    verdict = concluded(rule, judged(finding("a.b", PASS))).controls["f"][0]
    assert (verdict.status, verdict.text) == (Status.UNKNOWN, "c.d: this check did not run")


def test_a_check_that_did_not_run_in_one_environment_leaves_the_control_unknown():
    staging = judged(finding("c.d", PASS, environment="staging"), environment="staging")
    verdict = concluded(control(satisfies("a.b")), judged(finding("a.b", PASS)), staging).controls["f"][0]
    assert (verdict.status, verdict.edges[0].note) == (Status.UNKNOWN, "this check did not run in staging")


def test_a_waived_fail_still_fails_the_control():
    assert status(control(satisfies("a.b")), finding("a.b", FAIL, waiver="W-1")) is Status.FAIL


def test_a_fail_in_one_environment_fails_the_control_but_not_the_other_environment():
    staging = judged(finding("a.b", FAIL, environment="staging"), environment="staging")
    verdict = concluded(control(satisfies("a.b")), judged(finding("a.b", PASS)), staging).controls["f"][0]
    assert verdict.status is Status.FAIL
    assert verdict.environments == {"production": Status.PASS, "staging": Status.FAIL}


def days(observed: int | str, demanded: int = 30, bound: Bound = Bound.AT_LEAST) -> tuple[Measure, ...]:
    return (Measure("days", observed, demanded, bound),)


@pytest.mark.parametrize(
    ("bound", "observed", "demanded", "expected"),
    [
        (Bound.AT_LEAST, 30, 30, Status.FAIL),
        (Bound.AT_LEAST, 364, 7, Status.FAIL),
        (Bound.AT_LEAST, 365, 7, Status.PASS),
        (Bound.AT_LEAST, 400, 7, Status.PASS),
        (Bound.AT_LEAST, FOR_EVER, 7, Status.PASS),
        (Bound.AT_MOST, 400, 500, Status.FAIL),
        (Bound.AT_MOST, FOR_EVER, 500, Status.FAIL),
        (Bound.AT_MOST, 365, 500, Status.PASS),
        (Bound.AT_MOST, 90, 500, Status.PASS),
    ],
)
def test_what_was_observed_is_held_against_the_requirement_and_not_what_the_check_demanded(
    bound, observed, demanded, expected
):
    held = finding("a.b", PASS, measures=days(observed, demanded, bound))
    assert status(control(satisfies("a.b", days=365)), held) is expected


def test_what_is_too_weak_for_a_requirement_names_resource_observation_and_demand():
    rule = control(satisfies("a.b", days=365))
    verdict = concluded(rule, judged(finding("a.b", PASS, measures=days(7)))).controls["f"][0]
    assert "aws_x.y (production): observed days 7; demanded at least 365" in verdict.text


def test_a_pass_of_which_nothing_was_observed_is_unknown():
    verdict = concluded(control(satisfies("a.b", days=365)), judged(finding("a.b", PASS))).controls["f"][0]
    assert (verdict.status, verdict.edges[0].note) == (
        Status.UNKNOWN,
        "aws_x.y (production): days was not observed; demanded is 365",
    )


def test_a_fail_of_a_stricter_setting_passes_where_less_is_demanded():
    held = finding("a.b", FAIL, measures=days(370, 400), measured=True)
    assert status(control(satisfies("a.b", days=365)), held) is Status.PASS


def test_a_fail_that_is_too_weak_for_the_requirement_as_well_stays_a_fail():
    held = finding("a.b", FAIL, measures=days(100, 400), measured=True)
    assert status(control(satisfies("a.b", days=365)), held) is Status.FAIL


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_observations_every_one_must_be_strong_enough(order):
    measures = (*days(400, 7), *days(8, 7))[::order]
    assert status(control(satisfies("a.b", days=365)), finding("a.b", PASS, measures=measures)) is Status.FAIL


def test_an_observation_that_cannot_be_compared_leaves_a_pass_unknown():
    strange = Measure("days", 400, 7, Bound.AT_LEAST)
    rule = control(Edge("a.b", Kind.SATISFIES, "why", {"days": "a year"}))
    assert status(rule, finding("a.b", PASS, measures=(strange,))) is Status.UNKNOWN


def test_a_fail_of_something_else_stays_a_fail_however_strong_the_measure():
    held = finding("a.b", FAIL, measures=days(400), measured=False)
    assert status(control(satisfies("a.b", days=365)), held) is Status.FAIL


def test_a_fail_of_a_measure_that_the_requirement_does_not_name_stays_a_fail():
    other = Measure("characters", 8, 14, Bound.AT_LEAST)
    held = finding("a.b", FAIL, measures=(*days(400), other), measured=True)
    assert status(control(satisfies("a.b", days=365)), held) is Status.FAIL


def set_aside(was: Verdict, **more: Any) -> Finding:
    return finding("a.b", Verdict.EXEMPT, exemption=Exempted("owner", "why", date(2099, 1, 1), was), **more)


@pytest.mark.parametrize(("observed", "was"), [(7, FAIL), (7, PASS), (400, FAIL)])
def test_an_exemption_does_not_lower_what_the_requirement_demands(observed, was):
    held = set_aside(was, measures=days(observed, 500), measured=True)
    assert status(control(satisfies("a.b", days=365)), held) is (Status.PASS if observed == 400 else Status.FAIL)


@pytest.mark.parametrize("was", [FAIL, Verdict.UNKNOWN])
def test_what_was_set_aside_keeps_a_requirement_from_passing(was):
    held = (finding("a.b", PASS, address="aws_x.other"), set_aside(was))
    assert status(control(satisfies("a.b")), *held) is Status.UNKNOWN


@pytest.mark.parametrize("coverage", [Coverage.MANUAL, Coverage.INHERITED, Coverage.NOT_COVERED])
def test_a_requirement_without_checks_keeps_its_coverage_and_reason(coverage):
    verdict = concluded(control(coverage=coverage), judged(finding("a.b", PASS))).controls["f"][0]
    assert (verdict.status.value, verdict.verdict, verdict.text) == (coverage.value, None, "a reason")


def exclusion(*, overdue: bool) -> Exclusion:
    return Exclusion("f", "1", "no such data", "owner", "approver", date(2026, 1, 1), overdue)


def test_what_is_not_applicable_is_neither_met_nor_dropped():
    assessment = concluded(
        control(satisfies("a.b")), judged(finding("a.b", PASS)), exclusions=(exclusion(overdue=False),)
    )
    assert assessment.statuses("f") == {Status.NOT_APPLICABLE: 1}


def test_an_exclusion_past_its_review_does_not_hold():
    assessment = concluded(
        control(satisfies("a.b")), judged(finding("a.b", FAIL)), exclusions=(exclusion(overdue=True),)
    )
    assert assessment.statuses("f") == {Status.FAIL: 1}


def test_an_undecided_control_names_the_causes():
    held = finding("a.b", UNKNOWN, cause=Cause.UNTIL_APPLY)
    verdict = concluded(control(satisfies("a.b")), judged(held)).controls["f"][0]
    assert verdict.text == "1 findings undecided (until-apply)"


def test_every_requirement_is_counted_once_in_each_environment():
    staging = judged(finding("a.b", FAIL, environment="staging"), environment="staging")
    assessment = concluded(control(satisfies("a.b")), judged(finding("a.b", PASS)), staging)
    assert [assessment.statuses("f", name).total() for name in assessment.environments] == [1, 1]


def test_two_plans_of_the_same_name_are_refused():
    with pytest.raises(ValueError, match="called the same"):
        concluded(control(satisfies("a.b")), judged(finding("a.b", PASS)), judged(finding("a.b", FAIL)))


def unlooked(
    environment: str, unjudged: dict[str, dict[str, int]], *findings: Finding, aspect: str = "at-rest"
) -> Judged:
    held = findings or (finding("a.b", PASS, environment=environment),)
    return Judged("", environment, Layer.PLAN, environment, Judgement(held, unjudged, 2, {"a.b": aspect}))


def test_unjudged_resources_are_summed_over_plans_by_aspect():
    plans = [unlooked(e, {"aws_z": {"at-rest": 2, "exposure": 1}}) for e in ("staging", "production")]
    assert assess(plans, []).unjudged == {"at-rest": {"aws_z": 4}, "exposure": {"aws_z": 2}}


def test_what_nobody_looked_at_in_an_aspect_of_its_checks_keeps_a_control_from_passing():
    verdict = concluded(control(satisfies("a.b")), unlooked("production", {"aws_z": {"at-rest": 2}})).controls["f"][0]
    assert (verdict.status, verdict.verdict) == (Status.UNKNOWN, PASS)
    assert "2 resources nobody looked at in at-rest: aws_z 2" in verdict.text


def test_what_nobody_looked_at_in_another_aspect_does_not_matter():
    held = unlooked("production", {"aws_z": {"exposure": 2}})
    assert concluded(control(satisfies("a.b")), held).controls["f"][0].status is Status.PASS


def test_a_type_that_the_table_of_aspects_does_not_know_keeps_a_control_from_passing():
    held = unlooked("production", {"strange_z": {"not-in-the-table": 1}})
    assert concluded(control(satisfies("a.b")), held).controls["f"][0].status is Status.UNKNOWN


def test_a_control_may_name_the_aspects_that_it_asks_about():
    rule = replace(control(satisfies("a.b")), aspects=("exposure",))
    plans = [unlooked("production", {"aws_z": {a: 1}}) for a in ("exposure", "at-rest")]
    assert [concluded(rule, p).controls["f"][0].status for p in plans] == [Status.UNKNOWN, Status.PASS]


def test_what_nobody_looked_at_in_one_environment_does_not_matter_in_another():
    plans = [unlooked("production", {}), unlooked("staging", {"aws_z": {"at-rest": 1}})]
    verdict = concluded(control(satisfies("a.b")), *plans).controls["f"][0]
    assert verdict.status is Status.UNKNOWN
    assert verdict.environments == {"production": Status.PASS, "staging": Status.UNKNOWN}


def test_what_nobody_looked_at_does_not_hide_a_fail():
    held = unlooked("production", {"aws_z": {"at-rest": 1}}, finding("a.b", FAIL))
    assert concluded(control(satisfies("a.b")), held).controls["f"][0].status is Status.FAIL


def test_the_id_of_a_finding_does_not_depend_on_what_was_found():
    assert finding_id(finding("a.b", PASS)) == finding_id(finding("a.b", FAIL, waiver="W-1"))


def test_the_id_of_a_finding_depends_on_where_it_was_found():
    ids = {
        finding_id(f)
        for f in (
            finding("a.b", PASS),
            finding("a.c", PASS),
            finding("a.b", PASS, "aws_x.z"),
            finding("a.b", PASS, environment="staging"),
            finding("a.b", PASS, layer=Layer.APPLIED),
            finding("a.b", PASS, system="shop"),
        )
    }
    assert len(ids) == 6


def test_a_requirement_that_demands_more_than_the_project_is_named():
    rule = control(satisfies("a.b", days=365))
    assert [
        c.control.id for c in concluded(rule, judged(finding("a.b", PASS, measures=days(7)))).stricter_than_the_project
    ] == ["1"]
    assert not concluded(rule, judged(finding("a.b", FAIL, measures=days(7)))).stricter_than_the_project
