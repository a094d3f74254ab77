#!/usr/bin/env python3
"""Lists what an account pays for and nobody uses: volumes, addresses, snapshots and images. Deletes nothing.

    python terraform/scripts/find_unused_resources.py [--region us-east-1] [--days 30]

Credentials come from the environment, as for the AWS command line. Exit code 0: nothing was found; 1: something was.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3


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


def pages(client: Any, operation: str, member: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    """Yield the members of all pages of an answer."""
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page[member]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--days", type=int, default=30, help="leave out snapshots and images that are younger")
    given = parser.parse_args()
    before = datetime.now(UTC) - timedelta(days=given.days)
    found = 0
    for kind, name, reason in unused(boto3.client("ec2", region_name=given.region), before):
        print(f"{kind:<10}{name:<26}{reason}")
        found += 1
    print(f"{found} found in {given.region}" if found else f"nothing is unused in {given.region}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
