"""Logs of brokers, connectors, delivery streams and topics."""

from __future__ import annotations

from functools import partial

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds
from tfproof.checks.reading import argument, blocks, flag, given
from tfproof.plans.view import Resource

_SINKS = ("cloudwatch_logs", "firehose", "s3")
_LOGS = {
    "aws_msk_cluster": "logging_info.0.broker_logs.0",
    "aws_mskconnect_connector": "log_delivery.0.worker_log_delivery.0",
}
_DESTINATIONS = (
    "elasticsearch_configuration", "extended_s3_configuration", "http_endpoint_configuration", "iceberg_configuration",
    "opensearch_configuration", "opensearchserverless_configuration", "redshift_configuration",
    "snowflake_configuration", "splunk_configuration",
)  # fmt: skip
#: Which roles let SNS log failed deliveries.
_FEEDBACK = {
    "aws_sns_platform_application": ("failure_feedback_role_arn",),
    "aws_sns_sms_preferences": ("delivery_status_iam_role_arn",),
    "aws_sns_topic": tuple(
        f"{protocol}_failure_feedback_role_arn" for protocol in ("application", "firehose", "http", "lambda", "sqs")
    ),
}
_TO_PEOPLE = ("email", "email-json", "sms")


@check(
    "logging.msk-logs",
    title="Kafka's brokers and connectors deliver their logs",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
        "https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-logging.html",
    ),
    types=tuple(_LOGS),
    remediation="Enable cloudwatch_logs, firehose or s3 in logging_info.broker_logs (of a connector, in log_delivery).",
)
def msk_logs(r: Resource, _: Context) -> Answer:
    """Reads `enabled` of each place that logs can go to; one is enough. Without logs nobody sees who connected, who was
    refused, or why a broker or connector failed."""
    return any_of(partial(_is_on, r, f"{_LOGS[r.type]}.{sink}.0.enabled") for sink in _SINKS)


@check(
    "logging.firehose-logs",
    title="Delivery streams log what they could not deliver",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html",
    types=("aws_kinesis_firehose_delivery_stream",),
    remediation="Add cloudwatch_logging_options with enabled = true to the destination.",
)
def firehose_logs(r: Resource, _: Context) -> Answer:
    """Reads `cloudwatch_logging_options.enabled`, off unless set, of the destination. Without it records that could not
    be transformed or delivered vanish without a word."""
    found = [block for kind in _DESTINATIONS for block in blocks(r, kind)]
    if not found:
        return fails("no destination logs what it could not deliver")
    return all_of(partial(_is_on, r, f"{block}.cloudwatch_logging_options.0.enabled") for block in found)


def _is_on(r: Resource, path: str) -> Answer:
    return holds(flag(r, path), f"{path} is true", f"{path} is not true")


def _can_log(r: Resource) -> bool:
    """Whether failed deliveries can be logged: of messages to mailboxes and telephones AWS logs none for a topic."""
    if r.type != "aws_sns_topic":
        return True
    subscribed = r.companions("aws_sns_topic_subscription", "topic_arn")
    if not subscribed.found or not subscribed.complete:
        return True
    return not all(argument(s, "protocol", "") in _TO_PEOPLE for s in subscribed.found)


@check(
    "logging.sns-delivery-status",
    title="SNS logs what it could not deliver",
    severity="low",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html",
    ),
    types=tuple(_FEEDBACK),
    looks_at=("aws_sns_topic_subscription",),
    remediation="Set a failure feedback role for each kind of subscriber, such as sqs_failure_feedback_role_arn.",
    when=_can_log,
)
def sns_delivery_status(r: Resource, _: Context) -> Answer:
    """Reads the failure feedback roles; with one of them SNS logs failed deliveries to subscribers of its kind. Without
    any, messages that did not arrive leave no trace. Topics with none but subscribers by mail or text message, as far as
    the plan shows, are not asked."""
    return any_of(partial(_has_a_role, r, path) for path in _FEEDBACK[r.type])


def _has_a_role(r: Resource, path: str) -> Answer:
    return holds(given(r, path), f"{path} is set", f"{path} is not set")
