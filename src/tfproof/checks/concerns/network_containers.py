"""Who reaches clusters of Kubernetes and their nodes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, every, flag, given, listed
from tfproof.findings import Cause
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_EVERYBODY = "0.0.0.0/0"
_TEMPLATES = ("aws_launch_template",)
_SUBNETS = ("aws_subnet", "aws_default_subnet")


@check(
    "network.eks-not-public",
    title="The internet does not reach the API servers of clusters",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    types=("aws_eks_cluster",),
    remediation="Set endpoint_public_access = false, or name the networks that may come in public_access_cidrs.",
)
def eks_not_public(r: Resource, _: Context) -> Answer:
    """Reads `endpoint_public_access` of `vpc_config`, on unless set, and `public_access_cidrs`, everybody unless set. A
    public endpoint is accepted for networks that are not the internet, alone or together."""
    return any_of([partial(_is_private, r), partial(_is_narrow, r)])


def _is_private(r: Resource) -> Answer:
    public = flag(r, "vpc_config.0.endpoint_public_access", True)
    return holds(not public, "endpoint_public_access is false", "endpoint_public_access is true")


def _is_narrow(r: Resource) -> Answer:
    path = "vpc_config.0.public_access_cidrs"
    # What AWS takes where nothing is declared is an empty list in some states.
    networks = listed(r, path, [_EVERYBODY])
    known = [str(n) for n in networks.known] or ([] if networks.open else [_EVERYBODY])
    try:
        wide = Addresses.of(known).are_the_internet
    except ValueError as error:
        raise Undecided(Cause.UNREADABLE, f"{path} of {r.address} is no network: {error}") from error
    if wide:
        return fails(f"public_access_cidrs are {', '.join(known)}: everybody reaches the endpoint")
    if networks.undecided:
        raise networks.undecided
    return passes(f"public_access_cidrs are {', '.join(known)}")


@check(
    "network.eks-nodes-ssh-closed",
    title="The internet does not reach SSH of nodes",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
    types=("aws_eks_node_group",),
    remediation="Leave remote_access out and use Session Manager, or name source_security_group_ids.",
)
def eks_nodes_ssh_closed(r: Resource, _: Context) -> Answer:
    """Reads `remote_access`: with a key and without `source_security_group_ids` EKS opens port 22 of the nodes to
    everybody."""
    found = blocks(r, "remote_access")
    return all_of(partial(_closed, r, path) for path in found) if found else passes("there is no remote_access")


def _closed(r: Resource, path: str) -> Answer:
    return any_of([partial(_without_key, r, path), partial(_from_groups, r, path)])


def _without_key(r: Resource, path: str) -> Answer:
    key = given(r, f"{path}.ec2_ssh_key")
    return holds(not key, f"{path} names no key", f"{path} names a key")


def _from_groups(r: Resource, path: str) -> Answer:
    named = given(r, f"{path}.source_security_group_ids")
    return holds(named, f"{path} names the groups that may come", "port 22 is open to everybody")


@check(
    "network.eks-nodes-private",
    title="Nodes have no public address",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
    types=("aws_eks_node_group",),
    looks_at=(*_SUBNETS, *_TEMPLATES),
    remediation="Use private subnets, or set associate_public_ip_address = false in the launch template.",
)
def eks_nodes_private(r: Resource, _: Context) -> Answer:
    """Follows the node group to its launch template and reads whether that asks for a public address; where it says nothing,
    reads whether the subnets give one to everything that starts in them (`map_public_ip_on_launch`)."""
    for path in blocks(r, "launch_template"):
        for name in ("id", "name"):
            named = r.members(f"{path}.{name}", *_TEMPLATES)
            for template in named.all():
                if answer := _by_template(template):
                    return answer
    none = passes("it names no subnet")
    return every(r.members("subnet_ids", *_SUBNETS), _gives_no_address, none=none)


def _by_template(template: Resource) -> Answer | None:
    for path in blocks(template, "network_interfaces"):
        public = str(argument(template, f"{path}.associate_public_ip_address", "")).lower()
        if public in ("true", "false"):
            said = f"associate_public_ip_address of {template.address} is {public}"
            return holds(public == "false", said, said)
    return None


def _gives_no_address(subnet: Resource) -> Answer:
    gives = flag(subnet, "map_public_ip_on_launch", subnet.type == "aws_default_subnet")
    return holds(
        not gives, f"{subnet.address} gives no public address", f"{subnet.address} gives each node a public address"
    )
