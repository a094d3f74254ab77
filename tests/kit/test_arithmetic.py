"""Laws of the arithmetic from findings to controls, for any set of findings and edges."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfproof.assessment.controls import ControlVerdict, Judged, Status, assess
from tfproof.checks import Judgement
from tfproof.findings import FOR_EVER, PRECEDENCE, Bound, Cause, Finding, Layer, Measure, Read, Verdict, worst
from tfproof.frameworks import Control, Coverage, Edge, Framework, Kind

CHECKS = ("a.b", "c.d")
ENVIRONMENTS = ("staging", "production")
DEMANDED_BY_THE_CHECK = 30
#: Statuses that findings decide; the others say that there was nothing to decide on.
DECIDED = (Status.PASS, Status.NO_CONTRARY_EVIDENCE, Status.FAIL, Status.UNKNOWN)
laws = settings(max_examples=150, deadline=None, derandomize=True)


def finding(check: str, verdict: Verdict, number: int = 0, environment: str = "production", **more) -> Finding:
    cause = Cause.UNTIL_APPLY if verdict is Verdict.UNKNOWN else None
    return Finding(check, f"aws_x.n{number}", "aws_x", verdict, "said", cause=cause, environment=environment, **more)


@st.composite
def measured(draw: st.DrawFn, check: str, number: int, environment: str) -> Finding:
    """A finding of a check that asks for a number of days."""
    observed = draw(st.sampled_from([1, 29, 30, 364, 365, 400, FOR_EVER]))
    measure = Measure("days", observed, DEMANDED_BY_THE_CHECK, Bound.AT_LEAST)
    verdict = Verdict.PASS if measure.met else Verdict.FAIL
    return finding(check, verdict, number, environment, measures=(measure,), measured=True)


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    """Findings of every check in every environment, at least one each, as the engine gives them."""
    found: list[Finding] = []
    for check in CHECKS:
        for environment in ENVIRONMENTS:
            for number in range(draw(st.integers(1, 3))):
                plain = st.sampled_from(list(Verdict)).map(
                    lambda v, c=check, n=number, e=environment: finding(c, v, n, e)
                )
                found.append(draw(st.one_of(plain, measured(check, number, environment))))
    return found


edges = st.lists(
    st.builds(
        Edge,
        check=st.sampled_from(CHECKS),
        kind=st.sampled_from(list(Kind)),
        rationale=st.just("why"),
        threshold=st.sampled_from([{}, {"days": 7}, {"days": 365}]),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda edge: edge.check,
)


def concluded(held: list[Finding], speaking: list[Edge]) -> ControlVerdict:
    control = Control("1", "title", Coverage.AUTOMATED, "", tuple(speaking))
    framework = Framework("f", "F", "1", "label", "https://example.org", "all", (control,))
    plans = [
        Judged("", e, Layer.PLAN, e, Judgement(tuple(f for f in held if f.environment == e), {}, 1))
        for e in ENVIRONMENTS
    ]
    return assess(plans, [framework]).controls["f"][0]


@laws
@given(findings(), edges, st.sampled_from(ENVIRONMENTS))
def test_one_more_fail_fails_the_control_and_its_environment(held, speaking, environment):
    deciding = [e for e in speaking if e.kind is not Kind.SUPPORTS]
    check = (deciding or speaking)[0].check
    after = concluded([*held, finding(check, Verdict.FAIL, 9, environment)], speaking)
    expected = Status.FAIL if deciding else Status.UNKNOWN  # context alone decides nothing
    assert (after.status, after.environments[environment]) == (expected, expected)


@laws
@given(findings(), edges, st.sampled_from([Verdict.EXEMPT, Verdict.EMPTY]), st.sampled_from(ENVIRONMENTS))
def test_one_more_exempt_or_empty_finding_makes_nothing_better_and_no_fail_undone(held, speaking, verdict, environment):
    before = concluded(held, speaking)
    after = concluded([*held, finding(speaking[0].check, verdict, 9, environment)], speaking)
    for was, now in (
        (before.status, after.status),
        (before.environments[environment], after.environments[environment]),
    ):
        if was is Status.PASS and verdict is Verdict.EXEMPT:
            assert now in (Status.PASS, Status.UNKNOWN)
        elif was in DECIDED:
            assert now is was


@laws
@given(findings(), edges)
def test_what_somebody_set_aside_leaves_no_requirement_that_passes(held, speaking):
    deciding = [e for e in speaking if e.kind is not Kind.SUPPORTS]
    if deciding:
        after = concluded([*held, finding(deciding[0].check, Verdict.EXEMPT, 9)], speaking)
        assert after.status is not Status.PASS


@laws
@given(findings(), edges, st.sampled_from(ENVIRONMENTS))
def test_one_more_pass_never_turns_a_fail_or_an_unknown_into_something_better(held, speaking, environment):
    before = concluded(held, speaking)
    after = concluded([*held, finding(speaking[0].check, Verdict.PASS, 9, environment)], speaking)
    if before.status is Status.FAIL:
        assert after.status is Status.FAIL
    if before.status is Status.UNKNOWN:
        assert after.status is Status.UNKNOWN


@laws
@given(findings(), edges)
def test_one_more_unknown_hides_no_fail_and_leaves_no_pass(held, speaking):
    before = concluded(held, speaking)
    after = concluded([*held, finding(speaking[0].check, Verdict.UNKNOWN, 9)], speaking)
    assert after.status is (Status.FAIL if before.status is Status.FAIL else Status.UNKNOWN)


@laws
@given(findings(), edges, st.randoms(use_true_random=False))
def test_the_order_of_findings_and_edges_does_not_matter(held, speaking, random):
    before = concluded(held, speaking)
    shuffled, turned = list(held), list(speaking)
    random.shuffle(shuffled)
    random.shuffle(turned)
    after = concluded(shuffled, turned)
    assert (after.status, after.verdict, after.environments) == (before.status, before.verdict, before.environments)


@laws
@given(findings(), edges)
def test_a_control_passes_exactly_with_a_pass_that_shows_a_whole_demand_and_no_fail_or_unknown(held, speaking):
    verdict = concluded(held, speaking)
    weighed = {(e.edge.kind, v) for e in verdict.edges for v in e.verdicts}
    contrary = {Verdict.FAIL, Verdict.UNKNOWN, Verdict.EXEMPT} & {v for k, v in weighed if k is not Kind.SUPPORTS}
    assert (verdict.status is Status.PASS) == ((Kind.SATISFIES, Verdict.PASS) in weighed and not contrary)


@laws
@given(findings(), edges)
def test_a_control_is_not_better_than_any_of_its_environments(held, speaking):
    verdict = concluded(held, speaking)
    for status, others in ((Status.FAIL, ()), (Status.UNKNOWN, (Status.FAIL,))):
        if status in verdict.environments.values():
            assert verdict.status in (status, *others)


@laws
@given(findings(), st.sampled_from([7, 365]))
def test_a_stricter_threshold_never_improves_a_control(held, days):
    weaker, stricter = (
        concluded(held, [Edge("a.b", Kind.SATISFIES, "why", {"days": d})]).edges[0].verdict for d in (days, days + 100)
    )
    assert PRECEDENCE.index(stricter) <= PRECEDENCE.index(weaker)


@laws
@given(findings(), edges, st.sampled_from(ENVIRONMENTS))
def test_something_that_nobody_looked_at_never_improves_a_control_and_keeps_it_from_passing(held, speaking, place):
    before = concluded(held, speaking)
    control = Control("1", "title", Coverage.AUTOMATED, "", tuple(speaking))
    framework = Framework("f", "F", "1", "label", "https://example.org", "all", (control,))
    plans = [
        Judged(
            "", e, Layer.PLAN, e,
            Judgement(
                tuple(f for f in held if f.environment == e),
                {"aws_z": {"at-rest": 1}} if e == place else {},
                1,
                dict.fromkeys(CHECKS, "at-rest"),
            ),
        )
        for e in ENVIRONMENTS
    ]  # fmt: skip
    after = assess(plans, [framework]).controls["f"][0]
    assert after.status is (Status.UNKNOWN if before.status is Status.PASS else before.status)


@laws
@given(st.lists(st.sampled_from(list(Verdict)), min_size=1), st.sampled_from(list(Verdict)))
def test_the_verdict_over_several_is_one_of_them_and_the_same_in_any_order(verdicts, one):
    assert worst(verdicts) in verdicts
    assert worst([*verdicts, one]) is worst([one, *reversed(verdicts)])
    assert worst([*verdicts, *verdicts]) is worst(verdicts)


numbers = st.one_of(st.integers(0, 1000), st.just(FOR_EVER))


@laws
@given(numbers, numbers, st.integers(0, 1000), st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST]))
def test_what_is_weaker_never_satisfies_more(one, other, demanded, bound):
    first, second = (Measure("days", observed, 30, bound) for observed in (one, other))
    if first.weaker_than(second):
        assert not second.weaker_than(first)
        assert bool(second.satisfies(demanded)) >= bool(first.satisfies(demanded))


def test_words_are_compared_by_their_order():
    old, new = (Measure("protocol", v, ("new",), Bound.ONE_OF, ("old", "new", "newest")) for v in ("old", "new"))
    assert (old.met, new.met) == (False, True)
    assert (old.weaker_than(new), new.weaker_than(old)) == (True, False)
    assert [new.satisfies(v) for v in ("old", "new", "newest", "strange")] == [True, True, False, None]


@pytest.mark.parametrize("demanded", [True, "365"])
def test_a_number_cannot_be_compared_with_something_else(demanded):
    assert Measure("days", 400, 30, Bound.AT_LEAST).satisfies(demanded) is None


def test_measures_of_different_things_are_not_compared():
    assert not Measure("days", 1, 30, Bound.AT_LEAST).weaker_than(Measure("hours", 2, 30, Bound.AT_LEAST))


def test_findings_have_a_hash_whatever_was_read():
    one = finding("a.b", Verdict.PASS, reads=(Read("aws_x.y", "tags", {"a": ["b"]}),))
    assert {one, replace(one)} == {one}


def mixed() -> list[Judged]:
    """Two systems whose findings have the same addresses and different verdicts."""
    return [
        Judged(
            system, "production", Layer.PLAN, system,
            Judgement(tuple(replace(finding("a.b", v, n), system=system) for n, v in enumerate(verdicts)), {}, 2),
        )
        for system, verdicts in (
            ("shop", [Verdict.PASS, Verdict.FAIL]), ("blog", [Verdict.FAIL, Verdict.PASS, Verdict.FAIL]),
        )
    ]  # fmt: skip


def test_the_findings_of_a_plan_are_its_own():
    assessment = assess(mixed(), [])
    assert [[(f.system, f.verdict) for f in assessment.findings_of(j)] for j in assessment.judged] == [
        [("shop", Verdict.PASS), ("shop", Verdict.FAIL)],
        [("blog", Verdict.FAIL), ("blog", Verdict.PASS), ("blog", Verdict.FAIL)],
    ]


def test_what_is_failing_are_the_fails_of_all_systems_that_no_waiver_covers():
    first, second = mixed()
    waived = tuple(replace(f, waiver="W") if f.address == "aws_x.n2" else f for f in second.judgement.findings)
    assessment = assess([first, replace(second, judgement=Judgement(waived, {}, 2))], [])
    assert [(f.system, f.address) for f in assessment.failing] == [("shop", "aws_x.n1"), ("blog", "aws_x.n0")]
