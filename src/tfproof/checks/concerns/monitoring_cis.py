"""Alarms on what CloudTrail records: which events each asks for, and whether a filter and an alarm with actions catch them.

The events are those that the CIS benchmark for AWS and Security Hub ask an alarm for.
https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._trail_events import Event, NoPattern, matches
from tfproof.checks.concerns.monitoring import alarm_actions
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, until_apply
from tfproof.checks.reading import argument, blocks
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

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
    metrics = [
        (argument(r, f"{path}.namespace", ""), argument(r, f"{path}.name", ""))
        for path in blocks(r, "metric_transformation")
    ]
    by_metric = r.plan.remembered("alarms by metric", partial(_by_metric, r.plan))
    none = partial(fails, f"no alarm is on the metric of {r.address}")
    named = [alarm for metric in metrics for alarm in by_metric.get(metric, ())]
    by_filter = by_metric.get((None, r.address), ())
    perhaps = by_metric.get((None, None), ())
    return any_of(
        [
            none,
            *(partial(_acts, alarm, c) for alarm in (*named, *by_filter)),
            *(partial(until_apply, f"which metric {alarm.address} is on") for alarm in perhaps),
        ]
    )


def _acts(alarm: Resource, c: Context) -> Answer:
    alarm.note("metric_name")
    return alarm_actions.predicate(alarm, c)


_Metric = tuple[str | None, str | None]


def _by_metric(plan: Plan) -> dict[_Metric, list[Resource]]:
    """Return alarms by their metric; by the address of a filter where its id is named, which is the filter's name; and
    by nothing where the metric is not known."""
    found: dict[_Metric, list[Resource]] = {}
    for alarm in plan.of(_ALARM):
        for metric in {_metric(alarm, path) for path in _places(alarm)}:
            found.setdefault(metric, []).append(alarm)
    return found


def _places(alarm: Resource) -> list[str]:
    queries = alarm.get("metric_query", [])
    number = 0 if is_unknown(queries) else len(queries)
    return ["", *(f"metric_query.{n}.metric.0." for n in range(number))]


def _metric(alarm: Resource, path: str) -> _Metric:
    namespace, name = (alarm.evaluated(f"{path}{part}") for part in ("namespace", "metric_name"))
    if isinstance(name, Reference) and name.path == "id":
        return None, name.address
    if is_unknown(namespace) or is_unknown(name):
        return None, None
    return str(namespace or ""), str(name or "")


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
