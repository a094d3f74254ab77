"""One view of the rules that let traffic in, or out: of security groups and network ACLs, inline or as resources of
their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.reading import Listed, argument, blocks, flag, listed
from tfproof.findings import Cause
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Plan, Resource

GROUPS = ("aws_security_group", "aws_default_security_group")
RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
EGRESS_RULES = ("aws_security_group_rule", "aws_vpc_security_group_egress_rule")
ACL_RULES = ("aws_network_acl_rule",)
#: The two directions of traffic, by the names of the blocks that hold the rules of one.
INGRESS, EGRESS = "ingress", "egress"
PREFIX_LISTS = ("aws_ec2_managed_prefix_list", "data.aws_ec2_managed_prefix_list", "data.aws_prefix_list")

# The names of protocols that have ports, or types instead of ports; any other protocol is open as a whole.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
_TCP, _UDP, _ICMP, ALL_PROTOCOLS = "tcp", "udp", "icmp", "all"
_PROTOCOLS = {
    "6": _TCP, "17": _UDP, "1": _ICMP, "58": _ICMP, "icmpv6": _ICMP, "ipv6-icmp": _ICMP, "-1": ALL_PROTOCOLS,
}  # fmt: skip
_PORTS = (0, 65535)
# Only lists that AWS manages, of the addresses of one of its services, have such a name.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html
_OF_AWS = "com.amazonaws."

#: A protocol and one of its ports; for a protocol without ports 0.
Point = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a rule lets in: `protocol` is tcp, udp, icmp, all or a number."""

    protocol: str
    low: int = _PORTS[0]
    high: int = _PORTS[1]

    def __str__(self) -> str:
        if self.protocol == ALL_PROTOCOLS:
            return "every protocol and port"
        if self.protocol not in (_TCP, _UDP):
            return f"protocol {self.protocol}"
        return f"port {self.low}" if self.low == self.high else f"port {self.low}-{self.high}"

    @property
    def transports(self) -> tuple[str, ...]:
        """Which protocols with ports it is, or includes."""
        return (_TCP, _UDP) if self.protocol == ALL_PROTOCOLS else tuple(p for p in (_TCP, _UDP) if p == self.protocol)

    @property
    def is_whole(self) -> bool:
        """Whether it is every protocol, or every port of one that has ports."""
        return self.protocol == ALL_PROTOCOLS or (bool(self.transports) and self.low <= 1 and self.high >= _PORTS[1])

    def takes(self, point: Point) -> bool:
        """Whether it includes a port of a protocol."""
        protocol, port = point
        if protocol in (_TCP, _UDP):
            return protocol in self.transports and self.low <= port <= self.high
        return self.protocol in (protocol, ALL_PROTOCOLS)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What holds rules in blocks, which resources are such a rule, and by which argument they name their holder."""

    owners: tuple[str, ...]
    rules: tuple[str, ...]
    argument: str


_OF_GROUPS = _Kind(GROUPS, RULES, "security_group_id")
_OF_ACLS = _Kind(("aws_network_acl", "aws_default_network_acl"), ACL_RULES, "network_acl_id")


@dataclass(frozen=True, slots=True)
class _Form:
    """By which arguments a type of resource writes a rule."""

    kind: _Kind
    cidrs: tuple[str, ...]
    protocol: str = "protocol"
    prefix_lists: str = ""
    number: str = ""
    action: str = ""


_GROUP = _Form(_OF_GROUPS, ("cidr_blocks", "ipv6_cidr_blocks"), prefix_lists="prefix_list_ids")
_ACL = _Form(_OF_ACLS, ("cidr_block", "ipv6_cidr_block"), number="rule_no", action="action")
_RULE = _Form(_OF_GROUPS, ("cidr_ipv4", "cidr_ipv6"), protocol="ip_protocol", prefix_lists="prefix_list_id")
_FORMS = {
    "aws_security_group": _GROUP,
    "aws_default_security_group": _GROUP,
    "aws_security_group_rule": _GROUP,
    "aws_vpc_security_group_ingress_rule": _RULE,
    "aws_vpc_security_group_egress_rule": _RULE,
    "aws_network_acl": _ACL,
    "aws_default_network_acl": _ACL,
    "aws_network_acl_rule": replace(_ACL, number="rule_number", action="rule_action"),
}


@dataclass(frozen=True, slots=True)
class Blocks:
    """CIDR blocks: those that are known, and why there may be others."""

    known: tuple[str, ...]
    undecided: Undecided | None = None

    def all(self) -> Addresses:
        """Return their addresses; raises Undecided where there may be others."""
        if self.undecided:
            raise self.undecided
        return self.addresses()

    def addresses(self, *, embedded: bool = True) -> Addresses:
        """Return the addresses of the known ones; raises Undecided where a text is no CIDR block."""
        try:
            return Addresses.of(self.known, embedded=embedded)
        except ValueError as error:
            raise Undecided(Cause.UNREADABLE, str(error)) from error


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the resource that holds it and the path of its block in there."""

    holder: Resource
    path: str = ""

    def __str__(self) -> str:
        return f"{self.holder.address} {self.path}".strip()

    @property
    def _form(self) -> _Form:
        return _FORMS[self.holder.type]

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    @property
    def networks(self) -> Blocks:
        """The CIDR blocks that may come in, those of prefix lists included."""
        lists = self._prefix_lists
        inside = [] if lists is None else [*map(_entries, lists.found), Blocks((), lists.undecided())]
        return _together([*self._cidrs, *inside])

    @property
    def sources(self) -> Blocks:
        """What it names by address instead of by security group: CIDR blocks, and prefix lists whatever is on them."""
        lists = self._prefix_lists
        named = [] if lists is None else [*(found.address for found in lists.found), *lists.outside]
        return _together([*self._cidrs, Blocks(tuple(named), None if lists is None else lists.undecided())])

    @property
    def _cidrs(self) -> list[Listed]:
        return [listed(self.holder, self._at(name)) for name in self._form.cidrs]

    @property
    def _prefix_lists(self) -> Members | None:
        """The prefix lists that it names; None for a rule that cannot name any."""
        name = self._form.prefix_lists
        return self.holder.members(self._at(name), *PREFIX_LISTS) if name else None

    @property
    def traffic(self) -> Traffic:
        """What it lets in. Raises Undecided if that is not known."""
        protocol = str(argument(self.holder, self._at(self._form.protocol), ALL_PROTOCOLS)).lower()
        protocol = _PROTOCOLS.get(protocol, protocol)
        if protocol not in (_TCP, _UDP):
            return Traffic(protocol)
        low, high = (
            int(argument(self.holder, self._at(name), default))
            for name, default in zip(("from_port", "to_port"), _PORTS, strict=True)
        )
        return Traffic(protocol, low, high)

    @property
    def denies(self) -> bool:
        """Whether it keeps traffic out, which rules of network ACLs can do."""
        return bool(self._form.action) and str(argument(self.holder, self._at(self._form.action), "")).lower() == "deny"

    @property
    def number(self) -> int:
        """Its place in the order of a network ACL; security groups have none."""
        return int(argument(self.holder, self._at(self._form.number), 0)) if self._form.number else 0

    @property
    def is_ordered(self) -> bool:
        """Whether another rule of the same holder can deny what it lets in."""
        return bool(self._form.action)


