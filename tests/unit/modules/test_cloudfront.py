"""The module cloudfront: distribution, origins, caching and logs."""

import hashlib

import pytest

BUCKET = {"bucket_regional_domain_name": "shop-assets-123456789012.s3.us-east-1.amazonaws.com"}


def distribution(plan):
    return plan.one("aws_cloudfront_distribution")


def origin(plan, name):
    return next(o for o in distribution(plan)["origin"] if o["origin_id"] == name)


def cache_policy(plan, name):
    return plan.resource(f'module.cloudfront.aws_cloudfront_cache_policy.this["{name}"]')


@pytest.mark.plan("cloudfront", example="minimal")
def test_it_is_enabled(plan):
    assert distribution(plan)["enabled"] is True


@pytest.mark.plan("cloudfront", example="minimal", enabled=False)
def test_it_can_be_switched_off(plan):
    assert distribution(plan)["enabled"] is False


@pytest.mark.plan("cloudfront", example="minimal")
def test_viewers_are_redirected_to_https(plan):
    assert distribution(plan)["default_cache_behavior.0.viewer_protocol_policy"] == "redirect-to-https"


@pytest.mark.plan("cloudfront", example="typical")
def test_viewers_of_a_path_are_redirected_to_https(plan):
    assert distribution(plan)["ordered_cache_behavior.0.viewer_protocol_policy"] == "redirect-to-https"


@pytest.mark.plan("cloudfront", example="minimal")
def test_answers_are_compressed(plan):
    assert distribution(plan)["default_cache_behavior.0.compress"] is True


@pytest.mark.plan("cloudfront", example="minimal")
def test_http_3_is_offered(plan):
    assert distribution(plan)["http_version"] == "http2and3"


@pytest.mark.plan("cloudfront", example="minimal")
def test_the_cheapest_price_class_is_the_default(plan):
    assert distribution(plan)["price_class"] == "PriceClass_100"


@pytest.mark.plan("cloudfront", example="minimal")
def test_without_aliases_cloudfronts_own_certificate_serves(plan):
    assert distribution(plan)["viewer_certificate.0.cloudfront_default_certificate"] is True


@pytest.mark.plan("cloudfront", example="typical")
def test_aliases_use_the_given_certificate(plan):
    assert distribution(plan)["viewer_certificate.0.acm_certificate_arn"].endswith(
        "5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
    )


@pytest.mark.plan("cloudfront", example="typical")
def test_aliases_need_tls_1_2(plan):
    assert distribution(plan)["viewer_certificate.0.minimum_protocol_version"] == "TLSv1.2_2021"


@pytest.mark.plan("cloudfront", example="minimal")
def test_s3_is_read_with_an_origin_access_control(plan):
    control = plan.one("aws_cloudfront_origin_access_control")
    assert (control["signing_behavior"], control["signing_protocol"]) == ("always", "sigv4")


@pytest.mark.plan("cloudfront", example="minimal", origin_access="identity")
def test_an_origin_access_identity_can_be_used_instead(plan):
    assert [
        r.type for r in plan.of("aws_cloudfront_origin_access_identity", "aws_cloudfront_origin_access_control")
    ] == ["aws_cloudfront_origin_access_identity"]


@pytest.mark.plan("cloudfront", example="typical")
def test_a_custom_origin_is_reached_over_https_only(plan):
    assert origin(plan, "app")["custom_origin_config"][0]["origin_protocol_policy"] == "https-only"


@pytest.mark.plan("cloudfront", example="typical")
def test_a_custom_origin_is_reached_with_tls_1_2(plan):
    assert origin(plan, "app")["custom_origin_config"][0]["origin_ssl_protocols"] == ["TLSv1.2"]


@pytest.mark.plan("cloudfront", example="typical")
def test_a_custom_origin_receives_headers(plan):
    assert origin(plan, "app")["custom_header"] == [{"name": "X-Origin", "value": "cdn"}]


@pytest.mark.plan("cloudfront", example="typical")
def test_an_origin_can_be_shielded(plan):
    assert origin(plan, "app")["origin_shield"] == [{"enabled": True, "origin_shield_region": "us-east-1"}]


