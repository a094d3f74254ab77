"""Amazon API Gateway, REST APIs."""

from __future__ import annotations

import json
from typing import Any

from moto.apigateway.models import Integration
from moto.apigateway.responses import APIGatewayResponse
from moto.core.common_types import TYPE_RESPONSE

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "apigateway: an integration tells its link",
    aws="An integration through a VPC link tells the link as its ConnectionId.",
    kind="accepted",
)
def link_of_integration() -> None:
    @around(APIGatewayResponse, "put_integration")
    def put(original: Any, self: Any) -> TYPE_RESPONSE:
        status, headers, _ = original(self)
        _, _, api, _, resource, _, method, *_ = self.path.split("/")
        integration = self.backend.get_integration(api, resource, method)
        integration.tfproof_link = self._get_param("connectionId")
        return status, headers, json.dumps(integration.to_json())

    @around(Integration, "to_json")
    def tell(original: Any, self: Any) -> dict[str, Any]:
        link = getattr(self, "tfproof_link", None)
        told: dict[str, Any] = original(self)
        return told if link is None else told | {"connectionId": link}
