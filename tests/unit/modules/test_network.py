"""The module network: VPC, tiers, routes, NAT, endpoints, ACLs and flow logs."""

from functools import partial

import pytest
from each_value import each_value

import tfproof
from tfproof.iam.written import policy_statements

ACCOUNT = "123456789012"
ZONES = ["us-east-1a", "us-east-1b"]


def blocks(plan):
    return {subnet.index: subnet["cidr_block"] for subnet in plan.of("aws_subnet")}


@pytest.mark.plan("network", example="minimal")
def test_each_tier_has_a_subnet_in_each_zone(plan):
    assert set(blocks(plan)) == {
        "public/us-east-1a",
        "public/us-east-1b",
        "private/us-east-1a",
        "private/us-east-1b",
    }


@pytest.mark.plan("network", example="minimal")
def test_slot_and_zone_letter_compute_the_block(plan):
    assert blocks(plan)["private/us-east-1b"] == "10.0.36.0/22"


@pytest.mark.plan(
    "network",
    example="minimal",
    tiers={
        "database": {
            "kind": "isolated",
            "cidr_blocks": {"us-east-1a": "10.0.20.0/24", "us-east-1b": "10.0.21.0/24"},
        }
    },
    nat="none",
)
def test_explicit_blocks_are_used_as_they_are(plan):
    assert blocks(plan) == {"database/us-east-1a": "10.0.20.0/24", "database/us-east-1b": "10.0.21.0/24"}


@pytest.mark.plan("network", example="typical")
def test_subnets_stand_in_their_zone(plan):
    assert all(subnet["availability_zone"] == subnet.index.split("/")[1] for subnet in plan.of("aws_subnet"))


@pytest.mark.plan("network", example="minimal")
def test_no_subnet_gives_public_addresses(plan):
    assert [subnet["map_public_ip_on_launch"] for subnet in plan.of("aws_subnet")] == [False] * 4


@pytest.mark.plan("network", example="minimal")
def test_dns_support_is_on(plan):
    assert plan.one("aws_vpc")["enable_dns_support"] is True


@pytest.mark.plan("network", example="minimal")
def test_dns_hostnames_are_on(plan):
    assert plan.one("aws_vpc")["enable_dns_hostnames"] is True


@pytest.mark.plan(
    "network",
    account_id=ACCOUNT,
    availability_zones=ZONES,
    name="shop",
    tiers={"data": {"kind": "isolated", "slot": 0}},
    nat="none",
)
def test_the_vpc_block_is_10_0_0_0_16_by_default(plan):
    assert plan.one("aws_vpc")["cidr_block"] == "10.0.0.0/16"


@pytest.mark.plan("network", example="minimal")
def test_the_default_security_group_lets_nothing_in(plan):
    ingress = plan.one("aws_default_security_group").get("ingress", [])
    assert tfproof.is_unknown(ingress) or ingress == []


@pytest.mark.plan("network", example="typical")
def test_only_the_public_tier_has_a_route_to_the_internet_gateway(plan):
    assert [route.index for route in plan.of("aws_route") if route.refers_to("gateway_id", "aws_internet_gateway")] == [
        "public"
    ]


@pytest.mark.plan("network", example="typical")
def test_each_zone_of_a_private_tier_has_a_route_through_nat(plan):
    assert [route.index for route in plan.of("aws_route") if route.name == "nat"] == [
        "app/us-east-1a",
        "app/us-east-1b",
        "app/us-east-1c",
    ]


@pytest.mark.plan("network", example="typical")
def test_an_isolated_tier_has_no_default_route(plan):
    assert not [route.index for route in plan.of("aws_route") if route.index.startswith("data")]


@pytest.mark.plan("network", example="typical")
def test_there_is_a_nat_gateway_in_each_zone_by_default(plan):
    assert [gateway.index for gateway in plan.of("aws_nat_gateway")] == [
        "us-east-1a",
        "us-east-1b",
        "us-east-1c",
    ]


@pytest.mark.plan("network", example="typical", nat="single")
def test_one_nat_gateway_serves_all_zones(plan):
    assert [gateway.index for gateway in plan.of("aws_nat_gateway")] == ["us-east-1a"]


@pytest.mark.plan("network", example="typical", nat="single")
def test_with_a_single_nat_gateway_each_zone_still_has_a_route(plan):
    assert len([route for route in plan.of("aws_route") if route.name == "nat"]) == 3


@pytest.mark.plan("network", example="typical", nat="none")
def test_without_nat_private_tiers_have_no_way_out(plan):
    assert [route.name for route in plan.of("aws_route")] == ["internet"]


