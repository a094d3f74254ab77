"""The module waf: web ACL, AWS's rule groups, limits, rules of one's own, logs."""

import pytest

LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop"
OFFICE = {"office": {"addresses": ["198.51.100.0/24"]}}

GROUPS = ("admin-protection", "anonymous-ip", "linux", "php", "posix", "windows", "wordpress")
ACTIONS = ("allow", "block", "captcha", "challenge", "count")
COMPARISONS = {"starts": "STARTS_WITH", "exactly": "EXACTLY", "ends": "ENDS_WITH", "contains": "CONTAINS"}


def redacted(headers, **settings):
    """Logging as an input, with so many headers left out."""
    return {"destination_arn": LOG_GROUP, "redacted_headers": [f"h{n}" for n in range(headers)], **settings}


# A web ACL is slow to plan, so one plan has every value that a list of values admits, and what is just within its bounds.
WIDEST = pytest.mark.plan(
    "waf",
    example="minimal",
    name="a" * 48,
    bot_control={"priority": 0, "inspection_level": "TARGETED"},
    ip_sets=OFFICE,
    logging=redacted(
        99,
        destination_arn="arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-shop",
        query_strings_redacted=True,
    ),
    managed_rule_groups={
        **{name: {"priority": 100 + n} for n, name in enumerate(GROUPS)},
        "core": {"priority": 120, "overrides": {f"r{n}": "count" for n in range(100)}},
        "linux": {"priority": 121, "overrides": {f"to-{name}": name for name in ACTIONS}},
        "php": {"priority": 122, "version": "Version_1.10"},
    },
    rate_limits={
        "least": {"priority": 10, "requests": 10, "window_seconds": 60},
        "most": {"priority": 11, "requests": 2000000000, "window_seconds": 600},
        "counted": {"priority": 12, "requests": 100, "window_seconds": 120, "count_only": True},
    },
    rules={
        **{name: {"priority": 20 + n, "path": "/a", "action": name} for n, name in enumerate(ACTIONS)},
        **{
            name: {"priority": 30 + n, "path_match": match, "countries": ["DE"]}
            for n, (name, match) in enumerate(COMPARISONS.items())
        },
        "shortest": {"priority": 40, "path": "/", "path_match": "EXACTLY"},
        "longest": {"priority": 41, "path": "/" * 200},
        "office": {"priority": 42, "ip_set": "office"},
        "edge": {"priority": 43, "body_larger_than_bytes": 16384},
    },
)

NARROWEST = pytest.mark.plan(
    "waf",
    example="minimal",
    name="abc",
    default_action="block",
    logging=redacted(100, destination_arn="arn:aws:s3:::aws-waf-logs-shop", allowed_requests=False),
    managed_rule_groups={},
    rate_limits={},
    rules={"empty": {"priority": 0, "body_larger_than_bytes": 0}},
    sampled_requests_enabled=True,
)


def acl(plan):
    return plan.one("aws_wafv2_web_acl")


def rule(plan, name):
    return next(rule for rule in acl(plan)["rule"] if rule["name"] == name)


def group(plan, name):
    return rule(plan, name)["statement"][0]["managed_rule_group_statement"][0]


def limit(plan, name):
    return rule(plan, name)["statement"][0]["rate_based_statement"][0]


def conditions(plan, name):
    """The statements that a rule joins."""
    return rule(plan, name)["statement"][0]["and_statement"][0]["statement"]


def kinds(statement):
    return {kind: value for kind, value in statement.items() if value}


def action(rule):
    return [name for name, value in rule["action"][0].items() if value]


@pytest.mark.plan("waf", example="minimal")
def test_a_request_that_no_rule_ends_is_allowed(plan):
    assert acl(plan)["default_action.0.block"] == []


@NARROWEST
def test_what_no_rule_allows_can_be_blocked(plan):
    assert acl(plan)["default_action.0.allow"] == []


