"""AWS Shield Advanced."""

from __future__ import annotations

from typing import Any

from moto.core.utils import unix_time
from moto.shield.exceptions import ResourceNotFoundException
from moto.shield.models import ShieldBackend, Subscription
from moto.shield.responses import ShieldResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call
from tfproof.emulator.moto.fixes.patching import around

_NONE = "The subscription does not exist."


@fix(
    "shield: nothing is protected without a subscription",
    aws="Every call about protections fails in an account that has not subscribed.",
    kind="enforced",
)
def needed() -> None:
    @around(ShieldBackend, "create_protection")
    def create(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.subscription is None:
            raise ResourceNotFoundException(_NONE)
        return original(self, *args, **kwargs)


@fix(
    "shield: a subscription is read and changed",
    aws="A subscription runs for a year; whether it is renewed can be changed.",
    kind="accepted",
)
def subscription() -> None:
    @around(ShieldBackend, "describe_subscription")
    def describe(original: Any, self: Any) -> Any:
        if self.subscription is None:
            raise ResourceNotFoundException(_NONE)
        return original(self)

    @around(Subscription, "to_dict")
    def to_dict(original: Any, self: Any) -> dict[str, Any]:
        times = {"StartTime": unix_time(self.start_time), "EndTime": unix_time(self.end_time)}
        return {**original(self), **times}

    @adds_call(ShieldResponse, "update_subscription")
    def update(self: Any, given: dict[str, Any]) -> None:
        self.shield_backend.describe_subscription().auto_renew = given["AutoRenew"]


@fix(
    "shield: protections know how healthy a resource is",
    aws="Shield takes health checks of Route 53 into account; a hosted zone has none.",
    kind="accepted",
)
def health() -> None:
    @adds_call(ShieldResponse, "associate_health_check")
    def associate(self: Any, given: dict[str, Any]) -> None:
        _protection(self, given).health_check_ids.append(given["HealthCheckArn"].rpartition("/")[2])

    @adds_call(ShieldResponse, "disassociate_health_check")
    def disassociate(self: Any, given: dict[str, Any]) -> None:
        _protection(self, given).health_check_ids.remove(given["HealthCheckArn"].rpartition("/")[2])


@fix(
    "shield: floods of requests are answered",
    aws="Shield writes rules into the web ACL in front of a distribution or a load balancer.",
    kind="accepted",
)
def answers() -> None:
    def answer(self: Any, given: dict[str, Any]) -> None:
        protection = self.shield_backend.describe_protection(protection_id=None, resource_arn=given["ResourceArn"])
        configuration = {"Action": given["Action"], "Status": "ENABLED"}
        protection.application_layer_automatic_response_configuration = configuration

    adds_call(ShieldResponse, "enable_application_layer_automatic_response")(answer)
    adds_call(ShieldResponse, "update_application_layer_automatic_response")(answer)

    @adds_call(ShieldResponse, "disable_application_layer_automatic_response")
    def disable(self: Any, given: dict[str, Any]) -> None:
        protection = self.shield_backend.describe_protection(protection_id=None, resource_arn=given["ResourceArn"])
        protection.application_layer_automatic_response_configuration = {}


def _protection(response: Any, given: dict[str, Any]) -> Any:
    return response.shield_backend.describe_protection(protection_id=given["ProtectionId"], resource_arn=None)
