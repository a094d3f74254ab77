"""The table of calls: each is an operation that only reads, and says of a type what the type has."""

import re
from functools import cache

import boto3
import jmespath
import pytest
from botocore import xform_name

from tfproof.checks import registry
from tfproof.observed import load_calls
from tfproof.plans.schema import Schema

KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
SESSION = boto3.session.Session(**KEYS, region_name="us-east-1")
CALLS = [pytest.param(kind, call, id=f"{kind}-{call.name}") for kind, calls in load_calls().items() for call in calls]


@cache
def model_of(service):
    return SESSION.client(service).meta.service_model


def operation(call):
    model = model_of(call.service)
    names = {xform_name(name): name for name in model.operation_names}
    return model.operation_model(names[call.operation])


def expressions(call):
    return [call.pick, call.failures, *(at for at, _ in call.attributes.values())]


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_it_only_reads(kind, call):
    assert re.match(r"(describe|get|list|batch_get)_", call.operation)


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_it_gives_what_the_operation_takes(kind, call):
    shape = operation(call).input_shape
    members, required = (set(shape.members), set(shape.required_members)) if shape else (set(), set())
    assert call.parameters.keys() - members == set()
    assert required - call.parameters.keys() == set()


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_it_speaks_of_attributes_that_the_type_has(kind, call):
    assert (call.attributes.keys() | call.identities) - set(Schema.load().names_in(kind)) == set()


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_what_it_looks_for_is_in_what_the_operation_returns(kind, call):
    """A name that is mistyped finds nothing, and nothing would be taken for something that is not set."""
    known = names_in(operation(call).output_shape)
    named = {name for text in expressions(call) for name in names_of(text)}
    assert (
        named - known - set(Schema.load().names_in(kind)) - DOCUMENTS.get(call.name, set()) - named_here(call) == set()
    )


#: Names in documents that an answer holds as a text.
DOCUMENTS = {
    "lambda:GetPolicy": {
        "Action", "ArnLike", "AWS", "AWS:SourceAccount", "AWS:SourceArn", "Condition", "Principal", "Service", "Sid",
        "Statement", "StringEquals", "aws:PrincipalOrgID", "lambda:EventSourceToken",
    },
    "sns:GetTopicAttributes": {"KmsMasterKeyId", "Policy"},
    "sns:GetSubscriptionAttributes": {
        "Endpoint", "FilterPolicy", "PendingConfirmation", "Protocol", "TopicArn",
    },
    "sqs:GetQueueAttributes": {"KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled"},
}  # fmt: skip


def names_in(shape, seen=frozenset()):
    """Every name of a shape and of what is in it."""
    if shape is None or shape.name in seen:
        return set()
    seen |= {shape.name}
    if shape.type_name == "structure":
        return set(shape.members) | {n for m in shape.members.values() for n in names_in(m, seen)}
    if shape.type_name == "list":
        return names_in(shape.member, seen)
    return names_in(shape.value, seen) if shape.type_name == "map" else set()


def parsed(text):
    return jmespath.compile(re.sub(r"\{(\w+)\??\}", "`0`", text)).parsed if text else {}


def names_of(text):
    """Every field that an expression looks for."""
    found, todo = set(), [parsed(text)]
    while todo:
        node = todo.pop()
        if node.get("type") == "field":
            found.add(node["value"])
        todo += node.get("children", [])
    return found


def named_here(call):
    """The names that an expression itself has given to what it has found."""
    keys, todo = set(), [parsed(text) for text in expressions(call)]
    while todo:
        node = todo.pop()
        if node.get("type") == "key_val_pair":
            keys.add(node["value"])
        todo += node.get("children", [])
    return keys


def test_every_type_that_a_check_names_and_a_stack_has_is_asked_about():
    asked = load_calls().keys()
    assert {"aws_db_instance", "aws_s3_bucket", "aws_kms_key", "aws_iam_role"} <= asked & {
        kind for check in registry().values() for kind in check.types
    }
