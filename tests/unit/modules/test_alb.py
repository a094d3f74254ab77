"""The module alb: load balancer, listeners, rules and target groups."""

import pytest

from tfproof.terraform.planning import Case


def listener(plan, protocol):
    return plan.resource(f'module.alb.aws_lb_listener.this["{protocol}"]')


@pytest.mark.plan("alb", example="minimal")
def test_it_faces_the_internet_by_default(plan):
    assert plan.one("aws_lb")["internal"] is False


@pytest.mark.plan("alb", example="minimal", internal=True)
def test_it_can_be_internal(plan):
    assert plan.one("aws_lb")["internal"] is True


@pytest.mark.plan("alb", example="minimal")
def test_invalid_headers_are_dropped(plan):
    assert plan.one("aws_lb")["drop_invalid_header_fields"] is True


@pytest.mark.plan("alb", example="minimal")
def test_it_is_protected_from_deletion(plan):
    assert plan.one("aws_lb")["enable_deletion_protection"] is True


@pytest.mark.plan("alb", example="minimal", deletion_protection_enabled=False)
def test_deletion_protection_can_be_switched_off(plan):
    assert plan.one("aws_lb")["enable_deletion_protection"] is False


@pytest.mark.plan("alb", example="minimal")
def test_http_is_redirected_for_good(plan):
    assert listener(plan, "http")["default_action.0.redirect.0.status_code"] == "HTTP_301"


@pytest.mark.plan("alb", example="minimal")
def test_http_is_redirected_to_https(plan):
    assert listener(plan, "http")["default_action.0.redirect.0.protocol"] == "HTTPS"


@pytest.mark.plan("alb", example="minimal")
def test_https_forwards_to_the_default_target_group(plan):
    assert [
        group.index
        for group in listener(plan, "https").refers_to("default_action.0.target_group_arn", "aws_lb_target_group")
    ] == ["app"]


@pytest.mark.plan("alb", example="minimal")
def test_https_speaks_tls_1_2_or_newer(plan):
    assert listener(plan, "https")["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"


@pytest.mark.plan("alb", example="typical")
def test_further_certificates_are_attached(plan):
    assert plan.one("aws_lb_listener_certificate").index == "partner"


@pytest.mark.plan("alb", example="minimal", https_enabled=False, certificate_arn=None)
def test_without_https_the_http_listener_forwards(plan):
    assert plan.one("aws_lb_listener")["default_action.0.type"] == "forward"


@pytest.mark.plan("alb", example="typical", default_target_group=None)
def test_requests_that_no_rule_matches_can_be_forbidden(plan):
    assert listener(plan, "https")["default_action.0.fixed_response.0.status_code"] == "403"


@pytest.mark.plan("alb", example="minimal")
def test_health_is_asked_at_health(plan):
    assert plan.one("aws_lb_target_group")["health_check.0.path"] == "/health"


@pytest.mark.plan("alb", example="minimal")
def test_health_is_asked_every_30_seconds(plan):
    assert plan.one("aws_lb_target_group")["health_check.0.interval"] == 30


@pytest.mark.plan("alb", example="minimal")
def test_sessions_stick_by_cookie_of_the_load_balancer(plan):
    group = plan.one("aws_lb_target_group")
    assert (group["stickiness.0.enabled"], group["stickiness.0.type"]) == (True, "lb_cookie")


@pytest.mark.plan("alb", example="minimal")
def test_targets_drain_for_300_seconds(plan):
    assert plan.one("aws_lb_target_group")["deregistration_delay"] == "300"


@pytest.mark.plan("alb", example="minimal")
def test_targets_are_addresses_by_default(plan):
    assert plan.one("aws_lb_target_group")["target_type"] == "ip"


@pytest.mark.plan("alb", example="typical")
def test_stickiness_can_be_switched_off(plan):
    assert plan.resource('module.alb.aws_lb_target_group.this["admin"]')["stickiness.0.enabled"] is False


@pytest.mark.plan("alb", example="typical")
def test_requests_are_logged(plan):
    assert plan.one("aws_lb")["access_logs.0"] == {
        "bucket": "shop-production-logs-123456789012",
        "enabled": True,
        "prefix": "alb",
    }


@pytest.mark.plan("alb", example="typical")
def test_rules_match_paths(plan):
    conditions = plan.one("aws_lb_listener_rule")["condition"]
    assert ["/admin/*"] in [part["values"] for condition in conditions for part in condition["path_pattern"]]


@pytest.mark.plan("alb", example="typical")
def test_rules_match_headers(plan):
    conditions = plan.one("aws_lb_listener_rule")["condition"]
    assert [part["http_header_name"] for condition in conditions for part in condition["http_header"]] == ["X-Internal"]


@pytest.mark.plan("alb", example="typical")
def test_rules_belong_to_the_listener_that_serves(plan):
    listeners = plan.one("aws_lb_listener_rule").refers_to("listener_arn", "aws_lb_listener")
    assert 'module.alb.aws_lb_listener.this["https"]' in [found.address for found in listeners]


@pytest.mark.plan("alb", example="minimal", traffic_switched_by_codedeploy=True)
def test_codedeploy_gets_a_listener_of_its_own(plan):
    assert [found.address for found in plan.of("aws_lb_listener")] == [
        'module.alb.aws_lb_listener.codedeploy["https"]',
        'module.alb.aws_lb_listener.this["http"]',
    ]


@pytest.mark.refused("alb", example="minimal", certificate_arn=None, match="needs a certificate")
def test_https_without_a_certificate_is_refused(refusal):
    assert refusal.variable == "certificate_arn"


POLICIES = [
    f"ELBSecurityPolicy-TLS13-1-{kind}-{issue}"
    for kind in ("2", "2-Res", "3")
    for issue in ("2021-06", "FIPS-2023-04", "PQ-2025-09", "FIPS-PQ-2025-09")
]


@pytest.mark.parametrize(
    "policy",
    [pytest.param(policy, marks=pytest.mark.plan("alb", example="minimal", ssl_policy=policy)) for policy in POLICIES],
)
def test_each_current_policy_can_be_chosen(plan, policy):
    assert listener(plan, "https")["ssl_policy"] == policy


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=policy,
            marks=pytest.mark.refused(
                "alb", example="minimal", ssl_policy=f"ELBSecurityPolicy-{policy}", match="TLS policy must be one of"
            ),
        )
        for policy in (
            "2016-08",
            "TLS13-1-0-PQ-2025-09",
            "TLS13-1-1-2021-06",
            "TLS13-1-2-Ext2-2021-06",
            "TLS-1-2-2017-01",
            "FS-1-2-Res-2020-10",
        )
    ],
)
def test_a_policy_for_old_clients_is_refused(refusal):
    assert refusal.variable == "ssl_policy"


