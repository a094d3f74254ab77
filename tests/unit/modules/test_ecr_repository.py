"""What the module `ecr-repository` promises."""

import json

import pytest


def expiry(plan, status):
    """The selection of the lifecycle rule for images of this tag status."""
    rules = json.loads(plan.one("aws_ecr_lifecycle_policy")["policy"])["rules"]
    (selection,) = [rule["selection"] for rule in rules if rule["selection"]["tagStatus"] == status]
    return selection


@pytest.mark.plan("ecr-repository", example="minimal")
def test_a_tag_names_one_image_for_good(plan):
    assert plan.one("aws_ecr_repository")["image_tag_mutability"] == "IMMUTABLE"


@pytest.mark.plan("ecr-repository", example="minimal", mutable_tags=True)
def test_tags_can_be_made_mutable(plan):
    assert plan.one("aws_ecr_repository")["image_tag_mutability"] == "MUTABLE"


@pytest.mark.plan("ecr-repository", example="minimal")
def test_images_are_scanned_on_push(plan):
    assert plan.one("aws_ecr_repository")["image_scanning_configuration.0.scan_on_push"] is True


@pytest.mark.plan("ecr-repository", example="minimal")
def test_images_are_encrypted_with_a_kms_key(plan):
    assert plan.one("aws_ecr_repository")["encryption_configuration.0.encryption_type"] == "KMS"


@pytest.mark.plan("ecr-repository", example="typical")
def test_the_callers_key_encrypts_the_images(plan):
    key = plan.one("aws_ecr_repository")["encryption_configuration.0.kms_key"]
    assert key == "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.plan("ecr-repository", example="minimal")
def test_a_repository_with_images_is_not_deleted(plan):
    assert not plan.one("aws_ecr_repository").get("force_delete")


@pytest.mark.plan("ecr-repository", example="minimal")
def test_five_images_are_kept_by_default(plan):
    assert expiry(plan, "any")["countNumber"] == 5


@pytest.mark.plan("ecr-repository", example="minimal", kept_images=30)
def test_the_number_of_kept_images_can_be_chosen(plan):
    assert expiry(plan, "any")["countNumber"] == 30


@pytest.mark.plan("ecr-repository", example="minimal")
def test_untagged_images_expire_after_a_week(plan):
    assert expiry(plan, "untagged")["countNumber"] == 7


@pytest.mark.plan("ecr-repository", example="minimal")
def test_nothing_is_replicated_by_default(plan):
    assert plan.of("aws_ecr_replication_configuration") == []


@pytest.mark.plan("ecr-repository", example="typical")
def test_images_are_copied_to_the_named_region(plan):
    rule = plan.one("aws_ecr_replication_configuration")["replication_configuration.0.rule.0"]
    assert [destination["region"] for destination in rule["destination"]] == ["us-west-2"]


@pytest.mark.plan("ecr-repository", example="typical")
def test_every_repository_of_the_registry_is_copied(plan):
    rule = plan.one("aws_ecr_replication_configuration")["replication_configuration.0.rule.0"]
    assert rule["repository_filter"] == []


@pytest.mark.plan("ecr-repository", example="grown")
def test_what_is_copied_can_be_told_by_its_name(plan):
    rule = plan.one("aws_ecr_replication_configuration")["replication_configuration.0.rule.0"]
    assert [(f["filter"], f["filter_type"]) for f in rule["repository_filter"]] == [
        ("shop-", "PREFIX_MATCH"),
        ("tools-", "PREFIX_MATCH"),
    ]


@pytest.mark.refused("ecr-repository", example="minimal", kept_images=1, match="between 2 and 1000")
def test_keeping_no_image_to_roll_back_to_is_refused(refusal):
    assert refusal.variable == "kept_images"


@pytest.mark.refused(
    "ecr-repository",
    example="minimal",
    replication={"account_id": "123456789012", "regions": []},
    match="one region at least",
)
def test_a_replication_to_nowhere_is_refused(refusal):
    assert refusal.variable == "replication"


@pytest.mark.refused("ecr-repository", example="minimal", name="Shop_App", match="lower-case letters")
def test_a_name_that_ecr_does_not_take_is_refused(refusal):
    assert refusal.variable == "name"
