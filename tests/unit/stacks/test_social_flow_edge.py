"""Social Flow: load balancer and distribution."""

import pytest
from social_flow_seed import SEED

PRICE_CLASSES = {
    "development": "PriceClass_100",
    "staging": "PriceClass_200",
    "production": "PriceClass_All",
}


def distribution(plan):
    return plan.one("aws_cloudfront_distribution")


def behavior(plan, path):
    return next(b for b in distribution(plan)["ordered_cache_behavior"] if b["path_pattern"] == path)


def cache_policy(plan, key):
    """The cache policy that static, videos or api use, by its TTLs."""
    policy = next(p for p in plan.of("aws_cloudfront_cache_policy") if p.index == key)
    return (policy["min_ttl"], policy["default_ttl"], policy["max_ttl"])


def used_policy(plan, path):
    """The key of the cache policy that the behaviour at a path refers to."""
    return [policy.index for policy in distribution(plan).refers_to(path, "aws_cloudfront_cache_policy")]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-001")
def test_the_load_balancer_listens_to_http_and_https(plan):
    (balancer,) = {
        balancer.address for x in plan.of("aws_lb_listener") for balancer in x.refers_to("load_balancer_arn")
    }
    assert balancer == plan.one("aws_lb").address
    assert {(listener["port"], listener["protocol"]) for listener in plan.of("aws_lb_listener")} == {
        (80, "HTTP"),
        (443, "HTTPS"),
    }


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-001")
def test_http_is_redirected_to_https(plan):
    http = next(listener for listener in plan.of("aws_lb_listener") if listener["port"] == 80)
    assert (http["default_action.0.type"], http["default_action.0.redirect.0.protocol"]) == ("redirect", "HTTPS")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-002")
def test_health_is_asked_at_health(plan):
    assert plan.one("aws_lb_target_group")["health_check.0.path"] == "/health"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-003")
def test_health_is_asked_every_30_seconds(plan):
    assert plan.one("aws_lb_target_group")["health_check.0.interval"] == 30


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-004")
def test_sessions_stick_by_cookie_of_the_load_balancer(plan):
    stickiness = plan.one("aws_lb_target_group")["stickiness.0"]
    assert (stickiness["enabled"], stickiness["type"]) == (True, "lb_cookie")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CMP-005")
def test_targets_drain_for_300_seconds(plan):
    assert plan.one("aws_lb_target_group")["deregistration_delay"] == "300"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-001")
def test_the_price_class_grows_with_the_environment(plan, environment):
    assert distribution(plan)["price_class"] == PRICE_CLASSES[environment]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-002")
def test_static_files_videos_and_the_load_balancer_are_origins(plan):
    origins = {origin["origin_id"] for origin in distribution(plan)["origin"]}
    assert {"static", "videos", "alb"} <= origins


@pytest.mark.plan("social-flow", environments=["development", "staging"])
@pytest.mark.requirement("SF-CDN-002")
def test_outside_of_production_there_are_no_further_origins(plan):
    assert len(distribution(plan)["origin"]) == 3


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-003")
def test_s3_origins_use_an_origin_access_control(plan):
    control = plan.one("aws_cloudfront_origin_access_control")
    assert (control["origin_access_control_origin_type"], control["signing_behavior"]) == ("s3", "always")
    named = [distribution(plan).refers_to(f"origin.{n}.origin_access_control_id", control.type) for n in range(3)]
    assert sorted(named, key=len) == [[], [control], [control]]


@pytest.mark.plan("social-flow", **SEED)
@pytest.mark.requirement("SF-CDN-003")
def test_s3_origins_can_use_an_origin_access_identity(plan):
    identity = plan.one("aws_cloudfront_origin_access_identity")
    with_identity = [o["origin_id"] for o in distribution(plan)["origin"] if o["s3_origin_config"]]
    assert identity["comment"]
    assert {"static", "videos"} <= set(with_identity)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-004")
def test_static_files_are_cached_for_24_hours(plan):
    assert used_policy(plan, "default_cache_behavior.0.cache_policy_id") == ["static"]
    assert cache_policy(plan, "static") == (0, 86400, 86400)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-004")
def test_static_files_are_the_default(plan):
    assert distribution(plan)["default_cache_behavior.0.target_origin_id"].split("-")[0] == "static"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-005")
def test_videos_are_cached_for_1_hour(plan):
    assert behavior(plan, "/videos/*")["target_origin_id"].split("-")[0] == "videos"
    assert cache_policy(plan, "videos") == (0, 3600, 3600)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-006")
def test_the_api_is_not_cached(plan):
    assert behavior(plan, "/api/*")["target_origin_id"] == "alb"
    assert cache_policy(plan, "api") == (0, 0, 0)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-007")
