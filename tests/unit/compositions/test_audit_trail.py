"""What the composition `audit-trail` shows of modules that belong together."""

import pytest

from tfproof.iam.written import policy_statements

TRAIL = "arn:aws:cloudtrail:us-east-1:123456789012:trail/shop-audit"
planned = pytest.mark.plan("examples/audit-trail")


def bucket_policy(plan, module):
    """The statements of the policy of a module's bucket that allow something."""
    policy = plan.resource(f"module.{module}.aws_s3_bucket_policy.this")
    return [s for s in policy_statements(policy, "policy") if s["Effect"] == "Allow"]


@planned
def test_the_trail_its_files_and_its_log_group_have_the_key(plan):
    default = "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id"
    users = {
        "aws_cloudtrail": "kms_key_id",
        "aws_cloudwatch_log_group": "kms_key_id",
        "aws_s3_bucket_server_side_encryption_configuration": default,
    }
    with_key = {r.type for kind, path in users.items() for r in plan.of(kind) if r.refers_to(path, "aws_kms_key")}
    assert with_key == set(users)


@planned
def test_the_key_and_the_bucket_name_the_trail_that_there_is(plan):
    named = {
        value
        for statements in (policy_statements(plan.one("aws_kms_key"), "policy"), bucket_policy(plan, "trail"))
        for statement in statements
        if statement["Principal"] == {"Service": ["cloudtrail.amazonaws.com"]}
        for keys in statement["Condition"].values()
        for key, values in keys.items()
        if key == "aws:SourceArn"
        for value in values
    }
    assert named == {TRAIL}
    assert plan.one("aws_cloudtrail")["name"] == TRAIL.split("/")[1]


@planned
def test_auditors_can_read_what_the_trail_wrote(plan):
    (use,) = [s for s in policy_statements(plan.one("aws_kms_key"), "policy") if s.get("Sid") == "Use"]
    assert use["Principal"] == {"AWS": ["arn:aws:iam::123456789012:role/auditor"]}
    assert "kms:Decrypt" in use["Action"]


@planned
def test_who_reads_the_files_is_written_to_a_bucket_that_admits_s3(plan):
    logging = plan.one("aws_s3_bucket_logging")
    assert logging.refers_to("target_bucket", "aws_s3_bucket")
    assert [s["Principal"] for s in bucket_policy(plan, "access_logs")] == [{"Service": ["logging.s3.amazonaws.com"]}]


@planned
def test_s3_can_write_its_logs_because_their_bucket_has_no_key_of_kms(plan):
    settings = plan.resource("module.access_logs.aws_s3_bucket_server_side_encryption_configuration.this")
    assert settings["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] == "AES256"


@planned
def test_the_trail_records_what_happens_to_those_logs(plan):
    recorded = plan.one("aws_cloudtrail")["event_selector.0.data_resource.0"]
    assert recorded["type"] == "AWS::S3::Object"


@planned
def test_the_files_are_locked_no_longer_than_they_are_kept(plan):
    locked = plan.one("aws_s3_bucket_object_lock_configuration")["rule.0.default_retention.0.days"]
    kept = plan.resource("module.trail.aws_s3_bucket_lifecycle_configuration.this")["rule.0.expiration.0.days"]
    assert (locked, kept) == (365, 400)
