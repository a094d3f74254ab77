"""Who can reach what over the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._balancers import BALANCERS, is_internal, is_known_internal
from tfproof.checks.concerns._exposed import ADMINISTRATION, Guard, closed
from tfproof.checks.concerns._ingress import (
    ACL_RULES,
    GROUPS,
    PREFIX_LISTS,
    RULES,
    Blocks,
    Point,
    Rule,
    Traffic,
    may_have_rules,
    rules_in,
)
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, flag, is_cache_member, listed, some, unset
from tfproof.findings import Cause, Verdict
from tfproof.plans.values import ABSENT, Undecided

if TYPE_CHECKING:
    from tfproof.plans.relations import Companions
    from tfproof.plans.view import Plan, Resource

_LISTS_OF_PREFIXES = (*PREFIX_LISTS[:1], "aws_ec2_managed_prefix_list_entry")
FOUR_LOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_LISTENER_RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
_ALL_RULES = (*RULES, "aws_vpc_security_group_egress_rule")
_VPCS = ("aws_vpc", "aws_default_vpc")


@check(
    "network.no-open-ingress",
    title="The internet reaches public ports only",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
    ),
    parameters=("public_ports",),
    types=(*GROUPS, *RULES),
    looks_at=_LISTS_OF_PREFIXES,
    remediation="Name a security group or a narrow CIDR block as source, or list the port under public_ports.",
    when=may_have_rules,
)
def no_open_ingress(r: Resource, c: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule of security groups, inline or separate, IPv4 and IPv6,
    and the entries of prefix lists. The internet may reach the ports of the setting `public_ports`, nothing else. A
    rule admits the internet if its networks, or those of all rules of its group for the same port, are more of it than
    one organisation holds (a /7 of IPv4, a /15 of IPv6). ICMP has no port; other protocols are open as a whole."""
    public = frozenset(c.settings.public_ports)
    guard = Guard(
        points=partial(_beyond, public),
        named=lambda traffic, _: f"{traffic} (public ports are {', '.join(map(str, sorted(public))) or 'none'})",
        kept="the internet reaches no port but public ones",
    )
    return closed(r, guard)


def _beyond(public: frozenset[int], traffic: Traffic, edges: Iterable[int]) -> list[Point]:
    """Return where traffic goes beyond public ports: the first port of each stretch between edges."""
    if not traffic.transports:
        return [] if traffic.protocol == "icmp" else [(traffic.protocol, 0)]
    starts = sorted({traffic.low, *edges, *(port + 1 for port in public)} - public)
    return [(t, port) for t in traffic.transports for port in starts if traffic.low <= port <= traffic.high]


