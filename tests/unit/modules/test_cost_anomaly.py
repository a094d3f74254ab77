"""What the module `cost-anomaly` promises."""

import json

import pytest


@pytest.mark.plan("cost-anomaly", example="minimal")
def test_every_service_is_watched_by_default(plan):
    monitor = plan.one("aws_ce_anomaly_monitor")
    assert (monitor["monitor_type"], monitor["monitor_dimension"]) == ("DIMENSIONAL", "SERVICE")


@pytest.mark.plan("cost-anomaly", example="typical")
def test_the_costs_of_one_tag_can_be_watched(plan):
    monitor = plan.one("aws_ce_anomaly_monitor")
    tags = json.loads(monitor["monitor_specification"])["Tags"]
    assert (monitor["monitor_type"], tags["Key"], tags["Values"]) == ("CUSTOM", "Project", ["shop"])


@pytest.mark.plan("cost-anomaly", example="minimal")
def test_a_subscription_listens_to_the_monitor(plan):
    subscription = plan.one("aws_ce_anomaly_subscription")
    assert subscription.refers_to("monitor_arn_list") == [plan.one("aws_ce_anomaly_monitor")]


@pytest.mark.plan("cost-anomaly", example="minimal")
def test_an_address_is_told_by_mail(plan):
    subscriber = plan.one("aws_ce_anomaly_subscription")["subscriber.0"]
    assert (subscriber["type"], subscriber["address"]) == ("EMAIL", "platform-team@example.com")


@pytest.mark.plan("cost-anomaly", example="typical")
def test_a_topic_is_told_at_once(plan):
    subscription = plan.one("aws_ce_anomaly_subscription")
    assert (subscription["frequency"], subscription["subscriber.0.type"]) == ("IMMEDIATE", "SNS")


@pytest.mark.plan("cost-anomaly", example="minimal")
def test_an_impact_of_twenty_dollars_counts_by_default(plan):
    dimension = plan.one("aws_ce_anomaly_subscription")["threshold_expression.0.dimension.0"]
    assert (dimension["key"], dimension["values"]) == ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", ["20"])


@pytest.mark.plan("cost-anomaly", example="typical")
def test_the_impact_that_counts_can_be_chosen(plan):
    dimension = plan.one("aws_ce_anomaly_subscription")["threshold_expression.0.dimension.0"]
    assert dimension["values"] == ["100"]


@pytest.mark.plan("cost-anomaly", example="grown")
def test_several_subscriptions_can_listen(plan):
    assert [one.index for one in plan.of("aws_ce_anomaly_subscription")] == ["finance", "topic"]


@pytest.mark.refused("cost-anomaly", example="minimal", subscriptions={}, match="at least one subscription")
def test_watching_without_telling_anybody_is_refused(refusal):
    assert refusal.variable == "subscriptions"


@pytest.mark.refused(
    "cost-anomaly",
    example="minimal",
    subscriptions={"team": {"addresses": ["team@example.com"], "frequency": "HOURLY"}},
    match="DAILY, IMMEDIATE, WEEKLY",
)
def test_an_unknown_frequency_is_refused(refusal):
    assert refusal.variable == "subscriptions"


@pytest.mark.refused(
    "cost-anomaly",
    example="minimal",
    subscriptions={"team": {"addresses": ["team@example.com"], "frequency": "IMMEDIATE"}},
    match="IMMEDIATE takes ARNs of topics",
)
def test_an_immediate_mail_is_refused_as_aws_would(refusal):
    assert refusal.variable == "subscriptions"


@pytest.mark.refused(
    "cost-anomaly",
    example="minimal",
    subscriptions={
        "team": {"addresses": ["team@example.com"], "frequency": "DAILY", "impact_usd": -1},
    },
    match="must not be negative",
)
def test_a_negative_impact_is_refused(refusal):
    assert refusal.variable == "subscriptions"


MONITOR = "arn:aws:ce::123456789012:anomalymonitor/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"


@pytest.mark.plan("cost-anomaly", example="minimal", existing_monitor={"arn": MONITOR})
def test_a_monitor_that_the_account_has_already_is_used(plan):
    assert plan.of("aws_ce_anomaly_monitor") == []
    assert plan.one("aws_ce_anomaly_subscription")["monitor_arn_list"] == [MONITOR]


@pytest.mark.refused(
    "cost-anomaly", example="typical", existing_monitor={"arn": MONITOR}, match="either existing_monitor or"
)
def test_an_existing_monitor_with_a_tag_of_ours_is_refused(refusal):
    assert refusal.variable == "existing_monitor"
