"""Who can reach what over the network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.ingress import GROUPS, RULES, Rule, has_ingress, rules_in, rules_of
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, companions, flag, is_cache_member, listed, referents, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_ADMIN_PORTS = {22: "SSH", 3389: "RDP"}
_FOUR_LOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


@check(
    "network.no-open-ingress",
    title="The internet reaches public ports only",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    parameters=("public_ports",),
    types=(*GROUPS, *RULES),
    remediation="Name a security group or a narrow CIDR block as source, or list the port under public_ports.",
    when=has_ingress,
)
def no_open_ingress(r: Resource, c: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule, inline or separate, IPv4 and IPv6. The whole
    internet (or a network larger than a /8) may reach the ports of the setting `public_ports`, nothing else.
    ICMP has no port."""
    return all_of(partial(_open_ports, rule, c.settings.public_ports) for rule in rules_in(r))


def _open_ports(rule: Rule, public: tuple[int, ...]) -> Answer:
    sources = rule.open_to
    ports = rule.ports if sources else None
    if ports is None:
        return passes("no port is open to the internet")
    low, high = ports
    text = str(low) if low == high else f"{low}-{high}"
    return holds(
        high - low < len(public) and set(range(low, high + 1)) <= set(public),
        f"port {text} is open to {', '.join(sources)}, and is a public port",
        f"{rule} opens port {text} to {', '.join(sources)}; public ports are {', '.join(map(str, public))}",
    )


