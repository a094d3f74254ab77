"""Rayman Portfolio: what all buckets have in common, also those of logs, of the trail and in the second region."""

import pytest
from buckets import of_every_bucket

PRIVATE = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


@pytest.mark.plan("rayman-portfolio")
@pytest.mark.requirement("RP-SEC-015")
def test_every_bucket_blocks_public_access(plan):
    for block in of_every_bucket(plan, "aws_s3_bucket_public_access_block").values():
        assert [setting for setting in PRIVATE if block[setting] is not True] == []


@pytest.mark.plan("rayman-portfolio")
@pytest.mark.requirement("RP-SEC-015")
def test_every_bucket_has_a_policy(plan):
    # That each policy denies plain HTTP is a fact.
    assert of_every_bucket(plan, "aws_s3_bucket_policy")


@pytest.mark.plan("rayman-portfolio")
@pytest.mark.requirement("RP-SEC-007")
def test_every_bucket_is_encrypted(plan):
    for encryption in of_every_bucket(plan, "aws_s3_bucket_server_side_encryption_configuration").values():
        assert encryption["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] in {"AES256", "aws:kms"}


@pytest.mark.plan("rayman-portfolio", environments=["staging", "production"])
@pytest.mark.requirement("RP-STO-010")
def test_the_bucket_that_the_distribution_writes_its_accesses_to_is_the_one_for_logs(plan):
    assert plan.one("aws_cloudfront_distribution")
    call = plan["configuration"]["root_module"]["module_calls"]["cdn"]
    assert call["expressions"]["access_logs"]["references"] == ["module.logs_bucket.id", "module.logs_bucket"]
    (made,) = [r for r in call["module"]["resources"] if r["type"] == "aws_cloudwatch_log_delivery_destination"]
    (told,) = made["expressions"]["delivery_destination_configuration"]
    assert "var.access_logs.bucket" in told["destination_resource_arn"]["references"]


@pytest.mark.plan("rayman-portfolio")
@pytest.mark.requirement("RP-COST-007")
def test_rules_remove_what_no_bucket_needs_any_more(plan):
    for lifecycle in of_every_bucket(plan, "aws_s3_bucket_lifecycle_configuration").values():
        rules = [rule for rule in lifecycle["rule"] if rule["status"] == "Enabled"]
        assert any(rule["abort_incomplete_multipart_upload"] for rule in rules), lifecycle.address
        assert any(rule["noncurrent_version_expiration"] or rule["expiration"] for rule in rules), lifecycle.address
