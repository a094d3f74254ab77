"""Whatever a call answers, or ends with: what is not said is not known, and nothing is a traceback."""

import re
import string

import botocore.exceptions
import pytest
from answers import TEXT, Answering, changed, identities, output_of, paths, whole
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004 - its own

from tfproof.commands.verify_deployment import _ending
from tfproof.findings import Cause
from tfproof.observed import load_calls, observe
from tfproof.observed.asking import DENIED

CALLS = [pytest.param(kind, call, id=f"{kind}-{call.name}") for kind, calls in load_calls().items() for call in calls]
#: By which services say that they were asked too often, or are not well.
BUSY = [
    "EC2ThrottledException", "InternalError", "InternalFailure", "ProvisionedThroughputExceededException",
    "RequestLimitExceeded", "RequestThrottled", "ServiceUnavailable", "SlowDown", "Throttling", "ThrottlingException",
    "TooManyRequestsException", "429", "503",
]  # fmt: skip
#: https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/common-errors.html, and those of EC2 and S3
REFUSING = [
    "AccessDenied", "AccessDeniedException", "AuthFailure", "ExpiredToken", "ExpiredTokenException",
    "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidIdentityToken", "InvalidSecurity",
    "InvalidSignatureException", "InvalidToken", "MissingAuthenticationToken", "NotAuthorized", "OptInRequired",
    "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "UnauthorizedOperation",
    "UnrecognizedClientException",
]  # fmt: skip


#: Where an answer has more fields than that, only those are left out that a call looks for.
MANY = 400


def error_of(code):
    return ClientError({"Error": {"Code": code}}, "Operation")


def local_errors():
    """One of every error that botocore itself ends a call with: no network, no answer in time, no credentials."""
    for kind in vars(botocore.exceptions).values():
        if isinstance(kind, type) and issubclass(kind, BotoCoreError) and kind is not botocore.exceptions.WaiterError:
            fields = {name for _, name, _, _ in string.Formatter().parse(kind.fmt) if name}
            given = {re.split(r"\W", name)[0]: "x" for name in fields}
            yield kind(**given)


def asked(kind, call, error, *, emulator=False):
    cloud = Answering(lambda *_: error, emulator=emulator)
    return cloud.ask([call], identities(kind, call), "us-east-1")


def seen(kind, error, *, emulator=False):
    """What is observed of a state with one resource of a type, of which no call is answered."""
    values = {name: value for call in load_calls()[kind] for name, value in identities(kind, call).items()}
    entry = {"address": f"{kind}.x", "mode": "managed", "type": kind, "name": "x", "values": values}
    state = {"values": {"root_module": {"resources": [entry]}}}
    return observe(state, Answering(lambda *_: error, emulator=emulator), lambda _: "us-east-1")


NETWORK = [error for error in local_errors() if isinstance(error, HTTPClientError | ConnectionError)]
ERRORS = [*map(error_of, (*BUSY, *REFUSING)), *local_errors()]


def test_the_errors_of_the_network_are_among_them():
    names = {type(error).__name__ for error in NETWORK}
    assert {"ReadTimeoutError", "ConnectionClosedError", "ConnectTimeoutError", "EndpointConnectionError"} <= names
    assert set(REFUSING) <= DENIED


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_a_call_that_failed_leaves_all_unknown_and_says_why(kind, call):
    for error in ERRORS:
        answered = asked(kind, call, error)
        code = getattr(error, "response", None) and error.response["Error"]["Code"]
        cause = Cause.DENIED if code in DENIED else Cause.UNANSWERED
        assert (answered.values, answered.gone, answered.found) == ({}, "", False)
        assert answered.unanswered.keys() == (call.attributes.keys() or {"id"})
        assert {found for found, _ in answered.unanswered.values()} == {cause}
        (detail,) = answered.failed
        assert (code or type(error).__name__) in detail


