"""What the module `api-gateway-rest` promises."""

import json
from functools import partial

import pytest
from each_value import each_value
from expressions import declared, references

from tfproof.iam.written import policy_statements

CALL = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function"
LOG_KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
REPORTS = "ANY /reports/{year}/{proxy+}"
ENDPOINTS = {"vpc_endpoint_ids": {"web": "vpce-0a1b2c3d4e5f60718"}}

planned, refused = pytest.mark.plan, pytest.mark.refused
each = partial(each_value, "api-gateway-rest")


def one(plan, type_, index):
    return next(r for r in plan.of(type_) if r.index == index)


def method(plan, key):
    return one(plan, "aws_api_gateway_method", key)


def integration(plan, key):
    return one(plan, "aws_api_gateway_integration", key)


def stage(plan):
    return plan.one("aws_api_gateway_stage")


@planned("api-gateway-rest", example="minimal")
def test_the_internet_reaches_the_api_in_its_region(plan):
    assert plan.one("aws_api_gateway_rest_api")["endpoint_configuration.0.types"] == ["REGIONAL"]


@planned("api-gateway-rest", example="minimal")
def test_answers_of_a_kilobyte_are_compressed(plan):
    assert plan.one("aws_api_gateway_rest_api")["minimum_compression_size"] == "1024"


@planned("api-gateway-rest", example="minimal", minimum_compression_bytes=None)
def test_answers_can_be_left_as_they_are(plan):
    assert plan.one("aws_api_gateway_rest_api").evaluated("minimum_compression_size") == -1


@planned("api-gateway-rest", example="grown")
def test_each_step_of_a_path_is_a_resource_below_the_one_before(plan):
    paths = {r.index: r["path_part"] for r in plan.of("aws_api_gateway_resource")}
    assert paths["/items/{id}/prices/{currency}"] == "{currency}"
    below = one(plan, "aws_api_gateway_resource", "/items/{id}/prices").refers_to(
        "parent_id", "aws_api_gateway_resource"
    )
    assert [r.index for r in below] == ["/items/{id}"]


@planned("api-gateway-rest", example="grown")
def test_methods_share_the_resources_of_their_paths(plan):
    assert {r.index for r in plan.of("aws_api_gateway_resource")} == {
        "/items",
        "/items/{id}",
        "/items/{id}/prices",
        "/items/{id}/prices/{currency}",
        "/reports",
        "/reports/{year}",
        "/reports/{year}/{proxy+}",
    }


@planned("api-gateway-rest", example="typical")
def test_a_function_gets_the_whole_request(plan):
    made = integration(plan, "GET /items")
    assert (made["type"], made["integration_http_method"]) == ("AWS_PROXY", "POST")
    assert made["uri"] == f"{CALL}:shop-catalogue:live/invocations"


@planned("api-gateway-rest", example="minimal")
def test_the_api_waits_for_a_function_as_long_as_api_gateway_does(plan):
    assert plan.one("aws_api_gateway_integration")["timeout_milliseconds"] == 29000


@planned("api-gateway-rest", example="typical")
def test_api_gateway_calls_the_alias_for_this_api_only(plan):
    permission = plan.one("aws_lambda_permission")
    assert (permission["principal"], permission["qualifier"]) == ("apigateway.amazonaws.com", "live")
    assert "aws_api_gateway_rest_api.this.execution_arn" in references(plan, "aws_lambda_permission.this", "source_arn")


@planned("api-gateway-rest", example="typical")
def test_a_method_asks_for_a_token_of_the_user_pool_and_its_scopes(plan):
    made = method(plan, "POST /items")
    assert (made["authorization"], made["authorization_scopes"]) == ("COGNITO_USER_POOLS", ["catalogue/write"])
    assert [a.index for a in made.refers_to("authorizer_id", "aws_api_gateway_authorizer")] == ["staff"]


@refused("api-gateway-rest", example="minimal", methods={"GET /": {"function": "catalogue"}}, match="must name an auth")
def test_a_method_that_does_not_say_who_may_call_it_is_refused(refusal):
    assert refusal.variable == "methods"


@planned("api-gateway-rest", example="grown")
def test_a_method_can_ask_for_a_signature(plan):
    assert method(plan, "GET /")["authorization"] == "AWS_IAM"


@planned("api-gateway-rest", example="typical")
def test_a_method_can_ask_for_a_key(plan):
    assert {m.index for m in plan.of("aws_api_gateway_method") if m["api_key_required"]} == {
        "GET /items",
        "GET /items/{id}",
    }


