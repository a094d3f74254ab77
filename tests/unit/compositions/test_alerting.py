"""What holds between the modules of the composition `alerting`."""

import pytest

from tfproof.iam.written import policy_statements

PATHS = ("alarm_actions", "ok_actions")


def told(alarm):
    """The topics that an alarm and its end reach."""
    return {topic.address for path in PATHS for topic in alarm.refers_to(path, "aws_sns_topic")}


@pytest.mark.plan("examples/alerting")
def test_every_alarm_reaches_the_topic_of_its_severity(plan):
    assert {alarm.index: told(alarm) for alarm in plan.of("aws_cloudwatch_metric_alarm")} == {
        "database-storage": {'module.topics["critical"].aws_sns_topic.this'},
        "dead-letters": {'module.topics["warning"].aws_sns_topic.this'},
    }


@pytest.mark.plan("examples/alerting")
def test_every_topic_reaches_somebody(plan):
    reached = {s.refers_to("topic_arn", "aws_sns_topic")[0].address for s in plan.of("aws_sns_topic_subscription")}
    assert reached == {topic.address for topic in plan.of("aws_sns_topic")}


@pytest.mark.plan("examples/alerting")
def test_every_topic_takes_messages_of_cloudwatch(plan):
    for topic in plan.of("aws_sns_topic"):
        (policy,) = topic.referred_by("aws_sns_topic_policy", "arn")
        allowed = [s["Principal"] for s in policy_statements(policy, "policy") if s["Effect"] == "Allow"]
        assert allowed == [{"Service": ["cloudwatch.amazonaws.com"]}], topic.address


@pytest.mark.plan("examples/alerting")
def test_every_topic_has_the_key_that_cloudwatch_may_use(plan):
    (key,) = plan.of("aws_kms_key")
    assert {tuple(t.refers_to("kms_master_key_id", "aws_kms_key")) for t in plan.of("aws_sns_topic")} == {(key,)}
    users = [s["Principal"] for s in policy_statements(key, "policy") if "kms:GenerateDataKey*" in s["Action"]]
    assert {"Service": ["cloudwatch.amazonaws.com"]} in users
