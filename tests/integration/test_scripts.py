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


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-COST-019")
def test_what_runs_for_nobody_is_found_and_nothing_else(moto):
    ec2, elbv2 = moto.client("ec2"), moto.client("elbv2")
    idle = runpy.run_path(str(SCRIPTS / "find_unused_resources.py"))["idle"]
    beforehand = {name for _, name, _ in idle(ec2, elbv2)}
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{n}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"][
            "SubnetId"
        ]
        for n, zone in enumerate("ab")
    ]
    running, stopped = (
        ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
        for _ in range(2)
    )
    ec2.stop_instances(InstanceIds=[stopped])
    for name in ("empty", "used"):
        balancer = elbv2.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        group = elbv2.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0][
            "TargetGroupArn"
        ]
        elbv2.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
        )
    elbv2.register_targets(TargetGroupArn=group, Targets=[{"Id": running}])
    lonely, led_to = (ec2.create_nat_gateway(SubnetId=subnets[0])["NatGateway"]["NatGatewayId"] for _ in range(2))
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=led_to)
    found = {name: kind for kind, name, _ in idle(ec2, elbv2) if name not in beforehand}
    assert found == {"empty": "load balancer", lonely: "NAT gateway", stopped: "instance"}


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-STO-020")
def test_a_volume_that_stays_unattached_is_removed_after_the_grace_period_and_no_sooner(moto):
    ec2 = moto.client("ec2")
    remove = runpy.run_path(str(SCRIPTS / "find_unused_resources.py"))["remove_volumes"]
    grace, day = timedelta(days=30), timedelta(days=1)
    begin = datetime.now(UTC)
    instance = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    free, used_again = (ec2.create_volume(AvailabilityZone="us-east-1a", Size=8)["VolumeId"] for _ in range(2))
    mine = {free, used_again}
    assert mine & set(remove(ec2, begin, grace)) == set()
    ec2.attach_volume(VolumeId=used_again, InstanceId=instance, Device="/dev/sdf")
    assert mine & set(remove(ec2, begin + grace - day, grace)) == set()
    ec2.detach_volume(VolumeId=used_again, InstanceId=instance, Device="/dev/sdf")
    assert mine & set(remove(ec2, begin + grace, grace)) == {free}
    there = {volume["VolumeId"] for volume in ec2.describe_volumes()["Volumes"]}
    assert mine & there == {used_again}


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-CDN-016")
def test_what_is_published_is_uploaded_and_exactly_the_changed_paths_are_forgotten(moto, tmp_path):
    s3, cloudfront = moto.client("s3"), moto.client("cloudfront")
    publish = runpy.run_path(str(SCRIPTS / "publish_content.py"))["publish"]
    s3.create_bucket(Bucket="published")
    distribution = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "publish",
            "Comment": "",
            "DefaultCacheBehavior": {"TargetOriginId": "s3", "ViewerProtocolPolicy": "redirect-to-https"},
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "s3",
                        "DomainName": "published.s3.amazonaws.com",
                        "S3OriginConfig": {"OriginAccessIdentity": ""},
                    }
                ],
            },
        }
    )["Distribution"]["Id"]
    (tmp_path / "css").mkdir()
    (tmp_path / "index.html").write_text("one")
    (tmp_path / "css" / "site.css").write_text("two")

    def published():
        changed, invalidation = publish(s3, cloudfront, tmp_path, "published", distribution, "static/")
        if not invalidation:
            return changed, []
        asked = cloudfront.get_invalidation(DistributionId=distribution, Id=invalidation)
        return changed, asked["Invalidation"]["InvalidationBatch"]["Paths"]["Items"]

    assert published() == (
        ["static/css/site.css", "static/index.html"],
        ["/static/css/site.css", "/static/index.html"],
    )
    assert published() == ([], [])
    (tmp_path / "index.html").write_text("three")
    assert published() == (["static/index.html"], ["/static/index.html"])
    assert s3.get_object(Bucket="published", Key="static/index.html")["ContentType"] == "text/html"
