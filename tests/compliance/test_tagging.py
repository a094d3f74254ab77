"""Tags are demanded by those who want them."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import ACCOUNT, plan_of, verdict_of

from tfproof.checks import judge, registry, settings_from

BUCKET = {"aws_s3_bucket.a": {"bucket": "assets", "tags": None, "tags_all": ...}}
ASKED_BY = {"tagging.required-tags": "required_tags", "tagging.data-classification": "data_class_tag"}


@pytest.mark.parametrize("check_id", ASKED_BY)
def test_where_nobody_asks_for_tags_nothing_is_demanded_and_the_finding_says_so(check_id: str) -> None:
    nothing = settings_from({}, "defaults", registry())
    (finding,) = judge(plan_of(BUCKET), [registry()[check_id]], nothing, scopes=ACCOUNT).findings
    assert (finding.verdict, finding.address) == ("empty", "plan")
    assert ASKED_BY[check_id] in finding.message


@pytest.mark.parametrize(
    ("check_id", "asked"), [("tagging.required-tags", ["Owner"]), ("tagging.data-classification", "Class")]
)
def test_tags_that_somebody_asks_for_are_demanded(check_id: str, asked: Any) -> None:
    assert verdict_of(check_id, BUCKET, **{ASKED_BY[check_id]: asked}) == "fail"


TAGS = [
    ("there", {"tags_all": {"Owner": "us"}, "tags": {"Owner": "us"}}, "pass"),
    ("a default of the provider", {"tags_all": {"Owner": "us"}, "tags": None}, "pass"),
    ("another one", {"tags_all": {"owner": "us"}, "tags": {"owner": "us"}}, "fail"),
    ("empty", {"tags_all": {"Owner": ""}, "tags": {"Owner": ""}}, "fail"),
    ("no tags", {"tags_all": ..., "tags": None}, "fail"),
    ("value decided later", {"tags_all": {"Owner": ...}, "tags": {"Owner": ...}}, "unknown"),
    ("there, others decided later", {"tags_all": ..., "tags": {"Owner": "us", "Name": ...}}, "pass"),
    ("defaults hidden by one decided later", {"tags_all": ..., "tags": {"Name": ...}}, "unknown"),
]


@pytest.mark.parametrize(("case", "tags", "verdict"), TAGS, ids=[t[0] for t in TAGS])
def test_a_required_tag_is(case: str, tags: dict[str, Any], verdict: str) -> None:
    resource = {"aws_sqs_queue.a": {"name": case, **tags}}
    assert verdict_of("tagging.required-tags", resource, required_tags=["Owner"]) == verdict


def test_a_known_tag_that_is_missing_outweighs_one_decided_later() -> None:
    tags = {"Owner": ...}
    resource = {"aws_sqs_queue.a": {"name": "jobs", "tags": tags, "tags_all": tags}}
    assert verdict_of("tagging.required-tags", resource, required_tags=["Owner", "Project"]) == "fail"
