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


def plan_of(*things: tuple[str, dict[str, Any]], unknown: tuple[str, ...] = ()) -> Plan:
    """Return the plan of these resources, each with its type and values; `unknown` are attributes of the last one."""
    planned, changes, configured = [], [], []
    for position, (kind, values) in enumerate(things):
        mode, kind_ = ("data", kind[5:]) if kind.startswith("data.") else ("managed", kind)
        entry = {"address": f"{kind}.r{position}", "mode": mode, "type": kind_, "name": f"r{position}"}
        later = dict.fromkeys(unknown if position == len(things) - 1 else (), True)
        planned.append({**entry, "values": values})
        changes.append({**entry, "change": {"actions": ["create"], "after": values, "after_unknown": later}})
        expressions = {name: {"constant_value": value} for name, value in values.items()}
        expressions |= {name: {"references": ["var.later"]} for name in later}
        configured.append({**entry, "expressions": expressions, "provider_config_key": "aws"})
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"root_module": {"resources": configured}},
        }
    )


def verdict(check: str, *things: tuple[str, dict[str, Any]], unknown: tuple[str, ...] = ()) -> str:
    """Return the verdict on the last of these things."""
    findings = judged(plan_of(*things, unknown=unknown), f"network.{check}").findings
    (found,) = (f for f in findings if f.address == f"{things[-1][0]}.r{len(things) - 1}")
    return str(found.verdict)


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


def test_a_rule_that_may_be_a_denial_leaves_the_pieces_beside_it_undecided() -> None:
    piece = ("aws_network_acl_rule", ALLOW[1] | {"cidr_block": "11.0.0.0/8", "rule_number": 101})
    other = ("aws_network_acl_rule", ALLOW[1] | {"cidr_block": "12.0.0.0/8"})
    maybe = deny(90, cidr_block="elsewhere")
    assert verdict("admin-ports-closed", ACL, maybe, other, piece) == "unknown"


# A list that AWS manages holds the addresses of one of its services; another may hold anything.
@pytest.mark.parametrize(
    ("kind", "values", "unknown", "right"),
    [
        ("data.aws_ec2_managed_prefix_list", {"name": "com.amazonaws.us-east-1.s3"}, "entries", "pass"),
        ("data.aws_ec2_managed_prefix_list", {"name": "com.amazonaws-offices"}, "entries", "unknown"),
        ("data.aws_ec2_managed_prefix_list", {"entries": [{"cidr": "9.9.9.0/24"}]}, "name", "pass"),
        ("data.aws_ec2_managed_prefix_list", {"entries": [{"cidr": "0.0.0.0/0"}]}, "name", "fail"),
        ("data.aws_prefix_list", {"name": "com.amazonaws.us-east-1.s3"}, "cidr_blocks", "pass"),
        ("data.aws_prefix_list", {"cidr_blocks": ["0.0.0.0/1", "128.0.0.0/1"]}, "name", "fail"),
        ("data.aws_prefix_list", {}, "cidr_blocks", "unknown"),
    ],
)
def test_a_prefix_list_that_is_looked_up_is_what_it_holds(
    kind: str, values: dict[str, Any], unknown: str, right: str
) -> None:
    rule = ("aws_security_group_rule", GROUP_RULE | {"prefix_list_ids": ["pl-1"]})
    found = plan_of(rule, (kind, {"id": "pl-1"} | values), unknown=(unknown,))
    assert [str(f.verdict) for f in judged(found, "network.admin-ports-closed").findings] == [right]


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
    ],
    ids=str,
)
def test_a_bucket_is_locked_by_its_own_block_or_by_that_of_its_account(
    blocks: list[tuple[str, dict[str, Any]]], right: str
) -> None:
    assert verdict("s3-public-access-block", *blocks, BUCKET) == right


def test_an_internal_load_balancer_that_is_looked_up_is_not_asked_to_redirect() -> None:
    balancer = ("data.aws_lb", {"arn": "lb", "internal": True, "load_balancer_type": "application"})
    forward = {"type": "forward", "target_group_arn": "target"}
    listener = ("aws_lb_listener", {"load_balancer_arn": "lb", "port": 80, "default_action": [forward]})
    findings = judged(plan_of(balancer, listener), "network.http-redirects").findings
    assert [str(f.verdict) for f in findings] == ["empty"]


def test_a_listener_without_any_action_is_undecided() -> None:
    listener = ("aws_lb_listener", {"load_balancer_arn": "lb", "protocol": "HTTP", "default_action": []})
    assert verdict("http-redirects", ("aws_lb", {"arn": "lb"}), listener) == "unknown"
