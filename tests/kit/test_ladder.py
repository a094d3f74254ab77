"""Production is never weaker: what counts as weaker."""

from datetime import date

import pytest

from tfproof.assessment.ladder import ladder
from tfproof.findings import FOR_EVER, Bound, Exempted, Finding, Layer, Measure, Verdict

ENVIRONMENTS = ("development", "staging", "production")


def rung(environment: str, verdict: Verdict, **more) -> Finding:
    if verdict is Verdict.EXEMPT:
        more["exemption"] = Exempted("owner", "reason", date(2027, 1, 1), more.pop("held", Verdict.FAIL))
    return Finding("a.b", "aws_x.y", "aws_x", verdict, "said", environment=environment, system="shop", **more)


@pytest.mark.parametrize(
    ("verdicts", "holds"),
    [
        ([Verdict.FAIL, Verdict.PASS], True),
        ([Verdict.PASS, Verdict.FAIL], False),
        ([Verdict.EMPTY, Verdict.PASS], True),
        ([Verdict.PASS, Verdict.EMPTY], False),
        ([Verdict.EXEMPT, Verdict.PASS], True),
        ([Verdict.PASS, Verdict.EXEMPT], False),
        ([Verdict.EXEMPT, Verdict.FAIL], True),
        ([Verdict.UNKNOWN, Verdict.FAIL], True),
        ([Verdict.FAIL, Verdict.PASS, Verdict.FAIL], False),
    ],
)
def test_a_verdict_must_not_get_weaker_upwards(verdicts, holds):
    (row,) = ladder(rung(e, v) for e, v in zip(ENVIRONMENTS, verdicts, strict=False))
    assert row.holds is holds


def test_what_is_exempt_because_it_is_unknown_cannot_be_compared():
    (row,) = ladder([rung("staging", Verdict.PASS), rung("production", Verdict.EXEMPT, held=Verdict.UNKNOWN)])
    assert row.holds


PROTOCOLS = ("TLSv1", "TLSv1.2", "TLSv1.3")


def days(observed: int | str, bound: Bound) -> Measure:
    return Measure("days", observed, 1, bound)


def protocol(observed: str) -> Measure:
    return Measure("oldest_protocol", observed, PROTOCOLS, Bound.ONE_OF, PROTOCOLS)


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        (days(7, Bound.AT_LEAST), days(30, Bound.AT_LEAST), True),
        (days(30, Bound.AT_LEAST), days(7, Bound.AT_LEAST), False),
        (days(30, Bound.AT_LEAST), days(FOR_EVER, Bound.AT_LEAST), True),
        (days(30, Bound.AT_MOST), days(7, Bound.AT_MOST), True),
        (days(7, Bound.AT_MOST), days(30, Bound.AT_MOST), False),
        (protocol("TLSv1.2"), protocol("TLSv1.3"), True),
        (protocol("TLSv1.3"), protocol("TLSv1.2"), False),
    ],
)
def test_what_was_measured_must_not_get_weaker_upwards(low, high, holds):
    (row,) = ladder(
        [rung("staging", Verdict.PASS, measures=(low,)), rung("production", Verdict.PASS, measures=(high,))]
    )
    assert row.holds is holds
    assert str(low.observed) in row.values["staging"]


def test_what_is_the_same_everywhere_is_no_row():
    assert ladder(rung(e, Verdict.PASS) for e in ENVIRONMENTS) == []


def test_only_the_design_is_compared():
    findings = [rung("staging", Verdict.PASS), rung("production", Verdict.FAIL, layer=Layer.APPLIED)]
    assert ladder(findings) == []
