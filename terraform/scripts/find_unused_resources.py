#!/usr/bin/env python3
"""Lists what an account pays for and nobody uses. Deletes nothing unless it is told to, and then volumes only.

    python terraform/scripts/find_unused_resources.py [--region us-east-1] [--days 30] [--remove-volumes-after 30]

Volumes, addresses, snapshots and images; load balancers without a target, NAT gateways that no route leads to, and stopped
instances. With --remove-volumes-after an unattached volume is marked at the first run (tag UnusedSince) and deleted by the first
one that is so many days later, unless it was attached in between. Credentials come from the environment, as for the AWS command
line. Exit code 0: nothing was found; 1: something was.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

#: The tag that says since when a volume has been seen unattached.
MARK = "UnusedSince"


def unused(client: Any, before: datetime) -> Iterator[tuple[str, str, str]]:
    """Yield kind, identifier and reason of what nobody uses in EC2; of snapshots and images those made before a time."""
    for volume in pages(client, "describe_volumes", "Volumes", Filters=[{"Name": "status", "Values": ["available"]}]):
        yield "volume", volume["VolumeId"], f"{volume['Size']} GiB, attached to nothing"
    for address in client.describe_addresses()["Addresses"]:
        if "AssociationId" not in address:
            yield "address", address["AllocationId"], "given to nothing"
    images = list(pages(client, "describe_images", "Images", Owners=["self"]))
    running = {
        instance["ImageId"]
        for reservation in pages(client, "describe_instances", "Reservations")
        for instance in reservation["Instances"]
    }
    for image in images:
        if (
            image["ImageId"] not in running
            and datetime.fromisoformat(image["CreationDate"].replace("Z", "+00:00")) < before
        ):
            yield "image", image["ImageId"], f"no instance was started from it, made {image['CreationDate'][:10]}"
    of_images = {
        mapping["Ebs"].get("SnapshotId")
        for image in images
        for mapping in image["BlockDeviceMappings"]
        if "Ebs" in mapping
    }
    for snapshot in pages(client, "describe_snapshots", "Snapshots", OwnerIds=["self"]):
        if snapshot["SnapshotId"] not in of_images and snapshot["StartTime"] < before:
            yield "snapshot", snapshot["SnapshotId"], f"of no image, made {snapshot['StartTime']:%Y-%m-%d}"


def idle(ec2: Any, elbv2: Any) -> Iterator[tuple[str, str, str]]:
    """Yield kind, identifier and reason of what runs for nobody: load balancers, NAT gateways, stopped instances."""
    for balancer in pages(elbv2, "describe_load_balancers", "LoadBalancers"):
        groups = elbv2.describe_target_groups(LoadBalancerArn=balancer["LoadBalancerArn"])["TargetGroups"]
        if not any(
            elbv2.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
            for group in groups
        ):
            yield "load balancer", balancer["LoadBalancerName"], "no target in any of its groups"
    led_to = {
        route["NatGatewayId"]
        for table in pages(ec2, "describe_route_tables", "RouteTables")
        for route in table["Routes"]
        if "NatGatewayId" in route
    }
    for gateway in pages(ec2, "describe_nat_gateways", "NatGateways"):
        if gateway["State"] == "available" and gateway["NatGatewayId"] not in led_to:
            yield "NAT gateway", gateway["NatGatewayId"], "no route leads to it"
    stopped = [{"Name": "instance-state-name", "Values": ["stopped"]}]
    for reservation in pages(ec2, "describe_instances", "Reservations", Filters=stopped):
        for instance in reservation["Instances"]:
            yield "instance", instance["InstanceId"], "stopped, its volumes are paid for"


def remove_volumes(client: Any, now: datetime, grace: timedelta) -> Iterator[str]:
    """Delete the volumes that were marked as unattached longer than the grace ago; mark new ones, unmark used ones."""
    for volume in pages(client, "describe_volumes", "Volumes"):
        name = volume["VolumeId"]
        since = next((tag["Value"] for tag in volume.get("Tags", []) if tag["Key"] == MARK), None)
        if volume["State"] != "available":
            if since is not None:
                client.delete_tags(Resources=[name], Tags=[{"Key": MARK}])
        elif since is None:
            client.create_tags(Resources=[name], Tags=[{"Key": MARK, "Value": now.isoformat()}])
        elif datetime.fromisoformat(since) <= now - grace:
            client.delete_volume(VolumeId=name)
            yield name


def pages(client: Any, operation: str, member: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    """Yield the members of all pages of an answer."""
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page[member]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--days", type=int, default=30, help="leave out snapshots and images that are younger")
    parser.add_argument("--remove-volumes-after", type=int, metavar="DAYS", help="delete volumes unattached so long")
    given = parser.parse_args()
    now = datetime.now(UTC)
    ec2 = boto3.client("ec2", region_name=given.region)
    elbv2 = boto3.client("elbv2", region_name=given.region)
    found = 0
    for kind, name, reason in (*unused(ec2, now - timedelta(days=given.days)), *idle(ec2, elbv2)):
        print(f"{kind:<14}{name:<34}{reason}")
        found += 1
    if given.remove_volumes_after is not None:
        for name in remove_volumes(ec2, now, timedelta(days=given.remove_volumes_after)):
            print(f"{'deleted':<14}{name}")
    print(f"{found} found in {given.region}" if found else f"nothing is unused in {given.region}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
