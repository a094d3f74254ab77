"""Amazon Route 53."""

from __future__ import annotations

from typing import Any

from moto.route53.models import Route53Backend
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


@fix(
    "route53: a log of queries has the ARN of a group",
    aws="The log group is named as arn:aws:logs:region:account:log-group:name, without the streams of it (`:*`).",
    kind="enforced",
)
def query_log() -> None:
    @around(Route53Backend, "create_query_logging_config")
    def create(original: Any, self: Any, hosted_zone_id: str, log_group_arn: str) -> Any:
        # moto compares it with the ARN and `:*`, which AWS takes as well.
        made = original(self, hosted_zone_id, f"{log_group_arn.removesuffix(':*')}:*")
        made.cloud_watch_logs_log_group_arn = log_group_arn
        return made
