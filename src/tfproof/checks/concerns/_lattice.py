"""Which networks a service of VPC Lattice is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, fails
from tfproof.checks.reading import every

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def in_a_network(service: Resource, judge: Callable[[Resource], Answer]) -> Answer:
    """Judge a service by all the networks that it is in: a fail where it is in none."""
    associations = service.companions("aws_vpclattice_service_network_service_association", "service_identifier")
    return every(associations, partial(_network, judge), none=fails(f"{service.address} is in no service network"))


def _network(judge: Callable[[Resource], Answer], association: Resource) -> Answer:
    networks = association.members("service_network_identifier", "aws_vpclattice_service_network")
    return every(networks, judge, none=fails(f"{association.address} names no network"))
