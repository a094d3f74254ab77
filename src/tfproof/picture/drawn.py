"""A picture as data: boxes, and what flows between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Box:
    """Something that is drawn: a resource, or all of a kind in a region."""

    id: str
    type: str
    tier: str
    #: Empty for what is in no region.
    region: str
    sign: str
    called: str
    name: str
    says: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Arrow:
    """Something flows from one box to another."""

    source: str
    target: str
    says: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a plan shows of a system."""

    title: str
    #: The region with the most boxes first.
    regions: tuple[str, ...]
    #: What the networks of each region say of themselves.
    networks: dict[str, str]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    #: How many resources of which types are parts of something else, and not drawn.
    left_out: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "title": self.title,
            "regions": list(self.regions),
            "networks": self.networks,
            "boxes": [
                {
                    "id": b.id, "type": b.type, "tier": b.tier, "region": b.region, "called": b.called, "name": b.name,
                    "says": list(b.says), "count": b.count,
                }
                for b in self.boxes
            ],
            "flows": [{"from": a.source, "to": a.target, "says": a.says} for a in self.arrows],
            "left_out": self.left_out,
        }  # fmt: skip
