"""What an applied network lets through, as EC2 itself tells it."""


def group_id(applied, name):
    """The identifier of one of a system's security groups."""
    return applied.resource(f'module.security_groups.aws_security_group.this["{name}"]')["id"]


def group_rules(applied, client, name, *, egress=False):
    """The rules that let traffic into a group, or out of it, as EC2 lists them."""
    wanted = group_id(applied, name)
    kind = "egress" if egress else "ingress"
    assert any(r["security_group_id"] == wanted for r in applied.of(f"aws_vpc_security_group_{kind}_rule"))
    rules = client("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [wanted]}])
    return [r for r in rules["SecurityGroupRules"] if r["IsEgress"] is egress]


def routes_of(applied, client, tier):
    """The routes of every subnet of a tier, by the zone of the subnet."""
    zones = {r["id"]: r["availability_zone"] for r in applied.of("aws_subnet") if tier in r["tags"]["Name"]}
    assert {r["subnet_id"] for r in applied.of("aws_route_table_association")} >= set(zones)
    filters = [{"Name": "association.subnet-id", "Values": list(zones)}]
    tables = client("ec2").describe_route_tables(Filters=filters)["RouteTables"]
    found = {zones[a["SubnetId"]]: t["Routes"] for t in tables for a in t["Associations"] if a.get("SubnetId") in zones}
    assert found.keys() == set(zones.values())
    assert len(found) == len(zones)
    return found


def default_routes(routes):
    """Those that lead to whatever no other names."""
    return [r for r in routes if r.get("DestinationCidrBlock") == "0.0.0.0/0"]
