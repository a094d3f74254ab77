"""IndiVillage: the second region does not take over in a way that refuses everybody."""

import pytest


@pytest.mark.refused(
    "indivillage-disaster-recovery",
    environments=["production"],
    activated=True,
    match="The load balancer would refuse everybody",
)
def test_the_second_region_is_not_activated_without_what_cloudfront_sends(refusal):
    assert refusal.variable == "origin_secrets"
