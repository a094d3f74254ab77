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
    assert [b["path_pattern"] for b in distribution(plan)["ordered_cache_behavior"]] == [
        "/downloads/*",
        "/media/*",
        "/api/*",
        "/internal/*",
    ]


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
    attached = distribution(plan)["default_cache_behavior.0.function_association"]
    assert {a["event_type"]: a["function_arn"] for a in attached if a["event_type"] == "viewer-response"} == {
        "viewer-response": "arn:aws:cloudfront::123456789012:function/shop-headers"
    }


@pytest.mark.plan("cloudfront", example="typical")
def test_a_function_of_the_module_runs_at_the_edge(plan):
    function = plan.one("aws_cloudfront_function")
    assert (function["name"], function["publish"], function["runtime"]) == (
        "shop-production-index",
        True,
        "cloudfront-js-2.0",
    )
    assert "index.html" in function["code"]
    attached = distribution(plan).refers_to("default_cache_behavior.0.function_association.0.function_arn")
    assert attached == [function]


@pytest.mark.plan(
    "cloudfront", example="minimal", functions={"a": {"code": "x", "comment": "c", "runtime": "cloudfront-js-1.0"}}
)
def test_a_function_can_have_the_older_runtime(plan):
    assert plan.one("aws_cloudfront_function")["runtime"] == "cloudfront-js-1.0"


@pytest.mark.refused(
    "cloudfront",
    example="typical",
    default_behavior={"target": "assets", "cache_policy": "assets", "functions": {"viewer-request": "other"}},
    match="must be keys of functions",
)
def test_a_function_that_is_not_there_is_refused(refusal):
    assert refusal.variable == "default_behavior"


@pytest.mark.plan("cloudfront", example="typical")
def test_additional_metrics_are_not_paid_for_by_default(plan):
    assert "aws_cloudfront_monitoring_subscription" not in {r.type for r in plan.managed}


@pytest.mark.plan("cloudfront", example="grown")
def test_the_cache_hit_rate_can_be_measured(plan):
    subscription = plan.one("aws_cloudfront_monitoring_subscription")
    status = "monitoring_subscription.0.realtime_metrics_subscription_config.0.realtime_metrics_subscription_status"
    assert subscription[status] == "Enabled"
    assert subscription.refers_to("distribution_id") == [distribution(plan)]


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


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=version,
            marks=pytest.mark.refused(
                "cloudfront", example="typical", minimum_tls_version=version, match="one of TLSv1.2_2018"
            ),
        )
        for version in ("TLSv1.1_2016", "TLSv1.3_2025")
    ],
)
def test_old_tls_and_what_the_provider_does_not_know_is_refused(refusal):
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
    match="keys of s3_origins, custom_origins or vpc_origins",
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


PEM = "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n"
ALB = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"


def behavior(plan, path):
    return next(b for b in distribution(plan)["ordered_cache_behavior"] if b["path_pattern"] == path)


@pytest.mark.plan("cloudfront", example="grown")
def test_policies_of_aws_are_named(plan):
    found = behavior(plan, "/internal/*")
    assert (found["cache_policy_id"], found["origin_request_policy_id"], found["response_headers_policy_id"]) == (
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    )


@pytest.mark.plan("cloudfront", example="typical")
def test_policies_of_ones_own_are_named_by_their_keys(plan):
    path = "ordered_cache_behavior.0.origin_request_policy_id"
    assert [p.index for p in distribution(plan).refers_to(path, "aws_cloudfront_origin_request_policy")] == [
        "everything"
    ]


OTHERS = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
BY_ID = {"cache_policy": OTHERS, "origin_request_policy": OTHERS, "response_headers_policy": OTHERS}


