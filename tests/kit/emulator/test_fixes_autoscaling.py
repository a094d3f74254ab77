"""Auto Scaling groups and launch templates that keep what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ROLE = "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_shop"
TAGS = [{"Key": "Component", "Value": "web"}]


def make_group(aws: Emulator, **settings: Any) -> Any:
    template = {"ImageId": "ami-0a1b2c3d4e5f60718", "InstanceType": "t3.micro"}
    aws.client("ec2").create_launch_template(LaunchTemplateName="web", LaunchTemplateData=template)
    client = aws.client("autoscaling")
    client.create_auto_scaling_group(
        AutoScalingGroupName="web",
        AvailabilityZones=["us-east-1a"],
        LaunchTemplate={"LaunchTemplateName": "web"},
        MinSize=0,
        MaxSize=1,
        **settings,
    )
    return client


def group(client: Any) -> dict[str, Any]:
    (found,) = client.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])["AutoScalingGroups"]
    return found


@pytest.mark.fix("autoscaling: a group keeps warm-up, lifetime and role")
def test_a_group_keeps_warm_up_lifetime_and_role(aws: Emulator) -> None:
    told = {"DefaultInstanceWarmup": 60, "MaxInstanceLifetime": 86400, "ServiceLinkedRoleARN": ROLE}
    assert told.items() <= group(make_group(aws, **told)).items()


@pytest.mark.fix("autoscaling: a group keeps warm-up, lifetime and role")
def test_a_group_keeps_another_warm_up(aws: Emulator) -> None:
    client = make_group(aws, DefaultInstanceWarmup=60)
    client.update_auto_scaling_group(AutoScalingGroupName="web", DefaultInstanceWarmup=90)
    assert group(client)["DefaultInstanceWarmup"] == 90


@pytest.mark.fix("autoscaling: a policy is enabled and predicts nothing unless told")
def test_a_policy_is_enabled_and_predicts_nothing(aws: Emulator) -> None:
    client = make_group(aws)
    client.put_scaling_policy(
        AutoScalingGroupName="web",
        PolicyName="cpu",
        PolicyType="TargetTrackingScaling",
        TargetTrackingConfiguration={
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
            "TargetValue": 70,
        },
    )
    (policy,) = client.describe_policies(AutoScalingGroupName="web")["ScalingPolicies"]
    assert (policy["Enabled"], policy.get("PredictiveScalingConfiguration")) == (True, None)


@pytest.mark.fix("ec2: the tags of a launch template are not those of what it launches")
def test_the_tags_of_a_template_are_not_those_of_what_it_launches(aws: Emulator) -> None:
    client = aws.client("ec2")
    client.create_launch_template(
        LaunchTemplateName="web",
        LaunchTemplateData={"TagSpecifications": [{"ResourceType": "volume", "Tags": TAGS}]},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": TAGS}],
    )
    (version,) = client.describe_launch_template_versions(LaunchTemplateName="web")["LaunchTemplateVersions"]
    assert version["LaunchTemplateData"]["TagSpecifications"] == [{"ResourceType": "volume", "Tags": TAGS}]