@pytest.mark.plan("network", example="minimal", tiers={"data": {"kind": "isolated", "slot": 0}}, nat="none")
def test_without_a_public_tier_there_is_no_internet_gateway(plan):
    assert plan.of("aws_internet_gateway") == []


@pytest.mark.plan("network", example="typical")
def test_public_and_private_tiers_have_separate_route_tables(plan):
    assert {table.index for table in plan.of("aws_route_table")} == {
        "public",
        "data",
        "app/us-east-1a",
        "app/us-east-1b",
        "app/us-east-1c",
    }


@pytest.mark.plan("network", example="minimal")
def test_s3_and_dynamodb_have_gateway_endpoints(plan):
    assert [endpoint["service_name"] for endpoint in plan.of("aws_vpc_endpoint")] == [
        "com.amazonaws.us-east-1.dynamodb",
        "com.amazonaws.us-east-1.s3",
    ]


@pytest.mark.plan("network", example="minimal", gateway_endpoints=["s3"])
def test_gateway_endpoints_can_be_chosen(plan):
    assert plan.one("aws_vpc_endpoint")["service_name"] == "com.amazonaws.us-east-1.s3"


@pytest.mark.plan("network", example="typical")
def test_a_tier_named_by_an_acl_rule_has_an_acl(plan):
    assert plan.one("aws_network_acl").index == "data"


@pytest.mark.plan("network", example="typical")
def test_acl_rules_have_the_given_ports(plan):
    rule = plan.resource('module.network.aws_network_acl_rule.this["data-from-vpc"]')
    assert (rule["egress"], rule["from_port"], rule["to_port"]) == (False, 5432, 5432)


@pytest.mark.plan("network", example="minimal")
def test_flow_logs_record_all_traffic(plan):
    assert plan.one("aws_flow_log")["traffic_type"] == "ALL"


@pytest.mark.plan("network", example="minimal")
def test_flow_logs_go_to_the_modules_log_group(plan):
    assert plan.one("aws_flow_log").refers_to("log_destination", "aws_cloudwatch_log_group")


@pytest.mark.plan("network", example="typical")
def test_flow_logs_are_kept_as_long_as_asked(plan):
    assert plan.one("aws_cloudwatch_log_group")["retention_in_days"] == 90


@pytest.mark.plan("network", example="typical")
def test_flow_logs_are_encrypted_with_the_given_key(plan):
    assert plan.one("aws_cloudwatch_log_group")["kms_key_id"].endswith("key/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11")


@pytest.mark.plan("network", example="minimal")
def test_only_this_accounts_flow_logs_can_use_the_role(plan):
    statement = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")[0]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": [ACCOUNT]}}


@pytest.mark.plan("network", example="minimal")
def test_the_flow_log_role_may_not_create_log_groups(plan):
    actions = policy_statements(plan.one("aws_iam_role_policy"), "policy")[0]["Action"]
    assert actions == [
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
    ]


@pytest.mark.plan("network", example="minimal", flow_logs_enabled=False)
def test_flow_logs_can_be_switched_off(plan):
    assert plan.of("aws_flow_log", "aws_cloudwatch_log_group", "aws_iam_role") == []


@pytest.mark.refused("network", example="minimal", cidr_block="10.0.0.0/30", match="between /16 and /26")
def test_a_block_too_small_is_refused(refusal):
    assert "cidr_block" in refusal.variables


@pytest.mark.refused("network", example="minimal", cidr_block="10.0.0.1/16", match="network address")
def test_a_block_that_is_no_network_address_is_refused(refusal):
    assert "cidr_block" in refusal.variables


@pytest.mark.refused(
    "network", example="minimal", cidr_block="10.0.0.0/24", match="Slots need a VPC block between /16 and /22"
)
def test_a_block_too_small_for_slots_is_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused("network", example="minimal", nat="two", match="one of none, single, per_az")
def test_an_unknown_nat_mode_is_refused(refusal):
    assert refusal.variable == "nat"


@pytest.mark.refused(
    "network",
    example="minimal",
    nat="single",
    tiers={"app": {"kind": "private", "slot": 1}},
    match="NAT gateways stand in a public tier",
)
def test_nat_without_a_public_tier_is_refused(refusal):
    assert refusal.variable == "nat"


