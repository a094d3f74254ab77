"""Every system asked through the cloud's API: what is answered is what Terraform has read back, and it is judged alike."""

import contextlib
import json

import boto3
import pytest
from applied_systems import PROJECT, each_system
from botocore.exceptions import ClientError

from tfproof.assessment.judging import Rulebook
from tfproof.findings import Cause, Verdict
from tfproof.observed import Cloud, load_calls, observe
from tfproof.plans.values import has_unknown

pytestmark = [each_system(), pytest.mark.emulator("enforces")]


def asked(applied_stack, emulator):
    """What the emulator answers now of all that was applied."""
    session = boto3.session.Session(emulator.access_key, "test")
    regions = {r.address: r.region for r in applied_stack.plan.managed}
    cloud = Cloud(session, emulator.endpoint, emulator=True)
    return observe(applied_stack.state(), cloud, lambda address: regions[address] or "us-east-1")


@pytest.fixture(scope="session")
def observed(applied_stack, emulator):
    """What the emulator answers after the apply."""
    return asked(applied_stack, emulator)


@pytest.fixture(scope="session")
def rulebook():
    return Rulebook.load(PROJECT.root / "tfproof.yaml")


def verdicts(rulebook, plan, stack, environment):
    """The verdict of each check of each resource."""
    judged = rulebook.judge(plan, system=stack, environment=environment, label=stack)
    return {(f.check, f.address): f.found for f in judged.judgement.findings if not f.scope}


def plainly(value):
    """A value without what the provider and the API write in different ways: order, and nothing."""
    if isinstance(value, dict):
        return {k: p for k, v in sorted(value.items()) if (p := plainly(v)) not in (None, "", [], {}, 0, False)}
    if isinstance(value, list | tuple):
        return sorted((plainly(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True, default=str))
    if isinstance(value, str) and value[:1] in ("{", "["):
        with contextlib.suppress(ValueError):  # a pattern of a filter begins so, too
            return plainly(json.loads(value))
    return value


#: What another resource sets after Terraform has read these, and what becomes of a certificate by itself.
LATER = {("aws_acm_certificate", "status"), ("aws_s3_bucket", "logging"), ("aws_s3_bucket", "policy")}
LATER |= {("aws_s3_bucket", "replication_configuration")}


def test_nothing_of_the_state_is_gone(observed):
    assert dict(observed.gone) == {}


def test_what_is_answered_is_what_terraform_read_back(observed, applied):
    different = []
    for resource in observed.plan.managed:
        there = applied.resource(resource.address)
        for call in load_calls().get(resource.type, ()):
            for name in call.attributes:
                value = resource.peek(name)
                later = (resource.type, name) in LATER
                if later or has_unknown(value) or resource.is_sensitive(name):
                    continue
                if (said := plainly({name: value})) != (read := plainly({name: there.peek(name)})):
                    different.append(f"{resource.address}.{name}: {said!r}, and Terraform has {read!r}"[:300])
    assert different == []


def test_it_is_judged_as_what_terraform_read_back(observed, applied, rulebook, stack, environment):
    """What passes for one passes for the other, or one of them does not know: an answer never makes a fail a pass."""
    of_answers = verdicts(rulebook, observed.plan, stack, environment)
    of_state = verdicts(rulebook, applied, stack, environment)
    assert Verdict.PASS in of_answers.values()
    different = {
        place: (of_state[place].value, verdict.value)
        for place, verdict in of_answers.items()
        if place in of_state and Verdict.UNKNOWN not in (verdict, of_state[place]) and verdict != of_state[place]
    }
    assert different == {}


def test_a_weakness_made_past_terraform_is_found(
    applied_stack, applied, emulator, client, rulebook, stack, environment
):
    group = next(g for g in applied.of("aws_cloudwatch_log_group") if "module.log_groups." in g.address)
    logs = client("logs")
    logs.put_retention_policy(logGroupName=group["name"], retentionInDays=1)
    try:
        seen = asked(applied_stack, emulator)
    finally:
        logs.put_retention_policy(logGroupName=group["name"], retentionInDays=group["retention_in_days"])
    of_answers = verdicts(rulebook, seen.plan, stack, environment)
    assert of_answers["logging.log-retention", group.address] is Verdict.FAIL
    assert verdicts(rulebook, applied, stack, environment)["logging.log-retention", group.address] is Verdict.PASS


def test_what_may_not_be_asked_is_not_known(applied_stack, emulator, rulebook, stack, environment):
    class Denying(Cloud):
        def _call(self, call, arguments, region):
            raise ClientError({"Error": {"Code": "AccessDenied"}}, call.operation)

    denied = observe(applied_stack.state(), Denying(boto3.session.Session(), emulator.endpoint), lambda _: "us-east-1")
    judged = rulebook.judge(denied.plan, system=stack, environment=environment, label="denied").judgement.findings
    assert {f.cause for f in judged if f.verdict is Verdict.UNKNOWN} >= {Cause.DENIED}
    assert [f for f in judged if f.verdict is Verdict.PASS and f.reads] == []
