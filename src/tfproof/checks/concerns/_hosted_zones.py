"""Who may ask a hosted zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.reading import blocks

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def is_public(zone: Resource) -> bool:
    """Whether a zone answers everybody: a private one names a network, or a network is associated with it."""
    return not blocks(zone, "vpc") and not zone.companions("aws_route53_zone_association", "zone_id").found