@pytest.mark.plan("cloudfront", example="typical")
def test_an_origin_group_fails_over_in_order(plan):
    group = distribution(plan)["origin_group"][0]
    assert [member["origin_id"] for member in group["member"]] == ["assets", "assets-replica"]


@pytest.mark.plan("cloudfront", example="typical")
def test_an_origin_group_fails_over_on_server_errors(plan):
    assert sorted(distribution(plan)["origin_group.0.failover_criteria.0.status_codes"]) == [
        500,
        502,
        503,
        504,
    ]


@pytest.mark.plan("cloudfront", example="grown")
def test_behaviours_come_in_the_order_of_their_priorities(plan):
    assert [b["path_pattern"] for b in distribution(plan)["ordered_cache_behavior"]] == ["/media/*", "/api/*"]


@pytest.mark.plan("cloudfront", example="minimal")
def test_objects_are_kept_as_long_as_the_policy_says(plan):
    policy = plan.one("aws_cloudfront_cache_policy")
    assert (policy["min_ttl"], policy["default_ttl"], policy["max_ttl"]) == (0, 86400, 86400)


@pytest.mark.plan("cloudfront", example="minimal")
def test_compressed_objects_are_kept_apart(plan):
    parameters = plan.one("aws_cloudfront_cache_policy")["parameters_in_cache_key_and_forwarded_to_origin.0"]
    assert (parameters["enable_accept_encoding_gzip"], parameters["enable_accept_encoding_brotli"]) == (
        True,
        True,
    )


@pytest.mark.plan("cloudfront", example="typical")
def test_a_policy_of_0_seconds_caches_nothing(plan):
    policy = cache_policy(plan, "never")
    assert (policy["min_ttl"], policy["default_ttl"], policy["max_ttl"]) == (0, 0, 0)


@pytest.mark.plan("cloudfront", example="typical")
def test_query_strings_headers_and_cookies_can_be_forwarded(plan):
    policy = plan.one("aws_cloudfront_origin_request_policy")
    assert (
        policy["query_strings_config.0.query_string_behavior"],
        policy["headers_config.0.header_behavior"],
        policy["cookies_config.0.cookie_behavior"],
    ) == ("all", "allViewer", "all")


@pytest.mark.plan("cloudfront", example="typical")
def test_a_function_can_be_attached(plan):
    assert distribution(plan)["default_cache_behavior.0.function_association"] == [
        {
            "event_type": "viewer-request",
            "function_arn": "arn:aws:cloudfront::123456789012:function/shop-rewrite",
        }
    ]


@pytest.mark.plan("cloudfront", example="typical")
def test_a_web_acl_can_be_attached(plan):
    assert ":global/webacl/shop/" in distribution(plan)["web_acl_id"]


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    geo_restriction={"restriction_type": "whitelist", "locations": ["DE", "FR"]},
)
def test_countries_can_be_restricted(plan):
    assert sorted(distribution(plan)["restrictions.0.geo_restriction.0.locations"]) == ["DE", "FR"]


@pytest.mark.plan("cloudfront", example="minimal", security_headers_enabled=False)
def test_security_headers_can_be_switched_off(plan):
    assert plan.of("aws_cloudfront_response_headers_policy") == []


@pytest.mark.plan("cloudfront", example="typical")
def test_requests_are_logged_to_the_bucket(plan):
    destination = plan.one("aws_cloudwatch_log_delivery_destination")
    assert destination["delivery_destination_configuration.0.destination_resource_arn"] == (
        "arn:aws:s3:::shop-production-logs-123456789012/cdn"
    )


@pytest.mark.plan("cloudfront", example="typical")
def test_the_logs_are_those_of_the_distribution(plan):
    source = plan.one("aws_cloudwatch_log_delivery_source")
    assert source.refers_to("resource_arn", "aws_cloudfront_distribution") == [distribution(plan)]


