"""Writes the newest snapshot of the database and the configuration into the bucket for backups.

Systems Manager runs this every night (backup.tf). The export itself goes on for hours after the script has ended.
"""

import contextlib
import json

import boto3


def handler(events, _context):
    """Start the export of the database, then copy the settings that are no secret, and the state where its bucket is named."""
    started = export_database(events)
    day = started["SnapshotTime"][:10]
    copied = copy_settings(events, f"configuration/{day}/parameters.json")
    if events["StateBucket"]:
        copied += copy_state(events, f"configuration/{day}/terraform.tfstate")
    return {**started, "Copied": copied}


def export_database(events):
    """Export the newest automated snapshot, once: another run on the same snapshot finds it done."""
    rds = boto3.client("rds")
    pages = rds.get_paginator("describe_db_snapshots").paginate(
        DBInstanceIdentifier=events["Database"], SnapshotType="automated"
    )
    snapshots = [s for page in pages for s in page["DBSnapshots"] if s["Status"] == "available"]
    newest = max(snapshots, key=lambda snapshot: snapshot["SnapshotCreateTime"])
    name = f"{events['Database']}-{newest['SnapshotCreateTime']:%Y%m%d-%H%M}"
    with contextlib.suppress(rds.exceptions.ExportTaskAlreadyExistsFault):
        rds.start_export_task(
            ExportTaskIdentifier=name,
            IamRoleArn=events["ExportRole"],
            KmsKeyId=events["Key"],
            S3BucketName=events["Bucket"],
            S3Prefix="database",
            SourceArn=newest["DBSnapshotArn"],
        )
    return {"Export": name, "SnapshotTime": newest["SnapshotCreateTime"].isoformat()}


def copy_settings(events, key):
    """Write the parameters of the system as one document, without those that are secret."""
    pages = (
        boto3.client("ssm")
        .get_paginator("get_parameters_by_path")
        .paginate(Path=events["SettingsPath"], Recursive=True)
    )
    settings = {p["Name"]: p["Value"] for page in pages for p in page["Parameters"] if p["Type"] != "SecureString"}
    body = json.dumps(settings, indent=2, sort_keys=True)
    boto3.client("s3").put_object(Bucket=events["Bucket"], Key=key, Body=body.encode())
    return [key]


def copy_state(events, key):
    """Copy the state of this environment as it is now."""
    source = {"Bucket": events["StateBucket"], "Key": events["StateKey"]}
    boto3.client("s3").copy_object(Bucket=events["Bucket"], Key=key, CopySource=source)
    return [key]
