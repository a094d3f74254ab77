"""Gateways between networks: Transit Gateway, Client VPN, NAT, public addresses, endpoints, and the default VPC."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING

from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.concerns._usage import is_output, usage
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, flag, given, listed, some, unset
from tfproof.findings import Cause
from tfproof.plans.relations import Instance, Open
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Member
    from tfproof.plans.view import Plan, Resource

# The least networks that are more than one VPC can be.
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST_VPC = {4: 16, 6: 44}
_ENDPOINT = "aws_vpc_endpoint"


@check(
    "network.no-default-vpc",
    title="Nothing uses the default VPC",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
    types=("aws_default_vpc", "aws_default_subnet"),
    remediation="Make a VPC with private subnets, and delete the default one.",
    population="must-not-exist",
)
def no_default_vpc(r: Resource, _: Context) -> Answer:
    """Looks for the default VPC and its subnets in the plan. Every subnet of it has a route to the internet and hands out
    public addresses, and its groups and ACLs are as AWS made them."""
    return fails(f"the plan takes {r.type} into use, whose subnets are public")


@check(
    "network.tgw-segmented",
    title="Attachments to a transit gateway are routed one by one",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html",
    types=("aws_ec2_transit_gateway",),
    remediation='Set default_route_table_association and default_route_table_propagation to "disable".',
)
def tgw_segmented(r: Resource, _: Context) -> Answer:
    """Reads `default_route_table_association` and `default_route_table_propagation`, both on unless set. With both each
    new attachment can be reached from, and reaches, every other one."""
    return any_of(partial(_disabled, r, f"default_route_table_{what}") for what in ("association", "propagation"))


def _disabled(r: Resource, path: str) -> Answer:
    value = argument(r, path, "enable")
    return holds(value == "disable", f"{path} is disable", f"{path} is {value}")


@check(
    "logging.tgw-flow-logs",
    title="Transit gateways write flow logs",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html",
    types=("aws_ec2_transit_gateway",),
    looks_at=("aws_flow_log",),
    remediation="Add aws_flow_log with transit_gateway_id and a destination.",
)
def tgw_flow_logs(r: Resource, _: Context) -> Answer:
    """Reads the flow logs that name the transit gateway. It is where traffic between VPCs, accounts and offices can be
    seen at once; logs of some attachments alone do not count, since further ones can come."""
    none = fails(f"no flow log names {r.address}")
    return some(r.companions("aws_flow_log", "transit_gateway_id"), _has_destination, none=none)


def _has_destination(log: Resource) -> Answer:
    return any_of(partial(_is_given, log, path) for path in ("log_destination", "log_group_name"))


def _is_given(log: Resource, path: str) -> Answer:
    return holds(given(log, path), f"{log.address} writes somewhere", f"{path} of {log.address} is not set")


@check(
    "logging.flow-log-traffic",
    title="Flow logs write accepted and rejected traffic",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    types=("aws_flow_log",),
    remediation='Set traffic_type = "ALL", or add a second flow log for the other kind.',
    when=lambda r: not _is_of_a_gateway(r),
)
def flow_log_traffic(r: Resource, _: Context) -> Answer:
    """Reads `traffic_type` of flow logs of VPCs, subnets and interfaces. Rejected traffic shows what was tried, accepted
    traffic what was done. A second log of the same VPC, subnet or interface for the other kind is accepted."""
    return any_of((partial(_writes_all, r), partial(_completed, r)))


def _is_of_a_gateway(log: Resource) -> bool:
    """Whether a flow log is surely that of a transit gateway, which has no kinds of traffic."""
    for path in ("transit_gateway_id", "transit_gateway_attachment_id"):
        try:
            if given(log, path):
                return True
        except Undecided:
            continue
    return False


def _writes_all(log: Resource) -> Answer:
    written = argument(log, "traffic_type", "no")
    return holds(written == "ALL", "traffic_type is ALL", f"{log.address} writes {written} traffic only")


def _completed(log: Resource) -> Answer:
    written = argument(log, "traffic_type", "no")
    rest = {"ACCEPT": "REJECT", "REJECT": "ACCEPT"}.get(written, "ALL")
    beside = log.plan.remembered("flow logs by what they are of", partial(_by_target, log.plan))
    for target in _targets(log):
        for kind in (rest, "ALL"):
            if other := beside.get((target, kind)):
                return passes(f"{other} writes {kind} traffic of the same")
        if (target, "") in beside:
            until_apply(f"what {beside[target, '']} writes")
    return fails("no other log of the same thing writes the rest")


def _by_target(plan: Plan) -> dict[tuple[tuple[str, Member], str], str]:
    """Return, by what a log is of and what it writes (empty: nobody knows yet), the address of one that does."""
    found: dict[tuple[tuple[str, Member], str], str] = {}
    for log in plan.of("aws_flow_log"):
        written = log.get("traffic_type", "no")
        for target in _targets(log):
            found.setdefault((target, "" if is_unknown(written) else str(written)), log.address)
    return found


def _targets(log: Resource) -> list[tuple[str, Member]]:
    """Return what a flow log is of, as far as that can be told."""
    paths = ("vpc_id", "subnet_id", "eni_id")
    members = [(path, m) for path in paths for m in log.plan.relations.members(log, path).members]
    return [(path, _plain(m)) for path, m in members if not isinstance(m, Open)]


def _plain(member: Member) -> Member:
    return Instance(member.resource) if isinstance(member, Instance) else member


@check(
    "network.client-vpn-authorization",
    title="Client VPN does not authorise everybody for everything",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html",
        "https://docs.aws.amazon.com/config/latest/developerguide/ec2-client-vpn-not-authorize-all.html",
    ),
    types=("aws_ec2_client_vpn_authorization_rule",),
    looks_at=("aws_ec2_client_vpn_endpoint",),
    remediation="Name the group (access_group_id) and the network that its members need.",
)
def client_vpn_authorization(r: Resource, _: Context) -> Answer:
    """Reads `authorize_all_groups` and `target_network_cidr`, and of the endpoint how it asks who comes. Where that knows
    groups, one is to be named. Where it knows certificates alone there are none: then all may get to a single network, not
    to one that is larger than a VPC can be (/16, of IPv6 /44)."""
    everybody = partial(all_of, (partial(_to_one_network, r), partial(_without_groups, r)))
    return any_of((partial(_of_a_group, r), everybody))


def _without_groups(rule: Resource) -> Answer:
    endpoints = rule.members("client_vpn_endpoint_id", "aws_ec2_client_vpn_endpoint")
    return every(endpoints, _knows_certificates_only, none=fails(f"{rule.address} names no endpoint"))


def _knows_certificates_only(endpoint: Resource) -> Answer:
    paths = blocks(endpoint, "authentication_options")
    kinds = {str(argument(endpoint, f"{path}.type", "")) for path in paths}
    only = kinds == {"certificate-authentication"}
    return holds(only, f"{endpoint.address} knows no groups", f"though {endpoint.address} knows groups")


def _of_a_group(rule: Resource) -> Answer:
    everybody = flag(rule, "authorize_all_groups")
    return holds(not everybody, "a group is authorised", f"{rule.address} authorises everybody")


def _to_one_network(rule: Resource) -> Answer:
    target = str(argument(rule, "target_network_cidr", ""))
    try:
        network = ip_network(target, strict=False)
    except ValueError as error:
        raise Undecided(Cause.UNREADABLE, str(error)) from error
    narrow = network.prefixlen >= _LARGEST_VPC[network.version]
    return holds(narrow, f"for {target}", f"for {target}")


@check(
    "identity.client-vpn-authentication",
    title="Client VPN asks people who they are",
    severity="low",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authentication.html",
    types=("aws_ec2_client_vpn_endpoint",),
    remediation="Add federated-authentication or directory-service-authentication to the authentication options.",
)
def client_vpn_authentication(r: Resource, _: Context) -> Answer:
    """Reads the types of `authentication_options`. A certificate shows which device connects, knows neither groups nor a
    second factor, and stays good when somebody leaves; a directory or an identity provider knows people."""
    options = blocks(r, "authentication_options")
    return any_of(partial(_knows_people, r, path) for path in options) if options else fails("nobody is asked anything")


def _knows_people(r: Resource, path: str) -> Answer:
    kind = str(argument(r, f"{path}.type", ""))
    return holds(kind != "certificate-authentication", f"{kind} is asked for", "certificates alone are asked for")


@check(
    "resilience.nat-multi-az",
    title="A VPC reaches out through NAT gateways in several zones",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    types=("aws_nat_gateway",),
    looks_at=("aws_subnet",),
    remediation="Put a NAT gateway into each zone, and let its private subnets use that one.",
)
def nat_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the subnet of the NAT gateway, those of the others in the same VPC, and the zones of all. One gateway is in one
    zone; when that fails, the subnets of the other zones reach nothing. Of a VPC whose subnets are all in one zone nothing
    more is asked."""
    own = r.members("subnet_id", "aws_subnet").all()
    index = r.plan.remembered("subnets of VPCs with NAT gateways", partial(_subnets_by_vpc, r.plan))
    subnets = [s for o in own for s in index.of.get(_vpc_of(o), ())]
    if _zones(subnets) == 1:
        return passes("the subnets of the VPC are in one zone")
    there = [s for s in subnets if s.address in index.with_gateway]
    if len(there) > 1 and _zones(there) != 1:
        return passes(f"there are NAT gateways in {', '.join(s.address for s in there)}")
    if index.open:
        raise index.open
    return fails(f"all NAT gateways of the VPC are in one zone: in {', '.join(s.address for s in there)}")


