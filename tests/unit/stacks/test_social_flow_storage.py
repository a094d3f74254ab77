"""Social Flow: the buckets for videos, uploads and static files."""

import pytest

from tfproof.iam.written import policy_statements


def bucket(plan, name):
    return plan.resource(f'module.buckets["{name}"].aws_s3_bucket.this')


def of_bucket(plan, resource_type, name):
    """The one resource of a type that belongs to a bucket."""
    (found,) = bucket(plan, name).referred_by(resource_type, "bucket")
    return found


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-004")
def test_browsers_of_the_site_can_upload_videos(plan):
    cors = of_bucket(plan, "aws_s3_bucket_cors_configuration", "videos")["cors_rule"][0]
    aliases = plan.one("aws_cloudfront_distribution")["aliases"]
    assert {"POST", "PUT"} <= set(cors["allowed_methods"])
    assert cors["allowed_origins"] == [f"https://{alias}" for alias in aliases]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-004")
def test_browsers_may_send_files_to_the_bucket_that_the_application_may_write(plan):
    cors = of_bucket(plan, "aws_s3_bucket_cors_configuration", "uploads")["cors_rule"][0]
    aliases = plan.one("aws_cloudfront_distribution")["aliases"]
    assert "PUT" in cors["allowed_methods"]
    assert cors["allowed_origins"] == [f"https://{alias}" for alias in aliases]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-010")
def test_every_bucket_blocks_public_access_with_all_four_settings(plan):
    blocks = plan.of("aws_s3_bucket_public_access_block")
    assert len(blocks) == len(plan.of("aws_s3_bucket"))
    for block in blocks:
        settings = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        assert [block[setting] for setting in settings] == [True] * 4, block.address


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-011")
def test_every_bucket_denies_plain_http(plan):
    policies = plan.of("aws_s3_bucket_policy")
    assert len(policies) == len(plan.of("aws_s3_bucket"))
    for policy in policies:
        denied = [s["Condition"] for s in policy_statements(policy, "policy") if s["Effect"] == "Deny"]
        assert {"Bool": {"aws:SecureTransport": ["false"]}} in denied, policy.address
