"""The module nlb: network load balancer, listeners and target groups."""

import pytest

from tfproof.terraform.planning import Case

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/50dc6c495c0c9188"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"


def listener(plan, name):
    return plan.resource(f'module.nlb.aws_lb_listener.this["{name}"]')


def group(plan, name):
    return plan.resource(f'module.nlb.aws_lb_target_group.this["{name}"]')


@pytest.mark.plan("nlb", example="minimal")
def test_it_balances_connections(plan):
    assert plan.one("aws_lb")["load_balancer_type"] == "network"


@pytest.mark.plan("nlb", example="minimal")
def test_it_is_internal_by_default(plan):
    assert plan.one("aws_lb")["internal"] is True


@pytest.mark.plan("nlb", example="minimal", internal=False)
def test_it_can_face_the_internet(plan):
    assert plan.one("aws_lb")["internal"] is False


@pytest.mark.plan("nlb", example="minimal")
def test_it_has_its_security_groups_from_the_beginning(plan):
    assert plan.one("aws_lb")["security_groups"] == ["sg-0123456789abcdef0"]


@pytest.mark.plan("nlb", example="minimal")
def test_the_rules_hold_for_private_link(plan):
    assert plan.one("aws_lb")["enforce_security_group_inbound_rules_on_private_link_traffic"] == "on"


@pytest.mark.plan("nlb", example="typical")
def test_a_vpc_link_of_api_gateway_is_let_through(plan):
    assert plan.one("aws_lb")["enforce_security_group_inbound_rules_on_private_link_traffic"] == "off"


@pytest.mark.plan("nlb", example="minimal")
def test_connections_reach_the_targets_of_all_zones(plan):
    assert plan.one("aws_lb")["enable_cross_zone_load_balancing"] is True


@pytest.mark.plan("nlb", example="minimal", cross_zone_enabled=False)
def test_connections_can_stay_in_their_zone(plan):
    assert plan.one("aws_lb")["enable_cross_zone_load_balancing"] is False


@pytest.mark.plan("nlb", example="minimal")
def test_a_target_group_does_with_zones_as_the_load_balancer(plan):
    assert group(plan, "app")["load_balancing_cross_zone_enabled"] == "use_load_balancer_configuration"


@pytest.mark.plan("nlb", example="grown")
def test_a_target_group_can_keep_connections_in_their_zone(plan):
    assert group(plan, "metrics")["load_balancing_cross_zone_enabled"] == "false"


@pytest.mark.plan("nlb", example="minimal")
def test_it_is_protected_from_deletion(plan):
    assert plan.one("aws_lb")["enable_deletion_protection"] is True


@pytest.mark.plan("nlb", example="minimal", deletion_protection_enabled=False)
def test_deletion_protection_can_be_switched_off(plan):
    assert plan.one("aws_lb")["enable_deletion_protection"] is False


@pytest.mark.plan("nlb", example="minimal")
def test_a_listener_passes_tcp_on(plan):
    assert listener(plan, "app")["protocol"] == "TCP"


