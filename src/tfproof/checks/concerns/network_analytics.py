"""From where analytics are reached: serverless collections, clusters of EMR."""

from __future__ import annotations

from functools import partial
from typing import Any

from tfproof.checks.concerns._analytics import content_of, member
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, every, flag, unset
from tfproof.plans.view import Resource

_SUBNETS = ("aws_default_subnet", "aws_subnet", "data.aws_subnet")


@check(
    "network.search-serverless-private",
    title="Serverless collections are reached through VPC endpoints",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html",
    types=("aws_opensearchserverless_security_policy",),
    remediation="Name VPC endpoints (SourceVPCEs) in the network policy, and set AllowFromPublic to false.",
    when=lambda r: argument(r, "type", "") == "network",
)
def search_serverless_private(r: Resource, _: Context) -> Answer:
    """Reads `AllowFromPublic` of each entry of a network policy. Where it is true the endpoints of the collections and
    their dashboards are on the internet."""
    found = content_of(r, "policy")
    entries = found if isinstance(found, list) else [found]
    if not entries:
        return passes("the policy has no entry")
    return all_of(partial(_is_private, r, entry) for entry in entries)


def _is_private(r: Resource, entry: Any) -> Answer:
    public = member(r, entry, "AllowFromPublic")
    return holds(
        public is not True, "AllowFromPublic is not true", "AllowFromPublic is true: collections are on the internet"
    )


@check(
    "network.emr-private",
    title="EMR clusters lie in private subnets",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html",
    ),
    types=("aws_emr_cluster",),
    looks_at=_SUBNETS,
    remediation="Set ec2_attributes.subnet_id to a subnet that hands out no public addresses.",
)
def emr_private(r: Resource, _: Context) -> Answer:
    """Follows `subnet_id` or `subnet_ids` of `ec2_attributes` to the subnets and reads whether they hand out public
    addresses, which the nodes of a cluster then get. Without a subnet a cluster is put into the default VPC, whose
    subnets do."""
    paths = [p for p in ("ec2_attributes.0.subnet_id", "ec2_attributes.0.subnet_ids") if not unset(r, p)]
    if not paths:
        return fails("no subnet is named: the nodes get public addresses in the default VPC")
    return all_of(partial(_in_private, r, path) for path in paths)


def _in_private(r: Resource, path: str) -> Answer:
    return every(r.members(path, *_SUBNETS), _is_private_subnet, none=fails(f"{path} names no subnet"))


def _is_private_subnet(subnet: Resource) -> Answer:
    if subnet.mode == "data" and unset(subnet, "map_public_ip_on_launch"):
        outside(f"whether {subnet.address} hands out public addresses")
    if subnet.type == "aws_default_subnet" and unset(subnet, "map_public_ip_on_launch"):
        return fails(f"{subnet.address} hands out public addresses")
    return (
        fails(f"{subnet.address} hands out public addresses")
        if flag(subnet, "map_public_ip_on_launch")
        else passes(f"{subnet.address} hands out no public addresses")
    )
