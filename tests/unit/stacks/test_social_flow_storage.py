"""Social Flow: the buckets for videos, uploads and static files."""

import pytest
from social_flow_seed import SEED

from tfproof.iam.written import policy_statements

BUCKETS = ["static", "uploads", "videos"]


def bucket(plan, name):
    return plan.resource(f'module.buckets["{name}"].aws_s3_bucket.this')


def of_bucket(plan, resource_type, name):
    """The one resource of a type that belongs to a bucket."""
    (found,) = bucket(plan, name).referred_by(resource_type, "bucket")
    return found


def lifecycle_rule(plan, name, rule_id):
    rules = of_bucket(plan, "aws_s3_bucket_lifecycle_configuration", name)["rule"]
    return next(rule for rule in rules if rule["id"] == rule_id)


def versioning(plan, name):
    return of_bucket(plan, "aws_s3_bucket_versioning", name)["versioning_configuration.0.status"]


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-STO-001")
def test_videos_are_versioned(plan):
    assert bucket(plan, "videos")["bucket"].endswith("-videos-123456789012")
    assert versioning(plan, "videos") == "Enabled"


@pytest.mark.plan("social-flow", environments=["development"])
def test_videos_are_not_versioned_in_development(plan):
    assert versioning(plan, "videos") == "Suspended"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-002")
def test_videos_move_to_instant_retrieval_after_90_days(plan):
    transitions = lifecycle_rule(plan, "videos", "archive")["transition"]
    assert [(t["storage_class"], t["days"]) for t in transitions] == [("GLACIER_IR", 90)]


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-STO-002")
def test_videos_can_move_to_glacier_after_90_days(plan):
    transitions = lifecycle_rule(plan, "videos", "archive")["transition"]
    assert ("GLACIER", 90) in [(t["storage_class"], t["days"]) for t in transitions]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-003")
def test_videos_are_deleted_after_730_days(plan):
    assert lifecycle_rule(plan, "videos", "archive")["expiration"][0]["days"] == 730


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
@pytest.mark.requirement("SF-STO-005")
def test_uploads_are_deleted_after_7_days(plan):
    assert bucket(plan, "uploads")["bucket"].endswith("-uploads-123456789012")
    assert lifecycle_rule(plan, "uploads", "expire")["expiration"][0]["days"] == 7


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-005")
def test_deleted_uploads_do_not_live_on_as_versions(plan):
    assert lifecycle_rule(plan, "uploads", "clean-up")["noncurrent_version_expiration"][0]["noncurrent_days"] == 1


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-006")
@pytest.mark.parametrize(
    "setting", ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
)
def test_uploads_are_not_public(plan, setting):
    assert of_bucket(plan, "aws_s3_bucket_public_access_block", "uploads")[setting] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-007")
def test_static_files_are_versioned(plan):
    assert bucket(plan, "static")["bucket"].endswith("-static-123456789012")
    assert versioning(plan, "static") == "Enabled"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-008")
def test_static_files_are_read_by_cloudfront_only(plan):
    statements = policy_statements(of_bucket(plan, "aws_s3_bucket_policy", "static"), "policy")
    admitted = [(s["Principal"], s["Action"]) for s in statements if s["Effect"] == "Allow"]
    assert admitted == [({"Service": ["cloudfront.amazonaws.com"]}, ["s3:GetObject"])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-008")
def test_the_distribution_signs_what_it_reads(plan):
    assert plan.one("aws_cloudfront_origin_access_control")["signing_behavior"] == "always"


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-STO-008")
def test_static_files_can_be_read_through_an_origin_access_identity(plan):
    assert plan.one("aws_cloudfront_origin_access_identity")["comment"]
    statements = policy_statements(of_bucket(plan, "aws_s3_bucket_policy", "static"), "policy")
    assert [s["Action"] for s in statements if s["Effect"] == "Allow"] == [["s3:GetObject"]]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-009")
@pytest.mark.parametrize("name", BUCKETS)
def test_objects_are_encrypted_with_aes_256(plan, name):
    encryption = of_bucket(plan, "aws_s3_bucket_server_side_encryption_configuration", name)
    assert encryption["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] == "AES256"


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


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-STO-011")
@pytest.mark.parametrize("name", BUCKETS)
def test_bucket_policies_admit_services_only(plan, name):
    statements = policy_statements(of_bucket(plan, "aws_s3_bucket_policy", name), "policy")
    assert all(set(s["Principal"]) == {"Service"} for s in statements if s["Effect"] == "Allow")


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-STO-012")
def test_intelligent_tiering_can_be_chosen_for_videos(plan):
    transitions = lifecycle_rule(plan, "videos", "archive")["transition"]
    assert ("INTELLIGENT_TIERING", 0) in [(t["storage_class"], t["days"]) for t in transitions]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-STO-013")
@pytest.mark.parametrize("name", ["static", "videos"])
def test_production_copies_to_the_replica_region(plan, name):
    replication = of_bucket(plan, "aws_s3_bucket_replication_configuration", name)
    (replica,) = replication.refers_to("rule.0.destination.0.bucket", "aws_s3_bucket")
    assert (replication["rule.0.status"], replica.region) == ("Enabled", "us-west-2")


@pytest.mark.plan("social-flow", environments=["production"])
def test_copies_expire_like_their_originals(plan):
    rules = {
        address: [rule["expiration"][0]["days"] for rule in plan.resource(address)["rule"] if rule["id"] == "archive"]
        for address in (
            'module.buckets["videos"].aws_s3_bucket_lifecycle_configuration.this',
            'module.replica_buckets["videos"].aws_s3_bucket_lifecycle_configuration.this',
        )
    }
    assert list(rules.values()) == [[730], [730]]
