"""Social Flow: the cluster, the three services, their sizes and scaling, and how containers get their secrets."""

import json

import pytest

from tfproof import UNKNOWN


def named(plan, resource_type, service):
    """The resource of that type in the module of that service."""
    (found,) = [item for item in plan.of(resource_type) if item.module == f'module.services["{service}"]']
    return found


def container(plan, service):
    """The definition of the only container of that service."""
    (definition,) = json.loads(named(plan, "aws_ecs_task_definition", service)["container_definitions"])
    return definition


def size(plan, service):
    """CPU units, memory in MiB and number of tasks of that service."""
    task = named(plan, "aws_ecs_task_definition", service)
    return int(task["cpu"]), int(task["memory"]), named(plan, "aws_ecs_service", service)["desired_count"]


def tracked_metric(settings):
    """The metric that a target-tracking policy follows; "custom" for one of the application's own."""
    predefined = settings["predefined_metric_specification"]
    return predefined[0]["predefined_metric_type"] if predefined else "custom"


def scaling(plan, service):
    """The target-tracking settings of that service by the metric that they track."""
    policies = [p for p in plan.of("aws_appautoscaling_policy") if p.module == f'module.services["{service}"]']
    settings = [policy["target_tracking_scaling_policy_configuration.0"] for policy in policies]
    return {tracked_metric(one): one for one in settings}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-001")
