"""Who reaches whom in IndiVillage's network, and what the distribution asks, as an apply shows it."""

import pytest
from applied_network import default_routes, group_id, group_rules, routes_of

pytestmark = pytest.mark.applied("indivillage")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-NET-009")
def test_the_internet_gateway_serves_the_public_tier_only(applied, client):
    gateway = applied.one("aws_internet_gateway")["id"]
    assert applied.of("aws_route")
    for routes in routes_of(applied, client, "public").values():
        assert [r["GatewayId"] for r in default_routes(routes)] == [gateway]
    for tier in ("web", "app", "data"):
        for routes in routes_of(applied, client, tier).values():
            assert not any(r.get("GatewayId") == gateway for r in routes)


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-NET-012")
@pytest.mark.parametrize("tier", ["web", "app"])
def test_a_tier_leaves_through_the_nat_gateway_of_its_zone_where_there_is_one(applied, client, tier):
    assert applied.of("aws_route")
    assert applied.of("aws_route_table_association")
    zones = {r["id"]: r["availability_zone"] for r in applied.of("aws_subnet")}
    gateways = {r["id"]: zones[r["subnet_id"]] for r in applied.of("aws_nat_gateway")}
    for zone, routes in routes_of(applied, client, tier).items():
        (route,) = default_routes(routes)
        assert len(gateways) == 1 or gateways[route["NatGatewayId"]] == zone


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-NET-014")
def test_no_way_leads_out_of_the_data_tier(applied, client):
    assert applied.of("aws_route_table")
    for routes in routes_of(applied, client, "data").values():
        assert default_routes(routes) == []


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-NET-017")
def test_the_gateway_endpoints_serve_every_private_route_table(applied, client):
    endpoints = [r["id"] for r in applied.of("aws_vpc_endpoint") if r["vpc_endpoint_type"] == "Gateway"]
    assert len(endpoints) == 2
    private = {r["id"] for r in applied.of("aws_route_table") if not r["tags"]["Name"].endswith("-public")}
    for found in client("ec2").describe_vpc_endpoints(VpcEndpointIds=endpoints)["VpcEndpoints"]:
        assert set(found["RouteTableIds"]) == private


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-NET-029")
def test_interface_endpoints_have_an_address_in_every_zone(applied, client):
    zones = {r["availability_zone"] for r in applied.of("aws_subnet")}
    zone_of = {r["id"]: r["availability_zone"] for r in applied.of("aws_subnet")}
    endpoints = [r["id"] for r in applied.of("aws_vpc_endpoint") if r["vpc_endpoint_type"] == "Interface"]
    for found in client("ec2").describe_vpc_endpoints(VpcEndpointIds=endpoints)["VpcEndpoints"]:
        assert {zone_of[subnet] for subnet in found["SubnetIds"]} == zones


@pytest.mark.parametrize(
    ("group", "port", "sources"),
    [
        pytest.param("web", 8443, {"alb"}, marks=pytest.mark.requirement("IV-SEC-003")),
        pytest.param("app", 8443, {"app-alb"}, marks=pytest.mark.requirement("IV-SEC-004")),
        pytest.param("app-alb", 443, {"web", "vpc-link"}, marks=pytest.mark.requirement("IV-SEC-004")),
        pytest.param("database", 5432, {"app", "functions"}, marks=pytest.mark.requirement("IV-SEC-005")),
        pytest.param("cache", 6379, {"app"}, marks=pytest.mark.requirement("IV-SEC-005")),
    ],
)
@pytest.mark.emulator("enforces")
def test_a_group_admits_its_clients_only(applied, client, group, port, sources):
    admitted = group_rules(applied, client, group)
    assert applied.of("aws_vpc_security_group_ingress_rule")
    assert {(r["FromPort"], r["ToPort"]) for r in admitted} == {(port, port)}
    assert {r["ReferencedGroupInfo"]["GroupId"] for r in admitted} == {group_id(applied, name) for name in sources}


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("IV-SEC-014")
def test_the_web_acl_of_the_region_stands_before_load_balancer_and_api(applied, client):
    (acl,) = [r for r in applied.of("aws_wafv2_web_acl") if r["scope"] == "REGIONAL"]
    (balancer,) = [r for r in applied.of("aws_lb") if r["internal"] is False]
    assert {r["web_acl_arn"] for r in applied.of("aws_wafv2_web_acl_association")} == {acl["arn"]}
    found = client("wafv2").get_web_acl_for_resource(ResourceArn=balancer["arn"])
    assert found["WebACL"]["ARN"] == acl["arn"]


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("IV-CDN-003")
def test_each_path_has_the_cache_policy_of_its_content(applied, client):
    policies = {r["id"]: r.index for r in applied.of("aws_cloudfront_cache_policy")}
    (made,) = [r for r in applied.of("aws_cloudfront_distribution") if r.address.startswith("module.distribution.")]
    found = client("cloudfront").get_distribution_config(Id=made["id"])["DistributionConfig"]
    used = {b["PathPattern"]: policies[b["CachePolicyId"]] for b in found["CacheBehaviors"]["Items"]}
    assert used == {"/assets/*": "assets", "/errors/*": "media", "/media/*": "media", "/api/*": "api"}
    assert policies[found["DefaultCacheBehavior"]["CachePolicyId"]] == "pages"


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("IV-CDN-006")
def test_the_load_balancer_admits_what_cloudfront_sends(applied, client):
    (made,) = [r for r in applied.of("aws_cloudfront_distribution") if r.address.startswith("module.distribution.")]
    found = client("cloudfront").get_distribution_config(Id=made["id"])["DistributionConfig"]
    (origin,) = [o for o in found["Origins"]["Items"] if o["Id"] == "alb"]
    (header,) = origin["CustomHeaders"]["Items"]
    (rule,) = [r for r in applied.of("aws_lb_listener_rule") if r.index == "verified"]
    (asked,) = client("elbv2").describe_rules(RuleArns=[rule["arn"]])["Rules"][0]["Conditions"]
    assert asked["HttpHeaderConfig"]["HttpHeaderName"] == header["HeaderName"]
    assert asked["HttpHeaderConfig"]["Values"] == [header["HeaderValue"]]
    assert len(header["HeaderValue"]) == 48
