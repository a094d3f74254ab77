"""Amazon EC2 and VPC."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.instances import InstanceResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds, around_property


@fix(
    "ec2: a security group rule that refers to a group has a description",
    aws="The description belongs to the rule, whatever its source is. moto drops it unless the source is a CIDR block.",
    kind="enforced",
)
def rule_description() -> None:
    @around_property(SecurityGroupRule, "description")
    def description(original: Any, self: Any) -> Any:
        return original(self) or self.source_group.get("Description")


@fix(
    "ec2: detailed monitoring can be switched",
    aws="MonitorInstances and UnmonitorInstances change an instance's monitoring state.",
    kind="accepted",
)
def monitoring() -> None:
    def switched(state: str) -> Any:
        def switch(self: Any) -> ActionResult:
            answer = []
            for instance_id in self._get_param("InstanceIds", []):
                self.ec2_backend.get_instance(instance_id).monitoring_state = state
                answer.append({"InstanceId": instance_id, "Monitoring": {"State": state}})
            return ActionResult({"InstanceMonitorings": answer})

        return switch

    adds(InstanceResponse, "monitor_instances")(switched("enabled"))
    adds(InstanceResponse, "unmonitor_instances")(switched("disabled"))
