"""The rules of docs/module-rules.md about policies, held by every module and every stack."""

import re
from pathlib import Path

import pytest

from tfproof.iam.callers import caller
from tfproof.iam.documents import parse_value
from tfproof.iam.evaluator import Outcome, Policies, Request, decide
from tfproof.iam.reading import document
from tfproof.iam.written import policy_statements
from tfproof.plans.values import is_unknown
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
ACCOUNT = "123456789012"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
DECLARED = {
    name: {b.labels[0] for b in read_directory(directory).of("resource")} for name, directory in PROJECT.modules.items()
}


#: Where the largest example is another one than grown: a public zone does not grow out of a private one.
LARGEST = {"dns-zone": "delegated"}


def each_declaring(resource_type):
    """The largest examples of the modules that declare a type."""
    return [
        pytest.param(id=name, marks=pytest.mark.plan(name, example=LARGEST.get(name, "grown")))
        for name, types in DECLARED.items()
        if resource_type in types
    ]


def test_the_partition_is_a_value():
    files = (f for f in (PROJECT.root / "terraform").glob("**/*.tf") if not {"examples", ".terraform"} & set(f.parts))
    assert [f"{f.relative_to(PROJECT.root)}" for f in files if "arn:aws:" in f.read_text()] == []


# The argument by which a policy names what it belongs to.
TARGETS = {
    "aws_api_gateway_rest_api_policy": "rest_api_id",
    "aws_backup_vault_policy": "backup_vault_name",
    "aws_cloudwatch_event_bus_policy": "event_bus_name",
    "aws_ecr_repository_policy": "repository",
    "aws_efs_file_system_policy": "file_system_id",
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_s3_bucket_policy": "bucket",
    "aws_secretsmanager_secret_policy": "secret_arn",
    "aws_sns_topic_policy": "arn",
    "aws_sqs_queue_policy": "queue_url",
}

# What the policy itself is made from: whoever is named in it cannot wait for it.
BEFORE_THE_POLICY = {
    ("iam-role", "principal_arn"),
    ("lambda-function", "principal_arn"),
    ("rds-postgres", "proxy_role_arn"),
    ("rds-proxy", "role_arn"),
    ("s3-bucket", "arn"),
    ("s3-bucket", "bucket_regional_domain_name"),
}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_an_output_is_known_once_the_policies_are_in_force(name):
    directory = read_directory(PROJECT.modules[name])
    policies = {
        ".".join(b.labels): target[0]
        for b in directory.of("resource")
        if b.labels[0] in TARGETS
        # What the caller names is no output of this module.
        if (target := re.match(r"aws_\w+\.\w+", b.attributes[TARGETS[b.labels[0]]].text))
    }
    early = {
        (output.labels[0], policy)
        for output in directory.of("output")
        for policy, target in policies.items()
        if (name, output.labels[0]) not in BEFORE_THE_POLICY
        and re.search(rf"\b{re.escape(target)}\b", output.attributes["value"].text)
        and policy not in getattr(output.attributes.get("depends_on"), "text", "")
    }
    assert early == set()


# Services that say for which account they take a role, by AWS's documentation of the role.
SAY_THE_ACCOUNT = {
    "ecs-tasks.amazonaws.com": "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    "monitoring.rds.amazonaws.com": "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
    "scheduler.amazonaws.com": "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
    "vpc-flow-logs.amazonaws.com": "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
}


def trusted_for_what_they_may_not_say(plan):
    """The roles and services whose trust hangs on a key of which nobody knows whether the service sends it."""
    return {
        (role.address, service)
        for role in plan.of("aws_iam_role")
        for statement in policy_statements(role, "assume_role_policy")
        for service in statement["Principal"].get("Service", [])
        for operator, keys in statement.get("Condition", {}).items()
        if service not in SAY_THE_ACCOUNT
        and not operator.endswith("IfExists")
        and any(key.lower().startswith("aws:source") for key in keys)
    }


@pytest.mark.parametrize((), each_declaring("aws_iam_role"))
def test_the_trust_of_a_module_hangs_on_no_key_that_the_service_may_not_send(plan):
    assert plan.of("aws_iam_role")
    assert trusted_for_what_they_may_not_say(plan) == set()


@pytest.mark.plan("social-flow")
def test_the_trust_of_the_stack_hangs_on_no_key_that_the_service_may_not_send(plan):
    assert plan.of("aws_iam_role")
    assert trusted_for_what_they_may_not_say(plan) == set()


ANYBODY = parse_value({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}, "what IAM allows")


def outcome(key, who, action, context):
    """What becomes of a call that IAM allows, by the policy of the key; what the context leaves out is not sent."""
    policy = document(key, "policy")
    unsent = {c.key.lower(): None for s in policy.statements for c in s.conditions}
    request = Request(caller(who), action, KEY, ACCOUNT, {**unsent, **context})
    return decide(request, Policies(identity=(ANYBODY,), resource=policy)).outcome


