"""Alarms on what CloudTrail records: which events each asks for, and whether a filter and an alarm with actions catch them.

The events are those that the CIS benchmark for AWS and Security Hub ask an alarm for.
https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._trail_events import Event, NoPattern, matches
from tfproof.checks.concerns.monitoring import alarm_actions
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, until_apply
from tfproof.checks.reading import argument, blocks
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_FILTER = "aws_cloudwatch_log_metric_filter"
_ALARM = "aws_cloudwatch_metric_alarm"
_SOURCE = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
# What nearly every event has.
_ANY: dict[str, Any] = {
    "eventType": "AwsApiCall",
    "awsRegion": "eu-central-1",
    "sourceIPAddress": "198.51.100.7",
    "userIdentity.type": "IAMUser",
    "userIdentity.userName": "somebody",
    "userAgent": "aws-cli",
}


def _calls(service: str, *names: str) -> tuple[Event, ...]:
    return tuple({**_ANY, "eventSource": f"{service}.amazonaws.com", "eventName": name} for name in names)


def _sign_in(**more: Any) -> Event:
    fields = {name.replace("__", "."): value for name, value in more.items()}
    return {
        **_ANY,
        "eventType": "AwsConsoleSignIn",
        "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin",
        **fields,
    }


#: What the id ends in: what the alarm is on, and the events that its filter has to match.
_WATCHED: dict[str, tuple[str, tuple[Event, ...]]] = {
    "unauthorized-calls": (
        "calls that are refused",
        tuple(
            {**_ANY, "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances", "errorCode": code}
            for code in ("Client.UnauthorizedOperation", "AccessDenied", "AccessDeniedException")
        ),
    ),
    "sign-in-without-mfa": (
        "sign-ins without a second factor",
        (_sign_in(additionalEventData__MFAUsed="No", responseElements__ConsoleLogin="Success"),),
    ),
    "root-use": (
        "what the root user does",
        tuple({**call, "userIdentity.type": "Root"} for call in _calls("ec2", "RunInstances")),
    ),
    "iam-changes": (
        "changes to policies of IAM",
        _calls(
            "iam", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicy", "CreatePolicyVersion",
            "DeleteGroupPolicy", "DeletePolicy", "DeletePolicyVersion", "DeleteRolePolicy", "DeleteUserPolicy",
            "DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy", "PutGroupPolicy", "PutRolePolicy",
            "PutUserPolicy",
        ),
    ),
    "trail-changes": (
        "changes to trails",
        _calls("cloudtrail", "CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"),
    ),
    "sign-in-failures": (
        "sign-ins that fail",
        (_sign_in(errorMessage="Failed authentication", responseElements__ConsoleLogin="Failure"),),
    ),
    "key-deletion": ("keys that are switched off or deleted", _calls("kms", "DisableKey", "ScheduleKeyDeletion")),
    "bucket-changes": (
        "changes to policies of buckets",
        _calls(
            "s3", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketPolicy", "DeleteBucketReplication",
            "PutBucketAcl", "PutBucketCors", "PutBucketLifecycle", "PutBucketPolicy", "PutBucketReplication",
        ),
    ),
    "config-changes": (
        "changes to AWS Config",
        _calls("config", "DeleteDeliveryChannel", "PutConfigurationRecorder", "PutDeliveryChannel",
               "StopConfigurationRecorder"),
    ),
    "security-group-changes": (
        "changes to security groups",
        _calls(
            "ec2", "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup",
            "DeleteSecurityGroup", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        ),
    ),
    "nacl-changes": (
        "changes to network ACLs",
        _calls(
            "ec2", "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry",
            "ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry",
        ),
    ),
    "gateway-changes": (
        "changes to gateways of networks",
        _calls(
            "ec2", "AttachInternetGateway", "CreateCustomerGateway", "CreateInternetGateway", "DeleteCustomerGateway",
            "DeleteInternetGateway", "DetachInternetGateway",
        ),
    ),
    "route-changes": (
        "changes to route tables",
        _calls(
            "ec2", "CreateRoute", "CreateRouteTable", "DeleteRoute", "DeleteRouteTable", "DisassociateRouteTable",
            "ReplaceRoute", "ReplaceRouteTableAssociation",
        ),
    ),
    "vpc-changes": (
        "changes to VPCs",
        _calls(
            "ec2", "AcceptVpcPeeringConnection", "CreateVpc", "CreateVpcPeeringConnection", "DeleteVpc",
            "DeleteVpcPeeringConnection", "ModifyVpcAttribute", "RejectVpcPeeringConnection",
        ),
    ),
    "organisation-changes": (
        "changes to the organisation",
        _calls(
            "organizations", "AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit",
            "CreatePolicy", "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy",
            "DetachPolicy", "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization",
            "LeaveOrganization", "MoveAccount", "RemoveAccountFromOrganization", "UpdateOrganizationalUnit",
            "UpdatePolicy",
        ),
    ),
}  # fmt: skip


def _is_about(events: tuple[Event, ...], r: Resource) -> bool:
    """Whether a filter catches one of the events. Raises Undecided where its pattern is not known."""
    pattern = argument(r, "pattern", "")
    return any(_catches(pattern, event) for event in events)


def _catches(pattern: str, event: Event) -> bool:
    try:
        return matches(pattern, event)
    except NoPattern:
        return False


def _watches(events: tuple[Event, ...], r: Resource, c: Context) -> Answer:
    return all_of([partial(_catches_all, events, r), partial(_alarms, r, c)])


def _catches_all(events: tuple[Event, ...], r: Resource) -> Answer:
    pattern = argument(r, "pattern", "")
    missed = [_named(event) for event in events if not _catches(pattern, event)]
    return holds(not missed, f"{r.address} catches them", f"{r.address} does not catch {', '.join(missed)}")


def _named(event: Event) -> str:
    return str(event.get("errorCode", event["eventName"]))


def _alarms(r: Resource, c: Context) -> Answer:
    metrics = {
        (argument(r, f"{path}.namespace", ""), argument(r, f"{path}.name", ""))
        for path in blocks(r, "metric_transformation")
    }
    alarms = r.plan.of(_ALARM)
    none = partial(fails, f"no alarm is on the metric of {r.address}")
    return any_of([none, *(partial(_is_alarm_on, r, metrics, alarm, c) for alarm in alarms)])


def _is_alarm_on(r: Resource, metrics: set[tuple[str, str]], alarm: Resource, c: Context) -> Answer:
    paths = ["", *(f"{query}.metric.0." for query in blocks(alarm, "metric_query"))]
    watched = [(_text(alarm, f"{path}namespace"), _metric(r, alarm, f"{path}metric_name")) for path in paths]
    if not metrics & set(watched):
        if any(None in pair and _may_be(pair, metrics) for pair in watched):
            until_apply(f"which metric {alarm.address} is on")
        return fails(f"no alarm is on the metric of {r.address}")
    return alarm_actions.predicate(alarm, c)


def _may_be(pair: tuple[str | None, str | None], metrics: Iterable[tuple[str, str]]) -> bool:
    return any(pair[0] in (None, namespace) and pair[1] in (None, name) for namespace, name in metrics)


def _text(alarm: Resource, path: str) -> str | None:
    """Return a text of an alarm; None where it is not known."""
    value = alarm.evaluated(path)
    return None if is_unknown(value) else str(value or "")


def _metric(r: Resource, alarm: Resource, path: str) -> str | None:
    """Return the metric of an alarm; the id of a filter is its name, which is often that of its metric as well."""
    value = alarm.evaluated(path)
    if isinstance(value, Reference) and value == Reference(r.address, "id"):
        return str(r.get("name"))
    return _text(alarm, path)


def _register(suffix: str, what: str, events: tuple[Event, ...]) -> None:
    def watched(r: Resource, c: Context) -> Answer:
        return _watches(events, r, c)

    names = sorted({_named(event) for event in events})
    watched.__doc__ = (
        f"Reads the patterns of metric filters for {what} ({', '.join(names)}), in any order and spelling: one has to match "
        "all of them, and an alarm with actions has to be on its metric. Whether the log group is that of a trail of all "
        "regions is not read."
    )
    _check(suffix, what, _about(events))(watched)


def _about(events: tuple[Event, ...]) -> Callable[[Resource], bool]:
    return lambda r: _is_about(events, r)


def _check(suffix: str, what: str, about: Callable[[Resource], bool]) -> Callable[..., Any]:
    return check(
        f"monitoring.cis-{suffix}",
        title=f"An alarm tells of {what}",
        severity="low",
        aspect="monitoring",
        source=_SOURCE,
        types=(_FILTER,),
        looks_at=(_ALARM,),
        remediation="Add a metric filter for these events on the trail's log group, and an alarm with actions on its metric.",
        population="must-exist",
        scope="account",
        when=about,
    )


for _suffix, (_what, _events) in _WATCHED.items():
    _register(_suffix, _what, _events)