@pytest.mark.refused("alb", example="minimal", name="a" * 33, match="3 to 32")
def test_a_name_too_long_for_aws_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused("alb", example="minimal", default_target_group="web", match="must be a key of target_groups")
def test_an_unknown_default_target_group_is_refused(refusal):
    assert refusal.variable == "default_target_group"


@pytest.mark.refused(
    "alb",
    example="minimal",
    listener_rules={"all": {"priority": 1, "target_group": "app"}},
    match="at least one of path_patterns",
)
def test_a_rule_without_condition_is_refused(refusal):
    assert refusal.variable == "listener_rules"


@pytest.mark.refused(
    "alb", example="minimal", subnet_ids=["subnet-0a1b2c3d4e5f60718"], match="at least two availability zones"
)
def test_a_single_subnet_is_refused(refusal):
    assert refusal.variable == "subnet_ids"


@pytest.mark.refused(
    "alb",
    example="minimal",
    default_target_group=None,
    traffic_switched_by_codedeploy=True,
    match="CodeDeploy needs a default target group",
)
def test_codedeploy_without_a_target_group_to_start_from_is_refused(refusal):
    assert refusal.variable == "traffic_switched_by_codedeploy"


def target_group_names(plan):
    return {group.index: group["name"] for group in plan.of("aws_lb_target_group")}


@pytest.mark.plan("alb", example="minimal", target_groups={"app": {"port": 8000}, "web": {"port": 8080}})
def test_a_target_group_is_named_after_its_key(plan):
    assert [name[:-4] for name in target_group_names(plan).values()] == ["shop-production-app-", "shop-production-web-"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            change, marks=pytest.mark.plan("alb", example="minimal", target_groups={"app": {"port": 80, **change}})
        )
        for change in ({"port": 81}, {"protocol": "HTTPS"}, {"target_type": "instance"})
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_cannot_be_changed_in_a_target_group_is_in_its_name(planner, plan, change):
    before = planner.plan_all([Case.of("alb", {"target_groups": {"app": {"port": 80}}}, example="minimal")])[0]
    assert target_group_names(plan) != target_group_names(before)


