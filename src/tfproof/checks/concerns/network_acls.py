"""Network ACLs beyond administration: those that hold nothing back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._exposed import ADMINISTRATION, Guard, closed
from tfproof.checks.concerns._ingress import ACL_RULES, EGRESS, INGRESS, Point, Traffic, may_have_rules, rules_in
from tfproof.checks.model import Answer, Context, check, passes

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_ACLS = ("aws_network_acl", *ACL_RULES)
_SOURCE = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"
# Nobody opens this port by itself: it stands for all of a rule that takes every port.
_ANY = 65535


def _everything(traffic: Traffic, _: Iterable[int]) -> list[Point]:
    return [(t, _ANY) for t in traffic.transports] if traffic.is_whole else []


def _named(traffic: Traffic, _: list[Point]) -> str:
    return str(traffic)


_IN = Guard(_everything, _named, "the internet does not reach every port", INGRESS)
_OUT = Guard(_everything, _named, "not everything goes out to the internet", EGRESS)


@check(
    "network.acl-names-ports",
    title="Network ACLs do not let everything in from everywhere",
    severity="medium",
    aspect="exposure",
    source=_SOURCE,
    types=_ACLS,
    remediation="Allow the ports that the subnet serves, and 1024-65535 for answers, and deny the rest.",
    when=may_have_rules,
)
def acl_names_ports(r: Resource, _: Context) -> Answer:
    """Reads the rules for what comes in, inline or separate, in the order of their numbers. None may let every protocol,
    or every port of TCP or UDP, in from the internet that no rule before it has denied: such an ACL holds nothing back."""
    return closed(r, _IN)


@check(
    "network.acl-no-open-egress",
    title="Network ACLs do not let everything out to everywhere",
    severity="low",
    aspect="exposure",
    source=_SOURCE,
    types=_ACLS,
    remediation="Allow the ports that are called, and 1024-65535 for answers, and deny the rest.",
    when=partial(may_have_rules, direction=EGRESS),
)
def acl_no_open_egress(r: Resource, _: Context) -> Answer:
    """Reads the rules for what goes out, inline or separate, in the order of their numbers. None may let every protocol,
    or every port of TCP or UDP, out to the internet that no rule before it has denied."""
    return closed(r, _OUT)


@check(
    "network.default-acl-closed",
    title="The default network ACL admits no administration from the internet",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html",
    types=("aws_default_network_acl",),
    remediation="Leave ingress out, so that subnets without an ACL of their own are closed, or name ports and networks.",
)
def default_acl_closed(r: Resource, _: Context) -> Answer:
    """Reads the rules that the resource gives the default ACL of a VPC, in the order of their numbers. It is the ACL of
    every subnet that nobody gave another one, so that none of its rules should let SSH or RDP in from the internet, nor
    everything. Without rules it is closed."""
    return closed(r, ADMINISTRATION) if rules_in(r) else passes(f"{r.address} has no rules for what comes in")
