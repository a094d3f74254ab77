"""What the root `bootstrap` makes in an account, with the module `state-backend`."""

import pytest


@pytest.mark.plan("bootstrap")
def test_the_bucket_is_named_after_the_account(plan):
    assert plan.one("aws_s3_bucket")["bucket"] == "terraform-state-123456789012"


@pytest.mark.plan("bootstrap")
def test_the_lock_table_has_the_name_that_the_stacks_use(plan):
    assert plan.one("aws_dynamodb_table")["name"] == "terraform-state-lock"


@pytest.mark.plan("bootstrap")
def test_state_and_locks_have_a_key_of_their_own(plan):
    key = plan.one("aws_kms_key")
    encryption = plan.one("aws_s3_bucket_server_side_encryption_configuration")
    assert encryption.refers_to("rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id") == [key]
    assert plan.one("aws_dynamodb_table").refers_to("server_side_encryption.0.kms_key_arn") == [key]


@pytest.mark.plan("bootstrap")
@pytest.mark.requirement("RP-STATE-002")
def test_the_bucket_has_versions_and_is_private_and_the_table_has_the_key_of_locks(plan):
    (bucket,) = plan.of("aws_s3_bucket")
    (versions,) = plan.of("aws_s3_bucket_versioning")
    assert (versions.refers_to("bucket"), versions["versioning_configuration.0.status"]) == ([bucket], "Enabled")
    (block,) = plan.of("aws_s3_bucket_public_access_block")
    switches = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert (block.refers_to("bucket"), {block[s] for s in switches}) == ([bucket], {True})
    assert plan.one("aws_dynamodb_table")["hash_key"] == "LockID"


@pytest.mark.plan("bootstrap", replicate=True)
def test_a_copy_is_kept_in_another_region(plan):
    regions = {b["bucket"]: b.region for b in plan.of("aws_s3_bucket")}
    assert regions == {
        "terraform-state-123456789012": "us-east-1",
        "terraform-state-replica-123456789012": "us-west-2",
    }
    assert plan.one("aws_s3_bucket_replication_configuration").region == "us-east-1"


@pytest.mark.plan("bootstrap", packages=True)
def test_packages_of_functions_have_a_private_bucket_with_versions(plan):
    bucket = next(b for b in plan.of("aws_s3_bucket") if b.address.startswith("module.packages"))
    assert bucket["bucket"] == "terraform-state-packages-123456789012"
    versions = next(v for v in plan.of("aws_s3_bucket_versioning") if v.address.startswith("module.packages"))
    assert versions["versioning_configuration.0.status"] == "Enabled"


@pytest.mark.plan("bootstrap", packages=True, replicate=True)
def test_packages_for_the_replica_region_have_a_bucket_there(plan):
    """Lambda takes code only from a bucket of its own region."""
    regions = {b["bucket"]: b.region for b in plan.of("aws_s3_bucket") if "packages" in b["bucket"]}
    assert regions == {
        "terraform-state-packages-123456789012": "us-east-1",
        "terraform-state-packages-us-west-2-123456789012": "us-west-2",
    }


@pytest.mark.plan("bootstrap", tags={"Owner": "platform"})
def test_everything_carries_the_tags_given(plan):
    for resource in plan.of("aws_s3_bucket", "aws_dynamodb_table", "aws_kms_key"):
        assert resource.tags == {"ManagedBy": "terraform", "Owner": "platform", "Project": "terraform-state"}


@pytest.mark.refused("bootstrap", replica_region="us-east-1", match="must differ from region")
def test_a_copy_in_the_same_region_is_refused(refusal):
    assert refusal.variable == "replica_region"
