"""Applications of AppConfig with environments, strategies and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
TAGS = {"System": "shop"}


def application(client: Any) -> str:
    made: str = client.create_application(Name="shop")["Id"]
    return made


@pytest.mark.fix("appconfig: an application has environments")
def test_an_environment_is_made_tagged_changed_and_deleted(aws: Emulator) -> None:
    client = aws.client("appconfig")
    app = application(client)
    made = client.create_environment(ApplicationId=app, Name="production", Tags=TAGS)["Id"]
    one = {"ApplicationId": app, "EnvironmentId": made}
    client.update_environment(**one, Description="What customers see.")
    arn = f"arn:aws:appconfig:us-east-1:123456789012:application/{app}/environment/{made}"
    assert client.get_environment(**one)["Description"] == "What customers see."
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == TAGS
    client.delete_environment(**one)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_environment(**one)


@pytest.mark.fix("appconfig: there are strategies of deployment")
def test_a_strategy_is_made_tagged_changed_and_deleted(aws: Emulator) -> None:
    client = aws.client("appconfig")
    settings = {"DeploymentDurationInMinutes": 20, "GrowthFactor": 20.0, "ReplicateTo": "NONE"}
    made = client.create_deployment_strategy(Name="shop", Tags=TAGS, **settings)["Id"]
    client.update_deployment_strategy(DeploymentStrategyId=made, GrowthFactor=50.0)
    arn = f"arn:aws:appconfig:us-east-1:123456789012:deploymentstrategy/{made}"
    found = client.get_deployment_strategy(DeploymentStrategyId=made)
    assert (found["DeploymentDurationInMinutes"], found["GrowthFactor"]) == (20, 50.0)
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == TAGS
    client.delete_deployment_strategy(DeploymentStrategyId=made)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_deployment_strategy(DeploymentStrategyId=made)


@pytest.mark.fix("appconfig: a profile tells its key")
def test_a_profile_tells_its_key(aws: Emulator) -> None:
    client = aws.client("appconfig")
    app = application(client)
    made = client.create_configuration_profile(
        ApplicationId=app, Name="flags", LocationUri="hosted", KmsKeyIdentifier=KEY
    )["Id"]
    found = client.get_configuration_profile(ApplicationId=app, ConfigurationProfileId=made)
    assert found["KmsKeyIdentifier"] == KEY
