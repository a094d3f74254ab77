"""What the module `state-backend` promises."""

import pytest

from tfproof.iam.written import policy_statements
from tfproof.project.layout import Project

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"


@pytest.mark.plan("state-backend", example="minimal")
def test_the_bucket_is_named_after_the_account(plan):
    assert plan.one("aws_s3_bucket")["bucket"] == "shop-state-123456789012"


@pytest.mark.plan("state-backend", example="minimal")
def test_every_version_of_the_state_is_kept(plan):
    assert plan.one("aws_s3_bucket_versioning")["versioning_configuration.0.status"] == "Enabled"


@pytest.mark.plan("state-backend", example="minimal")
def test_old_versions_never_expire(plan):
    [rule] = plan.one("aws_s3_bucket_lifecycle_configuration")["rule"]
    assert rule["abort_incomplete_multipart_upload"][0]["days_after_initiation"] == 7
    assert [rule["expiration"], rule["noncurrent_version_expiration"]] == [[], []]


@pytest.mark.plan("state-backend", example="minimal")
def test_the_state_is_encrypted_by_kms(plan):
    encryption = plan.one("aws_s3_bucket_server_side_encryption_configuration")
    [rule] = encryption["rule"]
    assert rule["apply_server_side_encryption_by_default"][0]["sse_algorithm"] == "aws:kms"


@pytest.mark.plan("state-backend", example="typical")
def test_one_key_encrypts_state_and_locks(plan):
    [rule] = plan.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["apply_server_side_encryption_by_default"][0]["kms_master_key_id"] == KEY
    assert plan.one("aws_dynamodb_table")["server_side_encryption.0.kms_key_arn"] == KEY


@pytest.mark.plan("state-backend", example="minimal")
def test_no_object_can_become_public(plan):
    block = plan.one("aws_s3_bucket_public_access_block")
    names = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert [block[name] for name in names] == [True] * 4


@pytest.mark.plan("state-backend", example="minimal")
def test_access_lists_do_not_count(plan):
    assert plan.one("aws_s3_bucket_ownership_controls")["rule.0.object_ownership"] == "BucketOwnerEnforced"


@pytest.mark.plan("state-backend", example="minimal")
def test_requests_without_tls_are_denied(plan):
    (statement,) = [
        s for s in policy_statements(plan.one("aws_s3_bucket_policy"), "policy") if s["Sid"] == "DenyWithoutTls"
    ]
    assert [statement["Effect"], statement["Principal"], statement["Action"]] == [
        "Deny",
        {"AWS": ["*"]},
        ["s3:*"],
    ]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


@pytest.mark.plan("state-backend", example="minimal")
def test_a_table_locks_the_state(plan):
    table = plan.one("aws_dynamodb_table")
    assert [table["name"], table["hash_key"]] == ["shop-state-lock", "LockID"]
    assert table["attribute"] == [{"name": "LockID", "type": "S"}]


@pytest.mark.plan("state-backend", example="minimal")
def test_the_table_is_protected_and_can_be_recovered(plan):
    table = plan.one("aws_dynamodb_table")
    assert table["deletion_protection_enabled"] is True
    assert table["point_in_time_recovery.0.enabled"] is True


@pytest.mark.plan("state-backend", example="minimal", create_lock_table=False)
def test_a_receiver_of_copies_needs_no_lock(plan):
    assert plan.one("aws_s3_bucket")["bucket"] == "shop-state-123456789012"
    assert not plan.of("aws_dynamodb_table")


def test_terraform_refuses_to_destroy_bucket_and_table(project: Project):
    """No plan shows prevent_destroy, so the declarations are read."""
    module = project.directory("state-backend")
    for file, declaration in (
        ("main.tf", 'resource "aws_s3_bucket" "this"'),
        ("lock.tf", 'resource "aws_dynamodb_table"'),
    ):
        body = (module / file).read_text().split(declaration)[1].split("\n}\n")[0]
        assert "prevent_destroy = true" in body, declaration


@pytest.mark.plan("state-backend", example="typical")
def test_a_copy_goes_to_the_other_regions_bucket_and_key(plan):
    replication = plan.one("aws_s3_bucket_replication_configuration")
    [rule] = replication["rule"]
    [destination] = rule["destination"]
    assert destination["bucket"] == "arn:aws:s3:::shop-state-replica-123456789012"
    assert destination["encryption_configuration"][0]["replica_kms_key_id"].startswith("arn:aws:kms:us-west-2:")


@pytest.mark.plan("state-backend", example="typical")
def test_a_deletion_is_not_copied(plan):
    [rule] = plan.one("aws_s3_bucket_replication_configuration")["rule"]
    assert rule["delete_marker_replication"][0]["status"] == "Disabled"


@pytest.mark.plan("state-backend", example="typical")
def test_only_s3_for_this_account_copies(plan):
    [statement] = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert statement["Principal"] == {"Service": ["s3.amazonaws.com"]}
    assert statement["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("state-backend", example="typical")
def test_the_copier_reads_and_writes_nothing_else(plan):
    actions = {a for s in policy_statements(plan.one("aws_iam_role_policy"), "policy") for a in s["Action"]}
    assert actions == {
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "s3:ReplicateObject",
        "s3:ReplicateTags",
    }


@pytest.mark.plan("state-backend", example="minimal")
def test_nothing_is_copied_unless_told(plan):
    assert not plan.of("aws_s3_bucket_replication_configuration", "aws_iam_role")


@pytest.mark.refused(
    "state-backend",
    example="minimal",
    replica={"bucket_arn": "arn:aws:s3:::copy", "kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/k"},
    match="replica needs kms_key_arn",
)
def test_a_copy_of_state_under_a_key_of_aws_is_refused(refusal):
    assert refusal.variable == "replica"


@pytest.mark.refused("state-backend", example="minimal", account_id="me", match="twelve digits")
def test_an_account_that_is_no_account_is_refused(refusal):
    assert refusal.variable == "account_id"
