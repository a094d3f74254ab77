"""AWS Backup."""

from __future__ import annotations

import json
from typing import Any

from moto.backup import urls
from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan, Vault
from moto.backup.responses import BackupResponse
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_path, asked
from tfproof.emulator.moto.fixes.patching import around, store

#: What AWS Backup fills in where a restore test does not say.
_POINTS_BY_DEFAULT = {"ExcludeVaults": [], "SelectionWindowDays": 30}
_TEST_BY_DEFAULT = {"ScheduleExpressionTimezone": "UTC", "StartWindowHours": 24}


@fix(
    "backup: tags are listed with or without a slash at the end of the path",
    aws="ListTags returns a resource's tags. moto takes the part before the last slash for the resource, and the "
    "provider sends no slash after it.",
    kind="enforced",
)
def listed_tags() -> None:
    @around(BackupResponse, "list_tags")
    def list_tags(original: Any, self: Any) -> str:
        return json.dumps({"Tags": self.backup_backend.list_tags(asked(self)["ResourceArn"])})


@fix(
    "backup: a plan can be changed",
    aws="UpdateBackupPlan replaces the plan's document and gives it a new version.",
    kind="accepted",
)
def update_plan() -> None:
    @adds_call(BackupResponse, "update_backup_plan")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        plan = self.backup_backend.get_backup_plan(given["BackupPlanId"], None)
        fresh = Plan(given["BackupPlan"], plan.creator_request_id, self.backup_backend)
        plan.backup_plan, plan.version_id = fresh.backup_plan, fresh.version_id
        plan.advanced_backup_settings = fresh.advanced_backup_settings
        answer: dict[str, Any] = plan.to_dict()
        return answer