@pytest.mark.plan("cloudfront", example="minimal", cache_policies={}, default_behavior={"target": "assets", **BY_ID})
def test_policies_made_elsewhere_are_named_by_their_identifiers(plan):
    found = distribution(plan)["default_cache_behavior.0"]
    assert {found[f"{policy}_id"] for policy in BY_ID} == {OTHERS}


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=f"{policy}-{where}",
            marks=pytest.mark.refused("cloudfront", example="minimal", match="Managed-", **arguments),
        )
        for policy in ("cache_policy", "origin_request_policy", "response_headers_policy")
        for behaviour in ({"target": "assets", "cache_policy": "assets", policy: "Managed-Everything"},)
        for where, arguments in {
            "default_behavior": {"default_behavior": behaviour},
            "behaviors": {"behaviors": {"a": {"priority": 1, "path_pattern": "/a", **behaviour}}},
        }.items()
    ],
)
def test_a_policy_that_aws_has_not_is_refused(refusal):
    assert refusal.variable in ("default_behavior", "behaviors")


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    public_keys={"a": PEM},
    key_groups={"customers": ["a"]},
    default_behavior={"target": "assets", "cache_policy": "assets", "key_groups": ["customers"]},
)
def test_a_behaviour_can_serve_signed_requests_only(plan):
    path = "default_cache_behavior.0.trusted_key_groups"
    assert [g.index for g in distribution(plan).refers_to(path, "aws_cloudfront_key_group")] == ["customers"]


@pytest.mark.plan("cloudfront", example="grown")
def test_a_key_group_has_its_keys(plan):
    keys = plan.one("aws_cloudfront_key_group").refers_to("items", "aws_cloudfront_public_key")
    assert [key.index for key in keys] == ["current"]


@pytest.mark.plan("cloudfront", example="minimal", public_keys={"a": PEM}, key_groups={"a": ["a"]})
def test_the_name_of_a_signers_key_says_which_key_it_is(plan):
    name = plan.one("aws_cloudfront_public_key")["name"]
    assert name.endswith("-a-" + hashlib.sha256(PEM.encode()).hexdigest()[:8])


@pytest.mark.plan("cloudfront", example="typical")
def test_an_error_can_be_answered_by_a_page(plan):
    assert distribution(plan)["custom_error_response"] == [
        {"error_caching_min_ttl": 10, "error_code": 404, "response_code": 404, "response_page_path": "/errors/404.html"}
    ]


CODES = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    error_responses={
        str(code): {"caching_seconds": 0, "response_code": code, "response_page_path": "/a"} for code in CODES
    },
)
def test_each_error_can_be_answered(plan):
    assert sorted(answer["error_code"] for answer in distribution(plan)["custom_error_response"]) == list(CODES)


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    error_responses={"404": {"response_code": 200, "response_page_path": "/index.html"}},
)
def test_an_application_of_one_page_answers_for_what_is_not_there(plan):
    assert distribution(plan)["custom_error_response.0.response_code"] == 200


@pytest.mark.plan("cloudfront", example="minimal", error_responses={"503": {"caching_seconds": 60}})
def test_an_error_can_only_be_remembered(plan):
    assert distribution(plan)["custom_error_response.0.error_caching_min_ttl"] == 60


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    origin_request_policies={
        "but-host": {"headers": "allExcept", "header_names": ["Host"]},
        "country": {"headers": "allViewerAndWhitelistCloudFront", "header_names": ["CloudFront-Viewer-Country"]},
        "some": {
            "cookies": "whitelist",
            "cookie_names": ["session"],
            "headers": "whitelist",
            "header_names": ["Accept"],
            "query_strings": "allExcept",
            "query_string_names": ["utm"],
        },
    },
)
def test_what_is_forwarded_can_be_named_or_excepted(plan):
    found = {
        policy.index: (
            policy["headers_config.0.header_behavior"],
            policy["headers_config.0.headers.0.items"],
        )
        for policy in plan.of("aws_cloudfront_origin_request_policy")
    }
    assert found == {
        "but-host": ("allExcept", ["Host"]),
        "country": ("allViewerAndWhitelistCloudFront", ["CloudFront-Viewer-Country"]),
        "some": ("whitelist", ["Accept"]),
    }


