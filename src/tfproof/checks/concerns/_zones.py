"""Over how many availability zones the subnets are spread that an argument names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, fails, passes, until_apply
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: How a subnet stands in a plan: made by it, adopted, or looked up.
SUBNETS = ("aws_subnet", "aws_default_subnet", "data.aws_subnet")


def spread(r: Resource, path: str) -> Answer:
    """Judge whether the subnets that an argument names lie in two zones or more."""
    named = r.members(path, *SUBNETS)
    places = [_zone(subnet) for subnet in named.found]
    for kind in ("availability_zone", "availability_zone_id"):
        zones = sorted({zone for known, zone in places if known == kind})
        if len(zones) > 1:
            return passes(f"zones: {', '.join(zones)}")
    if not named.open and len(named.members) < 2:
        return fails(f"{len(named.members)} subnet, hence one zone")
    if reason := named.undecided():
        raise reason
    if len({kind for kind, _ in places}) > 1 or ("", "") in places:
        until_apply(f"the zones of {', '.join(s.address for s in named.found)}")
    return fails(f"all subnets are in one zone: {places[0][1]}")


def _zone(subnet: Resource) -> tuple[str, str]:
    """Return by which argument the zone of a subnet is known, and the zone; two empty texts where it is not."""
    for path in ("availability_zone", "availability_zone_id"):
        zone = subnet.get(path)
        if not is_unknown(zone) and zone:
            return path, str(zone)
    return "", ""