def keys_that_nobody_can_repair(plan):
    """The keys whose policy the account could not change."""
    somebody = f"arn:aws:iam::{ACCOUNT}:role/somebody"
    return [
        k.address for k in plan.of("aws_kms_key") if outcome(k, somebody, "kms:PutKeyPolicy", {}) is not Outcome.ALLOWED
    ]


@pytest.mark.parametrize((), each_declaring("aws_kms_key"))
def test_the_account_can_always_repair_the_key_of_a_module(plan):
    assert plan.of("aws_kms_key")
    assert keys_that_nobody_can_repair(plan) == []


@pytest.mark.plan("social-flow")
def test_the_account_can_always_repair_the_keys_of_the_stack(plan):
    assert len(plan.of("aws_kms_key")) >= 2
    assert keys_that_nobody_can_repair(plan) == []


# By which services a resource reaches its key on behalf of whoever makes or uses it, and with which call.
THROUGH = {
    "aws_backup_vault": ("kms_key_arn", ("backup",), "kms:CreateGrant"),
    "aws_db_instance": ("kms_key_id", ("rds",), "kms:CreateGrant"),
    "aws_dynamodb_table": ("server_side_encryption.0.kms_key_arn", ("dynamodb",), "kms:CreateGrant"),
    "aws_ebs_volume": ("kms_key_id", ("ec2",), "kms:CreateGrant"),
    "aws_ecr_repository": ("encryption_configuration.0.kms_key", ("ecr",), "kms:CreateGrant"),
    "aws_efs_file_system": ("kms_key_id", ("elasticfilesystem",), "kms:CreateGrant"),
    "aws_elasticache_replication_group": ("kms_key_id", ("dax", "elasticache"), "kms:CreateGrant"),
    "aws_elasticache_serverless_cache": ("kms_key_id", ("dax", "elasticache"), "kms:CreateGrant"),
    "aws_lambda_function": ("kms_key_arn", ("lambda",), "kms:CreateGrant"),
    "aws_rds_cluster": ("kms_key_id", ("rds",), "kms:CreateGrant"),
    "aws_s3_bucket_server_side_encryption_configuration": (
        "rule.*.apply_server_side_encryption_by_default.0.kms_master_key_id",
        ("s3",),
        "kms:GenerateDataKey",
    ),
    "aws_secretsmanager_secret": ("kms_key_id", ("secretsmanager",), "kms:GenerateDataKey"),
}


def region(user):
    """The region of a resource; an example leaves its provider to the caller, here us-east-1."""
    return user.region or "us-east-1"


def calls_through_services(user):
    path, services, action = THROUGH[user.type]
    for service in services:
        via = f"{service}.{region(user)}.amazonaws.com"
        yield path, f"arn:aws:iam::{ACCOUNT}:role/terraform", action, {"kms:viaservice": (via,)}


def calls_of_a_trail(user):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html"""
    arn = f"arn:aws:cloudtrail:{region(user)}:{ACCOUNT}:trail/{user['name']}"
    said = {"aws:sourcearn": (arn,), "aws:sourceaccount": (ACCOUNT,)}
    yield "kms_key_id", "cloudtrail.amazonaws.com", "kms:DescribeKey", said
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        context = {**said, "kms:encryptioncontext:aws:cloudtrail:arn": (arn,)}
        yield "kms_key_id", "cloudtrail.amazonaws.com", action, context


def calls_for_logs(place, resource, *contexts):
    arn = f"arn:aws:logs:{place}:{ACCOUNT}:{resource}"
    said = {"aws:sourcearn": (arn,), "aws:sourceaccount": (ACCOUNT,)}
    for context in contexts:
        for action in ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"):
            key = f"kms:encryptioncontext:{context}"
            yield "kms_key_id", f"logs.{place}.amazonaws.com", action, {**said, key: (arn,)}


def calls_of_a_log_group(user):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html

    Where the name follows from what is made first, as API Gateway's does, the key has to serve any name.
    """
    name = "any" if is_unknown(user["name"]) else user["name"]
    return calls_for_logs(region(user), f"log-group:{name}", "aws:logs:arn")


def calls_of_an_anomaly_detector(place):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection-KMS.html"""
    return calls_for_logs(place, "anomaly-detector:one", "aws:logs:arn", "aws-crypto-ec:aws:logs:arn")


def calls_of_publishers(user):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"""
    topic = f"arn:aws:sns:{region(user)}:{ACCOUNT}:{user['name']}"
    for policy in user.referred_by("aws_sns_topic_policy", "arn"):
        for statement in policy_statements(policy, "policy"):
            for service in statement["Principal"].get("Service", []):
                said = {} if service == "events.amazonaws.com" else {"aws:sourceaccount": (ACCOUNT,)}
                for action in ("kms:Decrypt", "kms:GenerateDataKey"):
                    context = {**said, "kms:encryptioncontext:aws:sns:topicarn": (topic,)}
                    yield "kms_master_key_id", service, action, context


