"""AWS Backup, with what the provider reads."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ROLE = "arn:aws:iam::123456789012:role/backup"
TOPIC = "arn:aws:sns:us-east-1:123456789012:critical"


def make_plan(aws: Emulator, *, keep: int = 30) -> str:
    backup = aws.client("backup")
    plan = backup.create_backup_plan(BackupPlan=document(keep))
    return str(plan["BackupPlanId"])


def document(keep: int) -> dict[str, Any]:
    rule = {"RuleName": "daily", "TargetBackupVaultName": "shop", "Lifecycle": {"DeleteAfterDays": keep}}
    return {"BackupPlanName": "shop", "Rules": [rule]}


def make_selection(aws: Emulator, plan: str) -> str:
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "Backup", "ConditionValue": "daily"}
    selection = {"SelectionName": "tagged", "IamRoleArn": ROLE, "ListOfTags": [tag]}
    made = aws.client("backup").create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    return str(made["SelectionId"])


@pytest.mark.fix("backup: tags are listed with or without a slash at the end of the path")
def test_tags_are_listed_without_a_slash(aws: Emulator) -> None:
    # boto3 sends the slash, the provider does not.
    made = aws.client("backup").create_backup_vault(BackupVaultName="shop", BackupVaultTags={"Owner": "team"})
    path = f"/tags/{made['BackupVaultArn'].replace(':', '%3A')}"
    scope = "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/backup/aws4_request, SignedHeaders=host, Signature=0"
    asked = urllib.request.Request(aws.endpoint + path, headers={"Authorization": scope})  # noqa: S310 - the emulator
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as answer:
        assert json.load(answer)["Tags"] == {"Owner": "team"}


@pytest.mark.fix("backup: a plan can be changed")
def test_a_plan_can_be_changed(aws: Emulator) -> None:
    backup = aws.client("backup")
    plan = make_plan(aws)
    before = backup.get_backup_plan(BackupPlanId=plan)
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan=document(7))
    after = backup.get_backup_plan(BackupPlanId=plan)
    assert after["BackupPlan"]["Rules"][0]["Lifecycle"] == {"DeleteAfterDays": 7}
    assert after["VersionId"] != before["VersionId"]


@pytest.mark.fix("backup: the name of a deleted plan is free")
def test_a_plan_can_be_made_again(aws: Emulator) -> None:
    backup = aws.client("backup")
    first = make_plan(aws)
    backup.delete_backup_plan(BackupPlanId=first)
    second = make_plan(aws)
    assert [plan["BackupPlanId"] for plan in backup.list_backup_plans()["BackupPlansList"]] == [second]
    assert "DeletionDate" in backup.get_backup_plan(BackupPlanId=first)


@pytest.mark.fix("backup: plans have selections")
def test_a_selection_is_kept(aws: Emulator) -> None:
    backup = aws.client("backup")
    plan = make_plan(aws)
    selection = make_selection(aws, plan)
    found = backup.get_backup_selection(BackupPlanId=plan, SelectionId=selection)
    assert found["BackupSelection"]["ListOfTags"][0]["ConditionValue"] == "daily"
    assert found["BackupSelection"]["IamRoleArn"] == ROLE
    listed = backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]
    assert [one["SelectionName"] for one in listed] == ["tagged"]


@pytest.mark.fix("backup: plans have selections")
def test_a_plan_with_selections_cannot_be_deleted(aws: Emulator) -> None:
    backup = aws.client("backup")
    plan = make_plan(aws)
    selection = make_selection(aws, plan)
    with pytest.raises(backup.exceptions.InvalidRequestException):
        backup.delete_backup_plan(BackupPlanId=plan)
    backup.delete_backup_selection(BackupPlanId=plan, SelectionId=selection)
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_selection(BackupPlanId=plan, SelectionId=selection)
    backup.delete_backup_plan(BackupPlanId=plan)


@pytest.mark.fix("backup: a vault has an access policy and notifications")
def test_a_vault_has_a_policy_until_it_is_taken_off(aws: Emulator) -> None:
    backup = aws.client("backup")
    backup.create_backup_vault(BackupVaultName="shop")
    backup.put_backup_vault_access_policy(BackupVaultName="shop", Policy='{"Statement": []}')
    assert backup.get_backup_vault_access_policy(BackupVaultName="shop")["Policy"] == '{"Statement": []}'
    backup.delete_backup_vault_access_policy(BackupVaultName="shop")
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_vault_access_policy(BackupVaultName="shop")


@pytest.mark.fix("backup: a vault has an access policy and notifications")
def test_the_notifications_of_a_vault_go_with_it(aws: Emulator) -> None:
    backup = aws.client("backup")
    backup.create_backup_vault(BackupVaultName="shop")
    backup.put_backup_vault_notifications(
        BackupVaultName="shop", SNSTopicArn=TOPIC, BackupVaultEvents=["BACKUP_JOB_FAILED"]
    )
    found = backup.get_backup_vault_notifications(BackupVaultName="shop")
    assert (found["SNSTopicArn"], found["BackupVaultEvents"]) == (TOPIC, ["BACKUP_JOB_FAILED"])
    backup.delete_backup_vault(BackupVaultName="shop")
    backup.create_backup_vault(BackupVaultName="shop")
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_vault_notifications(BackupVaultName="shop")


def make_test(aws: Emulator) -> Any:
    """Make a restore testing plan with a selection; return the client."""
    backup = aws.client("backup")
    points = {"Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": ["*"], "RecoveryPointTypes": ["SNAPSHOT"]}
    plan = {"RestoreTestingPlanName": "shop", "ScheduleExpression": "cron(0 7 ? * SUN *)"}
    plan["RecoveryPointSelection"] = points
    backup.create_restore_testing_plan(RestoreTestingPlan=plan, Tags={"Owner": "team"})
    selection = {"RestoreTestingSelectionName": "database", "ProtectedResourceType": "RDS", "IamRoleArn": ROLE}
    selection["ProtectedResourceArns"] = ["*"]
    backup.create_restore_testing_selection(RestoreTestingPlanName="shop", RestoreTestingSelection=selection)
    return backup


@pytest.mark.fix("backup: restore testing plans and their selections exist")
def test_a_restore_testing_plan_is_kept_with_its_defaults_and_tags(aws: Emulator) -> None:
    backup = make_test(aws)
    plan = backup.get_restore_testing_plan(RestoreTestingPlanName="shop")["RestoreTestingPlan"]
    assert plan["RecoveryPointSelection"]["SelectionWindowDays"] == 30
    assert plan["StartWindowHours"] == 24
    assert backup.list_tags(ResourceArn=plan["RestoreTestingPlanArn"])["Tags"] == {"Owner": "team"}
    assert [p["RestoreTestingPlanName"] for p in backup.list_restore_testing_plans()["RestoreTestingPlans"]] == ["shop"]


@pytest.mark.fix("backup: restore testing plans and their selections exist")
def test_a_restore_testing_plan_changes_only_where_it_is_told(aws: Emulator) -> None:
    backup = make_test(aws)
    backup.update_restore_testing_plan(
        RestoreTestingPlanName="shop",
        RestoreTestingPlan={"RecoveryPointSelection": {"SelectionWindowDays": 7}, "StartWindowHours": 4},
    )
    plan = backup.get_restore_testing_plan(RestoreTestingPlanName="shop")["RestoreTestingPlan"]
    assert (plan["RecoveryPointSelection"]["SelectionWindowDays"], plan["StartWindowHours"]) == (7, 4)
    assert plan["RecoveryPointSelection"]["RecoveryPointTypes"] == ["SNAPSHOT"]
    assert plan["ScheduleExpression"] == "cron(0 7 ? * SUN *)"


@pytest.mark.fix("backup: restore testing plans and their selections exist")
def test_a_restore_testing_selection_can_be_changed(aws: Emulator) -> None:
    backup = make_test(aws)
    which = {"RestoreTestingPlanName": "shop", "RestoreTestingSelectionName": "database"}
    backup.update_restore_testing_selection(**which, RestoreTestingSelection={"ValidationWindowHours": 4})
    found = backup.get_restore_testing_selection(**which)["RestoreTestingSelection"]
    assert (found["ValidationWindowHours"], found["ProtectedResourceType"]) == (4, "RDS")


@pytest.mark.fix("backup: restore testing plans and their selections exist")
def test_a_restore_testing_plan_is_deleted_after_its_selections(aws: Emulator) -> None:
    backup = make_test(aws)
    with pytest.raises(backup.exceptions.InvalidRequestException):
        backup.delete_restore_testing_plan(RestoreTestingPlanName="shop")
    backup.delete_restore_testing_selection(RestoreTestingPlanName="shop", RestoreTestingSelectionName="database")
    assert backup.list_restore_testing_selections(RestoreTestingPlanName="shop")["RestoreTestingSelections"] == []
    backup.delete_restore_testing_plan(RestoreTestingPlanName="shop")
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_restore_testing_plan(RestoreTestingPlanName="shop")
