"""What the module `lambda-http-api` promises."""

import json
from functools import partial

import pytest
from each_value import each_value
from expressions import declared, references

LOG_KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
CALL = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
OPEN = {"function": "orders", "authorization": "NONE"}
SHOP = "https://shop.example.com"

planned, refused = pytest.mark.plan, pytest.mark.refused
each = partial(each_value, "lambda-http-api")


def route(plan, key):
    return next(r for r in plan.of("aws_apigatewayv2_route") if r.index == key)


def target(plan, key):
    """The integration that a route leads to, as text: its identifier is known only after an apply."""
    return repr(route(plan, key).evaluated("target"))


def integration(plan, key):
    return next(i for i in plan.of("aws_apigatewayv2_integration") if i.index == key)


@planned("lambda-http-api", example="minimal")
def test_the_api_is_an_http_api(plan):
    assert plan.one("aws_apigatewayv2_api")["protocol_type"] == "HTTP"


@planned("lambda-http-api", example="typical")
def test_a_function_gets_the_whole_request_in_format_2(plan):
    made = integration(plan, "orders")
    assert (made["integration_type"], made["payload_format_version"]) == ("AWS_PROXY", "2.0")
    assert made["integration_uri"] == f"{CALL}:shop-orders:live/invocations"


@planned("lambda-http-api", example="minimal")
def test_the_api_waits_for_a_function_as_long_as_api_gateway_does(plan):
    assert integration(plan, "orders")["timeout_milliseconds"] == 30000


@planned("lambda-http-api", example="grown")
def test_api_gateway_calls_each_function_or_its_alias(plan):
    permissions = plan.of("aws_lambda_permission")
    assert {(p["principal"], p["function_name"], p.get("qualifier")) for p in permissions} == {
        ("apigateway.amazonaws.com", "shop-orders", "live"),
        ("apigateway.amazonaws.com", "shop-stock", None),
    }


@planned("lambda-http-api", example="minimal")
def test_api_gateway_calls_the_function_for_this_api_only(plan):
    assert "aws_apigatewayv2_api.this.execution_arn" in references(plan, "aws_lambda_permission.this", "source_arn")


@planned("lambda-http-api", example="typical")
def test_a_route_asks_for_a_token_and_its_scopes(plan):
    made = route(plan, "GET /orders")
    assert (made["authorization_type"], made["authorization_scopes"]) == ("JWT", ["orders:read"])
    assert [a.index for a in made.refers_to("authorizer_id", "aws_apigatewayv2_authorizer")] == ["customers"]


@planned("lambda-http-api", example="typical")
def test_an_authorizer_takes_tokens_of_its_issuer_for_its_audience(plan):
    made = plan.one("aws_apigatewayv2_authorizer")
    assert made["jwt_configuration"] == [{"audience": ["shop"], "issuer": "https://login.example.com"}]
    assert (made["authorizer_type"], made["identity_sources"]) == ("JWT", ["$request.header.Authorization"])


@planned("lambda-http-api", example="typical")
def test_a_route_is_for_everybody_when_it_says_so(plan):
    assert route(plan, "GET /health")["authorization_type"] == "NONE"


@refused("lambda-http-api", example="minimal", routes={"$default": {"function": "orders"}}, match="must name an auth")
def test_a_route_that_does_not_say_who_may_call_it_is_refused(refusal):
    assert refusal.variable == "routes"


@planned("lambda-http-api", example="grown")
def test_a_route_can_ask_for_a_signature(plan):
    assert route(plan, "GET /stock")["authorization_type"] == "AWS_IAM"


@planned("lambda-http-api", example="grown")
def test_a_route_leads_to_its_function(plan):
    assert 'aws_apigatewayv2_integration.function["stock"]' in target(plan, "GET /stock")


@planned("lambda-http-api", example="grown")
def test_a_route_leads_to_a_load_balancer_through_the_link(plan):
    assert 'aws_apigatewayv2_integration.backend["reports"]' in target(plan, "ANY /reports/{proxy+}")
    assert integration(plan, "reports")["connection_type"] == "VPC_LINK"
    assert integration(plan, "reports").refers_to("connection_id", "aws_apigatewayv2_vpc_link")


@planned("lambda-http-api", example="grown")
def test_a_load_balancer_shows_a_certificate_for_its_name(plan):
    assert integration(plan, "reports")["tls_config.0.server_name_to_verify"] == "reports.example.com"


@planned("lambda-http-api", example="grown")
def test_the_link_is_in_the_subnets_and_groups(plan):
    link = plan.one("aws_apigatewayv2_vpc_link")
    assert link["security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]
    assert sorted(link["subnet_ids"]) == ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]


@planned("lambda-http-api", example="minimal")
def test_no_page_of_another_origin_calls_the_api(plan):
    assert not plan.one("aws_apigatewayv2_api")["cors_configuration"]


@planned("lambda-http-api", example="typical")
def test_pages_of_named_origins_call_with_named_methods_and_headers(plan):
    (cors,) = plan.one("aws_apigatewayv2_api")["cors_configuration"]
    assert cors["allow_origins"] == [SHOP]
    assert set(cors["allow_methods"]) == {"GET", "POST"}
    assert set(cors["allow_headers"]) == {"authorization", "content-type"}
    assert (cors["allow_credentials"], cors["max_age"]) == (False, 300)


