"""SARC-NG: where the names of the services lead."""

import pytest
from systems import System

SEED = System("sarc-ng").shared["variables"]["seed"]


def leads_to(plan, address, path="alias.0.name"):
    """What a record or a health check names as its target: a load balancer, or an attribute of something else."""
    members = plan.resource(address).members(path, "aws_lb", "aws_apigatewayv2_domain_name")
    (target,) = [*(lb.address for lb in members.found), *members.outside]
    return target


def record(service, key="primary"):
    return f'module.{service}_record.module.records.aws_route53_record.this["{key}"]'


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-DNS-002")
def test_the_name_of_the_api_leads_to_the_load_balancer(plan):
    assert leads_to(plan, record("api")) == "module.compute.module.alb.aws_lb.this"


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-DNS-002")
def test_the_domain_leads_to_the_load_balancer(plan):
    assert leads_to(plan, record("web")) == "module.compute.module.alb.aws_lb.this"


@pytest.mark.plan("sarc-ng", changes=SEED)
@pytest.mark.requirement("SN-DNS-002", "SN-API-001")
def test_the_name_of_the_api_can_lead_to_the_function(plan):
    target = leads_to(plan, record("api"))
    assert target.startswith("module.api_function.module.api.aws_apigatewayv2_domain_name.this[")
    assert target.endswith(".target_domain_name")


@pytest.mark.plan("sarc-ng", environments=["production"])
@pytest.mark.requirement("SN-DNS-003", "SN-DR-004")
@pytest.mark.parametrize("service", ["api", "web"])
def test_a_service_fails_over_to_the_load_balancer_of_the_second_region(plan, service):
    health_check = f'module.{service}_record.module.records.aws_route53_health_check.this["primary"]'
    assert leads_to(plan, health_check, "fqdn") == "module.compute.module.alb.aws_lb.this"
    assert leads_to(plan, record(service)) == "module.compute.module.alb.aws_lb.this"
    assert leads_to(plan, record(service, "secondary")) == "module.secondary_compute[0].module.alb.aws_lb.this"


@pytest.mark.plan("sarc-ng", environments=["production"])
@pytest.mark.requirement("SN-DR-004")
def test_what_the_health_check_asks_is_answered_by_the_api(plan):
    rule = plan.resource("module.api.module.service.aws_lb_listener_rule.codedeploy[0]")
    hosts = [lb.address for lb in rule.members("condition.0.host_header.0.values", "aws_lb").found]
    assert "module.compute.module.alb.aws_lb.this" in hosts
