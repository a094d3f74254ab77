"""What the module `appconfig-flags` promises."""

import pytest
from expressions import references

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

planned, refused = pytest.mark.plan, pytest.mark.refused


def environment(plan, name):
    return next(e for e in plan.of("aws_appconfig_environment") if e.index == name)


@planned("appconfig-flags", example="minimal")
def test_the_profile_holds_feature_flags(plan):
    profile = plan.one("aws_appconfig_configuration_profile")
    assert (profile["type"], profile["location_uri"]) == ("AWS.AppConfig.FeatureFlags", "hosted")


@planned("appconfig-flags", example="typical")
def test_flags_are_encrypted_with_the_given_key(plan):
    assert plan.one("aws_appconfig_configuration_profile")["kms_key_identifier"] == KEY


@planned("appconfig-flags", example="grown")
def test_flags_can_differ_in_each_environment(plan):
    assert {e["name"] for e in plan.of("aws_appconfig_environment")} == {"production", "staging"}
    assert {a for e in plan.of("aws_appconfig_environment") for a in e.refers_to("application_id")} == {
        plan.one("aws_appconfig_application")
    }


@planned("appconfig-flags", example="grown")
def test_alarms_take_a_deployment_back(plan):
    watched = environment(plan, "production")["monitor"]
    assert sorted(m["alarm_arn"].rpartition(":")[2] for m in watched) == ["shop-errors", "shop-latency"]
    assert environment(plan, "staging")["monitor"] == []


@planned("appconfig-flags", example="minimal")
def test_without_alarms_there_is_no_role(plan):
    assert [r for r in plan.managed if r.type == "aws_iam_role"] == []


@planned("appconfig-flags", example="typical")
def test_appconfig_looks_at_alarms_and_does_nothing_else(plan):
    (statement,) = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert statement["Action"] == ["cloudwatch:DescribeAlarms"]


@planned("appconfig-flags", example="typical")
def test_only_appconfig_takes_the_role(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["appconfig.amazonaws.com"]}


@planned("appconfig-flags", example="minimal")
def test_flags_reach_a_further_fifth_at_a_time_and_are_watched_for_10_minutes(plan):
    strategy = plan.one("aws_appconfig_deployment_strategy")
    assert (strategy["growth_type"], strategy["growth_factor"]) == ("LINEAR", 20)
    assert (strategy["deployment_duration_in_minutes"], strategy["final_bake_time_in_minutes"]) == (20, 10)


@planned("appconfig-flags", example="minimal")
def test_the_environment_waits_for_the_rights_of_the_role(plan):
    assert references(plan, "aws_appconfig_environment.this", "application_id")
    (call,) = plan["configuration"]["root_module"]["module_calls"].values()
    (made,) = [r for r in call["module"]["resources"] if r["address"] == "aws_appconfig_environment.this"]
    assert made["depends_on"] == ["aws_iam_role_policy.this"]
