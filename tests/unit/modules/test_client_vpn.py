"""What the module `client-vpn` promises."""

import pytest

PROVIDER = "arn:aws:iam::123456789012:saml-provider/people"
ROOT = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"


def endpoint(plan):
    return plan.one("aws_ec2_client_vpn_endpoint")


def options(plan):
    """How people say who they are."""
    return {o["type"]: o for o in endpoint(plan)["authentication_options"]}


@pytest.mark.plan("client-vpn", example="minimal")
def test_people_sign_in_at_an_identity_provider(plan):
    assert {t: o["saml_provider_arn"] for t, o in options(plan).items()} == {"federated-authentication": PROVIDER}


@pytest.mark.plan("client-vpn", example="minimal", saml=None, client_certificate={"root_arn": ROOT})
def test_a_certificate_can_say_who_comes(plan):
    told = {t: o["root_certificate_chain_arn"] for t, o in options(plan).items()}
    assert told == {"certificate-authentication": ROOT}


@pytest.mark.plan("client-vpn", example="grown")
def test_both_can_be_asked_for(plan):
    assert set(options(plan)) == {"certificate-authentication", "federated-authentication"}


@pytest.mark.refused("client-vpn", example="minimal", saml=None, match="Somebody has to say who comes")
def test_an_endpoint_for_everybody_is_refused(refusal):
    assert refusal.variable == "saml"


@pytest.mark.plan("client-vpn", example="minimal")
def test_connections_are_recorded_for_a_year(plan):
    (log,) = endpoint(plan)["connection_log_options"]
    group = plan.one("aws_cloudwatch_log_group")
    assert (log["enabled"], log["cloudwatch_log_group"]) == (True, group["name"])
    assert group["retention_in_days"] == 365


@pytest.mark.plan("client-vpn", example="typical")
def test_the_record_is_encrypted_with_a_key_of_ones_own(plan):
    assert ":key/" in plan.one("aws_cloudwatch_log_group")["kms_key_id"]


@pytest.mark.plan("client-vpn", example="minimal")
def test_whoever_was_connected_for_eight_hours_signs_in_anew(plan):
    told = (endpoint(plan)["session_timeout_hours"], endpoint(plan)["disconnect_on_session_timeout"])
    assert told == (8, True)


@pytest.mark.plan("client-vpn", example="minimal")
def test_clients_reach_the_internet_by_themselves(plan):
    assert endpoint(plan)["split_tunnel"] is True


@pytest.mark.plan("client-vpn", example="minimal", split_tunnel=False)
def test_clients_can_reach_everything_through_the_endpoint(plan):
    assert endpoint(plan)["split_tunnel"] is False


@pytest.mark.plan("client-vpn", example="typical")
def test_clients_see_a_banner_and_ask_the_servers_of_the_network(plan):
    assert endpoint(plan)["client_login_banner_options"] == [
        {"enabled": True, "banner_text": "Connections are recorded."}
    ]
    assert endpoint(plan)["dns_servers"] == ["10.0.0.2"]


@pytest.mark.plan("client-vpn", example="typical")
def test_a_group_is_admitted_to_a_network(plan):
    (rule,) = plan.of("aws_ec2_client_vpn_authorization_rule")
    told = (rule["access_group_id"], rule["target_network_cidr"], rule.get("authorize_all_groups"))
    assert told == ("administrators", "10.0.0.0/16", None)


@pytest.mark.plan("client-vpn", example="minimal")
def test_everybody_who_signs_in_can_be_admitted(plan):
    (rule,) = plan.of("aws_ec2_client_vpn_authorization_rule")
    assert rule["authorize_all_groups"] is True


@pytest.mark.refused(
    "client-vpn", example="typical", saml=None, client_certificate={"root_arn": ROOT}, match="needs saml"
)
def test_a_group_of_nobody_is_refused(refusal):
    assert refusal.variable == "authorizations"


@pytest.mark.plan("client-vpn", example="grown")
def test_each_zone_has_an_association(plan):
    subnets = {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert {a["subnet_id"] for a in plan.of("aws_ec2_client_vpn_network_association")} == subnets


@pytest.mark.plan("client-vpn", example="grown")
def test_a_route_leads_through_each_zone(plan):
    assert {(r["destination_cidr_block"], r["target_vpc_subnet_id"]) for r in plan.of("aws_ec2_client_vpn_route")} == {
        (block, subnet)
        for block in ("172.20.0.0/16", "172.21.0.0/16")
        for subnet in ("subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829")
    }


@pytest.mark.plan("client-vpn", example="grown")
def test_clients_lead_to_what_is_named_only(plan):
    assert {
        (r["ip_protocol"], r["from_port"], r["to_port"], r.get("cidr_ipv4") or r["referenced_security_group_id"])
        for r in plan.of("aws_vpc_security_group_egress_rule")
    } == {("tcp", 5432, 5432, "sg-0a1b2c3d4e5f60718"), ("udp", 53, 53, "10.0.0.2/32")}


@pytest.mark.plan("client-vpn", example="minimal")
def test_without_a_destination_clients_lead_nowhere(plan):
    assert {"aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"} & {
        r.type for r in plan.managed
    } == set()
