"""What the composition `web-service` shows of modules that belong together."""

import json
from pathlib import Path

import pytest

from tfproof.iam.written import policy_statements
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
WEB_SERVICE = "examples/web-service"
planned = pytest.mark.plan(WEB_SERVICE)


def container(plan):
    """The only container of the service."""
    (found,) = json.loads(plan.one("aws_ecs_task_definition")["container_definitions"])
    return found


def call(name):
    """The call of a module."""
    return read_directory(PROJECT.root / "terraform" / WEB_SERVICE).module_calls[name]


def rule(plan, kind, key):
    """A rule of the security groups."""
    return plan.resource(f'module.security_groups.aws_vpc_security_group_{kind}_rule.this["{key}"]')


@planned
def test_requests_find_the_port_on_which_the_container_listens(plan):
    ports = {
        "container": container(plan)["portMappings"][0]["containerPort"],
        "service": plan.one("aws_ecs_service")["load_balancer.0.container_port"],
        "target group": plan.one("aws_lb_target_group")["port"],
        "into the tasks": rule(plan, "ingress", "app-from-alb")["from_port"],
        "out of the load balancer": rule(plan, "egress", "alb-to-app")["from_port"],
    }
    assert set(ports.values()) == {8000}, ports


@planned
def test_tasks_register_with_the_target_group_of_the_load_balancer(plan):
    assert plan.one("aws_ecs_service").refers_to("load_balancer.0.target_group_arn", "aws_lb_target_group")


def test_the_service_waits_for_the_listener():
    assert call("service").attributes["depends_on"].text == "[module.alb]"


@planned
def test_only_the_load_balancer_reaches_the_tasks(plan):
    into_tasks = [r for r in plan.of("aws_vpc_security_group_ingress_rule") if r.index.startswith("app-")]
    assert [r.index for r in into_tasks] == ["app-from-alb"]
    assert into_tasks[0].refers_to("referenced_security_group_id", "aws_security_group")


@planned
def test_tasks_run_in_private_subnets_that_have_a_way_out(plan):
    service = plan.one("aws_ecs_service")
    assert service.refers_to("network_configuration.0.subnets", "aws_subnet")
    assert {r.index for r in plan.of("aws_route") if r.name == "nat"} == {"app/us-east-1a", "app/us-east-1b"}


@planned
def test_the_whole_definition_of_the_task_is_in_the_plan(plan):
    assert container(plan)["image"] == "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"


@planned
def test_the_container_writes_to_a_group_that_is_made_beforehand(plan):
    groups = {group["name"] for group in plan.of("aws_cloudwatch_log_group")}
    assert container(plan)["logConfiguration"]["options"]["awslogs-group"] in groups


@planned
def test_every_log_group_has_the_key_and_an_end(plan):
    groups = plan.of("aws_cloudwatch_log_group")
    assert {g["name"] for g in groups} == {
        "/aws/ecs/containerinsights/shop-production/performance",
        "/ecs/shop-production/app",
        "/vpc/shop-production/flow-logs",
    }
    assert all(g.refers_to("kms_key_id", "aws_kms_key") and g["retention_in_days"] == 30 for g in groups)


def test_requests_that_are_counted_are_those_of_this_target_group():
    scaling = call("service").attributes["autoscaling"].text
    assert '"${module.alb.arn_suffix}/${module.alb.target_group_arn_suffixes["app"]}"' in scaling


@planned
def test_access_logs_go_to_a_bucket_that_admits_load_balancers(plan):
    assert plan.one("aws_lb").refers_to("access_logs.0.bucket", "aws_s3_bucket")
    admitted = [
        s["Principal"] for s in policy_statements(plan.one("aws_s3_bucket_policy"), "policy") if s["Effect"] == "Allow"
    ]
    assert admitted == [{"Service": ["logdelivery.elasticloadbalancing.amazonaws.com"]}]


@planned
def test_images_of_the_repository_can_be_pulled_through_the_endpoint_of_s3(plan):
    endpoint = plan.resource('module.network.aws_vpc_endpoint.this["s3"]')
    readable = [arn for s in policy_statements(endpoint, "policy") for arn in s["Resource"]]
    assert "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*" in readable
