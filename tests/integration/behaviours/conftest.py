"""Runs each behaviour on each emulator that can be had, and holds what it does against what was seen before.

`seen.yaml` says of each behaviour what an emulator does with it: it `enforces` it, it `accepts` whatever it is told, or it
`lacks` what AWS allows. A test that does otherwise than its row fails, so the row has to follow: what was seen lies in
`build/behaviours`, and `table.py` takes it over into `seen.yaml` and `docs/emulators.md`.
"""

from __future__ import annotations

import itertools
import json
import os
import uuid
from pathlib import Path

import pytest
import table
from botocore.exceptions import ClientError, HTTPClientError
from botocore.parsers import ResponseParserError
from performing import NotPerformed, Person, Queue, policy

from tfproof.emulator.choice import VARIABLE, start
from tfproof.emulator.ministack.driver import find

ROOT = Path(__file__).parents[3]
#: How a test ends that finds a behaviour which an emulator has not.
_ENDS = {"accepts": NotPerformed, "lacks": (ClientError, HTTPClientError, ResponseParserError)}


def emulators():
    """The emulator that is chosen; without a choice those that can be started here."""
    if chosen := os.environ.get(VARIABLE):
        return [chosen]
    return ["moto", *(["ministack"] if find(ROOT) else [])]


def pytest_generate_tests(metafunc):
    if "aws" in metafunc.fixturenames:
        seen = table.seen()["behaviours"].get(metafunc.function.__name__, {})
        metafunc.parametrize(
            "aws", [_case(name, seen.get(name)) for name in emulators()], indirect=True, scope="session"
        )


def _case(name, status):
    marks = [pytest.mark.xdist_group(f"behaviours-{name}")]
    if status in table.CLAIMS:
        marks.append(pytest.mark.emulator(status))
    if status in _ENDS:
        marks.append(pytest.mark.xfail(strict=True, raises=_ENDS[status], reason=f"{name} {status} it"))
    return pytest.param(name, id=name, marks=marks)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    name = getattr(item, "callspec", None) and item.callspec.params.get("aws")
    if name and call.when == "call":
        error = call.excinfo.value if call.excinfo else None
        status = next((s for s, kinds in _ENDS.items() if isinstance(error, kinds)), "enforces" if not error else "")
        if status:
            table.keep(name, item.function.__name__, status)
    return report


@pytest.fixture(scope="session")
def aws(request):
    with start(request.param, ROOT) as emulator:
        table.keep(request.param, "version", emulator.version)
        yield emulator


@pytest.fixture
def name():
    """A name that nothing else has."""
    return f"b-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def somebody(aws, name):
    """Makes users with keys of their own, each with the statements that it is given."""
    numbers, clients = itertools.count(), []

    def make(*statements):
        iam, user = aws.client("iam"), f"{name}-{next(numbers)}"
        arn = iam.create_user(UserName=user)["User"]["Arn"]
        iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=policy(*statements))
        key = iam.create_access_key(UserName=user)["AccessKey"]
        keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}

        def client(service):
            clients.append(aws.client_as(keys, service))
            return clients[-1]

        return Person(arn, client)

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def queue(aws, name):
    """Makes queues."""
    numbers, sqs = itertools.count(), aws.client("sqs")

    def make(**attributes):
        url = sqs.create_queue(QueueName=f"{name}-{next(numbers)}", Attributes=attributes)["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return Queue(sqs, url, found["Attributes"]["QueueArn"])

    return make


@pytest.fixture
def bucket(aws, name):
    """Makes buckets, each with an access block of its own (none without)."""
    numbers, s3 = itertools.count(), aws.client("s3")
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")

    def make(*, public=False, **settings):
        made = f"{name}-{next(numbers)}"
        s3.create_bucket(Bucket=made, **settings)
        s3.put_public_access_block(Bucket=made, PublicAccessBlockConfiguration=dict.fromkeys(switches, not public))
        return made

    return make


@pytest.fixture
def key(aws):
    """Makes keys; `statements` are added to one that lets the account administer, and nothing else."""
    kms = aws.client("kms")
    administering = ["kms:Create*", "kms:Describe*", "kms:Disable*", "kms:Get*", "kms:Put*", "kms:Schedule*"]

    def make(*statements):
        root = {"AWS": f"arn:aws:iam::{aws.account_id}:root"}
        administer = {"Effect": "Allow", "Principal": root, "Action": administering, "Resource": "*"}
        document = json.loads(policy(administer, *statements)) if statements else None
        given = {"Policy": json.dumps(document)} if document else {}
        return kms.create_key(**given)["KeyMetadata"]["KeyId"]

    return make
