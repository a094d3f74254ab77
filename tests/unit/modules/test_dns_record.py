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


def overridden(how):
    checks = {"primary": {"fqdn": "primary.example.com", **({"override": how} if how else {})}}
    return pytest.mark.plan("dns-record", example="typical", health_checks=checks)


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param((False, False), marks=overridden(None), id="decides"),
        pytest.param((True, False), marks=overridden("healthy"), id="healthy"),
        pytest.param((True, True), marks=overridden("unhealthy"), id="unhealthy"),
    ],
)
def test_a_person_can_decide_in_place_of_a_health_check(plan, expected):
    check = plan.one("aws_route53_health_check")
    assert (check["disabled"], check["invert_healthcheck"]) == expected


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


CHECK = {"fqdn": "a.example.com"}
RECORD = {"name": "a.example.com", "values": ["192.0.2.1"]}
TARGET = {"name": "lb-1234567890.us-east-1.elb.amazonaws.com", "zone_id": "Z35SXDOTRQ7X7K"}


def routed(**policy):
    """Records as an input: one record with the policy."""
    return {"one": {**RECORD, **policy}}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            given, marks=pytest.mark.plan("dns-record", example="minimal", health_checks={"one": {**CHECK, **given}})
        )
        for given in (
            {"failure_threshold": 1, "port": 1, "type": "HTTP", "interval_seconds": 10},
            {"failure_threshold": 10, "port": 65535, "type": "HTTPS", "interval_seconds": 30},
        )
    ],
)
def test_what_route_53_can_check_is_checked(plan, given):
    check = plan.one("aws_route53_health_check")
    names = ("failure_threshold", "port", "type", "request_interval")
    assert [check[name] for name in names] == list(given.values())


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            marks=pytest.mark.refused(
                "dns-record", example="minimal", health_checks={"one": {**CHECK, **given}}, match=match
            )
        )
        for given, match in (
            ({"failure_threshold": 0}, "between 1 and 10"),
            ({"failure_threshold": 11}, "between 1 and 10"),
            ({"port": 0}, "between 1 and 65535"),
            ({"port": 65536}, "between 1 and 65535"),
            ({"type": "TCP"}, "one of HTTP, HTTPS"),
        )
    ],
)
def test_what_route_53_cannot_check_is_refused(refusal):
    assert refusal.variable == "health_checks"


@pytest.mark.parametrize(
    "weight",
    [
        pytest.param(n, marks=pytest.mark.plan("dns-record", example="minimal", records=routed(weight=n)))
        for n in (0, 255)
    ],
)
def test_a_record_can_have_a_weight(plan, weight):
    assert plan.one("aws_route53_record")["weighted_routing_policy.0.weight"] == weight


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(n, marks=pytest.mark.plan("dns-record", example="minimal", records=routed(ttl=n)))
        for n in (0, 2147483647)
    ],
)
def test_a_record_can_live_as_long_as_dns_allows(plan, seconds):
    assert plan.one("aws_route53_record")["ttl"] == seconds


@pytest.mark.plan("dns-record", example="minimal", records=routed(geolocation={"country": "US", "subdivision": "CA"}))
def test_a_record_can_answer_one_state(plan):
    location = plan.one("aws_route53_record")["geolocation_routing_policy.0"]
    assert (location["country"], location["subdivision"]) == ("US", "CA")


@pytest.mark.plan("dns-record", example="minimal", records=routed(geolocation={"country": "*"}))
def test_a_record_can_answer_everybody_else(plan):
    assert plan.one("aws_route53_record")["geolocation_routing_policy.0.country"] == "*"


@pytest.mark.plan(
    "dns-record", example="minimal", records={"one": {"name": "a.example.com", "failover": "PRIMARY", "alias": TARGET}}
)
def test_a_primary_can_be_checked_by_its_target(plan):
    assert plan.one("aws_route53_record")["alias.0.evaluate_target_health"] is True


@pytest.mark.plan("dns-record", example="minimal", records=routed(failover="SECONDARY"))
def test_a_secondary_needs_no_check(plan):
    assert plan.one("aws_route53_record")["failover_routing_policy.0.type"] == "SECONDARY"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(marks=pytest.mark.refused("dns-record", example="minimal", records=records, match=match))
        for records, match in (
            (routed(weight=-1), "between 0 and 255"),
            (routed(weight=256), "between 0 and 255"),
            (routed(ttl=-1), "between 0 and 2147483647"),
            (routed(ttl=2147483648), "between 0 and 2147483647"),
            (routed(failover="PRIMARY"), "never fails over"),
            (
                {
                    "one": {
                        "name": "a.example.com",
                        "failover": "PRIMARY",
                        "alias": {**TARGET, "evaluate_target_health": False},
                    }
                },
                "never fails over",
            ),
            (routed(failover="TERTIARY"), "PRIMARY, SECONDARY"),
            (routed(geolocation={}), "either a continent or a country"),
            (routed(geolocation={"continent": "EU", "country": "DE"}), "either a continent or a country"),
            (routed(geolocation={"country": "CA", "subdivision": "ON"}), "needs the country US"),
            (routed(geolocation={"continent": "NA", "subdivision": "CA"}), "needs the country US"),
            (routed(type="SPF"), "type of a record"),
        )
    ],
)
def test_a_record_that_route_53_would_not_take_is_refused(refusal):
    assert refusal.variable == "records"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(
            kind,
            value,
            marks=pytest.mark.plan("dns-record", example="minimal", records=routed(type=kind, values=[value])),
        )
        for kind, value in (
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("CAA", '0 issue "amazon.com"'),
            ("CNAME", "b.example.com"),
            ("DS", "12345 13 2 " + "0" * 64),
            ("HTTPS", "1 . alpn=h2"),
            ("MX", "10 mail.example.com"),
            ("NS", "ns1.example.net"),
            ("PTR", "a.example.com"),
            ("SRV", "1 1 443 a.example.com"),
            ("SVCB", "1 a.example.com"),
            ("TXT", "hello"),
        )
    ],
)
def test_a_record_of_every_type_is_made(plan, kind, value):
    assert (plan.one("aws_route53_record")["type"], plan.one("aws_route53_record")["records"]) == (kind, [value])