@pytest.mark.plan(
    "alb",
    example="minimal",
    target_groups={"app": {"port": 80, "deregistration_delay_seconds": 10, "health_check": {"path": "/"}}},
)
def test_what_can_be_changed_in_a_target_group_leaves_its_name(planner, plan):
    before = planner.plan_all([Case.of("alb", {"target_groups": {"app": {"port": 80}}}, example="minimal")])[0]
    assert target_group_names(plan) == target_group_names(before)


@pytest.mark.plan(
    "alb", example="minimal", name="a" * 23, default_target_group="app", target_groups={"app": {"port": 80}}
)
def test_a_name_and_a_key_of_26_characters_fit(plan):
    assert [len(name) for name in target_group_names(plan).values()] == [32]


@pytest.mark.refused(
    "alb",
    example="minimal",
    name="a" * 24,
    default_target_group="app",
    target_groups={"app": {"port": 80}},
    match="at most 26",
)
def test_a_name_and_a_key_of_27_characters_are_refused(refusal):
    assert refusal.variable == "target_groups"


@pytest.mark.plan("alb", example="minimal", http_enabled=False)
def test_port_80_can_be_left_closed(plan):
    assert [found["port"] for found in plan.of("aws_lb_listener")] == [443]


def rule(plan, name):
    return plan.resource(f'module.alb.aws_lb_listener_rule.this["{name}"]')


def actions(plan, name):
    return [action["type"] for action in rule(plan, name)["action"]]


@pytest.mark.plan("alb", example="typical")
def test_a_rule_can_ask_to_sign_in_before_it_forwards(plan):
    assert actions(plan, "admin") == ["authenticate-cognito", "forward"]


@pytest.mark.plan("alb", example="typical")
def test_who_has_not_signed_in_is_asked_to(plan):
    assert rule(plan, "admin")["action.0.authenticate_cognito.0.on_unauthenticated_request"] == "authenticate"


@pytest.mark.plan("alb", example="grown")
def test_a_rule_can_forward_in_shares(plan):
    groups = rule(plan, "canary")["action.0.forward.0.target_group"]
    assert sorted(group["weight"] for group in groups) == [5, 95]


@pytest.mark.plan("alb", example="grown")
def test_a_client_can_stay_with_its_share(plan):
    assert rule(plan, "canary")["action.0.forward.0.stickiness"] == [{"duration": 3600, "enabled": True}]


@pytest.mark.plan("alb", example="grown")
def test_a_rule_can_redirect(plan):
    assert rule(plan, "moved")["action.0.redirect.0"] == {
        "host": "shop.example.com",
        "path": "/#{path}",
        "port": "443",
        "protocol": "HTTPS",
        "query": "#{query}",
        "status_code": "HTTP_301",
    }


@pytest.mark.plan("alb", example="grown")
def test_a_rule_can_answer_by_itself(plan):
    answer = rule(plan, "robots")["action.0.fixed_response.0"]
    assert (answer["status_code"], answer["message_body"]) == ("200", "User-agent: *")


@pytest.mark.plan("alb", example="grown")
def test_a_target_group_can_speak_grpc(plan):
    group = plan.resource('module.alb.aws_lb_target_group.this["stock"]')
    assert (group["protocol_version"], group["health_check.0.matcher"]) == ("GRPC", "0")


@pytest.mark.plan("alb", example="grown")
def test_a_function_has_no_port(plan):
    group = plan.resource('module.alb.aws_lb_target_group.this["thumbs"]')
    assert (group["target_type"], group["port"], group["vpc_id"]) == ("lambda", None, None)


@pytest.mark.plan("alb", example="grown")
def test_a_function_is_not_called_to_see_its_health(plan):
    assert plan.resource('module.alb.aws_lb_target_group.this["thumbs"]')["health_check.0.enabled"] is False


@pytest.mark.plan("alb", example="grown")
def test_a_function_is_registered(plan):
    assert plan.one("aws_lb_target_group_attachment")["target_id"].endswith(":function:shop-thumbnails")


@pytest.mark.plan("alb", example="grown")
def test_a_function_is_called_by_its_target_group_only(plan):
    permission = plan.one("aws_lambda_permission")
    assert permission["principal"] == "elasticloadbalancing.amazonaws.com"
    groups = permission.refers_to("source_arn", "aws_lb_target_group")
    assert plan.resource('module.alb.aws_lb_target_group.this["thumbs"]') in groups


