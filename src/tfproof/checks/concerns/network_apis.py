"""By which addresses APIs are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, holds
from tfproof.checks.reading import flag

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_MAPPINGS = ("aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping")


@check(
    "network.api-default-endpoint",
    title="APIs with a domain of their own are not reached past it",
    severity="low",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html",
    ),
    types=("aws_api_gateway_rest_api", "aws_apigatewayv2_api"),
    looks_at=_MAPPINGS,
    remediation="Set disable_execute_api_endpoint = true.",
    when=lambda r: not r.companions(_MAPPINGS, "api_id").none,
)
def api_default_endpoint(r: Resource, _: Context) -> Answer:
    """Reads `disable_execute_api_endpoint`, off unless set, of APIs that a domain is mapped to. By the default address
    callers get past what the domain asks for: its TLS policy, its client certificates, a distribution before it."""
    return holds(
        flag(r, "disable_execute_api_endpoint"),
        "disable_execute_api_endpoint is true",
        "a domain is mapped to the API, and its default endpoint is still on",
    )