@planned("api-gateway-rest", example="typical")
def test_bodies_and_parameters_are_validated(plan):
    validator = plan.one("aws_api_gateway_request_validator")
    assert (validator["validate_request_body"], validator["validate_request_parameters"]) == (True, True)
    assert {v for m in plan.of("aws_api_gateway_method") for v in m.refers_to("request_validator_id")} == {validator}


@planned("api-gateway-rest", example="typical")
def test_a_body_fits_the_model_of_its_method(plan):
    assert method(plan, "POST /items")["request_models"] == {"application/json": "Item"}
    assert json.loads(plan.one("aws_api_gateway_model")["schema"]) == {"type": "object", "required": ["name"]}


@planned("api-gateway-rest", example="grown")
def test_a_request_has_the_parameters_of_its_method(plan):
    assert method(plan, "GET /items")["request_parameters"] == {"method.request.querystring.page": True}
    assert method(plan, "GET /")["request_parameters"] == {"method.request.header.X-Caller": True}
    assert method(plan, REPORTS)["request_parameters"] == {
        "method.request.path.year": True,
        "method.request.path.proxy": True,
    }


@planned("api-gateway-rest", example="grown")
def test_a_backend_is_reached_through_the_link_with_its_path(plan):
    made = integration(plan, REPORTS)
    assert (made["type"], made["connection_type"]) == ("HTTP_PROXY", "VPC_LINK")
    assert made["uri"] == "https://reports.example.com/reports/{year}/{proxy}"
    assert made["request_parameters"] == {
        "integration.request.path.year": "method.request.path.year",
        "integration.request.path.proxy": "method.request.path.proxy",
    }
    assert made.refers_to("connection_id", "aws_api_gateway_vpc_link")


@planned("api-gateway-rest", example="grown")
def test_the_link_leads_to_the_load_balancer(plan):
    (arn,) = plan.one("aws_api_gateway_vpc_link")["target_arns"]
    assert arn.endswith("loadbalancer/net/shop/50dc6c495c0c9188")


@planned("api-gateway-rest", example="minimal")
def test_all_methods_are_made_before_they_are_deployed(plan):
    waits = declared(plan, "aws_api_gateway_deployment.this")["depends_on"]
    assert {"aws_api_gateway_integration.backend", "aws_api_gateway_integration.function"} <= set(waits)


@planned("api-gateway-rest", example="minimal")
def test_what_callers_see_triggers_a_deployment(plan):
    seen = references(plan, "aws_api_gateway_deployment.this", "triggers")
    assert {f"var.{v}" for v in ("authorizers", "backends", "functions", "methods", "models", "private")} <= set(seen)


@planned("api-gateway-rest", example="minimal")
def test_requests_are_traced(plan):
    assert stage(plan)["xray_tracing_enabled"] is True


@planned("api-gateway-rest", example="minimal", tracing_enabled=False)
def test_requests_can_be_left_untraced(plan):
    assert stage(plan)["xray_tracing_enabled"] is False


@planned("api-gateway-rest", example="minimal")
def test_the_log_says_who_called_what_and_how_it_ended(plan):
    said = json.loads(stage(plan)["access_log_settings.0.format"])
    assert {"requestId", "status", "latency", "ip", "resourcePath", "integrationError"} <= set(said)


@planned("api-gateway-rest", example="typical")
def test_both_logs_have_a_key_and_an_end(plan):
    groups = plan.of("aws_cloudwatch_log_group")
    assert {(g.name, g["kms_key_id"], g["retention_in_days"]) for g in groups} == {
        ("access", LOG_KEY, 30),
        ("execution", LOG_KEY, 30),
    }


@planned("api-gateway-rest", example="minimal")
def test_the_log_of_api_gateway_is_made_before_api_gateway_makes_it(plan):
    group = next(g for g in plan.of("aws_cloudwatch_log_group") if g.name == "execution")
    said = repr(group.evaluated("name"))
    assert said.startswith("API-Gateway-Execution-Logs_")
    assert said.endswith("/v1")


@planned("api-gateway-rest", example="minimal", log_group_name="/aws/apigateway/production", log_retention_days=90)
def test_the_log_group_of_access_can_have_another_name(plan):
    group = next(g for g in plan.of("aws_cloudwatch_log_group") if g.name == "access")
    assert (group["name"], group["retention_in_days"]) == ("/aws/apigateway/production", 90)


@planned("api-gateway-rest", example="minimal")
def test_errors_are_logged_and_bodies_are_not(plan):
    (settings,) = plan.one("aws_api_gateway_method_settings")["settings"]
    assert (settings["logging_level"], settings["data_trace_enabled"]) == ("ERROR", False)


