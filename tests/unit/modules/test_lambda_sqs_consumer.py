"""What the module `lambda-sqs-consumer` promises."""

from functools import partial

import pytest
from each_value import each_value

from tfproof.iam.written import policy_statements

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop-refunds"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

planned, refused = pytest.mark.plan, pytest.mark.refused
each = partial(each_value, "lambda-sqs-consumer")


def mapping(plan):
    return plan.one("aws_lambda_event_source_mapping")


def queue(plan, name="this"):
    """The queue itself, or its dead-letter queue."""
    return next(q for q in plan.of("aws_sqs_queue") if q.name == name)


def rights(plan):
    """What the role may do with what, by the statements' identifiers."""
    return {
        s["Sid"]: (s["Action"], s["Resource"]) for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")
    }


@planned("lambda-sqs-consumer", example="typical")
def test_the_alias_reads_the_queue(plan):
    assert mapping(plan)["function_name"] == f"{FUNCTION}:live"
    assert mapping(plan).refers_to("event_source_arn", "aws_sqs_queue") == [queue(plan)]


@planned("lambda-sqs-consumer", example="minimal")
def test_messages_come_in_batches_of_10_within_5_seconds(plan):
    assert (mapping(plan)["batch_size"], mapping(plan)["maximum_batching_window_in_seconds"]) == (10, 5)


@planned("lambda-sqs-consumer", example="minimal")
def test_only_the_messages_that_failed_come_back(plan):
    assert mapping(plan)["function_response_types"] == ["ReportBatchItemFailures"]


@planned("lambda-sqs-consumer", example="minimal")
def test_a_message_stays_hidden_for_six_timeouts(plan):
    assert queue(plan)["visibility_timeout_seconds"] == 360


@planned("lambda-sqs-consumer", example="minimal", visibility_timeout_seconds=60)
def test_a_message_may_stay_hidden_for_one_timeout(plan):
    assert queue(plan)["visibility_timeout_seconds"] == 60


@refused("lambda-sqs-consumer", example="minimal", visibility_timeout_seconds=59, match="not be shorter")
def test_a_message_that_shows_again_while_the_function_works_on_it_is_refused(refusal):
    assert refusal.variable == "visibility_timeout_seconds"


@planned("lambda-sqs-consumer", example="minimal")
def test_what_failed_five_times_is_kept_among_the_dead_letters(plan):
    assert queue(plan).evaluated("redrive_policy").value["maxReceiveCount"] == 5
    assert queue(plan, "dead_letters")["name"] == "shop-refunds-dead-letters"


@planned("lambda-sqs-consumer", example="minimal", dead_letters=None)
def test_there_is_no_queue_without_dead_letters(plan):
    assert {q.name for q in plan.of("aws_sqs_queue")} == {"this", "dead_letters"}


@planned("lambda-sqs-consumer", example="minimal")
def test_the_role_reads_this_queue_and_does_nothing_else(plan):
    assert {sid: actions for sid, (actions, _) in rights(plan).items()} == {
        "ReadQueue": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    }
    assert plan.one("aws_iam_role_policy")["role"] == "shop-refunds-function"


@planned("lambda-sqs-consumer", example="typical")
def test_the_role_decrypts_with_the_key_of_the_queue(plan):
    assert rights(plan)["UseKeyOfQueue"] == (["kms:Decrypt"], [KEY])
    assert [q["kms_master_key_id"] for q in plan.of("aws_sqs_queue")] == [KEY, KEY]


@refused("lambda-sqs-consumer", example="minimal", kms_key_arn="alias/shop", match="not an alias")
def test_a_key_that_no_policy_can_name_is_refused(refusal):
    assert refusal.variable == "kms_key_arn"


@planned("lambda-sqs-consumer", example="typical")
def test_the_function_works_on_as_many_batches_as_it_is_told(plan):
    assert mapping(plan)["scaling_config.0.maximum_concurrency"] == 10


@planned("lambda-sqs-consumer", example="minimal", enabled=False)
def test_messages_can_be_made_to_wait(plan):
    assert mapping(plan)["enabled"] is False


@planned("lambda-sqs-consumer", example="minimal", fifo={"content_based_deduplication": True})
def test_messages_of_a_fifo_queue_are_not_gathered(plan):
    assert queue(plan)["name"] == "shop-refunds.fifo"
    assert mapping(plan).get("maximum_batching_window_in_seconds") is None


@planned("lambda-sqs-consumer", example="minimal", message_retention_seconds=86400)
def test_messages_can_be_kept_for_a_day(plan):
    assert queue(plan)["message_retention_seconds"] == 86400


@pytest.mark.parametrize((), each(refused, "batch_size", 0, 10001, match="between 1 and 10000"))
def test_a_batch_that_lambda_does_not_make_is_refused(refusal):
    assert refusal.variable == "batch_size"
