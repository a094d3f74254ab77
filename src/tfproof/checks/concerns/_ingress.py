"""One view of the rules that let traffic in: of security groups and network ACLs, inline or as resources of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.reading import Listed, argument, blocks, flag, listed
from tfproof.findings import Cause
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource

GROUPS = ("aws_security_group", "aws_default_security_group")
RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
ACLS = ("aws_network_acl", "aws_default_network_acl")
ACL_RULES = ("aws_network_acl_rule",)
PREFIX_LISTS = ("aws_ec2_managed_prefix_list", "data.aws_ec2_managed_prefix_list", "data.aws_prefix_list")

# The names of protocols that have ports, or types instead of ports; any other protocol is open as a whole.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
_TCP, _UDP, _ICMP, _ALL = "tcp", "udp", "icmp", "all"
_PROTOCOLS = {
    "6": _TCP, "17": _UDP, "1": _ICMP, "58": _ICMP, "icmpv6": _ICMP, "ipv6-icmp": _ICMP, "-1": _ALL,
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
        if self.protocol == _ALL:
            return "every protocol and port"
        if self.protocol not in (_TCP, _UDP):
            return f"protocol {self.protocol}"
        return f"port {self.low}" if self.low == self.high else f"port {self.low}-{self.high}"

    @property
    def transports(self) -> tuple[str, ...]:
        """Which protocols with ports it is, or includes."""
        return (_TCP, _UDP) if self.protocol == _ALL else tuple(p for p in (_TCP, _UDP) if p == self.protocol)

    def takes(self, point: Point) -> bool:
        """Whether it includes a port of a protocol."""
        protocol, port = point
        if protocol in (_TCP, _UDP):
            return protocol in self.transports and self.low <= port <= self.high
        return self.protocol in (protocol, _ALL)


@dataclass(frozen=True, slots=True)
class _Form:
    """By which arguments a type of resource writes a rule; those of a type that is an `owner` are in blocks."""

    cidrs: tuple[str, ...]
    protocol: str = "protocol"
    prefix_lists: str = ""
    owner: str = ""  # which argument names the security group or network ACL; empty for these themselves
    number: str = ""
    action: str = ""


_GROUP = _Form(("cidr_blocks", "ipv6_cidr_blocks"), prefix_lists="prefix_list_ids")
_ACL = _Form(("cidr_block", "ipv6_cidr_block"), number="rule_no", action="action")
_FORMS = {
    "aws_security_group": _GROUP,
    "aws_default_security_group": _GROUP,
    "aws_security_group_rule": replace(_GROUP, owner="security_group_id"),
    "aws_vpc_security_group_ingress_rule": _Form(
        ("cidr_ipv4", "cidr_ipv6"), protocol="ip_protocol", prefix_lists="prefix_list_id", owner="security_group_id"
    ),
    "aws_network_acl": _ACL,
    "aws_default_network_acl": _ACL,
    "aws_network_acl_rule": replace(_ACL, number="rule_number", action="rule_action", owner="network_acl_id"),
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
            raise Undecided(Cause.CHECK_ERROR, str(error)) from error


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
        protocol = str(argument(self.holder, self._at(self._form.protocol), _ALL)).lower()
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


def _has_rules(holder: Resource) -> bool:
    """Whether a rule resource is one for what comes in; of a security group or network ACL whether it holds any."""
    if not _FORMS[holder.type].owner:
        return bool(blocks(holder, "ingress"))
    if holder.type == "aws_network_acl_rule":
        return not flag(holder, "egress")
    return holder.type != "aws_security_group_rule" or holder.known("type") == "ingress"


def may_have_rules(holder: Resource) -> bool:
    """Whether the resource holds rules for what comes in, or nobody can tell yet."""
    try:
        return _has_rules(holder)
    except Undecided:
        return True


def rules_in(holder: Resource) -> list[Rule]:
    """Return the rules for what comes in that a resource holds itself."""
    if not _has_rules(holder):
        return []
    return [Rule(holder)] if _FORMS[holder.type].owner else [Rule(holder, path) for path in blocks(holder, "ingress")]


def siblings(holder: Resource) -> tuple[list[Rule], Undecided | None]:
    """Return all rules of the security group or network ACL that a resource is or names, and why there may be others."""
    if not _FORMS[holder.type].owner:
        return _rules_of(holder)
    owners = _owners(holder)
    if owners.found:
        return _rules_of(owners.found[0])
    return [rule for other in _of_the_same_owner(holder) for rule in _quietly(other)], owners.undecided()


def is_first(holder: Resource) -> bool:
    """Whether all rules of one security group or network ACL are to be judged together where this resource is.

    That is at the group or ACL where it holds rules itself, else at the first of the resources that are its rules.
    """
    if not _FORMS[holder.type].owner:
        return True
    owners = _owners(holder).found
    if any(map(may_have_rules, owners)):
        return False
    return next(_of_the_same_owner(holder, owners), None) is holder


def _owners(holder: Resource) -> Members:
    form = _FORMS[holder.type]
    return holder.members(form.owner, *(ACLS if form.action else GROUPS))


def _of_the_same_owner(holder: Resource, owners: Sequence[Resource] = ()) -> Iterator[Resource]:
    """Yield the rule resources of the same group or ACL in their order; of one outside of the plan by its identifier."""
    form = _FORMS[holder.type]
    kinds = ACL_RULES if form.action else RULES
    if owners:
        # The relations themselves, since it is no evidence for this rule which others there are.
        found = holder.plan.relations.companions(owners[0], kinds, form.owner).found
        yield from sorted(found, key=lambda r: r.address)
        return
    named = holder.peek(form.owner)
    for other in holder.plan.of(*kinds) if isinstance(named, str) else ():
        text = other.peek(form.owner)
        if isinstance(text, str) and text == named:
            yield other


def _quietly(holder: Resource) -> list[Rule]:
    """Return the rules of a holder, none if it cannot be told whether it has any."""
    try:
        return rules_in(holder)
    except Undecided:
        return []


def _rules_of(owner: Resource) -> tuple[list[Rule], Undecided | None]:
    """Return all rules of a security group or network ACL, and why there may be others."""
    kinds, path = (RULES, "security_group_id") if owner.type in GROUPS else (ACL_RULES, "network_acl_id")
    apart = owner.companions(kinds, path)
    rules: list[Rule] = []
    reason = apart.undecided()
    for holder in (owner, *apart.found):
        try:
            rules += rules_in(holder)
        except Undecided as error:
            reason = reason or error
    return rules, reason
