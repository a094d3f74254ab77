"""Social Flow: load balancer and distribution."""

import pytest


def distribution(plan):
    return plan.one("aws_cloudfront_distribution")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-008")
def test_the_domain_is_an_alias_with_its_certificate(plan):
    (certificate,) = distribution(plan).refers_to("viewer_certificate.0.acm_certificate_arn", "aws_acm_certificate")
    assert distribution(plan)["aliases"] == [certificate["domain_name"]]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DNS-001")
def test_the_name_that_the_distribution_calls_leads_to_the_load_balancer(plan):
    record = plan.resource('module.dns[0].aws_route53_record.this["origin"]')
    assert [lb.address for lb in record.members("alias.0.name", "aws_lb").found] == ["module.alb.aws_lb.this"]
    assert record.members("alias.0.zone_id", "aws_lb").outside == ["module.alb.aws_lb.this.zone_id"]
    (origin,) = [o for o in distribution(plan)["origin"] if o["origin_id"] == "alb"]
    assert origin["domain_name"] == record["name"]


@pytest.mark.refused("social-flow", environments=["development"], zone_id=None, match="A domain needs its hosted zone")
def test_a_domain_without_its_zone_is_refused(refusal):
    assert "zone_id" in refusal.message
