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


@pytest.mark.plan("alarms", example="typical")
def test_a_composite_alarm_tells_that_it_is_over(plan):
    assert plan.one("aws_cloudwatch_composite_alarm")["ok_actions"] == [CRITICAL]


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


def one_anomaly_alarm(**settings):
    """Anomaly alarms as an input: one alarm, changed by the settings."""
    return {"one": {"description": "One.", "metric_name": "M", "namespace": "N", "severity": "warning", **settings}}


def one_expression_alarm(period=60, **settings):
    """Expression alarms as an input: one alarm on one metric, changed by the settings."""
    metrics = {"m": {"metric_name": "M", "namespace": "N", "period": period}}
    defaults = {"description": "One.", "expression": "m", "metrics": metrics, "severity": "warning", "threshold": 1}
    return {"one": {**defaults, **settings}}


KINDS = {
    "alarms": one_alarm,
    "anomaly_alarms": one_anomaly_alarm,
    "expression_alarms": one_expression_alarm,
}


@pytest.mark.parametrize(
    ("periods", "enough"),
    [
        pytest.param(
            settings["evaluation_periods"],
            settings["datapoints_to_alarm"],
            marks=pytest.mark.plan("alarms", name="shop", topic_arns={"warning": WARNING}, **{kind: make(**settings)}),
        )
        for kind, make in KINDS.items()
        for settings in (
            {"period": 10, "evaluation_periods": 1, "datapoints_to_alarm": 1},
            {"period": 30, "evaluation_periods": 2880, "datapoints_to_alarm": 2880},
            {"period": 60, "evaluation_periods": 1440, "datapoints_to_alarm": 1},
            {"period": 3600, "evaluation_periods": 168, "datapoints_to_alarm": 168},
            {"period": 86400, "evaluation_periods": 7, "datapoints_to_alarm": 7},
        )
    ],
)
def test_a_window_that_cloudwatch_evaluates_is_taken(plan, periods, enough):
    made = plan.one("aws_cloudwatch_metric_alarm")
    assert (made["evaluation_periods"], made["datapoints_to_alarm"]) == (periods, enough)


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(
            kind,
            marks=pytest.mark.refused(
                "alarms", name="shop", topic_arns={"warning": WARNING}, match=match, **{kind: make(**settings)}
            ),
        )
        for kind, make in KINDS.items()
        for settings, match in (
            ({"period": 15}, "10, 20, 30 or a multiple of 60"),
            ({"period": 61}, "10, 20, 30 or a multiple of 60"),
            ({"period": 0}, "10, 20, 30 or a multiple of 60"),
            ({"evaluation_periods": 0}, "must be 1 or more"),
            ({"period": 60, "evaluation_periods": 1441}, "a day at most"),
            ({"period": 3600, "evaluation_periods": 169}, "a week"),
            ({"evaluation_periods": 2, "datapoints_to_alarm": 3}, "between 1 and evaluation_periods"),
            ({"evaluation_periods": 2, "datapoints_to_alarm": 0}, "between 1 and evaluation_periods"),
        )
    ],
)
def test_a_window_that_cloudwatch_does_not_evaluate_is_refused(refusal, variable):
    assert refusal.variable == variable
