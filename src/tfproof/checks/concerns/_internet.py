"""How much of the internet address blocks are together, in however many pieces they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from tfproof.files import read_yaml

# IPv4 has a stretch of its own behind the addresses of IPv6, so that one line of numbers holds both.
_IPV4_BEGINS = 1 << 128


@dataclass(frozen=True, slots=True)
class Addresses:
    """A set of IPv4 and IPv6 addresses: stretches of numbers, each with its first one and the one after its last."""

    stretches: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, blocks: Iterable[str], *, embedded: bool = True) -> Addresses:
        """Return the addresses of CIDR blocks; bits of the host do not count. Raises ValueError for anything else.

        IPv6 blocks in which IPv4 addresses are embedded are these IPv4 addresses, or, without `embedded`, left alone.
        """
        return cls._merged(_stretch(block, embedded) for block in blocks)

    @classmethod
    def _merged(cls, stretches: Iterable[tuple[int, int]]) -> Addresses:
        merged: list[tuple[int, int]] = []
        for first, end in sorted(stretches):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((first, end))
        return cls(tuple(merged))

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def __or__(self, other: Addresses) -> Addresses:
        return self._merged((*self.stretches, *other.stretches))

    def __and__(self, other: Addresses) -> Addresses:
        common = ((max(a, c), min(b, d)) for a, b in self.stretches for c, d in other.stretches)
        return Addresses(tuple((first, end) for first, end in common if first < end))

    def __sub__(self, other: Addresses) -> Addresses:
        left = self
        for first, end in other.stretches:
            left = left & Addresses(((0, first), (end, 2 * _IPV4_BEGINS)))
        return left

    @property
    def size(self) -> int:
        """How many addresses these are."""
        return sum(end - first for first, end in self.stretches)

    @property
    def are_the_internet(self) -> bool:
        """Whether they are more of the internet than one organisation holds."""
        return any((self & part).size >= wide for part, wide in _internet())


def _stretch(block: str, embedded: bool) -> tuple[int, int]:
    network = ip_network(block, strict=False)
    if embedded and isinstance(network, IPv6Network):
        network = next((_embedded(network) for e in _mapped() if network.subnet_of(e)), network)
    begins = _IPV4_BEGINS if network.version == 4 else 0
    first = begins + int(network.network_address)
    return first, first + network.num_addresses


def _embedded(network: IPv6Network) -> IPv4Network:
    return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "_internet.yaml"))


@cache
def _mapped() -> tuple[IPv6Network, ...]:
    return tuple(map(IPv6Network, _data()["embedded"]))


@cache
def _internet() -> tuple[tuple[Addresses, int], ...]:
    """Return the internet of IPv4 and of IPv6, each with the size from which a part of it is as good as all."""
    return tuple(
        (Addresses.of([family["internet"]]) - Addresses.of(family["but"]), 1 << (bits - family["wide"]))
        for family, bits in ((_data()["ipv4"], 32), (_data()["ipv6"], 128))
    )
