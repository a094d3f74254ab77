"""Answers as the models of botocore say that they look, for the calls of the table."""

import copy
import json
from functools import cache

import boto3
from botocore import xform_name

from tfproof.observed import Cloud
from tfproof.plans.schema import Schema

#: What every text of an answer and of a state is, so that a call finds what it looks for.
TEXT = "a-text-of-thirty-six-signs-in-all-xx"
_SESSION = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106 - none
#: How far down an answer is made up: what a call reads is not below that.
_DEEP = 10
_OF_KINDS = {"number": 1, "boolean": True, "string": TEXT}


@cache
def model_of(service):
    return _SESSION.client(service).meta.service_model


def output_of(call):
    """The shape of what a call returns."""
    model = model_of(call.service)
    names = {xform_name(name): name for name in model.operation_names}
    return model.operation_model(names[call.operation]).output_shape


def whole(call):
    """An answer with everything that the model has."""
    answer = _of_shape(output_of(call), ())
    if call.document:
        policy = {"StringEquals": {"AWS:SourceAccount": TEXT}, "ArnLike": {"AWS:SourceArn": TEXT}}
        statement = {"Sid": TEXT, "Action": TEXT, "Principal": {"Service": TEXT}, "Condition": policy}
        answer[call.document] = json.dumps({"Statement": [statement]})
    return answer


def _of_shape(shape, inside):
    if shape is None or shape.name in inside or len(inside) > _DEEP:
        return {}
    inside = (*inside, shape.name)
    kind = shape.type_name
    if kind == "structure":
        deleted = ("DeletedDate", "DeletionDate")
        return {n: _of_shape(m, inside) for n, m in shape.members.items() if n not in deleted}
    if kind == "list":
        return [_of_shape(shape.member, inside)]
    if kind == "map":
        return {TEXT: _of_shape(shape.value, inside)}
    return {"boolean": True, "integer": 1, "long": 1, "float": 1.0, "double": 1.0}.get(kind, TEXT)


def paths(answer, here=()):
    """The way to every field of an answer."""
    inner = answer.items() if isinstance(answer, dict) else enumerate(answer) if isinstance(answer, list) else ()
    for name, value in inner:
        if isinstance(answer, dict):
            yield (*here, name)
        yield from paths(value, (*here, name))


def at(answer, path):
    for name in path:
        answer = answer[name]
    return answer


def changed(answer, path, *value):
    """A copy of an answer with another value at a path, or without it."""
    answer = copy.deepcopy(answer)
    if value:
        at(answer, path[:-1])[path[-1]] = value[0]
    else:
        del at(answer, path[:-1])[path[-1]]
    return answer


def identities(kind, call):
    """A value for all by which a resource is found, such as the answers above have."""
    found = {}
    for name in call.identities:
        *outer, inner = Schema.load().kind_of(kind, name).shape
        value = _OF_KINDS[inner]
        found[name] = [value] if outer else value
    return found


class Answering(Cloud):
    """A cloud that answers each call by what it was given for it, or ends it with that error."""

    def __init__(self, answers, *, emulator=False):
        super().__init__(_SESSION, emulator=emulator)
        self._given = answers
        self.asked = []

    def _call(self, call, arguments, region):
        self.asked.append((call.name, arguments))
        answer = self._given(call, arguments) if callable(self._given) else self._given[call.name]
        if isinstance(answer, Exception):
            raise answer
        return answer
