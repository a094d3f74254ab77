#!/usr/bin/env python3
"""Asks AWS whether what carries a system, and stands in Terraform's state, is there and works; says what it did not ask.

    terraform/scripts/verify-deployment.sh production [--stack indivillage] [--url https://www.example.com/health]

The state is that of the environment, as the root was initialised, or a file that `terraform show -json` wrote. Credentials
come from the environment, as for the AWS command line. How everything is set is not its question: `tfproof
verify-deployment` asks that, type by type.
Exit code 0: all that was asked works, and nothing that carries a system was left out; 1: something is missing, does not
work, or carries the system and is of a type that no call here asks for; 2: nothing could be asked.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

try:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    print("boto3 is missing: install python3-boto3, or 'pip install boto3'", file=sys.stderr)
    sys.exit(2)

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


def cluster(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("rds").describe_db_clusters(DBClusterIdentifier=values["cluster_identifier"])["DBClusters"]
    return unless(found["Status"], SERVING)


def serverless_cache(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("elasticache").describe_serverless_caches(ServerlessCacheName=values["name"])["ServerlessCaches"]
    return unless(found["Status"], {"available", "modifying"})


def proxy(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("rds").describe_db_proxies(DBProxyName=values["name"])["DBProxies"]
    return unless(found["Status"], {"available", "modifying"})


def http_api(client: Client, values: dict[str, Any]) -> str:
    client("apigatewayv2").get_api(ApiId=values["id"])
    return ""


def rest_api(client: Client, values: dict[str, Any]) -> str:
    client("apigateway").get_rest_api(restApiId=values["id"])
    return ""


def table(client: Client, values: dict[str, Any]) -> str:
    found = client("dynamodb").describe_table(TableName=values["name"])["Table"]
    return unless(found["TableStatus"], {"ACTIVE", "UPDATING"})


def kubernetes(client: Client, values: dict[str, Any]) -> str:
    found = client("eks").describe_cluster(name=values["name"])["cluster"]
    return unless(found["status"], {"ACTIVE", "UPDATING"})


def containers(client: Client, values: dict[str, Any]) -> str:
    (found,) = client("ecs").describe_clusters(clusters=[values["name"]])["clusters"] or [None]
    return "missing" if found is None else unless(found["status"], {"ACTIVE"})


def key(client: Client, values: dict[str, Any]) -> str:
    found = client("kms").describe_key(KeyId=values["key_id"])["KeyMetadata"]
    return unless(found["KeyState"], {"Enabled"})


def pool(client: Client, values: dict[str, Any]) -> str:
    client("cognito-idp").describe_user_pool(UserPoolId=values["id"])
    return ""


def secret(client: Client, values: dict[str, Any]) -> str:
    found = client("secretsmanager").describe_secret(SecretId=values["arn"])
    return "is being deleted" if found.get("DeletedDate") else ""


def topic(client: Client, values: dict[str, Any]) -> str:
    client("sns").get_topic_attributes(TopicArn=values["arn"])
    return ""


def stream(client: Client, values: dict[str, Any]) -> str:
    found = client("firehose").describe_delivery_stream(DeliveryStreamName=values["name"])
    return unless(found["DeliveryStreamDescription"]["DeliveryStreamStatus"], {"ACTIVE"})


#: How each type is asked for; the answer is what is wrong with it, or nothing.
CHECKS: dict[str, Callable[[Client, dict[str, Any]], str]] = {
    "aws_api_gateway_rest_api": rest_api,
    "aws_apigatewayv2_api": http_api,
    "aws_autoscaling_group": instances,
    "aws_cloudfront_distribution": distribution,
    "aws_cognito_user_pool": pool,
    "aws_db_instance": database,
    "aws_db_proxy": proxy,
    "aws_dynamodb_table": table,
    "aws_ecs_cluster": containers,
    "aws_ecs_service": service,
    "aws_efs_file_system": file_system,
    "aws_eks_cluster": kubernetes,
    "aws_elasticache_replication_group": cache,
    "aws_elasticache_serverless_cache": serverless_cache,
    "aws_kinesis_firehose_delivery_stream": stream,
    "aws_kms_key": key,
    "aws_lambda_function": function,
    "aws_lb": load_balancer,
    "aws_rds_cluster": cluster,
    "aws_rds_cluster_instance": database,
    "aws_s3_bucket": bucket,
    "aws_secretsmanager_secret": secret,
    "aws_sns_topic": topic,
    "aws_sqs_queue": queue,
}

#: A type with such a name holds data or answers somebody: without a call of its own it cannot be said that the system works.
CARRIES = re.compile(
    r"aws_\w*_(api|broker|cache|cluster|database|domain|file_system|instance|pool|queue|service|table|workspace)"
)
#: Called like that, and no more than settings or relations of others, or a place that people look into.
PARTS = {
    "aws_cognito_identity_pool",
    "aws_cognito_user_pool_domain",
    "aws_grafana_workspace",
    "aws_prometheus_workspace",
    "aws_rds_global_cluster",
    "aws_route_table",
}


def carries(kind: str) -> bool:
    """Whether a system does not work without what is of this type, as its name says."""
    return kind in CHECKS or (kind not in PARTS and CARRIES.fullmatch(kind) is not None)


def unless(state: str, good: set[str]) -> str:
    """Return what is wrong with a state, nothing where it is a good one."""
    return "" if state in good else f"is {state}"


def resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the resources of a module of a state and of all modules inside it."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def region_of(values: dict[str, Any], default: str) -> str:
    """Return the region that the state or an ARN names; a bucket is found from anywhere."""
    for name in ("arn", "id"):
        parts = str(values.get(name, "")).split(":")
        if len(parts) > 3 and parts[0] == "arn" and parts[3]:
            return parts[3]
    return values.get("region") or default


def managed(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what Terraform has made."""
    return [one for one in resources(state.get("values", {}).get("root_module", {})) if one["mode"] == "managed"]


