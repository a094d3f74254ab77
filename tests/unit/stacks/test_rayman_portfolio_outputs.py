"""Rayman Portfolio: what its outputs tell."""

import pytest


@pytest.mark.plan("rayman-portfolio")
@pytest.mark.requirement("RP-OPS-003")
def test_what_a_deployment_is_verified_by_is_an_output(plan):
    assert plan.one("aws_lb")
    assert plan.one("aws_apigatewayv2_api")
    outputs = plan["configuration"]["root_module"]["outputs"]
    named = {"alb_dns_name", "api_endpoint", "cdn_domain_name", "database_address", "database_identifier"}
    assert named <= outputs.keys()
    assert plan.one("aws_db_instance")["publicly_accessible"] is False
    assert [name for name in named if outputs[name].get("sensitive")] == ["database_address"]
