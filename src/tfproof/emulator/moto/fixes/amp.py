"""Amazon Managed Service for Prometheus."""

from __future__ import annotations

import base64
from typing import Any

from moto.amp import urls
from moto.amp.models import Workspace
from moto.amp.responses import PrometheusServiceResponse
from moto.core.utils import unix_time

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_path, asked
from tfproof.emulator.moto.fixes.patching import around

_KEPT_FOR_DAYS = 150


@fix(
    "amp: a workspace has a key",
    aws="A workspace is encrypted with a key that it keeps for life.",
    kind="accepted",
)
def key() -> None:
    @around(PrometheusServiceResponse, "create_workspace")
    def create(original: Any, self: Any) -> Any:
        before = set(self.amp_backend.workspaces)
        answer = original(self)
        (made,) = set(self.amp_backend.workspaces) - before
        self.amp_backend.workspaces[made].tfproof_key = asked(self).get("kmsKeyArn")
        return answer

    @around(Workspace, "to_dict")
    def to_dict(original: Any, self: Any) -> dict[str, Any]:
        kms_key_arn = vars(self).get("tfproof_key")
        return {**original(self), **({"kmsKeyArn": kms_key_arn} if kms_key_arn else {})}


@fix(
    "amp: a workspace has settings",
    aws=f"Metrics are kept {_KEPT_FOR_DAYS} days unless it is said otherwise; what is not said stays as it was.",
    kind="accepted",
)
def settings() -> None:
    adds_path(urls, PrometheusServiceResponse, "/workspaces/(?P<workspace_id>[^/]+)/configuration$")

    @adds_call(PrometheusServiceResponse, "update_workspace_configuration")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = self.amp_backend.describe_workspace(given["workspaceId"])
        said = {name: value for name, value in given.items() if name not in ("clientToken", "workspaceId")}
        workspace.tfproof_settings = {**vars(workspace).get("tfproof_settings", {}), **said}
        return {"status": {"statusCode": "ACTIVE"}}

    @adds_call(PrometheusServiceResponse, "describe_workspace_configuration")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = self.amp_backend.describe_workspace(given["workspaceId"])
        kept = {"retentionPeriodInDays": _KEPT_FOR_DAYS, **vars(workspace).get("tfproof_settings", {})}
        return {"workspaceConfiguration": {**kept, "status": {"statusCode": "ACTIVE"}}}


@fix(
    "amp: alerts have a definition",
    aws="A workspace has one definition of where alerts go; it receives what its rules raise.",
    kind="accepted",
)
def alerts() -> None:
    adds_path(urls, PrometheusServiceResponse, "/workspaces/(?P<workspace_id>[^/]+)/alertmanager/definition$")

    @adds_call(PrometheusServiceResponse, "create_alert_manager_definition")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        workspace = self.amp_backend.describe_workspace(given["workspaceId"])
        if vars(workspace).get("tfproof_alerts"):
            raise Refusal("ConflictException", "The workspace has a definition already.")
        return _define(workspace, given["data"])

    @adds_call(PrometheusServiceResponse, "put_alert_manager_definition")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return _define(_defined(self, given), given["data"])

    @adds_call(PrometheusServiceResponse, "describe_alert_manager_definition")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"alertManagerDefinition": _defined(self, given).tfproof_alerts}

    @adds_call(PrometheusServiceResponse, "delete_alert_manager_definition")
    def delete(self: Any, given: dict[str, Any]) -> None:
        _defined(self, given).tfproof_alerts = None


def _define(workspace: Any, data: Any) -> dict[str, Any]:
    text = data if isinstance(data, bytes) else base64.b64decode(data)
    status = {"statusCode": "ACTIVE"}
    workspace.tfproof_alerts = {"createdAt": unix_time(), "data": text, "modifiedAt": unix_time(), "status": status}
    return {"status": status}


def _defined(response: Any, given: dict[str, Any]) -> Any:
    workspace = response.amp_backend.describe_workspace(given["workspaceId"])
    if not vars(workspace).get("tfproof_alerts"):
        raise Refusal("ResourceNotFoundException", "The workspace has no definition of alerts.")
    return workspace
