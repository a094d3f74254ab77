"""AWS Systems Manager: patches, maintenance windows, associations."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.utils import utcnow
from moto.ssm import models
from moto.ssm.exceptions import InvalidResourceId
from moto.ssm.models import FakeMaintenanceWindowTask, SimpleSystemManagerBackend
from moto.ssm.responses import SimpleSystemManagerResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, as_map, known
from tfproof.emulator.moto.fixes.patching import around, store

#: What an update of a window's parts names, and the attribute that keeps it.
_OF_TARGETS = {"Description": "description", "Name": "name", "Targets": "targets"}
_OF_TASKS = {
    "CutoffBehavior": "cutoff_behavior",
    "Description": "description",
    "MaxConcurrency": "max_concurrency",
    "MaxErrors": "max_errors",
    "Name": "name",
    "ServiceRoleArn": "service_role_arn",
    "Targets": "targets",
    "TaskArn": "task_arn",
    "TaskInvocationParameters": "task_invocation_parameters",
}
_OF_WINDOWS = {
    "Cutoff": "cutoff",
    "Description": "description",
    "Duration": "duration",
    "Name": "name",
    "Schedule": "schedule",
    "ScheduleTimezone": "schedule_timezone",
    "StartDate": "start_date",
}
_OF_BASELINES = {
    "ApprovalRules": "approval_rules",
    "Description": "description",
    "Name": "name",
    "RejectedPatches": "rejected_patches",
    "RejectedPatchesAction": "rejected_patches_action",
}


@fix(
    "ssm: patch baselines and associations have tags",
    aws="Tags belong to patch baselines and associations as they do to documents and windows, for those that are there.",
    kind="accepted",
)
def tags() -> None:
    @around(SimpleSystemManagerBackend, "_validate_resource_type_and_id")
    def validate(original: Any, self: Any, resource_type: str, resource_id: str) -> Any:
        kinds = {"Association": store(self, "associations"), "PatchBaseline": self.baselines}
        if resource_type not in kinds:
            return original(self, resource_type, resource_id)
        if resource_id not in kinds[resource_type]:
            raise InvalidResourceId()
        return resource_id


@fix(
    "ssm: a patch baseline can be read and changed",
    aws="GetPatchBaseline tells all of a baseline, UpdatePatchBaseline changes what it is told, DescribePatchGroups lists "
    "the groups that are registered with one.",
    kind="accepted",
)
def patch_baselines() -> None:
    @adds_call(SimpleSystemManagerResponse, "get_patch_baseline")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return _told(self, _baseline(self, given["BaselineId"]))

    @adds_call(SimpleSystemManagerResponse, "update_patch_baseline")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        baseline = _baseline(self, given["BaselineId"])
        _change(baseline, given, _OF_BASELINES)
        return _told(self, baseline)

    @adds_call(SimpleSystemManagerResponse, "describe_patch_groups")
    def groups(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        backend = self.ssm_backend
        return {
            "Mappings": [
                {"BaselineIdentity": backend.baselines[baseline].to_json(), "PatchGroup": name}
                for name, group in backend.patch_groups.items()
                for baseline in group.associations.values()
                if baseline in backend.baselines
            ]
        }


def _baseline(response: Any, baseline_id: str) -> Any:
    try:
        return response.ssm_backend.baselines[baseline_id]
    except KeyError:
        raise Refusal("DoesNotExistException", f"Patch baseline {baseline_id} does not exist.") from None


def _told(response: Any, baseline: Any) -> dict[str, Any]:
    told = baseline.to_json()
    registered = response.ssm_backend.patch_groups.items()
    return {
        **told,
        "ApprovedPatchesComplianceLevel": told["ApprovedPatchesComplianceLevel"] or "UNSPECIFIED",
        "ApprovedPatchesEnableNonSecurity": told["ApprovedPatchesEnableNonSecurity"] or False,
        "Description": told["BaselineDescription"],
        "Name": told["BaselineName"],
        "PatchGroups": [name for name, group in registered if baseline.id in group.associations.values()],
        "RejectedPatchesAction": told["RejectedPatchesAction"] or "ALLOW_AS_DEPENDENCY",
    }


def _change(thing: Any, given: dict[str, Any], attributes: dict[str, str]) -> None:
    for name, attribute in attributes.items():
        if name in given:
            setattr(thing, attribute, given[name])


@fix(
    "ssm: a maintenance window, its targets and its tasks can be found and changed",
    aws="Targets and tasks are found by WindowTargetId and WindowTaskId, GetMaintenanceWindowTask tells one, and all can "
    "be changed. moto finds nothing as soon as a filter is given.",
    kind="accepted",
)
def window_parts() -> None:
    def matches(identifier: str, attribute: str) -> Any:
        def match(original: Any, filters: Any, part: Any) -> bool:
            wanted = [f["Values"] for f in filters or [] if f["Key"] == identifier]
            return all(getattr(part, attribute) in values for values in wanted)

        return match

    around(models, "_maintenance_window_target_filter_match")(matches("WindowTargetId", "window_target_id"))
    around(models, "_maintenance_window_task_filter_match")(matches("WindowTaskId", "window_task_id"))

    @around(FakeMaintenanceWindowTask, "to_json")
    def to_json(original: Any, self: Any) -> dict[str, Any]:
        return {**original(self), "CutoffBehavior": self.cutoff_behavior}

    @adds_call(SimpleSystemManagerResponse, "update_maintenance_window")
    def update_window(self: Any, given: dict[str, Any]) -> Any:
        window = self.ssm_backend.get_maintenance_window(given["WindowId"])
        _change(window, given, _OF_WINDOWS)
        return window.to_json()

    @adds_call(SimpleSystemManagerResponse, "get_maintenance_window_task")
    def get_task(self: Any, given: dict[str, Any]) -> Any:
        return _part(self, given, "tasks", "WindowTaskId").to_json()

    @adds_call(SimpleSystemManagerResponse, "update_maintenance_window_task")
    def update_task(self: Any, given: dict[str, Any]) -> Any:
        task = _part(self, given, "tasks", "WindowTaskId")
        _change(task, given, _OF_TASKS)
        return task.to_json()

    @adds_call(SimpleSystemManagerResponse, "update_maintenance_window_target")
    def update_target(self: Any, given: dict[str, Any]) -> Any:
        target = _part(self, given, "targets", "WindowTargetId")
        _change(target, given, _OF_TARGETS)
        return target.to_json()


def _part(response: Any, given: dict[str, Any], kind: str, identifier: str) -> Any:
    try:
        return getattr(response.ssm_backend.get_maintenance_window(given["WindowId"]), kind)[given[identifier]]
    except KeyError:
        raise Refusal("DoesNotExistException", f"{identifier} {given[identifier]} does not exist.") from None


@fix(
    "ssm: associations exist",
    aws="An association runs a document on its targets by a schedule, and tells what it was told.",
    kind="accepted",
)
def associations() -> None:
    @adds_call(SimpleSystemManagerResponse, "create_association")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = str(uuid4())
        defaults = {"ApplyOnlyAtCronInterval": False, "AssociationVersion": "1", "DocumentVersion": "$DEFAULT"}
        status = {"Overview": {"Status": "Pending"}, "Date": utcnow()}
        tags = as_map(given.pop("Tags", []))
        store(self.ssm_backend, "associations")[name] = {**defaults, **given, **status, "AssociationId": name}
        self.ssm_backend.add_tags_to_resource("Association", name, tags)
        return {"AssociationDescription": _association(self, name)}

    @adds_call(SimpleSystemManagerResponse, "describe_association")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"AssociationDescription": _association(self, given["AssociationId"])}

    @adds_call(SimpleSystemManagerResponse, "update_association")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _association(self, given["AssociationId"]).update(given)
        return {"AssociationDescription": _association(self, given["AssociationId"])}

    @adds_call(SimpleSystemManagerResponse, "delete_association")
    def delete(self: Any, given: dict[str, Any]) -> None:
        _association(self, given["AssociationId"])
        del store(self.ssm_backend, "associations")[given["AssociationId"]]


def _association(response: Any, name: str) -> dict[str, Any]:
    associations = store(response.ssm_backend, "associations")
    return known(associations, name, "AssociationDoesNotExist", f"The association {name} does not exist.")