@pytest.mark.plan("waf", example="minimal")
def test_the_usual_attacks_are_stopped_by_default(plan):
    groups = [
        statement["name"]
        for rule in acl(plan)["rule"]
        for statement in rule["statement"][0]["managed_rule_group_statement"]
    ]
    assert sorted(groups) == [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ]


@pytest.mark.plan("waf", example="minimal")
def test_what_a_group_would_stop_is_stopped(plan):
    overrides = [rule["override_action"] for rule in acl(plan)["rule"] if rule["override_action"]]
    assert overrides == [[{"count": [], "none": [{}]}]] * 4


@pytest.mark.plan("waf", example="typical")
def test_a_group_can_only_count(plan):
    assert rule(plan, "managed-sqli")["override_action"] == [{"count": [{}], "none": []}]


@pytest.mark.plan("waf", example="typical")
def test_one_rule_of_a_group_can_have_another_action(plan):
    (override,) = group(plan, "managed-core")["rule_action_override"]
    used = [name for name, value in override["action_to_use"][0].items() if value]
    assert (override["name"], used) == ("SizeRestrictions_BODY", ["count"])


@WIDEST
def test_each_of_awss_groups_can_be_named(plan):
    assert {group(plan, f"managed-{name}")["vendor_name"] for name in GROUPS} == {"AWS"}


@WIDEST
def test_each_action_can_override(plan):
    overrides = group(plan, "managed-linux")["rule_action_override"]
    used = {o["name"]: [name for name, value in o["action_to_use"][0].items() if value] for o in overrides}
    assert used == {f"to-{name}": [name] for name in ACTIONS}


@WIDEST
def test_a_group_can_stay_at_a_version(plan):
    assert group(plan, "managed-php")["version"] == "Version_1.10"


@pytest.mark.plan("waf", example="minimal")
def test_an_address_sends_2000_requests_in_five_minutes(plan):
    assert (limit(plan, "rate-all")["limit"], limit(plan, "rate-all")["evaluation_window_sec"]) == (2000, 300)


@pytest.mark.plan("waf", example="minimal")
def test_what_exceeds_a_limit_is_blocked(plan):
    assert action(rule(plan, "rate-all")) == ["block"]


@WIDEST
def test_what_exceeds_a_limit_can_be_counted(plan):
    assert action(rule(plan, "rate-counted")) == ["count"]


@pytest.mark.plan("waf", example="typical")
def test_a_limit_can_be_that_of_a_path(plan):
    (scope,) = limit(plan, "rate-login")["scope_down_statement"]
    assert scope["byte_match_statement"][0]["search_string"] == "/login"


@pytest.mark.plan("waf", example="minimal")
def test_a_limit_is_that_of_all_paths_by_default(plan):
    assert limit(plan, "rate-all")["scope_down_statement"] == []


@pytest.mark.plan("waf", example="typical")
def test_paths_are_compared_as_the_application_understands_them(plan):
    (scope,) = limit(plan, "rate-login")["scope_down_statement"]
    transformations = sorted(scope["byte_match_statement"][0]["text_transformation"], key=lambda t: t["priority"])
    assert [t["type"] for t in transformations] == ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]


@pytest.mark.plan("waf", example="typical")
def test_a_path_can_be_kept_to_a_set_of_addresses(plan):
    path, outside = conditions(plan, "rule-admin-from-office")
    assert path["byte_match_statement"][0]["search_string"] == "/admin"
    assert list(kinds(outside)) == ["not_statement"]


@pytest.mark.plan("waf", example="grown")
def test_addresses_can_be_blocked(plan):
    assert list(kinds(conditions(plan, "rule-abusers")[1])) == ["ip_set_reference_statement"]


@pytest.mark.plan("waf", example="grown")
def test_countries_can_be_blocked(plan):
    assert conditions(plan, "rule-embargo")[1]["geo_match_statement"][0]["country_codes"] == ["KP"]


@pytest.mark.plan("waf", example="grown")
def test_a_rule_can_spare_countries(plan):
    (inner,) = conditions(plan, "rule-checkout")[1]["not_statement"][0]["statement"]
    assert inner["geo_match_statement"][0]["country_codes"] == ["DE", "FR"]