@fix(
    "backup: the name of a deleted plan is free",
    aws="A deleted plan can still be read by its id, with the date of its deletion, and is in nobody's way.",
    kind="enforced",
)
def deleted_plan() -> None:
    @around(BackupBackend, "create_backup_plan")
    def create(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        everything = self.plans
        self.plans = {key: plan for key, plan in everything.items() if plan.deletion_date is None}
        try:
            return original(self, *args, **kwargs)
        finally:
            self.plans = everything | self.plans


@fix(
    "backup: plans have selections",
    aws="A selection assigns resources to a plan by ARN, tag or condition, and AWS Backup then backs them up. "
    "A plan that has selections cannot be deleted.",
    kind="accepted",
)
def selections() -> None:
    @adds_call(BackupResponse, "create_backup_selection")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.backup_backend.get_backup_plan(given["BackupPlanId"], None)
        selection = {**given, "CreationDate": utcnow(), "SelectionId": str(mock_random.uuid4())}
        store(self.backup_backend, "selections")[selection["SelectionId"]] = selection
        return selection

    @adds_call(BackupResponse, "get_backup_selection")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return _selection(self.backup_backend, given)

    @adds_call(BackupResponse, "list_backup_selections")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = _selections_of(self.backup_backend, given["BackupPlanId"])
        return {"BackupSelectionsList": [{**one, **one["BackupSelection"]} for one in found]}

    @adds_call(BackupResponse, "delete_backup_selection")
    def delete(self: Any, given: dict[str, Any]) -> None:
        found = _selection(self.backup_backend, given)
        del store(self.backup_backend, "selections")[found["SelectionId"]]

    @around(BackupBackend, "delete_backup_plan")
    def delete_plan(original: Any, self: Any, backup_plan_id: str) -> Any:
        if _selections_of(self, backup_plan_id):
            raise InvalidRequestException(
                "Related backup plan selections must be deleted prior to backup plan deletion"
            )
        return original(self, backup_plan_id)


def _selections_of(backend: Any, plan: str) -> list[dict[str, Any]]:
    return [one for one in store(backend, "selections").values() if one["BackupPlanId"] == plan]


def _selection(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    for one in _selections_of(backend, given["BackupPlanId"]):
        if one["SelectionId"] == given["SelectionId"]:
            return one
    raise ResourceNotFoundException(f"Cannot find the backup selection {given['SelectionId']}")


@fix(
    "backup: a vault has an access policy and notifications",
    aws="The policy decides who may do what with a vault's recovery points; the events that were chosen are published "
    "to the topic.",
    kind="accepted",
)
def vault_policy_and_notifications() -> None:
    _vault_has("access_policy", "access-policy", "Policy")
    _vault_has("notifications", "notification-configuration", "SNSTopicArn", "BackupVaultEvents")


def _vault_has(what: str, path: str, *fields: str) -> None:
    """Let something be put on a vault, read and taken off; it goes with the vault."""
    adds_path(urls, BackupResponse, f"/backup-vaults/(?P<name>[^/]+)/{path}$")

    def kept(self: Any, given: dict[str, Any]) -> tuple[Vault, dict[str, Any]]:
        vault = self.backup_backend.describe_backup_vault(given["BackupVaultName"])
        return vault, store(vault, what)

    @adds_call(BackupResponse, f"put_backup_vault_{what}")
    def put(self: Any, given: dict[str, Any]) -> None:
        kept(self, given)[1].update({field: given[field] for field in fields})

    @adds_call(BackupResponse, f"get_backup_vault_{what}")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        vault, values = kept(self, given)
        if not values:
            raise ResourceNotFoundException(f"Backup vault {vault.backup_vault_name} has no {what.replace('_', ' ')}.")
        return {"BackupVaultArn": vault.backup_vault_arn, "BackupVaultName": vault.backup_vault_name, **values}

    @adds_call(BackupResponse, f"delete_backup_vault_{what}")
    def delete(self: Any, given: dict[str, Any]) -> None:
        kept(self, given)[1].clear()


@fix(
    "backup: restore testing plans and their selections exist",
    aws="A restore testing plan restores recovery points on a schedule, those of the resources that its selections "
    "name, and deletes what it has restored. A plan that has selections cannot be deleted.",
    kind="accepted",
)
def restore_testing() -> None:
    for path in ("", "/(?P<plan>[^/]+)", "/(?P<plan>[^/]+)/selections", "/(?P<plan>[^/]+)/selections/(?P<name>[^/]+)"):
        adds_path(urls, BackupResponse, f"/restore-testing/plans{path}$")

    @adds_call(BackupResponse, "create_restore_testing_plan")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        wanted = given["RestoreTestingPlan"]
        name = wanted["RestoreTestingPlanName"]
        arn = f"arn:aws:backup:{self.region}:{self.current_account}:restore-testing-plan:{name}-{mock_random.uuid4()}"
        plan = {**_TEST_BY_DEFAULT, **wanted, "CreationTime": utcnow(), "RestoreTestingPlanArn": arn, "selections": {}}
        plan["RecoveryPointSelection"] = {**_POINTS_BY_DEFAULT, **wanted["RecoveryPointSelection"]}
        store(self.backup_backend, "restore_testing")[name] = plan
        self.backup_backend.tag_resource(arn, given.get("Tags", {}))
        return plan

    @adds_call(BackupResponse, "get_restore_testing_plan")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"RestoreTestingPlan": _testing_plan(self, given)}

    @adds_call(BackupResponse, "list_restore_testing_plans")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"RestoreTestingPlans": list(store(self.backup_backend, "restore_testing").values())}

    @adds_call(BackupResponse, "update_restore_testing_plan")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        plan, wanted = _testing_plan(self, given), given["RestoreTestingPlan"]
        points = {**plan["RecoveryPointSelection"], **wanted.get("RecoveryPointSelection", {})}
        plan |= wanted | {"LastUpdateTime": utcnow(), "RecoveryPointSelection": points}
        return {**plan, "UpdateTime": plan["LastUpdateTime"]}

    @adds_call(BackupResponse, "delete_restore_testing_plan")
    def delete(self: Any, given: dict[str, Any]) -> None:
        if _testing_plan(self, given)["selections"]:
            raise InvalidRequestException("The selections of a restore testing plan must be deleted before it.")
        del store(self.backup_backend, "restore_testing")[given["RestoreTestingPlanName"]]

    @adds_call(BackupResponse, "create_restore_testing_selection")
    def create_selection(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        plan, wanted = _testing_plan(self, given), given["RestoreTestingSelection"]
        plan["selections"][wanted["RestoreTestingSelectionName"]] = {
            "RestoreMetadataOverrides": {},
            **wanted,
            "CreationTime": utcnow(),
            "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
        }
        return {**plan, "RestoreTestingSelectionName": wanted["RestoreTestingSelectionName"]}

    @adds_call(BackupResponse, "get_restore_testing_selection")
    def get_selection(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"RestoreTestingSelection": _testing_selection(self, given)}

    @adds_call(BackupResponse, "list_restore_testing_selections")
    def list_selections(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"RestoreTestingSelections": list(_testing_plan(self, given)["selections"].values())}

    @adds_call(BackupResponse, "update_restore_testing_selection")
    def update_selection(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        selection = _testing_selection(self, given)
        selection |= given["RestoreTestingSelection"]
        arn = _testing_plan(self, given)["RestoreTestingPlanArn"]
        return {**selection, "RestoreTestingPlanArn": arn, "UpdateTime": utcnow()}

    @adds_call(BackupResponse, "delete_restore_testing_selection")
    def delete_selection(self: Any, given: dict[str, Any]) -> None:
        _testing_selection(self, given)
        del _testing_plan(self, given)["selections"][given["RestoreTestingSelectionName"]]


def _testing_plan(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["RestoreTestingPlanName"]
    try:
        plan: dict[str, Any] = store(response.backup_backend, "restore_testing")[name]
    except KeyError:
        raise ResourceNotFoundException(f"Cannot find the restore testing plan {name}") from None
    return plan


def _testing_selection(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["RestoreTestingSelectionName"]
    try:
        selection: dict[str, Any] = _testing_plan(response, given)["selections"][name]
    except KeyError:
        raise ResourceNotFoundException(f"Cannot find the restore testing selection {name}") from None
    return selection
