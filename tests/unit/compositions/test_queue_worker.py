"""What holds between the modules of the composition `queue-worker`."""

import pytest

from tfproof.iam.written import policy_statements


def queue(plan, name="this"):
    """The queue, or its dead-letter queue."""
    return plan.resource(f"module.queue.aws_sqs_queue.{name}" + ("" if name == "this" else "[0]"))


def statement(plan, sid):
    """The statement of the worker's role with this identifier."""
    policy = plan.resource("module.worker.aws_iam_role_policy.this")
    return next(s for s in policy_statements(policy, "policy") if s["Sid"] == sid)


@pytest.mark.plan("examples/queue-worker")
def test_the_worker_reads_the_queue_and_may_do_so(plan):
    reader = plan.one("aws_lambda_event_source_mapping")
    assert reader.refers_to("event_source_arn", "aws_sqs_queue") == [queue(plan)]
    assert "sqs:ReceiveMessage" in statement(plan, "ReadQueues")["Action"]


@pytest.mark.plan("examples/queue-worker")
def test_the_worker_may_use_the_key_of_the_queue(plan):
    assert queue(plan).refers_to("kms_master_key_id", "aws_kms_key") == plan.of("aws_kms_key")
    assert "kms:Decrypt" in statement(plan, "UseKeysOfQueues")["Action"]


@pytest.mark.plan("examples/queue-worker")
def test_a_message_stays_hidden_for_six_times_the_timeout(plan):
    assert queue(plan)["visibility_timeout_seconds"] == 6 * plan.one("aws_lambda_function")["timeout"]


@pytest.mark.plan("examples/queue-worker")
def test_the_topic_may_send_to_the_queue_that_is_subscribed(plan):
    subscription = plan.one("aws_sns_topic_subscription")
    assert subscription.refers_to("endpoint", "aws_sqs_queue") == [queue(plan)]
    (policy,) = queue(plan).referred_by("aws_sqs_queue_policy", "queue_url")
    (sent,) = [s for s in policy_statements(policy, "policy") if s["Effect"] == "Allow"]
    assert sent["Principal"] == {"Service": ["sns.amazonaws.com"]}
    assert sent["Condition"]["ArnLike"]["aws:SourceArn"] == ["arn:aws:sns:us-east-1:123456789012:shop-orders"]
    assert plan.one("aws_sns_topic")["name"] == "shop-orders"


@pytest.mark.plan("examples/queue-worker")
def test_the_topic_may_use_the_key_of_the_queue(plan):
    users = [s for s in policy_statements(plan.one("aws_kms_key"), "policy") if "Service" in s["Principal"]]
    (handed,) = [s for s in users if s["Principal"]["Service"] == ["sns.amazonaws.com"]]
    assert set(handed["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
    assert handed["Condition"] == {"ArnEquals": {"aws:SourceArn": ["arn:aws:sns:us-east-1:123456789012:shop-orders"]}}


@pytest.mark.plan("examples/queue-worker")
def test_what_cannot_be_processed_waits_longer_than_what_can(plan):
    assert queue(plan, "dead_letters")["message_retention_seconds"] > queue(plan)["message_retention_seconds"]


@pytest.mark.plan("examples/queue-worker")
def test_the_log_is_the_one_that_the_key_lets_logs_encrypt(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert group.refers_to("kms_key_id", "aws_kms_key") == plan.of("aws_kms_key")
    assert group["name"] == "/aws/lambda/shop-orders"
