"""What of instances and their groups survives a failure or a mistake."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._compute import inherited
from tfproof.checks.concerns._zones import SUBNETS, spread
from tfproof.checks.model import Answer, Context, any_of, check, holds
from tfproof.checks.reading import argument, blocks, flag, listed, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_GROUP = "aws_autoscaling_group"
_ATTACHMENTS = ("aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment")


@check(
    "resilience.asg-multi-az",
    title="Auto Scaling groups start instances in more than one availability zone",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/disaster-recovery-resiliency.html",
    types=(_GROUP,),
    looks_at=SUBNETS,
    remediation="List subnets of two or more zones in vpc_zone_identifier, or two zones in availability_zones.",
)
def asg_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the subnets of the group and their zones, or its `availability_zones`. Subnets of the same zone do not help;
    of subnets outside the plan nobody can tell the zone, unless there is one only."""
    if not unset(r, "vpc_zone_identifier"):
        return spread(r, "vpc_zone_identifier")
    zones = listed(r, "availability_zones")
    if len(set(zones.known)) < 2:
        zones.all()
    count = len(set(zones.known))
    return holds(count > 1, f"{count} zones", f"{count} zone")


def _is_behind_a_balancer(r: Resource) -> bool:
    if any(listed(r, path).known or listed(r, path).open for path in ("load_balancers", "target_group_arns")):
        return True
    if blocks(r, "traffic_source"):
        return True
    return any(r.companions(kind, "autoscaling_group_name").found for kind in _ATTACHMENTS)


@check(
    "resilience.asg-health-check",
    title="Auto Scaling groups behind a load balancer replace what it finds ill",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html",
    types=(_GROUP,),
    looks_at=_ATTACHMENTS,
    remediation='Set health_check_type = "ELB".',
    when=_is_behind_a_balancer,
)
def asg_health_check(r: Resource, _: Context) -> Answer:
    """Reads `health_check_type` of groups that a load balancer or target group sends requests to, `EC2` unless set: then
    an instance that runs, but answers nobody, is never replaced. Groups without a load balancer are not asked."""
    kind = argument(r, "health_check_type", "EC2")
    text = f"health_check_type is {kind}"
    return holds(any(k in kind for k in ("ELB", "VPC_LATTICE")), text, text)


_NEEDED = ("HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate")


@check(
    "resilience.asg-processes",
    title="Auto Scaling groups replace what fails",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html",
    types=(_GROUP,),
    remediation="Remove Launch, Terminate, HealthCheck and ReplaceUnhealthy from suspended_processes.",
)
def asg_processes(r: Resource, _: Context) -> Answer:
    """Reads `suspended_processes`, none unless set. A group that does not look at the health of its instances, or starts
    and ends none, keeps the ones that fail."""
    found = listed(r, "suspended_processes")
    suspended = [p for p in found.known if p in _NEEDED]
    if not suspended:
        found.all()
    return holds(not suspended, "the group replaces what fails", f"{', '.join(suspended)} is suspended")


@check(
    "resilience.instance-deletion-protection",
    title="Instances cannot be terminated by mistake",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
    types=("aws_instance",),
    looks_at=("aws_launch_template", "data.aws_launch_template"),
    remediation="Set disable_api_termination = true.",
)
def instance_deletion_protection(r: Resource, _: Context) -> Answer:
    """Reads `disable_api_termination` of the instance, or of the launch template that it names, off unless set. Instances
    that an Auto Scaling group starts are replaced anyway, and not asked."""
    return any_of([partial(_protected, r), *inherited(r, _protected)])


def _protected(r: Resource) -> Answer:
    text = f"disable_api_termination of {r.address} is"
    return holds(flag(r, "disable_api_termination"), f"{text} true", f"{text} not true")
