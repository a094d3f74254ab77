"""Social Flow: where the state is kept. The root `bootstrap` makes it, once in an account."""

import pytest


@pytest.mark.plan("bootstrap")
@pytest.mark.requirement("SF-STATE-001")
def test_the_state_has_a_bucket(plan):
    assert len(plan.of("aws_s3_bucket")) >= 1


@pytest.mark.plan("bootstrap")
@pytest.mark.requirement("SF-STATE-001")
def test_the_lock_table_has_the_key_that_terraform_writes(plan):
    table = plan.one("aws_dynamodb_table")
    assert (table["hash_key"], table["attribute"]) == ("LockID", [{"name": "LockID", "type": "S"}])


@pytest.mark.plan("bootstrap")
@pytest.mark.requirement("SF-STATE-001")
def test_every_state_bucket_keeps_versions(plan):
    buckets = plan.of("aws_s3_bucket")
    versioned = [
        bucket
        for versioning in plan.of("aws_s3_bucket_versioning")
        if versioning["versioning_configuration.0.status"] == "Enabled"
        for bucket in versioning.refers_to("bucket", "aws_s3_bucket")
    ]
    assert sorted(map(str, versioned)) == sorted(map(str, buckets))