def test_the_cluster_runs_on_fargate(plan):
    assert "FARGATE" in plan.one("aws_ecs_cluster_capacity_providers")["capacity_providers"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-001")
def test_every_service_runs_on_fargate(plan):
    assert {service["launch_type"] for service in plan.of("aws_ecs_service")} == {"FARGATE"}


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-CTR-002")
def test_container_insights_is_on(plan):
    assert plan.one("aws_ecs_cluster")["setting"] == [{"name": "containerInsights", "value": "enabled"}]


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-CTR-003")
def test_the_application_of_development_is_one_small_task(plan):
    assert size(plan, "app") == (512, 1024, 1)


@pytest.mark.plan("social-flow", environments=["staging"])
@pytest.mark.requirement("SF-CTR-004")
def test_the_application_of_staging_is_two_medium_tasks(plan):
    assert size(plan, "app") == (1024, 2048, 2)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CTR-005")
def test_the_application_of_production_is_three_large_tasks(plan):
    assert size(plan, "app") == (2048, 4096, 3)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CTR-005")
def test_the_application_of_production_scales_from_three_to_ten_tasks(plan):
    target = named(plan, "aws_appautoscaling_target", "app")
    assert (target["min_capacity"], target["max_capacity"]) == (3, 10)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-006")
def test_the_application_checks_its_own_health(plan):
    assert "http://localhost:8000/health" in " ".join(container(plan, "app")["healthCheck"]["command"])


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-007")
def test_the_application_listens_on_port_8000(plan):
    assert [port["containerPort"] for port in container(plan, "app")["portMappings"]] == [8000]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-007")
def test_the_load_balancer_sends_to_port_8000_of_the_application(plan):
    (target,) = named(plan, "aws_ecs_service", "app")["load_balancer"]
    assert (target["container_name"], target["container_port"]) == ("app", 8000)


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-CTR-008")
def test_the_worker_of_development_is_one_small_task(plan):
    assert size(plan, "worker") == (256, 512, 1)


@pytest.mark.plan("social-flow", environments=["staging"])
@pytest.mark.requirement("SF-CTR-009")
def test_the_workers_of_staging_are_two_medium_tasks(plan):
    assert size(plan, "worker") == (512, 1024, 2)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CTR-010")
def test_the_workers_of_production_are_four_large_tasks(plan):
    assert size(plan, "worker") == (1024, 2048, 4)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CTR-010")
def test_the_workers_of_production_are_never_fewer_than_four(plan):
    assert named(plan, "aws_appautoscaling_target", "worker")["min_capacity"] == 4


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-011")
def test_the_scheduler_is_one_task_between_the_smallest_and_the_next_size(plan):
    assert size(plan, "beat") in {(256, 512, 1), (512, 1024, 1)}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-011")
def test_two_schedulers_never_run_at_once(plan):
    service = named(plan, "aws_ecs_service", "beat")
    percents = (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"])
    assert percents == (0, 100)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-011")
def test_the_scheduler_does_not_scale(plan):
    assert {item.module for item in plan.of("aws_appautoscaling_target")}.isdisjoint({'module.services["beat"]'})
    assert named(plan, "aws_ecs_service", "beat")["desired_count"] == 1


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-012")
def test_the_application_scales_at_70_percent_cpu(plan):
    assert scaling(plan, "app")["ECSServiceAverageCPUUtilization"]["target_value"] == 70


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-013")
def test_the_application_scales_at_75_percent_memory(plan):
    assert scaling(plan, "app")["ECSServiceAverageMemoryUtilization"]["target_value"] == 75


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-014")
def test_the_application_scales_with_the_requests_of_each_task(plan):
    assert scaling(plan, "app")["ALBRequestCountPerTarget"]["target_value"] == 1000


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-014")
def test_the_requests_are_those_of_the_real_load_balancer(plan):
    """The label joins two ARN suffixes that AWS decides, so that nothing written by hand can stand there."""
    policy = plan.resource('module.services["app"].aws_appautoscaling_policy.this["requests"]')
    metric = "target_tracking_scaling_policy_configuration.0.predefined_metric_specification.0"
    assert policy[f"{metric}.resource_label"] is UNKNOWN


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-015")
def test_the_application_scales_out_after_60_seconds(plan):
    assert {one["scale_out_cooldown"] for one in scaling(plan, "app").values()} == {60}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-016")
def test_the_application_scales_in_after_300_seconds(plan):
    assert {one["scale_in_cooldown"] for one in scaling(plan, "app").values()} == {300}


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CTR-017")
def test_the_workers_scale_with_the_depth_of_the_queue(plan):
    (tracked,) = scaling(plan, "worker")["custom"]["customized_metric_specification"]
    metrics = {metric["id"]: metric for metric in tracked["metrics"]}
    (depth,) = metrics["work"]["metric_stat"][0]["metric"]
    assert (depth["namespace"], depth["metric_name"]) == ("SocialFlow/production", "QueueDepth")
    assert metrics["per_task"]["expression"] == "work / FILL(tasks, 1)"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-018")
def test_every_service_is_rolled_out_by_ecs(plan):
    controllers = {service["deployment_controller.0.type"] for service in plan.of("aws_ecs_service")}
    assert controllers == {"ECS"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-018")
def test_a_failing_deployment_of_any_service_rolls_back(plan):
    breakers = [service["deployment_circuit_breaker.0"] for service in plan.of("aws_ecs_service")]
    assert breakers == [{"enable": True, "rollback": True}] * 3


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-018")
def test_the_revisions_that_a_rollback_goes_back_to_stay(plan):
    assert len(plan.of("aws_ecs_service")) == 3
    assert [task["skip_destroy"] for task in plan.of("aws_ecs_task_definition")] == [True] * 3


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-020")
def test_a_repository_holds_the_images_of_the_application(plan, environment):
    repository = plan.one("aws_ecr_repository")["name"]
    assert container(plan, "app")["image"].split("/")[1].split(":")[0] == repository
    assert repository == f"social-flow-{environment}-app"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-020")
def test_old_images_expire(plan):
    rules = json.loads(plan.one("aws_ecr_lifecycle_policy")["policy"])["rules"]
    assert {rule["action"]["type"] for rule in rules} == {"expire"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-021")
def test_every_service_runs_in_the_three_private_subnets(plan):
    private = {item.address for item in plan.of("aws_subnet") if str(item.index).startswith("private/")}
    assert len(private) == 3
    for service in plan.of("aws_ecs_service"):
        subnets = service.refers_to("network_configuration.0.subnets", "aws_subnet")
        assert {item.address for item in subnets} == private


OF_THE_APPLICATION = {"JWT_SECRET", "SECRET_KEY"}
OF_OTHERS = {"SMTP_PASSWORD", "STRIPE_API_KEY"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-022")
@pytest.mark.parametrize(
    ("service", "wanted"),
    [
        ("app", OF_THE_APPLICATION | OF_OTHERS),
        ("beat", OF_THE_APPLICATION),
        ("worker", OF_THE_APPLICATION | OF_OTHERS | {"SERVICE_ACCOUNT"}),
    ],
)
def test_secrets_reach_the_containers_by_arn(plan, service, wanted):
    references = {secret["name"]: secret["valueFrom"] for secret in container(plan, service)["secrets"]}
    assert all(reference.startswith("arn:aws:") for reference in references.values())
    assert {name for name, reference in references.items() if ":secretsmanager:" in reference} == wanted


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-022")
@pytest.mark.parametrize("service", ["app", "beat", "worker"])
def test_plain_environment_values_are_no_secrets(plan, service):
    names = {item["name"] for item in container(plan, service)["environment"]}
    assert names - {"DATABASE_USER"} == {"AWS_REGION", "ENVIRONMENT", "REDIS_USER"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-022")
def test_the_scheduler_has_no_user_of_the_database(plan):
    named = {
        service: {item["value"] for item in container(plan, service)["environment"] if item["name"] == "DATABASE_USER"}
        for service in ("app", "beat", "worker")
    }
    assert named == {"app": {"app"}, "beat": set(), "worker": {"worker"}}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-022")
def test_a_secret_named_without_its_suffix_cannot_be_mistaken_for_a_full_arn(plan):
    """Secrets Manager takes a hyphen and six characters at the end of a partial ARN for the suffix of a full one."""
    names = [secret["name"] for secret in plan.of("aws_secretsmanager_secret")]
    assert names
    assert [name for name in names if name[-7:-6] == "-"] == []
    assert plan.of("aws_ecs_task_definition")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-006")
def test_the_service_replaces_tasks_that_fail_the_check_of_the_target_group(plan):
    service = named(plan, "aws_ecs_service", "app")
    group = plan.one("aws_lb_target_group")
    assert service.refers_to("load_balancer.0.target_group_arn", "aws_lb_target_group") == [group]
    assert group["health_check.0.enabled"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-OPS-012")
def test_aws_keeps_the_host_of_every_task_patched(plan):
    assert {service["platform_version"] for service in plan.of("aws_ecs_service")} == {"LATEST"}
