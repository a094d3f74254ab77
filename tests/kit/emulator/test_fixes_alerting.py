"""CloudWatch alarms, CloudWatch Logs and Slack channels, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

TOPIC = "arn:aws:sns:us-east-1:123456789012:critical"
GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/app"


def make_alarms(aws: Emulator) -> Any:
    """Make a metric alarm and a composite alarm of it; return the client."""
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="slow",
        Namespace="AWS/ApplicationELB",
        MetricName="TargetResponseTime",
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=2,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.put_composite_alarm(
        AlarmName="users-suffer",
        AlarmRule="ALARM(slow)",
        AlarmActions=[TOPIC],
        ActionsSuppressor="maintenance",
        ActionsSuppressorWaitPeriod=60,
        ActionsSuppressorExtensionPeriod=120,
        Tags=[{"Key": "Owner", "Value": "team"}],
    )
    return cloudwatch


@pytest.mark.fix("cloudwatch: composite alarms exist")
def test_a_composite_alarm_is_kept_with_its_tags(aws: Emulator) -> None:
    cloudwatch = make_alarms(aws)
    (found,) = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert (found["AlarmRule"], found["AlarmActions"]) == ("ALARM(slow)", [TOPIC])
    assert (found["ActionsSuppressor"], found["ActionsSuppressorWaitPeriod"]) == ("maintenance", 60)
    tags = cloudwatch.list_tags_for_resource(ResourceARN=found["AlarmArn"])["Tags"]
    assert tags == [{"Key": "Owner", "Value": "team"}]
    cloudwatch.delete_alarms(AlarmNames=["users-suffer"])
    assert cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"] == []


@pytest.mark.fix("cloudwatch: alarms are described by type")
@pytest.mark.parametrize(
    ("types", "found"),
    [({}, ["slow"]), ({"AlarmTypes": ["CompositeAlarm"]}, ["users-suffer"])],
    ids=["not said", "composite"],
)
def test_alarms_are_described_by_type(aws: Emulator, types: dict[str, Any], found: list[str]) -> None:
    answer = make_alarms(aws).describe_alarms(**types)
    alarms = answer["MetricAlarms"] + answer["CompositeAlarms"]
    assert [alarm["AlarmName"] for alarm in alarms] == found


@pytest.mark.fix("logs: queries can be saved")
def test_a_saved_query_is_kept_until_it_is_deleted(aws: Emulator) -> None:
    logs = aws.client("logs")
    query = {"name": "shop/errors", "queryString": "fields @message", "logGroupNames": ["/ecs/app"]}
    saved = logs.put_query_definition(**query)["queryDefinitionId"]
    logs.put_query_definition(**{**query, "queryDefinitionId": saved, "queryString": "fields @timestamp"})
    (found,) = logs.describe_query_definitions(queryDefinitionNamePrefix="shop/")["queryDefinitions"]
    assert (found["queryString"], found["logGroupNames"]) == ("fields @timestamp", ["/ecs/app"])
    assert logs.delete_query_definition(queryDefinitionId=saved)["success"] is True
    assert logs.describe_query_definitions()["queryDefinitions"] == []
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.delete_query_definition(queryDefinitionId=saved)


@pytest.mark.fix("logs: anomaly detectors exist")
def test_an_anomaly_detector_is_kept_with_its_tags(aws: Emulator) -> None:
    logs = aws.client("logs")
    arn = logs.create_log_anomaly_detector(
        logGroupArnList=[GROUP], detectorName="app", evaluationFrequency="FIFTEEN_MIN", tags={"Owner": "team"}
    )["anomalyDetectorArn"]
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"Owner": "team"}
    logs.update_log_anomaly_detector(anomalyDetectorArn=arn, enabled=False, evaluationFrequency="ONE_HOUR")
    found = logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
    assert (found["anomalyDetectorStatus"], found["evaluationFrequency"]) == ("PAUSED", "ONE_HOUR")
    assert found["logGroupArnList"] == [GROUP]
    assert [d["detectorName"] for d in logs.list_log_anomaly_detectors()["anomalyDetectors"]] == ["app"]
    logs.delete_log_anomaly_detector(anomalyDetectorArn=arn)
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.get_log_anomaly_detector(anomalyDetectorArn=arn)


@pytest.mark.fix("chatbot: Slack channels can be configured")
def test_a_slack_channel_is_kept_with_its_tags(aws: Emulator) -> None:
    chatbot = aws.client("chatbot")
    channel = {
        "ConfigurationName": "critical",
        "IamRoleArn": "arn:aws:iam::123456789012:role/slack",
        "SlackChannelId": "C07EZ1ABC23",
        "SlackTeamId": "T07EA123LEP",
        "Tags": [{"TagKey": "Owner", "TagValue": "team"}],
    }
    arn = chatbot.create_slack_channel_configuration(**channel)["ChannelConfiguration"]["ChatConfigurationArn"]
    with pytest.raises(chatbot.exceptions.ConflictException):
        chatbot.create_slack_channel_configuration(**channel)
    chatbot.update_slack_channel_configuration(
        ChatConfigurationArn=arn, SlackChannelId="C07EZ1ABC24", SnsTopicArns=[TOPIC]
    )
    (found,) = chatbot.describe_slack_channel_configurations(ChatConfigurationArn=arn)["SlackChannelConfigurations"]
    assert (found["SlackChannelId"], found["SnsTopicArns"], found["LoggingLevel"]) == ("C07EZ1ABC24", [TOPIC], "NONE")
    tags = chatbot.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"TagKey": "Owner", "TagValue": "team"}]
    chatbot.delete_slack_channel_configuration(ChatConfigurationArn=arn)
    assert chatbot.describe_slack_channel_configurations()["SlackChannelConfigurations"] == []
