"""What holds between the modules of the composition `blue-green`."""

import pytest

from tfproof.iam.callers import caller
from tfproof.iam.evaluator import Outcome, Policies, Request, decide
from tfproof.iam.reading import document


def release(plan):
    return plan.one("aws_codedeploy_deployment_group")


@pytest.mark.plan("examples/blue-green")
def test_codedeploy_moves_between_the_target_groups_of_the_service(plan):
    pair = release(plan)["load_balancer_info.0.target_group_pair_info.0"]
    names = sorted(g["name"] for g in plan.of("aws_lb_target_group"))
    assert sorted(g["name"] for g in pair["target_group"]) == names
    assert len(names) == 2


@pytest.mark.plan("examples/blue-green")
def test_the_service_waits_for_codedeploy(plan):
    service = plan.one("aws_ecs_service")
    assert service["deployment_controller.0.type"] == "CODE_DEPLOY"
    assert release(plan)["ecs_service.0"] == {"cluster_name": "shop-checkout", "service_name": service["name"]}


@pytest.mark.plan("examples/blue-green")
def test_the_rule_is_on_the_listener_that_codedeploy_moves(plan):
    path = "load_balancer_info.0.target_group_pair_info.0.prod_traffic_route.0.listener_arns"
    listeners = plan.one("aws_lb_listener_rule").refers_to("listener_arn", "aws_lb_listener")
    assert release(plan).refers_to(path, "aws_lb_listener") == listeners
    assert listeners


@pytest.mark.plan("examples/blue-green")
def test_an_alarm_of_the_load_balancer_makes_a_release_go_back(plan):
    assert release(plan)["alarm_configuration.0.alarms"] == [plan.one("aws_cloudwatch_metric_alarm")["alarm_name"]]


@pytest.mark.plan("examples/blue-green")
def test_codedeploy_may_start_the_tasks_of_the_service(plan):
    policy = plan.resource("module.releases.aws_iam_role_policy.this")
    arn = "arn:aws:ecs:us-east-1:123456789012:task-set/shop-checkout/shop-checkout/ecs-svc-1"
    who = caller("arn:aws:iam::123456789012:role/shop-checkout-codedeploy")
    request = Request(who, "ecs:CreateTaskSet", arn, "123456789012", {})
    assert decide(request, Policies(identity=(document(policy, "policy"),))).outcome is Outcome.ALLOWED
