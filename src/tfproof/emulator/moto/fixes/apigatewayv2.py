"""Amazon API Gateway, HTTP and WebSocket APIs."""

from __future__ import annotations

import json
import zlib
from typing import Any
from urllib.parse import unquote

from moto.apigatewayv2.models import ApiGatewayV2Backend, DomainName, Stage
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.core.common_types import TYPE_RESPONSE

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds, around


@fix(
    "apigatewayv2: a domain has a target",
    aws="A domain is available once it has a target, to which an alias record leads.",
    kind="accepted",
)
def domain_target() -> None:
    @around(DomainName, "__init__")
    def make(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _target(self)


def _target(domain: Any) -> None:
    host = f"d-{zlib.crc32(domain.domain_name.encode()):x}.execute-api"
    for configuration in domain.domain_name_configurations:
        configuration["apiGatewayDomainName"] = f"{host}.{domain.domain_name_arn.split(':')[3]}.amazonaws.com"
        configuration["domainNameStatus"] = "AVAILABLE"
        configuration["hostedZoneId"] = "Z1UJRXOUMOOFQ8"


@fix(
    "apigatewayv2: a domain that asks for no certificates says so",
    aws="MutualTlsAuthentication is left out for a domain that does not ask its clients for certificates.",
    kind="accepted",
)
def no_mutual_tls() -> None:
    @around(DomainName, "to_json")
    def tell(original: Any, self: Any) -> dict[str, Any]:
        return {name: value for name, value in original(self).items() if name != "mutualTlsAuthentication" or value}


@fix(
    "apigatewayv2: a domain can be changed",
    aws="UpdateDomainName gives a domain another certificate or policy.",
    kind="accepted",
)
def update_domain() -> None:
    @adds(ApiGatewayV2Response, "update_domain_name")
    def update(self: Any) -> TYPE_RESPONSE:
        domain = self.apigatewayv2_backend.get_domain_name(unquote(self.path.split("/")[-1]))
        given = json.loads(self.body)
        domain.domain_name_configurations = given.get("domainNameConfigurations", domain.domain_name_configurations)
        _target(domain)
        return 200, {}, json.dumps(domain.to_json())


@fix(
    "apigatewayv2: a stage can be changed",
    aws="UpdateStage changes the settings that it names, and keeps the others.",
    kind="accepted",
)
def update_stage() -> None:
    @adds(ApiGatewayV2Response, "update_stage")
    def update(self: Any) -> TYPE_RESPONSE:
        *_, api, _, name = self.path.split("/")
        backend: ApiGatewayV2Backend = self.apigatewayv2_backend
        old = backend.get_stage(api, unquote(name))
        stage = Stage(backend.get_api(api), old.config | json.loads(self.body))
        stage.created = old.created
        backend.get_api(api).stages[stage.name] = stage
        return 200, {}, json.dumps(stage.to_json())