@check(
    "network.admin-ports-closed",
    title="SSH, RDP and Kubernetes endpoints are closed to the internet",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
        "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    ),
    types=(*GROUPS, *RULES, "aws_network_acl", *ACL_RULES, "aws_eks_cluster"),
    looks_at=_LISTS_OF_PREFIXES,
    remediation="Use Session Manager or a private endpoint instead, or name the network that administrators come from.",
    when=lambda r: r.type == "aws_eks_cluster" or may_have_rules(r),
)
def admin_ports_closed(r: Resource, _: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule of security groups and network ACLs, inline or separate.
    Ports 22 and 3389 of TCP and UDP must not be within what the internet reaches (see `network.no-open-ingress`),
    whatever the setting `public_ports` says. The rules of a network ACL count in the order of their numbers. An ACL
    that AWS makes with a VPC admits all by design and is not asked. Reads of EKS clusters whether their endpoint is
    public and for which networks: unless set it is, for all."""
    if r.type == "aws_eks_cluster":
        return any_of((partial(_endpoint_private, r), partial(_endpoint_narrow, r)))
    return closed(r, ADMINISTRATION)


def _endpoint_private(cluster: Resource) -> Answer:
    public = flag(cluster, "vpc_config.0.endpoint_public_access", default=True)
    return holds(not public, "the endpoint is private", f"the endpoint of {cluster.address} is public")


def _endpoint_narrow(cluster: Resource) -> Answer:
    named = listed(cluster, "vpc_config.0.public_access_cidrs")
    networks = Blocks(named.known if named.known or named.open else ("0.0.0.0/0",), named.undecided)
    if networks.addresses().are_the_internet:
        return fails(f"it admits {', '.join(networks.known)}")
    networks.all()
    return passes(f"the endpoint admits {', '.join(networks.known)} only")


@check(
    "network.db-not-public",
    title="Databases have no public address",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBShardGroup.html",
    ),
    types=(
        "aws_db_instance",
        "aws_rds_cluster_instance",
        "aws_rds_shard_group",
        "aws_neptune_cluster_instance",
        "aws_redshift_cluster",
        "aws_redshiftserverless_workgroup",
        "aws_timestreaminfluxdb_db_instance",
        "aws_lightsail_database",
        "aws_dms_replication_instance",
    ),
    remediation="Set publicly_accessible = false.",
)
def db_not_public(r: Resource, _: Context) -> Answer:
    """Reads `publicly_accessible`. Where nothing sets it the provider asks AWS for no public address, and one whose
    default differs (Redshift in version 5) shows it in the plan. Of a shard group it asks nothing: AWS then looks
    whether the VPC has an internet gateway."""
    if r.type == "aws_rds_shard_group" and unset(r, "publicly_accessible"):
        outside(f"whether the VPC of {r.address} has an internet gateway, which decides where nothing is set")
    public = flag(r, "publicly_accessible")
    return holds(not public, "publicly_accessible is false", "publicly_accessible is true: it gets a public address")


# By which argument a data store names its security groups.
_STORES = {
    "aws_db_instance": "vpc_security_group_ids",
    "aws_rds_cluster": "vpc_security_group_ids",
    "aws_docdb_cluster": "vpc_security_group_ids",
    "aws_docdbelastic_cluster": "vpc_security_group_ids",
    "aws_neptune_cluster": "vpc_security_group_ids",
    "aws_redshift_cluster": "vpc_security_group_ids",
    "aws_redshiftserverless_workgroup": "security_group_ids",
    "aws_elasticache_replication_group": "security_group_ids",
    "aws_elasticache_cluster": "security_group_ids",
    "aws_elasticache_serverless_cache": "security_group_ids",
    "aws_memorydb_cluster": "security_group_ids",
    "aws_dax_cluster": "security_group_ids",
    "aws_opensearch_domain": "vpc_options.0.security_group_ids",
    "aws_elasticsearch_domain": "vpc_options.0.security_group_ids",
    "aws_efs_mount_target": "security_groups",
    "aws_db_proxy": "vpc_security_group_ids",
    "aws_db_proxy_endpoint": "vpc_security_group_ids",
    "aws_redshift_endpoint_access": "vpc_security_group_ids",
    "aws_redshiftserverless_endpoint_access": "vpc_security_group_ids",
    "aws_timestreaminfluxdb_db_instance": "vpc_security_group_ids",
}


def _has_groups(store: Resource) -> bool:
    """Whether the data store is asked about its groups: a domain outside of a VPC has none, a cache member its group's."""
    if _STORES[store.type].startswith("vpc_options"):
        return bool(blocks(store, "vpc_options"))
    return not is_cache_member(store)


@check(
    "network.data-tier-closed",
    title="Data stores are reachable by security group reference only",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    ),
    types=tuple(_STORES),
    looks_at=(*GROUPS, *RULES),
    remediation="Let the ingress rules of the data store's groups name the client's security group as source.",
    when=_has_groups,
)
def data_tier_closed(r: Resource, _: Context) -> Answer:
    """Reads the security groups of the data store and the sources of all their ingress rules. A source that is a group
    names who may come; a CIDR block or prefix list admits whoever gets an address in it. Without a group of its own a
    data store shares the VPC's default group with whatever has none."""
    path = _STORES[r.type]
    none = fails(f"{path} names no group: the VPC's default group applies, shared by whatever has no group of its own")
    return none if unset(r, path) else every(r.members(path, *GROUPS), _by_reference_only, none=none)


def _by_reference_only(group: Resource) -> Answer:
    rules = group.companions(RULES, "security_group_id")
    return all_of(
        [
            *(partial(_admits_groups, group, holder) for holder in (group, *rules.found)),
            *(
                partial(_if_it_counts, partial(_admits_groups, group, holder), reason)
                for holder, reason in rules.perhaps
            ),
        ]
    )


def _admits_groups(group: Resource, holder: Resource) -> Answer:
    nobody = passes(f"{group.address} admits by security group only")
    return all_of([lambda: nobody, *(partial(_admits_no_network, rule, nobody) for rule in rules_in(holder))])


def _if_it_counts(judge: Callable[[], Answer], reason: str) -> Answer:
    """Judge something of which nobody knows whether it belongs here: one that is harmless changes nothing."""
    answer = judge()
    if answer.verdict is Verdict.FAIL:
        raise Undecided(Cause.UNTIL_APPLY, reason)
    return answer


