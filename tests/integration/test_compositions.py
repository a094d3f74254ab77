"""The compositions applied together: everything is made, a second plan is empty, only what AWS keeps stays behind."""

from pathlib import Path

import pytest

from tfproof.changes.applying import AppliedExamples
from tfproof.emulator.applied import changes
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case

COMPOSITIONS = Project.find(Path(__file__)).compositions

pytestmark = [pytest.mark.emulator("accepts"), pytest.mark.xdist_group("compositions")]


@pytest.fixture(scope="module")
def applied_together(planner):
    """All compositions, each a module of one root."""
    with AppliedExamples([Case.of(name) for name in COMPOSITIONS], planner.cache) as applied:
        yield applied


def test_all_is_made(applied_together):
    assert [str(e) for e in applied_together.errors] == []


def test_a_second_plan_is_empty(applied_together):
    assert changes(applied_together.plan_again()) == []


def test_what_is_destroyed_is_gone_but_for_buckets_with_objects(applied_together):
    """S3 deletes no bucket with objects, and requests and the trail have left some:
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
    """
    errors = [str(e) for e in applied_together.destroy()]
    left = [r["type"] for r in applied_together.state()["resources"] if r["mode"] == "managed" for _ in r["instances"]]
    assert [e for e in errors if "BucketNotEmpty" not in e] == []
    assert left == ["aws_s3_bucket"] * len(errors)
