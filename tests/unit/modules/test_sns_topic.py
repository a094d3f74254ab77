"""What the module `sns-topic` promises."""

import pytest

from tfproof.iam.written import policy_statements


def subscription(plan, key):
    """The subscription with this key."""
    return plan.resource(f'module.sns_topic.aws_sns_topic_subscription.this["{key}"]')


def publishers(plan):
    """The statements that allow publishing, by service."""
    return {
        statement["Principal"]["Service"][0]: statement
        for statement in policy_statements(plan.one("aws_sns_topic_policy"), "policy")
        if statement["Effect"] == "Allow"
    }


@pytest.mark.plan("sns-topic", example="minimal")
def test_a_topic_without_a_key_is_encrypted_with_the_key_of_aws(plan):
    assert plan.one("aws_sns_topic")["kms_master_key_id"] == "alias/aws/sns"


@pytest.mark.plan("sns-topic", example="typical")
def test_the_callers_key_encrypts_the_topic(plan):
    key = plan.one("aws_sns_topic")["kms_master_key_id"]
    assert key == "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.plan("sns-topic", example="minimal")
def test_plain_transport_is_denied_to_everybody(plan):
    (deny,) = [
        item for item in policy_statements(plan.one("aws_sns_topic_policy"), "policy") if item["Effect"] == "Deny"
    ]
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


@pytest.mark.plan("sns-topic", example="minimal")
def test_no_service_may_publish_by_default(plan):
    assert publishers(plan) == {}


@pytest.mark.plan("sns-topic", example="typical")
def test_only_the_named_services_may_publish(plan):
    assert sorted(publishers(plan)) == ["cloudwatch.amazonaws.com", "events.amazonaws.com"]


@pytest.mark.plan("sns-topic", example="typical")
def test_a_service_publishes_for_this_account_only(plan):
    condition = publishers(plan)["cloudwatch.amazonaws.com"]["Condition"]
    assert condition == {"StringEquals": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("sns-topic", example="typical")
def test_eventbridge_has_no_condition_because_it_sends_no_account(plan):
    assert not publishers(plan)["events.amazonaws.com"].get("Condition")


@pytest.mark.plan("sns-topic", example="typical")
def test_an_https_endpoint_confirms_itself(plan):
    assert subscription(plan, "incidents")["endpoint_auto_confirms"] is True


@pytest.mark.plan("sns-topic", example="typical")
def test_a_secret_endpoint_is_taken_from_the_sensitive_input(plan):
    assert subscription(plan, "incidents")["endpoint"].startswith("https://incidents.example.com/")


@pytest.mark.plan("sns-topic", example="typical")
def test_a_subscription_can_filter(plan):
    assert subscription(plan, "archive")["filter_policy"] == '{"severity":["critical"]}'


@pytest.mark.plan("sns-topic", example="typical")
def test_undelivered_messages_go_to_the_dead_letter_queue(plan):
    target = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered"}'
    assert subscription(plan, "archive")["redrive_policy"] == target


@pytest.mark.refused(
    "sns-topic",
    example="minimal",
    subscriptions={"a": {"protocol": "http", "endpoint": "http://x"}},
    match="one of email",
)
def test_an_unencrypted_endpoint_is_refused(refusal):
    assert refusal.variable == "subscriptions"


@pytest.mark.refused(
    "sns-topic",
    example="minimal",
    subscriptions={"a": {"protocol": "https"}},
    match="entry in sensitive_endpoints",
)
def test_a_subscription_without_an_endpoint_is_refused(refusal):
    assert refusal.variable == "subscriptions"


@pytest.mark.refused(
    "sns-topic",
    example="minimal",
    subscriptions={"a": {"protocol": "email", "endpoint": "a@example.com", "filter_policy": "severity"}},
    match="JSON",
)
def test_a_filter_that_is_no_json_is_refused(refusal):
    assert refusal.variable == "subscriptions"


OWN_KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(
            key,
            marks=pytest.mark.refused(
                "sns-topic",
                example="minimal",
                kms_key_arn=key,
                publisher_services=["cloudwatch.amazonaws.com"],
                match="need a kms_key_arn of your own",
            ),
        )
        for key in (None, "alias/aws/sns", "arn:aws:kms:us-east-1:123456789012:alias/aws/sns")
    ],
)
def test_a_service_that_could_not_use_the_key_of_aws_is_refused(refusal, key):
    assert refusal.variable == "publisher_services", key


@pytest.mark.plan("sns-topic", example="minimal", kms_key_arn=OWN_KEY, publisher_services=["cloudwatch.amazonaws.com"])
def test_a_service_publishes_under_a_key_of_ones_own(plan):
    assert sorted(publishers(plan)) == ["cloudwatch.amazonaws.com"]


@pytest.mark.refused("sns-topic", example="minimal", publisher_services=["*"], match="amazonaws")
def test_a_publisher_that_is_no_aws_service_is_refused(refusal):
    assert refusal.variable == "publisher_services"


@pytest.mark.plan("sns-topic", example="minimal", cache_events_enabled=True)
def test_elasticache_publishes_to_a_topic_that_is_not_encrypted_and_for_this_account_only(plan):
    assert plan.one("aws_sns_topic")["kms_master_key_id"] is None
    allowed = {
        statement["Sid"]: statement
        for statement in policy_statements(plan.one("aws_sns_topic_policy"), "policy")
        if statement["Effect"] == "Allow"
    }
    assert list(allowed) == ["AllowElastiCache"]
    assert allowed["AllowElastiCache"]["Action"] == ["sns:Publish"]
    assert allowed["AllowElastiCache"]["Condition"] == {"StringEquals": {"aws:SourceOwner": ["123456789012"]}}


@pytest.mark.refused(
    "sns-topic", example="minimal", cache_events_enabled=True, kms_key_arn=OWN_KEY, match="no encrypted topic"
)
def test_events_of_caches_beside_messages_that_are_encrypted_are_refused(refusal):
    assert refusal.variable == "cache_events_enabled"