def _admits_no_network(rule: Rule, otherwise: Answer) -> Answer:
    sources = rule.sources
    if sources.known:
        return fails(f"{rule} admits by address ({', '.join(sources.known)}) instead of by security group")
    if sources.undecided:
        raise sources.undecided
    return otherwise


@check(
    "network.default-security-group-closed",
    title="The default security group of a VPC admits nothing",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group",
    ),
    types=(*_VPCS, "aws_default_security_group"),
    looks_at=_ALL_RULES,
    remediation="Add aws_default_security_group with the VPC's id and no rules, and no rule resources for it.",
)
def default_security_group_closed(r: Resource, _: Context) -> Answer:
    """Reads the VPC's `aws_default_security_group` and the rule resources that name that group, by the VPC's own attribute
    too. AWS makes the group with rules that let its members talk to each other and to everywhere; the resource without
    `ingress` and `egress` removes them, a rule resource adds one again. A group of a VPC outside of the plan is judged by
    itself."""
    if r.type == "aws_default_security_group":
        return _without_rules(r)
    none = fails("no aws_default_security_group adopts the group that AWS makes, with rules, in every VPC")
    return every(r.companions("aws_default_security_group", "vpc_id"), _without_rules, none=none)


def _without_rules(group: Resource) -> Answer:
    none = passes(f"nothing adds rules to {group.address}")
    return all_of(
        (
            *(partial(_without_inline_rules, group, name) for name in ("ingress", "egress")),
            partial(every, group.companions(_ALL_RULES, "security_group_id"), _adds_a_rule, none=none),
        )
    )


def _without_inline_rules(group: Resource, name: str) -> Answer:
    there = [] if unset(group, name) else blocks(group, name)
    return holds(not there, f"{group.address} has no {name} rules", f"{group.address} has {len(there)} {name} rules")


def _adds_a_rule(rule: Resource) -> Answer:
    return fails(f"{rule.address} adds a rule to the default group")


@check(
    "network.flow-logs",
    title="VPCs write flow logs of all traffic",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    types=_VPCS,
    looks_at=("aws_flow_log",),
    remediation='Add aws_flow_log for the VPC with traffic_type = "ALL" and a destination.',
)
def flow_logs(r: Resource, _: Context) -> Answer:
    """Reads the flow logs that name the VPC, or each of its subnets in the plan, their `traffic_type` and whether they
    have a destination. Together they write accepted and rejected traffic: the one shows what an attacker did, the other
    what he tried."""
    by_vpc = partial(_logged, r, "vpc_id")
    # A default VPC comes with subnets that no plan shows.
    if r.type != "aws_vpc" or not r.plan.remembered("flow logs of subnets", partial(_some_are_of_subnets, r.plan)):
        return by_vpc()
    none = fails(f"{r.address} has no subnets in this plan")
    by_subnet = partial(every, r.companions("aws_subnet", "vpc_id"), partial(_logged, path="subnet_id"), none=none)
    return any_of((by_vpc, by_subnet))


def _some_are_of_subnets(plan: Plan) -> bool:
    return not all(unset(log, "subnet_id") for log in plan.of("aws_flow_log"))


def _logged(r: Resource, path: str) -> Answer:
    logs = r.companions("aws_flow_log", path)
    none = fails(f"no flow log names {r.address}")
    return all_of(partial(some, logs, partial(_writes, kind), none=none) for kind in ("ACCEPT", "REJECT"))


def _writes(kind: str, log: Resource) -> Answer:
    """Judge whether a flow log writes accepted, or rejected, traffic somewhere."""
    if unset(log, "log_destination") and unset(log, "log_group_name"):
        return fails(f"{log.address} has no destination")
    written = argument(log, "traffic_type", "no")
    text = f"{log.address} writes {written} traffic"
    return holds(written in ("ALL", kind), text, f"{text} only")


# In which block what starts tasks says whether they get a public address.
_TASKS = {
    "aws_ecs_service": "network_configuration",
    "aws_ecs_task_set": "network_configuration",
    "aws_cloudwatch_event_target": "ecs_target.0.network_configuration",
    "aws_scheduler_schedule": "target.0.ecs_parameters.0.network_configuration",
    "aws_pipes_pipe": "target_parameters.0.ecs_task_parameters.0.network_configuration.0.aws_vpc_configuration",
}


