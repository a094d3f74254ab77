"""AWS CodeDeploy: what moto keeps of an application can be changed and deleted."""

from __future__ import annotations

from typing import Any

from moto.codedeploy import responses
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.utils import camelcase_to_underscores
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, known
from tfproof.emulator.moto.fixes.patching import around, store


@fix(
    "codedeploy: deployment configurations can be made and deleted",
    aws="A configuration says how traffic shifts or how many instances stay healthy. AWS deletes none that a group uses.",
    kind="enforced",
)
def deployment_configs() -> None:
    @adds_call(CodeDeployResponse, "create_deployment_config")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        configs, name = _configs(self), given["deploymentConfigName"]
        if name in configs:
            raise Refusal("DeploymentConfigAlreadyExistsException", f"The configuration {name} exists already.")
        configs[name] = {"computePlatform": "Server", **given, "deploymentConfigId": str(mock_random.uuid4())}
        return {"deploymentConfigId": configs[name]["deploymentConfigId"]}

    @adds_call(CodeDeployResponse, "get_deployment_config")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["deploymentConfigName"]
        said = f"No configuration is called {name}."
        return {"deploymentConfigInfo": known(_configs(self), name, "DeploymentConfigDoesNotExistException", said)}

    @adds_call(CodeDeployResponse, "delete_deployment_config")
    def delete(self: Any, given: dict[str, Any]) -> None:
        name = given["deploymentConfigName"]
        groups = [g for of in self.codedeploy_backend.deployment_groups.values() for g in of.values()]
        if name in {g.deployment_config_name for g in groups}:
            raise Refusal("DeploymentConfigInUseException", f"The configuration {name} is in use.")
        _configs(self).pop(name, None)


@fix(
    "codedeploy: a deployment group keeps its alarms, can be changed and deleted",
    aws="An update names what changes. Alarms stay until others are named. A group without a load balancer tells of none, "
    "and Auto Scaling groups are told with the hooks that CodeDeploy has put into them.",
    kind="accepted",
)
def deployment_groups() -> None:
    @around(responses, "_deployment_group_info")
    def tell(original: Any, group: Any) -> dict[str, Any]:
        told = dict(original(group)) | {
            "alarmConfiguration": group.alarm_configuration or {},
            "autoScalingGroups": [{"name": name, "hook": f"CodeDeploy-{name}"} for name in group.auto_scaling_groups],
        }
        return {name: value for name, value in told.items() if name != "loadBalancerInfo" or value}

    @adds_call(CodeDeployResponse, "update_deployment_group")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        backend, application = self.codedeploy_backend, given.pop("applicationName")
        group = backend.get_deployment_group(application, given.pop("currentDeploymentGroupName"))
        del backend.deployment_groups[application][group.deployment_group_name]
        group.deployment_group_name = given.pop("newDeploymentGroupName", group.deployment_group_name)
        backend.deployment_groups[application][group.deployment_group_name] = group
        for name, value in given.items():
            setattr(group, camelcase_to_underscores(name), value)
        return {"hooksNotCleanedUp": []}

    @adds_call(CodeDeployResponse, "delete_deployment_group")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        groups = self.codedeploy_backend.deployment_groups.get(given["applicationName"], {})
        groups.pop(given["deploymentGroupName"], None)
        return {"hooksNotCleanedUp": []}


@fix(
    "codedeploy: an application can be renamed and deleted",
    aws="An application keeps its groups under another name, and takes them with it when it is deleted.",
    kind="enforced",
)
def applications() -> None:
    @adds_call(CodeDeployResponse, "update_application")
    def update(self: Any, given: dict[str, Any]) -> None:
        backend, name, new = self.codedeploy_backend, given["applicationName"], given["newApplicationName"]
        application = backend.get_application(name)
        application.application_name = new
        for kept in (backend.applications, backend.deployment_groups):
            if name in kept:
                kept[new] = kept.pop(name)

    @adds_call(CodeDeployResponse, "delete_application")
    def delete(self: Any, given: dict[str, Any]) -> None:
        self.codedeploy_backend.applications.pop(given["applicationName"], None)
        self.codedeploy_backend.deployment_groups.pop(given["applicationName"], None)


def _configs(response: Any) -> dict[str, Any]:
    return store(response.codedeploy_backend, "deployment_configs")