@pytest.mark.plan("waf", example="grown")
def test_bodies_above_a_size_can_be_blocked(plan):
    (size,) = conditions(plan, "rule-large-bodies")[1]["size_constraint_statement"]
    assert (size["comparison_operator"], size["size"]) == ("GT", 8192)


@pytest.mark.plan("waf", example="grown")
def test_a_body_too_long_to_be_read_is_above_each_size(plan):
    (size,) = conditions(plan, "rule-large-bodies")[1]["size_constraint_statement"]
    assert size["field_to_match"][0]["body"] == [{"oversize_handling": "MATCH"}]


@pytest.mark.plan("waf", example="grown")
def test_a_rule_can_be_about_a_path_alone(plan):
    (match,) = rule(plan, "rule-secrets")["statement"][0]["byte_match_statement"]
    assert (match["search_string"], match["positional_constraint"]) == ("/.env", "ENDS_WITH")


@WIDEST
def test_each_action_can_be_a_rules(plan):
    assert {name: action(rule(plan, f"rule-{name}")) for name in ACTIONS} == {name: [name] for name in ACTIONS}


@WIDEST
def test_each_comparison_of_a_path_can_be_chosen(plan):
    used = {name: conditions(plan, f"rule-{name}")[0]["byte_match_statement"][0] for name in COMPARISONS}
    assert {name: match["positional_constraint"] for name, match in used.items()} == COMPARISONS


@pytest.mark.plan("waf", example="grown")
def test_bots_can_be_counted(plan):
    assert rule(plan, "bot-control")["override_action"] == [{"count": [{}], "none": []}]


@WIDEST
def test_bots_that_pretend_can_be_looked_for(plan):
    (config,) = group(plan, "bot-control")["managed_rule_group_configs"]
    (settings,) = config["aws_managed_rules_bot_control_rule_set"]
    assert settings == {"enable_machine_learning": True, "inspection_level": "TARGETED"}


@pytest.mark.plan("waf", example="minimal")
def test_bots_are_not_asked_by_default(plan):
    assert "bot-control" not in {rule["name"] for rule in acl(plan)["rule"]}


@pytest.mark.plan("waf", example="grown")
def test_each_rule_has_a_metric_of_its_name(plan):
    rules = acl(plan)["rule"]
    seen = [(r["name"], r["visibility_config"][0]["cloudwatch_metrics_enabled"]) for r in rules]
    assert seen == [(r["visibility_config"][0]["metric_name"], True) for r in rules]


@pytest.mark.plan("waf", example="grown")
def test_no_samples_of_requests_are_kept(plan):
    settings = [acl(plan)["visibility_config.0"], *(r["visibility_config"][0] for r in acl(plan)["rule"])]
    assert {s["sampled_requests_enabled"] for s in settings} == {False}


@NARROWEST
def test_samples_take_a_named_variable(plan):
    settings = [acl(plan)["visibility_config.0"], *(r["visibility_config"][0] for r in acl(plan)["rule"])]
    assert {s["sampled_requests_enabled"] for s in settings} == {True}


@pytest.mark.plan("waf", example="minimal", logging={"destination_arn": LOG_GROUP})
def test_credentials_stay_out_of_the_logs(plan):
    fields = plan.one("aws_wafv2_web_acl_logging_configuration")["redacted_fields"]
    assert sorted(f["single_header"][0]["name"] for f in fields) == ["authorization", "cookie"]


@WIDEST
def test_query_strings_can_stay_out_of_the_logs(plan):
    fields = plan.one("aws_wafv2_web_acl_logging_configuration")["redacted_fields"]
    assert [f["query_string"] for f in fields if not f["single_header"]] == [[{}]]


@NARROWEST
def test_100_headers_can_stay_out_of_the_logs(plan):
    assert len(plan.one("aws_wafv2_web_acl_logging_configuration")["redacted_fields"]) == 100


