"""Whether load balancers outlive the failure of a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, fails, passes
from tfproof.checks.reading import blocks, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SUBNETS = ("aws_subnet", "aws_default_subnet")


@check(
    "resilience.lb-multi-az",
    title="Load balancers stand in more than one availability zone",
    severity="medium",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html",
    ),
    types=("aws_lb", "aws_alb", "aws_elb"),
    remediation="List subnets of two or more availability zones.",
)
def lb_multi_az(r: Resource, _: Context) -> Answer:
    """Reads how many subnets (`subnets`, `subnet_mapping`) or zones (`availability_zones`) a load balancer has: AWS takes one
    subnet of a zone only, so two of them are two zones."""
    paths = ["availability_zones"] if r.type == "aws_elb" else [f"{m}.subnet_id" for m in blocks(r, "subnet_mapping")]
    named = [r.members(path, *_SUBNETS) for path in ("subnets", *paths) if not unset(r, path)]
    places = {p for n in named for p in (*n.outside, *(s.address for s in n.found))}
    if len(places) > 1:
        return passes(f"it stands in {len(places)} subnets or zones")
    for n in named:
        if n.open and (reason := n.undecided()):
            raise reason
    return fails(f"it stands in one subnet, hence in one zone: {', '.join(places) or 'none is named'}")
