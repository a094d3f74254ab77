"""The module codedeploy: an application with its deployment groups, configurations and role."""

import pytest

from tfproof.iam.written import policy_statements
from tfproof.terraform.planning import Case

ECS = {
    "cluster_name": "a",
    "execution_role_arn": "arn:aws:iam::123456789012:role/e",
    "listener_arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/net/a/60dc6c495c0c9188/a2f7dc8efc522ab2",
    "service_name": "a",
    "target_group_names": ["a", "b"],
    "task_role_arn": "arn:aws:iam::123456789012:role/t",
}
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop-production-orders"


def group(plan, name):
    return plan.resource(f'module.codedeploy.aws_codedeploy_deployment_group.this["{name}"]')


def rights(plan):
    return {s["Sid"]: s for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")}


def reached(plan, sid):
    return sorted(rights(plan)[sid]["Resource"])


def each_example(*examples):
    return [pytest.param(id=e, marks=pytest.mark.plan("codedeploy", example=e)) for e in examples]


@pytest.mark.plan("codedeploy", example="typical")
def test_a_service_is_released_beside_the_old_one(plan):
    assert group(plan, "app")["deployment_style.0"] == {
        "deployment_option": "WITH_TRAFFIC_CONTROL",
        "deployment_type": "BLUE_GREEN",
    }


@pytest.mark.plan("codedeploy", example="minimal")
def test_an_alias_moves_with_the_traffic(plan):
    assert group(plan, "live")["deployment_style.0"] == {
        "deployment_option": "WITH_TRAFFIC_CONTROL",
        "deployment_type": "BLUE_GREEN",
    }


@pytest.mark.plan("codedeploy", example="instances")
def test_instances_are_changed_in_place_outside_of_their_target_group(plan):
    assert group(plan, "web")["deployment_style.0"] == {
        "deployment_option": "WITH_TRAFFIC_CONTROL",
        "deployment_type": "IN_PLACE",
    }


@pytest.mark.plan(
    "codedeploy",
    example="instances",
    deployment_groups={"web": {"server": {"instance_tags": {"Tier": "web"}}}},
)
def test_instances_without_a_target_group_are_changed_where_they_are(plan):
    assert group(plan, "web")["deployment_style.0.deployment_option"] == "WITHOUT_TRAFFIC_CONTROL"


@pytest.mark.plan("codedeploy", example="instances")
def test_other_instances_are_those_that_a_deployment_names(plan):
    assert group(plan, "app")["blue_green_deployment_config.0"] == {
        "deployment_ready_option": [{"action_on_timeout": "CONTINUE_DEPLOYMENT", "wait_time_in_minutes": None}],
        "green_fleet_provisioning_option": [{"action": "DISCOVER_EXISTING"}],
        "terminate_blue_instances_on_deployment_success": [
            {"action": "KEEP_ALIVE", "termination_wait_time_in_minutes": None}
        ],
    }


@pytest.mark.plan("codedeploy", example="instances")
def test_an_instance_has_all_tags_that_are_named(plan):
    sets = group(plan, "app")["ec2_tag_set"]
    assert {f["key"]: f["value"] for s in sets for f in s["ec2_tag_filter"]} == {
        "Environment": "production",
        "Tier": "app",
    }
    assert len(sets) == 2


@pytest.mark.parametrize((), each_example("minimal", "typical", "grown", "instances"))
def test_every_group_goes_back_when_a_deployment_fails(plan):
    groups = plan.of("aws_codedeploy_deployment_group")
    assert all("DEPLOYMENT_FAILURE" in g["auto_rollback_configuration.0.events"] for g in groups)
    assert all(g["auto_rollback_configuration.0.enabled"] for g in groups)


@pytest.mark.plan("codedeploy", example="typical")
def test_a_group_goes_back_when_an_alarm_goes_on(plan):
    assert "DEPLOYMENT_STOP_ON_ALARM" in group(plan, "app")["auto_rollback_configuration.0.events"]


@pytest.mark.plan("codedeploy", example="typical")
def test_a_group_watches_its_alarms(plan):
    watched = group(plan, "app")["alarm_configuration.0"]
    assert (watched["enabled"], sorted(watched["alarms"])) == (
        True,
        ["shop-production-errors", "shop-production-latency"],
    )


@pytest.mark.plan("codedeploy", example="grown")
def test_a_group_without_alarms_watches_none(plan):
    assert group(plan, "broker")["alarm_configuration"] == []


@pytest.mark.parametrize(
    ("example", "name", "config"),
    [
        ("minimal", "live", "CodeDeployDefault.LambdaCanary10Percent5Minutes"),
        ("instances", "web", "CodeDeployDefault.OneAtATime"),
    ],
)
def test_a_group_is_careful_unless_it_is_told_otherwise(planner, example, name, config):
    plan = planner.plan(Case.of("codedeploy", example=example))
    assert group(plan, name)["deployment_config_name"] == config


@pytest.mark.plan(
    "codedeploy",
    example="typical",
    deployment_groups={"app": {"ecs": ECS | {"listener_arn": ECS["listener_arn"].replace("/net/", "/app/")}}},
)
def test_a_service_gets_a_tenth_of_the_traffic_first(plan):
    assert group(plan, "app")["deployment_config_name"] == "CodeDeployDefault.ECSCanary10Percent5Minutes"


@pytest.mark.plan("codedeploy", example="typical")
def test_a_canary_of_ones_own_gets_its_share_first(plan):
    assert plan.one("aws_codedeploy_deployment_config")["traffic_routing_config.0"] == {
        "time_based_canary": [{"interval": 10, "percentage": 25}],
        "time_based_linear": [],
        "type": "TimeBasedCanary",
    }


@pytest.mark.plan("codedeploy", example="grown")
def test_traffic_can_move_in_equal_shares(plan):
    config = plan.resource('module.codedeploy.aws_codedeploy_deployment_config.this["steady"]')
    assert config["traffic_routing_config.0"] == {
        "time_based_canary": [],
        "time_based_linear": [{"interval": 2, "percentage": 20}],
        "type": "TimeBasedLinear",
    }


@pytest.mark.plan("codedeploy", example="instances")
def test_a_share_of_the_instances_stays_in_use(plan):
    config = plan.one("aws_codedeploy_deployment_config")
    assert config["minimum_healthy_hosts.0"] == {"type": "FLEET_PERCENT", "value": 75}


def test_another_configuration_has_another_name(planner):
    changed = Case.of(
        "codedeploy", {"deployment_configs": {"quarter": {"shift": {"minutes": 5, "percent": 25}}}}, example="typical"
    )
    plans = planner.plan_all([Case.of("codedeploy", example="typical"), changed])
    assert len({p.one("aws_codedeploy_deployment_config")["deployment_config_name"] for p in plans}) == 2


@pytest.mark.plan("codedeploy", example="typical")
def test_the_old_tasks_end_a_quarter_of_an_hour_later(plan):
    assert group(plan, "app")["blue_green_deployment_config.0.terminate_blue_instances_on_deployment_success.0"] == {
        "action": "TERMINATE",
        "termination_wait_time_in_minutes": 15,
    }


@pytest.mark.plan("codedeploy", example="typical")
def test_the_traffic_moves_by_itself(plan):
    ready = group(plan, "app")["blue_green_deployment_config.0.deployment_ready_option.0"]
    assert ready == {"action_on_timeout": "CONTINUE_DEPLOYMENT", "wait_time_in_minutes": 0}


@pytest.mark.plan("codedeploy", example="grown")
def test_a_release_that_nobody_approves_is_stopped(plan):
    ready = group(plan, "broker")["blue_green_deployment_config.0.deployment_ready_option.0"]
    assert ready == {"action_on_timeout": "STOP_DEPLOYMENT", "wait_time_in_minutes": 60}


@pytest.mark.plan("codedeploy", example="typical")
def test_new_tasks_are_seen_at_the_test_listener_first(plan):
    pair = group(plan, "app")["load_balancer_info.0.target_group_pair_info.0"]
    assert pair["test_traffic_route"][0]["listener_arns"][0].endswith("8ca1b2f30a6f1d77")


@pytest.mark.plan("codedeploy", example="typical")
def test_the_role_reaches_the_tasks_of_the_service_only(plan):
    assert reached(plan, "ReplaceTasks") == [
        "arn:aws:ecs:us-east-1:123456789012:service/shop-production/shop-production-app",
        "arn:aws:ecs:us-east-1:123456789012:task-set/shop-production/shop-production-app/*",
    ]


@pytest.mark.plan("codedeploy", example="grown")
def test_the_role_moves_the_listeners_that_are_named_and_their_rules(plan):
    kinds = {arn.split(":")[-1].partition("/")[0] for arn in reached(plan, "MoveTraffic")}
    assert (kinds, len(reached(plan, "MoveTraffic"))) == ({"listener", "listener-rule"}, 6)


@pytest.mark.plan("codedeploy", example="typical")
def test_the_role_passes_the_roles_of_the_tasks_to_ecs_only(plan):
    assert rights(plan)["PassRoles"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": ["ecs-tasks.amazonaws.com"]}
    }


@pytest.mark.plan("codedeploy", example="typical")
def test_the_role_calls_the_hooks_that_are_named(plan):
    arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-production-smoke"
    assert reached(plan, "CallHooks") == [arn, f"{arn}:*"]


@pytest.mark.plan("codedeploy", example="typical")
def test_the_role_watches_the_alarms_that_are_named(plan):
    assert reached(plan, "WatchAlarms") == [
        f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-production-{name}" for name in ("errors", "latency")
    ]


@pytest.mark.plan("codedeploy", example="minimal")
def test_the_role_of_a_function_moves_its_aliases_and_watches_alarms_only(plan):
    assert {sid: reached(plan, sid) for sid in rights(plan)} == {
        "MoveAliases": [FUNCTION, f"{FUNCTION}:*"],
        "WatchAlarms": ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-production-orders-errors"],
    }


@pytest.mark.plan("codedeploy", example="instances")
def test_the_role_hooks_into_the_groups_that_are_named(plan):
    assert reached(plan, "HookIntoGroups") == [
        "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/shop-production-web"
    ]


@pytest.mark.refused(
    "codedeploy", example="typical", deployment_groups={"app": {"ecs": ECS}}, match="moves all connections at once"
)
def test_a_canary_behind_a_network_load_balancer_is_refused(refusal):
    assert refusal.variable == "deployment_groups"


@pytest.mark.refused(
    "codedeploy",
    example="minimal",
    deployment_groups={"live": {"lambda": {"function_arns": {"a": FUNCTION}}, "server": {"instance_tags": {"a": "a"}}}},
    match="as the compute_platform says",
)
def test_a_group_of_two_platforms_is_refused(refusal):
    assert refusal.variable == "deployment_groups"


@pytest.mark.refused(
    "codedeploy",
    example="instances",
    deployment_groups={"web": {"server": {"blue_green": True, "instance_tags": {"Tier": "web"}}}},
    match="needs target_group_names",
)
def test_other_instances_without_a_target_group_are_refused(refusal):
    assert refusal.variable == "deployment_groups"