@pytest.mark.parametrize(
    (), each(refused, "cors", *({"allow_origins": [o]} for o in ("*", "http://a.b", "https://*")), match="cors_any_ori")
)
def test_pages_of_any_origin_are_refused(refusal):
    assert refusal.variable == "cors"


@pytest.mark.parametrize((), each(planned, "cors", {"allow_origins": ["*"]}, cors_any_origin_allowed=True))
def test_pages_of_any_origin_can_be_asked_for(plan):
    assert plan.one("aws_apigatewayv2_api")["cors_configuration.0.allow_origins"] == ["*"]


@pytest.mark.parametrize(
    (),
    each(
        refused,
        "cors",
        *({"allow_origins": [SHOP], "allow_credentials": True, f"allow_{w}": ["*"]} for w in ("headers", "methods")),
        {"allow_origins": [SHOP], "allow_credentials": True, "expose_headers": ["*"]},
        match="browsers do not",
    ),
)
def test_credentials_for_what_is_not_named_are_refused(refusal):
    assert refusal.variable == "cors"


@refused(
    "lambda-http-api",
    example="typical",
    routes={"$default": {"function": "orders", "authorizer": "customers"}},
    match="not everybody may call",
)
def test_a_browser_that_could_not_ask_what_it_may_is_refused(refusal):
    assert refusal.variable == "routes"


@planned(
    "lambda-http-api",
    example="typical",
    routes={"$default": {"function": "orders", "authorizer": "customers"}, "OPTIONS /{proxy+}": OPEN},
)
def test_a_browser_asks_what_it_may_without_a_token(plan):
    assert route(plan, "OPTIONS /{proxy+}")["authorization_type"] == "NONE"


@planned("lambda-http-api", example="minimal")
def test_every_change_is_deployed(plan):
    stage = plan.one("aws_apigatewayv2_stage")
    assert (stage["name"], stage["auto_deploy"]) == ("$default", True)


@planned("lambda-http-api", example="minimal")
def test_the_log_says_who_called_what_and_how_it_ended(plan):
    said = json.loads(plan.one("aws_apigatewayv2_stage")["access_log_settings.0.format"])
    assert {"requestId", "status", "latency", "ip", "route", "integrationError"} <= set(said)
    assert said["latency"] == "$context.responseLatency"


@planned("lambda-http-api", example="minimal")
def test_calls_are_logged_in_the_group(plan):
    stage = declared(plan, "aws_apigatewayv2_stage.this")
    (settings,) = stage["expressions"]["access_log_settings"]
    assert "aws_cloudwatch_log_group.this.arn" in settings["destination_arn"]["references"]


@planned("lambda-http-api", example="typical")
def test_the_log_has_a_key_and_an_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["kms_key_id"], group["retention_in_days"]) == (LOG_KEY, 30)
    assert group["name"] == "/aws/vendedlogs/apigateway/shop-api"


@planned("lambda-http-api", example="minimal", log_group_name="/aws/apigateway/production", log_retention_days=90)
def test_the_log_group_can_have_another_name_and_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["name"], group["retention_in_days"]) == ("/aws/apigateway/production", 90)


@planned("lambda-http-api", example="minimal")
def test_an_api_lets_50_requests_a_second_through(plan):
    limits = plan.one("aws_apigatewayv2_stage")["default_route_settings.0"]
    assert (limits["throttling_rate_limit"], limits["throttling_burst_limit"]) == (50, 100)
    assert limits["detailed_metrics_enabled"] is True


@planned("lambda-http-api", example="minimal", detailed_metrics_enabled=False)
def test_metrics_of_each_route_can_be_saved(plan):
    assert plan.one("aws_apigatewayv2_stage")["default_route_settings.0.detailed_metrics_enabled"] is False


@planned("lambda-http-api", example="typical")
def test_a_route_can_have_limits_of_its_own(plan):
    (limits,) = plan.one("aws_apigatewayv2_stage")["route_settings"]
    assert (limits["throttling_rate_limit"], limits["throttling_burst_limit"]) == (10, 20)


@planned("lambda-http-api", example="grown")
def test_a_domain_speaks_tls_1_2_or_newer(plan):
    assert {d["domain_name_configuration.0.security_policy"] for d in plan.of("aws_apigatewayv2_domain_name")} == {
        "TLS_1_2"
    }


@planned("lambda-http-api", example="grown")
def test_a_domain_leads_to_the_api_below_its_path(plan):
    assert {m.index: m.get("api_mapping_key") for m in plan.of("aws_apigatewayv2_api_mapping")} == {
        "api.example.com": None,
        "example.com": "api",
    }


@planned("lambda-http-api", example="grown")
def test_with_a_domain_the_name_of_aws_does_not_answer(plan):
    assert plan.one("aws_apigatewayv2_api")["disable_execute_api_endpoint"] is True


@planned("lambda-http-api", example="minimal")
def test_without_a_domain_the_name_of_aws_answers(plan):
    assert plan.one("aws_apigatewayv2_api")["disable_execute_api_endpoint"] is False


@planned("lambda-http-api", example="grown", default_endpoint_enabled=True)
def test_the_name_of_aws_can_answer_beside_a_domain(plan):
    assert plan.one("aws_apigatewayv2_api")["disable_execute_api_endpoint"] is False
