"""What the fixtures of the identity checks cannot show: data sources, settings, and that every carrier is judged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fixture_verdicts import SETTINGS, judged

from tfproof import Cause, Plan
from tfproof.checks import judge, registry, settings_from
from tfproof.iam import grants
from tfproof.iam.carriers import Holds, carriers
from tfproof.plans.schema import Schema

EVERYTHING = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
OWN, FOREIGN = "arn:aws:iam::111122223333:root", "arn:aws:iam::999999999999:root"


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def entry(address: str, values: dict[str, Any]) -> dict[str, Any]:
    *data, kind, name = address.split(".")
    return {"address": address, "mode": "data" if data else "managed", "type": kind, "name": name, "values": values}


def planned(*managed: tuple[str, dict[str, Any]], data: tuple[tuple[str, dict[str, Any]], ...] = (), unknown: Any = None,
            references: dict[str, dict[str, list[str]]] | None = None) -> Plan:  # fmt: skip
    """Return a plan of resources with these values; `references` says what arguments of an address mention."""
    resources = [entry(*m) for m in managed]
    changes = [
        {
            **r,
            "change": {
                "actions": ["create"],
                "after": r["values"],
                "after_unknown": (unknown or {}).get(r["address"], {}),
            },
        }
        for r in resources
    ]
    mentioned = references or {}
    configuration = [
        {**{k: r[k] for k in ("address", "mode", "type", "name")}, "provider_config_key": "aws",
         "expressions": {n: {"references": m} for n, m in mentioned.get(r["address"], {}).items()}}
        for r in [*resources, *(entry(*d) for d in data)]
    ]  # fmt: skip
    prior = [entry(*d) for d in data]
    raw = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "prior_state": {"values": {"root_module": {"resources": prior}}},
        "configuration": {"root_module": {"resources": configuration}},
    }
    return Plan(raw)


def verdicts(plan: Plan, check_id: str, accounts: list[str] | None = None) -> dict[str, str]:
    settings = SETTINGS if accounts is None else settings_from({"accounts": accounts}, "test", registry())
    return {f.address: str(f.verdict) for f in judge(plan, [registry()[check_id]], settings).findings}


def key(who: str) -> tuple[str, dict[str, Any]]:
    allowed = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "kms:*", "Resource": "*"}
    return "aws_kms_key.k", {"policy": policy(allowed)}


def role(who: str) -> tuple[str, dict[str, Any]]:
    allowed = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "sts:AssumeRole"}
    return "aws_iam_role.r", {"assume_role_policy": policy(allowed)}


ATTACHMENT = "aws_iam_role_policy_attachment.a"
BY_DATA = {ATTACHMENT: {"policy_arn": ["data.aws_iam_policy.p.arn", "data.aws_iam_policy.p"]}}


@pytest.mark.parametrize(
    ("looked_up", "verdict"),
    [
        ({"name": "AdministratorAccess", "arn": "arn:aws:iam::aws:policy/AdministratorAccess"}, "fail"),
        ({"name": "ReadOnlyAccess", "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, "pass"),
        ({"name": "own", "arn": "arn:aws:iam::111122223333:policy/own"}, "unknown"),
        ({"name": "own", "arn": "arn:aws:iam::111122223333:policy/own", "policy": policy(EVERYTHING)}, "fail"),
        (
            {
                "name": "own",
                "arn": "arn:aws:iam::111122223333:policy/own",
                "policy": policy({**EVERYTHING, "Action": "s3:Get*"}),
            },
            "pass",
        ),
        ({"name": "own", "arn": "arn:aws:iam::111122223333:policy/own", "policy": policy()}, "pass"),
    ],
)
def test_a_policy_that_a_data_source_looks_up_is_judged_by_what_it_shows(
    looked_up: dict[str, Any], verdict: str
) -> None:
    attachment = (ATTACHMENT, {"role": "app", "policy_arn": looked_up["arn"]})
    plan = planned(attachment, data=(("data.aws_iam_policy.p", looked_up),), references=BY_DATA)
    assert verdicts(plan, "identity.no-wildcard-actions") == {ATTACHMENT: verdict}


@pytest.mark.parametrize(
    ("name", "verdict"), [("AdministratorAccess", "fail"), ("AWSLambdaBasicExecutionRole", "pass"), ("own", "unknown")]
)
def test_a_policy_whose_arn_is_not_known_is_judged_by_its_name(name: str, verdict: str) -> None:
    plan = planned(
        (ATTACHMENT, {"role": "app"}),
        data=(("data.aws_iam_policy.p", {"name": name}),),
        unknown={ATTACHMENT: {"policy_arn": True}},
        references=BY_DATA,
    )
    assert verdicts(plan, "identity.no-wildcard-actions") == {ATTACHMENT: verdict}


@pytest.mark.parametrize("check_id", ["identity.kms-key-policy", "identity.external-trust-conditions"])
@pytest.mark.parametrize(
    ("who", "accounts", "data", "verdict"),
    [
        (OWN, ["111122223333"], (), "pass"),
        (FOREIGN, ["111122223333"], (), "fail"),
        (OWN, [], (), "unknown"),
        (OWN, [], (("data.aws_caller_identity.c", {"account_id": "111122223333"}),), "pass"),
        (FOREIGN, [], (("data.aws_caller_identity.c", {"account_id": "111122223333"}),), "unknown"),
        ("arn:aws:iam::123456789012:root", [], (), "unknown"),  # the account of examples is no one's own
    ],
)
def test_which_account_is_one_s_own_is_stated_or_shown_by_the_plan(
    check_id: str, who: str, accounts: list[str], data: Any, verdict: str
) -> None:
    resource = key(who) if "kms" in check_id else role(who)
    assert verdicts(planned(resource, data=data), check_id, accounts) == {resource[0]: verdict}


@pytest.mark.parametrize(("who", "verdict"), [(OWN, "pass"), (FOREIGN, "unknown")])
def test_the_arn_of_a_key_that_is_there_tells_its_account(who: str, verdict: str) -> None:
    address, values = key(who)
    there = {**values, "arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}
    assert verdicts(planned((address, there)), "identity.kms-key-policy", []) == {address: verdict}


@pytest.mark.parametrize(
    ("check_id", "address", "argument"),
    [
        ("identity.no-public-principals", "aws_sqs_queue.q", "policy"),
        ("identity.no-public-principals", "aws_iam_role.r", "assume_role_policy"),
        ("identity.kms-key-policy", "aws_kms_key.k", "policy"),
        ("identity.no-wildcard-actions", "aws_iam_policy.p", "policy"),
        ("identity.no-wildcard-resources", "aws_iam_policy.p", "policy"),
        ("identity.external-trust-conditions", "aws_iam_role.r", "assume_role_policy"),
    ],
)
@pytest.mark.parametrize(
    "text", ["x", "[]", '{"Statement": [{"Effect": "Allow"}]}', '{"Statement": null}', "[" * 100_000]
)
def test_what_is_no_policy_never_passes(check_id: str, address: str, argument: str, text: str) -> None:
    assert verdicts(planned((address, {argument: text})), check_id) == {address: "unknown"}


@pytest.mark.parametrize(
    ("check_id", "address", "statement"),
    [
        ("identity.no-public-principals", "aws_sqs_queue.q", {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}),
        ("identity.kms-key-policy", "aws_kms_key.k", {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}),
        ("identity.no-wildcard-resources", "aws_iam_policy.p", {"Effect": "Allow", "Action": "s3:GetObject"}),
    ],
)
def test_a_statement_that_lacks_what_its_policy_needs_never_passes(check_id: str, address: str, statement: Any) -> None:
    assert verdicts(planned((address, {"policy": policy(statement)})), check_id) == {address: "unknown"}


EXECUTIONS = "arn:aws:ssm:us-east-1:123456789012:automation-execution/*"


@pytest.mark.parametrize(
    ("actions", "resource", "verdict"),
    [
        (["ssm:StartAutomationExecution"], EXECUTIONS, "pass"),
        (["SSM:startautomationexecution"], EXECUTIONS, "pass"),
        (["ssm:StartAutomationExecution", "ssm:StopAutomationExecution"], EXECUTIONS, "fail"),
        (["ssm:Start*"], EXECUTIONS, "fail"),
        (["ssm:StartAutomationExecution"], EXECUTIONS.replace("automation-execution", "document"), "fail"),
        (["ssm:StartAutomationExecution"], "*", "fail"),
        (["ec2:RunInstances"], "arn:aws:ec2:us-east-1:123456789012:volume/*", "pass"),
        (["ec2:RunInstances"], "arn:aws:ec2:us-east-1:123456789012:subnet/*", "fail"),
        (["ec2:TerminateInstances"], "arn:aws:ec2:us-east-1:123456789012:instance/*", "fail"),
    ],
)
def test_what_a_call_makes_has_no_name_that_a_policy_could_give(
    actions: list[str], resource: str, verdict: str
) -> None:
    plan = planned(
        ("aws_iam_policy.p", {"policy": policy({"Effect": "Allow", "Action": actions, "Resource": [resource]})})
    )
    assert verdicts(plan, "identity.no-wildcard-resources") == {"aws_iam_policy.p": verdict}


@pytest.mark.parametrize(
    ("service", "verdict"), [("events.amazonaws.com", "pass"), ("cloudwatch.amazonaws.com", "fail")]
)
def test_rules_use_a_key_for_their_own_account_only(service: str, verdict: str) -> None:
    allow = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "kms:Decrypt", "Resource": "*"}
    key_of = planned(("aws_kms_key.k", {"policy": policy(allow)}))
    assert verdicts(key_of, "identity.no-public-principals") == {"aws_kms_key.k": verdict}


NOWHERE = ("aws_iam_policy.p", {"policy": policy({"Effect": "Allow", "Action": "nosuch:Thing", "Resource": "*"})})
ATTACHED = (ATTACHMENT, {"role": "app", "policy_arn": "arn:aws:iam::111122223333:policy/own"})


@pytest.mark.parametrize(
    ("check_id", "resource", "missing"),
    [
        ("identity.kms-key-policy", key(OWN), "whether 111122223333, which statement 1 of policy gives the whole key,"),
        (
            "identity.external-trust-conditions",
            role(OWN),
            "whether 111122223333 is one's own account (setting accounts)",
        ),
        ("identity.external-trust-conditions", role("AIDAEXAMPLE123456789"), "the account of AIDAEXAMPLE123456789"),
        (
            "identity.no-wildcard-resources",
            NOWHERE,
            "which resources nosuch:Thing takes: AWS's reference does not list it",
        ),
        ("identity.no-wildcard-actions", ATTACHED, "what the policy arn:aws:iam::111122223333:policy/own allows"),
    ],
)
def test_what_only_others_know_is_named(check_id: str, resource: tuple[str, dict[str, Any]], missing: str) -> None:
    settings = settings_from({"accounts": []}, "test", registry())
    (finding,) = judge(planned(resource), [registry()[check_id]], settings).findings
    assert finding.cause is Cause.OUTSIDE_THE_PLAN
    assert finding.missing.startswith(missing)


def with_value(path: str, value: Any) -> dict[str, Any]:
    """Return the values of a resource that has one argument, in as many blocks as its path has."""
    for name in reversed(path.split(".")):
        value = [value] if name == "*" else {name: value}
    return dict(value)


@pytest.mark.parametrize(
    "carrier", carriers(Holds.RESOURCE, Holds.TRUST, Holds.ENDPOINT), ids=lambda c: f"{c.type}.{c.argument}"
)
def test_everyone_is_found_in_every_carrier_of_a_resource_s_policy(carrier: Any) -> None:
    values = with_value(carrier.argument, policy({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}))
    check_id = "identity.endpoint-policies" if carrier.holds is Holds.ENDPOINT else "identity.no-public-principals"
    assert verdicts(planned((f"{carrier.type}.x", values)), check_id) == {f"{carrier.type}.x": "fail"}


@pytest.mark.parametrize("carrier", carriers(Holds.IDENTITY), ids=lambda c: f"{c.type}.{c.argument}")
@pytest.mark.parametrize("check_id", ["identity.no-wildcard-actions", "identity.no-wildcard-resources"])
def test_wildcards_are_found_in_every_carrier_of_an_identity_s_policy(carrier: Any, check_id: str) -> None:
    plan = planned((f"{carrier.type}.x", with_value(carrier.argument, policy(EVERYTHING))))
    assert verdicts(plan, check_id) == {f"{carrier.type}.x": "fail"}


@pytest.mark.parametrize(
    "carrier",
    [c for c in carriers(Holds.ATTACHMENT) if not c.argument.endswith(".name")],
    ids=lambda c: f"{c.type}.{c.argument}",
)
def test_full_access_is_found_in_every_attachment(carrier: Any) -> None:
    arn: Any = "arn:aws:iam::aws:policy/AdministratorAccess"
    if Schema.load().kind_of(carrier.type, carrier.argument).shape[0] == "set":  # type: ignore[union-attr]
        arn = [arn]
    plan = planned((f"{carrier.type}.x", with_value(carrier.argument, arn)))
    assert verdicts(plan, "identity.no-wildcard-actions") == {f"{carrier.type}.x": "fail"}


def test_a_customer_s_own_policy_is_not_aws_s_of_the_same_name() -> None:
    address = "aws_ssoadmin_customer_managed_policy_attachment.x"
    plan = planned((address, {"customer_managed_policy_reference": [{"name": "AdministratorAccess"}]}))
    assert verdicts(plan, "identity.no-wildcard-actions") == {address: "unknown"}


@pytest.mark.parametrize("kind", grants.types())
def test_everyone_is_found_in_every_grant(kind: str) -> None:
    grant = grants._grants()[kind]
    argument, everyone = grant["principals"][0], grant["everyone"][0]
    value = [everyone] if Schema.load().kind_of(kind, argument).shape[0] == "set" else everyone  # type: ignore[union-attr]
    values = {"action": "lambda:*", **with_value(argument, value)}
    values = {name: v for name, v in values.items() if Schema.load().has(kind, name)}
    assert verdicts(planned((f"{kind}.x", values)), "identity.no-public-principals") == {f"{kind}.x": "fail"}


#: Resources of the fixtures that carry no policy, so that nothing is asked of them.
BARE = {
    "aws_sns_topic.other",
    "aws_sqs_queue.beside_a_value_that_is_not_known",
}


@pytest.mark.parametrize("kind", ["pass", "fail", "unknown"])
def test_every_carrier_in_the_fixtures_is_judged(fixture_plans: dict[tuple[str, str], Plan], kind: str) -> None:
    check = registry()["identity.no-public-principals"]
    plan = fixture_plans[check.id, kind]
    found = {f.address for f in judged(plan, check.id).findings}
    assert {r.address for r in plan.managed if r.type in check.types} - found <= BARE
