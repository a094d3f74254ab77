"""What the module `cloudtrail` promises."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
TRAIL = "arn:aws:cloudtrail:us-east-1:123456789012:trail/shop-production"


def statement(statements, sid):
    """The statement of a policy with this id."""
    (found,) = [one for one in statements if one["Sid"] == sid]
    return found


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_trail_records_all_regions(plan):
    assert plan.one("aws_cloudtrail")["is_multi_region_trail"] is True


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_trail_records_global_services(plan):
    assert plan.one("aws_cloudtrail")["include_global_service_events"] is True


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_trail_is_switched_on(plan):
    assert plan.one("aws_cloudtrail")["enable_logging"] is True


@pytest.mark.plan("cloudtrail", example="minimal")
def test_log_files_are_validated(plan):
    assert plan.one("aws_cloudtrail")["enable_log_file_validation"] is True


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_trail_is_encrypted_with_the_callers_key(plan):
    assert plan.one("aws_cloudtrail")["kms_key_id"] == KEY


@pytest.mark.plan("cloudtrail", example="minimal")
def test_management_events_are_recorded_reads_and_writes(plan):
    trail = plan.one("aws_cloudtrail")
    assert trail["event_selector.0.include_management_events"] is True
    assert trail["event_selector.0.read_write_type"] == "All"


@pytest.mark.plan("cloudtrail", example="minimal")
def test_data_events_are_recorded_for_no_bucket_by_default(plan):
    assert plan.one("aws_cloudtrail")["event_selector.0.data_resource"] == []


@pytest.mark.plan("cloudtrail", example="grown")
def test_calls_of_named_functions_are_recorded(plan):
    functions = plan.one("aws_cloudtrail")["event_selector.0.data_resource.1"]
    assert functions["type"] == "AWS::Lambda::Function"
    assert functions["values"] == ["arn:aws:lambda:us-east-1:123456789012:function:shop-production-orders"]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_insights_are_not_paid_for_by_default(plan):
    assert plan.one("aws_cloudtrail")["insight_selector"] == []


@pytest.mark.plan("cloudtrail", example="grown")
def test_unusual_rates_of_calls_and_errors_can_be_found(plan):
    found = [s["insight_type"] for s in plan.one("aws_cloudtrail")["insight_selector"]]
    assert sorted(found) == ["ApiCallRateInsight", "ApiErrorRateInsight"]


@pytest.mark.plan("cloudtrail", example="grown")
def test_data_events_are_recorded_for_every_object_of_the_named_buckets(plan):
    selector = plan.one("aws_cloudtrail")["event_selector.0.data_resource.0"]
    assert selector["type"] == "AWS::S3::Object"
    assert sorted(selector["values"]) == [
        "arn:aws:s3:::shop-production-invoices/",
        "arn:aws:s3:::shop-production-uploads/",
    ]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_bucket_is_named_after_trail_and_account(plan):
    assert plan.one("aws_s3_bucket")["bucket"] == "shop-production-123456789012"


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_bucket_blocks_public_access(plan):
    block = plan.one("aws_s3_bucket_public_access_block")
    names = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert [block[name] for name in names] == [True, True, True, True]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_bucket_is_encrypted_with_the_callers_key(plan):
    rule = plan.one("aws_s3_bucket_server_side_encryption_configuration")[
        "rule.0.apply_server_side_encryption_by_default.0"
    ]
    assert (rule["sse_algorithm"], rule["kms_master_key_id"]) == ("aws:kms", KEY)


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_bucket_keeps_versions(plan):
    assert plan.one("aws_s3_bucket_versioning")["versioning_configuration.0.status"] == "Enabled"


@pytest.mark.plan("cloudtrail", example="minimal")
def test_files_are_kept_for_a_year_by_default(plan):
    assert plan.one("aws_s3_bucket_lifecycle_configuration")["rule.0.expiration.0.days"] == 365


@pytest.mark.plan("cloudtrail", example="minimal", retention_days=2557)
def test_files_are_kept_as_long_as_is_asked(plan):
    assert plan.one("aws_s3_bucket_lifecycle_configuration")["rule.0.expiration.0.days"] == 2557


@pytest.mark.plan("cloudtrail", example="minimal")
@pytest.mark.parametrize("sid", ["AllowTrailToReadAcl", "AllowTrailToWrite"])
def test_only_this_trail_can_use_the_bucket(plan, sid):
    condition = statement(policy_statements(plan.one("aws_s3_bucket_policy"), "policy"), sid)["Condition"]
    assert condition["StringEquals"]["aws:SourceArn"] == [TRAIL]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_only_the_service_is_allowed_into_the_bucket(plan):
    statements = policy_statements(plan.one("aws_s3_bucket_policy"), "policy")
    allowed = [one["Principal"] for one in statements if one["Effect"] == "Allow"]
    assert allowed == [{"Service": ["cloudtrail.amazonaws.com"]}] * 2


@pytest.mark.plan("cloudtrail", example="minimal")
def test_plain_http_is_denied(plan):
    denied = statement(policy_statements(plan.one("aws_s3_bucket_policy"), "policy"), "DenyPlainHttp")
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": ["false"]}})


@pytest.mark.plan("cloudtrail", example="minimal")
def test_object_lock_is_off_until_it_is_asked_for(plan):
    assert plan.of("aws_s3_bucket_object_lock_configuration") == []


@pytest.mark.plan("cloudtrail", example="minimal", object_lock={"days": 30})
def test_object_lock_keeps_files_from_deletion(plan):
    retention = plan.one("aws_s3_bucket_object_lock_configuration")["rule.0.default_retention.0"]
    assert (retention["days"], retention["mode"]) == (30, "GOVERNANCE")


@pytest.mark.plan("cloudtrail", example="minimal", object_lock={"days": 30})
def test_the_bucket_of_a_locked_trail_is_made_with_object_lock(plan):
    assert plan.one("aws_s3_bucket")["object_lock_enabled"] is True


@pytest.mark.plan("cloudtrail", example="typical")
def test_access_to_the_bucket_is_logged_where_asked(plan):
    logging = plan.one("aws_s3_bucket_logging")
    assert (logging["target_bucket"], logging["target_prefix"]) == ("shop-production-logs", "cloudtrail/")


@pytest.mark.plan("cloudtrail", example="minimal")
def test_events_reach_an_encrypted_log_group(plan):
    assert plan.one("aws_cloudwatch_log_group")["kms_key_id"] == KEY


@pytest.mark.plan("cloudtrail", example="minimal")
def test_log_events_are_kept_for_thirty_days_by_default(plan):
    assert plan.one("aws_cloudwatch_log_group")["retention_in_days"] == 30


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_trail_delivers_to_its_log_group(plan):
    trail = plan.one("aws_cloudtrail")
    assert trail.refers_to("cloud_watch_logs_group_arn") == [plan.one("aws_cloudwatch_log_group")]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_the_delivery_role_can_only_write_log_streams(plan):
    (statement_,) = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert sorted(statement_["Action"]) == ["logs:CreateLogStream", "logs:PutLogEvents"]


@pytest.mark.plan("cloudtrail", example="minimal")
def test_only_cloudtrail_can_take_the_delivery_role(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["cloudtrail.amazonaws.com"]}


@pytest.mark.plan("cloudtrail", example="minimal", deliver_to_log_group=False)
@pytest.mark.parametrize("kind", ["aws_cloudwatch_log_group", "aws_iam_role", "aws_iam_role_policy"])
def test_the_log_group_and_its_role_can_be_left_out(plan, kind):
    assert plan.of(kind) == []


@pytest.mark.refused("cloudtrail", example="minimal", account_id="1234", match="twelve digits")
def test_a_short_account_is_refused(refusal):
    assert refusal.variable == "account_id"


@pytest.mark.refused("cloudtrail", example="minimal", log_retention_days=31, match="must be one of 1, 3, 5")
def test_a_retention_that_cloudwatch_lacks_is_refused(refusal):
    assert refusal.variable == "log_retention_days"


@pytest.mark.refused("cloudtrail", example="minimal", name="Shop", match="lower-case")
def test_a_name_with_capitals_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused("cloudtrail", example="minimal", retention_days=30, match="at least 90")
def test_keeping_files_for_less_than_a_quarter_is_refused(refusal):
    assert refusal.variable == "retention_days"


@pytest.mark.refused(
    "cloudtrail", example="minimal", object_lock={"days": 30, "mode": "SOFT"}, match="COMPLIANCE, GOVERNANCE"
)
def test_an_unknown_lock_mode_is_refused(refusal):
    assert refusal.variable == "object_lock"


@pytest.mark.refused("cloudtrail", example="minimal", object_lock={"days": 366}, match="between 1 and")
def test_a_lock_that_outlives_the_retention_is_refused(refusal):
    assert refusal.variable == "object_lock"
