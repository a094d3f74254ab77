"""The scripts beside the stacks, run on an emulator as a person would run them."""

import json
import runpy
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from verifying import verified

from tfproof.emulator.moto import MotoEmulator
from tfproof.project.layout import Project
from tfproof.terraform.workspace import WorkingCopy

PROJECT = Project.find(Path(__file__))
SCRIPTS = PROJECT.root / "terraform" / "scripts"


@pytest.fixture(scope="module")
def moto():
    with MotoEmulator.start() as emulator:
        yield emulator


#: Answers as the AWS command line does, as far as the scripts ask it: a call with options, a query, and text.
AWS = """#!{python}
import sys
import boto3, jmespath
service, operation, *rest = sys.argv[1:]
options = dict(zip(rest[::2], rest[1::2]))
query, region, _ = (options.pop(f"--{{name}}") for name in ("query", "region", "output"))
given = {{"".join(word.capitalize() for word in name.strip("-").split("-")): value for name, value in options.items()}}
client = boto3.client({{"s3api": "s3"}}.get(service, service), region_name=region)
print(jmespath.search(query, getattr(client, operation.replace("-", "_"))(**given)))
"""

ACCOUNT, OTHER_ACCOUNT = "123456789012", "222222222222"


@pytest.fixture
def bootstrap(moto, planner, tmp_path):
    """Runs the script as in a fresh clone: in a copy of `terraform/` that is only told where the emulator is."""
    program = tmp_path / "bin" / "aws"
    program.parent.mkdir()
    program.write_text(AWS.format(python=sys.executable))
    program.chmod(0o755)

    def run(*arguments, copy=None, emulator=moto, code=0):
        if copy is None:
            with clone() as fresh:
                return run(*arguments, copy=fresh, emulator=emulator, code=code)
        environment = planner.toolchain.environment(emulator.endpoint)
        environment["PATH"] = f"{program.parent}:{environment['PATH']}"
        done = subprocess.run(
            [copy.root.parent / "scripts" / "bootstrap.sh", *arguments],
            cwd=copy.root.parent,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def clone():
        with WorkingCopy(PROJECT.root / "terraform" / "bootstrap", planner.toolchain, moto.endpoint) as copy:
            copy.isolate()
            (override,) = copy.root.glob("*_override.tf.json")
            settings = json.loads(override.read_text())
            del settings["terraform"]
            for provider in settings["provider"]["aws"]:
                del provider["access_key"], provider["secret_key"]
            override.write_text(json.dumps(settings))
            backend = (copy.source / "backend.tf").read_text()
            (copy.root / "backend.tf").write_text(backend.replace('"s3" {}', '"s3" {\n    use_path_style = true\n  }'))
            shutil.copytree(SCRIPTS, copy.root.parent / "scripts")
            yield copy

    run.clone = clone
    return run


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-STATE-002")
def test_the_bootstrap_makes_a_private_encrypted_bucket_with_versions_and_a_table_and_does_nothing_twice(
    bootstrap, moto
):
    first = bootstrap("-var=packages=true", '-var=tags={Owner="platform"}')
    name = f"terraform-state-{ACCOUNT}"
    assert first.endswith(name)
    s3 = moto.client("s3")
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].values())
    (rule,) = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    table = moto.client("dynamodb").describe_table(TableName="terraform-state-lock")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["LockID"]
    # Another clone, and nobody says again what was asked for: nothing changes, the bucket for packages least of all.
    assert "0 added, 0 changed, 0 destroyed" in bootstrap()
    assert "refused" in bootstrap("-var=packages=false", code=3)
    assert s3.get_bucket_versioning(Bucket=f"terraform-state-packages-{ACCOUNT}")["Status"] == "Enabled"


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-STATE-002")
def test_the_bootstrap_of_another_account_or_region_touches_nothing_of_the_first(bootstrap, moto):
    with (
        bootstrap.clone() as copy,
        MotoEmulator.start(settings={"MOTO_ACCOUNT_ID": OTHER_ACCOUNT}) as another,
    ):
        bootstrap(copy=copy)
        other = bootstrap(copy=copy, emulator=another)
        assert other.endswith(f"terraform-state-{OTHER_ACCOUNT}")
        assert "0 changed, 0 destroyed" in other
        west = bootstrap("--region", "us-west-2", copy=copy)
        assert west.endswith(f"terraform-state-us-west-2-{ACCOUNT}")
        assert "0 changed, 0 destroyed" in west
        assert not list(copy.root.glob("*.tfstate"))
        assert "0 added, 0 changed, 0 destroyed" in bootstrap(copy=copy)
    assert moto.client("s3").head_object(
        Bucket=f"terraform-state-us-west-2-{ACCOUNT}", Key="bootstrap/terraform.tfstate"
    )


