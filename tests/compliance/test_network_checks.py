"""What fixtures cannot show of the network checks: how large the internet is, and what the provider does not let plan."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import pytest
from fixture_verdicts import judged
from hypothesis import given
from hypothesis import strategies as st

from tfproof import Plan
from tfproof.checks.concerns._internet import Addresses
from tfproof.findings import Cause, Finding

GROUP_RULE = {"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "security_group_id": "sg-1"}
ACL_RULE = {"egress": False, "protocol": "tcp", "from_port": 22, "to_port": 22, "network_acl_id": "acl-1"}

INTERNET = [
    ["0.0.0.0/0"],
    ["1.2.3.4/0"],
    ["::/0"],
    ["2000::/3"],
    ["0.0.0.0/1"],
    ["128.0.0.0/1"],
    ["12.0.0.0/7"],
    ["11.0.0.0/8", "12.0.0.0/8"],
    ["11.0.0.0/8", "12.0.0.0/9", "12.128.0.0/9"],
    ["2600::/15"],
    ["2600::/16", "2a00::/16"],
    ["::ffff:0:0/96"],
    ["::ffff:128.0.0.0/97"],
    ["64:ff9b::/96"],
    [f"{first}.0.0.0/8" for first in range(1, 224)],
]
NO_INTERNET = [
    [],
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
    ["10.0.0.0/7"],
    ["100.64.0.0/10"],
    ["169.254.0.0/16", "127.0.0.0/8", "0.0.0.0/8"],
    ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "192.0.0.0/24"],
    ["224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"],
    ["11.0.0.0/8"],
    ["11.0.0.0/8", "11.0.0.0/8"],
    ["11.0.0.0/8", "11.0.0.0/9", "12.0.0.1/32"],
    ["fc00::/7", "fe80::/10", "ff00::/8"],
    ["2001:db8::/32", "3fff::/20"],
    ["2600::/16"],
    ["4000::/2", "8000::/1"],
    ["::ffff:10.0.0.0/104"],
]
# Neither holds anything of the internet, so that all of it are a network that is exactly as large as it takes.
LARGE_ENOUGH = [ip_network("12.0.0.0/7"), ip_network("2600::/15")]


def pieces(network: IPv4Network | IPv6Network, choices: list[int]) -> list[str]:
    """Cut a network in two again and again: each choice says which of the pieces."""
    found = [network]
    for choice in choices:
        cut = found.pop(choice % len(found))
        found += cut.subnets() if cut.prefixlen < cut.max_prefixlen else [cut]
    return [str(piece) for piece in found]


@pytest.mark.parametrize("blocks", INTERNET, ids=lambda blocks: blocks[0])
def test_these_blocks_are_the_internet(blocks: list[str]) -> None:
    assert Addresses.of(blocks).are_the_internet


@pytest.mark.parametrize("blocks", NO_INTERNET, ids=str)
def test_these_blocks_are_not_the_internet(blocks: list[str]) -> None:
    assert not Addresses.of(blocks).are_the_internet


@given(
    network=st.sampled_from(LARGE_ENOUGH), choices=st.lists(st.integers(0, 999), max_size=40), left_out=st.integers(0)
)
def test_pieces_are_what_they_make_up_and_without_one_of_them_less(
    network: IPv4Network | IPv6Network, choices: list[int], left_out: int
) -> None:
    cut = pieces(network, choices)
    missing = left_out % len(cut)
    less = cut[:missing] + cut[missing + 1 :]
    assert (Addresses.of(cut).are_the_internet, Addresses.of(less).are_the_internet) == (True, False)


@pytest.mark.parametrize("text", ["elsewhere", "10.0.0.0/33", "010.0.0.0/8"])
def test_what_is_no_block_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Addresses.of([text])


Thing = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], str]


def plan_of(*things: Thing) -> Plan:
    """Return the plan of these resources, each with its type, its values, and perhaps an attribute that is not known."""
    planned, changes, configured = [], [], []
    for position, (kind, values, *unknown) in enumerate(things):
        mode, type_ = ("data", kind[5:]) if kind.startswith("data.") else ("managed", kind)
        entry = {"address": f"{kind}.r{position}", "mode": mode, "type": type_, "name": f"r{position}"}
        change = {"actions": ["create"], "after": values, "after_unknown": dict.fromkeys(unknown, True)}
        expressions = {name: {"constant_value": value} for name, value in values.items()}
        expressions |= {name: {"references": ["var.later"]} for name in unknown}
        planned.append({**entry, "values": values})
        changes.append({**entry, "change": change})
        configured.append({**entry, "expressions": expressions, "provider_config_key": "aws"})
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"root_module": {"resources": configured}},
        }
    )


def finding(check: str, *things: Thing) -> Finding | None:
    """Return what is found of the last of these things, None if it is not asked."""
    address = f"{things[-1][0]}.r{len(things) - 1}"
    return next((f for f in judged(plan_of(*things), f"network.{check}").findings if f.address == address), None)


def verdict(check: str, *things: Thing) -> str:
    """Return the verdict on the last of these things, an empty text if it is not asked."""
    found = finding(check, *things)
    return str(found.verdict) if found else ""


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ({"cidr_blocks": ["1.2.3.4/0"]}, "fail"),
        ({"cidr_blocks": ["10.1.2.3/8"]}, "pass"),
        ({"ipv6_cidr_blocks": ["::ffff:0:0/96"]}, "fail"),
        ({"ipv6_cidr_blocks": ["::ffff:10.0.0.0/104"]}, "pass"),
        ({"cidr_blocks": ["elsewhere"]}, "unknown"),
        ({"cidr_blocks": ["elsewhere"], "from_port": 443, "to_port": 443}, "pass"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "TCP"}, "fail"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "6"}, "fail"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "all"}, "fail"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "17"}, "fail"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "17", "from_port": 23, "to_port": 3388}, "pass"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "-1", "from_port": 0, "to_port": 0}, "fail"),
        ({"cidr_blocks": ["0.0.0.0/0"], "protocol": "ICMP", "from_port": -1, "to_port": -1}, "pass"),
        ({"cidr_blocks": ["0.0.0.0/0"], "from_port": None, "to_port": None}, "fail"),
        ({"cidr_blocks": []}, "pass"),
    ],
    ids=str,
)
def test_a_rule_opens_ssh_by_what_it_says(more: dict[str, Any], right: str) -> None:
    assert verdict("admin-ports-closed", ("aws_security_group_rule", GROUP_RULE | more)) == right


@pytest.mark.parametrize("protocol", ["icmp", "1", "icmpv6", "ipv6-icmp", "58"])
def test_a_protocol_of_messages_has_no_ports_to_open(protocol: str) -> None:
    rule = GROUP_RULE | {"protocol": protocol, "from_port": -1, "to_port": -1, "cidr_blocks": ["0.0.0.0/0"]}
    assert verdict("no-open-ingress", ("aws_security_group_rule", rule)) == "pass"


def group_rule(cidr: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "aws_security_group_rule", GROUP_RULE | {"cidr_blocks": [cidr]} | more


ALL = {"protocol": "-1", "from_port": 0, "to_port": 0}
TUNNEL = {"protocol": "50", "from_port": 0, "to_port": 0}
PIECE, OTHER = "11.0.0.0/8", "12.0.0.0/8"
INLINE = {"cidr_blocks": [PIECE], "protocol": "tcp", "from_port": 22, "to_port": 22}


def verdicts(check: str, *things: Thing) -> list[str]:
    """Return the verdicts on these things in their order, as far as they are asked."""
    return [
        str(f.verdict) for f in sorted(judged(plan_of(*things), f"network.{check}").findings, key=lambda f: f.address)
    ]


@pytest.mark.parametrize(
    ("rules", "right"),
    [
        ([group_rule(PIECE), group_rule(OTHER)], ["fail", "pass"]),
        ([group_rule(PIECE), group_rule(OTHER, security_group_id="sg-2")], ["pass", "pass"]),
        ([group_rule(PIECE, security_group_id="sg-2"), group_rule(PIECE), group_rule(OTHER)], ["pass", "fail", "pass"]),
        ([group_rule(PIECE, type="egress"), group_rule(OTHER)], ["pass"]),
        ([group_rule(PIECE, type="egress"), group_rule(PIECE), group_rule(OTHER)], ["fail", "pass"]),
        (
            [
                ("aws_security_group", {"id": "sg-1", "ingress": []}),
                group_rule(PIECE, type="egress"),
                group_rule(PIECE),
                group_rule(OTHER),
            ],
            ["fail", "pass"],
        ),
        ([group_rule(PIECE, protocol="udp"), group_rule(OTHER)], ["pass", "pass"]),
        ([group_rule(PIECE, from_port=23, to_port=23), group_rule(OTHER)], ["pass", "pass"]),
        ([group_rule(PIECE, **ALL), group_rule(OTHER)], ["fail", "pass"]),
        ([group_rule("0.0.0.0/0"), group_rule("9.9.9.0/24")], ["fail", "pass"]),
        ([group_rule("9.9.9.0/24"), group_rule("0.0.0.0/0")], ["pass", "fail"]),
        ([group_rule("elsewhere"), group_rule(OTHER), group_rule(PIECE)], ["fail", "pass", "pass"]),
        ([group_rule("10.0.0.0/8"), group_rule(OTHER), group_rule(PIECE)], ["fail", "pass", "pass"]),
        (
            [("aws_security_group", {"id": "sg-1", "ingress": []}), group_rule(PIECE), group_rule(OTHER)],
            ["fail", "pass"],
        ),
        ([("aws_security_group", {"id": "sg-1", "ingress": [INLINE]}), group_rule(OTHER)], ["fail", "pass"]),
        ([("aws_security_group", {"id": "sg-2", "ingress": [INLINE]}), group_rule(OTHER)], ["pass", "pass"]),
        (
            [("aws_security_group", {"id": "sg-1"}, "ingress"), group_rule(PIECE), group_rule(OTHER)],
            ["fail", "pass", "pass"],
        ),
    ],
    ids=str,
)
def test_rules_of_one_group_are_judged_together_where_the_first_of_them_is(
    rules: list[Thing], right: list[str]
) -> None:
    assert verdicts("admin-ports-closed", *rules) == right


def of_some_group(cidr: str) -> Thing:
    values = {name: value for name, value in group_rule(cidr)[1].items() if name != "security_group_id"}
    return "aws_security_group_rule", values, "security_group_id"


@pytest.mark.parametrize(
    ("rules", "right"),
    [
        ([group_rule(PIECE), of_some_group(OTHER)], ["unknown", "pass"]),
        ([group_rule(PIECE), of_some_group("10.0.0.0/8")], ["pass", "pass"]),
        ([("aws_security_group", {"id": "sg-1", "ingress": [INLINE]}), of_some_group(OTHER)], ["unknown", "pass"]),
        ([("aws_security_group", {"id": "sg-1", "ingress": [INLINE]}), of_some_group("0.0.0.0/0")], ["pass", "fail"]),
        ([group_rule(PIECE), group_rule(OTHER), of_some_group(OTHER)], ["fail", "pass", "pass"]),
    ],
    ids=str,
)
def test_a_rule_that_may_be_of_a_group_leaves_it_undecided_where_it_would_open_it(
    rules: list[Thing], right: list[str]
) -> None:
    assert verdicts("admin-ports-closed", *rules) == right


@pytest.mark.parametrize(
    ("rules", "right"),
    [
        ([group_rule(PIECE, **TUNNEL), group_rule(OTHER, **TUNNEL)], ["fail", "pass"]),
        ([group_rule(PIECE, **ALL), group_rule(OTHER, **TUNNEL)], ["fail", "pass"]),
        ([group_rule(PIECE), group_rule(OTHER, **TUNNEL)], ["pass", "pass"]),
        ([group_rule(PIECE, **ALL), group_rule(OTHER, protocol="udp")], ["fail", "pass"]),
        ([group_rule(p, from_port=443, to_port=444) for p in (PIECE, OTHER)], ["fail", "pass"]),
        ([group_rule(p, from_port=443, to_port=443) for p in (PIECE, OTHER)], ["pass", "pass"]),
        ([group_rule(PIECE, from_port=1, to_port=9), group_rule(OTHER, from_port=9, to_port=12)], ["fail", "pass"]),
        ([group_rule(PIECE, from_port=1, to_port=8), group_rule(OTHER, from_port=9, to_port=12)], ["pass", "pass"]),
        ([group_rule(PIECE, from_port=79, to_port=80), group_rule(OTHER, from_port=80, to_port=81)], ["pass", "pass"]),
    ],
    ids=str,
)
def test_rules_are_together_where_they_open_the_same(rules: list[Thing], right: list[str]) -> None:
    assert verdicts("no-open-ingress", *rules) == right


def test_a_rule_that_is_open_by_itself_says_nothing_of_its_neighbours() -> None:
    found = finding("admin-ports-closed", group_rule("11.0.0.0/8"), group_rule("0.0.0.0/0"))
    assert found is not None
    assert found.message == "aws_security_group_rule.r1 opens SSH (22); it admits 0.0.0.0/0"


def deny(number: int, **more: Any) -> tuple[str, dict[str, Any]]:
    return "aws_network_acl_rule", ACL_RULE | {"rule_number": number, "rule_action": "deny"} | more


ACL = ("aws_network_acl", {"id": "acl-1"})
ALLOW = ("aws_network_acl_rule", ACL_RULE | {"rule_number": 100, "rule_action": "allow", "cidr_block": "0.0.0.0/0"})
EMBEDDED = {"cidr_block": "", "ipv6_cidr_block": "::ffff:0:0/96"}


@pytest.mark.parametrize(
    ("others", "right"),
    [
        ([ACL], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/0")], "pass"),
        ([ACL, deny(110, cidr_block="0.0.0.0/0")], "fail"),
        ([ACL, deny(100, cidr_block="0.0.0.0/0")], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/1"), deny(91, cidr_block="128.0.0.0/1")], "pass"),
        ([ACL, deny(90, cidr_block="0.0.0.0/1")], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/0", egress=True)], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/0", network_acl_id="acl-2")], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/0", protocol="udp")], "fail"),
        ([ACL, deny(90, cidr_block="0.0.0.0/0", protocol="-1", from_port=0, to_port=0)], "pass"),
        ([ACL, deny(90, **EMBEDDED)], "fail"),
        ([ACL, deny(90, cidr_block="elsewhere")], "unknown"),
        ([deny(90, cidr_block="0.0.0.0/0")], "pass"),
        ([], "unknown"),
        ([("aws_default_network_acl", {"id": "acl-1"})], "fail"),
    ],
    ids=str,
)
def test_the_first_rule_of_a_network_acl_that_fits_decides(others: list[tuple[str, Any]], right: str) -> None:
    assert verdict("admin-ports-closed", *others, ALLOW) == right


def allow(number: int, cidr: str) -> tuple[str, dict[str, Any]]:
    return "aws_network_acl_rule", ALLOW[1] | {"rule_number": number, "cidr_block": cidr}


def rdp(number: int, cidr: str) -> tuple[str, dict[str, Any]]:
    return "aws_network_acl_rule", allow(number, cidr)[1] | {"from_port": 3389, "to_port": 3389}


@pytest.mark.parametrize(
    ("rules", "right"),
    [
        ([allow(50, "0.0.0.0/0"), deny(60, cidr_block="0.0.0.0/0"), allow(99, "0.0.0.0/0")], ["fail", "pass", "pass"]),
        ([allow(50, PIECE), allow(99, OTHER)], ["fail", "pass"]),
        ([allow(50, PIECE), allow(99, OTHER), deny(40, cidr_block="0.0.0.0/0")], ["pass", "pass", "pass"]),
        ([allow(50, PIECE), allow(99, OTHER), deny(60, cidr_block="0.0.0.0/0")], ["pass", "pass", "pass"]),
        ([allow(50, PIECE), allow(99, OTHER), deny(100, cidr_block="0.0.0.0/0")], ["fail", "pass", "pass"]),
        ([allow(50, PIECE), allow(99, OTHER), deny(90, cidr_block="elsewhere")], ["unknown", "pass", "pass"]),
        ([deny(50, cidr_block=PIECE), allow(99, OTHER)], ["pass", "pass"]),
        ([allow(50, PIECE), rdp(99, OTHER), deny(90, cidr_block="elsewhere")], ["pass", "pass", "pass"]),
    ],
    ids=str,
)
def test_rules_of_one_network_acl_are_judged_together(rules: list[Thing], right: list[str]) -> None:
    assert verdicts("admin-ports-closed", ACL, *rules) == right


# A list that AWS manages holds the addresses of one of its services; another may hold anything.
@pytest.mark.parametrize(
    ("looked_up", "right"),
    [
        (("data.aws_ec2_managed_prefix_list", {"name": "com.amazonaws.us-east-1.s3"}, "entries"), "pass"),
        (("data.aws_ec2_managed_prefix_list", {"name": "com.amazonaws-offices"}, "entries"), "unknown"),
        (("data.aws_ec2_managed_prefix_list", {"entries": [{"cidr": "9.9.9.0/24"}]}, "name"), "pass"),
        (("data.aws_ec2_managed_prefix_list", {"entries": [{"cidr": "0.0.0.0/0"}]}, "name"), "fail"),
        (("data.aws_prefix_list", {"name": "com.amazonaws.us-east-1.s3"}, "cidr_blocks"), "pass"),
        (("data.aws_prefix_list", {"cidr_blocks": ["0.0.0.0/1", "128.0.0.0/1"]}, "name"), "fail"),
        (("data.aws_prefix_list", {}, "cidr_blocks"), "unknown"),
    ],
    ids=str,
)
def test_a_prefix_list_that_is_looked_up_is_what_it_holds(looked_up: Thing, right: str) -> None:
    kind, values, unknown = looked_up
    found = (kind, {"id": "pl-1"} | values, unknown)
    rule = ("aws_security_group_rule", GROUP_RULE | {"prefix_list_ids": ["pl-1"]})
    assert verdict("admin-ports-closed", found, rule) == right


def test_an_endpoint_is_public_where_nothing_is_said_of_it() -> None:
    assert verdict("admin-ports-closed", ("aws_eks_cluster", {"vpc_config": [{"subnet_ids": []}]})) == "fail"


STORE = ("aws_db_instance", {"vpc_security_group_ids": ["sg-1"]})
GROUP = ("aws_security_group", {"id": "sg-1", "ingress": []})


@pytest.mark.parametrize("unknown", ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"])
def test_a_store_is_undecided_whose_group_may_admit_networks(unknown: str) -> None:
    assert verdict("data-tier-closed", GROUP, ("aws_security_group_rule", GROUP_RULE, unknown), STORE) == "unknown"


def test_a_store_is_open_by_the_rule_that_is_known_beside_one_that_is_not() -> None:
    known, unknown = group_rule("10.0.0.0/8"), ("aws_security_group_rule", GROUP_RULE, "cidr_blocks")
    assert verdict("data-tier-closed", GROUP, unknown, known, STORE) == "fail"


def test_a_rule_that_may_be_of_the_group_of_a_store_does_not_hide_one_that_is() -> None:
    assert verdict("data-tier-closed", GROUP, of_some_group("10.0.0.0/8"), group_rule("10.0.0.0/8"), STORE) == "fail"


VPC = ("aws_vpc", {"id": "vpc-1"})
OF_VPC = ("aws_default_security_group", {"id": "sg-1", "vpc_id": "vpc-1", "ingress": [], "egress": []})
SOME_RULE = {k: v for k, v in GROUP_RULE.items() if k != "security_group_id"}


def test_a_rule_that_is_known_opens_a_default_group_again_beside_one_that_may_be_of_it() -> None:
    maybe = ("aws_security_group_rule", SOME_RULE, "security_group_id")
    assert verdict("default-security-group-closed", OF_VPC, maybe, group_rule("10.0.0.0/8"), VPC) == "fail"


def test_subnets_of_which_none_has_a_log_leave_nothing_open() -> None:
    assert verdict("flow-logs", ("aws_subnet", {}, "vpc_id"), VPC) == "fail"


BUCKET = ("aws_s3_bucket", {"bucket": "assets", "id": "assets"})
LOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
ON, OFF = dict.fromkeys(LOCKS, True), dict.fromkeys(LOCKS, False)
CALLER = ("data.aws_caller_identity", {"account_id": "123456789012"})


def of_bucket(**locks: bool) -> tuple[str, dict[str, Any]]:
    return "aws_s3_bucket_public_access_block", {"bucket": "assets"} | locks


def of_account(**more: Any) -> tuple[str, dict[str, Any]]:
    return "aws_s3_account_public_access_block", more


@pytest.mark.parametrize(
    ("blocks", "right"),
    [
        ([of_account(**ON)], "pass"),
        ([of_account(**ON | {"ignore_public_acls": False})], "fail"),
        ([of_account(**ON | {"ignore_public_acls": False}), of_bucket(**OFF | {"ignore_public_acls": True})], "pass"),
        ([of_account(**OFF), of_bucket(**ON)], "pass"),
        ([of_account(**OFF), of_bucket(**OFF)], "fail"),
        ([of_account(account_id="210987654321", **ON)], "unknown"),
        ([of_account(account_id="210987654321", **ON), of_bucket(**ON)], "pass"),
        ([of_account(account_id="210987654321", **OFF)], "fail"),
        ([CALLER, of_account(account_id="123456789012", **ON)], "pass"),
        ([CALLER, of_account(account_id="210987654321", **ON)], "unknown"),
        ([of_account(account_id=None, **ON)], "pass"),
        ([of_bucket(**ON), ("aws_s3_bucket_public_access_block", ON, "bucket")], "pass"),
        ([of_bucket(**OFF), ("aws_s3_bucket_public_access_block", ON, "bucket")], "unknown"),
    ],
    ids=str,
)
def test_a_bucket_is_locked_by_its_own_block_or_by_that_of_its_account(
    blocks: list[tuple[str, dict[str, Any]]], right: str
) -> None:
    assert verdict("s3-public-access-block", *blocks, BUCKET) == right


FORWARD = {"type": "forward", "target_group_arn": "target"}
TO_HTTPS = {"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}


def listener(*actions: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    return "aws_lb_listener", {"load_balancer_arn": "lb", "default_action": list(actions)} | more


@pytest.mark.parametrize(
    ("balancer", "right"),
    [
        (("aws_lb", {}), "fail"),
        (("aws_lb", {"internal": True}), ""),
        (("aws_lb", {"load_balancer_type": "network"}), ""),
        (("data.aws_lb", {"load_balancer_type": "application", "internal": False}), "fail"),
        (("data.aws_alb", {"load_balancer_type": "application", "internal": False}), "fail"),
        (("data.aws_lb", {"load_balancer_type": "application", "internal": True}), ""),
        (("data.aws_alb", {"load_balancer_type": "application"}, "internal"), "unknown"),
    ],
    ids=str,
)
def test_what_speaks_http_unless_told_otherwise_faces_the_internet_unless_told_otherwise(
    balancer: Thing, right: str
) -> None:
    kind, values, *unknown = balancer
    assert verdict("http-redirects", (kind, {"arn": "lb"} | values, *unknown), listener(FORWARD)) == right


@pytest.mark.parametrize(
    ("actions", "right"),
    [
        ([TO_HTTPS], "pass"),
        ([TO_HTTPS, FORWARD], "fail"),
        ([{"type": "redirect", "redirect": [{}]}], "fail"),
        ([{"type": "authenticate-cognito"}], "fail"),
    ],
    ids=str,
)
def test_every_action_of_a_listener_counts(actions: list[dict[str, Any]], right: str) -> None:
    assert verdict("http-redirects", ("aws_lb", {"arn": "lb"}), listener(*actions, protocol="HTTP")) == right


def test_a_listener_without_any_action_is_undecided() -> None:
    found = finding("http-redirects", ("aws_lb", {"arn": "lb"}), listener(protocol="HTTP"))
    assert found is not None
    assert found.cause is Cause.OUTSIDE_THE_PLAN


def test_a_load_balancer_is_one_of_applications_unless_told_otherwise() -> None:
    assert verdict("alb-drops-invalid-headers", ("aws_lb", {})) == "fail"