@pytest.mark.refused(
    "network",
    example="minimal",
    tiers={"public": {"kind": "public", "slot": 1}, "app": {"kind": "private", "slot": 1}},
    match="must not share a slot",
)
def test_two_tiers_in_one_slot_are_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused(
    "network", example="minimal", tiers={"public": {"kind": "public"}}, match="either a slot or cidr_blocks"
)
def test_a_tier_without_a_place_is_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused("network", example="minimal", tiers={"public": {"kind": "public", "slot": 8}}, match="from 0 to 7")
def test_a_slot_beyond_the_plan_is_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused(
    "network",
    example="minimal",
    tiers={"public": {"kind": "public", "slot": 0}, "dmz": {"kind": "public", "slot": 1}},
    match="At most one tier can be public",
)
def test_a_second_public_tier_is_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused(
    "network",
    example="minimal",
    nat="none",
    tiers={"data": {"kind": "isolated", "cidr_blocks": {"us-east-1a": "10.0.1.0/24"}}},
    match="keys of cidr_blocks must be the availability zones",
)
def test_blocks_for_only_some_zones_are_refused(refusal):
    assert refusal.variable == "tiers"


@pytest.mark.refused(
    "network",
    example="minimal",
    nat="none",
    tiers={
        "data": {
            "kind": "isolated",
            "cidr_blocks": {"us-east-1a": "10.1.0.0/24", "us-east-1b": "10.0.2.0/24"},
        }
    },
    match="Subnets outside of the VPC's blocks 10.0.0.0/16: data/us-east-1a",
)
def test_a_block_outside_of_the_vpc_is_refused(refusal):
    assert "10.0.0.0/16" in refusal.message


@pytest.mark.refused(
    "network",
    example="minimal",
    nat="none",
    tiers={
        "data": {
            "kind": "isolated",
            "cidr_blocks": {"us-east-1a": "10.0.32.0/19", "us-east-1b": "10.0.64.0/24"},
        },
        "app": {"kind": "isolated", "slot": 1},
    },
    match="Overlapping subnets: .*data/us-east-1a",
)
def test_overlapping_blocks_are_refused(refusal):
    assert "app/us-east-1a" in refusal.message


@pytest.mark.refused(
    "network", example="minimal", availability_zones=["us-east-1a", "us-west-2a"], match="different letters"
)
def test_zones_with_the_same_letter_are_refused(refusal):
    assert refusal.variable == "availability_zones"


@pytest.mark.refused("network", example="minimal", log_retention_days=31, match="must be one of 1, 3, 5")
def test_a_retention_that_cloudwatch_does_not_know_is_refused(refusal):
    assert refusal.variable == "log_retention_days"


@pytest.mark.refused("network", example="minimal", gateway_endpoints=["sqs"], match="s3 and dynamodb only")
def test_a_gateway_endpoint_that_does_not_exist_is_refused(refusal):
    assert refusal.variable == "gateway_endpoints"


def endpoint(plan, service):
    """The statements of a gateway endpoint's policy, by their identifiers."""
    found = plan.resource(f'module.network.aws_vpc_endpoint.this["{service}"]')
    return {statement["Sid"]: statement for statement in policy_statements(found, "policy")}


@pytest.mark.plan("network", example="minimal")
def test_gateway_endpoints_reach_this_account_only(plan):
    conditions = [endpoint(plan, service)["TrustedAccounts"]["Condition"] for service in ("dynamodb", "s3")]
    assert conditions == [{"StringEquals": {"aws:ResourceAccount": [ACCOUNT]}}] * 2


@pytest.mark.plan("network", example="minimal")
def test_the_endpoint_of_dynamodb_reaches_nobody_else(plan):
    assert set(endpoint(plan, "dynamodb")) == {"TrustedAccounts"}


@pytest.mark.plan("network", example="minimal")
def test_what_is_not_of_this_account_can_only_be_read(plan):
    statements = endpoint(plan, "s3")
    assert set(statements) == {"ReadFromOthers", "TrustedAccounts"}
    assert statements["ReadFromOthers"]["Action"] == ["s3:GetObject"]


# What a builder of Image Builder fetches: https://docs.aws.amazon.com/imagebuilder/latest/userguide/vpc-interface-endpoints.html
@pytest.mark.plan("network", example="minimal")
@pytest.mark.parametrize(
    "bucket",
    [
        "ec2imagebuilder-managed-resources-us-east-1-prod",
        "ec2imagebuilder-toe-us-east-1-prod",
        "prod-us-east-1-starport-layer-bucket",
    ],
)
def test_what_hosts_fetch_from_aws_can_be_read(plan, bucket):
    readable = endpoint(plan, "s3")["ReadFromOthers"]["Resource"]
    assert f"arn:aws:s3:::{bucket}/*" in readable


