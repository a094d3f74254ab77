"""Security groups beyond what they let in from the internet: what goes out, wide networks, groups of nobody."""

from __future__ import annotations

from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING

from tfproof.checks.concerns._ingress import (
    EGRESS,
    EGRESS_RULES,
    GROUPS,
    INGRESS,
    PREFIX_LISTS,
    RULES,
    Rule,
    may_have_rules,
    rules_in,
)
from tfproof.checks.concerns._usage import is_output, usage
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes
from tfproof.findings import Cause
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_LISTS = (PREFIX_LISTS[0], "aws_ec2_managed_prefix_list_entry")
_ENTITLED = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

# A VPC has a block of /16 at most, of IPv6 a /44: what is wider is several networks, whoever they belong to.
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST_VPC = {4: 16, 6: 44}

# Where databases, caches, searches, queues and file systems listen, and what administers machines. Most of them trust whoever
# gets there, or ask for a password at most.
_SENSITIVE = {
    21: "FTP", 22: "SSH", 23: "Telnet", 111: "RPC", 135: "RPC of Windows", 139: "NetBIOS", 389: "LDAP", 445: "SMB",
    873: "rsync", 1433: "SQL Server", 1434: "SQL Server", 1521: "Oracle", 2049: "NFS", 2181: "ZooKeeper",
    2375: "Docker", 2376: "Docker", 2379: "etcd", 3306: "MySQL", 3389: "RDP", 5432: "PostgreSQL", 5439: "Redshift",
    5601: "Kibana", 5671: "RabbitMQ", 5672: "RabbitMQ", 5900: "VNC", 5985: "WinRM", 5986: "WinRM", 6379: "Redis",
    7000: "Cassandra", 7001: "Cassandra", 8111: "DAX", 8182: "Neptune", 9042: "Cassandra", 9092: "Kafka", 9094: "Kafka",
    9096: "Kafka", 9098: "Kafka", 9111: "DAX", 9200: "search", 9300: "search", 10250: "kubelet", 11211: "Memcached",
    15672: "RabbitMQ", 27017: "MongoDB", 27018: "MongoDB", 27019: "MongoDB", 61616: "ActiveMQ", 61617: "ActiveMQ",
}  # fmt: skip


@check(
    "network.no-open-egress",
    title="Security groups do not let everything out to everywhere",
    severity="low",
    aspect="exposure",
    source=_ENTITLED,
    types=("aws_security_group", *EGRESS_RULES),
    looks_at=_LISTS,
    remediation="Name the ports, or the networks and security groups, that are really called.",
    when=lambda r: may_have_rules(r, EGRESS),
)
def no_open_egress(r: Resource, _: Context) -> Answer:
    """Reads destinations, protocol and ports of every egress rule, inline or separate. A rule must not let every
    protocol, or every port of TCP or UDP, out to the whole internet at once: it is the way by which data leaves and by
    which an intruder calls home. All ports to narrow networks, or one port to everywhere, is accepted. That one rule is
    looked at, not what several make together."""
    return all_of(partial(_not_open, rule) for rule in rules_in(r, EGRESS))


def _not_open(rule: Rule) -> Answer:
    return any_of((partial(_names_ports, rule), partial(_is_not_everywhere, rule)))


def _names_ports(rule: Rule) -> Answer:
    traffic = rule.traffic
    return holds(not traffic.is_whole, f"{rule} names {traffic}", f"{rule} takes {traffic}")


def _is_not_everywhere(rule: Rule) -> Answer:
    networks = rule.networks
    if networks.addresses().are_the_internet:
        return fails(f"it goes for {', '.join(networks.known)}")
    networks.all()
    return passes(f"{rule} goes for {', '.join(networks.known) or 'security groups'} only")


