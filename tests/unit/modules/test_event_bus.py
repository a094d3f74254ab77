"""What the module `event-bus` promises."""

import json

import pytest

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