def wrong(state: dict[str, Any], client: Callable[[str, str], Any], region: str) -> Iterator[tuple[str, str]]:
    """Yield address and reason of what is missing or does not work; the second element is empty for what is well."""
    for resource in managed(state):
        if not carries(resource["type"]):
            continue
        check, values = CHECKS.get(resource["type"]), resource["values"]
        if check is None:
            yield resource["address"], "carries the system, and no call here asks for its type"
            continue
        place = region_of(values, region)
        try:
            yield resource["address"], check(partial(client_in, client, place), values)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            yield resource["address"], f"{'may not be asked for' if 'Denied' in code else 'missing'} ({code})"
        except ValueError:  # the call answers, and of none
            yield resource["address"], "missing"


def client_in(client: Callable[[str, str], Any], place: str, name: str) -> Any:
    """Return the client of a service in a region."""
    return client(name, place)


class Unread(Exception):
    """The state cannot be read, so nothing can be asked."""


def has_workspaces(root: Path) -> bool:
    """Whether a root keeps each environment in a workspace; else the file of its backend names the environment."""
    return not list(root.glob("environments/*.s3.tfbackend"))


def state_of(stack: str, environment: str) -> dict[str, Any]:
    """Return the state of the environment, as Terraform shows it."""
    root = TERRAFORM / "stacks" / stack
    if not root.is_dir():
        raise Unread(f"there is no stack {stack}")
    environ = {**os.environ, "TF_WORKSPACE": environment}
    if not has_workspaces(root):
        del environ["TF_WORKSPACE"]
        remembered = root / ".terraform" / "terraform.tfstate"
        backend = json.loads(remembered.read_text()).get("backend", {}) if remembered.is_file() else {}
        key = backend.get("config", {}).get("key", "")
        if key != f"{stack}/{environment}/terraform.tfstate":
            raise Unread(f"{stack} is initialised for {key or 'nothing'}, and not for {environment}")
    asked = subprocess.run(
        ["terraform", f"-chdir={root}", "show", "-json"], env=environ, stdout=subprocess.PIPE, check=False
    )
    if asked.returncode:
        raise Unread(f"terraform does not show the state of {environment}: initialise {stack} as its page says")
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


def told(counted: Counter[str]) -> str:
    """Return types with their numbers, the most frequent first."""
    return ", ".join(f"{number} {kind}" for kind, number in counted.most_common())


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
    try:
        state = json.loads(given.state.read_text()) if given.state else state_of(given.stack, given.environment)
        answers = list(wrong(state, lambda name, place: boto3.client(name, region_name=place), given.region))
    except (Unread, OSError, ValueError, BotoCoreError) as error:
        print(f"nothing was asked: {error}", file=sys.stderr)
        return 2
    if given.url:
        answers.append((given.url, unanswered(given.url)))
    faults = [(address, reason) for address, reason in answers if reason]
    for address, reason in faults:
        print(f"{address}: {reason}")
    kinds = Counter(one["type"] for one in managed(state))
    print(f"asked: {told(Counter({k: n for k, n in kinds.items() if k in CHECKS})) or 'nothing'}")
    print(f"not asked: {told(Counter({k: n for k, n in kinds.items() if k not in CHECKS})) or 'nothing'}")
    print(
        f"{given.environment}: {len(answers) - len(faults)} of {len(answers)} that carry the system are there and work"
    )
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
