"""Whether the edge outlives the failure of an origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, holds
from tfproof.checks.reading import blocks

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "resilience.cdn-origin-failover",
    title="Distributions turn to another origin when one fails",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
    types=("aws_cloudfront_distribution",),
    remediation="Add an origin_group with two members, and make it the target of the behaviours.",
)
def cdn_origin_failover(r: Resource, _: Context) -> Answer:
    """Reads `origin_group`: with one origin only the distribution is down when that is."""
    return holds(bool(blocks(r, "origin_group")), "there is an origin_group", "there is no origin_group")