@dataclass(slots=True)
class _Subnets:
    """The subnets by their VPC, the addresses of those with a NAT gateway, and why there may be others of these."""

    of: dict[Member | None, list[Resource]]
    with_gateway: set[str]
    open: Undecided | None = None


def _subnets_by_vpc(plan: Plan) -> _Subnets:
    found = _Subnets({}, set())
    for subnet in plan.of("aws_subnet"):
        found.of.setdefault(_vpc_of(subnet), []).append(subnet)
    for gateway in plan.of("aws_nat_gateway"):
        named = plan.relations.members(gateway, "subnet_id", ("aws_subnet",))
        found.with_gateway |= {s.address for s in named.found}
        found.open = found.open or named.undecided()
    return found


def _vpc_of(subnet: Resource) -> Member | None:
    return next(map(_plain, subnet.plan.relations.members(subnet, "vpc_id").members), None)


def _zones(subnets: list[Resource]) -> int:
    """Return in how many zones subnets are: 0 where one is not known."""
    zones: set[str] = set()
    for subnet in subnets:
        named = [subnet.get(path) for path in ("availability_zone", "availability_zone_id")]
        known = [z for z in named if not is_unknown(z) and z]
        if not known:
            return 1 if len(subnets) == 1 else 0
        zones.add(str(known[0]))
    return len(zones)


