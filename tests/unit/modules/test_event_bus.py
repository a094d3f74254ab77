"""What the module `event-bus` promises."""

import json

import pytest

from tfproof.iam.written import policy_statements

TOPIC = "arn:aws:sns:us-east-1:123456789012:shop-production-orders"


def rule(**settings):
    """Rules as an input: one rule with one target, changed by the settings."""
    return {"one": {"description": "One.", "targets": {"team": {"arn": TOPIC}}, **settings}}


def target(plan, key):
    """The target with this key of rule and target."""
    return plan.resource(f'module.event_bus.aws_cloudwatch_event_target.this["{key}"]')


@pytest.mark.plan("event-bus", example="minimal")
def test_events_have_a_bus_of_their_own(plan):
    assert plan.one("aws_cloudwatch_event_bus")["name"] == "shop-production"


@pytest.mark.plan("event-bus", example="typical")
def test_rules_listen_on_that_bus(plan):
    assert plan.one("aws_cloudwatch_event_rule")["event_bus_name"] == "shop-production"


@pytest.mark.plan("event-bus", example="typical")
def test_the_bus_is_encrypted_with_the_given_key(plan):
    key = plan.one("aws_cloudwatch_event_bus")["kms_key_identifier"]
    assert key == "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.plan("event-bus", example="typical", custom_bus=False)
def test_without_a_bus_of_its_own_rules_listen_on_the_default_bus(plan):
    assert plan.one("aws_cloudwatch_event_rule")["event_bus_name"] == "default"


@pytest.mark.plan("event-bus", example="typical", custom_bus=False)
def test_the_default_bus_is_not_created(plan):
    assert plan.of("aws_cloudwatch_event_bus") == []


@pytest.mark.plan("event-bus", example="typical")
def test_a_rule_matches_its_pattern(plan):
    pattern = json.loads(plan.one("aws_cloudwatch_event_rule")["event_pattern"])
    assert pattern == {"source": ["shop.orders"], "detail-type": ["OrderPlaced"]}


@pytest.mark.plan("event-bus", name="shop", custom_bus=False, rules=rule(schedule_expression="rate(1 day)"))
def test_a_rule_can_run_on_a_schedule(plan):
    assert plan.one("aws_cloudwatch_event_rule")["schedule_expression"] == "rate(1 day)"


@pytest.mark.plan("event-bus", name="shop", rules=rule(event_pattern='{"source":["a"]}', enabled=False))
def test_a_rule_can_be_switched_off(plan):
    assert plan.one("aws_cloudwatch_event_rule")["state"] == "DISABLED"


@pytest.mark.plan("event-bus", example="typical")
def test_a_target_can_say_the_event_in_words(plan):
    template = target(plan, "order-placed/team")["input_transformer.0.input_template"]
    assert template == '"Order <order> was placed."'


@pytest.mark.plan("event-bus", example="typical")
def test_undelivered_events_go_to_the_dead_letter_queue(plan):
    queue = target(plan, "order-placed/warehouse")["dead_letter_config.0.arn"]
    assert queue == "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered"


@pytest.mark.refused(
    "event-bus",
    example="minimal",
    rules=rule(event_pattern='{"source":["a"]}', schedule_expression="rate(1 day)"),
    custom_bus=False,
    match="either an event pattern or a schedule",
)
def test_a_rule_with_pattern_and_schedule_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused("event-bus", example="minimal", rules=rule(event_pattern="{"), match="JSON")
def test_a_pattern_that_is_no_json_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused(
    "event-bus",
    example="minimal",
    rules=rule(event_pattern='{"source":["a"]}', targets={}),
    match="1 to 5 targets",
)
def test_a_rule_that_tells_nobody_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused(
    "event-bus",
    example="minimal",
    rules=rule(schedule_expression="rate(1 day)"),
    match="must be on the default bus",
)
def test_a_schedule_on_a_custom_bus_is_refused(refusal):
    assert refusal.variable == "rules"


CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/shop"
FIFO = "arn:aws:sqs:us-east-1:123456789012:shop.fifo"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PATTERN = '{"source":["a"]}'
QUEUE = "arn:aws:sqs:us-east-1:123456789012:shop-undelivered"
RUNNER = "arn:aws:iam::123456789012:role/shop-run"
TASK = {
    "security_group_ids": ["sg-0a1b2c3d4e5f60718"],
    "subnet_ids": ["subnet-0a1b2c3d4e5f60718"],
    "task_definition_arn": "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:7",
}


def leading_to(**settings):
    """Rules as an input: one rule whose target has the settings."""
    return rule(event_pattern=PATTERN, targets={"team": {"arn": TOPIC, **settings}})


def refusals(variable, *cases):
    """A refusal of the smallest example for each of the cases: inputs, and the words that name the cause."""
    return [
        pytest.param(variable, marks=pytest.mark.refused("event-bus", example="minimal", match=match, **inputs))
        for inputs, match in cases
    ]


@pytest.mark.plan("event-bus", example="grown")
def test_a_task_that_a_rule_runs_has_no_public_address(plan):
    task = target(plan, "order-placed/invoice")["ecs_target.0"]
    assert (task["launch_type"], task["task_count"]) == ("FARGATE", 1)
    assert task["network_configuration"][0]["assign_public_ip"] is False


@pytest.mark.plan("event-bus", example="grown")
def test_a_task_runs_with_the_role_that_is_given(plan):
    run = target(plan, "order-placed/invoice")
    assert (run["arn"], run["role_arn"]) == (
        "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production",
        "arn:aws:iam::123456789012:role/shop-production-run-invoice",
    )


@pytest.mark.plan("event-bus", example="grown")
def test_a_fifo_queue_gets_its_group(plan):
    assert target(plan, "order-placed/billing")["sqs_target.0.message_group_id"] == "orders"
    assert not target(plan, "order-placed/warehouse").get("sqs_target")


@pytest.mark.plan("event-bus", example="grown")
def test_an_event_is_tried_as_often_as_told(plan):
    told = target(plan, "order-placed/billing")["retry_policy.0"]
    assert (told["maximum_retry_attempts"], told["maximum_event_age_in_seconds"]) == (10, 3600)


@pytest.mark.plan("event-bus", example="grown")
def test_aws_decides_how_often_an_event_is_tried_unless_told(plan):
    assert not target(plan, "order-placed/warehouse").get("retry_policy")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(retry, marks=pytest.mark.plan("event-bus", example="minimal", rules=leading_to(retry=retry)))
        for retry in (
            {"maximum_attempts": 0, "maximum_event_age_seconds": 60},
            {"maximum_attempts": 185, "maximum_event_age_seconds": 86400},
        )
    ],
)
def test_the_limits_of_eventbridge_are_taken(plan, given):
    told = plan.one("aws_cloudwatch_event_target")["retry_policy.0"]
    assert [told["maximum_retry_attempts"], told["maximum_event_age_in_seconds"]] == list(given.values())


@pytest.mark.parametrize(
    "tasks",
    [
        pytest.param(
            n,
            marks=pytest.mark.plan(
                "event-bus",
                example="minimal",
                rules=leading_to(arn=CLUSTER, role_arn=RUNNER, ecs={**TASK, "task_count": n}),
            ),
        )
        for n in (1, 10)
    ],
)
def test_a_rule_runs_up_to_ten_tasks(plan, tasks):
    assert plan.one("aws_cloudwatch_event_target")["ecs_target.0.task_count"] == tasks