OIDC = {
    "oidc": {
        "authorization_endpoint": "https://id.example.com/authorize",
        "client_id": "shop",
        "issuer": "https://id.example.com",
        "token_endpoint": "https://id.example.com/token",
        "user_info_endpoint": "https://id.example.com/userinfo",
    }
}
COGNITO = {
    "cognito": {
        "user_pool_arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
        "user_pool_client_id": "a",
        "user_pool_domain": "a",
    }
}
# One plan has all that a rule can do and what is just within its bounds.
WIDEST = pytest.mark.plan(
    "alb",
    example="minimal",
    authentications={
        "partner": {**OIDC, "on_unauthenticated_request": "deny", "session_timeout_seconds": 1},
        "guest": {**COGNITO, "on_unauthenticated_request": "allow", "session_timeout_seconds": 604800},
    },
    oidc_client_secrets={"partner": "canary-of-a-secret"},
    target_groups={
        **{f"g{n}": {"port": port} for n, port in enumerate((1, 65535, 80, 80))},
        "app": {"port": 80, "protocol_version": "HTTP2"},
        "many": {"target_type": "lambda", "function_arn": "arn:a", "multi_value_headers_enabled": True},
    },
    listener_rules={
        "partner": {"priority": 1, "authentication": "partner", "target_group": "app", "http_methods": ["POST"]},
        "guest": {"priority": 50000, "authentication": "guest", "target_group": "app", "query_strings": {"a": "b"}},
        "shares": {
            "priority": 2,
            "weighted": {
                "target_groups": {"g0": 0, "g1": 999, "g2": 1, "g3": 1, "app": 1},
                "stickiness_seconds": 604800,
            },
            "path_patterns": ["/a", "/b", "/c"],
            "host_headers": ["shop.example.com"],
            "source_cidrs": ["192.0.2.0/24"],
        },
        "briefly": {
            "priority": 3,
            "redirect": {"protocol": "#{protocol}", "permanent": False, "path": "/new"},
            "path_patterns": ["/a"],
        },
        "longest": {
            "priority": 4,
            "fixed_response": {"status_code": "503", "message_body": "a" * 1024, "content_type": "text/html"},
            "path_patterns": ["/a"],
        },
        "sticky": {
            "priority": 5,
            "weighted": {"target_groups": {"app": 1}, "stickiness_seconds": 1},
            "path_patterns": ["/a"],
        },
    },
)


@WIDEST
def test_another_provider_can_be_asked_to_sign_in(plan):
    assert rule(plan, "partner")["action.0.authenticate_oidc.0.issuer"] == "https://id.example.com"


@WIDEST
def test_the_secret_of_a_client_is_marked_as_one(plan):
    assert "canary-of-a-secret" not in repr(rule(plan, "partner"))


@WIDEST
def test_who_has_not_signed_in_can_be_refused_or_let_through(plan):
    found = [
        rule(plan, name)[f"action.0.{kind}.0.on_unauthenticated_request"]
        for name, kind in (("partner", "authenticate_oidc"), ("guest", "authenticate_cognito"))
    ]
    assert found == ["deny", "allow"]


@WIDEST
def test_rules_match_methods(plan):
    conditions = rule(plan, "partner")["condition"]
    assert [c["http_request_method"] for c in conditions] == [[{"values": ["POST"]}]]


@WIDEST
def test_rules_match_query_strings(plan):
    conditions = rule(plan, "guest")["condition"]
    assert [c["query_string"] for c in conditions] == [[{"key": "a", "value": "b"}]]


@WIDEST
def test_rules_match_addresses(plan):
    conditions = rule(plan, "shares")["condition"]
    assert [c["source_ip"] for c in conditions if c["source_ip"]] == [[{"values": ["192.0.2.0/24"]}]]


@WIDEST
def test_five_target_groups_can_share(plan):
    assert len(rule(plan, "shares")["action.0.forward.0.target_group"]) == 5


@WIDEST
def test_a_redirect_can_be_for_now(plan):
    assert rule(plan, "briefly")["action.0.redirect.0.status_code"] == "HTTP_302"


@WIDEST
def test_an_answer_can_have_1024_characters(plan):
    assert len(rule(plan, "longest")["action.0.fixed_response.0.message_body"]) == 1024


