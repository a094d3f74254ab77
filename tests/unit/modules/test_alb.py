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


@pytest.mark.refused(
    "alb", example="minimal", ssl_policy="ELBSecurityPolicy-2016-08", match="TLS policy must be one of"
)
def test_a_policy_with_old_tls_is_refused(refusal):
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