@pytest.mark.plan("waf", example="minimal", logging={"destination_arn": LOG_GROUP})
def test_every_request_is_logged(plan):
    assert plan.one("aws_wafv2_web_acl_logging_configuration")["logging_filter"] == []


@NARROWEST
def test_only_what_a_rule_has_seen_can_be_logged(plan):
    (filters,) = plan.one("aws_wafv2_web_acl_logging_configuration")["logging_filter"]
    kept = [condition["action_condition"][0]["action"] for condition in filters["filter"][0]["condition"]]
    assert (filters["default_behavior"], sorted(kept)) == ("DROP", ["BLOCK", "CAPTCHA", "CHALLENGE", "COUNT"])


@pytest.mark.plan("waf", example="minimal")
def test_without_a_destination_nothing_is_logged(plan):
    assert plan.of("aws_wafv2_web_acl_logging_configuration") == []


@WIDEST
def test_a_stream_can_take_the_logs(plan):
    (arn,) = plan.one("aws_wafv2_web_acl_logging_configuration")["log_destination_configs"]
    assert ":deliverystream/" in arn


@NARROWEST
def test_a_bucket_can_take_the_logs(plan):
    (arn,) = plan.one("aws_wafv2_web_acl_logging_configuration")["log_destination_configs"]
    assert arn == "arn:aws:s3:::aws-waf-logs-shop"


@pytest.mark.plan("waf", example="grown")
def test_each_resource_is_protected_by_the_web_acl(plan):
    associations = plan.of("aws_wafv2_web_acl_association")
    assert {a.index: a.refers_to("web_acl_arn", "aws_wafv2_web_acl") for a in associations} == {
        "alb": [acl(plan)],
        "api": [acl(plan)],
    }


@pytest.mark.plan("waf", example="grown")
def test_a_set_of_addresses_is_named_after_its_version(plan):
    assert sorted(s["name"] for s in plan.of("aws_wafv2_ip_set")) == [
        "shop-production-abusers-ipv6",
        "shop-production-office-ipv4",
    ]


@pytest.mark.plan("waf", example="grown")
def test_a_set_is_of_the_scope_of_the_web_acl(plan):
    assert {s["scope"] for s in plan.of("aws_wafv2_ip_set")} == {acl(plan)["scope"]}


