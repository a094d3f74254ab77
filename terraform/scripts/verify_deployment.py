#!/usr/bin/env python3
"""Asks AWS for everything that carries a system: whether what Terraform's state names is there, and works.

    terraform/scripts/verify-deployment.sh production [--stack indivillage] [--url https://www.example.com/health]

The state is read from the workspace of the environment, or from a file that `terraform show -json` wrote. Credentials come
from the environment, as for the AWS command line.
Exit code 0: all of it works; 1: something is missing or does not work; 2: the state names nothing to ask for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
TERRAFORM = Path(__file__).resolve().parent.parent

#: What RDS says of an instance that answers.
SERVING = {
    "available",
    "backing-up",
    "configuring-enhanced-monitoring",
    "maintenance",
    "modifying",
    "storage-optimization",
}


def load_balancer(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("elbv2").describe_load_balancers(LoadBalancerArns=[values["arn"]])["LoadBalancers"]
    return unless(found["State"]["Code"], {"active"})


def database(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("rds").describe_db_instances(DBInstanceIdentifier=values["identifier"])["DBInstances"]
    return unless(found["DBInstanceStatus"], SERVING)


def bucket(client: Client, values: dict[str, Any]) -> str:
    client("s3").head_bucket(Bucket=values["bucket"])
    return ""


def cache(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("elasticache").describe_replication_groups(ReplicationGroupId=values["replication_group_id"])[
        "ReplicationGroups"
    ]
    return unless(found["Status"], {"available", "snapshotting", "modifying"})


def instances(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[values["name"]])[
        "AutoScalingGroups"
    ] or [None]
    if found is None:
        return "missing"
    serving = sum(one["LifecycleState"] == "InService" for one in found["Instances"])
    return "" if serving >= found["MinSize"] else f"{serving} of at least {found['MinSize']} instances in service"


def service(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("ecs").describe_services(cluster=values["cluster"], services=[values["name"]])["services"] or [
        None
    ]
    if found is None or found["status"] == "INACTIVE":
        return "missing"
    running, wanted = found["runningCount"], found["desiredCount"]
    return "" if running >= wanted else f"{running} of {wanted} tasks running"


def function(client: Client, values: dict[str, Any]) -> str:
    found = client("lambda").get_function(FunctionName=values["function_name"])["Configuration"]
    return unless(found.get("State", "Active"), {"Active", "Inactive"})


def queue(client: Client, values: dict[str, Any]) -> str:
    client("sqs").get_queue_attributes(QueueUrl=values["url"], AttributeNames=["QueueArn"])
    return ""


def file_system(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("efs").describe_file_systems(FileSystemId=values["id"])["FileSystems"]
    return unless(found["LifeCycleState"], {"available", "updating"})


def distribution(client: Client, values: dict[str, Any]) -> str:
    found = client("cloudfront").get_distribution(Id=values["id"])["Distribution"]
    return "" if found["DistributionConfig"]["Enabled"] else "switched off"


#: How each type is asked for; the answer is what is wrong with it, or nothing.
CHECKS: dict[str, Callable[[Client, dict[str, Any]], str]] = {
    "aws_autoscaling_group": instances,
    "aws_cloudfront_distribution": distribution,
    "aws_db_instance": database,
    "aws_ecs_service": service,
    "aws_efs_file_system": file_system,
    "aws_elasticache_replication_group": cache,
    "aws_lambda_function": function,
    "aws_lb": load_balancer,
    "aws_s3_bucket": bucket,
    "aws_sqs_queue": queue,
}


def unless(state: str, good: set[str]) -> str:
    """Return what is wrong with a state, nothing where it is a good one."""
    return "" if state in good else f"is {state}"


def resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the resources of a module of a state and of all modules inside it."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def region_of(values: dict[str, Any], default: str) -> str:
    """Return the region that an ARN names; a bucket is found from anywhere."""
    parts = str(values.get("arn", "")).split(":")
    return parts[3] if len(parts) > 3 and parts[3] else default


def wrong(state: dict[str, Any], client: Callable[[str, str], Any], region: str) -> Iterator[tuple[str, str]]:
    """Yield address and reason of what is missing or does not work; the second element is empty for what is well."""
    for resource in resources(state.get("values", {}).get("root_module", {})):
        check = CHECKS.get(resource["type"]) if resource["mode"] == "managed" else None
        if check is None:
            continue
        values = resource["values"]
        place = region_of(values, region)
        try:
            yield resource["address"], check(lambda name, place=place: client(name, place), values)
        except ClientError as error:
            yield resource["address"], f"missing ({error.response['Error']['Code']})"


def state_of(stack: str, environment: str) -> dict[str, Any]:
    """Return the state of the environment's workspace, as Terraform shows it."""
    asked = subprocess.run(
        ["terraform", f"-chdir={TERRAFORM / 'stacks' / stack}", "show", "-json"],
        env={**os.environ, "TF_WORKSPACE": environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("environment", choices=("development", "staging", "production"))
    parser.add_argument("--stack", default="indivillage")
    parser.add_argument("--region", default="us-east-1", help="region of what carries none in its ARN")
    parser.add_argument(
        "--state", type=Path, help="a file that `terraform show -json` wrote, in place of the workspace"
    )
    parser.add_argument("--url", help="an address that has to answer with 200")
    given = parser.parse_args(arguments)
    state = json.loads(given.state.read_text()) if given.state else state_of(given.stack, given.environment)
    answers = list(wrong(state, lambda name, place: boto3.client(name, region_name=place), given.region))
    if given.url:
        answers.append((given.url, unanswered(given.url)))
    faults = [(address, reason) for address, reason in answers if reason]
    for address, reason in faults:
        print(f"{address}: {reason}")
    print(f"{given.environment}: {len(answers) - len(faults)} of {len(answers)} work")
    return 2 if not answers else 1 if faults else 0


def unanswered(url: str) -> str:
    """Return what is wrong with the answer of an address."""
    if not url.startswith(("http://", "https://")):
        return "is no address of the web"
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - seen above
            return "" if answer.status == 200 else f"answers {answer.status}"
    except OSError as error:
        return f"does not answer ({error})"


if __name__ == "__main__":
    sys.exit(main())