@pytest.mark.parametrize((), each(planned, "execution_log_level", "INFO", "OFF"))
def test_api_gateway_can_write_more_or_nothing(plan):
    assert plan.one("aws_api_gateway_method_settings")["settings.0.logging_level"] in ("INFO", "OFF")


@planned("api-gateway-rest", example="minimal")
def test_a_method_lets_50_requests_a_second_through(plan):
    (settings,) = plan.one("aws_api_gateway_method_settings")["settings"]
    assert (settings["throttling_rate_limit"], settings["throttling_burst_limit"]) == (50, 100)
    assert settings["metrics_enabled"] is True


@planned("api-gateway-rest", example="minimal")
def test_api_gateway_writes_logs_with_the_role_that_it_asks_for(plan):
    attached = plan.one("aws_iam_role_policy_attachment")["policy_arn"]
    assert attached == "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    assert plan.one("aws_api_gateway_account").refers_to("cloudwatch_role_arn", "aws_iam_role")


@planned("api-gateway-rest", example="minimal", manage_account_log_role=False)
def test_the_role_of_the_account_can_be_left_to_its_owner(plan):
    assert {r.type for r in plan.managed} & {"aws_api_gateway_account", "aws_iam_role"} == set()


@planned("api-gateway-rest", example="typical")
def test_a_key_belongs_to_a_usage_plan_of_the_stage(plan):
    joined = plan.one("aws_api_gateway_usage_plan_key")
    assert joined.refers_to("usage_plan_id", "aws_api_gateway_usage_plan")
    assert joined.refers_to("key_id", "aws_api_gateway_api_key")
    assert plan.one("aws_api_gateway_usage_plan")["api_stages.0.stage"] == "v1"


@planned("api-gateway-rest", example="grown")
def test_a_usage_plan_limits_its_keys(plan):
    made = one(plan, "aws_api_gateway_usage_plan", "guests")
    assert made["throttle_settings"] == [{"burst_limit": 10, "rate_limit": 5}]
    assert (made["quota_settings.0.limit"], made["quota_settings.0.period"]) == (1000, "DAY")


@planned("api-gateway-rest", example="grown")
def test_a_key_can_be_switched_off(plan):
    assert {k.index: k["enabled"] for k in plan.of("aws_api_gateway_api_key")} == {"partner": True, "press": False}


@planned("api-gateway-rest", example="minimal", private=ENDPOINTS)
def test_a_private_api_is_reached_through_its_endpoints_only(plan):
    made = plan.one("aws_api_gateway_rest_api")["endpoint_configuration.0"]
    assert (made["types"], made["vpc_endpoint_ids"]) == (["PRIVATE"], ["vpce-0a1b2c3d4e5f60718"])
    statements = {s["Sid"]: s for s in policy_statements(plan.one("aws_api_gateway_rest_api_policy"), "policy")}
    assert {sid: (s["Effect"], s["Action"]) for sid, s in statements.items()} == {
        "CallThroughEndpoints": ("Allow", ["execute-api:Invoke"]),
        "DenyOtherWays": ("Deny", ["execute-api:Invoke"]),
    }
    assert statements["DenyOtherWays"]["Condition"] == {
        "StringNotEquals": {"aws:SourceVpce": ["vpce-0a1b2c3d4e5f60718"]}
    }


@planned("api-gateway-rest", example="grown")
def test_a_domain_speaks_tls_1_2_or_newer(plan):
    assert {d["security_policy"] for d in plan.of("aws_api_gateway_domain_name")} == {"TLS_1_2"}


@planned("api-gateway-rest", example="grown")
def test_a_domain_leads_to_the_stage_below_its_path(plan):
    assert {m.index: m.get("base_path") for m in plan.of("aws_api_gateway_base_path_mapping")} == {
        "catalogue.example.com": None,
        "example.com": "catalogue",
    }


@planned("api-gateway-rest", example="grown")
def test_with_a_domain_the_name_of_aws_does_not_answer(plan):
    assert plan.one("aws_api_gateway_rest_api")["disable_execute_api_endpoint"] is True


@planned("api-gateway-rest", example="grown", default_endpoint_enabled=True)
def test_the_name_of_aws_can_answer_beside_a_domain(plan):
    assert plan.one("aws_api_gateway_rest_api")["disable_execute_api_endpoint"] is False


@planned("api-gateway-rest", example="minimal", stage_name="live", detailed_metrics_enabled=False)
def test_the_stage_can_have_another_name_and_fewer_metrics(plan):
    assert stage(plan)["stage_name"] == "live"
    assert plan.one("aws_api_gateway_method_settings")["settings.0.metrics_enabled"] is False
