"""Social Flow: who may talk to whom, and over TLS."""

import pytest
from social_flow_seed import SEED


def rules(plan, direction, group):
    """The rules of one of the groups alb, app, database, redis."""
    found = plan.of(f"aws_vpc_security_group_{direction}_rule")
    return [
        rule
        for rule in found
        if [g.index for g in rule.refers_to("security_group_id", "aws_security_group")] == [group]
    ]


def peers(rule):
    """The groups that a rule admits by reference."""
    return [group.index for group in rule.refers_to("referenced_security_group_id", "aws_security_group")]


def summary(rule):
    return (rule["ip_protocol"], rule.get("from_port"), rule.get("to_port"), rule.get("cidr_ipv4"), peers(rule))


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-001")
def test_the_load_balancer_admits_443_from_cloudfront_only(plan):
    assert plan.of("aws_security_group")
    (rule,) = rules(plan, "ingress", "alb")
    assert summary(rule) == ("tcp", 443, 443, None, [])
    assert rule["prefix_list_id"].startswith("pl-")


@pytest.mark.plan("social-flow", environments=["development"], domain_name=None)
def test_without_a_domain_the_load_balancer_admits_80_from_cloudfront_only(plan):
    (rule,) = rules(plan, "ingress", "alb")
    assert summary(rule) == ("tcp", 80, 80, None, [])


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-SEC-001")
def test_the_load_balancer_can_admit_80_and_443_from_everywhere(plan):
    assert plan.of("aws_security_group")
    assert [summary(rule) for rule in rules(plan, "ingress", "alb")] == [
        ("tcp", 80, 80, "0.0.0.0/0", []),
        ("tcp", 443, 443, "0.0.0.0/0", []),
    ]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-002")
def test_the_load_balancer_sends_to_the_application_only(plan):
    assert [summary(rule) for rule in rules(plan, "egress", "alb")] == [("tcp", 8000, 8000, None, ["app"])]


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-SEC-002")
def test_the_load_balancer_can_be_allowed_to_send_everywhere(plan):
    assert [summary(rule) for rule in rules(plan, "egress", "alb")] == [("-1", None, None, "0.0.0.0/0", [])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-003")
def test_the_application_admits_8000_from_the_load_balancer_only(plan):
    assert plan.of("aws_security_group")
    assert [summary(rule) for rule in rules(plan, "ingress", "app")] == [("tcp", 8000, 8000, None, ["alb"])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-004")
def test_the_application_may_send_everywhere(plan):
    assert [summary(rule) for rule in rules(plan, "egress", "app")] == [("-1", None, None, "0.0.0.0/0", [])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-005")
def test_the_database_admits_5432_from_the_application_only(plan):
    assert plan.of("aws_security_group")
    assert [summary(rule) for rule in rules(plan, "ingress", "database")] == [("tcp", 5432, 5432, None, ["app"])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-006")
def test_redis_admits_6379_from_the_application_only(plan):
    assert plan.of("aws_security_group")
    assert [summary(rule) for rule in rules(plan, "ingress", "redis")] == [("tcp", 6379, 6379, None, ["app"])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-007")
def test_database_and_redis_send_nothing(plan):
    groups = {
        group.index
        for rule in plan.of("aws_vpc_security_group_egress_rule")
        for group in rule.refers_to("security_group_id", "aws_security_group")
    }
    assert groups == {"alb", "app"}


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-SEC-007")
@pytest.mark.parametrize("group", ["database", "redis"])
def test_database_and_redis_can_be_allowed_to_send_everywhere(plan, group):
    assert [summary(rule) for rule in rules(plan, "egress", group)] == [("-1", None, None, "0.0.0.0/0", [])]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-008")
def test_behind_the_load_balancer_tiers_are_chained_by_reference(plan):
    ingress = plan.of("aws_vpc_security_group_ingress_rule")
    assert {rule.get("cidr_ipv4") for rule in ingress if rule not in rules(plan, "ingress", "alb")} == {None}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-010")
def test_clients_reach_the_load_balancer_over_tls(plan):
    https = next(listener for listener in plan.of("aws_lb_listener") if listener["port"] == 443)
    assert (https["protocol"], https["ssl_policy"]) == ("HTTPS", "ELBSecurityPolicy-TLS13-1-2-2021-06")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-010")
def test_clients_reach_the_distribution_over_tls(plan):
    distribution = plan.one("aws_cloudfront_distribution")
    assert distribution["viewer_certificate.0.minimum_protocol_version"] == "TLSv1.2_2021"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-010")
def test_the_application_reaches_redis_over_tls(plan):
    assert plan.one("aws_elasticache_replication_group")["transit_encryption_enabled"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-010")
def test_the_application_reaches_the_database_over_tls(plan):
    groups = plan.of("aws_db_parameter_group")
    assert groups
    for group in groups:
        values = {parameter["name"]: parameter["value"] for parameter in group["parameter"]}
        assert values["rds.force_ssl"] == "1", group.address
