"""What a run ends with, and what a baseline changes about it."""

import json
from pathlib import Path

import pytest

from tfproof.assessment.baseline import Baseline, load_baseline
from tfproof.assessment.exit_codes import ending
from tfproof.errors import BadInput
from tfproof.findings import Cause, Finding, Layer, Read, Verdict

READ = (Read("aws_x.y", "name", "z"),)


def finding(verdict: Verdict, reads: tuple[Read, ...] = READ, **change) -> Finding:
    return Finding("a.b", "aws_x.y", "aws_x", verdict, "said", reads=reads, **change)


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([finding(Verdict.PASS)], 0),
        ([finding(Verdict.PASS), finding(Verdict.UNKNOWN), finding(Verdict.EMPTY), finding(Verdict.EXEMPT)], 0),
        ([finding(Verdict.PASS), finding(Verdict.FAIL)], 1),
        ([finding(Verdict.FAIL, reads=())], 1),
        ([finding(Verdict.FAIL, waiver="W")], 0),
        ([finding(Verdict.UNKNOWN)], 1),
        ([finding(Verdict.EXEMPT)], 1),
        ([finding(Verdict.PASS, reads=()), finding(Verdict.UNKNOWN)], 1),
        ([finding(Verdict.FAIL), finding(Verdict.UNKNOWN, cause=Cause.CHECK_ERROR)], 3),
    ],
)
def test_a_run_ends_with(findings, code):
    assert ending(findings, Baseline(), strict=False).code == code


@pytest.mark.parametrize(
    ("verdict", "code"), [(Verdict.UNKNOWN, 1), (Verdict.EMPTY, 1), (Verdict.EXEMPT, 0), (Verdict.PASS, 0)]
)
def test_a_strict_run_with_something_beside_a_pass_ends_with(verdict, code):
    assert ending([finding(Verdict.PASS), finding(verdict)], Baseline(), strict=True).code == code


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("beside", [[], [Verdict.PASS], [Verdict.FAIL]])
def test_every_end_but_a_good_one_says_why(verdict, beside, strict):
    end = ending([finding(v) for v in (verdict, *beside)], Baseline(), strict=strict, stricter=True)
    assert bool(end.why) == bool(end.code)


@pytest.mark.parametrize(
    ("chosen", "said"), [(True, "choose checks of what the plan holds"), (False, "see that the right plan was given")]
)
def test_a_run_that_shows_nothing_says_what_to_do(chosen, said):
    with pytest.raises(BadInput, match=f"shows nothing: {said}"):
        ending([], Baseline(), strict=False, chosen=chosen)


@pytest.mark.parametrize("verdicts", [[], [Verdict.PASS], [Verdict.EMPTY, Verdict.UNKNOWN, Verdict.PASS]])
def test_a_run_that_read_no_value_shows_nothing(verdicts):
    with pytest.raises(BadInput, match="this run shows nothing"):
        ending([finding(v, reads=()) for v in verdicts], Baseline(), strict=False)


def baseline(tmp_path: Path, **aliases: str) -> Baseline:
    rows = [
        {
            "system": "shop", "environment": "staging", "layer": "plan", "check": "a.b", "address": "aws_x.y",
            "verdict": verdict,
        }
        for verdict in ("fail", "pass")
    ]  # fmt: skip
    rows[1]["address"] = "aws_x.passes"
    document = {"findings": rows, "plans": [{"system": "shop", "environment": "staging"}], "checks": {"a.b": {}}}
    (tmp_path / "baseline.json").write_text(json.dumps(document))
    return load_baseline(tmp_path / "baseline.json", aliases)


KNOWN = {"system": "shop", "environment": "staging"}


def test_a_fail_of_the_baseline_is_known(tmp_path):
    assert ending([finding(Verdict.FAIL, **KNOWN)], baseline(tmp_path), strict=False).code == 0


@pytest.mark.parametrize(
    "change", [{"system": "blog"}, {"environment": "production"}, {"environment": ""}, {"layer": Layer.APPLIED}]
)
def test_a_fail_of_another_system_environment_or_layer_is_new(tmp_path, change):
    assert ending([finding(Verdict.FAIL, **(KNOWN | change))], baseline(tmp_path), strict=False).code == 1


def test_what_passed_in_the_baseline_and_fails_now_is_new(tmp_path):
    failing = Finding("a.b", "aws_x.passes", "aws_x", Verdict.FAIL, "said", **KNOWN)
    assert ending([failing], baseline(tmp_path), strict=False).code == 1


def test_a_fail_of_a_former_check_is_one_of_the_check_that_it_means_now(tmp_path):
    failing = Finding("c.d", "aws_x.y", "aws_x", Verdict.FAIL, "said", **KNOWN)
    assert baseline(tmp_path, **{"a.b": "c.d"}).knows(failing)


@pytest.mark.parametrize("other", [("blog", "staging"), ("shop", "production"), ("shop", "")])
def test_a_baseline_of_other_systems_or_environments_is_refused_by_name(tmp_path, other):
    with pytest.raises(BadInput, match="the baseline is of shop/staging, this run of"):
        baseline(tmp_path).refuse_others([other])


def test_a_baseline_of_one_of_the_systems_is_taken(tmp_path):
    baseline(tmp_path).refuse_others([("blog", "staging"), ("shop", "staging")])


@pytest.mark.parametrize(
    ("findings", "checks", "said"),
    [
        ([finding(Verdict.FAIL, **KNOWN)], ["a.b"], []),
        ([finding(Verdict.PASS, **KNOWN)], ["a.b"], ["1 fails in the baseline fail no more"]),
        (
            [],
            ["c.d"],
            ["1 fails in the baseline are of checks that did not run: a.b", "without checks that ran now: c.d"],
        ),
    ],
)
def test_what_of_a_baseline_says_nothing_is_told(tmp_path, findings, checks, said):
    told = list(baseline(tmp_path).remarks(findings, checks))
    assert len(told) == len(said)
    assert all(part in line for part, line in zip(said, told, strict=True))


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"findings": [{}], "plans": []}'])
def test_a_file_that_is_no_earlier_run_is_no_baseline(tmp_path, text):
    (tmp_path / "baseline.json").write_text(text)
    with pytest.raises(BadInput, match="not a baseline"):
        load_baseline(tmp_path / "baseline.json", {})
