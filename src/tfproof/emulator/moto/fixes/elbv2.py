"""Elastic Load Balancing: application and network load balancers."""

from __future__ import annotations

from typing import Any

from moto.elbv2.responses import ELBV2Response

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around

_PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


@fix(
    "elbv2: a network load balancer keeps whether its groups hold for PrivateLink",
    aws="A network load balancer with security groups applies their rules to what comes through PrivateLink, too, until it is "
    "told not to, and tells which of both it does.",
    kind="accepted",
)
def keep_private_link_rules() -> None:
    @around(ELBV2Response, "create_load_balancer")
    def create(original: Any, self: Any) -> Any:
        answer = original(self)
        (balancer,) = answer.result["LoadBalancers"]
        if balancer.type == "network" and balancer.security_groups:
            setattr(balancer, _PRIVATE_LINK, "on")
        return answer

    @around(ELBV2Response, "set_security_groups")
    def change(original: Any, self: Any) -> Any:
        answer = original(self)
        balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
        if balancer.type == "network":
            setattr(balancer, _PRIVATE_LINK, self._get_param(_PRIVATE_LINK) or "on")
        return answer
