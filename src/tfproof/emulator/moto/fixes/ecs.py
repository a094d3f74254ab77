"""Amazon ECS."""

from __future__ import annotations

from typing import Any

from moto.ecs.responses import EC2ContainerServiceResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around

#: Settings of a service that moto drops, by parameter.
_SETTINGS = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
}


@fix(
    "ecs: the settings of a service are kept",
    aws="Zone rebalancing (DISABLED unless given at the API), grace period, deployment limits and circuit breaker, "
    "capacity providers, managed tags and execute command are described as they were set, at creation and on update.",
    kind="accepted",
)
def service_settings() -> None:
    def keep(original: Any, self: Any) -> Any:
        answer = original(self)
        service = answer.result["service"]
        for parameter, attribute in _SETTINGS.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(service, attribute, value)
        return answer

    around(EC2ContainerServiceResponse, "create_service")(keep)
    around(EC2ContainerServiceResponse, "update_service")(keep)
