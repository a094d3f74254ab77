"""Social Flow: the VPC, its tiers, and the ways out of them."""

import pytest
from social_flow_seed import SEED

from tfproof.iam.written import policy_statements


def subnets(plan, tier):
    return [subnet for subnet in plan.of("aws_subnet") if subnet.index.startswith(f"{tier}/")]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-001")
def test_the_vpc_block_is_10_0_0_0_16_by_default(plan):
    assert plan.one("aws_vpc")["cidr_block"] == "10.0.0.0/16"


@pytest.mark.plan("social-flow", environments=["development"], vpc_cidr_block="10.40.0.0/16")
@pytest.mark.requirement("SF-NET-001")
def test_the_vpc_block_is_a_variable(plan):
    assert plan.one("aws_vpc")["cidr_block"] == "10.40.0.0/16"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-002")
def test_three_public_subnets_stand_in_three_zones(plan):
    public = subnets(plan, "public")
    assert (len(public), len({subnet["availability_zone"] for subnet in public})) == (3, 3)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-003")
def test_three_private_subnets_stand_in_three_zones(plan):
    private = subnets(plan, "private")
    assert (len(private), len({subnet["availability_zone"] for subnet in private})) == (3, 3)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-004")
def test_the_public_route_table_leads_to_the_internet_gateway(plan):
    route = next(r for r in plan.of("aws_route") if r.index == "public")
    assert route["destination_cidr_block"] == "0.0.0.0/0"
    assert route.refers_to("gateway_id") == plan.of("aws_internet_gateway")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-004")
def test_public_subnets_use_the_public_route_table(plan):
    for association in plan.of("aws_route_table_association"):
        if association.index.startswith("public/"):
            assert "public" in [table.index for table in association.refers_to("route_table_id", "aws_route_table")]


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-NET-005")
def test_development_has_a_single_nat_gateway(plan):
    assert len(plan.of("aws_nat_gateway")) == 1


@pytest.mark.plan("social-flow", environments=["staging"])
@pytest.mark.requirement("SF-NET-006")
def test_staging_has_a_nat_gateway_in_each_zone(plan):
    assert len({gateway.index for gateway in plan.of("aws_nat_gateway")}) == 3


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-NET-007")
def test_production_has_a_nat_gateway_in_each_zone(plan):
    assert len({gateway.index for gateway in plan.of("aws_nat_gateway")}) == 3


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


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-010")
def test_flow_logs_go_to_cloudwatch(plan):
    flow_log = plan.one("aws_flow_log")
    (group,) = flow_log.refers_to("log_destination", "aws_cloudwatch_log_group")
    assert (flow_log["log_destination_type"], group["name"].split("/")[-1]) == ("cloud-watch-logs", "flow-logs")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-010")
def test_flow_logs_are_written_with_a_role_of_their_own(plan):
    (role,) = plan.one("aws_flow_log").refers_to("iam_role_arn", "aws_iam_role")
    assert policy_statements(role, "assume_role_policy")[0]["Principal"] == {"Service": ["vpc-flow-logs.amazonaws.com"]}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-011")
def test_tasks_get_no_public_address(plan):
    services = plan.of("aws_ecs_service")
    assert services
    assert {service["network_configuration.0.assign_public_ip"] for service in services} == {False}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-011")
@pytest.mark.parametrize(
    ("resource_type", "path"),
    [
        ("aws_ecs_service", "network_configuration.0.subnets"),
        ("aws_db_subnet_group", "subnet_ids"),
        ("aws_elasticache_subnet_group", "subnet_ids"),
    ],
)
def test_tasks_and_data_stand_in_private_subnets(plan, resource_type, path):
    primary = [r for r in plan.of(resource_type) if r.region == "us-east-1"]
    assert primary
    for resource in primary:
        tiers = {subnet.index.split("/")[0] for subnet in resource.refers_to(path, "aws_subnet")}
        assert tiers == {"private"}, resource.address


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-NET-012")
def test_the_load_balancer_stands_in_the_private_subnets(plan):
    assert plan.one("aws_lb")["internal"] is True


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-NET-012")
def test_the_load_balancer_can_face_the_internet_in_the_public_subnets(plan):
    assert plan.one("aws_lb")["internal"] is False


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
