"""Amazon Managed Grafana, which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_service, adds_tag_calls, known, tags_of
from tfproof.emulator.moto.fixes.patching import store

#: What a workspace is described by, and what it is called where it is given.
_NAMES = {
    "dataSources": "workspaceDataSources",
    "description": "workspaceDescription",
    "name": "workspaceName",
    "notificationDestinations": "workspaceNotificationDestinations",
    "organizationalUnits": "workspaceOrganizationalUnits",
}
_SAME = (
    "accountAccessType", "networkAccessControl", "organizationRoleName", "permissionType", "stackSetName",
    "vpcConfiguration", "workspaceRoleArn",
)  # fmt: skip


@fix(
    "grafana: workspaces exist",
    aws="A workspace reads with its role what it shows. Through the API AWS makes no role for it, and refuses one that is to "
    "sign people in through IAM Identity Center where there is none.",
    kind="accepted",
)
def workspaces() -> None:
    response = adds_service("grafana", "grafana")
    adds_tag_calls(response, "resourceArn", "tags", "tagKeys")
    _add_workspaces(response)
    _add_configuration(response)
    _add_saml(response)
    _add_roles(response)


def _add_workspaces(response: type) -> None:
    @adds_call(response, "create_workspace")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace_id = f"g-{mock_random.get_random_hex(10)}"
        workspace = {
            "authentication": {
                "providers": given["authenticationProviders"],
                "samlConfigurationStatus": "NOT_CONFIGURED",
            },
            "created": utcnow(),
            "dataSources": [],
            "endpoint": f"{workspace_id}.grafana-workspace.{self.region}.amazonaws.com",
            "grafanaVersion": given.get("grafanaVersion", "10.4"),
            "id": workspace_id,
            "modified": utcnow(),
            "status": "ACTIVE",
            **_described(given),
        }
        store(self.backend, "workspaces")[workspace_id] = workspace
        store(self.backend, "configurations")[workspace_id] = given.get("configuration", {})
        store(self.backend, "permissions")[workspace_id] = {}
        tags_of(self.backend, _arn(self, workspace_id)).update(given.get("tags", {}))
        return {"workspace": workspace}

    @adds_call(response, "describe_workspace")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        return {"workspace": {**workspace, "tags": tags_of(self.backend, _arn(self, workspace["id"]))}}

    @adds_call(response, "update_workspace")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        workspace.update(_described(given))
        for what, flag in {
            "networkAccessControl": "removeNetworkAccessConfiguration",
            "vpcConfiguration": "removeVpcConfiguration",
        }.items():
            if given.get(flag):
                workspace.pop(what, None)
        return {"workspace": workspace}

    @adds_call(response, "delete_workspace")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        tags_of(self.backend, _arn(self, workspace["id"])).clear()
        del store(self.backend, "workspaces")[workspace["id"]]
        return {"workspace": {**workspace, "status": "DELETING"}}


def _add_configuration(response: type) -> None:
    @adds_call(response, "describe_workspace_configuration")
    def describe_configuration(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        configuration = store(self.backend, "configurations")[workspace["id"]]
        return {"configuration": configuration, "grafanaVersion": workspace["grafanaVersion"]}

    @adds_call(response, "update_workspace_configuration")
    def update_configuration(self: Any, given: dict[str, Any]) -> None:
        workspace = _workspace(self, given)
        store(self.backend, "configurations")[workspace["id"]] = given["configuration"]
        workspace["grafanaVersion"] = given.get("grafanaVersion", workspace["grafanaVersion"])


def _add_saml(response: type) -> None:
    @adds_call(response, "update_workspace_authentication")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        workspace["authentication"]["providers"] = given["authenticationProviders"]
        configured = {"configuration": given["samlConfiguration"], "status": "CONFIGURED"}
        workspace["tfproof_saml"] = configured if given.get("samlConfiguration") else {"status": "NOT_CONFIGURED"}
        workspace["authentication"]["samlConfigurationStatus"] = workspace["tfproof_saml"]["status"]
        return describe(self, given)

    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = _workspace(self, given)
        found = {"providers": workspace["authentication"]["providers"]}
        if "SAML" in found["providers"]:
            found["saml"] = workspace.get("tfproof_saml", {"status": "NOT_CONFIGURED"})
        return {"authentication": found}

    adds_call(response, "describe_workspace_authentication")(describe)


def _add_roles(response: type) -> None:
    @adds_call(response, "update_permissions")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        permissions = store(self.backend, "permissions")[_workspace(self, given)["id"]]
        for instruction in given["updateInstructionBatch"]:
            for user in instruction["users"]:
                if instruction["action"] == "ADD":
                    permissions[user["id"]] = {"role": instruction["role"], "user": user}
                else:
                    permissions.pop(user["id"], None)
        return {"errors": []}

    @adds_call(response, "list_permissions")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"permissions": list(store(self.backend, "permissions")[_workspace(self, given)["id"]].values())}


def _described(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a workspace is described by, of what a request gives."""
    renamed = {name: given[asked] for name, asked in _NAMES.items() if asked in given}
    return {**renamed, **{name: given[name] for name in _SAME if name in given}}


def _arn(response: Any, workspace_id: str) -> str:
    return f"arn:aws:grafana:{response.region}:{response.current_account}:/workspaces/{workspace_id}"


def _workspace(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["workspaceId"]
    workspaces = store(response.backend, "workspaces")
    return known(workspaces, name, "ResourceNotFoundException", f"Cannot find the workspace {name}.")
