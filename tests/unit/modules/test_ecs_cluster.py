"""What the module `ecs-cluster` promises."""

import pytest

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
GROUP = "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0d1e:autoScalingGroupName/shop-workers"


def default_strategy(plan):
    """The default strategy as weights by capacity provider."""
    strategy = plan.one("aws_ecs_cluster_capacity_providers")["default_capacity_provider_strategy"]
    return {item["capacity_provider"]: item["weight"] for item in strategy}


@pytest.mark.plan("ecs-cluster", example="minimal")
def test_container_insights_is_on_by_default(plan):
    assert plan.one("aws_ecs_cluster")["setting"] == [{"name": "containerInsights", "value": "enabled"}]


@pytest.mark.plan("ecs-cluster", example="minimal", container_insights="disabled")
def test_container_insights_can_be_switched_off(plan):
    assert plan.one("aws_ecs_cluster")["setting"] == [{"name": "containerInsights", "value": "disabled"}]


@pytest.mark.plan("ecs-cluster", example="minimal")
def test_fargate_and_fargate_spot_are_available(plan):
    providers = plan.one("aws_ecs_cluster_capacity_providers")["capacity_providers"]
    assert sorted(providers) == ["FARGATE", "FARGATE_SPOT"]


@pytest.mark.plan("ecs-cluster", example="minimal")
def test_services_run_on_fargate_unless_they_say_otherwise(plan):
    assert default_strategy(plan) == {"FARGATE": 1}


@pytest.mark.plan(
    "ecs-cluster",
    example="minimal",
    default_capacity_providers={"FARGATE": {"base": 1}, "FARGATE_SPOT": {"weight": 3}},
)
def test_spot_can_share_the_load(plan):
    assert default_strategy(plan) == {"FARGATE": 1, "FARGATE_SPOT": 3}


@pytest.mark.plan("ecs-cluster", example="minimal")
def test_there_is_no_ec2_capacity_by_default(plan):
    assert plan.of("aws_ecs_capacity_provider") == []


@pytest.mark.plan("ecs-cluster", example="typical")
def test_an_auto_scaling_group_becomes_capacity(plan):
    provider = plan.one("aws_ecs_capacity_provider")
    assert provider["auto_scaling_group_provider.0.auto_scaling_group_arn"] == GROUP


@pytest.mark.plan("ecs-cluster", example="typical")
def test_ecs_scales_the_group_to_its_target_capacity(plan):
    scaling = plan.one("aws_ecs_capacity_provider")["auto_scaling_group_provider.0.managed_scaling.0"]
    assert (scaling["status"], scaling["target_capacity"]) == ("ENABLED", 90)


@pytest.mark.plan("ecs-cluster", example="typical")
def test_instances_with_tasks_are_not_terminated(plan):
    provider = plan.one("aws_ecs_capacity_provider")["auto_scaling_group_provider.0"]
    assert provider["managed_termination_protection"] == "ENABLED"


@pytest.mark.plan("ecs-cluster", example="typical")
def test_the_default_strategy_names_ec2_capacity_by_its_full_name(plan):
    assert default_strategy(plan) == {"FARGATE": 1, "shop-production-workers": 1}


@pytest.mark.plan("ecs-cluster", example="typical")
def test_sessions_in_containers_are_recorded_in_the_named_group(plan):
    session = plan.one("aws_ecs_cluster")["configuration.0.execute_command_configuration.0"]
    group = session["log_configuration"][0]["cloud_watch_log_group_name"]
    assert (session["logging"], group) == ("OVERRIDE", "/ecs/shop-production/sessions")


@pytest.mark.refused("ecs-cluster", example="minimal", container_insights="on", match="enabled, enhanced, disabled")
def test_an_unknown_level_of_container_insights_is_refused(refusal):
    assert refusal.variable == "container_insights"


@pytest.mark.refused(
    "ecs-cluster",
    example="minimal",
    default_capacity_providers={"FARGATE_SPOTS": {}},
    match="FARGATE, FARGATE_SPOT",
)
def test_a_default_capacity_provider_that_does_not_exist_is_refused(refusal):
    assert refusal.variable == "default_capacity_providers"


@pytest.mark.refused(
    "ecs-cluster",
    example="minimal",
    ec2_capacity_providers={"workers": {"auto_scaling_group_arn": GROUP, "target_capacity": 0}},
    match="between 1 and 100",
)
def test_a_target_capacity_of_nothing_is_refused(refusal):
    assert refusal.variable == "ec2_capacity_providers"


@pytest.mark.plan("ecs-cluster", example="minimal")
def test_the_log_group_of_container_insights_has_an_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert group["name"] == "/aws/ecs/containerinsights/shop-production/performance"
    assert group["retention_in_days"] == 30


@pytest.mark.plan("ecs-cluster", example="minimal", log_group_kms_key_arn=KEY, log_retention_days=7)
def test_the_log_group_of_container_insights_can_have_a_key_and_another_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["kms_key_id"], group["retention_in_days"]) == (KEY, 7)


@pytest.mark.plan("ecs-cluster", example="minimal", container_insights="disabled")
def test_without_container_insights_there_is_no_log_group(plan):
    assert plan.of("aws_cloudwatch_log_group") == []


@pytest.mark.refused("ecs-cluster", example="minimal", log_retention_days=8, match="must be one of 1, 3, 5, 7")
def test_a_retention_that_cloudwatch_does_not_offer_is_refused(refusal):
    assert refusal.variable == "log_retention_days"
