"""The scripts beside the stacks, run on an emulator as a person would run them."""

import runpy
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tfproof.emulator.moto import MotoEmulator
from tfproof.project.layout import Project
from tfproof.terraform.workspace import WorkingCopy

PROJECT = Project.find(Path(__file__))
SCRIPTS = PROJECT.root / "terraform" / "scripts"


@pytest.fixture(scope="module")
def moto():
    with MotoEmulator.start() as emulator:
        yield emulator


@pytest.fixture
def bootstrap(moto, planner, tmp_path):
    """Runs the script in a copy of `terraform/`, of which only providers and backend are set for the emulator."""
    with WorkingCopy(PROJECT.root / "terraform" / "bootstrap", planner.toolchain, moto.endpoint) as copy:
        copy.isolate()
        scripts = copy.root.parent / "scripts"
        shutil.copytree(SCRIPTS, scripts)

        def run(*arguments):
            return subprocess.run(
                [scripts / "bootstrap.sh", *arguments],
                cwd=scripts.parent,
                env=planner.toolchain.environment(moto.endpoint),
                capture_output=True,
                text=True,
                check=True,
            ).stdout

        yield run


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-STATE-002")
def test_the_bootstrap_makes_a_private_encrypted_bucket_with_versions_and_a_table_and_does_nothing_twice(
    bootstrap, moto
):
    first = bootstrap("-var=packages=true")
    name = "terraform-state-123456789012"
    assert first.endswith(name)
    s3 = moto.client("s3")
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].values())
    (rule,) = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    table = moto.client("dynamodb").describe_table(TableName="terraform-state-lock")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["LockID"]
    assert "0 added, 0 changed, 0 destroyed" in bootstrap("-var=packages=true")


@pytest.mark.emulator("enforces")
def test_what_nobody_uses_is_found_and_nothing_else(moto):
    ec2 = moto.client("ec2")
    unused = runpy.run_path(str(SCRIPTS / "find_unused_resources.py"))["unused"]
    soon = datetime.now(UTC) + timedelta(days=1)
    beforehand = {name for _, name, _ in unused(ec2, soon)}
    instance = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    free, attached = (ec2.create_volume(AvailabilityZone="us-east-1a", Size=8)["VolumeId"] for _ in range(2))
    ec2.attach_volume(VolumeId=attached, InstanceId=instance, Device="/dev/sdf")
    address, given = (ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(2))
    ec2.associate_address(AllocationId=given, InstanceId=instance)
    snapshot = ec2.create_snapshot(VolumeId=attached)["SnapshotId"]
    image = ec2.create_image(InstanceId=instance, Name="of-nobody")["ImageId"]
    found = {name: kind for kind, name, _ in unused(ec2, soon) if name not in beforehand}
    assert found.items() >= {free: "volume", address: "address", snapshot: "snapshot", image: "image"}.items()
    assert {attached, given} & found.keys() == set()
    long_ago = datetime.now(UTC) - timedelta(days=30)
    young = {name for _, name, _ in unused(ec2, long_ago)}
    assert {snapshot, image} & young == set()
