"""What the module `ecs-scheduled-task` promises."""

import json
from functools import partial

import pytest
from each_value import each_value

from tfproof.iam.written import policy_statements

CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
FAMILY = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-production-app"
ROLES = {f"arn:aws:iam::123456789012:role/shop-production-{name}" for name in ("app", "execution")}


def rights(plan):
    """What the role may do, by the statements' identifiers."""
    return {statement["Sid"]: statement for statement in policy_statements(plan.one("aws_iam_role_policy"), "policy")}


def schedules(key="one", **settings):
    """Schedules as an input: one, changed by the settings."""
    one = {"commands": {"app": ["run"]}, "description": "Runs.", "schedule": "rate(1 hour)"}
    return {key: {**one, **settings}}


each = partial(each_value, "ecs-scheduled-task")


planned, refused = pytest.mark.plan, pytest.mark.refused


@planned("ecs-scheduled-task", example="typical")
def test_each_schedule_is_a_rule(plan):
    assert {r["name"]: r["schedule_expression"] for r in plan.of("aws_cloudwatch_event_rule")} == {
        "shop-production-clean-up": "cron(0 3 * * ? *)",
        "shop-production-digest": "rate(1 hour)",
    }


@planned("ecs-scheduled-task", example="grown")
def test_a_schedule_can_be_switched_off(plan):
    assert {r.index for r in plan.of("aws_cloudwatch_event_rule") if r["state"] == "DISABLED"} == {"audit"}


@planned("ecs-scheduled-task", example="minimal")
def test_a_rule_starts_the_task_in_the_cluster(plan):
    target = plan.one("aws_cloudwatch_event_target")
    assert (target["arn"], target["ecs_target.0.task_definition_arn"]) == (CLUSTER, f"{FAMILY}:7")


@planned("ecs-scheduled-task", example="minimal")
def test_a_rule_starts_with_the_role_of_the_module(plan):
    assert plan.one("aws_cloudwatch_event_target").refers_to("role_arn", "aws_iam_role")


@planned("ecs-scheduled-task", example="minimal")
def test_one_task_is_started_at_a_time(plan):
    assert plan.one("aws_cloudwatch_event_target")["ecs_target.0.task_count"] == 1


@planned("ecs-scheduled-task", example="minimal")
def test_a_task_runs_the_command_of_its_schedule(plan):
    assert json.loads(plan.one("aws_cloudwatch_event_target")["input"]) == {
        "containerOverrides": [{"name": "app", "command": ["python", "manage.py", "clearsessions"]}]
    }


@planned("ecs-scheduled-task", example="minimal")
def test_tasks_have_no_public_address(plan):
    network = plan.one("aws_cloudwatch_event_target")["ecs_target.0.network_configuration.0"]
    assert network["assign_public_ip"] is False
    assert sorted(network["subnets"]) == ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]


@planned("ecs-scheduled-task", example="minimal")
def test_aws_patches_the_host(plan):
    assert plan.one("aws_cloudwatch_event_target")["ecs_target.0.platform_version"] == "LATEST"


@planned("ecs-scheduled-task", example="minimal", launch_type="EC2")
def test_tasks_on_ec2_ask_for_no_platform_version(plan):
    target = plan.one("aws_cloudwatch_event_target")["ecs_target.0"]
    assert (target["launch_type"], target["platform_version"]) == ("EC2", None)


@planned("ecs-scheduled-task", example="minimal", launch_type="EC2", capacity_providers={"app": {"base": 1}})
def test_capacity_providers_replace_the_launch_type(plan):
    target = plan.one("aws_cloudwatch_event_target")["ecs_target.0"]
    assert target["launch_type"] in (None, "")
    assert target["capacity_provider_strategy"] == [{"base": 1, "capacity_provider": "app", "weight": 1}]


@planned("ecs-scheduled-task", example="minimal")
def test_a_task_that_was_missed_for_an_hour_is_left_out(plan):
    assert plan.one("aws_cloudwatch_event_target")["retry_policy"] == [
        {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 3}
    ]


@planned("ecs-scheduled-task", example="typical")
def test_what_could_not_be_started_goes_to_the_queue(plan):
    queues = [t["dead_letter_config.0.arn"].split(":")[-1] for t in plan.of("aws_cloudwatch_event_target")]
    assert queues == ["shop-production-not-started"] * 2


@planned("ecs-scheduled-task", example="minimal")
def test_only_revisions_of_this_task_are_started_and_only_in_this_cluster(plan):
    statement = rights(plan)["RunTask"]
    assert statement["Resource"] == [f"{FAMILY}:*"]
    assert statement["Condition"] == {"ArnEquals": {"ecs:cluster": [CLUSTER]}}


@planned("ecs-scheduled-task", example="minimal", task_definition_arn=FAMILY)
def test_a_task_definition_can_be_named_without_its_revision(plan):
    assert rights(plan)["RunTask"]["Resource"] == [f"{FAMILY}:*"]


