"""The module ecs-nlb-service: a service behind a listener of a network load balancer."""

import pytest

from tfproof.terraform.planning import Case

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"


def group(plan, key="blue"):
    return plan.resource(f'module.ecs_nlb_service.aws_lb_target_group.this["{key}"]')


@pytest.mark.plan("ecs-nlb-service", example="minimal")
@pytest.mark.requirement("SN-CMP-002")
def test_the_listener_leads_to_the_tasks(plan):
    led = plan.one("aws_lb_listener").refers_to("default_action.0.target_group_arn", "aws_lb_target_group")
    assert [g.index for g in led] == ["blue"]


@pytest.mark.plan("ecs-nlb-service", example="minimal")
@pytest.mark.requirement("SN-CMP-002")
def test_the_listener_belongs_to_the_load_balancer(plan):
    assert plan.one("aws_lb_listener")["load_balancer_arn"].endswith(
        "loadbalancer/net/shop-production/60dc6c495c0c9188"
    )


@pytest.mark.plan("ecs-nlb-service", example="minimal")
@pytest.mark.requirement("SN-CMP-002")
def test_the_tasks_register_with_the_target_group(plan):
    registered = plan.one("aws_ecs_service").refers_to("load_balancer.0.target_group_arn", "aws_lb_target_group")
    assert [g.index for g in registered] == ["blue"]


@pytest.mark.plan("ecs-nlb-service", example="minimal")
def test_the_container_answers_on_its_port(plan):
    service = plan.one("aws_ecs_service")["load_balancer.0"]
    assert (service["container_name"], service["container_port"], group(plan)["port"]) == ("app", 8080, 8080)


@pytest.mark.plan("ecs-nlb-service", example="minimal")
def test_connections_are_passed_on_to_the_addresses_of_tasks(plan):
    listener = plan.one("aws_lb_listener")["protocol"]
    assert (listener, group(plan)["protocol"], group(plan)["target_type"]) == ("TCP", "TCP", "ip")


@pytest.mark.plan("ecs-nlb-service", example="typical")
def test_tls_ends_at_the_listener_by_a_current_policy(plan):
    listener = plan.one("aws_lb_listener")
    assert (listener["protocol"], listener["certificate_arn"]) == ("TLS", CERTIFICATE)
    assert listener["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"


@pytest.mark.plan("ecs-nlb-service", example="typical")
def test_further_certificates_are_attached(plan):
    assert plan.one("aws_lb_listener_certificate").index == "partner"


@pytest.mark.plan("ecs-nlb-service", example="minimal", listener={"port": 8080, "idle_timeout_seconds": 600})
def test_connections_may_be_idle_for_longer(plan):
    assert plan.one("aws_lb_listener")["tcp_idle_timeout_seconds"] == 600


@pytest.mark.plan("ecs-nlb-service", example="minimal", target_group={"client_ip_preserved": True})
def test_the_tasks_can_see_the_addresses_of_clients(plan):
    assert group(plan)["preserve_client_ip"] == "true"


@pytest.mark.plan("ecs-nlb-service", example="typical")
def test_health_can_be_asked_at_a_path(plan):
    found = group(plan)["health_check.0"]
    assert (found["protocol"], found["path"], found["matcher"]) == ("HTTPS", "/ready", "200")


@pytest.mark.plan("ecs-nlb-service", example="typical")
def test_what_the_service_takes_is_handed_on(plan):
    service = plan.one("aws_ecs_service")
    assert service.address == "module.ecs_nlb_service.module.service.aws_ecs_service.autoscaled[0]"
    assert (service["deployment_maximum_percent"], service["deployment_minimum_healthy_percent"]) == (200, 50)


@pytest.mark.plan("ecs-nlb-service", example="minimal")
def test_a_rolling_service_has_one_target_group_and_a_listener_of_terraform(plan):
    assert [g.index for g in plan.of("aws_lb_target_group")] == ["blue"]
    assert plan.one("aws_lb_listener").address == "module.ecs_nlb_service.aws_lb_listener.this[0]"


@pytest.mark.plan("ecs-nlb-service", example="minimal", deployment_controller="CODE_DEPLOY")
def test_codedeploy_has_two_target_groups_and_a_listener_of_its_own(plan):
    assert [g.index for g in plan.of("aws_lb_target_group")] == ["blue", "green"]
    assert plan.one("aws_lb_listener").address == "module.ecs_nlb_service.aws_lb_listener.codedeploy[0]"


@pytest.mark.plan("ecs-nlb-service", example="typical", deployment_controller="CODE_DEPLOY")
def test_certificates_belong_to_the_listener_of_codedeploy(plan):
    listeners = plan.one("aws_lb_listener_certificate").refers_to("listener_arn", "aws_lb_listener")
    assert "module.ecs_nlb_service.aws_lb_listener.codedeploy[0]" in [found.address for found in listeners]


@pytest.mark.plan("ecs-nlb-service", example="minimal", deployment_controller="CODE_DEPLOY")
def test_both_target_groups_have_one_shape(plan):
    blue, green = (group(plan, key) for key in ("blue", "green"))
    for argument in ("port", "protocol", "target_type", "vpc_id", "health_check"):
        assert blue[argument] == green[argument]


CHANGED = [
    {
        "listener": {"port": 443, "protocol": "TLS", "certificate_arn": CERTIFICATE},
        "target_group": {"protocol": "TLS"},
    },
    {"containers": {"app": {"image": "a", "port": 9090}}},
    {"name": "shop-production-other"},
]


@pytest.mark.parametrize("changed", CHANGED, ids=str)
def test_what_cannot_be_changed_is_in_the_name_of_the_target_group(planner, changed):
    cases = [Case.of("ecs-nlb-service", example="minimal"), Case.of("ecs-nlb-service", changed, example="minimal")]
    assert len({group(plan)["name"] for plan in planner.plan_all(cases)}) == 2


@pytest.mark.plan("ecs-nlb-service", example="minimal", name="a" * 48, deployment_controller="CODE_DEPLOY")
def test_the_longest_name_of_a_service_leaves_room_for_those_of_its_target_groups(plan):
    assert max(len(g["name"]) for g in plan.of("aws_lb_target_group")) == 32


@pytest.mark.refused("ecs-nlb-service", example="minimal", container_name="web", match="must be that of a container")
def test_a_container_that_is_not_there_is_refused(refusal):
    assert refusal.variable == "container_name"


@pytest.mark.refused(
    "ecs-nlb-service", example="minimal", listener={"port": 443, "protocol": "TLS"}, match="needs a certificate"
)
def test_tls_without_a_certificate_is_refused(refusal):
    assert refusal.variable == "listener"


@pytest.mark.refused(
    "ecs-nlb-service", example="minimal", target_group={"protocol": "TLS"}, match="takes target groups of TCP"
)
def test_tls_behind_a_listener_of_tcp_is_refused(refusal):
    assert refusal.variable == "target_group"


@pytest.mark.refused(
    "ecs-nlb-service", example="minimal", ssl_policy="ELBSecurityPolicy-2016-08", match="TLS policy must be one of"
)
def test_a_policy_for_old_clients_is_refused(refusal):
    assert refusal.variable == "ssl_policy"


@pytest.mark.plan("ecs-nlb-service", example="minimal", launch_type="EC2", memory=384)
def test_tasks_can_run_on_instances(plan):
    assert plan.one("aws_ecs_service")["launch_type"] == "EC2"


@pytest.mark.plan("ecs-nlb-service", example="minimal", singleton=True)
def test_a_service_can_have_one_task_at_most(plan):
    assert plan.one("aws_ecs_service")["deployment_maximum_percent"] == 100
