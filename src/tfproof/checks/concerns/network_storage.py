"""From where file systems are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._zones import SUBNETS
from tfproof.checks.model import Answer, Context, check, fails, holds
from tfproof.checks.reading import every, flag

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "network.efs-mount-target-private",
    title="Mount targets are in private subnets",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/config/latest/developerguide/efs-mount-target-public-accessible.html",
    types=("aws_efs_mount_target",),
    looks_at=SUBNETS,
    remediation="Name a subnet that gives no public addresses (map_public_ip_on_launch = false) in subnet_id.",
)
def efs_mount_target_private(r: Resource, _: Context) -> Answer:
    """Reads `map_public_ip_on_launch` of the subnet that the mount target is in, which is off unless set, but on for the
    subnets of the default VPC. What is started beside a mount target there is reached from the internet."""
    return every(r.members("subnet_id", *SUBNETS), _is_private, none=fails("no subnet is named"))


def _is_private(subnet: Resource) -> Answer:
    gives = flag(subnet, "map_public_ip_on_launch", subnet.type == "aws_default_subnet")
    text = f"map_public_ip_on_launch of {subnet.address} is {str(gives).lower()}"
    return holds(not gives, text, f"{text}: it is a public subnet")
