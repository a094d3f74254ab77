"""What the module `alarms` promises."""

import pytest

CRITICAL = "arn:aws:sns:us-east-1:123456789012:shop-production-critical"
WARNING = "arn:aws:sns:us-east-1:123456789012:shop-production-warning"


def alarm(plan, key, kind="this"):
    """The metric alarm with this key."""
    return plan.resource(f'module.alarms.aws_cloudwatch_metric_alarm.{kind}["{key}"]')


def one_alarm(**settings):
    """Alarms as an input: one alarm, changed by the settings."""
    defaults = {
        "description": "One.",
        "metric_name": "CPUUtilization",
        "namespace": "AWS/ECS",
        "severity": "warning",
        "threshold": 1,
    }
    return {"one": {**defaults, **settings}}


@pytest.mark.plan("alarms", example="typical")
def test_an_alarm_is_named_after_its_key(plan):
    assert alarm(plan, "app-cpu")["alarm_name"] == "shop-production-app-cpu"


@pytest.mark.plan("alarms", example="typical")
def test_an_alarm_notifies_the_topic_of_its_severity(plan):
    assert alarm(plan, "app-cpu")["alarm_actions"] == [WARNING]


@pytest.mark.plan("alarms", example="typical")
def test_recovery_is_notified_too(plan):
    assert alarm(plan, "app-cpu")["ok_actions"] == [WARNING]


@pytest.mark.plan("alarms", example="minimal", alarms=one_alarm(notify_recovery=False))
def test_recovery_can_stay_silent(plan):
    assert not alarm(plan, "one")["ok_actions"]


@pytest.mark.plan("alarms", example="typical")
def test_actions_are_enabled_on_every_alarm(plan):
    assert {item["actions_enabled"] for item in plan.of("aws_cloudwatch_metric_alarm")} == {True}


@pytest.mark.plan("alarms", example="typical")
def test_an_alarm_compares_its_metric_with_the_threshold(plan):
    cpu = alarm(plan, "app-cpu")
    comparison = (cpu["metric_name"], cpu["comparison_operator"], cpu["threshold"])
    assert comparison == ("CPUUtilization", "GreaterThanThreshold", 80)


@pytest.mark.plan("alarms", example="typical")
def test_two_of_three_points_can_be_enough(plan):
    cpu = alarm(plan, "app-cpu")
    assert (cpu["datapoints_to_alarm"], cpu["evaluation_periods"]) == (2, 3)


@pytest.mark.plan("alarms", example="typical")
def test_a_percentile_is_an_extended_statistic(plan):
    latency = alarm(plan, "app-latency")
    assert (latency["extended_statistic"], latency["statistic"]) == ("p95", None)


@pytest.mark.plan("alarms", example="minimal", alarms=one_alarm(treat_missing_data="breaching"))
def test_missing_data_can_raise_the_alarm(plan):
    assert alarm(plan, "one")["treat_missing_data"] == "breaching"


@pytest.mark.plan("alarms", example="typical")
def test_an_expression_alarm_watches_the_result_only(plan):
    queries = alarm(plan, "error-rate", "expression")["metric_query"]
    assert [query["expression"] for query in queries if query["return_data"]] == ["100 * errors / requests"]


@pytest.mark.plan("alarms", example="typical")
def test_an_expression_alarm_reads_its_metrics(plan):
    queries = alarm(plan, "error-rate", "expression")["metric_query"]
    assert {query["id"] for query in queries if query["metric"]} == {"errors", "requests"}


@pytest.mark.plan("alarms", example="typical")
def test_an_anomaly_alarm_compares_with_the_expected_range(plan):
    anomaly = alarm(plan, "request-count", "anomaly")
    expressions = {query["id"]: query["expression"] for query in anomaly["metric_query"]}
    assert expressions[anomaly["threshold_metric_id"]] == "ANOMALY_DETECTION_BAND(metric, 2)"


@pytest.mark.plan("alarms", example="typical")
def test_a_composite_alarm_fires_with_any_of_its_alarms(plan):
    rule = plan.one("aws_cloudwatch_composite_alarm")["alarm_rule"]
    assert rule == 'ALARM("shop-production-app-latency") OR ALARM("shop-production-error-rate")'


@pytest.mark.plan("alarms", example="grown")
def test_a_composite_alarm_can_wait_for_all_of_its_alarms(plan):
    rule = plan.resource('module.alarms.aws_cloudwatch_composite_alarm.this["all-is-lost"]')["alarm_rule"]
    assert rule == 'ALARM("shop-production-a-new-one") AND ALARM("shop-production-error-rate")'


@pytest.mark.plan("alarms", example="typical")
def test_a_composite_alarm_notifies_the_topic_of_its_severity(plan):
    assert plan.one("aws_cloudwatch_composite_alarm")["alarm_actions"] == [CRITICAL]


@pytest.mark.refused("alarms", example="minimal", alarms=one_alarm(severity="loud"), match="key of topic_arns")
def test_an_alarm_that_notifies_nobody_is_refused(refusal):
    assert refusal.variable == "alarms"


@pytest.mark.refused(
    "alarms", example="minimal", alarms=one_alarm(comparison_operator=">"), match="GreaterThanThreshold"
)
def test_an_unknown_comparison_is_refused(refusal):
    assert refusal.variable == "alarms"


@pytest.mark.refused("alarms", example="minimal", alarms=one_alarm(treat_missing_data="ok"), match="notBreaching")
def test_an_unknown_treatment_of_missing_data_is_refused(refusal):
    assert refusal.variable == "alarms"


@pytest.mark.refused("alarms", example="minimal", alarms=one_alarm(statistic="Mean"), match="percentile such as p95")
def test_an_unknown_statistic_is_refused(refusal):
    assert refusal.variable == "alarms"


@pytest.mark.refused(
    "alarms",
    example="minimal",
    composite_alarms={"many": {"alarms": ["absent"], "description": "x", "severity": "warning"}},
    match="must name keys",
)
def test_a_composite_of_missing_alarms_is_refused(refusal):
    assert refusal.variable == "composite_alarms"


@pytest.mark.refused(
    "alarms",
    example="minimal",
    anomaly_alarms={"app-cpu": {"description": "x", "metric_name": "M", "namespace": "N", "severity": "warning"}},
    match="used once",
)
def test_two_alarms_with_one_name_are_refused(refusal):
    assert refusal.variable == "alarms"


@pytest.mark.refused(
    "alarms",
    example="minimal",
    composite_alarms={"app-cpu": {"alarms": ["app-cpu"], "description": "x", "severity": "warning"}},
    match="key of another alarm",
)
def test_a_composite_with_the_name_of_another_alarm_is_refused(refusal):
    assert refusal.variable == "composite_alarms"
