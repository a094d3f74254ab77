"""Amazon Route 53."""

from __future__ import annotations

from typing import Any

from moto.route53.responses import Route53

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "route53: a zone made with a VPC is private",
    aws="A hosted zone that is created with a VPC is private, whether or not the request says so.",
    kind="enforced",
)
def private_zone() -> None:
    @around(Route53, "create_hosted_zone")
    def create(original: Any, self: Any) -> Any:
        ask = self._get_bool_param
        has_vpc = bool(self._get_param("VPC.VPCId"))

        def asked(name: str, if_none: Any = None) -> Any:
            return True if has_vpc and name == "HostedZoneConfig.PrivateZone" else ask(name, if_none)

        self._get_bool_param = asked
        return original(self)
