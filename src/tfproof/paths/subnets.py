"""Which route table and which network ACL a subnet has: one that names it, else those of its VPC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.findings import Cause
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.relations import Companions, Members
    from tfproof.plans.view import Resource

VPCS = ("aws_vpc", "aws_default_vpc")
SUBNETS = ("aws_subnet", "aws_default_subnet")
TABLES = ("aws_route_table", "aws_default_route_table")
ACLS = ("aws_network_acl", "aws_default_network_acl")


@dataclass(frozen=True, slots=True)
class Table:
    """A route table: the resource that it is, or the main one that AWS makes with a VPC, which no resource is."""

    resource: Resource | None
    vpc: Resource | None

    def __str__(self) -> str:
        if self.resource is not None:
            return self.resource.address
        return f"the main route table that AWS made for {self.vpc.address if self.vpc else 'the VPC'}"


def table_of(subnet: Resource) -> Table:
    """Return the route table of a subnet. Raises Undecided where the plan does not show which one that is."""
    # https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
    own = subnet.companions("aws_route_table_association", "subnet_id")
    if named := _only(own, "route_table_id", TABLES):
        return Table(named, None)
    vpc = vpc_of(subnet)
    main = vpc.companions("aws_main_route_table_association", "vpc_id")
    if named := _only(main, "route_table_id", TABLES):
        return Table(named, vpc)
    for attribute in ("default_route_table_id", "main_route_table_id"):
        adopted = vpc.companions("aws_default_route_table", "default_route_table_id", attribute=attribute)
        if adopted.found:
            return Table(adopted.found[0], vpc)
        _require(adopted)
    if vpc.type == "aws_default_vpc":
        missing = f"the main route table of {vpc.address}, which the plan does not make"
        raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)
    return Table(None, vpc)


def acl_of(subnet: Resource) -> Resource | None:
    """Return the network ACL of a subnet; None for the one that AWS makes with a VPC, which lets everything through.

    Raises Undecided where the plan does not show which one it is.
    """
    # https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
    by_subnet = subnet.companions("aws_network_acl", "subnet_ids")
    if by_subnet.found:
        return by_subnet.found[0]
    associated = subnet.companions("aws_network_acl_association", "subnet_id")
    if named := _only(associated, "network_acl_id", ACLS):
        return named
    _require(by_subnet)
    vpc = vpc_of(subnet)
    adopted = vpc.companions("aws_default_network_acl", "default_network_acl_id", attribute="default_network_acl_id")
    if adopted.found:
        return adopted.found[0]
    _require(adopted)
    if vpc.type == "aws_default_vpc":
        missing = f"the network ACL of {vpc.address}, which the plan does not make"
        raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)
    return None


def vpc_of(subnet: Resource) -> Resource:
    """Return the VPC of a subnet. Raises Undecided where the plan does not show it."""
    return one(subnet.members("vpc_id", *VPCS))


def one(members: Members) -> Resource:
    """Return the one resource that an argument names. Raises Undecided where it is not in the plan."""
    found = members.all()
    if not found:
        missing = f"what {members.path} of {members.resource.address} is"
        raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)
    return found[0]


def _only(companions: Companions, path: str, types: Sequence[str]) -> Resource | None:
    """Return what the one companion names; None where there is none. Raises Undecided where there may be one."""
    if companions.found:
        return one(companions.found[0].members(path, *types))
    _require(companions)
    return None


def _require(companions: Companions) -> None:
    if reason := companions.undecided():
        raise reason
