"""What the module `vpc-endpoints` promises."""

from functools import partial

import pytest
from each_value import each_value

from tfproof import UNKNOWN
from tfproof.iam.written import policy_statements

ACCOUNT = "123456789012"


def endpoint(plan, service):
    """The endpoint of a service."""
    return plan.resource(f'module.vpc_endpoints.aws_vpc_endpoint.this["{service}"]')


def policy(plan, service):
    """The statements of an endpoint's policy, by their identifiers."""
    return {statement["Sid"]: statement for statement in policy_statements(endpoint(plan, service), "policy")}


each = partial(each_value, "vpc-endpoints")


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_each_service_has_an_interface_endpoint(plan):
    assert {(e["service_name"], e["vpc_endpoint_type"]) for e in plan.of("aws_vpc_endpoint")} == {
        (f"com.amazonaws.us-east-1.{service}", "Interface")
        for service in ("ecr.api", "ecr.dkr", "logs", "monitoring", "secretsmanager", "ssm")
    }


@pytest.mark.plan("vpc-endpoints", example="minimal")
def test_the_usual_name_of_a_service_leads_to_its_endpoint(plan):
    assert plan.one("aws_vpc_endpoint")["private_dns_enabled"] is True


@pytest.mark.plan("vpc-endpoints", example="grown")
def test_an_endpoint_can_have_names_of_its_own_only(plan):
    assert endpoint(plan, "execute-api")["private_dns_enabled"] is False


@pytest.mark.plan("vpc-endpoints", example="minimal")
def test_an_endpoint_stands_in_every_subnet(plan):
    subnets = plan.one("aws_vpc_endpoint")["subnet_ids"]
    assert sorted(subnets) == ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]


@pytest.mark.plan("vpc-endpoints", example="minimal")
def test_endpoints_have_the_group_of_the_module(plan):
    assert plan.one("aws_vpc_endpoint").refers_to("security_group_ids", "aws_security_group")


@pytest.mark.plan("vpc-endpoints", example="grown")
def test_clients_call_on_port_443_only(plan):
    rules = plan.of("aws_vpc_security_group_ingress_rule")
    assert {(r["ip_protocol"], r["from_port"], r["to_port"]) for r in rules} == {("tcp", 443, 443)}
    assert {r.index for r in rules} == {"app", "office", "vpc-ipv6"}


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_a_client_can_be_a_security_group(plan):
    rule = plan.one("aws_vpc_security_group_ingress_rule")
    assert (rule["referenced_security_group_id"], rule["cidr_ipv4"]) == ("sg-0a1b2c3d4e5f60718", None)


@pytest.mark.plan("vpc-endpoints", example="grown")
def test_nothing_begins_a_connection_from_an_endpoint(plan):
    assert plan.of("aws_vpc_security_group_egress_rule") == []
    assert plan.one("aws_security_group").get("egress") in (UNKNOWN, [])


@pytest.mark.plan("vpc-endpoints", example="minimal")
def test_an_endpoint_reaches_this_account_only(plan):
    statements = policy(plan, "secretsmanager")
    assert set(statements) == {"TrustedAccounts"}
    assert statements["TrustedAccounts"]["Condition"] == {"StringEquals": {"aws:ResourceAccount": [ACCOUNT]}}


@pytest.mark.plan("vpc-endpoints", example="minimal", trusted_account_ids=["210987654321"])
def test_further_accounts_can_be_trusted(plan):
    trusted = policy(plan, "secretsmanager")["TrustedAccounts"]["Condition"]["StringEquals"]["aws:ResourceAccount"]
    assert sorted(trusted) == [ACCOUNT, "210987654321"]


@pytest.mark.plan("vpc-endpoints", example="minimal", organization_id="o-a1b2c3d4e5")
def test_the_organisation_can_be_trusted(plan):
    statement = policy(plan, "secretsmanager")["Organization"]
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": ["o-a1b2c3d4e5"]}}


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_the_agent_of_guardduty_can_be_pulled(plan):
    statements = [policy(plan, service)["OfAws"] for service in ("ecr.api", "ecr.dkr")]
    assert {r for s in statements for r in s["Resource"]} == {
        "arn:aws:ecr:us-east-1:*:repository/aws-guardduty-agent-fargate"
    }


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_images_of_others_can_only_be_read(plan):
    assert {a.split(":")[1][:3] for a in policy(plan, "ecr.api")["OfAws"]["Action"]} == {"Bat", "Get"}


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_what_belongs_to_aws_is_for_callers_of_this_account(plan):
    conditions = [policy(plan, service)["OfAws"]["Condition"] for service in ("ecr.api", "ecr.dkr", "ssm")]
    assert conditions == [{"StringEquals": {"aws:PrincipalAccount": [ACCOUNT]}}] * 3


