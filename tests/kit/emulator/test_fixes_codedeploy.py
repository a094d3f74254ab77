"""Applications of CodeDeploy that can be changed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ALARMS = {"alarms": [{"name": "errors"}], "enabled": True}
CANARY = {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryInterval": 5, "canaryPercentage": 10}}


def make_application(aws: Emulator, **settings: Any) -> Any:
    client = aws.client("codedeploy")
    client.create_application(applicationName="shop", computePlatform="Lambda")
    client.create_deployment_group(
        applicationName="shop",
        deploymentGroupName="live",
        serviceRoleArn="arn:aws:iam::123456789012:role/a",
        **settings,
    )
    return client


def group(client: Any, application: str = "shop", name: str = "live") -> dict[str, Any]:
    found = client.get_deployment_group(applicationName=application, deploymentGroupName=name)
    return dict(found["deploymentGroupInfo"])


@pytest.mark.fix("codedeploy: deployment configurations can be made and deleted")
def test_a_deployment_configuration_is_told_as_it_was_made(aws: Emulator) -> None:
    client = aws.client("codedeploy")
    client.create_deployment_config(deploymentConfigName="slow", computePlatform="ECS", trafficRoutingConfig=CANARY)
    found = client.get_deployment_config(deploymentConfigName="slow")["deploymentConfigInfo"]
    assert (found["computePlatform"], found["trafficRoutingConfig"]) == ("ECS", CANARY)


@pytest.mark.fix("codedeploy: deployment configurations can be made and deleted")
def test_a_deployment_configuration_that_was_deleted_is_gone(aws: Emulator) -> None:
    client = aws.client("codedeploy")
    client.create_deployment_config(deploymentConfigName="slow", computePlatform="ECS", trafficRoutingConfig=CANARY)
    client.delete_deployment_config(deploymentConfigName="slow")
    with pytest.raises(ClientError, match="DeploymentConfigDoesNotExistException"):
        client.get_deployment_config(deploymentConfigName="slow")


@pytest.mark.fix("codedeploy: deployment configurations can be made and deleted")
def test_a_deployment_configuration_of_that_name_is_made_once(aws: Emulator) -> None:
    client = aws.client("codedeploy")
    client.create_deployment_config(deploymentConfigName="slow", computePlatform="ECS", trafficRoutingConfig=CANARY)
    with pytest.raises(ClientError, match="DeploymentConfigAlreadyExistsException"):
        client.create_deployment_config(deploymentConfigName="slow", computePlatform="ECS")


@pytest.mark.fix("codedeploy: deployment configurations can be made and deleted")
def test_a_deployment_configuration_in_use_stays(aws: Emulator) -> None:
    client = make_application(aws, deploymentConfigName="slow")
    client.create_deployment_config(deploymentConfigName="slow", computePlatform="Lambda", trafficRoutingConfig=CANARY)
    with pytest.raises(ClientError, match="DeploymentConfigInUseException"):
        client.delete_deployment_config(deploymentConfigName="slow")


@pytest.mark.fix("codedeploy: a deployment group keeps its alarms, can be changed and deleted")
def test_a_deployment_group_keeps_its_alarms(aws: Emulator) -> None:
    assert group(make_application(aws, alarmConfiguration=ALARMS))["alarmConfiguration"] == ALARMS


@pytest.mark.fix("codedeploy: a deployment group keeps its alarms, can be changed and deleted")
def test_a_deployment_group_without_a_load_balancer_tells_of_none(aws: Emulator) -> None:
    assert "loadBalancerInfo" not in group(make_application(aws))


@pytest.mark.fix("codedeploy: a deployment group keeps its alarms, can be changed and deleted")
def test_a_deployment_group_tells_of_its_auto_scaling_groups(aws: Emulator) -> None:
    found = group(make_application(aws, autoScalingGroups=["web"]))
    assert [g["name"] for g in found["autoScalingGroups"]] == ["web"]


@pytest.mark.fix("codedeploy: a deployment group keeps its alarms, can be changed and deleted")
def test_a_deployment_group_changes_in_what_is_named(aws: Emulator) -> None:
    client = make_application(aws, alarmConfiguration=ALARMS)
    client.update_deployment_group(
        applicationName="shop",
        currentDeploymentGroupName="live",
        newDeploymentGroupName="new",
        deploymentConfigName="slow",
    )
    found = group(client, name="new")
    assert (found["deploymentConfigName"], found["alarmConfiguration"]) == ("slow", ALARMS)


@pytest.mark.fix("codedeploy: a deployment group keeps its alarms, can be changed and deleted")
def test_a_deployment_group_that_was_deleted_is_gone(aws: Emulator) -> None:
    client = make_application(aws)
    client.delete_deployment_group(applicationName="shop", deploymentGroupName="live")
    with pytest.raises(ClientError, match="DeploymentGroupDoesNotExistException"):
        group(client)


@pytest.mark.fix("codedeploy: an application can be renamed and deleted")
def test_an_application_keeps_its_groups_under_another_name(aws: Emulator) -> None:
    client = make_application(aws)
    client.update_application(applicationName="shop", newApplicationName="store")
    assert group(client, "store")["applicationName"] == "store"


@pytest.mark.fix("codedeploy: an application can be renamed and deleted")
def test_an_application_that_was_deleted_is_gone(aws: Emulator) -> None:
    client = make_application(aws)
    client.delete_application(applicationName="shop")
    with pytest.raises(ClientError, match="ApplicationDoesNotExistException"):
        client.get_application(applicationName="shop")
