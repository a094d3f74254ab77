"""What the module `security-baseline` promises."""

import json

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"

#: Each part, and the resource that shows that it is on.
PARTS = {
    "access_analyzer": "aws_accessanalyzer_analyzer",
    "config_recorder": "aws_config_configuration_recorder",
    "ebs_encryption": "aws_ebs_encryption_by_default",
    "guardduty": "aws_guardduty_detector",
    "inspector": "aws_inspector2_enabler",
    "s3_public_access_block": "aws_s3_account_public_access_block",
    "security_hub": "aws_securityhub_account",
}


@pytest.mark.plan("security-baseline", example="minimal")
@pytest.mark.parametrize("kind", PARTS.values())
def test_every_part_is_on_by_default(plan, kind):
    assert len(plan.of(kind)) == 1


@pytest.mark.plan("security-baseline", example="minimal", **dict.fromkeys(PARTS, False))
def test_nothing_is_made_when_every_part_is_off(plan):
    assert plan.managed == []


@pytest.mark.plan("security-baseline", example="minimal", config_recorder=False)
def test_without_the_recorder_there_is_no_bucket(plan):
    assert plan.of("aws_s3_bucket") == []


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_analyzer_watches_the_account(plan):
    assert plan.one("aws_accessanalyzer_analyzer")["type"] == "ACCOUNT"


@pytest.mark.plan("security-baseline", example="minimal")
def test_new_volumes_are_encrypted(plan):
    assert plan.one("aws_ebs_encryption_by_default")["enabled"] is True


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_account_blocks_public_access_to_s3(plan):
    block = plan.one("aws_s3_account_public_access_block")
    names = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert [block[name] for name in names] == [True, True, True, True]


@pytest.mark.plan("security-baseline", example="minimal")
def test_inspector_scans_instances_images_and_functions(plan):
    assert sorted(plan.one("aws_inspector2_enabler")["resource_types"]) == ["EC2", "ECR", "LAMBDA"]


@pytest.mark.plan("security-baseline", example="minimal", inspector_resource_types=["ECR"])
def test_inspector_scans_only_what_is_asked(plan):
    assert plan.one("aws_inspector2_enabler")["resource_types"] == ["ECR"]


@pytest.mark.plan("security-baseline", example="minimal")
def test_guardduty_publishes_within_fifteen_minutes(plan):
    detector = plan.one("aws_guardduty_detector")
    assert (detector["enable"], detector["finding_publishing_frequency"]) == (True, "FIFTEEN_MINUTES")


@pytest.mark.plan("security-baseline", example="minimal")
def test_guardduty_protects_s3_databases_volumes_and_containers_by_default(plan):
    assert [feature["name"] for feature in plan.of("aws_guardduty_detector_feature")] == [
        "EBS_MALWARE_PROTECTION",
        "RDS_LOGIN_EVENTS",
        "RUNTIME_MONITORING",
        "S3_DATA_EVENTS",
    ]


@pytest.mark.plan("security-baseline", example="minimal")
def test_security_hub_enables_new_controls_and_no_unlisted_standard(plan):
    hub = plan.one("aws_securityhub_account")
    assert (hub["auto_enable_controls"], hub["enable_default_standards"]) == (True, False)


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_foundational_and_the_cis_standard_are_on_by_default(plan):
    assert [one["standards_arn"] for one in plan.of("aws_securityhub_standards_subscription")] == [
        "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
    ]


@pytest.mark.plan("security-baseline", example="minimal")
def test_config_records_every_supported_resource(plan):
    group = plan.one("aws_config_configuration_recorder")["recording_group.0"]
    assert (group["all_supported"], group["include_global_resource_types"]) == (True, True)