@pytest.mark.parametrize("kind", load_calls())
def test_a_run_with_a_call_that_failed_ends_with_3(kind):
    for error in (error_of("RequestExpired"), error_of("RequestLimitExceeded"), HTTPClientError(error="x")):
        found = seen(kind, error)
        assert (dict(found.gone), bool(found.failed)) == ({}, True)
        for strict in (False, True):
            end = _ending(found, [], [], strict=strict)
            assert end.code == 3
            assert min(found.failed) in end.why


@pytest.mark.parametrize("code", [*REFUSING, "RequestLimitExceeded", "SlowDown", "ThrottlingException", "503"])
def test_an_emulator_that_refuses_or_is_too_busy_fails_as_well(code):
    assert _ending(seen("aws_vpc", error_of(code), emulator=True), [], [], strict=False).code == 3


@pytest.mark.parametrize("error", NETWORK, ids=lambda error: type(error).__name__)
def test_an_emulator_that_has_gone_away_fails_as_well(error):
    assert _ending(seen("aws_vpc", error, emulator=True), [], [], strict=False).code == 3


@pytest.mark.parametrize("code", ["NotImplemented", "InternalFailure", "UnknownOperationException", "500", "404"])
def test_what_an_emulator_lacks_does_not_fail(code):
    found = seen("aws_vpc", error_of(code), emulator=True)
    assert (dict(found.failed), dict(found.gone)) == ({}, {})
    assert found.silent


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_a_whole_answer_is_found(kind, call):
    answered = Answering({call.name: whole(call)}).ask([call], identities(kind, call), "us-east-1")
    assert answered.gone == "", answered
    assert answered.found
    assert answered.failed == []


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_an_answer_that_leaves_out_a_field_is_read(kind, call):
    """What is half made lacks what its model calls optional: that is not known, or gone, and never a fault of ours."""
    answer, values = whole(call), identities(kind, call)
    fields, read = [*paths(answer)], f"{call.pick} {call.failures} {call.attributes}"
    for path in fields if len(fields) < MANY else [path for path in fields if str(path[-1]) in read]:
        for other in (changed(answer, path), changed(answer, path, None)):
            answered = Answering({call.name: other}).ask([call], values, "us-east-1")
            assert answered.gone or answered.found or answered.unanswered, path
            if answered.found:
                assert answered.values.keys() | answered.unanswered.keys() >= call.attributes.keys()
                for name in call.certain & answered.values.keys():
                    assert answered.values[name] is not None, (path, name)


@pytest.mark.parametrize(("kind", "call"), CALLS)
def test_an_answer_of_nothing_is_read(kind, call):
    for nothing in ({}, {"ResponseMetadata": {}}):
        answered = Answering({call.name: nothing}).ask([call], identities(kind, call), "us-east-1")
        assert answered.gone or answered.found or answered.unanswered
        assert True not in answered.values.values()


#: States that what is on its way out has, and that say nothing of the resource itself.
STAYS = {
    ("ecs:DescribeTaskDefinition", "status"),  # services run revisions that were deregistered
    ("logs:DescribeLogGroups", "dataProtectionStatus"),
    ("ec2:DescribeVpcs", "State"),  # is deleted at once, or not at all
    ("kms:DescribeKey", "DeletionDate"),  # comes with a state that says so
}


def ways_out(call):
    """The fields of an answer that may say that the resource is being deleted, with the values that say it."""
    todo = [((), output_of(call))]
    while todo:
        path, shape = todo.pop()
        if shape is None or len(path) > 4:
            continue
        if shape.type_name == "list":
            todo.append(((*path, 0), shape.member))
        elif shape.type_name == "structure":
            todo += [((*path, name), member) for name, member in shape.members.items()]
        elif path and sum(isinstance(part, str) for part in path) <= 2:
            field, known = str(path[-1]), getattr(shape, "enum", None) or ()
            if field in ("DeletedDate", "DeletionDate"):
                yield path, "2026-01-01"
            if re.search("(state|status)$", field, re.IGNORECASE):
                for value in known:
                    if re.search("delet(ed|ing|ion)(?!_?failed)", value, re.IGNORECASE):
                        yield path, value