@planned("ecs-scheduled-task", example="minimal")
def test_only_the_roles_of_the_task_are_passed_and_only_to_tasks(plan):
    statement = rights(plan)["PassRoles"]
    assert set(statement["Resource"]) == ROLES
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": ["ecs-tasks.amazonaws.com"]}}


@planned("ecs-scheduled-task", example="minimal")
def test_only_tasks_that_are_just_started_get_tags(plan):
    statement = rights(plan)["TagTask"]
    assert statement["Resource"] == ["arn:aws:ecs:us-east-1:123456789012:task/shop-production/*"]
    assert statement["Condition"] == {"StringEquals": {"ecs:CreateAction": ["RunTask"]}}


@planned("ecs-scheduled-task", example="minimal")
def test_the_role_has_no_other_rights(plan):
    assert {tuple(s["Action"]) for s in rights(plan).values()} == {
        ("ecs:RunTask",),
        ("ecs:TagResource",),
        ("iam:PassRole",),
    }


@planned("ecs-scheduled-task", example="minimal")
def test_eventbridge_takes_the_role_for_this_account(plan):
    (statement,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert statement["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert statement["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.parametrize(
    (),
    each(
        planned,
        "schedules",
        *(
            schedules(schedule=text)
            for text in ("rate(1 day)", "rate(2 minutes)", "rate(14 days)", "cron(0/15 8-17 ? * MON-FRI 2030)")
        ),
        schedules(key="k" * 31),
    ),
)
def test_a_rate_and_six_fields_are_schedules(plan):
    assert len(plan.of("aws_cloudwatch_event_target")) == 1


@pytest.mark.parametrize(
    (),
    each(
        refused,
        "schedules",
        *(
            schedules(schedule=text)
            for text in (
                "rate(1 hours)",
                "rate(5 minute)",
                "rate(0 days)",
                "cron(0 3 * * ?)",
                "0 3 * * *",
                "cron(0 3 * * ? * *)",
            )
        ),
        match="which has six fields",
    ),
)
def test_what_eventbridge_does_not_read_as_a_schedule_is_refused(refusal):
    assert refusal.variable == "schedules"


@pytest.mark.parametrize(
    (),
    each(refused, "schedules", schedules(commands={}), schedules(commands={"app": []}), match="must have a command"),
)
def test_a_second_copy_of_the_service_is_refused(refusal):
    assert refusal.variable == "schedules"


@pytest.mark.parametrize(
    (), each(refused, "schedules", *(schedules(key=key) for key in ("Nightly", "k" * 32)), match="1 to 31")
)
def test_a_key_that_makes_no_name_is_refused(refusal):
    assert refusal.variable == "schedules"


@planned("ecs-scheduled-task", example="minimal", name="n" * 32, schedules=schedules(key="k" * 31))
def test_the_longest_prefix_and_key_make_a_name_that_eventbridge_takes(plan):
    assert len(plan.one("aws_cloudwatch_event_rule")["name"]) == 64


@pytest.mark.parametrize((), each(refused, "name", "ab", "n" * 33, "n-", match="3 to 32"))
def test_a_prefix_that_is_too_long_for_the_names_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.parametrize((), each(planned, "retries", 0, 185))
def test_retries_can_be_none_or_many(plan):
    assert plan.one("aws_cloudwatch_event_target")["retry_policy.0.maximum_retry_attempts"] in (0, 185)


@pytest.mark.parametrize((), each(refused, "retries", -1, 186, 0.5, match="0 to 185"))
def test_more_retries_than_eventbridge_makes_are_refused(refusal):
    assert refusal.variable == "retries"


@pytest.mark.parametrize((), each(planned, "retry_seconds", 60, 86400))
def test_retries_can_end_after_a_minute_or_a_day(plan):
    assert plan.one("aws_cloudwatch_event_target")["retry_policy.0.maximum_event_age_in_seconds"] in (60, 86400)


@pytest.mark.parametrize((), each(refused, "retry_seconds", 59, 86401, match="between 60 and 86400"))
def test_a_time_that_eventbridge_does_not_keep_an_event_is_refused(refusal):
    assert refusal.variable == "retry_seconds"


@refused("ecs-scheduled-task", example="minimal", launch_type="EXTERNAL", match="FARGATE, EC2")
def test_an_unknown_launch_type_is_refused(refusal):
    assert refusal.variable == "launch_type"


@pytest.mark.parametrize((), each(refused, "platform_version", "1.3.0", "1.4", "2.0.0", match="older one"))
def test_a_platform_on_which_aws_starts_nothing_is_refused(refusal):
    assert refusal.variable == "platform_version"


@pytest.mark.parametrize((), each(refused, "account_id", "12345678901", "1234567890123", match="twelve digits"))
def test_what_is_no_account_is_refused(refusal):
    assert refusal.variable == "account_id"
