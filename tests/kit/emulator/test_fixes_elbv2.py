"""Load balancers that keep what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


@pytest.fixture
def balancer(aws: Emulator) -> dict[str, Any]:
    """A network load balancer with a security group."""
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="a", Description="a", VpcId=vpc)["GroupId"]
    made = aws.client("elbv2").create_load_balancer(
        Name="a", Type="network", Scheme="internal", Subnets=[subnet], SecurityGroups=[group]
    )
    return dict(made["LoadBalancers"][0])


def told(aws: Emulator, arn: str) -> str:
    return str(aws.client("elbv2").describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0][PRIVATE_LINK])


@pytest.mark.fix("elbv2: a network load balancer keeps whether its groups hold for PrivateLink")
def test_the_groups_of_a_new_network_load_balancer_hold_for_private_link(aws: Emulator, balancer: Any) -> None:
    assert told(aws, balancer["LoadBalancerArn"]) == "on"


@pytest.mark.fix("elbv2: a network load balancer keeps whether its groups hold for PrivateLink")
def test_the_groups_of_a_network_load_balancer_can_leave_private_link_alone(aws: Emulator, balancer: Any) -> None:
    arn, groups = balancer["LoadBalancerArn"], balancer["SecurityGroups"]
    aws.client("elbv2").set_security_groups(LoadBalancerArn=arn, SecurityGroups=groups, **{PRIVATE_LINK: "off"})
    assert told(aws, arn) == "off"
