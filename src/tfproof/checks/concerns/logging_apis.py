"""What APIs write down of how they work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, any_of, check, fails, holds
from tfproof.checks.reading import argument, every
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SETTINGS = "aws_api_gateway_method_settings"
_STAGE = "aws_api_gateway_stage"
_SOCKETS = "aws_apigatewayv2_stage"
_ON = ("ERROR", "INFO")


def _can_log(r: Resource) -> bool:
    """Whether it logs executions at all: HTTP APIs have access logs only."""
    if r.type != _SOCKETS:
        return True
    return any(
        argument(api, "protocol_type", "") == "WEBSOCKET" for api in r.members("api_id", "aws_apigatewayv2_api").found
    )


@check(
    "logging.api-execution-logs",
    title="REST and WebSocket APIs log what fails",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html",
    ),
    types=(_SETTINGS, _STAGE, _SOCKETS),
    remediation='Add aws_api_gateway_method_settings for "*/*" (WebSocket: default_route_settings) with logging_level "ERROR".',
    when=_can_log,
)
def api_execution_logs(r: Resource, _: Context) -> Answer:
    """Reads `logging_level`, OFF unless set: of method settings, of a stage the settings that name its API and it, and of
    the stage of a WebSocket API its default route settings. HTTP APIs log calls only (`logging.api-access-logs`)."""
    if r.type == _SETTINGS:
        return _level(r, "settings.0.logging_level")
    if r.type == _SOCKETS:
        return _level(r, "default_route_settings.0.logging_level")
    found = [s for s in r.plan.of(_SETTINGS) if _is_of(s, r)]
    if not found:
        return fails(f"no {_SETTINGS} turns logging on for the stage {argument(r, 'stage_name', '')}")
    return any_of(partial(_of_stage, s, r) for s in found)


def _level(r: Resource, path: str) -> Answer:
    level = argument(r, path, "OFF")
    return holds(level in _ON, f"{path} of {r.address} is {level}", f"{path} of {r.address} is {level}")


def _is_of(settings: Resource, stage: Resource) -> bool:
    """Whether settings are, or may be, those of a stage: of the same API, and of a stage of that name."""
    apis = [r.members("rest_api_id", "aws_api_gateway_rest_api") for r in (settings, stage)]
    if all(named.complete for named in apis) and apis[0].found != apis[1].found:
        return False
    if all(named.outside and not named.open for named in apis) and apis[0].outside != apis[1].outside:
        return False
    names = [r.get("stage_name") for r in (settings, stage)]
    return any(map(is_unknown, names)) or names[0] == names[1]


def _of_stage(settings: Resource, stage: Resource) -> Answer:
    if is_unknown(settings.get("stage_name")):
        named = settings.members("stage_name", _STAGE)
        return every(named, lambda s: _level_for(settings, s, stage), none=fails(f"{settings.address} names no stage"))
    return _level(settings, "settings.0.logging_level")


def _level_for(settings: Resource, named: Resource, stage: Resource) -> Answer:
    if named is not stage:
        return fails(f"{settings.address} is of {named.address}")
    return _level(settings, "settings.0.logging_level")
