"""What a cloud answers, refuses to answer and fails to answer are three things, of every call."""

from functools import cache

import boto3
import pytest
from botocore import xform_name
from botocore.stub import Stubber

from tfproof.findings import Cause
from tfproof.observed import Cloud, load_calls
from tfproof.observed.asking import DENIED
from tfproof.plans.schema import Schema

KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
CALLS = [pytest.param(kind, call, id=f"{kind}-{call.name}") for kind, calls in load_calls().items() for call in calls]


@cache
def client_of(service):
    """One client a service: making them takes most of the time."""
    session = boto3.session.Session(**KEYS, region_name="us-east-1")
    return session.client(service)


class Failing(Cloud):
    """A cloud whose every call ends with one error."""

    def __init__(self, code, *, emulator=False):
        super().__init__(boto3.session.Session(), emulator=emulator)
        self._code = code

    def _client(self, service, region):
        return client_of(service)

    def about(self, kind, call):
        with Stubber(client_of(call.service)) as stubber:
            stubber.add_client_error(call.operation, self._code)
            return self.ask([call], identities(kind, call), "us-east-1")


def identities(kind, call):
    """Values for all by which a resource is found, of the kinds that the calls take."""
    schema = Schema.load()
    values = {}
    for name in call.identities:
        shape = schema.kind_of(kind, name).shape
        text = "arn:aws:service:us-east-1:123456789012:thing/name" if name.endswith("arn") else "123456789012"
        text = "0" * 36 if name == "uuid" else text
        values[name] = [text] if shape[0] in ("list", "set") else text
    return values


@pytest.mark.parametrize("code", sorted(DENIED)[:3])
@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_what_is_denied_is_not_known_and_says_so(kind, call, code):
    answered = Failing(code).about(kind, call)
    assert answered.values == {}
    assert answered.gone == ""
    assert {cause for cause, _ in answered.unanswered.values()} <= {Cause.DENIED}
    assert answered.unanswered.keys() == (call.attributes.keys() or {"id"})
    assert not answered.found


@pytest.mark.parametrize("code", ["InternalFailure", "ThrottlingException", "NotImplemented"])
@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_what_fails_is_not_known(kind, call, code):
    answered = Failing(code).about(kind, call)
    assert (answered.values, answered.gone) == ({}, "")
    assert {cause for cause, _ in answered.unanswered.values()} <= {Cause.UNANSWERED}
    assert answered.unanswered.keys() == (call.attributes.keys() or {"id"})
    assert not answered.found


@pytest.mark.parametrize(("kind", "call"), [p for p in CALLS if p.values[1].gone])
def test_what_is_gone_has_no_values(kind, call):
    for code in call.gone:
        answered = Failing(code).about(kind, call)
        assert (answered.values, answered.unanswered) == ({}, {})
        assert code in answered.gone


@pytest.mark.parametrize(("kind", "call"), [p for p in CALLS if p.values[1].none])
def test_what_it_has_none_of_is_known_to_be_nothing(kind, call):
    for code in call.none:
        answered = Failing(code).about(kind, call)
        assert (answered.unanswered, answered.gone) == ({}, "")
        assert answered.values.keys() == call.attributes.keys()
        assert not any(answered.values.values())


@pytest.mark.parametrize(("kind", "call"), [p for p in CALLS if p.values[1].identities])
def test_without_an_identity_nothing_is_asked(kind, call):
    answered = Failing("InternalFailure").ask([call], {}, "us-east-1")
    assert (answered.values, answered.gone) == ({}, "")
    assert answered.unanswered.keys() == (call.attributes.keys() or {"id"})
    assert not answered.found
    assert all("the state does not say" in detail for _, detail in answered.unanswered.values())


def test_what_an_emulator_lacks_is_told_apart():
    (call,) = load_calls()["aws_vpc"]
    answered = Failing("InternalFailure", emulator=True).about("aws_vpc", call)
    assert {cause for cause, _ in answered.unanswered.values()} == {Cause.UNSUPPORTED_BY_EMULATOR}


def test_every_operation_of_the_table_is_one_of_its_service():
    for calls in load_calls().values():
        for call in calls:
            names = client_of(call.service).meta.service_model.operation_names
            assert call.operation in {xform_name(name) for name in names}
