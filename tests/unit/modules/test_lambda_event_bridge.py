"""What the module `lambda-event-bridge` promises."""

import json
from functools import partial

import pytest
from each_value import each_value
from expressions import references

from tfproof.iam.written import policy_statements

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop-exports:live"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:shop-exports-undelivered"

planned, refused = pytest.mark.plan, pytest.mark.refused
each = partial(each_value, "lambda-event-bridge")


def rules(**settings):
    return {"one": {"description": "Runs.", **settings}}


def schedules(key="one", **settings):
    return {key: {"description": "Runs.", "schedule_expression": "rate(1 hour)", **settings}}


def schedule(plan, key):
    return next(s for s in plan.of("aws_scheduler_schedule") if s.index == key)


def rights(plan):
    """What the role may do with what, by the statements' identifiers."""
    return {
        s["Sid"]: (s["Action"], s["Resource"]) for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")
    }


@planned("lambda-event-bridge", example="typical")
def test_an_event_that_matches_calls_the_alias(plan):
    pattern = json.loads(plan.one("aws_cloudwatch_event_rule")["event_pattern"])
    assert pattern == {"source": ["shop.orders"], "detail-type": ["Paid"]}
    assert plan.one("aws_cloudwatch_event_target")["arn"] == FUNCTION


@planned("lambda-event-bridge", example="minimal")
def test_a_rule_calls_on_a_schedule(plan):
    rule = plan.one("aws_cloudwatch_event_rule")
    assert (rule["name"], rule["schedule_expression"]) == ("shop-digest-hourly", "rate(1 hour)")


@planned("lambda-event-bridge", example="grown")
def test_a_rule_can_be_switched_off(plan):
    assert {r.index: r["state"] for r in plan.of("aws_cloudwatch_event_rule")} == {
        "hourly": "DISABLED",
        "orders": "ENABLED",
    }


@planned("lambda-event-bridge", example="grown")
def test_a_function_can_get_an_input_in_place_of_the_event(plan):
    target = next(t for t in plan.of("aws_cloudwatch_event_target") if t.index == "hourly")
    assert json.loads(target["input"]) == {"what": "new"}


@planned("lambda-event-bridge", example="typical")
def test_each_rule_may_call_the_alias_and_nobody_else(plan):
    permission = plan.one("aws_lambda_permission")
    assert (permission["principal"], permission["qualifier"]) == ("events.amazonaws.com", "live")
    assert "aws_cloudwatch_event_rule.this" in references(plan, "aws_lambda_permission.this", "source_arn")


@planned("lambda-event-bridge", example="minimal")
def test_a_rule_calls_without_a_role(plan):
    assert plan.one("aws_cloudwatch_event_target").get("role_arn") is None
    assert [r.type for r in plan.managed if r.type == "aws_iam_role"] == []


@planned("lambda-event-bridge", example="typical")
def test_what_could_not_be_handed_over_goes_to_the_queue(plan):
    assert plan.one("aws_cloudwatch_event_target")["dead_letter_config.0.arn"] == QUEUE
    assert plan.one("aws_scheduler_schedule")["target.0.dead_letter_config.0.arn"] == QUEUE


@planned("lambda-event-bridge", example="typical")
def test_handing_over_is_tried_again_for_an_hour(plan):
    tried = {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 3}
    assert plan.one("aws_cloudwatch_event_target")["retry_policy"] == [tried]
    assert plan.one("aws_scheduler_schedule")["target.0.retry_policy"] == [tried]


@planned("lambda-event-bridge", example="minimal", event_bus_name="shop", rules=rules(event_pattern="{}"))
def test_a_rule_can_be_on_a_bus_of_its_own(plan):
    buses = {r["event_bus_name"] for r in plan.of("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target")}
    assert buses == {"shop"}


@refused("lambda-event-bridge", example="minimal", event_bus_name="shop", match="must be on the default bus")
def test_a_rule_that_counts_on_another_bus_is_refused(refusal):
    assert refusal.variable == "rules"


