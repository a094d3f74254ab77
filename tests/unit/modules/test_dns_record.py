"""The module dns-record: records, routing policies and health checks."""

import pytest

TARGET = {"name": "primary-1234567890.us-east-1.elb.amazonaws.com", "zone_id": "Z35SXDOTRQ7X7K"}


def record(plan, key):
    return plan.resource(f'module.dns_record.aws_route53_record.this["{key}"]')


@pytest.mark.plan("dns-record", example="minimal")
def test_a_simple_record_has_its_values(plan):
    assert plan.one("aws_route53_record")["records"] == ["docs.example.net"]


@pytest.mark.plan("dns-record", example="minimal")
def test_a_simple_record_has_no_set_identifier(plan):
    assert plan.one("aws_route53_record").get("set_identifier") is None


@pytest.mark.plan("dns-record", example="typical")
def test_an_alias_follows_the_health_of_its_target(plan):
    assert record(plan, "shop-primary")["alias.0.evaluate_target_health"] is True


@pytest.mark.plan("dns-record", example="typical")
def test_an_alias_has_no_ttl(plan):
    assert record(plan, "shop-primary").get("ttl") is None


@pytest.mark.plan("dns-record", example="typical")
def test_failover_names_primary_and_secondary(plan):
    types = [record(plan, key)["failover_routing_policy.0.type"] for key in ("shop-primary", "shop-secondary")]
    assert types == ["PRIMARY", "SECONDARY"]


@pytest.mark.plan("dns-record", example="typical")
def test_a_record_follows_its_health_check(plan):
    assert [
        check.index for check in record(plan, "shop-primary").refers_to("health_check_id", "aws_route53_health_check")
    ] == ["primary"]


@pytest.mark.plan("dns-record", example="typical")
def test_a_health_check_asks_over_https_every_30_seconds(plan):
    check = plan.one("aws_route53_health_check")
    assert (check["type"], check["port"], check["request_interval"]) == ("HTTPS", 443, 30)


@pytest.mark.plan("dns-record", example="grown")
def test_geolocation_has_a_default(plan):
    assert record(plan, "api-default")["geolocation_routing_policy.0.country"] == "*"


@pytest.mark.plan("dns-record", example="grown")
def test_latency_names_a_region(plan):
    assert record(plan, "blog-east")["latency_routing_policy.0.region"] == "us-east-1"


@pytest.mark.plan("dns-record", example="grown")
def test_weights_are_set(plan):
    assert record(plan, "canary")["weighted_routing_policy.0.weight"] == 10


@pytest.mark.plan("dns-record", example="grown")
def test_routed_records_are_told_apart_by_their_keys(plan):
    assert record(plan, "canary")["set_identifier"] == "canary"


@pytest.mark.refused(
    "dns-record",
    example="minimal",
    records={"both": {"name": "a.example.com", "values": ["192.0.2.1"], "alias": TARGET}},
    match="either values or an alias",
)
def test_values_together_with_an_alias_are_refused(refusal):
    assert refusal.variable == "records"


@pytest.mark.refused(
    "dns-record",
    example="minimal",
    records={"two": {"name": "a.example.com", "values": ["192.0.2.1"], "weight": 1, "latency_region": "us-east-1"}},
    match="at most one of failover",
)
def test_two_routing_policies_are_refused(refusal):
    assert refusal.variable == "records"


@pytest.mark.refused(
    "dns-record",
    example="minimal",
    records={
        "a": {
            "name": "a.example.com",
            "values": ["192.0.2.1"],
            "failover": "PRIMARY",
            "health_check": "missing",
        }
    },
    match="must be a key of health_checks",
)
def test_an_unknown_health_check_is_refused(refusal):
    assert refusal.variable == "records"


@pytest.mark.refused(
    "dns-record",
    example="minimal",
    health_checks={"a": {"fqdn": "a.example.com", "interval_seconds": 20}},
    match="10 or 30 seconds",
)
def test_an_interval_that_route_53_does_not_know_is_refused(refusal):
    assert refusal.variable == "health_checks"
