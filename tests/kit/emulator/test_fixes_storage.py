"""S3, SQS, KMS and Route 53."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CONFIGURATIONS = pytest.mark.parametrize(
    ("call", "element", "config"),
    [
        ("metrics", "MetricsConfiguration", {"Id": "all", "Filter": {"Prefix": "videos/"}}),
        (
            "inventory",
            "InventoryConfiguration",
            {
                "Id": "all",
                "IsEnabled": True,
                "IncludedObjectVersions": "All",
                "Schedule": {"Frequency": "Daily"},
                "OptionalFields": ["Size", "EncryptionStatus"],
                "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::inventory", "Format": "CSV"}},
            },
        ),
        (
            "intelligent_tiering",
            "IntelligentTieringConfiguration",
            {"Id": "all", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]},
        ),
        (
            "analytics",
            "AnalyticsConfiguration",
            {"Id": "all", "StorageClassAnalysis": {}},
        ),
    ],
)


@pytest.mark.fix("s3: inventory, metrics, tiering and analytics configurations are kept")
@CONFIGURATIONS
def test_deleting_a_configuration_leaves_the_bucket(
    aws: Emulator, call: str, element: str, config: dict[str, Any]
) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="videos")

    def do(verb: str, **arguments: Any) -> Any:
        return getattr(s3, f"{verb}_bucket_{call}_configuration")(Bucket="videos", Id="all", **arguments)

    do("put", **{element: config})
    assert do("get")[element] == config
    assert getattr(s3, f"list_bucket_{call}_configurations")(Bucket="videos")[f"{element}List"] == [config]
    do("delete")
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchConfiguration") as missing:
        do("get")
    assert missing.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    s3.head_bucket(Bucket="videos")


@pytest.mark.fix("s3: a bucket tells whether its events go to EventBridge")
def test_a_bucket_tells_that_its_events_go_to_eventbridge(aws: Emulator) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="videos")
    s3.put_bucket_notification_configuration(
        Bucket="videos", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket="videos")


@pytest.mark.fix("s3: replication rules are read as they were put")
def test_a_replication_rule_is_read_as_it_was_put(aws: Emulator) -> None:
    s3 = aws.client("s3")
    for bucket in ("videos", "replica"):
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    rule = {
        "ID": "everything",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": "videos/"},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "Destination": {
            "Bucket": "arn:aws:s3:::replica",
            "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws:kms:us-east-1:123456789012:key/k"},
            "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
        },
    }
    config = {"Role": "arn:aws:iam::123456789012:role/replication", "Rules": [rule]}
    s3.put_bucket_replication(Bucket="videos", ReplicationConfiguration=config)
    assert s3.get_bucket_replication(Bucket="videos")["ReplicationConfiguration"] == config
    s3.delete_bucket_replication(Bucket="videos")
    with pytest.raises(s3.exceptions.ClientError, match="ReplicationConfigurationNotFoundError"):
        s3.get_bucket_replication(Bucket="videos")


def log_to(aws: Emulator, statement: dict[str, Any]) -> None:
    """Switch on access logs to a bucket whose policy has one statement."""
    s3 = aws.client("s3")
    for bucket in ("videos", "logs"):
        s3.create_bucket(Bucket=bucket)
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket="logs", Policy=json.dumps(policy))
    target = {"TargetBucket": "logs", "TargetPrefix": "s3/videos/"}
    s3.put_bucket_logging(Bucket="videos", BucketLoggingStatus={"LoggingEnabled": target})
    assert s3.get_bucket_logging(Bucket="videos")["LoggingEnabled"] == target


@pytest.mark.fix("s3: the permission to write access logs may be in any statement")
@pytest.mark.parametrize(
    "given",
    [
        {"Resource": ["arn:aws:s3:::logs/*"]},
        {"Resource": "arn:aws:s3:::logs/s3/*"},
        {"Action": ["s3:*"]},
        {"Principal": {"Service": ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"]}},
    ],
    ids=["listed-resource", "folder", "wildcard-action", "listed-principal"],
)
def test_access_logs_are_accepted_with_any_spelling_of_the_permission(aws: Emulator, given: dict[str, Any]) -> None:
    log_to(aws, {**PERMISSION, **given})


PERMISSION = {
    "Effect": "Allow",
    "Principal": {"Service": "logging.s3.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::logs/*",
}


@pytest.mark.parametrize(
    "given",
    [
        {"Resource": "arn:aws:s3:::logs/elsewhere/*"},
        {"Effect": "Deny"},
        {"Action": "s3:GetObject"},
        {"Principal": {"Service": "delivery.logs.amazonaws.com"}},
    ],
    ids=["another-folder", "denied", "another-action", "another-principal"],
)
def test_access_logs_without_permission_are_refused(aws: Emulator, given: dict[str, Any]) -> None:
    with pytest.raises(aws.client("s3").exceptions.ClientError, match="InvalidTargetBucketForLogging"):
        log_to(aws, {**PERMISSION, **given})


@pytest.mark.fix("s3: who comes with TLS is not refused by a policy that refuses those without it")
def test_objects_of_a_bucket_that_refuses_plain_connections_are_reached(aws: Emulator) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="tls-only")
    refusal = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "arn:aws:s3:::tls-only/*"}

    def refuse(**condition: Any) -> None:
        statement = {**refusal, "Condition": condition} if condition else refusal
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        s3.put_bucket_policy(Bucket="tls-only", Policy=json.dumps(policy))

    for condition in ({"Bool": {"aws:SecureTransport": "false"}}, {"NumericLessThan": {"s3:TlsVersion": "1.2"}}):
        refuse(**condition)
        s3.put_object(Bucket="tls-only", Key="one", Body=b"1")
        assert s3.get_object(Bucket="tls-only", Key="one")["Body"].read() == b"1"
        assert json.loads(s3.get_bucket_policy(Bucket="tls-only")["Policy"])["Statement"][0]["Condition"] == condition
    refuse()
    with pytest.raises(aws.client("s3").exceptions.ClientError, match="403"):
        s3.head_object(Bucket="tls-only", Key="one")


def make_queue(aws: Emulator, name: str, **attributes: str) -> str:
    url: str = aws.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url


def attributes_of(aws: Emulator, url: str, *names: str) -> dict[str, str]:
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=list(names))
    found: dict[str, str] = answer.get("Attributes", {})
    return found


DEAD_LETTERS = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 4}


@pytest.mark.fix("sqs: a redrive policy is read without blanks")
def test_a_redrive_policy_is_compact(aws: Emulator) -> None:
    make_queue(aws, "dead")
    compact = json.dumps(DEAD_LETTERS, separators=(",", ":"))
    url = make_queue(aws, "work", RedrivePolicy=compact)
    assert attributes_of(aws, url, "RedrivePolicy") == {"RedrivePolicy": compact}


def test_a_redrive_policy_can_be_taken_away(aws: Emulator) -> None:
    make_queue(aws, "dead")
    url = make_queue(aws, "work", RedrivePolicy=json.dumps(DEAD_LETTERS))
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert attributes_of(aws, url, "RedrivePolicy") == {}


@pytest.mark.fix("sqs: a redrive allow policy is kept")
def test_a_queue_tells_who_may_redrive_to_it(aws: Emulator) -> None:
    policy = json.dumps({"redrivePermission": "denyAll"})
    url = make_queue(aws, "dead", RedriveAllowPolicy=policy)
    assert attributes_of(aws, url, "RedriveAllowPolicy") == {"RedriveAllowPolicy": policy}
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": ""})
    assert attributes_of(aws, url, "RedriveAllowPolicy") == {}


@pytest.mark.fix("sqs: a change of another attribute leaves the policy alone")
def test_a_policy_outlives_a_change_of_another_attribute(aws: Emulator) -> None:
    policy = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]}
    url = make_queue(aws, "work", Policy=json.dumps(policy))
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "1"})
    assert json.loads(attributes_of(aws, url, "Policy")["Policy"])["Statement"] == policy["Statement"]


@pytest.mark.fix("kms: the rotation period of a key is kept")
@pytest.mark.parametrize(("given", "kept"), [({"RotationPeriodInDays": 180}, 180), ({}, 365)])
def test_a_rotation_period_is_told(aws: Emulator, given: dict[str, int], kept: int) -> None:
    kms = aws.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert "RotationPeriodInDays" not in kms.get_key_rotation_status(KeyId=key)
    kms.enable_key_rotation(KeyId=key, **given)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == kept


@pytest.mark.fix("route53: a zone made with a VPC is private")
def test_a_zone_with_a_vpc_is_private(aws: Emulator) -> None:
    client = aws.client("route53")
    vpc = {"VPCRegion": "us-east-1", "VPCId": vpc_with_subnets(aws)[0]}
    made = client.create_hosted_zone(Name="internal", CallerReference="once", VPC=vpc)["HostedZone"]["Id"]
    zone = client.get_hosted_zone(Id=made)
    assert zone["HostedZone"]["Config"]["PrivateZone"] is True
    assert zone["VPCs"] == [vpc]