@check(
    "resilience.endpoint-multi-az",
    title="Endpoints, attachments and firewalls are in several zones",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
        "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-1",
    ),
    types=("aws_vpc_endpoint", "aws_ec2_transit_gateway_vpc_attachment", "aws_networkfirewall_firewall"),
    looks_at=("aws_vpc_endpoint_subnet_association",),
    remediation="Name a subnet in each zone that uses it.",
)
def endpoint_multi_az(r: Resource, _: Context) -> Answer:
    """Reads how many subnets interface endpoints, attachments to a transit gateway and network firewalls are in. AWS takes
    one of each zone, so that two subnets are two zones. Gateway endpoints are in every zone, those of gateway load balancers
    in one each by design."""
    if r.type == "aws_vpc_endpoint" and (kind := str(argument(r, "vpc_endpoint_type", "Gateway"))) != "Interface":
        return passes(f"an endpoint of the type {kind} is in no choice of zones")
    if r.type == "aws_networkfirewall_firewall":
        named = len(blocks(r, "subnet_mapping"))
        return holds(named > 1, f"{r.address} is in {named} subnets", f"{r.address} is in {named} subnet")
    subnets = listed(r, "subnet_ids")
    beside = r.companions("aws_vpc_endpoint_subnet_association", "vpc_endpoint_id") if "endpoint" in r.type else None
    count = len(subnets.known) + len(subnets.open) + (len(beside.found) if beside is not None else 0)
    if count > 1:
        return passes(f"{r.address} names {count} subnets")
    if len(subnets.open) == 1 and _may_be_several(r):
        raise subnets.undecided or Undecided(Cause.UNTIL_APPLY, "how many subnets there are")
    if beside is not None and (reason := beside.undecided()):
        raise reason
    return fails(f"{r.address} names {count} subnet{'s' if count != 1 else ''}")