@pytest.mark.emulator("enforces")
def test_a_bucket_of_which_no_state_is_known_is_not_made_again(bootstrap, moto):
    moto.client("s3").create_bucket(
        Bucket=f"terraform-state-eu-west-1-{ACCOUNT}", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    assert "no state of it" in bootstrap("--region", "eu-west-1", code=2)


@pytest.mark.emulator("enforces")
def test_a_state_in_a_file_never_overwrites_the_one_in_the_bucket(bootstrap, moto):
    name = f"terraform-state-eu-west-2-{ACCOUNT}"
    moto.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    moto.client("s3").put_object(Bucket=name, Key="bootstrap/terraform.tfstate", Body=b"{}")
    with bootstrap.clone() as copy:
        (copy.root / f"{name}.tfstate").write_text("{}")
        assert "would overwrite it" in bootstrap("--region", "eu-west-2", copy=copy, code=2)


def test_the_bootstrap_takes_no_option_that_could_lead_elsewhere(bootstrap):
    for argument in (
        "-destroy",
        "-auto-approve",
        "-var=name=other",
        "-var=region=us-west-2",
        "-target=module.packages",
    ):
        bootstrap(argument, code=2)


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


@pytest.fixture
def verify(moto, tmp_path):
    """Runs the script that verifies on resources, each given as type and values; returns its code and what it said."""

    def run(*entries):
        resources = [{"address": f"{kind}.this", "type": kind, "values": values} for kind, values in entries]
        return verified("staging", resources, moto.endpoint, tmp_path)

    return run


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-OPS-013")
def test_a_cluster_or_an_api_that_is_missing_is_found_and_what_nobody_asked_is_said(moto, verify):
    bucket = ("aws_s3_bucket", {"bucket": "verified"})
    moto.client("s3").create_bucket(Bucket="verified")
    west = moto.client("sqs", "us-west-2").create_queue(QueueName="in-the-west")["QueueUrl"]
    queue = ("aws_sqs_queue", {"arn": f"arn:aws:sqs:us-west-2:{ACCOUNT}:in-the-west", "url": west})
    code, said = verify(bucket, queue, ("aws_route", {}))
    assert (code, "asked: 1 aws_s3_bucket, 1 aws_sqs_queue\nnot asked: 1 aws_route" in said) == (0, True), said
    code, said = verify(
        bucket, ("aws_rds_cluster", {"cluster_identifier": "gone"}), ("aws_apigatewayv2_api", {"id": "gone"})
    )
    assert (code, [line.partition(":")[0] for line in said.splitlines()[:2]]) == (
        1,
        ["aws_rds_cluster.this", "aws_apigatewayv2_api.this"],
    ), said
    api = moto.client("apigatewayv2").create_api(Name="here", ProtocolType="HTTP")["ApiId"]
    moto.client("rds").create_db_cluster(
        DBClusterIdentifier="here", Engine="aurora-mysql", MasterUsername="master", MasterUserPassword="not-a-password"
    )
    code, said = verify(("aws_rds_cluster", {"cluster_identifier": "here"}), ("aws_apigatewayv2_api", {"id": api}))
    assert code == 0, said