@pytest.mark.plan("nlb", example="typical")
def test_a_tls_listener_speaks_tls_1_2_or_newer(plan):
    assert listener(plan, "app")["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"


@pytest.mark.plan("nlb", example="typical")
def test_only_tcp_listeners_have_an_idle_timeout(plan):
    assert {r.index: r["tcp_idle_timeout_seconds"] for r in plan.of("aws_lb_listener") if r["protocol"] == "TCP"} == {
        "broker": 600
    }


@pytest.mark.plan("nlb", example="typical")
def test_further_certificates_are_attached(plan):
    assert plan.one("aws_lb_listener_certificate").index == "app/partner"


@pytest.mark.plan("nlb", example="typical")
def test_a_listener_forwards_to_its_target_group(plan):
    found = listener(plan, "app").refers_to("default_action.0.target_group_arn", "aws_lb_target_group")
    assert [g.index for g in found] == ["app"]


@pytest.mark.plan("nlb", example="minimal")
def test_targets_are_addresses_by_default(plan):
    assert group(plan, "app")["target_type"] == "ip"


@pytest.mark.plan("nlb", example="minimal")
def test_health_is_asked_by_a_connection(plan):
    assert group(plan, "app")["health_check.0.protocol"] == "TCP"


@pytest.mark.plan("nlb", example="typical")
def test_health_can_be_asked_at_a_path(plan):
    assert group(plan, "app")["health_check.0.path"] == "/health"


@pytest.mark.plan("nlb", example="typical")
def test_targets_can_see_the_addresses_of_clients(plan):
    assert group(plan, "broker")["preserve_client_ip"] == "true"


@pytest.mark.plan("nlb", example="grown")
def test_an_application_load_balancer_is_registered_with_its_port(plan):
    found = plan.one("aws_lb_target_group_attachment")
    assert (found.index, found["port"]) == ("api", 443)


@pytest.mark.plan("nlb", example="typical")
def test_connections_are_logged(plan):
    assert plan.one("aws_lb")["access_logs.0"] == {
        "bucket": "shop-production-logs-123456789012",
        "enabled": True,
        "prefix": "nlb",
    }


@pytest.mark.plan("nlb", example="minimal", listeners={}, target_groups={})
def test_services_can_bring_all_listeners(plan):
    assert [r.type for r in plan.managed] == ["aws_lb"]


@pytest.mark.parametrize("change", [{"port": 8001}, {"protocol": "TCP_UDP"}, {"target_type": "instance"}], ids=str)
def test_what_cannot_be_changed_is_in_the_name_of_a_target_group(planner, change):
    changed = Case.of("nlb", {"target_groups": {"app": {"port": 8000, **change}}}, example="minimal")
    names = {group(plan, "app")["name"] for plan in planner.plan_all([Case.of("nlb", example="minimal"), changed])}
    assert len(names) == 2


@pytest.mark.refused("nlb", example="minimal", security_group_ids=[], match="can never have any")
def test_a_load_balancer_without_security_groups_is_refused(refusal):
    assert refusal.variable == "security_group_ids"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    listeners={"app": {"port": 443, "protocol": "TLS", "target_group": "app"}},
    match="needs a certificate",
)
def test_tls_without_a_certificate_is_refused(refusal):
    assert refusal.variable == "listeners"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    listeners={"app": {"port": 443, "target_group": "app", "certificate_arn": CERTIFICATE}},
    match="Certificates are for TLS",
)
def test_a_certificate_without_tls_is_refused(refusal):
    assert refusal.variable == "listeners"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    listeners={"app": {"port": 53, "protocol": "TCP_UDP", "target_group": "app"}},
    match="a TCP_UDP listener of TCP_UDP",
)
def test_a_target_group_that_the_listener_cannot_speak_with_is_refused(refusal):
    assert refusal.variable == "listeners"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    listeners={"app": {"port": 53, "target_group": "app"}, "other": {"port": 53, "target_group": "app"}},
    match="a port of its own",
)
def test_two_listeners_on_one_port_are_refused(refusal):
    assert refusal.variable == "listeners"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    target_groups={"app": {"port": 443, "target_type": "alb", "load_balancer_arn": BALANCER}},
    match="a health check of HTTP or HTTPS",
)
def test_an_application_load_balancer_asked_by_tcp_is_refused(refusal):
    assert refusal.variable == "target_groups"


@pytest.mark.refused(
    "nlb",
    example="minimal",
    listeners={},
    target_groups={"app": {"port": 53, "protocol": "UDP", "client_ip_preserved": False}},
    match="always preserved for UDP",
)
def test_udp_without_the_addresses_of_clients_is_refused(refusal):
    assert refusal.variable == "target_groups"


@pytest.mark.refused(
    "nlb", example="minimal", ssl_policy="ELBSecurityPolicy-2016-08", match="TLS policy must be one of"
)
def test_a_policy_for_old_clients_is_refused(refusal):
    assert refusal.variable == "ssl_policy"
