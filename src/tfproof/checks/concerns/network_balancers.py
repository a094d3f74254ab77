"""What stands before load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, fails, passes
from tfproof.checks.reading import argument, flag, some

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_ASSOCIATIONS = ("aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association")


@check(
    "network.alb-waf",
    title="Application load balancers that face the internet have a firewall before them",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
    types=("aws_lb", "aws_alb"),
    looks_at=_ASSOCIATIONS,
    remediation="Add aws_wafv2_web_acl_association with the load balancer's ARN.",
    when=lambda r: argument(r, "load_balancer_type", "application") == "application" and not flag(r, "internal"),
)
def alb_waf(r: Resource, _: Context) -> Answer:
    """Looks for a web ACL that is associated with the load balancer, of WAF or of WAF Classic. Without one every request
    reaches the targets, attacks that are known by their pattern included. Internal load balancers are not asked."""
    return some(
        r.companions(_ASSOCIATIONS, "resource_arn"),
        lambda association: passes(f"{association.address} gives it a web ACL"),
        none=fails("no web ACL is associated with it"),
    )
