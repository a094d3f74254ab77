"""What is written down at the edge: of firewalls, names and services."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._hosted_zones import is_public
from tfproof.checks.concerns._lattice import in_a_network
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes
from tfproof.checks.reading import blocks, some

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "logging.waf-logs",
    title="Web ACLs log the requests that they judge",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
        "https://docs.aws.amazon.com/waf/latest/developerguide/classic-logging.html",
    ),
    types=("aws_waf_web_acl", "aws_wafregional_web_acl", "aws_wafv2_web_acl"),
    looks_at=("aws_wafv2_web_acl_logging_configuration",),
    remediation="Add aws_wafv2_web_acl_logging_configuration (WAF Classic: a logging_configuration block).",
)
def waf_logs(r: Resource, _: Context) -> Answer:
    """Looks for the logging configuration that names the web ACL, or, of WAF Classic, reads its block. Without logs nobody can
    tell what an attack tried, nor why a customer was refused."""
    if r.type != "aws_wafv2_web_acl":
        return holds(bool(blocks(r, "logging_configuration")), "it has a logging_configuration", "it logs nothing")
    return some(
        r.companions("aws_wafv2_web_acl_logging_configuration", "resource_arn"),
        lambda logging: passes(f"{logging.address} logs what it judges"),
        none=fails("no aws_wafv2_web_acl_logging_configuration names it"),
    )


@check(
    "logging.zone-query-logs",
    title="Public zones log queries",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
    types=("aws_route53_zone",),
    looks_at=("aws_route53_query_log", "aws_route53_zone_association"),
    remediation="Add aws_route53_query_log with a log group in us-east-1.",
    when=is_public,
)
def zone_query_logs(r: Resource, _: Context) -> Answer:
    """Looks for the `aws_route53_query_log` that names the zone: queries show which names somebody tries, and what still asks
    for a name that should be gone. Private zones are logged by the resolver of their VPC, and not asked."""
    return some(
        r.companions("aws_route53_query_log", "zone_id"),
        lambda log: passes(f"{log.address} logs queries"),
        none=fails("no aws_route53_query_log names it"),
    )


@check(
    "logging.lattice-access-logs",
    title="Services of VPC Lattice log requests",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html",
    types=("aws_vpclattice_service", "aws_vpclattice_service_network"),
    looks_at=("aws_vpclattice_access_log_subscription", "aws_vpclattice_service_network_service_association"),
    remediation="Add aws_vpclattice_access_log_subscription for the service network.",
)
def lattice_access_logs(r: Resource, _: Context) -> Answer:
    """Looks for a subscription to the access logs of a service network, or of a service; that of a network has the requests of
    all services in it."""
    if r.type == "aws_vpclattice_service_network":
        return _subscribed(r)
    return any_of([partial(_subscribed, r), partial(in_a_network, r, _subscribed)])


def _subscribed(r: Resource) -> Answer:
    return some(
        r.companions("aws_vpclattice_access_log_subscription", "resource_identifier"),
        lambda log: passes(f"{log.address} logs requests"),
        none=fails(f"no aws_vpclattice_access_log_subscription names {r.address}"),
    )