@pytest.mark.plan("cloudfront", example="grown")
def test_a_load_balancer_is_reached_through_its_vpc(plan):
    assert plan.one("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config.0.arn"].endswith(
        ":loadbalancer/app/shop-internal/50dc6c495c0c9188"
    )
    assert origin(plan, "internal")["custom_origin_config"] == []


@pytest.mark.plan("cloudfront", example="grown")
def test_a_vpc_origin_is_reached_over_https_only(plan):
    assert plan.one("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config.0.origin_protocol_policy"] == "https-only"


@pytest.mark.plan("cloudfront", example="grown")
def test_a_vpc_origin_is_reached_with_tls_1_2(plan):
    assert plan.one("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config.0.origin_ssl_protocols.0.items"] == [
        "TLSv1.2"
    ]


def vpc_origins(least, most):
    return {
        "vpc_origins": {
            "least": {"arn": ALB, "domain_name": "a.example.com", **least},
            "most": {"arn": ALB, "domain_name": "b.example.com", **most},
        }
    }


@pytest.mark.plan(
    "cloudfront",
    example="minimal",
    **vpc_origins(
        {"http_port": 1, "https_port": 1, "read_timeout_seconds": 1, "protocol_policy": "http-only"},
        {
            "http_port": 65535,
            "https_port": 65535,
            "read_timeout_seconds": 120,
            "headers": {"X-Origin": "cdn"},
            "origin_shield_region": "us-east-1",
        },
    ),
)
def test_a_change_of_a_vpc_origin_makes_another_name(plan):
    names = {o.index: o["vpc_origin_endpoint_config.0.name"] for o in plan.of("aws_cloudfront_vpc_origin")}
    assert names["least"].removeprefix("shop-production-least") != names["most"].removeprefix("shop-production-most")


ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
PATH = {"priority": 1, "path_pattern": "/a", "target": "assets", "cache_policy": "assets"}
TO_A_GROUP = {"target": "both", "cache_policy": "assets"}
ORIGIN_GROUP = {
    "s3_origins": {"assets": BUCKET, "copy": BUCKET},
    "origin_groups": {"both": {"primary": "assets", "secondary": "copy"}},
}


