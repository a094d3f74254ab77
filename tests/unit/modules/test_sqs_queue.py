"""What the module `sqs-queue` promises."""

import pytest
from expressions import references

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
BUCKET = {"service": "s3.amazonaws.com", "source_account": "123456789012", "source_arns": ["arn:aws:s3:::shop-uploads"]}
TOPIC = {"service": "sns.amazonaws.com", "source_arns": ["arn:aws:sns:us-east-1:123456789012:shop-orders"]}


def queue(plan, name="this"):
    """The queue itself, or its dead-letter queue."""
    return next(q for q in plan.of("aws_sqs_queue") if q.name == name)


def statements(plan, name="this"):
    """The statements of a queue's policy."""
    return policy_statements(next(p for p in plan.of("aws_sqs_queue_policy") if p.name == name), "policy")


def allowed(plan):
    """What the policy of the queue allows, and on which conditions, by service."""
    return {s["Principal"]["Service"][0]: s["Condition"] for s in statements(plan) if s["Effect"] == "Allow"}


@pytest.mark.plan("sqs-queue", example="minimal")
def test_a_queue_is_a_standard_queue(plan):
    assert queue(plan)["name"] == "shop-orders"
    assert not queue(plan).get("fifo_queue")


@pytest.mark.plan("sqs-queue", example="minimal")
def test_receivers_wait_for_messages(plan):
    assert {q["receive_wait_time_seconds"] for q in plan.of("aws_sqs_queue")} == {20}


@pytest.mark.plan("sqs-queue", example="minimal")
def test_messages_are_kept_for_4_days(plan):
    assert queue(plan)["message_retention_seconds"] == 4 * 86400


@pytest.mark.plan("sqs-queue", example="minimal")
def test_dead_letters_are_kept_for_14_days(plan):
    assert queue(plan, "dead_letters")["message_retention_seconds"] == 14 * 86400


@pytest.mark.plan("sqs-queue", example="minimal")
def test_the_queue_has_a_dead_letter_queue_of_its_own(plan):
    assert queue(plan, "dead_letters")["name"] == "shop-orders-dead-letters"
    assert "aws_sqs_queue.dead_letters[0].arn" in references(plan, "aws_sqs_queue.this", "redrive_policy")


@pytest.mark.plan("sqs-queue", example="minimal")
def test_no_other_queue_leaves_its_messages_among_the_dead_letters(plan):
    allow = plan.one("aws_sqs_queue_redrive_allow_policy")
    assert allow.refers_to("queue_url", "aws_sqs_queue") == [queue(plan, "dead_letters")]
    assert "aws_sqs_queue.this.arn" in references(plan, allow.type + ".this", "redrive_allow_policy")


@pytest.mark.plan("sqs-queue", example="minimal", dead_letters=None)
def test_a_queue_without_dead_letters_must_be_asked_for(plan):
    assert [q.name for q in plan.of("aws_sqs_queue", "aws_sqs_queue_redrive_allow_policy")] == ["this"]


@pytest.mark.plan("sqs-queue", example="minimal")
def test_sqs_encrypts_with_a_key_that_services_can_use(plan):
    assert {(q["sqs_managed_sse_enabled"], q.get("kms_master_key_id")) for q in plan.of("aws_sqs_queue")} == {
        (True, None)
    }


@pytest.mark.plan("sqs-queue", example="minimal", kms_key_arn=KEY)
def test_one_key_encrypts_messages_and_dead_letters(plan):
    assert [q["kms_master_key_id"] for q in plan.of("aws_sqs_queue")] == [KEY, KEY]


@pytest.mark.parametrize("name", ["this", "dead_letters"])
@pytest.mark.plan("sqs-queue", example="minimal")
def test_nobody_reaches_a_queue_without_tls(plan, name):
    (denied,) = [s for s in statements(plan, name) if s["Effect"] == "Deny"]
    assert denied["Action"] == ["sqs:*"]
    assert denied["Principal"] == {"*": ["*"]} or denied["Principal"] == {"AWS": ["*"]}
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


@pytest.mark.plan("sqs-queue", example="minimal")
def test_no_service_sends_unless_told(plan):
    assert allowed(plan) == {}


@pytest.mark.plan("sqs-queue", example="grown")
def test_a_service_sends_for_what_is_named_only(plan):
    assert allowed(plan) == {
        "s3.amazonaws.com": {
            "ArnLike": {"aws:SourceArn": ["arn:aws:s3:::shop-uploads"]},
            "StringEquals": {"aws:SourceAccount": ["123456789012"]},
        },
        "sns.amazonaws.com": {"ArnLike": {"aws:SourceArn": ["arn:aws:sns:us-east-1:123456789012:shop-orders"]}},
    }


@pytest.mark.plan("sqs-queue", example="grown")
def test_a_service_may_send_and_do_nothing_else(plan):
    assert [s["Action"] for s in statements(plan) if s["Effect"] == "Allow"] == [["sqs:SendMessage"]] * 2


@pytest.mark.plan("sqs-queue", example="minimal", fifo={"content_based_deduplication": True})
def test_a_fifo_queue_keeps_the_order_of_its_dead_letters_as_well(plan):
    assert {q["name"]: q["fifo_queue"] for q in plan.of("aws_sqs_queue")} == {
        "shop-orders.fifo": True,
        "shop-orders-dead-letters.fifo": True,
    }
    assert queue(plan)["content_based_deduplication"] is True