@check(
    "network.admin-ports-closed",
    title="SSH and RDP are closed to the internet",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    types=(*GROUPS, *RULES),
    remediation="Use Session Manager instead, or name the network that administrators come from.",
    when=has_ingress,
)
def admin_ports_closed(r: Resource, _: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule. Ports 22 and 3389 must not be within a range
    that is open to the internet, whatever the setting `public_ports` says."""
    return all_of(partial(_admin_ports, rule) for rule in rules_in(r))


def _admin_ports(rule: Rule) -> Answer:
    sources = rule.open_to
    low, high = (rule.ports if sources else None) or (0, -1)
    found = [f"{name} ({port})" for port, name in _ADMIN_PORTS.items() if low <= port <= high]
    return holds(
        not found,
        "SSH and RDP are not open to the internet",
        f"{rule} opens {' and '.join(found)} to {', '.join(sources)}",
    )


@check(
    "network.db-not-public",
    title="Databases have no public address",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    types=(
        "aws_db_instance",
        "aws_rds_cluster_instance",
        "aws_redshift_cluster",
        "aws_dms_replication_instance",
    ),
    remediation="Set publicly_accessible = false.",
)
def db_not_public(r: Resource, _: Context) -> Answer:
    """Reads `publicly_accessible`. Where nothing sets it AWS gives no public address to a database in a VPC
    of one's own; a provider whose default differs (Redshift in version 5) shows it in the plan."""
    public = flag(r, "publicly_accessible")
    return holds(not public, "publicly_accessible is false", "publicly_accessible is true: it gets a public address")


@check(
    "network.data-tier-closed",
    title="Data stores are reachable by security group reference only",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    types=(
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_elasticache_replication_group",
        "aws_elasticache_cluster",
        "aws_docdb_cluster",
        "aws_efs_mount_target",
    ),
    looks_at=(*GROUPS, *RULES),
    remediation="Let the ingress rules of the data store's groups name the client's security group as source.",
    when=lambda r: not is_cache_member(r),
)
def data_tier_closed(r: Resource, _: Context) -> Answer:
    """Reads the security groups of the data store and the sources of all their ingress rules. A source that
    is a group names who may come; a CIDR block or prefix list admits whoever gets an address in it."""
    path = _groups_argument(r)
    groups = referents(r, path, "aws_security_group")
    if not groups:
        named = [str(n) for n in argument(r, path, [])]
        if not named:
            return fails(f"{path} is not set: the default security group of the VPC applies")
        outside(f"the rules of security group {', '.join(named)}")
    return all_of(partial(_closed_group, group) for group in groups)


def _groups_argument(r: Resource) -> str:
    if r.type.startswith("aws_elasticache"):
        return "security_group_ids"
    return "security_groups" if r.type == "aws_efs_mount_target" else "vpc_security_group_ids"


def _closed_group(group: Resource) -> Answer:
    rules = rules_of(group)
    if not rules:
        return passes(f"{group.address} admits nobody")
    return all_of(partial(_by_reference, rule) for rule in rules)


def _by_reference(rule: Rule) -> Answer:
    networks = rule.networks
    return holds(
        not networks,
        f"{rule.holder.address} admits by security group",
        f"{rule} admits by address ({', '.join(map(str, networks))}) instead of by security group",
    )


@check(
    "network.default-security-group-closed",
    title="The default security group of a VPC admits nothing",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    types=("aws_vpc",),
    looks_at=("aws_default_security_group",),
    remediation="Add aws_default_security_group with the VPC's id and no rules.",
)
def default_security_group_closed(r: Resource, _: Context) -> Answer:
    """Reads the VPC's `aws_default_security_group`. AWS makes that group with rules that let its members
    talk to each other and to everywhere; the resource without `ingress` and `egress` removes them."""
    groups = companions(r, "aws_default_security_group", "vpc_id")
    if not groups:
        return fails("no aws_default_security_group adopts the group that AWS makes, with rules, in every VPC")
    return all_of(partial(_without_rules, g, name) for g in groups for name in ("ingress", "egress"))


def _without_rules(group: Resource, name: str) -> Answer:
    there: list[object] = [] if unset(group, name) else listed(group, name).all()
    return holds(not there, f"{group.address} has no {name} rules", f"{group.address} has {len(there)} {name} rules")


@check(
    "network.flow-logs",
    title="VPCs write flow logs",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    types=("aws_vpc",),
    looks_at=("aws_flow_log",),
    remediation='Add aws_flow_log for the VPC with traffic_type = "ALL" (or "REJECT").',
)
def flow_logs(r: Resource, _: Context) -> Answer:
    """Reads the flow logs that name the VPC and their `traffic_type`. One of accepted traffic alone would
    leave out what an attacker tried."""
    logs = companions(r, "aws_flow_log", "vpc_id")
    if not logs:
        return fails("no flow log names this VPC")
    kinds = [log.known("traffic_type") for log in logs]
    return holds(
        bool({"ALL", "REJECT"} & set(kinds)),
        f"{logs[0].address} writes {', '.join(kinds)} traffic",
        f"{logs[0].address} writes {', '.join(kinds)} traffic only: what was rejected is not seen",
    )


@check(
    "network.tasks-private",
    title="Tasks have no public address",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    types=("aws_ecs_service",),
    remediation="Set assign_public_ip = false and reach out through NAT or VPC endpoints.",
    when=lambda r: bool(blocks(r, "network_configuration")),
)
def tasks_private(r: Resource, _: Context) -> Answer:
    """Reads `assign_public_ip` of services with a network configuration; it is off unless set."""
    public = flag(r, "network_configuration.0.assign_public_ip")
    return holds(not public, "assign_public_ip is false", "assign_public_ip is true: each task gets a public address")


@check(
    "network.s3-public-access-block",
    title="Buckets block public access in all four ways",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"),
    remediation="Add aws_s3_bucket_public_access_block with all four arguments true.",
)
def s3_public_access_block(r: Resource, _: Context) -> Answer:
    """Reads the four locks of the bucket's public access block, each off unless set, or those of the
    account. AWS has put the locks on new buckets since April 2023, but a bucket without the resource is not
    held to that."""
    found = [*companions(r, "aws_s3_bucket_public_access_block", "bucket")]
    found += r.plan.of("aws_s3_account_public_access_block")
    if not found:
        return fails("no public access block refers to this bucket")
    return all_of(partial(_lock, found, name) for name in _FOUR_LOCKS)


def _lock(blocking: list[Resource], name: str) -> Answer:
    on = [b.address for b in blocking if flag(b, name)]
    return holds(bool(on), f"locked by {on[0] if on else ''}", f"{name} of {blocking[0].address} is not true")


@check(
    "network.http-redirects",
    title="Plain HTTP is redirected to HTTPS or refused",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    types=("aws_lb_listener", "aws_alb_listener"),
    looks_at=("aws_lb_listener_rule",),
    remediation='Give the listener a default action "redirect" with protocol "HTTPS", and no rule that forwards.',
    when=lambda r: r.known("protocol", "") == "HTTP",
)
def http_redirects(r: Resource, _: Context) -> Answer:
    """Reads the default actions of HTTP listeners and the actions of their rules: they redirect to HTTPS
    (without a protocol a redirect stays at HTTP) or answer themselves; they never forward."""
    rules = companions(r, "aws_lb_listener_rule", "listener_arn")
    actions = [(r, path) for path in blocks(r, "default_action")]
    actions += [(rule, path) for rule in rules for path in blocks(rule, "action")]
    return all_of(partial(_action, holder, path) for holder, path in actions)


def _action(holder: Resource, path: str) -> Answer:
    kind = holder.known(f"{path}.type")
    if kind == "fixed-response":
        return passes("plain HTTP is answered by the load balancer itself")
    if kind != "redirect":
        return fails(f"{holder.address} {path} is {kind}: requests are served over plain HTTP")
    protocol = argument(holder, f"{path}.redirect.0.protocol", "#{protocol}")
    return holds(
        protocol == "HTTPS",
        "plain HTTP is redirected to HTTPS",
        f"{holder.address} {path} redirects to {protocol}, which is HTTP again",
    )


@check(
    "network.alb-drops-invalid-headers",
    title="Application load balancers drop invalid header fields",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    types=("aws_lb", "aws_alb"),
    remediation="Set drop_invalid_header_fields = true.",
    when=lambda r: r.known("load_balancer_type", "application") == "application",
)
def alb_drops_invalid_headers(r: Resource, _: Context) -> Answer:
    """Reads `drop_invalid_header_fields`, off unless set. Header fields that two servers read differently
    are how requests are smuggled past the first."""
    return holds(
        flag(r, "drop_invalid_header_fields"),
        "drop_invalid_header_fields is true",
        "drop_invalid_header_fields is not true",
    )
