"""Projects of CodeBuild that keep what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ENVIRONMENT = {"type": "LINUX_CONTAINER", "image": "a", "computeType": "BUILD_GENERAL1_SMALL"}
CODE = {"type": "GITHUB", "location": "https://github.com/example/shop.git"}


def make_project(aws: Emulator, **settings: Any) -> Any:
    client = aws.client("codebuild")
    client.create_project(
        **{
            "name": "shop",
            "artifacts": {"type": "NO_ARTIFACTS"},
            "environment": ENVIRONMENT,
            "serviceRole": "arn:aws:iam::123456789012:role/build",
            "source": CODE,
            **settings,
        }
    )
    return client


def project(client: Any) -> dict[str, Any]:
    return dict(client.batch_get_projects(names=["shop"])["projects"][0])


@pytest.mark.fix("codebuild: a project in a pipeline has no place of its own")
def test_a_project_in_a_pipeline_has_no_location(aws: Emulator) -> None:
    client = make_project(aws, artifacts={"type": "CODEPIPELINE"}, source={"type": "CODEPIPELINE"})
    assert project(client)["source"] == {"type": "CODEPIPELINE"}


@pytest.mark.fix("codebuild: a project in a pipeline has no place of its own")
def test_a_project_without_code_has_no_location(aws: Emulator) -> None:
    source = {"type": "NO_SOURCE", "buildspec": "version: 0.2"}
    assert project(make_project(aws, source=source))["source"] == source


@pytest.mark.fix("codebuild: a project in a pipeline has no place of its own")
def test_code_can_come_from_gitlab(aws: Emulator) -> None:
    source = {"type": "GITLAB", "location": "https://gitlab.com/example/shop.git"}
    assert project(make_project(aws, source=source))["source"] == source


def test_a_project_that_clones_needs_a_location(aws: Emulator) -> None:
    with pytest.raises(ClientError, match="location is required"):
        make_project(aws, source={"type": "GITHUB"})


@pytest.mark.fix("codebuild: a project keeps what it is told and can be changed")
def test_a_project_keeps_its_key(aws: Emulator) -> None:
    assert project(make_project(aws, encryptionKey="a"))["encryptionKey"] == "a"


@pytest.mark.fix("codebuild: a project keeps what it is told and can be changed")
def test_a_project_changes_in_what_is_named(aws: Emulator) -> None:
    client = make_project(aws)
    client.update_project(name="shop", timeoutInMinutes=20)
    assert (project(client)["timeoutInMinutes"], project(client)["source"]) == (20, CODE)


@pytest.mark.fix("codebuild: a project keeps what it is told and can be changed")
def test_a_project_that_is_not_there_cannot_be_changed(aws: Emulator) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.client("codebuild").update_project(name="shop", timeoutInMinutes=20)
