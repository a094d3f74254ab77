#!/usr/bin/env python3
"""Publishes a folder of static files: uploads what is new or changed, and has CloudFront forget exactly these paths.

    python3 terraform/scripts/publish_content.py FOLDER BUCKET DISTRIBUTION [--prefix static/] [--wait]

Credentials come from the environment, as for the AWS command line. Nothing is deleted: an older page may name an older file.
"""

from __future__ import annotations

import argparse
import hashlib
import mimetypes
import sys
from pathlib import Path
from typing import Any

import boto3

#: Beyond so many paths everything below the prefix is forgotten: CloudFront works on 3000 paths of a distribution at once.
MOST_PATHS = 1000
#: The metadata of an object that says what it was made of. An ETag does not, where a KMS key encrypts.
DIGEST = "sha256"


def publish(
    s3: Any, cloudfront: Any, folder: Path, bucket: str, distribution: str, prefix: str = ""
) -> tuple[list[str], str]:
    """Upload what differs; return the paths, and the identifier of the invalidation (none where nothing differed)."""
    changed = [name for name, file in files(folder, prefix) if upload(s3, bucket, name, file)]
    if not changed:
        return [], ""
    paths = [f"/{name}" for name in changed] if len(changed) <= MOST_PATHS else [f"/{prefix}*"]
    reference = hashlib.sha256(
        "\n".join([*changed, *(digest(folder / c.removeprefix(prefix)) for c in changed)]).encode()
    )
    made = cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": reference.hexdigest(),
        },
    )
    return changed, made["Invalidation"]["Id"]


def files(folder: Path, prefix: str) -> list[tuple[str, Path]]:
    """Return name in the bucket and file of everything in a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(prefix + path.relative_to(folder).as_posix(), path) for path in found]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def upload(s3: Any, bucket: str, name: str, file: Path) -> bool:
    """Upload a file unless the bucket has it as it is; return whether it was uploaded."""
    wanted = digest(file)
    try:
        if s3.head_object(Bucket=bucket, Key=name)["Metadata"].get(DIGEST) == wanted:
            return False
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchKey", "NotFound"):
            raise
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    s3.put_object(Bucket=bucket, Key=name, Body=file.read_bytes(), ContentType=kind, Metadata={DIGEST: wanted})
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("bucket")
    parser.add_argument("distribution")
    parser.add_argument("--prefix", default="")
    parser.add_argument("--wait", action="store_true", help="until CloudFront has forgotten them everywhere")
    given = parser.parse_args()
    cloudfront = boto3.client("cloudfront")
    changed, invalidation = publish(
        boto3.client("s3"), cloudfront, given.folder, given.bucket, given.distribution, given.prefix
    )
    for name in changed:
        print(name)
    print(f"{len(changed)} published, invalidation {invalidation}" if changed else "nothing has changed")
    if invalidation and given.wait:
        cloudfront.get_waiter("invalidation_completed").wait(DistributionId=given.distribution, Id=invalidation)
    return 0


if __name__ == "__main__":
    sys.exit(main())