@WIDEST
def test_a_client_can_stay_for_a_second(plan):
    assert rule(plan, "sticky")["action.0.forward.0.stickiness.0.duration"] == 1


@WIDEST
def test_a_function_can_receive_repeated_headers(plan):
    assert plan.resource('module.alb.aws_lb_target_group.this["many"]')["lambda_multi_value_headers_enabled"] is True


@WIDEST
def test_http_2_is_in_the_name_of_its_target_group(plan):
    assert target_group_names(plan)["app"] != target_group_names(plan)["g2"].replace("g2", "app")


def one_rule(**rule):
    return {"listener_rules": {"a": {"priority": 1, "path_patterns": ["/a"], **rule}}}


def one_group(**group):
    return {"target_groups": {"app": {"port": 80, **group}}}


REFUSED = {
    "no listener": ("http_enabled", {"http_enabled": False, "https_enabled": False}, "needs a listener"),
    "a rule without action": ("listener_rules", one_rule(), "exactly one of target_group"),
    "a rule with two actions": (
        "listener_rules",
        one_rule(target_group="app", fixed_response={"status_code": "200"}),
        "exactly one of target_group",
    ),
    "an unknown target group": ("listener_rules", one_rule(target_group="x"), "must be keys of target_groups"),
    "an unknown share": (
        "listener_rules",
        one_rule(weighted={"target_groups": {"x": 1}}),
        "must be keys of target_groups",
    ),
    "no share": ("listener_rules", one_rule(weighted={"target_groups": {}}), "1 to 5 target groups"),
    "six shares": (
        "listener_rules",
        {
            **one_rule(weighted={"target_groups": {"app": 1, **{f"g{n}": 1 for n in range(5)}}}),
            "target_groups": {"app": {"port": 80}, **{f"g{n}": {"port": 80} for n in range(5)}},
        },
        "1 to 5 target groups",
    ),
    "a weight below 0": ("listener_rules", one_rule(weighted={"target_groups": {"app": -1}}), "between 0 and 999"),
    "a weight of 1000": ("listener_rules", one_rule(weighted={"target_groups": {"app": 1000}}), "between 0 and 999"),
    "no stickiness": (
        "listener_rules",
        one_rule(weighted={"target_groups": {"app": 1}, "stickiness_seconds": 0}),
        "between 1 and 604800",
    ),
    "more than a week of stickiness": (
        "listener_rules",
        one_rule(weighted={"target_groups": {"app": 1}, "stickiness_seconds": 604801}),
        "between 1 and 604800",
    ),
    "a redirect to another protocol": (
        "listener_rules",
        one_rule(redirect={"protocol": "FTP"}),
        "of a redirect must be",
    ),
    "a redirect to itself": ("listener_rules", one_rule(redirect={}), "must lead elsewhere"),
    "an answer of 302": ("listener_rules", one_rule(fixed_response={"status_code": "302"}), "2XX, 4XX or 5XX"),
    "an answer of 1025 characters": (
        "listener_rules",
        one_rule(fixed_response={"status_code": "200", "message_body": "a" * 1025}),
        "at most 1024 characters",
    ),
    "an answer of another type": (
        "listener_rules",
        one_rule(fixed_response={"status_code": "200", "content_type": "image/png"}),
        "content_type of text/plain",
    ),
    "an unknown authentication": (
        "listener_rules",
        one_rule(target_group="app", authentication="x"),
        "key of authentications",
    ),
    "six values": (
        "listener_rules",
        one_rule(target_group="app", path_patterns=[f"/{n}" for n in range(6)]),
        "at most 5 values",
    ),
    "an address without a length": (
        "listener_rules",
        one_rule(target_group="app", source_cidrs=["192.0.2.1"]),
        "CIDR notation",
    ),
    "a priority of 0": ("listener_rules", one_rule(target_group="app", priority=0), "between 1 and 50000"),
    "a priority of 50001": ("listener_rules", one_rule(target_group="app", priority=50001), "between 1 and 50000"),
    "two rules of one priority": (
        "listener_rules",
        {
            "listener_rules": {
                name: {"priority": 1, "target_group": "app", "path_patterns": ["/a"]} for name in ("a", "b")
            }
        },
        "priority of its own",
    ),
    "an authentication without https": (
        "authentications",
        {"https_enabled": False, "certificate_arn": None, "authentications": {"a": COGNITO}},
        "needs the HTTPS listener",
    ),
    "an authentication of no kind": ("authentications", {"authentications": {"a": {}}}, "either cognito or oidc"),
    "an unknown answer to the unauthenticated": (
        "authentications",
        {"authentications": {"a": {**COGNITO, "on_unauthenticated_request": "redirect"}}},
        "one of authenticate, deny, allow",
    ),
    "a session of no time": (
        "authentications",
        {"authentications": {"a": {**COGNITO, "session_timeout_seconds": 0}}},
        "between 1 and 604800",
    ),
    "a session of more than a week": (
        "authentications",
        {"authentications": {"a": {**COGNITO, "session_timeout_seconds": 604801}}},
        "between 1 and 604800",
    ),
    "an endpoint without tls": (
        "authentications",
        {
            "authentications": {"a": {"oidc": {**OIDC["oidc"], "issuer": "http://id.example.com"}}},
            "oidc_client_secrets": {"a": "b"},
        },
        "begin with https://",
    ),
    "a client without secret": ("authentications", {"authentications": {"a": OIDC}}, "needs its secret"),
    "a secret without client": (
        "authentications",
        {"authentications": {"a": COGNITO}, "oidc_client_secrets": {"a": "b"}},
        "needs its secret",
    ),
    "an unknown protocol": ("target_groups", one_group(protocol="TCP"), "one of HTTP, HTTPS"),
    "an unknown version": ("target_groups", one_group(protocol_version="HTTP3"), "one of HTTP1, HTTP2, GRPC"),
    "grpc without https": (
        "target_groups",
        {"https_enabled": False, "certificate_arn": None, **one_group(protocol_version="GRPC")},
        "need the HTTPS listener",
    ),
    "an unknown type": ("target_groups", one_group(target_type="alb"), "one of ip, instance, lambda"),
    "no port": ("target_groups", {"target_groups": {"app": {}}}, "port between 1 and 65535"),
    "port 0": ("target_groups", one_group(port=0), "port between 1 and 65535"),
    "port 65536": ("target_groups", one_group(port=65536), "port between 1 and 65535"),
    "a function with a port": (
        "target_groups",
        one_group(target_type="lambda", function_arn="arn:a"),
        "needs function_arn in its place",
    ),
    "no function": (
        "target_groups",
        {"target_groups": {"app": {"target_type": "lambda"}}},
        "needs function_arn in its",
    ),
    "a function at an address": ("target_groups", one_group(function_arn="arn:a"), "port between 1 and 65535"),
    "a check that outlasts its interval": (
        "target_groups",
        one_group(health_check={"timeout_seconds": 30}),
        "shorter than its interval",
    ),
}


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(variable, id=what, marks=pytest.mark.refused("alb", example="minimal", match=match, **arguments))
        for what, (variable, arguments, match) in REFUSED.items()
    ],
)
def test_what_a_load_balancer_would_refuse_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("alb", example="minimal", load_balancer_name="shop-internal")
def test_the_load_balancer_can_have_a_name_of_its_own(plan):
    assert plan.one("aws_lb")["name"] == "shop-internal"
    assert not any(group["name"].startswith("shop-internal") for group in plan.of("aws_lb_target_group"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, id=name, marks=pytest.mark.plan("alb", example="minimal", load_balancer_name=name))
        for name in ("aaa", "a" * 32)
    ],
)
def test_the_name_of_its_own_has_3_to_32_characters(plan, name):
    assert plan.one("aws_lb")["name"] == name


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            id=name,
            marks=pytest.mark.refused(
                "alb", example="minimal", load_balancer_name=name, match="load_balancer_name must"
            ),
        )
        for name in ("aa", "a" * 33, "internal-a", "a-", "Aaa")
    ],
)
def test_another_name_of_its_own_is_refused(refusal, name):
    assert refusal.variable == "load_balancer_name"


@pytest.mark.plan("alb", example="grown")
def test_traffic_can_be_kept_in_its_zone(plan):
    (reports,) = [g for g in plan.of("aws_lb_target_group") if g.index == "reports"]
    assert reports["load_balancing_cross_zone_enabled"] == "false"


@pytest.mark.refused(
    "alb",
    example="minimal",
    target_groups={"app": {"port": 8000, "cross_zone_enabled": False}},
    match="kept in its zone",
)
def test_sticking_to_a_target_that_is_kept_in_its_zone_is_refused(refusal):
    assert refusal.variable == "target_groups"
