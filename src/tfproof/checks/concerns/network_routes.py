"""Where routes lead: what calls itself private, what holds data, and what peers may reach."""

from __future__ import annotations

import re
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, every, given
from tfproof.findings import Cause
from tfproof.paths.routes import ways
from tfproof.paths.subnets import SUBNETS, TABLES, table_of
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_ROUTES = ("aws_route", "aws_route_table_association", "aws_main_route_table_association", "aws_internet_gateway")
_GROUPS = (
    "aws_db_subnet_group",
    "aws_dax_subnet_group",
    "aws_dms_replication_subnet_group",
    "aws_docdb_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_redshift_subnet_group",
)
# Stores that name their subnets themselves, by the argument that does.
_STORES = {
    "aws_elasticsearch_domain": "vpc_options.0.subnet_ids",
    "aws_opensearch_domain": "vpc_options.0.subnet_ids",
    "aws_redshiftserverless_workgroup": "subnet_ids",
    "aws_elasticache_serverless_cache": "subnet_ids",
    "aws_docdbelastic_cluster": "subnet_ids",
    "aws_efs_mount_target": "subnet_id",
    "aws_msk_cluster": "broker_node_group_info.0.client_subnets",
    "aws_mq_broker": "subnet_ids",
}


@check(
    "network.data-subnets-private",
    title="Data stores are in subnets without a way to the internet",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46",
        "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
    ),
    types=(*_GROUPS, *_STORES),
    looks_at=(*SUBNETS, *TABLES, *_ROUTES),
    remediation="Give the subnet group private subnets: such whose route table has no route to an internet gateway.",
    when=lambda r: r.type in _GROUPS or given(r, _STORES[r.type]),
)
def data_subnets_private(r: Resource, _: Context) -> Answer:
    """Follows the subnets of databases, caches, warehouses, search, brokers and file systems, by their subnet groups where
    they have such, to their route tables, by association or by the main table of the VPC, and reads the routes there,
    inline and separate. None may lead to an internet gateway: then one public address and one open rule are all that it
    takes."""
    none = fails(f"{r.address} names no subnet")
    return every(r.members(_STORES.get(r.type, "subnet_ids"), *SUBNETS), _is_private, none=none)


def _is_private(subnet: Resource) -> Answer:
    table = table_of(subnet)
    found = ways(table)
    names = ", ".join(way.route.name for way in found)
    return holds(
        not found,
        f"{table} of {subnet.address} leads to no internet gateway",
        f"{names} leads {subnet.address} to the internet",
    )


# What somebody calls a subnet or route table that is not to be reached. The words of a name, not parts of words.
_PRIVATE = re.compile(
    r"(^|[^a-z])(private|priv|database|databases|db|data|rds|redshift|elasticache|cache|intra|isolated|internal|restricted)"
    r"($|[^a-z])"
)
_PUBLIC = re.compile(r"(^|[^a-z])(public|pub|dmz|edge|ingress)($|[^a-z])")


@check(
    "network.private-routes",
    title="What is called private has no way to the internet",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    types=("aws_subnet",),
    looks_at=(*TABLES, *_ROUTES),
    remediation="Route 0.0.0.0/0 of private subnets to a NAT gateway, or nowhere; ::/0 to an egress-only gateway.",
    when=lambda r: _called(r) == "private",
)
def private_routes(r: Resource, _: Context) -> Answer:
    """Follows subnets that are called private (private, database, cache, internal, isolated and the like, by their `Name`
    or by how Terraform calls them) to their route tables, and reads the routes there. None may lead to an internet
    gateway."""
    return _is_private(r)


def _called(r: Resource) -> str:
    """Return what the name of a subnet says of it."""
    name = r.tags.get("Name", "")
    texts = [str(r.name), "" if is_unknown(name) else str(name)]
    if any(_PUBLIC.search(t.lower().replace("_", "-")) for t in texts):
        return "public"
    return "private" if any(_PRIVATE.search(t.lower().replace("_", "-")) for t in texts) else ""


# A VPC has a block of /16 at most, of IPv6 a /44. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST_VPC = {4: 16, 6: 44}
_PEER = "vpc_peering_connection_id"


@check(
    "network.peering-routes-narrow",
    title="Routes to peers name the networks of the peer",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    types=("aws_route", *TABLES),
    remediation="Name the CIDR block of the peer, or the subnets there that are needed, as destination.",
)
def peering_routes_narrow(r: Resource, _: Context) -> Answer:
    """Reads the destinations of routes over a peering connection, inline and separate. None may be larger than a VPC can
    be (/16, of IPv6 /44): it sends the peer traffic that is not for it, and, the other way round, lets the whole network
    answer."""
    none = passes(f"{r.address} has no route to a peer")
    return all_of([lambda: none, *(partial(_for_one_vpc, r, path) for path in _places(r))])


def _places(r: Resource) -> list[str]:
    """Return where the routes of a resource are: what stands before the names of the arguments."""
    return [""] if r.type == "aws_route" else [f"{path}." for path in blocks(r, "route")]


def _for_one_vpc(r: Resource, place: str) -> Answer:
    if not given(r, f"{place}{_PEER}"):
        return passes("it does not lead to a peer")
    prefix = "" if place else "destination_"
    texts = [str(argument(r, f"{place}{prefix}{kind}", "")) for kind in ("cidr_block", "ipv6_cidr_block")]
    return all_of([lambda: passes(f"{r.address} names the peer"), *(partial(_narrow, r, t) for t in texts if t)])


def _narrow(r: Resource, text: str) -> Answer:
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise Undecided(Cause.UNREADABLE, str(error)) from error
    fits = network.prefixlen >= _LARGEST_VPC[network.version]
    return holds(
        fits, f"{r.address} leads {text} to the peer", f"{r.address} leads {text} to the peer, more than a VPC holds"
    )
