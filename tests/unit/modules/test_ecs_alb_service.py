"""The module ecs-alb-service: a service behind a rule of an application load balancer."""

import pytest

from tfproof.terraform.planning import Case

SERVICE = "module.ecs_alb_service.module.service"


def group(plan, key="blue"):
    return plan.resource(f'module.ecs_alb_service.aws_lb_target_group.this["{key}"]')


def conditions(plan):
    found = plan.one("aws_lb_listener_rule")["condition"]
    return [(kind, part) for condition in found for kind, parts in condition.items() if parts for part in parts]


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_the_rule_leads_to_the_tasks(plan):
    led = plan.one("aws_lb_listener_rule").refers_to("action.0.target_group_arn", "aws_lb_target_group")
    assert [g.index for g in led] == ["blue"]


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_the_tasks_register_with_the_target_group(plan):
    registered = plan.one("aws_ecs_service").refers_to("load_balancer.0.target_group_arn", "aws_lb_target_group")
    assert [g.index for g in registered] == ["blue"]


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_the_container_answers_on_its_port(plan):
    service = plan.one("aws_ecs_service")["load_balancer.0"]
    assert (service["container_name"], service["container_port"], group(plan)["port"]) == ("app", 8080, 8080)


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_targets_are_the_addresses_of_tasks(plan):
    assert group(plan)["target_type"] == "ip"


@pytest.mark.plan("ecs-alb-service", example="typical")
def test_what_the_service_takes_is_handed_on(plan):
    service = plan.one("aws_ecs_service")
    assert service.address == f"{SERVICE}.aws_ecs_service.autoscaled[0]"
    assert (service["deployment_maximum_percent"], service["deployment_minimum_healthy_percent"]) == (200, 50)
    task = plan.one("aws_ecs_task_definition")
    assert (task["cpu"], task["memory"]) == ("1024", "2048")


@pytest.mark.plan("ecs-alb-service", example="minimal", capacity_providers={"FARGATE_SPOT": {}})
def test_tasks_can_run_on_spare_capacity(plan):
    assert plan.one("aws_ecs_service")["capacity_provider_strategy.0.capacity_provider"] == "FARGATE_SPOT"


@pytest.mark.plan("ecs-alb-service", example="grown")
def test_the_rule_asks_for_host_header_and_path(plan):
    assert sorted(kind for kind, _ in conditions(plan)) == ["host_header", "http_header", "path_pattern"]


@pytest.mark.plan(
    "ecs-alb-service",
    example="minimal",
    listener_rule={
        "priority": 1,
        "http_methods": ["GET"],
        "query_strings": {"version": "2"},
        "source_cidrs": ["10.0.0.0/8"],
    },
)
def test_the_rule_asks_for_method_query_and_network(plan):
    assert {kind: part["values"] for kind, part in conditions(plan) if "values" in part} == {
        "http_request_method": ["GET"],
        "source_ip": ["10.0.0.0/8"],
    }
    assert [part["value"] for kind, part in conditions(plan) if kind == "query_string"] == ["2"]


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_health_is_asked_at_health(plan):
    assert (group(plan)["health_check.0.path"], group(plan)["health_check.0.matcher"]) == ("/health", "200")


@pytest.mark.plan("ecs-alb-service", example="minimal", target_group={"protocol_version": "GRPC"})
def test_grpc_is_healthy_with_0(plan):
    assert (group(plan)["protocol_version"], group(plan)["health_check.0.matcher"]) == ("GRPC", "0")


@pytest.mark.plan("ecs-alb-service", example="minimal", target_group={"protocol": "HTTPS"})
def test_the_tasks_can_be_asked_over_tls(plan):
    assert (group(plan)["protocol"], group(plan)["health_check.0.protocol"]) == ("HTTPS", "HTTPS")


@pytest.mark.plan("ecs-alb-service", example="grown")
def test_scaling_by_requests_knows_its_target_group(plan):
    policy = plan.resource(f'{SERVICE}.aws_appautoscaling_policy.this["requests"]')
    metric = policy["target_tracking_scaling_policy_configuration.0.predefined_metric_specification.0"]
    assert metric["predefined_metric_type"] == "ALBRequestCountPerTarget"


@pytest.mark.plan("ecs-alb-service", example="minimal")
def test_a_rolling_service_has_one_target_group_and_a_rule_of_terraform(plan):
    assert [g.index for g in plan.of("aws_lb_target_group")] == ["blue"]
    assert plan.one("aws_lb_listener_rule").address == "module.ecs_alb_service.aws_lb_listener_rule.this[0]"


@pytest.mark.plan("ecs-alb-service", example="minimal", deployment_controller="CODE_DEPLOY")
def test_codedeploy_has_two_target_groups_and_a_rule_of_its_own(plan):
    assert [g.index for g in plan.of("aws_lb_target_group")] == ["blue", "green"]
    assert plan.one("aws_lb_listener_rule").address == "module.ecs_alb_service.aws_lb_listener_rule.codedeploy[0]"


@pytest.mark.plan("ecs-alb-service", example="minimal", deployment_controller="CODE_DEPLOY")
def test_both_target_groups_have_one_shape(plan):
    blue, green = (group(plan, key) for key in ("blue", "green"))
    for argument in ("port", "protocol", "protocol_version", "target_type", "vpc_id", "health_check"):
        assert blue[argument] == green[argument]


CHANGED = [
    {"target_group": {"protocol": "HTTPS"}},
    {"target_group": {"protocol_version": "HTTP2"}},
    {"containers": {"app": {"image": "a", "port": 9090}}},
    {"name": "shop-production-other"},
]


@pytest.mark.parametrize("changed", CHANGED, ids=str)
def test_what_cannot_be_changed_is_in_the_name_of_the_target_group(planner, changed):
    cases = [Case.of("ecs-alb-service", example="minimal"), Case.of("ecs-alb-service", changed, example="minimal")]
    assert len({group(plan)["name"] for plan in planner.plan_all(cases)}) == 2


@pytest.mark.plan("ecs-alb-service", example="minimal", name="a" * 48, deployment_controller="CODE_DEPLOY")
def test_the_longest_name_of_a_service_leaves_room_for_those_of_its_target_groups(plan):
    assert max(len(g["name"]) for g in plan.of("aws_lb_target_group")) == 32


@pytest.mark.refused("ecs-alb-service", example="minimal", container_name="web", match="must be that of a container")
def test_a_container_that_is_not_there_is_refused(refusal):
    assert refusal.variable == "container_name"


@pytest.mark.refused(
    "ecs-alb-service", example="minimal", listener_rule={"priority": 1}, match="needs at least one of path_patterns"
)
def test_a_rule_without_condition_is_refused(refusal):
    assert refusal.variable == "listener_rule"


@pytest.mark.refused("ecs-alb-service", example="minimal", memory=513, match="Fargate offers by CPU units")
def test_what_the_service_refuses_is_refused(refusal):
    assert refusal.variable == "memory"


@pytest.mark.plan("ecs-alb-service", example="minimal", launch_type="EC2", memory=384)
def test_tasks_can_run_on_instances(plan):
    assert plan.one("aws_ecs_service")["launch_type"] == "EC2"


@pytest.mark.plan("ecs-alb-service", example="minimal", singleton=True)
def test_a_service_can_have_one_task_at_most(plan):
    assert plan.one("aws_ecs_service")["deployment_maximum_percent"] == 100