def _together(parts: Iterable[Listed | Blocks]) -> Blocks:
    """Return one for several lists of CIDR blocks; an empty text is how the provider writes an argument not given."""
    found = list(parts)
    undecided = next((part.undecided for part in found if part.undecided), None)
    return Blocks(tuple(text for part in found for text in part.known if text), undecided)


def _entries(prefix_list: Resource) -> Blocks:
    """Return the blocks of a prefix list: its own, those of entries that are resources, or what a data source found."""
    if prefix_list.type == "aws_prefix_list":
        return _of_data(prefix_list, listed(prefix_list, "cidr_blocks"))
    if prefix_list.mode == "data":
        return _of_data(prefix_list, _each(prefix_list, "entries"))
    entries = prefix_list.companions("aws_ec2_managed_prefix_list_entry", "prefix_list_id")
    apart = [listed(entry, "cidr") for entry in entries.found]
    return _together([_each(prefix_list, "entry"), *apart, Blocks((), entries.undecided())])


def _each(prefix_list: Resource, path: str) -> Blocks:
    try:
        return _together(listed(prefix_list, f"{entry}.cidr") for entry in blocks(prefix_list, path))
    except Undecided as reason:
        return Blocks((), reason)


def _of_data(source: Resource, found: Listed | Blocks) -> Blocks:
    """Return what a data source found; what is not known of a list of AWS's own is at most one of its services."""
    name = source.get("name", "")
    if not is_unknown(name) and name.startswith(_OF_AWS):
        return Blocks(found.known)
    return _together([found])


def _has_rules(holder: Resource, direction: str) -> bool:
    """Whether a rule resource is one of the direction; of a security group or network ACL whether it holds any."""
    if holder.type in _FORMS[holder.type].kind.owners:
        return bool(blocks(holder, direction))
    if holder.type == "aws_network_acl_rule":
        return flag(holder, "egress") is (direction == EGRESS)
    if holder.type == "aws_security_group_rule":
        return bool(holder.known("type") == direction)
    return holder.type in (RULES if direction == INGRESS else EGRESS_RULES)