@check(
    "network.tasks-private",
    title="Tasks have no public address",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    types=tuple(_TASKS),
    remediation="Set assign_public_ip = false and reach out through NAT or VPC endpoints.",
    when=lambda r: bool(blocks(r, _TASKS[r.type])),
)
def tasks_private(r: Resource, _: Context) -> Answer:
    """Reads `assign_public_ip` of the network configuration of services, task sets and of what starts tasks by events,
    schedules and pipes; it is off unless set."""
    public = argument(r, f"{_TASKS[r.type]}.0.assign_public_ip", default=False) in (True, "ENABLED")
    return holds(not public, "assign_public_ip is false", "assign_public_ip is true: each task gets a public address")


@check(
    "network.s3-public-access-block",
    title="Buckets block public access in all four ways",
    severity="medium",
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
    of_bucket = r.companions("aws_s3_bucket_public_access_block", "bucket")
    of_account = r.plan.of("aws_s3_account_public_access_block")
    return all_of(partial(_locked, name, of_bucket, of_account) for name in FOUR_LOCKS)


def _locked(name: str, of_bucket: Companions, of_account: list[Resource]) -> Answer:
    """Judge one lock: it is on if the bucket or the account has it on, the more restrictive of the two counts."""
    none = fails("no public access block refers to this bucket")
    return any_of(
        [
            partial(some, of_bucket, partial(_lock, name), none=none),
            *(partial(lock_of_account, name, block) for block in of_account),
        ]
    )


def _lock(name: str, block: Resource) -> Answer:
    return holds(flag(block, name), f"locked by {block.address}", f"{name} of {block.address} is not true")


def lock_of_account(name: str, block: Resource) -> Answer:
    """Judge a lock of an account, which is the bucket's own unless another one is named."""
    answer = _lock(name, block)
    declared = block.declared("account_id")
    if answer.verdict is Verdict.PASS and declared is not ABSENT and declared is not None:
        callers = {c.get("account_id") for c in block.plan.of("data.aws_caller_identity")}
        if argument(block, "account_id", "") not in callers:
            outside(f"whether the bucket is in the account that {block.address} names")
    return answer


@check(
    "network.http-redirects",
    title="Plain HTTP from the internet is redirected to HTTPS or refused",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener",
    ),
    types=("aws_lb_listener", "aws_alb_listener"),
    looks_at=(*BALANCERS[:2], *_LISTENER_RULES),
    remediation='Give the listener a default action "redirect" with protocol "HTTPS", and no rule that forwards.',
    when=lambda r: _speaks_http(r) and not is_known_internal(r),
)
def http_redirects(r: Resource, _: Context) -> Answer:
    """Reads the default actions of HTTP listeners (of an application load balancer also those without a protocol) and
    the actions of their rules: they redirect to HTTPS (without a protocol a redirect stays at HTTP) or answer
    themselves; they never forward. Listeners of internal load balancers, which only clients with access to the VPC
    reach, are not asked."""
    return any_of((partial(_never_forwards, r), partial(is_internal, r)))


def _speaks_http(listener: Resource) -> bool:
    if not unset(listener, "protocol"):
        return bool(listener.known("protocol") == "HTTP")
    return "application" in _kinds_of_balancer(listener)


def _kinds_of_balancer(listener: Resource) -> set[str]:
    """Return the type of the listener's load balancer; outside of the plan its ARN tells."""
    balancers = listener.members("load_balancer_arn", *BALANCERS)
    kinds = {str(argument(b, "load_balancer_type", "application")) for b in balancers.found}
    if any(":loadbalancer/" in name for name in balancers.outside):
        return kinds | {"application" for name in balancers.outside if ":loadbalancer/app/" in name}
    balancers.all()
    return kinds


def _never_forwards(listener: Resource) -> Answer:
    rules = listener.companions(_LISTENER_RULES, "listener_arn")
    return all_of(
        [
            partial(_answers, listener, "default_action"),
            *(partial(_answers, rule, "action") for rule in rules.found),
            *(partial(_if_it_counts, partial(_answers, rule, "action"), reason) for rule, reason in rules.perhaps),
        ]
    )


def _answers(holder: Resource, name: str) -> Answer:
    actions = blocks(holder, name)
    if not actions:
        outside(f"any {name} of {holder.address}")
    return all_of(partial(_action, holder, path) for path in actions)


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
    when=lambda r: argument(r, "load_balancer_type", "application") == "application",
)
def alb_drops_invalid_headers(r: Resource, _: Context) -> Answer:
    """Reads `drop_invalid_header_fields`, off unless set. Header fields that two servers read differently
    are how requests are smuggled past the first."""
    return holds(
        flag(r, "drop_invalid_header_fields"),
        "drop_invalid_header_fields is true",
        "drop_invalid_header_fields is not true",
    )
