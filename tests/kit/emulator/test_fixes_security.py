"""Security Hub, GuardDuty, Access Analyzer and Config, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CIS = "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0"


@pytest.mark.fix("securityhub: the settings of the hub can be changed")
def test_the_hub_is_described_as_set(aws: Emulator) -> None:
    hub = aws.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False, ControlFindingGenerator="STANDARD_CONTROL")
    found = hub.describe_hub()
    assert (found["AutoEnableControls"], found["ControlFindingGenerator"]) == (True, "STANDARD_CONTROL")
    hub.update_security_hub_configuration(AutoEnableControls=False)
    found = hub.describe_hub()
    assert (found["AutoEnableControls"], found["ControlFindingGenerator"]) == (False, "STANDARD_CONTROL")


def subscribed(hub: Any) -> list[str]:
    return [one["StandardsArn"] for one in hub.get_enabled_standards()["StandardsSubscriptions"]]


@pytest.mark.fix("securityhub: standards can be subscribed to")
def test_standards_come_and_go(aws: Emulator) -> None:
    hub = aws.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    asked = [{"StandardsArn": CIS}]
    (made,) = hub.batch_enable_standards(StandardsSubscriptionRequests=asked)["StandardsSubscriptions"]
    assert made["StandardsStatus"] == "READY"
    assert subscribed(hub) == [CIS]
    hub.batch_disable_standards(StandardsSubscriptionArns=[made["StandardsSubscriptionArn"]])
    assert subscribed(hub) == []


@pytest.mark.fix("securityhub: standards can be subscribed to")
def test_two_standards_come_with_the_hub_and_go_with_it(aws: Emulator) -> None:
    hub = aws.client("securityhub")
    hub.enable_security_hub()
    assert {arn.split("/")[1] for arn in subscribed(hub)} == {
        "aws-foundational-security-best-practices",
        "cis-aws-foundations-benchmark",
    }
    hub.disable_security_hub()
    hub.enable_security_hub(EnableDefaultStandards=False)
    assert subscribed(hub) == []


@pytest.mark.fix("accessanalyzer: analyzers exist")
def test_an_analyzer_is_kept_with_its_tags(aws: Emulator) -> None:
    analyzer = aws.client("accessanalyzer")
    arn = analyzer.create_analyzer(analyzerName="shop", type="ACCOUNT", tags={"Owner": "team"})["arn"]
    found = analyzer.get_analyzer(analyzerName="shop")["analyzer"]
    assert (found["arn"], found["status"], found["type"]) == (arn, "ACTIVE", "ACCOUNT")
    analyzer.tag_resource(resourceArn=arn, tags={"Project": "shop"})
    analyzer.untag_resource(resourceArn=arn, tagKeys=["Owner"])
    assert analyzer.list_tags_for_resource(resourceArn=arn)["tags"] == {"Project": "shop"}
    with pytest.raises(analyzer.exceptions.ConflictException):
        analyzer.create_analyzer(analyzerName="shop", type="ACCOUNT")
    analyzer.delete_analyzer(analyzerName="shop")
    with pytest.raises(analyzer.exceptions.ResourceNotFoundException):
        analyzer.get_analyzer(analyzerName="shop")


@pytest.mark.fix("accessanalyzer: analyzers exist")
def test_analyzers_belong_to_a_region(aws: Emulator) -> None:
    aws.client("accessanalyzer").create_analyzer(analyzerName="shop", type="ACCOUNT")
    assert [a["name"] for a in aws.client("accessanalyzer").list_analyzers(type="ACCOUNT")["analyzers"]] == ["shop"]
    assert aws.client("accessanalyzer").list_analyzers(type="ORGANIZATION")["analyzers"] == []
    assert aws.client("accessanalyzer", "us-west-2").list_analyzers()["analyzers"] == []


@pytest.mark.fix("accessanalyzer: analyzers exist")
def test_an_analyzer_can_be_configured_later(aws: Emulator) -> None:
    analyzer = aws.client("accessanalyzer")
    analyzer.create_analyzer(analyzerName="shop", type="ACCOUNT_UNUSED_ACCESS")
    analyzer.update_analyzer(analyzerName="shop", configuration={"unusedAccess": {"unusedAccessAge": 90}})
    found = analyzer.get_analyzer(analyzerName="shop")["analyzer"]
    assert found["configuration"]["unusedAccess"]["unusedAccessAge"] == 90


@pytest.mark.fix("config: conformance packs exist")
def test_a_conformance_pack_is_kept(aws: Emulator) -> None:
    config = aws.client("config")
    parameters = [{"ParameterName": "MaxAge", "ParameterValue": "60"}]
    pack = {"ConformancePackName": "practices", "TemplateBody": "Resources: {}"}
    made = config.put_conformance_pack(**pack, ConformancePackInputParameters=parameters)
    assert config.put_conformance_pack(**pack)["ConformancePackArn"] == made["ConformancePackArn"]
    (found,) = config.describe_conformance_packs(ConformancePackNames=["practices"])["ConformancePackDetails"]
    assert found["ConformancePackArn"] == made["ConformancePackArn"]
    (status,) = config.describe_conformance_pack_status()["ConformancePackStatusDetails"]
    assert status["ConformancePackState"] == "CREATE_COMPLETE"
    config.delete_conformance_pack(ConformancePackName="practices")
    with pytest.raises(config.exceptions.NoSuchConformancePackException):
        config.describe_conformance_packs(ConformancePackNames=["practices"])


@pytest.mark.fix("config: conformance packs exist")
def test_a_conformance_pack_needs_a_template(aws: Emulator) -> None:
    config = aws.client("config")
    with pytest.raises(config.exceptions.InvalidParameterValueException):
        config.put_conformance_pack(ConformancePackName="practices")


@pytest.mark.fix("config: rules have remediations")
def test_a_rule_with_a_remediation_cannot_be_deleted(aws: Emulator) -> None:
    config = aws.client("config")
    group = {"allSupported": True, "includeGlobalResourceTypes": False}
    recorder = {"name": "shop", "roleARN": "arn:aws:iam::123456789012:role/config", "recordingGroup": group}
    config.put_configuration_recorder(ConfigurationRecorder=recorder)
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_PUBLIC_READ_PROHIBITED"}
    config.put_config_rule(ConfigRule={"ConfigRuleName": "public-read", "Source": source})
    remediation = {"ConfigRuleName": "public-read", "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-Disable"}
    parameters = {"S3BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}}}
    config.put_remediation_configurations(RemediationConfigurations=[{**remediation, "Parameters": parameters}])
    found = config.describe_remediation_configurations(ConfigRuleNames=["public-read"])["RemediationConfigurations"]
    assert [(one["TargetId"], one["Parameters"]) for one in found] == [("AWS-Disable", parameters)]
    with pytest.raises(config.exceptions.ResourceInUseException):
        config.delete_config_rule(ConfigRuleName="public-read")
    config.delete_remediation_configuration(ConfigRuleName="public-read")
    assert (
        config.describe_remediation_configurations(ConfigRuleNames=["public-read"])["RemediationConfigurations"] == []
    )
    config.delete_config_rule(ConfigRuleName="public-read")


@pytest.mark.fix("guardduty: an update leaves the features it does not name")
def test_features_of_a_detector_are_switched_one_by_one(aws: Emulator) -> None:
    guardduty = aws.client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    switches = [("S3_DATA_EVENTS", "ENABLED"), ("RDS_LOGIN_EVENTS", "ENABLED"), ("S3_DATA_EVENTS", "DISABLED")]
    for name, status in switches:
        guardduty.update_detector(DetectorId=detector, Features=[{"Name": name, "Status": status}])
    found = {feature["Name"]: feature["Status"] for feature in guardduty.get_detector(DetectorId=detector)["Features"]}
    assert found == {"RDS_LOGIN_EVENTS": "ENABLED", "S3_DATA_EVENTS": "DISABLED"}
