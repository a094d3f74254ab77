"""Amazon EC2 Auto Scaling."""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import FakeScalingPolicy
from moto.autoscaling.responses import AutoScalingResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import asked
from tfproof.emulator.moto.fixes.patching import around

#: What a group is told and moto drops, with the attribute that its answer is made of.
_KEPT = {
    "DefaultInstanceWarmup": "default_instance_warmup",
    "MaxInstanceLifetime": "max_instance_lifetime",
    "ServiceLinkedRoleARN": "service_linked_role_arn",
}


@fix(
    "autoscaling: a group keeps warm-up, lifetime and role",
    aws="A group tells how long its instances warm up and live at most, and which role launches them. A lifetime of 0 is none.",
    kind="accepted",
)
def group_settings() -> None:
    def keep(original: Any, self: Any) -> Any:
        answer = original(self)
        given = asked(self)
        (group,) = self.autoscaling_backend.describe_auto_scaling_groups([given["AutoScalingGroupName"]])
        for parameter, attribute in _KEPT.items():
            if parameter in given:
                setattr(group, attribute, given[parameter] or None)
        return answer

    around(AutoScalingResponse, "create_auto_scaling_group")(keep)
    around(AutoScalingResponse, "update_auto_scaling_group")(keep)


@fix(
    "autoscaling: a policy is enabled and predicts nothing unless told",
    aws="A policy is enabled unless it is told otherwise. Only a policy of the type PredictiveScaling predicts.",
    kind="accepted",
)
def policy_settings() -> None:
    @around(FakeScalingPolicy, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.enabled = True
        self.predictive_scaling_configuration = self.predictive_scaling_configuration or None