@pytest.mark.plan("network", example="minimal")
def test_no_bucket_that_anybody_could_make_is_readable(plan):
    readable = endpoint(plan, "s3")["ReadFromOthers"]["Resource"]
    assert [arn for arn in readable if "*" in arn.removesuffix("/*")] == []


@pytest.mark.plan("network", example="minimal", readable_bucket_arns=["arn:aws:s3:::noaa-ghcn-pds"])
def test_public_data_can_be_made_readable(plan):
    assert "arn:aws:s3:::noaa-ghcn-pds/*" in endpoint(plan, "s3")["ReadFromOthers"]["Resource"]


@pytest.mark.plan("network", example="minimal", trusted_account_ids=["210987654321"])
def test_further_accounts_can_be_trusted(plan):
    trusted = endpoint(plan, "dynamodb")["TrustedAccounts"]["Condition"]["StringEquals"]["aws:ResourceAccount"]
    assert sorted(trusted) == [ACCOUNT, "210987654321"]


@pytest.mark.plan("network", example="minimal", organization_id="o-a1b2c3d4e5")
def test_the_organisation_can_be_trusted(plan):
    statement = endpoint(plan, "s3")["Organization"]
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": ["o-a1b2c3d4e5"]}}


@pytest.mark.plan("network", example="minimal", gateway_endpoints_restricted=False)
def test_open_gateway_endpoints_must_be_asked_for(plan):
    assert [r.get("policy") for r in plan.of("aws_vpc_endpoint")] == [tfproof.UNKNOWN] * 2


@pytest.mark.plan("network", example="minimal")
def test_there_is_no_ipv6_unless_told(plan):
    assert plan.one("aws_vpc")["assign_generated_ipv6_cidr_block"] is False
    assert plan.of("aws_egress_only_internet_gateway") == []


@pytest.mark.plan("network", example="typical", ipv6_enabled=True)
def test_each_kind_of_tier_has_its_way_out_over_ipv6(plan):
    assert {(r.name, r.index) for r in plan.of("aws_route") if r["destination_ipv6_cidr_block"] == "::/0"} == {
        ("internet_ipv6", "public"),
        *(("egress_ipv6", f"app/us-east-1{letter}") for letter in "abc"),
    }


@pytest.mark.plan("network", example="typical", ipv6_enabled=True)
def test_private_tiers_only_let_out_over_ipv6(plan):
    routes = [r for r in plan.of("aws_route") if r.name == "egress_ipv6"]
    assert all(r.refers_to("egress_only_gateway_id", "aws_egress_only_internet_gateway") for r in routes)
    assert len(routes) == 3


@pytest.mark.plan("network", example="typical", ipv6_enabled=True)
def test_only_public_subnets_give_no_ipv6_address(plan):
    without = {s.index.split("/")[0] for s in plan.of("aws_subnet") if not s["assign_ipv6_address_on_creation"]}
    assert without == {"public"}


@pytest.mark.plan(
    "network", example="minimal", ipv6_enabled=True, nat="none", tiers={"data": {"kind": "isolated", "slot": 0}}
)
def test_isolated_tiers_have_no_way_out_over_ipv6(plan):
    assert plan.of("aws_route", "aws_egress_only_internet_gateway") == []


@pytest.mark.refused(
    "network",
    example="minimal",
    ipv6_enabled=True,
    nat="none",
    tiers={"data": {"kind": "isolated", "cidr_blocks": {"us-east-1a": "10.0.1.0/24", "us-east-1b": "10.0.2.0/24"}}},
    match="must have an ipv6_slot",
)
def test_a_tier_without_a_place_in_ipv6_is_refused(refusal):
    assert refusal.variable == "ipv6_enabled"


@pytest.mark.refused(
    "network",
    example="minimal",
    ipv6_enabled=True,
    tiers={"public": {"kind": "public", "slot": 0}, "app": {"kind": "private", "slot": 1, "ipv6_slot": 0}},
    match="must not share an ipv6_slot",
)
def test_two_tiers_in_one_place_of_ipv6_are_refused(refusal):
    assert refusal.variable == "ipv6_enabled"


@pytest.mark.refused(
    "network", example="minimal", tiers={"public": {"kind": "public", "slot": 0, "ipv6_slot": 8}}, match="from 0 to 7"
)
def test_a_place_beyond_the_plan_of_ipv6_is_refused(refusal):
    assert refusal.variable == "tiers"


RULE = {"tier": "public", "direction": "ingress", "rule_number": 100}
V6 = "2001:db8:1234:1a00::/56"


