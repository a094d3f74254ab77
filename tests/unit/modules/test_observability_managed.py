"""What the module `observability-managed` promises."""

import pytest
import yaml

from tfproof.iam.written import policy_statements

ACCOUNT = "123456789012"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:shop-production-warning"
SAML = {
    "admin_role_values": ["operators"],
    "editor_role_values": ["developers"],
    "metadata_url": "https://idp.example.com/metadata",
    "role_assertion": "role",
}


def planned(example, **variables):
    return pytest.mark.plan("observability-managed", example=example, **variables)


def allowed(plan, role):
    """The actions of a role's policy with the resources they are allowed on."""
    (policy,) = [p for p in plan.of("aws_iam_role_policy") if p.address.endswith(f".{role}[0]")]
    found = {}
    for statement in policy_statements(policy, "policy"):
        for action in statement["Action"]:
            found[action] = statement["Resource"]
    return found


def trust(plan, role):
    (found,) = [r for r in plan.of("aws_iam_role") if r.address.endswith(f".{role}[0]")]
    (statement,) = policy_statements(found, "assume_role_policy")
    return statement


@planned("minimal")
def test_only_what_is_asked_for_is_made(plan):
    assert {r.type for r in plan.managed} == {"aws_xray_group", "aws_xray_sampling_rule"}


# Prometheus


@planned("typical")
def test_metrics_are_kept_150_days_by_default(plan):
    assert plan.one("aws_prometheus_workspace_configuration")["retention_period_in_days"] == 150


@planned("grown")
def test_metrics_can_be_kept_longer(plan):
    assert plan.one("aws_prometheus_workspace_configuration")["retention_period_in_days"] == 400


@planned("typical")
def test_metrics_and_their_log_have_the_key(plan):
    workspace, group = plan.one("aws_prometheus_workspace"), plan.one("aws_cloudwatch_log_group")
    assert (workspace["kms_key_arn"], group["kms_key_id"]) == (KEY, KEY)


@planned("typical")
def test_rules_that_fail_are_written_to_a_log_group_with_an_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert plan.one("aws_prometheus_workspace").refers_to("logging_configuration.0.log_group_arn") == [group]
    assert (group["name"], group["retention_in_days"]) == ("/aws/vendedlogs/prometheus/shop-production", 90)


@planned("typical")
def test_alerts_go_to_the_topic(plan):
    definition = yaml.safe_load(plan.one("aws_prometheus_alert_manager_definition")["definition"])
    assert yaml.safe_load(definition["alertmanager_config"]) == {
        "receivers": [{"name": "topic", "sns_configs": [{"sigv4": {"region": "us-east-1"}, "topic_arn": TOPIC}]}],
        "route": {"group_by": ["alertname"], "receiver": "topic"},
    }


@planned("grown")
def test_alerts_can_go_out_together_by_other_labels(plan):
    definition = yaml.safe_load(plan.one("aws_prometheus_alert_manager_definition")["definition"])
    assert yaml.safe_load(definition["alertmanager_config"])["route"]["group_by"] == ["alertname", "service"]


@planned("grown")
def test_rules_come_in_files_by_name(plan):
    files = {
        r["name"]: yaml.safe_load(r["data"])["groups"][0]["name"]
        for r in plan.of("aws_prometheus_rule_group_namespace")
    }
    assert files == {"errors": "errors", "latency": "latency"}


@planned("minimal", prometheus={"kms_key_arn": KEY})
def test_prometheus_does_without_alerts(plan):
    assert "aws_prometheus_alert_manager_definition" not in {r.type for r in plan.managed}


@pytest.mark.refused(
    "observability-managed",
    example="minimal",
    prometheus={"kms_key_arn": KEY, "rules": {"latency": "alert: Slow"}},
    match="YAML with groups",
)
def test_a_file_of_rules_without_groups_is_refused(refusal):
    assert refusal.variable == "prometheus"


# Grafana


@planned("typical")
def test_people_sign_in_to_grafana_through_identity_center(plan):
    workspace = plan.one("aws_grafana_workspace")
    assert workspace["authentication_providers"] == ["AWS_SSO"]
    assert "aws_grafana_workspace_saml_configuration" not in {r.type for r in plan.managed}


@planned("minimal", grafana={"saml": SAML})
def test_people_can_sign_in_to_grafana_with_saml(plan):
    saml = plan.one("aws_grafana_workspace_saml_configuration")
    assert plan.one("aws_grafana_workspace")["authentication_providers"] == ["SAML"]
    assert (saml["idp_metadata_url"], saml["role_assertion"]) == (SAML["metadata_url"], "role")
    assert (saml["admin_role_values"], saml["editor_role_values"]) == (["operators"], ["developers"])


@planned("grown")
def test_groups_and_users_have_roles_in_grafana(plan):
    roles = {r["role"]: (r["group_ids"], r["user_ids"]) for r in plan.of("aws_grafana_role_association")}
    assert roles == {
        "ADMIN": (None, ["a1b2c3d4-5678-90ab-cdef-444455556666"]),
        "VIEWER": (["a1b2c3d4-5678-90ab-cdef-111122223333"], None),
    }


@planned("typical")
def test_nobody_installs_plugins_in_grafana(plan):
    assert '"pluginAdminEnabled":false' in plan.one("aws_grafana_workspace")["configuration"]


@planned("typical")
def test_grafana_has_a_role_of_ours_because_the_api_makes_none(plan):
    workspace = plan.one("aws_grafana_workspace")
    assert workspace["permission_type"] == "CUSTOMER_MANAGED"
    assert [r["name"] for r in workspace.refers_to("role_arn")] == ["shop-production-grafana"]