REFUSED = {
    "a name that is too short": ("name", {"name": "ab"}, "3 to 48"),
    "a name that is too long": ("name", {"name": "a" * 49}, "3 to 48"),
    "an unknown scope": ("scope", {"scope": "GLOBAL"}, "one of CLOUDFRONT, REGIONAL"),
    "an unknown default": ("default_action", {"default_action": "count"}, "one of allow, block"),
    "an unknown group": (
        "managed_rule_groups",
        {"managed_rule_groups": {"owasp": {"priority": 1}}},
        "must be among admin-protection",
    ),
    "an unknown override": (
        "managed_rule_groups",
        {"managed_rule_groups": {"core": {"priority": 1, "overrides": {"a": "deny"}}}},
        "action of an override",
    ),
    "101 overrides": (
        "managed_rule_groups",
        {"managed_rule_groups": {"core": {"priority": 1, "overrides": {f"r{n}": "count" for n in range(101)}}}},
        "At most 100 rules",
    ),
    "an unknown level": (
        "bot_control",
        {"bot_control": {"priority": 1, "inspection_level": "ALL"}},
        "one of COMMON, TARGETED",
    ),
    "a limit of 9": ("rate_limits", {"rate_limits": {"a": {"priority": 1, "requests": 9}}}, "between 10 and"),
    "a limit above two milliards": (
        "rate_limits",
        {"rate_limits": {"a": {"priority": 1, "requests": 2000000001}}},
        "between 10 and",
    ),
    "an unknown window": (
        "rate_limits",
        {"rate_limits": {"a": {"priority": 1, "requests": 10, "window_seconds": 90}}},
        "one of 60, 120, 300, 600",
    ),
    "a path of a limit without a slash": (
        "rate_limits",
        {"rate_limits": {"a": {"priority": 1, "requests": 10, "path": "login"}}},
        "begin with /",
    ),
    "a path of a limit in upper case": (
        "rate_limits",
        {"rate_limits": {"a": {"priority": 1, "requests": 10, "path": "/Login"}}},
        "lower case",
    ),
    "an unknown action": (
        "rules",
        {"rules": {"a": {"priority": 1, "path": "/a", "action": "deny"}}},
        "action of a rule",
    ),
    "an unknown comparison": (
        "rules",
        {"rules": {"a": {"priority": 1, "path": "/a", "path_match": "LIKE"}}},
        "path_match must be one of",
    ),
    "a path in upper case": ("rules", {"rules": {"a": {"priority": 1, "path": "/A"}}}, "lower case"),
    "an empty path": ("rules", {"rules": {"a": {"priority": 1, "path": ""}}}, "1 to 200 characters"),
    "a path of 201 characters": ("rules", {"rules": {"a": {"priority": 1, "path": "/" * 201}}}, "1 to 200 characters"),
    "a rule about every request": ("rules", {"rules": {"a": {"priority": 1}}}, "needs a condition"),
    "an unknown set": ("rules", {"rules": {"a": {"priority": 1, "ip_set": "office"}}}, "keys of ip_sets"),
    "an unknown set to be outside of": (
        "rules",
        {"rules": {"a": {"priority": 1, "outside_ip_set": "office"}}},
        "keys of ip_sets",
    ),
    "a country in lower case": ("rules", {"rules": {"a": {"priority": 1, "countries": ["de"]}}}, "two upper-case"),
    "a country of three letters": (
        "rules",
        {"rules": {"a": {"priority": 1, "outside_countries": ["DEU"]}}},
        "two upper-case",
    ),
    "a body beyond what is read at the edge": (
        "rules",
        {"rules": {"a": {"priority": 1, "body_larger_than_bytes": 16385}}},
        "reads no further",
    ),
    "a body beyond what is read before a load balancer": (
        "rules",
        {"scope": "REGIONAL", "rules": {"a": {"priority": 1, "body_larger_than_bytes": 8193}}},
        "reads no further",
    ),
    "a body of less than nothing": (
        "rules",
        {"rules": {"a": {"priority": 1, "body_larger_than_bytes": -1}}},
        "reads no further",
    ),
    "the priority of a limit": ("rules", {"rules": {"a": {"priority": 10, "path": "/a"}}}, "priority of its own"),
    "the priority of a group": ("rules", {"rules": {"a": {"priority": 110, "path": "/a"}}}, "priority of its own"),
    "the priority of the bots": (
        "rules",
        {"rules": {"a": {"priority": 1, "path": "/a"}}, "bot_control": {"priority": 1}},
        "priority of its own",
    ),
    "a priority below 0": ("rules", {"rules": {"a": {"priority": -1, "path": "/a"}}}, "priority of its own"),
    "an unknown version": ("ip_sets", {"ip_sets": {"a": {"addresses": [], "version": "IPV5"}}}, "one of IPV4, IPV6"),
    "an address without a length": ("ip_sets", {"ip_sets": {"a": {"addresses": ["192.0.2.1"]}}}, "CIDR notation"),
    "all addresses at once": ("ip_sets", {"ip_sets": {"a": {"addresses": ["0.0.0.0/0"]}}}, "every length but /0"),
    "an address of the other version": (
        "ip_sets",
        {"ip_sets": {"a": {"addresses": ["2001:db8::/32"]}}},
        "version of their set",
    ),
    "a log group of another name": (
        "logging",
        {"logging": {"destination_arn": LOG_GROUP.replace("aws-waf-logs-", "waf-")}},
        "begins with aws-waf-logs-",
    ),
    "a log group of an edge elsewhere": (
        "logging",
        {"logging": {"destination_arn": LOG_GROUP.replace("us-east-1", "eu-west-1")}},
        "destination in us-east-1",
    ),
    "a header in upper case": (
        "logging",
        {"logging": {"destination_arn": LOG_GROUP, "redacted_headers": ["Cookie"]}},
        "lower case",
    ),
    "101 redacted fields": (
        "logging",
        {"logging": redacted(101)},
        "At most 100 fields",
    ),
    "query strings beside 100 redacted fields": (
        "logging",
        {"logging": redacted(100, query_strings_redacted=True)},
        "At most 100 fields",
    ),
    "a version of addresses": (
        "managed_rule_groups",
        {"managed_rule_groups": {"ip-reputation": {"priority": 1, "version": "Version_1.0"}}},
        "no versions",
    ),
    "a version of anonymous addresses": (
        "managed_rule_groups",
        {"managed_rule_groups": {"anonymous-ip": {"priority": 1, "version": "Version_1.0"}}},
        "no versions",
    ),
    "a limit with a long path": (
        "rate_limits",
        {"rate_limits": {"a": {"priority": 1, "requests": 10, "path": "/" * 201}}},
        "200 characters at most",
    ),
    "a limit with a dot": ("rate_limits", {"rate_limits": {"a.b": {"priority": 1, "requests": 10}}}, "name of a limit"),
    "a limit with a long name": (
        "rate_limits",
        {"rate_limits": {"a" * 65: {"priority": 1, "requests": 10}}},
        "name of a limit",
    ),
    "a rule with a dot": ("rules", {"rules": {"a.b": {"priority": 1, "path": "/a"}}}, "name of a rule"),
    "a rule with a long name": ("rules", {"rules": {"a" * 65: {"priority": 1, "path": "/a"}}}, "name of a rule"),
    "a set with a dot": ("ip_sets", {"ip_sets": {"a.b": {"addresses": []}}}, "name of a set"),
    "a set with a long name": ("ip_sets", {"ip_sets": {"a" * 65: {"addresses": []}}}, "name of a set"),
    "resources of an edge": ("resource_arns", {"resource_arns": {"alb": "arn:aws:elasticloadbalancing:a"}}, "leave"),
}


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(variable, id=what, marks=pytest.mark.refused("waf", example="minimal", match=match, **arguments))
        for what, (variable, arguments, match) in REFUSED.items()
    ],
)
def test_what_waf_would_refuse_is_refused(refusal, variable):
    assert refusal.variable == variable