@check(
    "network.ingress-names-ports",
    title="Security groups name the ports that networks may reach",
    severity="low",
    aspect="exposure",
    source=_ENTITLED,
    types=(*GROUPS, *RULES),
    remediation="Name protocol and ports; where members talk to each other, name the security group as source.",
    when=may_have_rules,
)
def ingress_names_ports(r: Resource, _: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule, inline or separate. A rule whose source is a network must
    not take every protocol, or every port of TCP or UDP: whatever starts to listen behind it is open, too. Rules whose
    source is a security group (`self` among them) are accepted, since it names who comes."""
    if not (found := rules_in(r)):
        return passes(f"{r.address} has no {INGRESS} rules")
    return all_of(partial(_names_ports_to_networks, rule) for rule in found)


def _names_ports_to_networks(rule: Rule) -> Answer:
    return any_of((partial(_names_ports, rule), partial(_names_no_network, rule)))


def _names_no_network(rule: Rule) -> Answer:
    sources = rule.sources
    if sources.known:
        return fails(f"its source is {', '.join(sources.known)}")
    if sources.undecided:
        raise sources.undecided
    return passes(f"{rule} names security groups only")


@check(
    "network.sensitive-ports-narrow",
    title="Ports of data and administration are open to narrow networks only",
    severity="medium",
    aspect="exposure",
    source=("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html", _ENTITLED),
    types=(*GROUPS, *RULES),
    looks_at=_LISTS,
    remediation="Name the security group, or the subnets, that the clients are in.",
    when=may_have_rules,
)
def sensitive_ports_narrow(r: Resource, _: Context) -> Answer:
    """Reads sources, protocol and ports of every ingress rule, inline or separate, and the entries of prefix lists. No
    network that is larger than a VPC can be (/16, of IPv6 /44), private or not, may reach the ports on which databases,
    caches, search, queues, file systems and remote administration listen: it is more than the clients of one system."""
    if not (found := rules_in(r)):
        return passes(f"{r.address} has no {INGRESS} rules")
    return all_of(partial(_sensitive_is_narrow, rule) for rule in found)


def _sensitive_is_narrow(rule: Rule) -> Answer:
    return any_of((partial(_is_harmless, rule), partial(_is_narrow, rule)))


def _is_harmless(rule: Rule) -> Answer:
    traffic = rule.traffic
    found = {p: name for p, name in _SENSITIVE.items() if any(traffic.takes((t, p)) for t in traffic.transports)}
    few = ", ".join(f"{name} ({port})" for port, name in list(found.items())[:3])
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return holds(not found, f"{rule} opens no port of data or administration", f"{rule} opens {few}{more}")


def _is_narrow(rule: Rule) -> Answer:
    networks = rule.networks
    networks.addresses()
    wide = [n for n in networks.known if _is_wide(n)]
    if wide:
        return fails(f"it admits {', '.join(wide)}, more than a VPC can hold")
    if networks.undecided:
        raise networks.undecided
    return passes(f"{rule} admits {', '.join(networks.known) or 'security groups'} only")


def _is_wide(block: str) -> bool:
    network = ip_network(block, strict=False)
    return network.prefixlen < _LARGEST_VPC[network.version]


# What gives a group rules, or puts it into another VPC, does not use it.
_NO_USE = {
    "aws_security_group_rule": "security_group_id",
    "aws_vpc_security_group_ingress_rule": "security_group_id",
    "aws_vpc_security_group_egress_rule": "security_group_id",
    "aws_vpc_security_group_vpc_association": "security_group_id",
}


@check(
    "network.groups-in-use",
    title="Security groups are those of something",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-22",
    types=("aws_security_group",),
    remediation="Remove the group, or give it to what it was made for.",
)
def groups_in_use(r: Resource, _: Context) -> Answer:
    """Looks for arguments of other resources that name the security group, as theirs or as the source of a rule. A group
    of nobody protects nothing and waits to be given to something by mistake. One that an output hands on may be used
    outside of the plan."""
    found = usage(r.plan, (r.type,), "security_group|^groups$", _NO_USE)
    users = found.users.get(r.address, ())
    for user, path in users[:1]:
        user.note(path)
        return passes(f"{user.address} names it")
    if reason := found.perhaps.get(r.address) or found.anybody:
        raise Undecided(Cause.UNTIL_APPLY, reason)
    if is_output(r):
        outside(f"who uses {r.address}, which an output hands on")
    if r.actions and r.actions != ("create",):
        outside(f"who else uses {r.address}, which is there already")
    return fails(f"nothing in the plan names {r.address}")
