"""Components, recipes, configurations and pipelines of Image Builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

PARENT = "arn:aws:imagebuilder:us-east-1:aws:image/amazon-linux-2023-x86/x.x.x"


def make_component(client: Any, version: str = "1.0.0") -> str:
    made = client.create_component(
        name="web", semanticVersion=version, platform="Linux", data="name: web", tags={"Component": "web"}
    )
    return str(made["componentBuildVersionArn"])


def make_recipe(client: Any, component: str) -> str:
    made = client.create_image_recipe(
        name="web", semanticVersion="1.0.0", parentImage=PARENT, components=[{"componentArn": component}]
    )
    return str(made["imageRecipeArn"])


def make_infrastructure(client: Any) -> str:
    made = client.create_infrastructure_configuration(name="web", instanceProfileName="builder")
    return str(made["infrastructureConfigurationArn"])


def make_pipeline(client: Any, recipe: str, infrastructure: str) -> str:
    made = client.create_image_pipeline(
        name="web", imageRecipeArn=recipe, infrastructureConfigurationArn=infrastructure, status="ENABLED"
    )
    return str(made["imagePipelineArn"])


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_a_component_tells_what_it_was_told(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    found = client.get_component(componentBuildVersionArn=make_component(client))["component"]
    assert (found["version"], found["data"], found["tags"]) == ("1.0.0", "name: web", {"Component": "web"})


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_two_components_of_one_version_cannot_be(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    make_component(client)
    make_component(client, "1.0.1")
    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        make_component(client)


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_a_component_in_use_cannot_be_deleted(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    component = make_component(client)
    recipe = make_recipe(client, component)
    with pytest.raises(ClientError, match="ResourceDependencyException"):
        client.delete_component(componentBuildVersionArn=component)
    client.delete_image_recipe(imageRecipeArn=recipe)
    client.delete_component(componentBuildVersionArn=component)


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_a_pipeline_can_be_changed(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    recipe, infrastructure = make_recipe(client, make_component(client)), make_infrastructure(client)
    pipeline = make_pipeline(client, recipe, infrastructure)
    client.update_image_pipeline(
        imagePipelineArn=pipeline,
        imageRecipeArn=recipe,
        infrastructureConfigurationArn=infrastructure,
        status="DISABLED",
    )
    assert client.get_image_pipeline(imagePipelineArn=pipeline)["imagePipeline"]["status"] == "DISABLED"


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_a_configuration_in_use_cannot_be_deleted(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    infrastructure = make_infrastructure(client)
    make_pipeline(client, make_recipe(client, make_component(client)), infrastructure)
    with pytest.raises(ClientError, match="ResourceDependencyException"):
        client.delete_infrastructure_configuration(infrastructureConfigurationArn=infrastructure)


@pytest.mark.fix("imagebuilder: components, recipes, configurations and pipelines exist")
def test_a_distribution_tells_its_regions(aws: Emulator) -> None:
    client = aws.client("imagebuilder")
    made = client.create_distribution_configuration(name="web", distributions=[{"region": "us-west-2"}])
    arn = made["distributionConfigurationArn"]
    found = client.get_distribution_configuration(distributionConfigurationArn=arn)["distributionConfiguration"]
    assert found["distributions"] == [{"region": "us-west-2"}]
