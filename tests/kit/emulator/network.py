"""A small network for tests that need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


def vpc_with_subnets(aws: Emulator, region: str = "us-east-1") -> tuple[str, list[str]]:
    """Make a VPC with a subnet in each of three zones; return the identifiers."""
    ec2 = aws.client("ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{region}{zone}")
        for n, zone in enumerate("abc")
    ]
    return vpc, [subnet["Subnet"]["SubnetId"] for subnet in subnets]
