"""Patches, maintenance windows and associations of Systems Manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

TAGS = [{"Key": "Component", "Value": "operations"}]
TARGETS = [{"Key": "tag:PatchGroup", "Values": ["shop"]}]


def make_baseline(client: Any, **settings: Any) -> str:
    baseline = client.create_patch_baseline(Name="shop", OperatingSystem="AMAZON_LINUX_2023", **settings)
    return str(baseline["BaselineId"])


def make_window(client: Any) -> str:
    window = client.create_maintenance_window(
        Name="shop", Schedule="rate(7 days)", Duration=2, Cutoff=1, AllowUnassociatedTargets=False
    )
    return str(window["WindowId"])


def make_target(client: Any, window: str) -> str:
    target = client.register_target_with_maintenance_window(
        WindowId=window, ResourceType="INSTANCE", Targets=TARGETS, Name="instances"
    )
    return str(target["WindowTargetId"])


def make_task(client: Any, window: str) -> str:
    task = client.register_task_with_maintenance_window(
        WindowId=window, TaskArn="AWS-RunPatchBaseline", TaskType="RUN_COMMAND", Targets=TARGETS, MaxErrors="1"
    )
    return str(task["WindowTaskId"])


def make_association(client: Any, **settings: Any) -> str:
    association = client.create_association(Name="AWS-RunPatchBaseline", Targets=TARGETS, **settings)
    return str(association["AssociationDescription"]["AssociationId"])


@pytest.mark.fix("ssm: patch baselines and associations have tags")
def test_a_patch_baseline_has_tags(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_baseline(client, Tags=TAGS)
    assert client.list_tags_for_resource(ResourceType="PatchBaseline", ResourceId=name)["TagList"] == TAGS


@pytest.mark.fix("ssm: patch baselines and associations have tags")
def test_an_association_has_tags(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_association(client, Tags=TAGS)
    assert client.list_tags_for_resource(ResourceType="Association", ResourceId=name)["TagList"] == TAGS


@pytest.mark.fix("ssm: a patch baseline can be read and changed")
def test_a_patch_baseline_can_be_changed(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_baseline(client)
    client.update_patch_baseline(BaselineId=name, RejectedPatches=["kernel"])
    assert client.get_patch_baseline(BaselineId=name)["RejectedPatches"] == ["kernel"]


@pytest.mark.fix("ssm: a patch baseline can be read and changed")
def test_a_patch_baseline_that_is_not_there_cannot_be_read(aws: Emulator) -> None:
    with pytest.raises(ClientError, match="DoesNotExistException"):
        aws.client("ssm").get_patch_baseline(BaselineId="pb-0123456789abcdef0")


@pytest.mark.fix("ssm: a patch baseline can be read and changed")
def test_the_groups_of_a_patch_baseline_are_listed(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_baseline(client)
    client.register_patch_baseline_for_patch_group(BaselineId=name, PatchGroup="shop")
    (mapping,) = client.describe_patch_groups()["Mappings"]
    assert (mapping["BaselineIdentity"]["BaselineId"], mapping["PatchGroup"]) == (name, "shop")


@pytest.mark.fix("ssm: a maintenance window, its targets and its tasks can be found and changed")
def test_a_window_can_be_changed(aws: Emulator) -> None:
    client = aws.client("ssm")
    window = make_window(client)
    client.update_maintenance_window(WindowId=window, Schedule="rate(14 days)")
    assert client.get_maintenance_window(WindowId=window)["Schedule"] == "rate(14 days)"


@pytest.mark.fix("ssm: a maintenance window, its targets and its tasks can be found and changed")
def test_a_target_of_a_window_is_found_and_changed(aws: Emulator) -> None:
    client = aws.client("ssm")
    window = make_window(client)
    one, other = make_target(client, window), make_target(client, window)
    client.update_maintenance_window_target(WindowId=window, WindowTargetId=one, Name="others")
    wanted = [{"Key": "WindowTargetId", "Values": [one]}]
    found = client.describe_maintenance_window_targets(WindowId=window, Filters=wanted)["Targets"]
    assert [(t["WindowTargetId"], t["Name"]) for t in found] == [(one, "others")] != [(other, "instances")]


@pytest.mark.fix("ssm: a maintenance window, its targets and its tasks can be found and changed")
def test_a_task_of_a_window_is_found_and_changed(aws: Emulator) -> None:
    client = aws.client("ssm")
    window = make_window(client)
    task = make_task(client, window)
    client.update_maintenance_window_task(WindowId=window, WindowTaskId=task, MaxErrors="2")
    assert client.get_maintenance_window_task(WindowId=window, WindowTaskId=task)["MaxErrors"] == "2"


@pytest.mark.fix("ssm: associations exist")
def test_an_association_tells_what_it_was_told(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_association(client, ScheduleExpression="rate(1 day)")
    client.update_association(AssociationId=name, MaxErrors="1")
    found = client.describe_association(AssociationId=name)["AssociationDescription"]
    assert (found["ScheduleExpression"], found["MaxErrors"], found["Targets"]) == ("rate(1 day)", "1", TARGETS)


@pytest.mark.fix("ssm: associations exist")
def test_an_association_can_be_deleted(aws: Emulator) -> None:
    client = aws.client("ssm")
    name = make_association(client)
    client.delete_association(AssociationId=name)
    with pytest.raises(ClientError, match="AssociationDoesNotExist"):
        client.describe_association(AssociationId=name)