def _may_be_several(r: Resource) -> bool:
    """Whether the one thing that stands for the subnets may be a list of them."""
    value = r.evaluated("subnet_ids")
    return not isinstance(value, list)


@check(
    "network.endpoint-private-dns",
    title="Interface endpoints answer to the service's own name",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
    types=("aws_vpc_endpoint",),
    looks_at=("aws_vpc_endpoint_private_dns", "aws_route53_record"),
    remediation="Set private_dns_enabled = true, or add a private zone with an alias record for the endpoint.",
    when=lambda r: (
        argument(r, "vpc_endpoint_type", "Gateway") == "Interface"
        and "com.amazonaws." in str(argument(r, "service_name", ""))
        and ".vpce." not in str(argument(r, "service_name", ""))
    ),
)
def endpoint_private_dns(r: Resource, _: Context) -> Answer:
    """Reads `private_dns_enabled`, off unless set, or the separate resource for it, of interface endpoints of AWS's own
    services. Without it whoever calls the service by its usual name goes past the endpoint, by NAT or the internet. A
    record of a private zone that names the endpoint does the same."""
    none = fails("no aws_vpc_endpoint_private_dns names it")
    beside = r.companions("aws_vpc_endpoint_private_dns", "vpc_endpoint_id")
    return any_of(
        (
            partial(_private_dns, r),
            partial(some, beside, _private_dns, none=none),
            partial(_has_record, r),
        )
    )


def _private_dns(r: Resource) -> Answer:
    on = flag(r, "private_dns_enabled")
    return holds(on, f"private_dns_enabled of {r.address} is true", f"private_dns_enabled of {r.address} is not true")