@pytest.mark.parametrize(
    "variable",
    refusals(
        "rules",
        *(({"rules": leading_to(retry={"maximum_attempts": n})}, "between 0 and 185") for n in (-1, 186)),
        *(({"rules": leading_to(retry={"maximum_event_age_seconds": n})}, "between 60 and 86400") for n in (59, 86401)),
        ({"rules": leading_to(arn=FIFO)}, "needs a message_group_id"),
        ({"rules": leading_to(message_group_id="a")}, "no other target has one"),
        ({"rules": leading_to(dead_letter_queue={"arn": FIFO})}, "must be a standard queue"),
        ({"rules": leading_to(arn=CLUSTER, ecs=TASK)}, "needs a role_arn"),
        *(
            (
                {"rules": leading_to(arn=CLUSTER, role_arn=RUNNER, ecs={**TASK, "task_count": n})},
                "between 1 and 10",
            )
            for n in (0, 11)
        ),
    ),
)
def test_a_target_that_eventbridge_would_not_take_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("event-bus", example="minimal")
def test_a_bus_takes_the_events_of_its_account_only(plan):
    assert plan.of("aws_cloudwatch_event_bus_policy") == []


@pytest.mark.plan("event-bus", example="grown")
def test_another_account_puts_events_of_its_own_sources_only(plan):
    (put,) = policy_statements(plan.one("aws_cloudwatch_event_bus_policy"), "policy")
    assert put["Action"] == ["events:PutEvents"]
    assert put["Principal"] == {"AWS": ["arn:aws:iam::210987654321:root"]}
    assert put["Condition"] == {"StringEquals": {"events:source": ["shop.warehouse"]}}


PUBLISHER = {"account_id": "210987654321", "sources": ["shop.warehouse"]}


@pytest.mark.parametrize(
    "variable",
    refusals(
        "publishers",
        ({"publishers": {"One": PUBLISHER}, "custom_bus": False}, "need a custom bus"),
        ({"publishers": {"One": {**PUBLISHER, "account_id": "*"}}}, "twelve digits"),
        ({"publishers": {"one-two": PUBLISHER}}, "letters and digits as its key"),
        ({"publishers": {"One": {**PUBLISHER, "sources": []}}}, "must have sources"),
        ({"publishers": {"One": {**PUBLISHER, "sources": ["aws.ec2"]}}}, "none that begins with aws"),
    ),
)
def test_a_publisher_that_could_speak_for_others_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("event-bus", example="grown")
def test_events_that_the_bus_cannot_encrypt_are_kept(plan):
    kept = plan.one("aws_cloudwatch_event_bus")["dead_letter_config.0.arn"]
    assert kept == "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered"


@pytest.mark.parametrize(
    "variable",
    refusals(
        "dead_letter_queue",
        ({"dead_letter_queue": {"arn": QUEUE}}, "needs a custom bus with a kms_key_arn"),
        ({"dead_letter_queue": {"arn": QUEUE}, "kms_key_arn": KEY, "custom_bus": False}, "needs a custom bus"),
    ),
)
def test_a_queue_for_what_cannot_happen_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("event-bus", example="minimal", archive={"event_pattern": PATTERN})
def test_events_can_be_kept_for_a_replay(plan):
    archive = plan.one("aws_cloudwatch_event_archive")
    assert (archive["retention_days"], json.loads(archive["event_pattern"])) == (30, {"source": ["a"]})
    assert archive.refers_to("event_source_arn", "aws_cloudwatch_event_bus") == [plan.one("aws_cloudwatch_event_bus")]


@pytest.mark.plan("event-bus", example="minimal")
def test_events_are_not_kept_unless_told(plan):
    assert plan.of("aws_cloudwatch_event_archive") == []


@pytest.mark.plan("event-bus", example="minimal", archive={"retention_days": 0})
def test_events_can_be_kept_for_ever(plan):
    assert plan.one("aws_cloudwatch_event_archive")["retention_days"] == 0


@pytest.mark.parametrize(
    "variable",
    refusals(
        "archive",
        ({"archive": {"retention_days": -1}}, "0 or greater"),
        ({"archive": {"retention_days": 1.5}}, "whole number"),
        ({"archive": {"event_pattern": "{"}}, "JSON"),
        ({"archive": {}, "custom_bus": False}, "needs a custom bus"),
        ({"archive": {}, "kms_key_arn": KEY}, "without that key"),
    ),
)
def test_an_archive_that_could_not_be_kept_is_refused(refusal, variable):
    assert refusal.variable == variable