@pytest.mark.plan("security-baseline", example="minimal", record_global_resources=False)
def test_config_can_leave_iam_to_another_region(plan):
    group = plan.one("aws_config_configuration_recorder")["recording_group.0"]
    assert group["include_global_resource_types"] is False


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_recorder_is_started(plan):
    assert plan.one("aws_config_configuration_recorder_status")["is_enabled"] is True


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_recorder_uses_the_service_linked_role(plan):
    assert plan.one("aws_config_configuration_recorder")["role_arn"] == (
        "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    )


@pytest.mark.plan("security-baseline", example="minimal", config_service_linked_role=False)
def test_an_existing_service_linked_role_is_left_alone(plan):
    assert plan.of("aws_iam_service_linked_role") == []


@pytest.mark.plan("security-baseline", example="minimal")
def test_all_rules_are_the_ones_that_aws_manages(plan):
    owners = {rule["source.0.owner"] for rule in plan.of("aws_config_config_rule")}
    assert owners == {"AWS"}


@pytest.mark.plan("security-baseline", example="minimal")
def test_access_keys_older_than_ninety_days_break_a_rule(plan):
    rule = plan.resource('module.security_baseline.aws_config_config_rule.this["access-keys-rotated"]')
    assert json.loads(rule["input_parameters"]) == {"maxAccessKeyAge": "90"}


@pytest.mark.plan("security-baseline", example="typical")
def test_a_rule_can_be_narrowed_to_kinds_of_resources(plan):
    rule = plan.resource('module.security_baseline.aws_config_config_rule.this["restricted-ssh"]')
    assert rule["scope.0.compliance_resource_types"] == ["AWS::EC2::SecurityGroup"]


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_bucket_of_config_is_encrypted_without_a_key_too(plan):
    rule = plan.one("aws_s3_bucket_server_side_encryption_configuration")[
        "rule.0.apply_server_side_encryption_by_default.0"
    ]
    assert rule["sse_algorithm"] == "AES256"


@pytest.mark.plan("security-baseline", example="typical")
def test_the_bucket_of_config_takes_the_callers_key(plan):
    rule = plan.one("aws_s3_bucket_server_side_encryption_configuration")[
        "rule.0.apply_server_side_encryption_by_default.0"
    ]
    assert (rule["sse_algorithm"], rule["kms_master_key_id"]) == ("aws:kms", KEY)


@pytest.mark.plan("security-baseline", example="typical")
def test_the_delivery_is_encrypted_with_the_callers_key(plan):
    assert plan.one("aws_config_delivery_channel")["s3_kms_key_arn"] == KEY


@pytest.mark.plan("security-baseline", example="minimal")
def test_the_bucket_of_config_blocks_public_access(plan):
    block = plan.one("aws_s3_bucket_public_access_block")
    names = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert [block[name] for name in names] == [True, True, True, True]


@pytest.mark.plan("security-baseline", example="minimal")
def test_only_config_of_this_account_can_use_its_bucket(plan):
    statements = policy_statements(plan.one("aws_s3_bucket_policy"), "policy")
    conditions = [one["Condition"]["StringEquals"] for one in statements if one["Effect"] == "Allow"]
    assert [each["aws:SourceAccount"] for each in conditions] == [["123456789012"]] * 2


@pytest.mark.plan("security-baseline", example="minimal")
def test_plain_http_to_the_bucket_of_config_is_denied(plan):
    statements = policy_statements(plan.one("aws_s3_bucket_policy"), "policy")
    (denied,) = [one for one in statements if one.get("Sid") == "DenyPlainHttp"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


@pytest.mark.plan("security-baseline", example="minimal", config_retention_days=90)
def test_the_files_of_config_are_kept_as_long_as_is_asked(plan):
    assert plan.one("aws_s3_bucket_lifecycle_configuration")["rule.0.expiration.0.days"] == 90


@pytest.mark.plan("security-baseline", example="typical")
def test_access_to_the_bucket_of_config_is_logged_where_asked(plan):
    assert plan.one("aws_s3_bucket_logging")["target_bucket"] == "shop-production-logs"


@pytest.mark.plan("security-baseline", example="minimal")
@pytest.mark.parametrize("kind", ["aws_config_conformance_pack", "aws_config_remediation_configuration"])
def test_packs_and_remediations_are_off_until_given(plan, kind):
    assert plan.of(kind) == []


@pytest.mark.plan("security-baseline", example="typical")
def test_a_conformance_pack_takes_parameters(plan):
    pack = plan.one("aws_config_conformance_pack")
    assert pack["input_parameter"] == [
        {"parameter_name": "AccessKeysRotatedParamMaxAccessKeyAge", "parameter_value": "60"}
    ]


@pytest.mark.plan("security-baseline", example="typical")
def test_a_remediation_runs_the_document_on_what_the_rule_found(plan):
    remediation = plan.one("aws_config_remediation_configuration")
    (found,) = [each for each in remediation["parameter"] if each["resource_value"] == "RESOURCE_ID"]
    assert (remediation["target_id"], found["name"]) == ("AWS-DisableS3BucketPublicReadWrite", "S3BucketName")


@pytest.mark.refused(
    "security-baseline",
    example="minimal",
    guardduty_features={"MAGIC": []},
    match="among EBS_MALWARE_PROTECTION",
)
def test_an_unknown_feature_of_guardduty_is_refused(refusal):
    assert refusal.variable == "guardduty_features"


@pytest.mark.refused("security-baseline", example="minimal", inspector_resource_types=[], match="must be some of")
def test_an_inspector_that_scans_nothing_is_refused(refusal):
    assert refusal.variable == "inspector_resource_types"


@pytest.mark.refused("security-baseline", example="minimal", security_hub_standards=["cis"], match="and a version")
def test_a_standard_without_version_is_refused(refusal):
    assert refusal.variable == "security_hub_standards"


@pytest.mark.refused(
    "security-baseline", example="minimal", conformance_packs={"empty": {}}, match="one of template_body"
)
def test_a_pack_without_template_is_refused(refusal):
    assert refusal.variable == "conformance_packs"


@pytest.mark.refused(
    "security-baseline",
    example="minimal",
    remediations={"no-such-rule": {"document": "AWS-X"}},
    match="name of a rule in config_rules",
)
def test_a_remediation_of_no_rule_is_refused(refusal):
    assert refusal.variable == "remediations"


@pytest.mark.refused("security-baseline", example="minimal", name="a" * 44, match="3 to 43")
def test_a_name_too_long_for_the_bucket_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused("security-baseline", example="minimal", config_retention_days=7, match="at least 30")
def test_keeping_the_files_of_config_for_a_week_is_refused(refusal):
    assert refusal.variable == "config_retention_days"


def runtime_settings(plan, feature="RUNTIME_MONITORING"):
    """The additional settings of a feature, in their order."""
    settings = plan.resource(f'module.security_baseline.aws_guardduty_detector_feature.this["{feature}"]')
    return [(item["name"], item["status"]) for item in settings["additional_configuration"]]


@pytest.mark.plan("security-baseline", example="minimal")
def test_every_setting_of_runtime_monitoring_is_stated_in_the_order_of_aws(plan):
    assert runtime_settings(plan) == [
        ("EKS_ADDON_MANAGEMENT", "DISABLED"),
        ("ECS_FARGATE_AGENT_MANAGEMENT", "ENABLED"),
        ("EC2_AGENT_MANAGEMENT", "DISABLED"),
    ]


@pytest.mark.plan("security-baseline", example="minimal", guardduty_features={"EKS_RUNTIME_MONITORING": []})
def test_a_setting_that_nobody_asked_for_is_off(plan):
    assert runtime_settings(plan, "EKS_RUNTIME_MONITORING") == [("EKS_ADDON_MANAGEMENT", "DISABLED")]


@pytest.mark.refused(
    "security-baseline",
    example="minimal",
    guardduty_features={"EKS_RUNTIME_MONITORING": [], "RUNTIME_MONITORING": []},
    match="either EKS_RUNTIME_MONITORING or",
)
def test_runtime_monitoring_twice_is_refused(refusal):
    assert refusal.variable == "guardduty_features"


@pytest.mark.refused(
    "security-baseline",
    example="minimal",
    guardduty_features={"S3_DATA_EVENTS": ["EKS_ADDON_MANAGEMENT"]},
    match="The additional settings must be",
)
def test_a_setting_of_another_feature_is_refused(refusal):
    assert refusal.variable == "guardduty_features"