@pytest.mark.plan("vpc-endpoints", example="typical")
def test_parameters_and_documents_of_aws_can_be_read(plan):
    assert sorted(policy(plan, "ssm")["OfAws"]["Resource"]) == [
        "arn:aws:ssm:us-east-1::document/*",
        "arn:aws:ssm:us-east-1::parameter/aws/*",
    ]


@pytest.mark.plan("vpc-endpoints", example="grown")
def test_an_open_endpoint_must_be_asked_for(plan):
    assert {e.index for e in plan.of("aws_vpc_endpoint") if e.get("policy") is UNKNOWN} == {"execute-api"}


@pytest.mark.plan("vpc-endpoints", example="minimal")
def test_endpoints_have_ipv4_only(plan):
    assert plan.one("aws_vpc_endpoint")["ip_address_type"] == "ipv4"


@pytest.mark.plan("vpc-endpoints", example="minimal", ipv6_enabled=True)
def test_endpoints_and_their_names_can_have_both_families(plan):
    found = plan.one("aws_vpc_endpoint")
    assert (found["ip_address_type"], found["dns_options.0.dns_record_ip_type"]) == ("dualstack", "dualstack")


@pytest.mark.refused("vpc-endpoints", example="minimal", clients={}, match="At least one client")
def test_endpoints_that_nobody_can_call_are_refused(refusal):
    assert refusal.variable == "clients"


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.refused,
        "clients",
        {"app": {}},
        {"app": {"cidr_ipv4": "10.0.0.0/16", "security_group_id": "sg-0a1b2c3d4e5f60718"}},
        match="exactly one of",
    ),
)
def test_a_client_that_is_nobody_and_one_that_is_two_are_refused(refusal):
    assert refusal.variable == "clients"


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.plan,
        "clients",
        *({"a": {"cidr_ipv4": b}} for b in ("10.0.0.0/8", "10.1.2.3/32")),
        *({"a": {"cidr_ipv6": b}} for b in ("2001:db8::/32", "2001:db8::1/128")),
    ),
)
def test_a_client_can_be_a_large_network_or_one_host(plan):
    assert len(plan.of("aws_vpc_security_group_ingress_rule")) == 1


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.refused,
        "clients",
        *({"a": {"cidr_ipv4": b}} for b in ("0.0.0.0/0", "10.0.0.0/7", "10.0.0.0/33")),
        *({"a": {"cidr_ipv6": b}} for b in ("::/0", "2001:db8::/31", "2001:db8::/129")),
        match="networks of your own",
    ),
)
def test_the_internet_is_no_client(refusal):
    assert refusal.variable == "clients"


@pytest.mark.parametrize(
    (),
    each(
        pytest.mark.refused,
        "endpoints",
        {"com.amazonaws.us-east-1.Logs": {}},
        {"ecr_api": {}},
        match="ends of services' names",
    ),
)
def test_a_name_that_is_no_service_is_refused(refusal):
    assert refusal.variable == "endpoints"


@pytest.mark.parametrize(
    (), each(pytest.mark.refused, "endpoints", {"s3": {}}, {"dynamodb": {}}, match="gateway endpoints")
)
def test_a_service_that_has_a_gateway_is_refused(refusal):
    assert refusal.variable == "endpoints"


@pytest.mark.parametrize(
    (), each(pytest.mark.refused, "endpoints", {"ecr.api": {}}, {"ecr.dkr": {}}, match="takes both ecr.api and ecr.dkr")
)
def test_half_of_what_pulls_an_image_is_refused(refusal):
    assert refusal.variable == "endpoints"


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


@pytest.mark.parametrize((), each(pytest.mark.refused, "account_id", "12345678901", "1234567890123", match="twelve"))
def test_what_is_no_account_is_refused(refusal):
    assert refusal.variable == "account_id"


@pytest.mark.parametrize((), each(pytest.mark.refused, "name", "ab", "n" * 49, match="3 to 48"))
def test_a_name_of_another_length_is_refused(refusal):
    assert refusal.variable == "name"