@pytest.mark.parametrize(("kind", "call"), [p for p in CALLS if [*ways_out(p.values[1])]])
def test_what_is_being_deleted_is_gone(kind, call):
    for path, value in ways_out(call):
        answer = {**whole(call)}
        answer = changed(answer, path, value)
        answered = Answering({call.name: answer}).ask([call], identities(kind, call), "us-east-1")
        assert answered.gone or (call.name, path[-1]) in STAYS, (path, value)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("aws_db_instance", "DBInstanceStatus"),
        ("aws_elasticache_replication_group", "Status"),
        ("aws_elasticache_user", "Status"),
        ("aws_elasticache_user_group", "Status"),
    ],
)
def test_what_says_in_words_of_its_own_that_it_is_being_deleted_is_gone(kind, status):
    call = load_calls()[kind][0]
    (path,) = [p for p in paths(whole(call)) if p[-1] == status and len(p) == 3]
    answer = changed(whole(call), path, "deleting")
    assert Answering({call.name: answer}).ask([call], identities(kind, call), "us-east-1").gone


def failures_in(call):
    members = output_of(call).members.items()
    lists = [name for name, member in members if member.type_name == "list"]
    return [name for name in lists if re.search("fail|unprocessed|error", name, re.IGNORECASE)]


@pytest.mark.parametrize(("kind", "call"), [p for p in CALLS if failures_in(p.values[1])])
def test_what_an_answer_says_to_have_failed_is_an_error(kind, call):
    """Calls about several resources answer with a good code, and name those that they failed for."""
    (name,) = failures_in(call)
    code = re.search(r"\.(\w+)$", call.failures)[1]
    for said, cause in (("ACCESS_DENIED", Cause.DENIED), ("SOMETHING", Cause.UNANSWERED)):
        cloud = Answering({call.name: {name: [{code: said}]}})
        answered = cloud.ask([call], identities(kind, call), "us-east-1")
        assert (answered.gone, answered.found) == ("", False)
        assert {found for found, _ in answered.unanswered.values()} == {cause}
        assert len(answered.failed) == 1
    for said in {*call.gone} & {"MISSING"}:
        assert Answering({call.name: {name: [{code: said}]}}).ask([call], identities(kind, call), "us-east-1").gone


def test_an_optional_argument_is_given_where_the_state_has_it():
    (call,) = load_calls()["aws_lambda_permission"]
    values = {"function_name": "f", "statement_id": "api"}
    assert call.arguments(values) == {"FunctionName": "f"}
    assert call.arguments(values | {"qualifier": ""}) == {"FunctionName": "f"}
    assert call.arguments(values | {"qualifier": "live"}) == {"FunctionName": "f", "Qualifier": "live"}


@pytest.mark.parametrize(
    ("field", "attribute", "target"),
    [
        ("DestinationCidrBlock", "destination_cidr_block", "0.0.0.0/0"),
        ("DestinationIpv6CidrBlock", "destination_ipv6_cidr_block", "::/0"),
        ("DestinationPrefixListId", "destination_prefix_list_id", "pl-1"),
    ],
)
def test_a_route_is_found_by_whatever_it_leads_to(field, attribute, target):
    calls = load_calls()["aws_route"]
    routes = [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}, {field: target, "GatewayId": "igw-1"}]
    cloud = Answering({"ec2:DescribeRouteTables": {"RouteTables": [{"Routes": routes}]}})
    answered = cloud.ask(calls, {"route_table_id": TEXT, attribute: target}, "us-east-1")
    assert answered.values["gateway_id"] == "igw-1"
    assert cloud.ask(calls, {"route_table_id": TEXT, attribute: "other"}, "us-east-1").gone
