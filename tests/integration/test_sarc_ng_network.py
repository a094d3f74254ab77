"""Relations of SARC-NG's networks that only an apply can show, asked of the emulator's API."""

import pytest

pytestmark = pytest.mark.applied("sarc-ng")


def in_network(applied, kind, module):
    """The resources of a type in the network of a region, by their index."""
    return {r.index: r for r in applied.of(kind) if r.address.startswith(f"module.{module}")}


def networks(environment):
    """The module and the region of each network of an environment."""
    second = [("secondary_network", "us-west-2")] if environment == "production" else []
    return [("network.", "us-east-1"), *second]


def routes_by_subnet(ec2, subnets):
    """The routes that each subnet takes, by its index; a subnet without a table of its own has none."""
    filters = [{"Name": "association.subnet-id", "Values": [subnet["id"] for subnet in subnets.values()]}]
    taken = {
        association["SubnetId"]: table["Routes"]
        for table in ec2.describe_route_tables(Filters=filters)["RouteTables"]
        for association in table["Associations"]
        if association.get("SubnetId")
    }
    return {index: taken[subnet["id"]] for index, subnet in subnets.items()}


def ways_out(routes):
    """The routes that leave the VPC."""
    return [route for route in routes if route.get("GatewayId") != "local" and "DestinationCidrBlock" in route]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-NET-016", "SN-NET-017")
def test_private_subnets_leave_through_nat_public_ones_through_the_gateway_and_those_of_the_database_not_at_all(
    applied, client, environment
):
    assert applied.of("aws_route")
    assert applied.of("aws_route_table")
    assert applied.of("aws_route_table_association")
    for module, region in networks(environment):
        subnets = in_network(applied, "aws_subnet", module)
        (gateway,) = in_network(applied, "aws_internet_gateway", module).values()
        nat = {one["id"] for one in in_network(applied, "aws_nat_gateway", module).values()}
        routes = routes_by_subnet(client("ec2", region), subnets)
        assert {index.partition("/")[0] for index in routes} == {"database", "private", "public"}
        for index, found in routes.items():
            out = ways_out(found)
            assert {route["DestinationCidrBlock"] for route in out} <= {"0.0.0.0/0"}, index
            if index.startswith("database/"):
                assert out == [], index
            elif index.startswith("public/"):
                assert [route["GatewayId"] for route in out] == [gateway["id"]], index
            elif nat:
                assert [route["NatGatewayId"] in nat for route in out] == [True], index
            else:  # of the second region, until a failover
                assert module == "secondary_network"
                assert out == [], index


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SEC-003")
def test_the_database_admits_mysql_from_tasks_and_functions_only(applied, client, environment):
    assert applied.of("aws_vpc_security_group_ingress_rule")
    for module, region in networks(environment):
        groups = {index: one["id"] for index, one in in_network(applied, "aws_security_group", module).items()}
        filters = [{"Name": "group-id", "Values": [groups["database"]]}]
        rules = client("ec2", region).describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
        admitted = [rule for rule in rules if not rule["IsEgress"]]
        assert {(rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) for rule in admitted} == {("tcp", 3306, 3306)}
        sources = sorted(rule["ReferencedGroupInfo"]["GroupId"] for rule in admitted)
        assert sources == sorted([groups["tasks"], groups["functions"]])