def may_have_rules(holder: Resource, direction: str = INGRESS) -> bool:
    """Whether the resource holds rules for what comes in (or goes out), or nobody can tell yet."""
    try:
        return _has_rules(holder, direction)
    except Undecided:
        return True


def rules_in(holder: Resource, direction: str = INGRESS) -> list[Rule]:
    """Return the rules for what comes in (or goes out) that a resource holds itself."""
    if not _has_rules(holder, direction):
        return []
    if holder.type in _FORMS[holder.type].kind.owners:
        return [Rule(holder, path) for path in blocks(holder, direction)]
    return [Rule(holder)]


@dataclass(frozen=True, slots=True)
class Siblings:
    """The rules of one security group or network ACL, those that may be, and why there may be others at all."""

    rules: tuple[Rule, ...]
    perhaps: tuple[Rule, ...]
    undecided: Undecided | None


def siblings(holder: Resource, direction: str = INGRESS) -> Siblings:
    """Return the rules of the security group or network ACL that a resource is or names.

    They are found in the relations themselves: of what a resource says itself it is no evidence which others there are.
    """
    kind, relations = _FORMS[holder.type].kind, holder.plan.relations
    owner = _owner(holder)
    if owner is not None:
        named = relations.companions(owner, kind.rules, kind.argument)
        return _siblings(direction, [owner, *named.found], [r for r, _ in named.perhaps], named.undecided())
    elsewhere = _elsewhere(holder.plan, kind)
    members = relations.members(holder, kind.argument, kind.owners)
    return _siblings(direction, elsewhere.sharing(members), elsewhere.open, members.undecided())


def is_first(holder: Resource, direction: str = INGRESS) -> bool:
    """Whether all rules of one security group or network ACL are to be judged together where this resource is.

    That is at the group or ACL where it holds rules itself, else at the first of the resources that are its rules.
    """
    kind, relations = _FORMS[holder.type].kind, holder.plan.relations
    owner = _owner(holder)
    if owner is holder:
        return True
    if owner is not None:
        found = relations.companions(owner, kind.rules, kind.argument).found
        asked = [r for r in found if may_have_rules(r, direction)]
        return not may_have_rules(owner, direction) and min(asked, key=lambda r: r.address) is holder
    same = _elsewhere(holder.plan, kind).sharing(relations.members(holder, kind.argument, kind.owners))
    return next((r for r in same if may_have_rules(r, direction)), None) is holder


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The rules whose group or ACL is outside of the plan, by its name, and those of which nobody can tell whose they are."""

    by_name: dict[str, list[Resource]]
    open: list[Resource]

    def sharing(self, members: Members) -> list[Resource]:
        """Return the rules of those outside that are named, in the order of their addresses."""
        named = [r for name in dict.fromkeys(members.outside) for r in self.by_name[name]]
        return sorted(dict.fromkeys(named), key=lambda r: r.address) if len(members.outside) > 1 else named


def _elsewhere(plan: Plan, kind: _Kind) -> _Elsewhere:
    def find() -> _Elsewhere:
        found = _Elsewhere({}, [])
        for rule in plan.of(*kind.rules):
            members = plan.relations.members(rule, kind.argument, kind.owners)
            for name in dict.fromkeys(members.outside):
                found.by_name.setdefault(name, []).append(rule)
            if members.open:
                found.open.append(rule)
        return found

    return plan.remembered(kind, find)


def _owner(holder: Resource) -> Resource | None:
    """Return the security group or network ACL that a resource is or names, None for one outside of the plan."""
    kind = _FORMS[holder.type].kind
    if holder.type in kind.owners:
        return holder
    return next(iter(holder.plan.relations.members(holder, kind.argument, kind.owners).found), None)


def _siblings(
    direction: str, holders: Iterable[Resource], perhaps: Iterable[Resource], undecided: Undecided | None
) -> Siblings:
    rules: list[Rule] = []
    for holder in holders:
        try:
            rules += rules_in(holder, direction)
        except Undecided as error:
            undecided = error
    maybe = (rule for holder in perhaps for rule in _quietly(holder, direction))
    return Siblings(tuple(rules), tuple(maybe), undecided)


def _quietly(holder: Resource, direction: str) -> list[Rule]:
    """Return the rules of a holder, none if it cannot be told whether it has any."""
    try:
        return rules_in(holder, direction)
    except Undecided:
        return []
