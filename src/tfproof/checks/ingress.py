"""One view of ingress rules, whether inline in a group or as either of the separate rule resources."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any

from tfproof.checks.reading import argument, blocks, companions, unset
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

GROUPS = ("aws_security_group", "aws_default_security_group")
RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")

_ALL_PROTOCOLS = ("-1", "all")
_PORTLESS_PROTOCOLS = ("icmp", "icmpv6", "1", "58")
_ALL_PORTS = (0, 65535)
# A network larger than these is as good as the whole internet (0.0.0.0/1 twice is 0.0.0.0/0).
_SMALLEST_WIDE_IPV4 = 7
_SMALLEST_WIDE_IPV6 = 15


@dataclass(frozen=True, slots=True)
class Rule:
    """An ingress rule: the resource that holds it and the path of its block in there."""

    holder: Resource
    path: str = ""

    def __str__(self) -> str:
        return f"{self.holder.address} {self.path}".strip()

    @property
    def networks(self) -> list[Any]:
        """CIDR blocks and prefix lists that may come in; UNKNOWN for one that is not known."""
        if self.holder.type == "aws_vpc_security_group_ingress_rule":
            return self._listed("cidr_ipv4", "cidr_ipv6", "prefix_list_id")
        return self._listed("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids")

    @property
    def groups(self) -> list[Any]:
        """Identifiers of the groups that may come in; UNKNOWN for one that is not known."""
        return self._listed("referenced_security_group_id", "source_security_group_id", "security_groups")

    @property
    def ports(self) -> tuple[int, int] | None:
        """Lowest and highest port; None for a protocol that has none. Raises Undecided if not known."""
        name = "ip_protocol" if self.holder.type == "aws_vpc_security_group_ingress_rule" else "protocol"
        protocol = str(self.holder.known(self._at(name), "-1")).lower()
        if protocol in _PORTLESS_PROTOCOLS:
            return None
        if protocol in _ALL_PROTOCOLS:
            return _ALL_PORTS
        low, high = (
            self.holder.known(self._at(n), d) for n, d in zip(("from_port", "to_port"), _ALL_PORTS, strict=False)
        )
        return (int(low), int(high))

    @property
    def open_to(self) -> list[str]:
        """The networks that stand for the whole internet. Raises Undecided if none does, but one is not
        known."""
        found = [n for n in self.networks if n is not UNKNOWN and is_internet(n)]
        if not found and UNKNOWN in self.networks:
            for name in ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "cidr_blocks", "ipv6_cidr_blocks"):
                self.holder.known(self._at(name))
        return found

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _listed(self, *names: str) -> list[Any]:
        found: list[Any] = []
        for name in names:
            value = self.holder.get(self._at(name), [])
            found += value if isinstance(value, list) else [value]
        return found


def is_internet(network: str) -> bool:
    """Whether the CIDR block is all of the internet, or so large a part that it makes no difference."""
    try:
        parsed = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False  # the identifier of a prefix list
    wide = _SMALLEST_WIDE_IPV4 if parsed.version == 4 else _SMALLEST_WIDE_IPV6
    return parsed.prefixlen <= wide


def has_ingress(holder: Resource) -> bool:
    """Whether the resource holds ingress rules of its own."""
    if holder.type in GROUPS:
        return not unset(holder, "ingress") and bool(argument(holder, "ingress", []))
    return holder.type != "aws_security_group_rule" or holder.known("type") == "ingress"


def rules_in(holder: Resource) -> list[Rule]:
    """Return the ingress rules that a resource holds."""
    if not has_ingress(holder):
        return []
    return [Rule(holder, path) for path in blocks(holder, "ingress")] if holder.type in GROUPS else [Rule(holder)]


def rules_of(group: Resource) -> list[Rule]:
    """Return all ingress rules of a security group, inline and separate."""
    holders = [group, *(h for kind in RULES for h in companions(group, kind, "security_group_id"))]
    return [rule for holder in holders for rule in rules_in(holder)]
