"""Which instances, jobs and servers have an address, or a port, on the internet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._batch_compute import DEFINITION, members
from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, option
from tfproof.checks.concerns._compute import INSTANCES, TEMPLATES, Part, inherited
from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.concerns._zones import SUBNETS
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, flag, listed, number, unset
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_ASKS = "associate_public_ip_address"
_PORTS = "aws_lightsail_instance_public_ports"
_ADMIN_PORTS = {22: "SSH", 3389: "RDP"}


@check(
    "network.instance-not-public",
    title="Instances have no public address",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
    ),
    types=(*INSTANCES, "aws_launch_template", "aws_launch_configuration", "aws_spot_fleet_request"),
    looks_at=("aws_eip", "aws_eip_association", *SUBNETS, "data.aws_launch_template"),
    remediation="Set associate_public_ip_address = false and reach the instance through a load balancer or Session Manager.",
)
def instance_not_public(r: Resource, _: Context) -> Answer:
    """Reads `associate_public_ip_address` of instances and their launch templates, of templates, configurations and fleets,
    and whether an elastic address is tied to the instance. Where an instance does not say, its subnet does
    (`map_public_ip_on_launch`); where a template does not say, that is up to whatever uses it."""
    if r.type not in INSTANCES:
        return _asked_for(r)
    return address_of(r)


def address_of(r: Resource) -> Answer:
    """Judge whether an instance has no public address."""
    return all_of([partial(_of_instance, r), *_elastic(r)])


def _asked_for(r: Resource) -> Answer:
    """Judge what asks for addresses without being an instance."""
    places = {"aws_launch_template": "network_interfaces", "aws_spot_fleet_request": "launch_specification"}
    paths = [f"{block}.{_ASKS}" for block in blocks(r, places[r.type])] if r.type in places else [_ASKS]
    return all_of([lambda: passes(f"{r.address} asks for no address"), *(partial(_asks, r, path) for path in paths)])


def _asks(r: Resource, path: str) -> Answer:
    return holds(not flag(r, path), f"{path} is not true", f"{path} of {r.address} is true: it gets a public address")


def _of_instance(r: Resource) -> Answer:
    if not unset(r, _ASKS):
        return _asks(r, _ASKS)
    if blocks(r, "network_interface"):
        return passes(f"{r.address} has the addresses of interfaces that are made apart")
    ways: list[Part] = inherited(r, _template)
    if not unset(r, "subnet_id"):
        none = passes("no subnet is named")
        ways.append(partial(every, r.members("subnet_id", *SUBNETS), _gives_none, none=none))
    if not ways:
        outside(f"which subnet {r.address} is in: it names none, and the default ones give public addresses")
    return all_of(ways)


def _template(template: Resource) -> Answer:
    interfaces = [f"{block}.{_ASKS}" for block in blocks(template, "network_interfaces")]
    return all_of(
        [lambda: passes(f"{template.address} asks for no address"), *(partial(_asks, template, p) for p in interfaces)]
    )


def _gives_none(subnet: Resource) -> Answer:
    gives = flag(subnet, "map_public_ip_on_launch", subnet.type == "aws_default_subnet")
    text = f"map_public_ip_on_launch of {subnet.address} is {str(gives).lower()}"
    return holds(not gives, text, f"{text}: what is launched there gets a public address")


def _elastic(r: Resource) -> list[Part]:
    """Return the parts that fail for an elastic address of the instance."""
    tied = [
        *r.companions("aws_eip", "instance").found,
        *r.companions("aws_eip_association", "instance_id").found,
    ]
    return [partial(fails, f"{address.address} gives {r.address} a public address") for address in tied]


@check(
    "network.batch-not-public",
    title="Jobs have no public address",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/batch/latest/APIReference/API_NetworkConfiguration.html",
    types=(DEFINITION,),
    remediation="Leave assignPublicIp out and reach out through NAT or VPC endpoints.",
)
def batch_not_public(r: Resource, _: Context) -> Answer:
    """Reads `assignPublicIp` of the network configuration of a job definition for Fargate; it is off unless set."""
    found = list(members(r, "assignPublicIp"))
    if any(str(v).upper() == "ENABLED" for v in found if not is_unknown(v)):
        return fails("assignPublicIp is ENABLED: each job gets a public address")
    if any(map(is_unknown, found)):
        until_apply(f"whether jobs of {r.address} get a public address")
    return passes("assignPublicIp is not enabled")


@check(
    "network.beanstalk-not-public",
    title="Instances of Elastic Beanstalk have no public address",
    severity="medium",
    aspect="exposure",
    source=GENERAL,
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set AssociatePublicIpAddress of aws:ec2:vpc to false and put a load balancer before the instances.",
)
def beanstalk_not_public(r: Resource, _: Context) -> Answer:
    """Reads the option `AssociatePublicIpAddress` of `aws:ec2:vpc`. Without it the subnets decide, which the plan may not
    show: that is undecided."""
    missing = partial(outside, f"whether the subnets of {r.address} give public addresses")
    value = option(r, "aws:ec2:vpc", "AssociatePublicIpAddress", missing)
    return holds(value != "true", f"AssociatePublicIpAddress is {value}", "AssociatePublicIpAddress is true")


@check(
    "network.ebs-snapshot-not-public",
    title="Snapshots are shared with named accounts only",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html",
    types=("aws_snapshot_create_volume_permission",),
    remediation="Name an account in account_id.",
)
def ebs_snapshot_not_public(r: Resource, _: Context) -> Answer:
    """Reads `account_id`: with `all` everybody may make a volume of the snapshot, and read what is on it."""
    account = argument(r, "account_id", "")
    return holds(account.lower() != "all", f"shared with {account}", "shared with everybody (all)")


@check(
    "network.lightsail-ports-closed",
    title="SSH and RDP of Lightsail's servers are closed to the internet",
    severity="high",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_PortInfo.html",
        "https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html",
    ),
    types=("aws_lightsail_instance", _PORTS),
    remediation="Name the networks of administrators in cidrs of the rules for ports 22 and 3389, or remove the rules.",
)
def lightsail_ports_closed(r: Resource, _: Context) -> Answer:
    """Reads protocol, ports and sources of each rule. Without `cidrs`, `ipv6_cidrs` and `cidr_list_aliases` a rule admits
    every address. What opens all protocols or all TCP ports opens these as well. A server for which nobody sets ports has
    those that Lightsail opens, SSH or RDP among them."""
    if r.type != _PORTS:
        none = fails("nothing sets its ports: Lightsail opens SSH, or RDP, to every address")
        return every(r.companions(_PORTS, "instance_name"), _ports_closed, none=none)
    return _ports_closed(r)


def _ports_closed(r: Resource) -> Answer:
    return all_of(partial(_port_closed, r, path) for path in blocks(r, "port_info"))


def _port_closed(r: Resource, path: str) -> Answer:
    return any_of([partial(_harmless, r, path), partial(_narrow, r, path)])


def _harmless(r: Resource, path: str) -> Answer:
    protocol = argument(r, f"{path}.protocol", "")
    low, high = number(r, f"{path}.from_port"), number(r, f"{path}.to_port")
    opened = [name for port, name in _ADMIN_PORTS.items() if low <= port <= high]
    if protocol == "all":
        opened = list(_ADMIN_PORTS.values())
    harmless = protocol in ("udp", "icmp", "icmpv6") or not opened
    return holds(harmless, f"{path} opens neither SSH nor RDP", f"{path} opens {' and '.join(opened)}")


def _narrow(r: Resource, path: str) -> Answer:
    sources = [listed(r, f"{path}.{name}") for name in ("cidrs", "ipv6_cidrs")]
    known = [s for found in sources for s in found.known]
    if Addresses.of(known).are_the_internet:
        return fails(f"it admits {', '.join(known)}")
    for found in sources:
        found.all()
    if not known and not listed(r, f"{path}.cidr_list_aliases").all():
        return fails("it names no source, so it admits every address")
    return passes(f"{path} admits {', '.join(known) or 'an alias'} only")


_LAUNCHED = "aws:autoscaling:launchconfiguration"


@check(
    "network.beanstalk-ssh-closed",
    title="SSH of Elastic Beanstalk's instances is closed to the internet",
    severity="high",
    aspect="exposure",
    source=GENERAL,
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set SSHSourceRestriction of aws:autoscaling:launchconfiguration to a network of administrators.",
)
def beanstalk_ssh_closed(r: Resource, _: Context) -> Answer:
    """Reads the option `SSHSourceRestriction` of `aws:autoscaling:launchconfiguration`, `tcp,22,22,` and a source: a
    network that is more of the internet than one organisation holds opens SSH to it. Where nobody sets it, an environment
    without `EC2KeyName` has no key to log in with; of one with a key nobody can tell what Elastic Beanstalk opens."""
    source = option(r, _LAUNCHED, "SSHSourceRestriction", lambda: "").rpartition(",")[2].strip()
    if not source:
        if option(r, _LAUNCHED, "EC2KeyName", lambda: ""):
            outside(f"to whom Elastic Beanstalk opens SSH of {r.address}, which has a key and no SSHSourceRestriction")
        return passes("nobody can log in by SSH: there is no EC2KeyName")
    try:
        wide = Addresses.of([source]).are_the_internet
    except ValueError:
        return passes(f"SSH is open to {source}, a security group")
    return holds(not wide, f"SSH is open to {source}", f"SSH is open to {source}")


@check(
    "network.instance-security-groups",
    title="Instances have security groups of their own",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    types=("aws_instance", "aws_spot_instance_request"),
    looks_at=("aws_default_security_group", "aws_security_group", "data.aws_security_group", *TEMPLATES),
    remediation="Name groups that admit what the instance serves in vpc_security_group_ids.",
)
def instance_security_groups(r: Resource, _: Context) -> Answer:
    """Reads the groups of the instance, of the launch template that it names or of its interfaces. Without any the VPC's
    default group applies, which is shared by whatever has no group of its own; nor may that group be named."""
    for path in ("vpc_security_group_ids", "security_groups"):
        if not unset(r, path) and (listed(r, path).known or listed(r, path).open):
            return _own_groups(r, path)
    if blocks(r, "network_interface"):
        return passes(f"{r.address} has the groups of interfaces that are made apart")
    none = partial(fails, f"{r.address} names no security group: the VPC's default group applies")
    return any_of([*inherited(r, _template_groups), none])


def _own_groups(r: Resource, path: str) -> Answer:
    groups = r.members(path, "aws_default_security_group").found
    elements = listed(r, path).open
    groups += [v for e in elements if isinstance(e, Reference) and (v := _vpc_of_default(r, e)) is not None]
    if groups:
        return fails(f"{groups[0].address} is, or has, the default group of its VPC")
    return passes(f"{path} of {r.address} names groups")


def _vpc_of_default(r: Resource, named: Reference) -> Resource | None:
    return r.plan.resource_at(named.address) if named.path == "default_security_group_id" else None


def _template_groups(template: Resource) -> Answer:
    interfaces = [f"{block}.security_groups" for block in blocks(template, "network_interfaces")]
    for path in ("vpc_security_group_ids", "security_group_names", *interfaces):
        if listed(template, path).known or listed(template, path).open:
            return (
                _own_groups(template, path)
                if template.mode == "managed"
                else passes(f"{template.address} names groups")
            )
    return fails(f"{template.address} names no security group")