def _has_record(endpoint: Resource) -> Answer:
    named, open_ = endpoint.plan.remembered("endpoints that records name", partial(_named_by_records, endpoint.plan))
    entries = endpoint.get("dns_entry", [])
    known = [e.get("dns_name") for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    for name in (endpoint.address, *(n for n in known if isinstance(n, str))):
        if record := named.get(name):
            return passes(f"{record} names it")
    if open_:
        raise open_
    return fails("no record of a zone names it")


def _named_by_records(plan: Plan) -> tuple[dict[str, str], Undecided | None]:
    """Return the addresses and names of endpoints with that of a record that has them, and why there may be others."""
    found: dict[str, str] = {}
    open_: Undecided | None = None
    for record in plan.of("aws_route53_record"):
        for path in ("alias.0.name", "records"):
            named = plan.relations.members(record, path, (_ENDPOINT,))
            # By an attribute of its own a record names it as something that is in no plan; once that is known, by its name.
            outside = [n.partition(".dns_entry")[0].removesuffix(".") for n in named.outside]
            found |= dict.fromkeys([*(e.address for e in named.found), *outside], record.address)
            if named.open:
                open_ = open_ or named.undecided()
    return found, open_


@check(
    "network.prefix-list-narrow",
    title="Prefix lists do not hold the internet",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html",
    types=("aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry"),
    remediation="List the networks that are meant.",
    when=lambda r: r.type.endswith("_entry") or bool(blocks(r, "entry")),
)
def prefix_list_narrow(r: Resource, _: Context) -> Answer:
    """Reads the networks of prefix lists, inline or separate. A list with 0.0.0.0/0 in it, or with as much of the internet
    as no organisation holds, opens every rule that names it, though the rule looks as if it named somebody."""
    paths = ["cidr"] if r.type.endswith("_entry") else [f"{path}.cidr" for path in blocks(r, "entry")]
    known: list[str] = []
    undecided: Undecided | None = None
    for path in paths:
        try:
            known.append(str(argument(r, path, "")))
        except Undecided as error:
            undecided = error
    try:
        wide = Addresses.of(k for k in known if k).are_the_internet
    except ValueError as error:
        raise Undecided(Cause.UNREADABLE, str(error)) from error
    if wide:
        return fails(f"{r.address} holds {', '.join(known)}, which is the internet")
    if undecided:
        raise undecided
    return passes(f"{r.address} holds {', '.join(known)}")


@check(
    "network.eip-not-on-hosts",
    title="Public addresses belong to gateways and load balancers",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9",
    types=("aws_eip", "aws_eip_association"),
    remediation="Put a load balancer in front, reach out by NAT, and administer with Session Manager.",
    when=lambda r: r.type == "aws_eip_association" or not (unset(r, "instance") and unset(r, "network_interface")),
)
def eip_not_on_hosts(r: Resource, _: Context) -> Answer:
    """Reads whether an elastic IP address is that of an instance or of a network interface. Whoever finds the address finds
    the host itself, and its security groups are all that stands between."""
    paths = (
        ("instance_id", "network_interface_id") if r.type.endswith("association") else ("instance", "network_interface")
    )
    return all_of(partial(_not_on, r, path) for path in paths)


def _not_on(r: Resource, path: str) -> Answer:
    if not given(r, path):
        return passes(f"{path} is not set")
    named = r.members(path)
    what = ", ".join([*(h.address for h in named.found), *named.outside]) or path
    return fails(f"{r.address} gives {what} a public address")


_NO_USE_OF_ADDRESSES = {"aws_eip_domain_name": "allocation_id"}


@check(
    "network.eip-in-use",
    title="Public addresses are those of something",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-12",
    types=("aws_eip",),
    remediation="Remove the address, or give it to what it was made for.",
)
def eip_in_use(r: Resource, _: Context) -> Answer:
    """Looks for what has the elastic IP address: an instance or interface that it names itself, or a gateway, load balancer
    or association that names it. An address of nobody can be put on anything, and others may still trust it. One that an
    output hands on may be used outside of the plan."""
    return any_of((partial(_is_of, r, "instance"), partial(_is_of, r, "network_interface"), partial(_is_named, r)))


def _is_of(r: Resource, path: str) -> Answer:
    return holds(given(r, path), f"{path} is what it belongs to", f"{r.address} names nothing")


def _is_named(r: Resource) -> Answer:
    found = usage(
        r.plan, (r.type,), "allocation_id|elastic_ip|eip|ip_addresses|address_ids|public_ip", _NO_USE_OF_ADDRESSES
    )
    for user, path in found.users.get(r.address, ())[:1]:
        user.note(path)
        return passes(f"{user.address} names it")
    if reason := found.perhaps.get(r.address) or found.anybody:
        raise Undecided(Cause.UNTIL_APPLY, reason)
    if is_output(r):
        outside(f"who uses {r.address}, which an output hands on")
    if r.actions and r.actions != ("create",):
        outside(f"who else uses {r.address}, which is there already")
    return fails(f"nothing in the plan names {r.address}")