def calls_of_senders(user):
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html"""
    queue = f"arn:aws:sqs:{region(user)}:{ACCOUNT}:{user['name']}"
    for policy in user.referred_by("aws_sqs_queue_policy", "queue_url"):
        for statement in policy_statements(policy, "policy"):
            for service in statement["Principal"].get("Service", []):
                (source, *_) = statement["Condition"]["ArnLike"]["aws:SourceArn"]
                for action in ("kms:Decrypt", "kms:GenerateDataKey"):
                    said = {"aws:sourcearn": (source,), "aws:sourceaccount": (ACCOUNT,)}
                    said["kms:encryptioncontext:aws:sqs:arn"] = (queue,)
                    yield "kms_master_key_id", service, action, said


CALLS = {
    **dict.fromkeys(THROUGH, calls_through_services),
    "aws_cloudtrail": calls_of_a_trail,
    "aws_cloudwatch_log_anomaly_detector": lambda user: calls_of_an_anomaly_detector(region(user)),
    "aws_cloudwatch_log_group": calls_of_a_log_group,
    "aws_sns_topic": calls_of_publishers,
    "aws_sqs_queue": calls_of_senders,
}


def asked_of_keys(plan):
    """Each call that a key is asked for on behalf of a resource, with what becomes of it."""
    return [
        (user.address, who, action, outcome(key, who, action, context))
        for user in plan.of(*CALLS)
        for path, who, action, context in CALLS[user.type](user)
        for key in user.refers_to(path, "aws_kms_key")
    ]


#: What social-flow has none of, or leaves without a key of its own; the other stacks have it.
ELSEWHERE = {
    "aws_cloudwatch_log_anomaly_detector",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_elasticache_serverless_cache",
    "aws_lambda_function",
    "aws_rds_cluster",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_sqs_queue",
}


EVERYWHERE = [
    pytest.param(id=f"{name}-{environment}", marks=pytest.mark.plan(name, environment=environment))
    for name in PROJECT.stacks
    for environment in PROJECT.environments(name)
]


@pytest.mark.parametrize((), EVERYWHERE)
def test_whatever_has_a_key_in_a_stack_may_use_it(plan):
    asked = asked_of_keys(plan)
    # A stack may leave its data to keys that are made elsewhere; then nothing is asked of a key of its own.
    assert asked or not plan.of("aws_kms_key")
    assert [call for call in asked if call[-1] is not Outcome.ALLOWED] == []


@pytest.mark.plan("social-flow")
def test_every_kind_of_call_is_asked_of_a_key(plan):
    assert {address.split(".")[-2] for address, *_ in asked_of_keys(plan)} >= set(CALLS) - ELSEWHERE


COMPOSITIONS = [
    name for name, place in PROJECT.compositions.items() if "modules/kms-key" in (place / "main.tf").read_text()
]


@pytest.mark.parametrize((), [pytest.param(id=name, marks=pytest.mark.plan(name)) for name in COMPOSITIONS])
def test_whatever_has_a_key_in_a_composition_may_use_it(plan):
    asked = asked_of_keys(plan)
    assert asked
    assert [call for call in asked if call[-1] is not Outcome.ALLOWED] == []


@pytest.mark.plan("kms-key", example="typical")
def test_the_example_of_a_key_for_logs_lets_anomaly_detectors_use_it(plan):
    key = plan.one("aws_kms_key")
    answers = [outcome(key, who, *call) for _, who, *call in calls_of_an_anomaly_detector("us-east-1")]
    assert answers == [Outcome.ALLOWED] * 6


WITH_ENDPOINTS = [name for name, types in DECLARED.items() if "aws_vpc_endpoint" in types]


@pytest.mark.parametrize((), [pytest.param(id=n, marks=pytest.mark.plan(n, example="typical")) for n in WITH_ENDPOINTS])
def test_what_passes_an_endpoint_stays_in_trusted_accounts_or_is_named(plan):
    """An endpoint without a policy lets everything pass."""
    statements = {e.address: policy_statements(e, "policy") for e in plan.of("aws_vpc_endpoint")}
    anywhere = [
        (address, statement["Sid"])
        for address, found in statements.items()
        for statement in found
        if "*" in statement["Resource"]
        and not {"aws:ResourceAccount", "aws:ResourceOrgID"}
        & set(statement.get("Condition", {}).get("StringEquals", {}))
    ]
    assert statements
    assert [address for address, found in statements.items() if not found] == []
    assert anywhere == []


@pytest.mark.parametrize((), each_declaring("aws_s3_bucket_policy"))
def test_the_policy_of_a_bucket_denies_tls_older_than_1_2(plan):
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"""
    without = {
        policy.address
        for policy in plan.of("aws_s3_bucket_policy")
        if not any(
            s["Effect"] == "Deny" and s.get("Condition", {}).get("NumericLessThan", {}).get("s3:TlsVersion") == ["1.2"]
            for s in policy_statements(policy, "policy")
        )
    }
    assert without == set()
