"""What the module `log-archive` promises."""

import pytest

from tfproof.iam.written import policy_statements

BUCKET = "arn:aws:s3:::shop-production-logs-123456789012"


def planned(example, **variables):
    return pytest.mark.plan("log-archive", example=example, **variables)


def stream(plan, key):
    (found,) = [s for s in plan.of("aws_kinesis_firehose_delivery_stream") if s.index == key]
    return found


def allowed(plan, role):
    (policy,) = [p for p in plan.of("aws_iam_role_policy") if p.address.endswith(f".{role}")]
    return {action: s for s in policy_statements(policy, "policy") for action in s["Action"]}


@planned("grown")
def test_each_log_group_has_a_folder_of_its_own(plan):
    folders = {
        s.index: s["extended_s3_configuration.0.prefix"] for s in plan.of("aws_kinesis_firehose_delivery_stream")
    }
    assert folders == {"api": "archive/logs/api/", "checkout": "archive/logs/checkout/"}


@planned("minimal")
def test_what_could_not_be_delivered_is_kept_apart(plan):
    assert stream(plan, "checkout")["extended_s3_configuration.0.error_output_prefix"] == "archive/errors/checkout/"


@planned("minimal")
def test_every_event_is_archived_by_default(plan):
    subscription = plan.one("aws_cloudwatch_log_subscription_filter")
    assert (subscription["log_group_name"], subscription["filter_pattern"]) == ("/ecs/shop-production/checkout", "")
    assert subscription.refers_to("destination_arn") == [stream(plan, "checkout")]


@planned("grown")
def test_events_can_be_chosen(plan):
    (api,) = [f for f in plan.of("aws_cloudwatch_log_subscription_filter") if f.index == "api"]
    assert api["filter_pattern"] == '{ $.level = "ERROR" }'


@planned("minimal")
def test_events_are_not_compressed_twice(plan):
    assert stream(plan, "checkout")["extended_s3_configuration.0.compression_format"] == "UNCOMPRESSED"


@planned("minimal")
def test_events_on_their_way_are_encrypted(plan):
    encryption = stream(plan, "checkout")["server_side_encryption.0"]
    assert (encryption["enabled"], encryption["key_type"]) == (True, "AWS_OWNED_CMK")


@planned("typical")
def test_failures_are_written_to_a_log_group_with_key_and_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["name"], group["retention_in_days"]) == ("/aws/kinesisfirehose/shop-production-archive", 90)
    assert ":key/" in group["kms_key_id"]
    assert stream(plan, "checkout")["extended_s3_configuration.0.cloudwatch_logging_options.0.enabled"] is True


@planned("minimal")
def test_files_are_written_below_the_prefix_only(plan):
    assert allowed(plan, "deliver")["s3:PutObject"]["Resource"] == [f"{BUCKET}/archive/*"]


@planned("typical")
def test_the_key_of_the_bucket_is_used_through_s3_only(plan):
    statement = allowed(plan, "deliver")["kms:GenerateDataKey"]
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": ["s3.us-east-1.amazonaws.com"]}}


@planned("minimal")
def test_a_bucket_without_a_key_needs_none(plan):
    assert [action for action in allowed(plan, "deliver") if action.startswith("kms:")] == []


@planned("minimal")
def test_cloudwatch_logs_hands_events_to_the_streams_only(plan):
    assert sorted(allowed(plan, "subscribe")) == ["firehose:PutRecord", "firehose:PutRecordBatch"]


@planned("minimal")
def test_each_role_is_for_one_service(plan):
    services = {
        r["name"]: s["Principal"]["Service"]
        for r in plan.of("aws_iam_role")
        for s in policy_statements(r, "assume_role_policy")
    }
    assert services == {
        "shop-production-archive-deliver": ["firehose.amazonaws.com"],
        "shop-production-archive-subscribe": ["logs.amazonaws.com"],
    }