@pytest.mark.plan("sqs-queue", example="minimal", fifo={"high_throughput": True})
def test_the_throughput_of_a_fifo_queue_can_count_by_group(plan):
    limits = (queue(plan)["deduplication_scope"], queue(plan)["fifo_throughput_limit"])
    assert limits == ("messageGroup", "perMessageGroupId")


@pytest.mark.plan("sqs-queue", example="minimal", fifo={})
def test_the_throughput_of_a_fifo_queue_counts_by_queue(plan):
    limits = (queue(plan)["deduplication_scope"], queue(plan)["fifo_throughput_limit"])
    assert limits == ("queue", "perQueue")


#: Lower and upper bound of each number, and what the module does with it.
BOUNDS = {
    "delay_seconds": (0, 900, "delay_seconds"),
    "max_message_bytes": (1024, 262144, "max_message_size"),
    "message_retention_seconds": (60, 1209600, "message_retention_seconds"),
    "receive_wait_seconds": (0, 20, "receive_wait_time_seconds"),
    "visibility_timeout_seconds": (0, 43200, "visibility_timeout_seconds"),
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, n, marks=pytest.mark.plan("sqs-queue", example="minimal", **{variable: n}))
        for variable, (low, high, path) in BOUNDS.items()
        for n in (low, high)
    ],
)
def test_a_number_within_the_limits_of_sqs_is_taken(plan, path, value):
    assert queue(plan)[path] == value


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(
            variable,
            marks=pytest.mark.refused("sqs-queue", example="minimal", match="must be between", **{variable: n}),
        )
        for variable, (low, high, _) in BOUNDS.items()
        for n in (low - 1, high + 1)
    ],
)
def test_a_number_beyond_the_limits_of_sqs_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.parametrize(
    (),
    [
        pytest.param(marks=pytest.mark.plan("sqs-queue", example="minimal", dead_letters={"max_receive_count": n}))
        for n in (1, 1000)
    ],
)
def test_a_message_may_be_received_once_or_a_thousand_times(plan):
    assert queue(plan, "dead_letters")


@pytest.mark.parametrize(
    (),
    [
        pytest.param(marks=pytest.mark.refused("sqs-queue", example="minimal", dead_letters=given, match=match))
        for given, match in (
            ({"max_receive_count": 0}, "max_receive_count must be between"),
            ({"max_receive_count": 1001}, "max_receive_count must be between"),
            ({"message_retention_seconds": 1209601}, "1209600 at most"),
        )
    ],
)
def test_dead_letters_beyond_the_limits_of_sqs_are_refused(refusal):
    assert refusal.variable == "dead_letters"


@pytest.mark.plan("sqs-queue", example="minimal", dead_letters={"message_retention_seconds": 345600})
def test_dead_letters_may_be_kept_as_long_as_messages(plan):
    assert queue(plan, "dead_letters")["message_retention_seconds"] == queue(plan)["message_retention_seconds"]


@pytest.mark.refused(
    "sqs-queue", example="minimal", dead_letters={"message_retention_seconds": 345599}, match="at least as long"
)
def test_dead_letters_that_expire_before_messages_are_refused(refusal):
    assert refusal.variable == "dead_letters"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(marks=pytest.mark.refused("sqs-queue", example="minimal", senders={"one": given}, match=match))
        for given, match in (
            ({**TOPIC, "service": "arn:aws:iam::123456789012:root"}, "ends with .amazonaws.com"),
            ({**TOPIC, "source_arns": []}, "must name the ARNs"),
            ({**BUCKET, "source_account": None}, "must name an account"),
            ({**TOPIC, "source_arns": ["*"]}, "must name an account"),
            ({**TOPIC, "source_arns": ["arn:aws:sns:us-east-1:*:shop-orders"]}, "must name an account"),
            ({**TOPIC, "source_arns": [*TOPIC["source_arns"], "arn:aws:sns:*"]}, "must name an account"),
            ({**BUCKET, "source_account": "12345678901"}, "twelve digits"),
        )
    ],
)
def test_a_sender_that_others_could_use_is_refused(refusal):
    assert refusal.variable == "senders"


@pytest.mark.refused(
    "sqs-queue", example="minimal", fifo={}, senders={"uploads": BUCKET}, match="cannot send to a FIFO"
)
def test_s3_before_a_fifo_queue_is_refused(refusal):
    assert refusal.variable == "senders"


@pytest.mark.plan("sqs-queue", example="minimal", fifo={}, senders={"orders": TOPIC})
def test_a_topic_may_send_to_a_fifo_queue(plan):
    assert set(allowed(plan)) == {"sns.amazonaws.com"}


@pytest.mark.refused(
    "sqs-queue",
    example="minimal",
    kms_key_arn="alias/aws/sqs",
    senders={"orders": TOPIC},
    match="services cannot use alias/aws/sqs",
)
def test_senders_with_a_key_that_they_cannot_use_are_refused(refusal):
    assert refusal.variable == "kms_key_arn"


@pytest.mark.plan("sqs-queue", example="minimal", kms_key_arn="alias/aws/sqs")
def test_roles_of_the_account_can_use_the_key_of_aws(plan):
    assert queue(plan)["kms_master_key_id"] == "alias/aws/sqs"


@pytest.mark.plan("sqs-queue", example="minimal", name="a" * 62, fifo={})
def test_the_longest_name_leaves_room_for_the_dead_letters(plan):
    assert len(queue(plan, "dead_letters")["name"]) == 80


@pytest.mark.refused("sqs-queue", example="minimal", name="a" * 63, match="3 to 62")
def test_a_name_without_room_for_the_dead_letters_is_refused(refusal):
    assert refusal.variable == "name"
