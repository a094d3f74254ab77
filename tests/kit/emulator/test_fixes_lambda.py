"""Functions that keep what they are told."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

LOG = {"LogFormat": "JSON", "LogGroup": "/aws/lambda/worker"}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:undelivered"


def make_function(aws: Emulator, **settings: Any) -> None:
    role = aws.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("worker.py", "def handler(event, context): return event")
    aws.client("lambda").create_function(
        FunctionName="worker",
        Runtime="python3.13",
        Role=role,
        Handler="worker.handler",
        Code={"ZipFile": code.getvalue()},
        **settings,
    )


@pytest.mark.fix("lambda: a function tells where its log and its dead letters go")
def test_a_function_tells_where_its_log_and_its_dead_letters_go(aws: Emulator) -> None:
    make_function(aws, LoggingConfig=LOG, DeadLetterConfig={"TargetArn": QUEUE})
    found = aws.client("lambda").get_function_configuration(FunctionName="worker")
    assert (found["LoggingConfig"], found["DeadLetterConfig"]) == (LOG, {"TargetArn": QUEUE})


@pytest.mark.fix("lambda: a function tells where its log and its dead letters go")
def test_a_function_tells_where_its_log_goes_after_a_change(aws: Emulator) -> None:
    make_function(aws)
    client = aws.client("lambda")
    client.update_function_configuration(FunctionName="worker", LoggingConfig=LOG)
    assert client.get_function_configuration(FunctionName="worker")["LoggingConfig"] == LOG


@pytest.mark.fix("lambda: a mapping names the alias that it calls")
def test_a_mapping_names_the_alias_that_it_calls(aws: Emulator) -> None:
    make_function(aws)
    client = aws.client("lambda")
    version = client.publish_version(FunctionName="worker")["Version"]
    aliases = [
        client.create_alias(FunctionName="worker", Name=name, FunctionVersion=version)["AliasArn"]
        for name in ("live", "next")
    ]
    aws.client("sqs").create_queue(QueueName="orders")
    queue = "arn:aws:sqs:us-east-1:123456789012:orders"
    made = client.create_event_source_mapping(EventSourceArn=queue, FunctionName=aliases[0])
    changed = client.update_event_source_mapping(UUID=made["UUID"], FunctionName=aliases[1])
    assert [made["FunctionArn"], changed["FunctionArn"]] == aliases


@pytest.mark.fix("lambda: functions are kept ready")
def test_an_alias_is_kept_ready(aws: Emulator) -> None:
    make_function(aws, Publish=True)
    client = aws.client("lambda")
    client.create_alias(FunctionName="worker", Name="live", FunctionVersion="1")
    which = {"FunctionName": "worker", "Qualifier": "live"}
    client.put_provisioned_concurrency_config(**which, ProvisionedConcurrentExecutions=2)
    found = client.get_provisioned_concurrency_config(**which)
    assert (found["RequestedProvisionedConcurrentExecutions"], found["Status"]) == (2, "READY")
    client.delete_provisioned_concurrency_config(**which)
    with pytest.raises(client.exceptions.ProvisionedConcurrencyConfigNotFoundException):
        client.get_provisioned_concurrency_config(**which)


@pytest.mark.fix("lambda: functions are kept ready")
def test_only_what_exists_is_kept_ready(aws: Emulator) -> None:
    make_function(aws)
    client = aws.client("lambda")
    which = {"FunctionName": "worker", "Qualifier": "live"}
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.put_provisioned_concurrency_config(**which, ProvisionedConcurrentExecutions=2)