@pytest.mark.parametrize(
    "methods",
    [
        pytest.param(
            methods, id="-".join(methods), marks=pytest.mark.plan("cloudfront", example="minimal", **arguments)
        )
        for methods, arguments in [
            (methods, {"default_behavior": {"target": "assets", "cache_policy": "assets", "allowed_methods": methods}})
            for methods in (["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ALL_METHODS)
        ]
    ],
)
def test_methods_are_allowed_in_the_three_sets_of_cloudfront(plan, methods):
    assert sorted(distribution(plan)["default_cache_behavior.0.allowed_methods"]) == methods


@pytest.mark.plan("cloudfront", example="minimal", default_behavior=TO_A_GROUP, **ORIGIN_GROUP)
def test_an_origin_group_is_read(plan):
    assert distribution(plan)["default_cache_behavior.0.target_origin_id"] == "both"


REFUSED = {
    "an unknown status": ("error_responses", {"error_responses": {"418": {}}}, "must be among 400"),
    "a page without status": (
        "error_responses",
        {"error_responses": {"404": {"response_page_path": "/a"}}},
        "go together",
    ),
    "a status without page": ("error_responses", {"error_responses": {"404": {"response_code": 200}}}, "go together"),
    "a page without slash": (
        "error_responses",
        {"error_responses": {"404": {"response_code": 200, "response_page_path": "a"}}},
        "begin with /",
    ),
    "an answer of 302": (
        "error_responses",
        {"error_responses": {"404": {"response_code": 302, "response_page_path": "/a"}}},
        "response_code must be one of",
    ),
    "an error remembered before it happens": (
        "error_responses",
        {"error_responses": {"404": {"caching_seconds": -1}}},
        "must not be negative",
    ),
    "a key that is none": ("public_keys", {"public_keys": {"a": "ssh-rsa abc"}}, "BEGIN PUBLIC KEY"),
    "an empty key group": ("key_groups", {"key_groups": {"a": []}}, "at least one key"),
    "an unknown key": ("key_groups", {"key_groups": {"a": ["b"]}}, "keys of public_keys"),
    "an unknown key group": (
        "default_behavior",
        {"default_behavior": {"target": "assets", "cache_policy": "assets", "key_groups": ["a"]}},
        "keys of key_groups",
    ),
    "an unknown key group of a path": (
        "behaviors",
        {
            "behaviors": {
                "a": {
                    "priority": 1,
                    "path_pattern": "/a",
                    "target": "assets",
                    "cache_policy": "assets",
                    "key_groups": ["a"],
                }
            }
        },
        "keys of key_groups",
    ),
    "an unknown kind of query strings": (
        "origin_request_policies",
        {"origin_request_policies": {"a": {"query_strings": "some"}}},
        "must be one of none, all",
    ),
    "an unknown kind of headers": (
        "origin_request_policies",
        {"origin_request_policies": {"a": {"headers": "all"}}},
        "must be one of none, all",
    ),
    "an unknown kind of cookies": (
        "origin_request_policies",
        {"origin_request_policies": {"a": {"cookies": "some"}}},
        "must be one of none, all",
    ),
    "exceptions without names": (
        "origin_request_policies",
        {"origin_request_policies": {"a": {"headers": "allExcept"}}},
        "need names",
    ),
    "names of all": (
        "origin_request_policies",
        {"origin_request_policies": {"a": {"cookies": "all", "cookie_names": ["a"]}}},
        "nothing else takes them",
    ),
    "a vpc origin by chance": (
        "vpc_origins",
        vpc_origins({"protocol_policy": "match-viewer"}, {}),
        "one of https-only, http-only",
    ),
    "port 0": ("vpc_origins", vpc_origins({"http_port": 0}, {}), "between 1 and 65535"),
    "port 65536": ("vpc_origins", vpc_origins({}, {"https_port": 65536}), "between 1 and 65535"),
    "no time to read": ("vpc_origins", vpc_origins({"read_timeout_seconds": 0}, {}), "between 1 and 120"),
    "two minutes and more to read": (
        "vpc_origins",
        vpc_origins({}, {"read_timeout_seconds": 121}),
        "between 1 and 120",
    ),
    "methods by choice": (
        "default_behavior",
        {
            "default_behavior": {
                "target": "assets",
                "cache_policy": "assets",
                "allowed_methods": ["GET", "HEAD", "POST"],
            }
        },
        "of the default behaviour must be GET and HEAD",
    ),
    "methods by choice for a path": (
        "behaviors",
        {"behaviors": {"a": {**PATH, "allowed_methods": ["GET", "OPTIONS"]}}},
        "of a behaviour must be GET and HEAD",
    ),
    "writing to an origin group": (
        "default_behavior",
        {"default_behavior": {**TO_A_GROUP, "allowed_methods": ALL_METHODS}, **ORIGIN_GROUP},
        "must not be written",
    ),
    "writing to an origin group for a path": (
        "behaviors",
        {"behaviors": {"a": {**PATH, **TO_A_GROUP, "allowed_methods": ALL_METHODS}}, **ORIGIN_GROUP},
        "must not be written",
    ),
}


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(
            variable, id=what, marks=pytest.mark.refused("cloudfront", example="minimal", match=match, **arguments)
        )
        for what, (variable, arguments, match) in REFUSED.items()
    ],
)
def test_what_cloudfront_would_refuse_is_refused(refusal, variable):
    assert refusal.variable == variable