@planned("typical")
def test_only_workspaces_of_the_account_take_the_role_of_grafana(plan):
    statement = trust(plan, "grafana")
    assert statement["Principal"] == {"Service": ["grafana.amazonaws.com"]}
    assert statement["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": [ACCOUNT]}}


@planned("typical")
def test_grafana_reads_named_log_groups_only(plan):
    group = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/ecs/shop-production/app"
    assert allowed(plan, "grafana")["logs:StartQuery"] == [group, f"{group}:*"]


@planned("minimal", grafana={})
def test_grafana_reads_no_log_group_by_default(plan):
    assert [action for action in allowed(plan, "grafana") if action.startswith(("aps:", "logs:", "sns:"))] == []


@planned("typical")
def test_grafana_queries_the_prometheus_beside_it(plan):
    assert "aps:QueryMetrics" in allowed(plan, "grafana")
    assert plan.one("aws_grafana_workspace")["data_sources"] == ["CLOUDWATCH", "PROMETHEUS", "XRAY"]


@planned("grown")
def test_grafana_can_tell_topics(plan):
    assert allowed(plan, "grafana")["sns:Publish"] == [f"arn:aws:sns:us-east-1:{ACCOUNT}:shop-production-info"]


@planned("grown")
def test_grafana_can_be_closed_to_the_world_and_open_to_the_vpc(plan):
    workspace = plan.one("aws_grafana_workspace")
    assert workspace["network_access_control.0.prefix_list_ids"] == ["pl-0a1b2c3d4e5f60718"]
    assert workspace["network_access_control.0.vpce_ids"] == ["vpce-0a1b2c3d4e5f60718"]
    assert len(workspace["vpc_configuration.0.subnet_ids"]) == 2


@pytest.mark.refused(
    "observability-managed",
    example="minimal",
    grafana={"saml": SAML, "roles": {"VIEWER": {"group_ids": ["a"]}}},
    match="assertion says which role",
)
def test_roles_of_groups_beside_saml_are_refused(refusal):
    assert refusal.variable == "grafana"


# X-Ray


@planned("minimal")
def test_a_rule_traces_a_request_a_second_and_a_twentieth_of_the_others(plan):
    rule = plan.one("aws_xray_sampling_rule")
    assert (rule["reservoir_size"], rule["fixed_rate"], rule["priority"]) == (1, 0.05, 9000)
    assert {rule[name] for name in ("host", "http_method", "service_name", "service_type", "url_path")} == {"*"}


@planned("grown")
def test_a_rule_can_be_for_some_requests(plan):
    (rule,) = [r for r in plan.of("aws_xray_sampling_rule") if r.index == "orders"]
    assert (rule["host"], rule["http_method"], rule["url_path"]) == ("shop.example.com", "POST", "/orders/*")
    assert rule["attributes"] == {"tenant": "wholesale"}


@planned("minimal")
def test_a_group_collects_slow_and_faulty_traces_and_notices_what_is_unusual(plan):
    group = plan.one("aws_xray_group")
    assert group["filter_expression"] == "responsetime > 2 OR fault = true"
    insights = group["insights_configuration.0"]
    assert (insights["insights_enabled"], insights["notifications_enabled"]) == (True, True)


@planned("grown")
def test_a_group_can_do_without_insights_and_then_tells_nothing(plan):
    (group,) = [g for g in plan.of("aws_xray_group") if g.index == "orders"]
    insights = group["insights_configuration.0"]
    assert (insights["insights_enabled"], insights["notifications_enabled"]) == (False, False)


@pytest.mark.refused(
    "observability-managed",
    example="minimal",
    sampling_rules={"a": {"priority": 1}, "b": {"priority": 1}},
    match="its own|own",
)
def test_two_rules_of_one_priority_are_refused(refusal):
    assert refusal.variable == "sampling_rules"


# What users meet


@planned("typical")
def test_a_tenth_of_the_sessions_is_measured_without_cookies(plan):
    monitor = plan.one("aws_rum_app_monitor")["app_monitor_configuration.0"]
    assert (monitor["session_sample_rate"], monitor["allow_cookies"], monitor["enable_xray"]) == (0.1, False, False)


@planned("typical")
def test_load_times_errors_requests_and_steps_of_journeys_are_captured(plan):
    monitor = plan.one("aws_rum_app_monitor")
    assert monitor["app_monitor_configuration.0.telemetries"] == ["errors", "http", "performance"]
    assert monitor["custom_events.0.status"] == "ENABLED"


@planned("minimal", user_monitor={"domains": ["a.example.com"], "custom_events_enabled": False})
def test_custom_events_can_be_refused(plan):
    assert plan.one("aws_rum_app_monitor")["custom_events.0.status"] == "DISABLED"


@planned("typical")
def test_rum_makes_no_log_group_without_a_key(plan):
    assert plan.one("aws_rum_app_monitor")["cw_log_enabled"] is False


@planned("typical")
def test_browsers_send_events_to_the_one_monitor_and_do_nothing_else(plan):
    monitor = f"arn:aws:rum:us-east-1:{ACCOUNT}:appmonitor/shop-production"
    assert allowed(plan, "user_monitor") == {"rum:PutRumEvents": [monitor]}


@planned("typical")
def test_only_guests_of_the_pool_take_the_role_of_browsers(plan):
    condition = trust(plan, "user_monitor")["Condition"]
    assert condition["ForAnyValue:StringEquals"] == {"cognito-identity.amazonaws.com:amr": ["unauthenticated"]}
    assert "cognito-identity.amazonaws.com:aud" in condition["StringEquals"]


@planned("typical")
def test_the_scope_that_cognito_gives_to_guests_holds(plan):
    assert plan.one("aws_cognito_identity_pool")["allow_classic_flow"] is False
