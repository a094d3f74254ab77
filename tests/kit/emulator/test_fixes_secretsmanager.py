"""Secrets that are rotated by a function."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


def make_function(aws: Emulator) -> str:
    role = aws.client("iam").create_role(RoleName="rotation", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("rotation.py", "def handler(event, context): return event")
    made = aws.client("lambda").create_function(
        FunctionName="rotation",
        Runtime="python3.12",
        Role=role,
        Handler="rotation.handler",
        Code={"ZipFile": code.getvalue()},
    )
    return str(made["FunctionArn"])


@pytest.mark.fix("lambda: a function answers without being run")
def test_a_function_gives_its_event_back(aws: Emulator) -> None:
    answer = aws.client("lambda").invoke(FunctionName=make_function(aws), Payload=b'{"order": 1}')
    assert answer["Payload"].read() == b'{"order": 1}'


@pytest.mark.fix("secretsmanager: rotation can be set up for a secret that has no value yet")
def test_rotation_can_be_set_up_before_there_is_a_value(aws: Emulator) -> None:
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="database")
    function = make_function(aws)
    secrets.rotate_secret(
        SecretId="database",
        RotationLambdaARN=function,
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )
    found = secrets.describe_secret(SecretId="database")
    assert (found["RotationEnabled"], found["RotationLambdaARN"]) == (True, function)
    assert found["RotationRules"]["AutomaticallyAfterDays"] == 30


@pytest.mark.fix("secretsmanager: a copy has the key that was named for it")
def test_a_copy_has_its_own_key(aws: Emulator) -> None:
    secrets = aws.client("secretsmanager")
    key = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-0000-0000-0000-000000000000"
    secrets.create_secret(Name="copied", AddReplicaRegions=[{"Region": "us-west-2", "KmsKeyId": key}])
    (copy,) = secrets.describe_secret(SecretId="copied")["ReplicationStatus"]
    assert copy["KmsKeyId"] == key
