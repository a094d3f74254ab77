"""Makes in an emulator what examples take as given: a network, buckets of logs, keys, functions of others.

An example names such things by identifiers that nobody has. What is made has identifiers of its own, which then replace
those; what is known by its name alone keeps it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfproof.emulator.base import Emulator

_ZONES = "abcdef"
_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/of-others:1"

#: Makes one thing in the emulator and a VPC: by the name that the example has for it, and its place among its like.
#: Returns the identifier that it has there, which may be empty where the name stays.
_Maker = Callable[["Emulator", str, str, int], str]
#: What may be named, in the order in which it is made.
_MAKERS: list[tuple[str, _Maker]] = []


def made_beforehand(text: str, emulator: Emulator) -> dict[str, str]:
    """Make what the examples in a text take as given; return its identifiers by those that the examples name."""
    vpc: str = emulator.client("ec2").create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    made: dict[str, str] = {}
    for pattern, make in _MAKERS:
        for number, name in enumerate(sorted(set(re.findall(pattern, text)))):
            if own := make(emulator, vpc, name, number):
                made[name] = own
    return made


def _named(pattern: str) -> Callable[[_Maker], _Maker]:
    """Say what the names of the things look like that a function makes."""

    def note(maker: _Maker) -> _Maker:
        _MAKERS.append((pattern, maker))
        return maker

    return note


@_named(r'"(vpc-[0-9a-f]{8,})"')
def _vpc(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    return vpc


@_named(r'"(subnet-[0-9a-f]{8,})"')
def _subnet(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    zone = f"us-east-1{_ZONES[number % len(_ZONES)]}"
    block = f"10.99.{number}.0/24"
    answer = emulator.client("ec2").create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)
    return str(answer["Subnet"]["SubnetId"])


@_named(r'"(sg-[0-9a-f]{8,})"')
def _security_group(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    answer = emulator.client("ec2").create_security_group(GroupName=name[3:], Description=name, VpcId=vpc)
    return str(answer["GroupId"])


@_named(r'\bzone_id\s*=\s*"(Z\w+)"')
def _zone(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    zone = emulator.client("route53").create_hosted_zone(Name="example.com", CallerReference=name)
    return str(zone["HostedZone"]["Id"].rpartition("/")[2])


@_named(r'"(arn:aws:elasticloadbalancing:[^"]+:targetgroup/[^"]+)"')
def _target_group(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    group = emulator.client("elbv2").create_target_group(
        Name=name.rpartition("/")[2], Protocol="HTTP", Port=80, VpcId=vpc, TargetType="instance"
    )
    return str(group["TargetGroups"][0]["TargetGroupArn"])


@_named(r'\bbucket\s*=\s*"([\w.-]+)"')
def _bucket(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket=name)
    allowed = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    statements = [{**allowed, "Resource": f"arn:aws:s3:::{name}/*"}]
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Statement": statements}))
    return ""


@_named(r'"(arn:aws:kms:[^"]+:key/[^"]+)"')
def _key(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    return str(emulator.client("kms", name.split(":")[3]).create_key()["KeyMetadata"]["Arn"])


@_named(r"arn:aws:lambda:us-east-1:\d+:function:([\w-]+(?::[a-z]\w*)?)")
def _function(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    """Make a function, if it is not there yet, with an alias, if one is named."""
    function, _, alias = name.partition(":")
    functions, iam = emulator.client("lambda"), emulator.client("iam")
    if function not in {f["FunctionName"] for f in functions.list_functions()["Functions"]}:
        trust = json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}]})
        role = iam.create_role(RoleName=f"{function}-function", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        functions.create_function(FunctionName=function, Role=role, PackageType="Image", Code={"ImageUri": _IMAGE})
    if alias:
        version = functions.publish_version(FunctionName=function)["Version"]
        functions.create_alias(FunctionName=function, Name=alias, FunctionVersion=version)
    return ""


@_named(r'\bsource_log_group\s*=\s*"([^"]+)"')
def _log_group(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    emulator.client("logs").create_log_group(logGroupName=name)
    return ""


@_named(r'"(ou-[0-9a-z]{4,}-[0-9a-z]{8,})"')
def _organizational_unit(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    organizations = emulator.client("organizations")
    if not number:
        organizations.create_organization(FeatureSet="ALL")
    (root,) = organizations.list_roots()["Roots"]
    unit = organizations.create_organizational_unit(ParentId=root["Id"], Name=name)
    return str(unit["OrganizationalUnit"]["Id"])


@_named(r'\bcluster_identifier\s*=\s*"([\w-]+)"')
def _database_cluster(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    emulator.client("rds").create_db_cluster(
        DBClusterIdentifier=name, Engine="aurora-mysql", MasterUsername="dbadmin", ManageMasterUserPassword=True
    )
    return ""


@_named(r'"(arn:aws:acm:us-east-1:[^"]+)"')
def _certificate(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    return str(emulator.client("acm").request_certificate(DomainName="example.com")["CertificateArn"])


@_named(r'"arn:aws:ecs:[^"]+:cluster/([^"]+)"')
def _container_cluster(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    emulator.client("ecs").create_cluster(clusterName=name)
    return ""


@_named(r'"(arn:aws:elasticloadbalancing:[^"]+:(?:listener|loadbalancer)/[^"]+)"')
def _balancer(emulator: Emulator, vpc: str, name: str, number: int) -> str:
    """Make a load balancer, with a listener where one is named, under a name that no example gives."""
    ec2, elb = emulator.client("ec2"), emulator.client("elbv2")
    kind = "network" if "/net/" in name else "application"
    used = len(ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"])
    block = f"10.99.{used}.0/24"
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
    own = hashlib.sha256(name.encode()).hexdigest()[:16]
    arn = str(elb.create_load_balancer(Name=own, Type=kind, Subnets=[subnet])["LoadBalancers"][0]["LoadBalancerArn"])
    if ":loadbalancer/" in name:
        return arn
    protocol = "TCP" if kind == "network" else "HTTP"
    (group,) = elb.create_target_group(Name=own, Protocol=protocol, Port=80, VpcId=vpc)["TargetGroups"]
    forward = [{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}]
    made = elb.create_listener(LoadBalancerArn=arn, Protocol=protocol, Port=80, DefaultActions=forward)
    return str(made["Listeners"][0]["ListenerArn"])
