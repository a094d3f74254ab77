"""Reading, judging and writing do no more than the plan has grown: counted in executed lines, never in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import generated
import pytest
from counting import grows_faster, lines_of

from tfproof.assessment.controls import assess
from tfproof.assessment.judging import Rulebook, ToJudge
from tfproof.evidence import Evidence, write_bundle
from tfproof.frameworks import load
from tfproof.plans.parsing import accept
from tfproof.plans.view import Plan

SIZES = {
    "buckets": (8, 16, 32),
    "mixed": tuple(generated.SERVICE_SIZE * n for n in (6, 12, 24)),
    "modules": (8, 16, 32),
}
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return Rulebook.load(None)


@pytest.fixture(params=SIZES)
def plans(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Three plans, each of twice as many resources as the one before."""
    make: Callable[[int], dict[str, Any]] = getattr(generated, request.param)
    return [make(size) for size in SIZES[request.param]]


def test_reading_grows_with_the_plan(plans: list[dict[str, Any]]) -> None:
    def read(raw: dict[str, Any]) -> int:
        return len(Plan(accept(raw, "plan")[0]).managed)

    read(plans[0])  # what is remembered for good is asked for once
    assert not grows_faster([lines_of(lambda raw=raw: read(raw)) for raw in plans])


def test_judging_grows_with_the_plan(rules: Rulebook, plans: list[dict[str, Any]]) -> None:
    def judged(raw: dict[str, Any]) -> Any:
        return rules.judge_all([ToJudge(Plan(raw), "x", "production", "x")], processes=1)[0].judgement

    judged(plans[0])
    assert not grows_faster([lines_of(lambda raw=raw: judged(raw)) for raw in plans])


def test_no_check_reads_more_than_the_plan_has_grown(rules: Rulebook, plans: list[dict[str, Any]]) -> None:
    reads = [Counter[str]() for _ in plans]
    for raw, counted in zip(plans, reads, strict=True):
        for finding in rules.judge(Plan(raw), system="x", environment="production", label="x").judgement.findings:
            counted[finding.check] += len(finding.reads)
    assert not {check for check in rules.checks if grows_faster([counted[check] for counted in reads])}


def test_concluding_and_writing_grow_with_the_plan(
    rules: Rulebook, plans: list[dict[str, Any]], tmp_path: Path
) -> None:
    frameworks = load(known_checks=rules.checks)
    found = [rules.judge(Plan(raw), system="x", environment="production", label="x") for raw in plans]

    def written(number: int) -> None:
        evidence = Evidence(assess([found[number]], frameworks), rules.checks, NOW, NOW, plans={"x": plans[number]})
        write_bundle(tmp_path / f"{len(list(tmp_path.iterdir()))}", evidence)

    written(0)
    assert not grows_faster([lines_of(lambda n=n: written(n)) for n in range(3)])
