"""What the module `scheduled-call` promises."""

import pytest

from tfproof.iam.written import policy_statements

ACCOUNT = "123456789012"
STOP = {
    "action": "stopDBInstance",
    "description": "Stops the database.",
    "input": {"DbInstanceIdentifier": "shop-development"},
    "permissions": {
        "actions": ["rds:StopDBInstance"],
        "resources": [f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-development"],
    },
    "schedule_expression": "rate(1 day)",
    "service": "rds",
}


def planned(example, **variables):
    return pytest.mark.plan("scheduled-call", example=example, **variables)


def refused(match, **changes):
    calls = {"stop": {**STOP, **changes}}
    return pytest.mark.refused("scheduled-call", example="minimal", calls=calls, match=match)


def schedule(plan, key):
    (found,) = [s for s in plan.of("aws_scheduler_schedule") if s.index == key]
    return found


def allowed(plan, key):
    (policy,) = [p for p in plan.of("aws_iam_role_policy") if p.index == key]
    return {action: s["Resource"] for s in policy_statements(policy, "policy") for action in s["Action"]}


@planned("minimal")
def test_an_api_is_called_at_its_time(plan):
    found = schedule(plan, "stop-database")
    assert found["schedule_expression"] == "cron(0 19 ? * MON-FRI *)"
    assert found["target.0.arn"] == "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"
    assert found["target.0.input"] == '{"DbInstanceIdentifier":"shop-development"}'


@planned("minimal")
def test_a_call_is_in_utc_and_at_the_minute(plan):
    found = schedule(plan, "stop-database")
    assert (found["schedule_expression_timezone"], found["flexible_time_window.0.mode"]) == ("UTC", "OFF")


@planned("grown")
def test_a_call_can_be_in_another_timezone_and_off(plan):
    found = schedule(plan, "export-database")
    assert (found["schedule_expression_timezone"], found["state"]) == ("Europe/Berlin", "DISABLED")


@planned("minimal")
def test_a_call_of_the_night_is_not_made_by_day(plan):
    retry = schedule(plan, "stop-database")["target.0.retry_policy.0"]
    assert (retry["maximum_event_age_in_seconds"], retry["maximum_retry_attempts"]) == (3600, 3)


@planned("minimal")
def test_a_call_may_do_what_it_is_for(plan):
    assert allowed(plan, "stop-database") == {
        "rds:StopDBInstance": [f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-development"]
    }


@planned("grown")
def test_each_call_has_a_role_of_its_own(plan):
    assert {
        s.index: [r.index for r in s.refers_to("target.0.role_arn")] for s in plan.of("aws_scheduler_schedule")
    } == {
        "export-database": ["export-database"],
        "stop-database": ["stop-database"],
    }


@planned("grown")
def test_a_call_can_hand_a_role_on(plan):
    assert allowed(plan, "export-database")["iam:PassRole"] == [f"arn:aws:iam::{ACCOUNT}:role/shop-development-export"]
    assert "iam:PassRole" not in allowed(plan, "stop-database")


@planned("typical")
def test_what_failed_can_be_kept(plan):
    queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:shop-development-failed-calls"
    assert schedule(plan, "stop-database")["target.0.dead_letter_config.0.arn"] == queue
    assert allowed(plan, "stop-database")["sqs:SendMessage"] == [queue]


@planned("grown")
def test_what_failed_can_be_kept_in_a_queue_with_a_key(plan):
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b"
    assert {allowed(plan, s.index)["kms:GenerateDataKey"][0] for s in plan.of("aws_scheduler_schedule")} == {key}


@planned("typical")
def test_no_key_is_used_for_a_queue_without_one(plan):
    assert "kms:GenerateDataKey" not in allowed(plan, "stop-database")


@planned("grown")
def test_the_inputs_of_calls_can_have_a_key(plan):
    assert ":key/" in schedule(plan, "stop-database")["kms_key_arn"]


@planned("minimal")
def test_only_the_scheduler_takes_the_role(plan):
    (statement,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert statement["Principal"] == {"Service": ["scheduler.amazonaws.com"]}
    assert statement["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": [ACCOUNT]}}


@refused("only read", action="describeDBInstances")
def test_a_call_that_only_reads_is_refused_as_aws_would(refusal):
    assert refusal.variable == "calls"


@refused("as the SDK does", action="StopDBInstance")
def test_an_action_in_the_spelling_of_iam_is_refused(refusal):
    assert refusal.variable == "calls"


@refused("rate", schedule_expression="every day")
def test_an_unknown_time_is_refused(refusal):
    assert refusal.variable == "calls"