@pytest.mark.plan(
    "network", example="minimal", ipv6_enabled=True, network_acl_rules={"web": {**RULE, "ipv6_cidr_block": V6}}
)
def test_an_acl_rule_can_be_for_ipv6(plan):
    rule = plan.one("aws_network_acl_rule")
    assert (rule["ipv6_cidr_block"], rule["cidr_block"]) == (V6, None)


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=name,
            marks=pytest.mark.refused(
                "network",
                example="minimal",
                ipv6_enabled=True,
                network_acl_rules={"web": {**RULE, **blocks}},
                match="either a cidr_block or an ipv6_cidr_block",
            ),
        )
        for name, blocks in {"none": {}, "both": {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": V6}}.items()
    ],
)
def test_an_acl_rule_for_no_family_and_one_for_both_are_refused(refusal):
    assert refusal.variable == "network_acl_rules"


@pytest.mark.refused(
    "network", example="minimal", network_acl_rules={"web": {**RULE, "ipv6_cidr_block": V6}}, match="needs ipv6_enabled"
)
def test_an_acl_rule_for_ipv6_without_ipv6_is_refused(refusal):
    assert refusal.variable == "network_acl_rules"


@pytest.mark.plan(
    "network",
    example="minimal",
    tiers={"public": {"kind": "public", "slot": 0, "tags": {"Role": "edge"}}, "app": {"kind": "private", "slot": 1}},
)
def test_a_tier_has_tags_of_its_own(plan):
    tagged = {r.index for r in plan.of("aws_subnet", "aws_route_table") if r["tags"].get("Role") == "edge"}
    assert tagged == {"public", "public/us-east-1a", "public/us-east-1b"}


PODS = {"kind": "private", "cidr_blocks": {"us-east-1a": "100.64.0.0/17", "us-east-1b": "100.64.128.0/17"}}
WITH_PODS = {"public": {"kind": "public", "slot": 0}, "pods": PODS}


@pytest.mark.plan("network", example="minimal", tiers=WITH_PODS, secondary_cidr_blocks=["100.64.0.0/16"])
def test_a_tier_can_stand_in_a_secondary_block(plan):
    assert plan.one("aws_vpc_ipv4_cidr_block_association")["cidr_block"] == "100.64.0.0/16"
    assert blocks(plan)["pods/us-east-1a"] == "100.64.0.0/17"


@pytest.mark.refused(
    "network", example="minimal", tiers=WITH_PODS, secondary_cidr_blocks=["100.64.0.0/17"], match="outside of .*pods/us"
)
def test_a_tier_outside_of_all_blocks_is_refused(refusal):
    assert "pods/us-east-1a" not in refusal.message


@pytest.mark.refused(
    "network",
    example="minimal",
    secondary_cidr_blocks=["100.64.0.0/16", "100.64.255.0/24"],
    match="Overlapping blocks of the VPC: 100.64.0.0/16 and 100.64.255.0/24",
)
def test_overlapping_blocks_of_the_vpc_are_refused(refusal):
    assert "10.0.0.0/16" not in refusal.message


each = partial(each_value, "network")


@pytest.mark.parametrize((), each(pytest.mark.plan, "secondary_cidr_blocks", ["100.64.0.0/16"], ["100.64.0.0/28"]))
def test_a_secondary_block_can_be_large_or_small(plan):
    assert len(plan.of("aws_vpc_ipv4_cidr_block_association")) == 1


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.refused,
        "secondary_cidr_blocks",
        ["100.64.0.0/15"],
        ["100.64.0.0/29"],
        ["100.64.0.1/16"],
        match="between /16 and /28",
    ),
)
def test_a_secondary_block_that_aws_does_not_take_is_refused(refusal):
    assert refusal.variable == "secondary_cidr_blocks"


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.refused,
        "readable_bucket_arns",
        ["arn:aws:s3:::*"],
        ["arn:aws:s3:::data/path"],
        ["noaa-ghcn-pds"],
        match="ARNs of buckets",
    ),
)
def test_a_readable_bucket_is_named_in_full(refusal):
    assert refusal.variable == "readable_bucket_arns"


@pytest.mark.parametrize(
    (), each(pytest.mark.refused, "organization_id", "o-a1b2c3d4e", f"o-{'a' * 33}", match="o-a1b2c3d4e5")
)
def test_what_is_no_organisation_is_refused(refusal):
    assert refusal.variable == "organization_id"


@pytest.mark.parametrize(
    (), each(pytest.mark.refused, "trusted_account_ids", ["21098765432"], ["2109876543210"], match="twelve digits")
)
def test_what_is_no_account_cannot_be_trusted(refusal):
    assert refusal.variable == "trusted_account_ids"