@planned("lambda-event-bridge", example="typical")
def test_a_schedule_knows_its_time_zone(plan):
    made = schedule(plan, "nightly")
    assert (made["schedule_expression"], made["schedule_expression_timezone"]) == ("cron(0 3 * * ? *)", "Europe/Berlin")


@planned("lambda-event-bridge", example="grown")
def test_a_schedule_calls_on_the_minute_or_within_a_window(plan):
    windows = {s.index: s["flexible_time_window.0"] for s in plan.of("aws_scheduler_schedule")}
    assert windows["migration"] == {"mode": "OFF", "maximum_window_in_minutes": None}
    assert windows["nightly"] == {"mode": "FLEXIBLE", "maximum_window_in_minutes": 15}


@planned("lambda-event-bridge", example="grown")
def test_a_schedule_can_happen_once_and_be_switched_off(plan):
    made = schedule(plan, "migration")
    assert (made["schedule_expression"], made["state"]) == ("at(2027-01-31T03:00:00)", "DISABLED")


@planned("lambda-event-bridge", example="typical")
def test_a_schedule_hands_its_input_over(plan):
    made = schedule(plan, "nightly")["target.0"]
    assert (made["arn"], json.loads(made["input"])) == (FUNCTION, {"what": "database"})


@planned("lambda-event-bridge", example="grown")
def test_schedules_are_encrypted_with_the_given_key(plan):
    keys = {s["kms_key_arn"].rpartition("/")[2] for s in plan.of("aws_scheduler_schedule")}
    assert keys == {"1234abcd-12ab-34cd-56ef-1234567890ab"}
    assert rights(plan)["ReadSchedules"][0] == ["kms:Decrypt"]


@planned("lambda-event-bridge", example="typical")
def test_scheduler_calls_the_function_and_leaves_dead_letters_and_does_nothing_else(plan):
    assert rights(plan) == {
        "CallFunction": (["lambda:InvokeFunction"], [FUNCTION]),
        "LeaveDeadLetters": (["sqs:SendMessage"], [QUEUE]),
    }


@planned("lambda-event-bridge", example="grown")
def test_scheduler_uses_the_key_of_the_dead_letters(plan):
    assert sorted(rights(plan)["UseKeyOfDeadLetters"][0]) == ["kms:Decrypt", "kms:GenerateDataKey"]


@planned("lambda-event-bridge", example="typical")
def test_scheduler_takes_the_role_for_these_schedules_only(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["scheduler.amazonaws.com"]}
    assert "aws_scheduler_schedule_group.this[0].arn" in repr(trust["Condition"]["ArnEquals"]["aws:SourceArn"])


@pytest.mark.parametrize(
    (),
    each(
        refused,
        "rules",
        *(rules(schedule_expression=t) for t in ("rate(1 hours)", "rate(0 days)", "cron(0 3 * * ?)", "0 3 * * *")),
        rules(schedule_expression="at(2027-01-31T03:00:00)"),
        match="which has six fields",
    ),
)
def test_what_a_rule_does_not_read_as_a_schedule_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.parametrize(
    (),
    each(
        planned, "schedules", *(schedules(schedule_expression=t) for t in ("rate(5 minutes)", "cron(0 3 * * ? 2030)"))
    ),
)
def test_a_rate_and_six_fields_are_schedules(plan):
    assert plan.one("aws_scheduler_schedule")


@pytest.mark.parametrize(
    (),
    each(
        refused,
        "schedules",
        *(schedules(schedule_expression=t) for t in ("rate(1 hours)", "cron(0 3 * * ?)", "at(2027-01-31)")),
        match="six fields, or at",
    ),
)
def test_what_scheduler_does_not_read_as_a_schedule_is_refused(refusal):
    assert refusal.variable == "schedules"


@planned("lambda-event-bridge", example="minimal", name="n" * 32, rules={"k" * 31: rules(event_pattern="{}")["one"]})
def test_the_longest_prefix_and_key_make_a_name_that_eventbridge_takes(plan):
    assert len(plan.one("aws_cloudwatch_event_rule")["name"]) == 64
