"""Social Flow: load balancer and distribution."""

import pytest


def distribution(plan):
    return plan.one("aws_cloudfront_distribution")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-008")
def test_the_domain_is_an_alias_with_its_certificate(plan):
    (certificate,) = distribution(plan).refers_to("viewer_certificate.0.acm_certificate_arn", "aws_acm_certificate")
    assert distribution(plan)["aliases"] == [certificate["domain_name"]]


@pytest.mark.refused("social-flow", environments=["development"], zone_id=None, match="A domain needs its hosted zone")
def test_a_domain_without_its_zone_is_refused(refusal):
    assert "zone_id" in refusal.message
