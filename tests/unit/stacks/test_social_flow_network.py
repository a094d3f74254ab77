"""Social Flow: the VPC, its tiers, and the ways out of them."""

import pytest


def subnets(plan, tier):
    return [subnet for subnet in plan.of("aws_subnet") if subnet.index.startswith(f"{tier}/")]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-008")
def test_private_subnets_go_out_through_nat_only(plan):
    ways_out = [route for route in plan.of("aws_route") if route.index.startswith("private/")]
    assert [route.index.split("/")[1] for route in ways_out] == [
        s["availability_zone"] for s in subnets(plan, "private")
    ]
    for route in ways_out:
        assert route.refers_to("nat_gateway_id", "aws_nat_gateway")
        assert route.get("gateway_id") is None


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-009")
def test_public_and_private_subnets_use_separate_route_tables(plan):
    tables = {table.index for table in plan.of("aws_route_table")}
    assert tables == {"public", *(subnet.index for subnet in subnets(plan, "private"))}


@pytest.mark.refused(
    "social-flow", environments=["staging"], availability_zones=["us-east-1a"], match="two availability zones at least"
)
def test_a_single_zone_is_refused(refusal):
    assert refusal.variable == "availability_zones"


@pytest.mark.refused(
    "social-flow",
    environments=["staging"],
    availability_zones=["us-east-1a", "us-west-2b"],
    match="must be in the region",
)
def test_a_zone_of_another_region_is_refused(refusal):
    assert refusal.variable == "availability_zones"