@pytest.mark.plan("cloudfront", example="minimal")
def test_without_access_logs_nothing_is_delivered(plan):
    assert plan.of("aws_cloudwatch_log_delivery") == []


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    field_level_encryption={"public_key_pem": "a key", "provider_id": "shop", "fields": ["card-number"]},
)
def test_form_fields_can_be_encrypted_at_the_edge(plan):
    profile = plan.one("aws_cloudfront_field_level_encryption_profile")
    assert profile["encryption_entities.0.items.0.field_patterns.0.items"] == ["card-number"]


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    field_level_encryption={"public_key_pem": "a key", "provider_id": "shop", "fields": ["card-number"]},
)
def test_the_name_of_a_key_for_form_fields_says_which_key_it_is(plan):
    key = plan.one("aws_cloudfront_public_key")
    assert key["name"].endswith("-fields-" + hashlib.sha256(b"a key").hexdigest()[:8])


@pytest.mark.refused("cloudfront", example="minimal", aliases=["shop.example.com"], match="Aliases need a certificate")
def test_aliases_without_certificate_are_refused(refusal):
    assert refusal.message.count("Aliases need a certificate") == 1


@pytest.mark.refused("cloudfront", example="typical", minimum_tls_version="TLSv1.1_2016", match="one of TLSv1.2_2018")
def test_old_tls_is_refused(refusal):
    assert refusal.variable == "minimum_tls_version"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    default_behavior={"target": "assets", "cache_policy": "assets", "viewer_protocol_policy": "allow-all"},
    match="one of redirect-to-https, https-only",
)
def test_plain_http_for_viewers_is_refused(refusal):
    assert refusal.variable == "default_behavior"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    default_behavior={"target": "asets", "cache_policy": "assets"},
    match="must be a key of s3_origins",
)
def test_an_unknown_target_is_refused(refusal):
    assert refusal.variable == "default_behavior"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    default_behavior={"target": "assets", "cache_policy": "x"},
    match="must be a key of cache_policies",
)
def test_an_unknown_cache_policy_is_refused(refusal):
    assert refusal.variable == "default_behavior"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    cache_policies={"assets": {"default_ttl_seconds": 60, "max_ttl_seconds": 30}},
    match="The times must rise",
)
def test_a_maximum_below_the_default_is_refused(refusal):
    assert refusal.variable == "cache_policies"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    cache_policies={"assets": {"default_ttl_seconds": 0, "query_strings": "all"}},
    match="caches nothing takes no query_strings",
)
def test_query_strings_in_a_policy_that_caches_nothing_are_refused(refusal):
    assert refusal.variable == "cache_policies"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    origin_groups={"pair": {"primary": "assets", "secondary": "replica"}},
    match="keys of s3_origins or custom_origins",
)
def test_an_unknown_member_of_an_origin_group_is_refused(refusal):
    assert refusal.variable == "origin_groups"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    s3_origins={"assets": BUCKET},
    custom_origins={"assets": {"domain_name": "origin.example.com"}},
    match="must not share a name",
)
def test_two_origins_of_one_name_are_refused(refusal):
    assert "must not share a name" in refusal.message


@pytest.mark.refused("cloudfront", example="minimal", price_class="PriceClass_300", match="one of PriceClass_100")
def test_an_unknown_price_class_is_refused(refusal):
    assert refusal.variable == "price_class"


@pytest.mark.refused(
    "cloudfront",
    example="minimal",
    default_behavior={"target": "assets", "cache_policy": "assets", "field_level_encryption": True},
    match="Encrypting fields needs a key",
)
def test_encrypting_fields_without_a_key_is_refused(refusal):
    assert refusal.variable == "default_behavior"


def hsts(plan):
    headers = plan.one("aws_cloudfront_response_headers_policy")["security_headers_config"][0]
    (policy,) = headers["strict_transport_security"]
    return policy["access_control_max_age_sec"], policy["include_subdomains"]


@pytest.mark.plan("cloudfront", example="minimal")
def test_browsers_insist_on_https_for_a_year_and_for_this_name_only(plan):
    assert hsts(plan) == (31536000, False)


@pytest.mark.plan("cloudfront", example="minimal", hsts={"include_subdomains": True, "max_age_seconds": 0})
def test_the_subdomains_and_the_time_of_hsts_are_inputs(plan):
    assert hsts(plan) == (0, True)


@pytest.mark.refused("cloudfront", example="minimal", hsts={"max_age_seconds": -1}, match="must not be negative")
def test_a_time_before_now_is_refused(refusal):
    assert refusal.variable == "hsts"