@WIDEST
def test_what_is_just_below_the_upper_bounds_is_accepted(plan):
    assert len(acl(plan)["name"]) == 48


@pytest.mark.plan(
    "waf",
    example="minimal",
    ip_sets={"s" * 64: {"addresses": ["198.51.100.0/24"]}},
    rate_limits={"l" * 64: {"priority": 1, "requests": 10, "path": "/" * 200}},
    rules={"r" * 64: {"priority": 2, "ip_set": "s" * 64}},
)
def test_names_have_64_characters_at_most(plan):
    assert {f"rate-{'l' * 64}", f"rule-{'r' * 64}"} < {rule["name"] for rule in acl(plan)["rule"]}


@NARROWEST
def test_what_is_just_above_the_lower_bounds_is_accepted(plan):
    assert len(acl(plan)["name"]) == 3


@pytest.mark.plan("waf", example="typical", logging={"destination_arn": LOG_GROUP.replace("us-east-1", "eu-west-1")})
def test_the_logs_of_a_regional_web_acl_stay_in_their_region(plan):
    (arn,) = plan.one("aws_wafv2_web_acl_logging_configuration")["log_destination_configs"]
    assert ":eu-west-1:" in arn


@pytest.mark.plan("waf", example="minimal", bot_control={"priority": 1})
def test_nothing_is_learned_of_bots_that_say_who_they_are(plan):
    (config,) = group(plan, "bot-control")["managed_rule_group_configs"]
    (settings,) = config["aws_managed_rules_bot_control_rule_set"]
    assert settings == {"enable_machine_learning": False, "inspection_level": "COMMON"}
