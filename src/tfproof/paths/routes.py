"""Where the routes of a route table lead: which of them go to an internet gateway, and which take traffic from these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING

from tfproof.findings import Cause
from tfproof.paths.subnets import Table
from tfproof.plans.values import ABSENT, Undecided, has_unknown, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

Network = IPv4Network | IPv6Network

# How the destination is called inline and by a route of its own; prefix lists are never larger than what AWS lets in one.
_CIDRS = ("cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block")
_GATEWAY = "gateway_id"
_INTERNET = "aws_internet_gateway"
# What `gateway_id` can name: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route
_GATEWAYS = (
    _INTERNET,
    f"data.{_INTERNET}",
    "aws_vpn_gateway",
    "data.aws_vpn_gateway",
    "aws_ec2_carrier_gateway",
    "aws_egress_only_internet_gateway",
    "aws_vpc_endpoint",
    "data.aws_vpc_endpoint",
)


@dataclass(frozen=True, slots=True)
class Route:
    """A route: its destination, whether it goes to an internet gateway, and how to name it.

    `undecided` says why nobody knows where it goes, or whether it is there.
    """

    name: str
    destination: Network | None
    to_internet: bool
    undecided: Undecided | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the internet: the route, and the networks that more specific routes take elsewhere."""

    route: Route
    but: tuple[Network, ...]


def ways(table: Table) -> list[Way]:
    """Return the routes of a table to an internet gateway, each without what the longest prefix sends elsewhere.

    Raises Undecided where one that is not known may be such a route, unless one that is known takes everything.
    """
    found = list(routes(table))
    there = [
        Way(route, tuple(_taken(route, found)))
        for route in found
        if route.to_internet and route.destination is not None and route.undecided is None
    ]
    if not any(way.route.destination is not None and way.route.destination.prefixlen == 0 for way in there):
        for route in found:
            if route.undecided is not None:
                raise route.undecided
    return there


def _taken(way: Route, others: list[Route]) -> Iterator[Network]:
    for other in others:
        if other is way or other.to_internet or other.undecided or other.destination is None or way.destination is None:
            continue
        inside, outer = other.destination, way.destination
        if inside.version == outer.version and inside.prefixlen > outer.prefixlen and inside.subnet_of(outer):  # type: ignore[arg-type]
            yield inside


def routes(table: Table) -> Iterator[Route]:
    """Yield the routes of a table, inline and separate; those that may be of it are undecided."""
    if table.resource is not None:
        yield from _inline(table.resource)
        separate = [table.resource.companions("aws_route", "route_table_id")]
    else:
        separate = []
    if table.vpc is not None:
        for attribute in ("main_route_table_id", "default_route_table_id"):
            separate.append(table.vpc.companions("aws_route", "route_table_id", attribute=attribute))
    seen: set[str] = set()
    for companions in separate:
        for route in companions.found:
            if route.address not in seen:
                seen.add(route.address)
                yield _route(route, "")
        for route, reason in companions.perhaps:
            if route.address not in seen:
                seen.add(route.address)
                yield Route(route.address, None, to_internet=False, undecided=Undecided(Cause.UNTIL_APPLY, reason))


def _inline(table: Resource) -> Iterator[Route]:
    there = table.get("route", [])
    if has_unknown(there) and not isinstance(there, list):
        if table.declared("route") is ABSENT:
            return
        detail = f"how many routes {table.address} has is known only after an apply"
        yield Route(table.address, None, to_internet=False, undecided=Undecided(Cause.UNTIL_APPLY, detail))
        return
    for position in range(len(there)):
        yield _route(table, f"route.{position}.")


def _route(holder: Resource, prefix: str) -> Route:
    name = f"{holder.address} {prefix.rstrip('.')}".strip()
    try:
        destination = _destination(holder, prefix)
        return Route(name, destination, _goes_to_internet(holder, f"{prefix}{_GATEWAY}"))
    except Undecided as reason:
        return Route(name, None, to_internet=False, undecided=reason)


def _destination(holder: Resource, prefix: str) -> Network | None:
    """Return the network that a route is for; None for a prefix list."""
    for path in _CIDRS:
        if path.startswith("destination") is bool(prefix):
            continue
        text = holder.known(f"{prefix}{path}", "")
        if text:
            try:
                return ip_network(text, strict=False)
            except ValueError as error:
                raise Undecided(Cause.UNREADABLE, str(error)) from error
    return None


# What else an identifier can be that nothing in the plan has, by how AWS begins it.
_ELSEWHERE = ("local", "vgw-", "vpce-", "eigw-", "cagw-", "lgw-", "tgw-", "nat-", "pcx-")


def _goes_to_internet(holder: Resource, path: str) -> bool:
    named = holder.members(path, *_GATEWAYS)
    if any(r.type == _INTERNET for r in named.found):
        return True
    if any(n.startswith("igw-") or f"{_INTERNET}." in n for n in named.outside):
        return True
    strange = [n for n in named.outside if not n.startswith(_ELSEWHERE)]
    if strange or named.open:
        raise named.undecided() or Undecided(Cause.UNTIL_APPLY, f"where {path} of {holder.address} leads")
    if named.none and is_unknown(holder.get(path)):
        raise Undecided(Cause.UNTIL_APPLY, f"where {path} of {holder.address} leads is known only after an apply")
    return False
