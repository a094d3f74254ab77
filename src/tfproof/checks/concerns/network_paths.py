"""A path from the internet to data: hop by hop, through what the plan makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._exposed import known_rules, reached
from tfproof.checks.concerns._ingress import EGRESS, EGRESS_RULES, GROUPS, INGRESS, RULES, Point, Rule, siblings
from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, is_cache_member
from tfproof.findings import Verdict
from tfproof.paths.routes import Way, ways
from tfproof.paths.stores import STORES, followed, ports_of, value
from tfproof.paths.subnets import ACLS, SUBNETS, TABLES, VPCS, acl_of, table_of
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.checks.concerns._exposed import _Known
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource

_BLOCK = "aws_vpc_block_public_access_options"
_EXCEPTION = "aws_vpc_block_public_access_exclusion"
# Where those who ask listen for the answer: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
_EPHEMERAL = (1024, 65535)


@check(
    "network.path-to-data",
    title="No path leads from the internet to data stores",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html",
    ),
    types=tuple(STORES),
    looks_at=(
        *GROUPS,
        *RULES,
        EGRESS_RULES[1],
        *SUBNETS,
        *TABLES,
        *ACLS,
        *VPCS,
        "aws_route",
        "aws_route_table_association",
        "aws_main_route_table_association",
        "aws_network_acl_rule",
        "aws_network_acl_association",
        _BLOCK,
        _EXCEPTION,
    ),
    remediation="Close one of the hops, best the first: no public address, then private subnets, then narrow groups.",
    when=lambda r: not is_cache_member(r) and _is_in_a_vpc(r),
)
def path_to_data(r: Resource, _: Context) -> Answer:
    """Follows the way of a packet from the internet to a data store in a VPC: its public address, the block on public
    access, the route between an internet gateway and its subnets (by the longest prefix, over the main route table where
    no other is associated), the network ACL there and back, and its security groups, at the ports on which the store
    listens. All of them must let the same part of the internet through for a path. One hop that surely stops it is
    enough; where none does and one is not known, that one is named."""
    if _is_outside_of_the_vpc(r):
        return fails(f"internet → {r.address}: a public broker of RabbitMQ is in no subnet and has no security group")
    hops = (_blocked_in_account, _subnets_closed, _groups_closed, _no_address)
    answer = any_of(partial(hop, r) for hop in hops)
    if answer.verdict is Verdict.PASS:
        return answer
    return fails(" → ".join(["internet", *(hop for hop in answer.message.split("; ") if hop)]))


def _is_outside_of_the_vpc(store: Resource) -> bool:
    # https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
    return (
        store.type == "aws_mq_broker"
        and str(argument(store, "engine_type", "")).lower() == "rabbitmq"
        and _no_address(store).verdict is Verdict.FAIL
    )


def _is_in_a_vpc(store: Resource) -> bool:
    path = STORES[store.type].subnets[0][0].argument
    return not path.startswith("vpc_options") or bool(blocks(store, "vpc_options"))


def _no_address(store: Resource) -> Answer:
    kind = STORES[store.type]
    if not kind.public:
        network = str(value(store, kind.ipv6) or "ipv4") if kind.ipv6 else "ipv4"
        if network != "ipv4":
            outside(f"whether the IPv6 addresses of {store.address} are reachable")
        return passes(f"{store.address} gets no public address")
    public = argument(store, kind.public, kind.unset) in kind.public_values
    return holds(not public, f"{kind.public} gives no public address", f"public address of {store.address}")


def _blocked_in_account(store: Resource) -> Answer:
    stops = ("block-bidirectional", "block-ingress")
    for block in store.plan.of(_BLOCK):
        if block.region != store.region or argument(block, "internet_gateway_block_mode", "off") not in stops:
            continue
        if store.plan.of(_EXCEPTION):
            outside("whether what is excepted from the block on public access holds it")
        return passes(f"{block.address} blocks the internet gateways of the region")
    return fails("")


# Security groups: each of them may let in, and answers go back by themselves.


def _groups_closed(store: Resource) -> Answer:
    ports = ports_of(store)
    named = followed(store, STORES[store.type].groups, GROUPS)
    if named is None:
        outside(f"which rules the default security group of {store.address} has")
    return _every_one_closed(named, [partial(_group_closed, group, ports) for group in named.found])


def _every_one_closed(named: Members, parts: list[Callable[[], Answer]]) -> Answer:
    """Judge all that a store names: the first that is open is a way already, and one that is not in the plan may be."""
    if reason := named.undecided():
        parts.append(partial(_leave_undecided, reason))
    for part in parts:
        try:
            answer = part()
        except Undecided:
            continue
        if answer.verdict is Verdict.FAIL:
            return answer
    return all_of(parts)


def _leave_undecided(reason: Undecided) -> Answer:
    raise reason


def _group_closed(group: Resource, ports: Iterable[int]) -> Answer:
    points = [("tcp", port) for port in ports]
    rules, open_ = _rules(group, INGRESS, points)
    opened = [port for port in points if reached(rules, port).are_the_internet]
    if opened:
        return fails(f"{group.address} at port {', '.join(str(p) for _, p in opened)}")
    if open_:
        raise open_
    return passes(f"{group.address} does not let the internet in at port {', '.join(map(str, ports))}")


# Subnets: in which one of them a store is AWS decides, so each counts.


def _subnets_closed(store: Resource) -> Answer:
    named = followed(store, STORES[store.type].subnets, SUBNETS)
    if named is None:
        outside(f"in which subnets {store.address} is, which names none")
    return _every_one_closed(named, [partial(_subnet_closed, store, subnet) for subnet in named.found])


def _subnet_closed(store: Resource, subnet: Resource) -> Answer:
    return any_of(
        (
            partial(_no_route, subnet),
            partial(_acl_closed, store, subnet),
            partial(_closed_together, store, subnet),
        )
    )


def _no_route(subnet: Resource) -> Answer:
    table = table_of(subnet)
    found = ways(table)
    if not _routed(found).are_the_internet:
        return passes(f"{table} of {subnet.address} does not lead to the internet")
    names = ", ".join(f"{way.route.destination} by {way.route.name}" for way in found)
    return fails(f"internet gateway ({names}) → {subnet.address}")


def _routed(found: Iterable[Way]) -> Addresses:
    led = Addresses()
    for way in found:
        led |= Addresses.of([str(way.route.destination)]) - Addresses.of([str(n) for n in way.but])
    return led


def _acl_closed(store: Resource, subnet: Resource) -> Answer:
    acl = acl_of(subnet)
    if acl is None:
        return fails("the VPC's own network ACL, which lets everything through")
    ports = ports_of(store)
    there = _through(acl, INGRESS, [("tcp", port) for port in ports])
    back = _through(acl, EGRESS, _answers(acl))
    if not there.are_the_internet:
        return passes(f"{acl.address} lets the internet not in at port {', '.join(map(str, ports))}")
    if not back.are_the_internet:
        return passes(f"{acl.address} lets no answers out to the internet")
    return fails(f"{acl.address}, in and back")


def _answers(acl: Resource) -> list[Point]:
    """Return the ports at which answers may arrive, one of each stretch that a rule treats alike."""
    rules, _ = known_rules(siblings(acl, EGRESS).rules)
    low, high = _EPHEMERAL
    edges = {low, *(r.traffic.low for r in rules), *(r.traffic.high + 1 for r in rules)}
    return [("tcp", port) for port in sorted(edges) if low <= port <= high]


def _through(acl: Resource, direction: str, points: Iterable[Point]) -> Addresses:
    """Return from where, or to where, an ACL lets any of some traffic through. Raises Undecided where a rule is not known."""
    wanted = list(points)
    rules, open_ = _rules(acl, direction, wanted)
    if open_:
        raise open_
    return _any_reached(rules, wanted)


def _rules(holder: Resource, direction: str, points: Iterable[Point]) -> tuple[list[_Known], Undecided | None]:
    """Return the rules of a group or ACL as far as they are known, and why one that takes any of the points is not."""
    found = siblings(holder, direction)
    rules, open_ = known_rules(found.rules)
    wanted = list(points)
    for rule in found.rules:
        if (reason := rule.networks.undecided) and _may_take(rule, wanted):
            open_ = open_ or reason
    return rules, open_ or found.undecided


def _may_take(rule: Rule, points: Iterable[Point]) -> bool:
    try:
        return any(rule.traffic.takes(point) for point in points)
    except Undecided:
        return True


def _any_reached(rules: list[_Known], points: Iterable[Point]) -> Addresses:
    led = Addresses()
    for point in points:
        led |= reached(rules, point)
    return led


def _closed_together(store: Resource, subnet: Resource) -> Answer:
    """Judge whether what route, ACL and groups let through is the same part of the internet, at the same port."""
    routed = _routed(ways(table_of(subnet)))
    acl = acl_of(subnet)
    named = followed(store, STORES[store.type].groups, GROUPS)
    if named is None:
        outside(f"which rules the default security group of {store.address} has")
    open_ = named.undecided()
    for port in ports_of(store):
        point = ("tcp", port)
        led = routed
        if acl is not None:
            led = led & _through(acl, INGRESS, [point]) & _through(acl, EGRESS, _answers(acl))
        admitted = Addresses()
        for group in named.found:
            rules, reason = _rules(group, INGRESS, [point])
            open_ = open_ or reason
            admitted |= reached(rules, point)
        if (led & admitted).are_the_internet:
            return fails("")
    if open_:
        raise open_
    return passes("route, ACL and groups let no same part of the internet through")