def test_viewers_must_use_https(plan):
    behaviors = [distribution(plan)["default_cache_behavior.0"], *distribution(plan)["ordered_cache_behavior"]]
    assert {b["viewer_protocol_policy"] for b in behaviors} == {"redirect-to-https"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-008")
def test_the_domain_is_an_alias_with_its_certificate(plan):
    (certificate,) = distribution(plan).refers_to("viewer_certificate.0.acm_certificate_arn", "aws_acm_certificate")
    assert distribution(plan)["aliases"] == [certificate["domain_name"]]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-008")
def test_the_certificate_of_the_distribution_is_in_us_east_1(plan):
    (certificate,) = distribution(plan).refers_to("viewer_certificate.0.acm_certificate_arn", "aws_acm_certificate")
    assert certificate.region == "us-east-1"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-009")
def test_answers_are_compressed(plan):
    behaviors = [distribution(plan)["default_cache_behavior.0"], *distribution(plan)["ordered_cache_behavior"]]
    assert {b["compress"] for b in behaviors} == {True}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-009")
@pytest.mark.parametrize("key", ["static", "videos"])
def test_compressed_files_are_cached(plan, key):
    policy = next(p for p in plan.of("aws_cloudfront_cache_policy") if p.index == key)
    assert policy["parameters_in_cache_key_and_forwarded_to_origin.0.enable_accept_encoding_gzip"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-010")
def test_query_strings_of_the_api_reach_the_application(plan):
    policy = plan.one("aws_cloudfront_origin_request_policy")
    assert policy["query_strings_config.0.query_string_behavior"] == "all"
    assert distribution(plan).refers_to("ordered_cache_behavior.0.origin_request_policy_id", policy.type) == [policy]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CDN-010")
def test_query_strings_do_not_split_the_cache_of_files(plan):
    behaviors = [distribution(plan)["default_cache_behavior.0"], behavior(plan, "/videos/*")]
    assert [b.get("origin_request_policy_id") for b in behaviors] == [None, None]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CDN-011")
@pytest.mark.parametrize("name", ["static", "videos"])
def test_production_fails_over_to_the_replica_bucket(plan, name):
    groups = {group["origin_id"]: group for group in distribution(plan)["origin_group"]}
    members = [member["origin_id"] for member in groups[f"{name}-with-failover"]["member"]]
    assert members == [name, f"{name}-replica"]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CDN-011")
def test_production_serves_through_the_origin_groups(plan):
    targets = [
        distribution(plan)["default_cache_behavior.0.target_origin_id"],
        behavior(plan, "/videos/*")["target_origin_id"],
    ]
    assert targets == ["static-with-failover", "videos-with-failover"]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-CDN-011")
def test_production_fails_over_on_server_errors(plan):
    codes = [sorted(group["failover_criteria"][0]["status_codes"]) for group in distribution(plan)["origin_group"]]
    assert codes == [[500, 502, 503, 504]] * 2


@pytest.mark.plan("social-flow")
def test_requests_to_the_distribution_are_logged(plan):
    source = plan.one("aws_cloudwatch_log_delivery_source")
    assert source.refers_to("resource_arn", "aws_cloudfront_distribution") == [distribution(plan)]


@pytest.mark.plan("social-flow")
def test_the_distribution_reaches_the_load_balancer_over_https_only(plan):
    assert plan.one("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config.0.origin_protocol_policy"] == "https-only"


@pytest.mark.plan("social-flow", **SEED)
def test_a_load_balancer_on_the_internet_is_reached_over_https_only(plan):
    alb = next(origin for origin in distribution(plan)["origin"] if origin["origin_id"] == "alb")
    assert alb["custom_origin_config"][0]["origin_protocol_policy"] == "https-only"


@pytest.mark.plan("social-flow")
def test_the_distribution_reaches_the_load_balancer_through_the_vpc(plan):
    origin = plan.one("aws_cloudfront_vpc_origin")
    assert origin.refers_to("vpc_origin_endpoint_config.0.arn", "aws_lb") == [plan.one("aws_lb")]


@pytest.mark.plan("social-flow", environments=["staging", "production"])
def test_a_firewall_filters_what_reaches_the_distribution(plan):
    (firewall,) = distribution(plan).refers_to("web_acl_id", "aws_wafv2_web_acl")
    assert (firewall["scope"], firewall.region) == ("CLOUDFRONT", "us-east-1")


@pytest.mark.plan("social-flow", environments=["staging", "production"])
def test_a_firewall_filters_what_reaches_the_load_balancer(plan):
    (firewall,) = plan.one("aws_wafv2_web_acl_association").refers_to("web_acl_arn", "aws_wafv2_web_acl")
    assert firewall["scope"] == "REGIONAL"


@pytest.mark.plan("social-flow", environments=["staging", "production"])
def test_addresses_are_counted_where_they_are_seen(plan):
    limited = {
        firewall["scope"]
        for firewall in plan.of("aws_wafv2_web_acl")
        for rule in firewall["rule"]
        if rule["statement"][0]["rate_based_statement"]
    }
    assert limited == {"CLOUDFRONT"}


@pytest.mark.plan("social-flow", environments=["staging", "production"])
def test_what_a_firewall_sees_is_logged(plan):
    logged = {
        firewall["scope"]
        for logging in plan.of("aws_wafv2_web_acl_logging_configuration")
        for firewall in logging.refers_to("resource_arn", "aws_wafv2_web_acl")
    }
    assert logged == {"CLOUDFRONT", "REGIONAL"}


@pytest.mark.plan("social-flow", environments=["development"])
def test_development_does_without_a_firewall_for_its_cost(plan):
    assert plan.of("aws_wafv2_web_acl") == []


@pytest.mark.plan("social-flow", environments=["development"], domain_name=None)
def test_without_a_domain_there_is_no_certificate(plan):
    assert plan.of("aws_acm_certificate", "aws_route53_record") == []


@pytest.mark.plan("social-flow", environments=["development"], domain_name=None)
def test_without_a_domain_viewers_still_use_https(plan):
    assert distribution(plan)["viewer_certificate.0.cloudfront_default_certificate"] is True
    assert distribution(plan)["default_cache_behavior.0.viewer_protocol_policy"] == "redirect-to-https"


@pytest.mark.refused("social-flow", environments=["development"], zone_id=None, match="A domain needs its hosted zone")
def test_a_domain_without_its_zone_is_refused(refusal):
    assert "zone_id" in refusal.message
