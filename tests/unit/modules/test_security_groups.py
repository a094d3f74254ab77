"""The module security-groups: named groups and the rules between them."""

from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

GROUPS = {"app": {"description": "Application"}, "database": {"description": "Database"}}


@pytest.mark.plan("security-groups", example="typical")
def test_groups_are_named_after_their_keys(plan):
    assert [group["name"] for group in plan.of("aws_security_group")] == [
        "shop-production-alb",
        "shop-production-app",
        "shop-production-database",
    ]


@pytest.mark.plan("security-groups", example="minimal")
def test_a_group_without_rules_receives_nothing(plan):
    assert plan.of("aws_vpc_security_group_ingress_rule") == []


@pytest.mark.plan("security-groups", example="minimal")
def test_a_group_without_rules_sends_nothing(plan):
    assert plan.of("aws_vpc_security_group_egress_rule") == []


@pytest.mark.plan("security-groups", example="typical")
def test_a_rule_refers_to_the_group_that_it_admits(plan):
    rule = plan.resource('module.security_groups.aws_vpc_security_group_ingress_rule.this["database-from-app"]')
    groups = rule.refers_to("referenced_security_group_id", "aws_security_group")
    assert [group.index for group in groups] == ["app"]


@pytest.mark.plan("security-groups", example="typical")
def test_a_rule_can_admit_a_group_from_outside(plan):
    rule = plan.resource('module.security_groups.aws_vpc_security_group_ingress_rule.this["database-from-bastion"]')
    assert rule["referenced_security_group_id"] == "sg-0123456789abcdef0"


@pytest.mark.plan("security-groups", example="typical")
def test_a_rule_without_to_port_opens_one_port(plan):
    rule = plan.resource('module.security_groups.aws_vpc_security_group_ingress_rule.this["app-from-alb"]')
    assert (rule["from_port"], rule["to_port"]) == (8000, 8000)


@pytest.mark.plan("security-groups", example="typical")
def test_every_rule_has_a_description(plan):
    rules = plan.of("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    assert all(rule["description"] for rule in rules)


@pytest.mark.plan("security-groups", example="typical")
def test_all_outbound_traffic_can_be_allowed(plan):
    rule = plan.resource('module.security_groups.aws_vpc_security_group_egress_rule.this["app-to-anywhere"]')
    assert (rule["ip_protocol"], rule["cidr_ipv4"], rule.get("from_port")) == ("-1", "0.0.0.0/0", None)


@pytest.mark.plan(
    "security-groups",
    example="minimal",
    open_ports=[8443],
    ingress_rules={"tls": {"group": "database", "description": "TLS", "from_port": 8443, "cidr_ipv4": "0.0.0.0/0"}},
)
def test_a_named_port_can_be_opened_to_the_internet(plan):
    assert plan.one("aws_vpc_security_group_ingress_rule")["from_port"] == 8443


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    ingress_rules={"ssh": {"group": "database", "description": "SSH", "from_port": 22, "cidr_ipv4": "0.0.0.0/0"}},
    match="may be open to the whole internet",
)
def test_ssh_from_the_internet_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    ingress_rules={"ssh": {"group": "database", "description": "SSH", "from_port": 22, "cidr_ipv6": "::/0"}},
    match="may be open to the whole internet",
)
def test_ssh_from_the_internet_over_ipv6_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    ingress_rules={
        "range": {
            "group": "database",
            "description": "A range",
            "from_port": 80,
            "to_port": 443,
            "cidr_ipv4": "0.0.0.0/0",
        }
    },
    match="may be open to the whole internet",
)
def test_a_range_of_ports_from_the_internet_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    ingress_rules={"all": {"group": "database", "description": "All", "ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"}},
    match="may be open to the whole internet",
)
def test_all_traffic_from_the_internet_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    ingress_rules={
        "typo": {"group": "databse", "description": "A typo", "from_port": 5432, "cidr_ipv4": "10.0.0.0/16"}
    },
    match="must be keys of groups",
)
def test_a_rule_of_an_unknown_group_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    groups=GROUPS,
    ingress_rules={
        "both": {
            "group": "database",
            "description": "Two sources",
            "from_port": 5432,
            "cidr_ipv4": "10.0.0.0/16",
            "referenced_group": "app",
        }
    },
    match="exactly one of cidr_ipv4",
)
def test_a_rule_with_two_sources_is_refused(refusal):
    assert refusal.variable == "ingress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    egress_rules={"none": {"group": "database", "description": "No destination", "from_port": 443}},
    match="exactly one of cidr_ipv4",
)
def test_a_rule_without_destination_is_refused(refusal):
    assert refusal.variable == "egress_rules"


@pytest.mark.refused(
    "security-groups",
    example="minimal",
    egress_rules={"no-port": {"group": "database", "description": "No port", "cidr_ipv4": "10.0.0.0/16"}},
    match="needs from_port",
)
def test_a_rule_without_port_is_refused(refusal):
    assert refusal.variable == "egress_rules"


@pytest.mark.plan("security-groups", example="minimal")
def test_what_a_group_is_for_is_in_a_tag_that_can_change(plan):
    group = plan.one("aws_security_group")
    assert group.tags["Description"] == group["description"]


def test_another_description_replaces_no_group():
    group = read_directory(Project.find(Path(__file__)).modules["security-groups"]).find(
        "resource", "aws_security_group", "this"
    )
    (lifecycle,) = group.nested("lifecycle")
    assert lifecycle.attributes["ignore_changes"].text == "[description]"
