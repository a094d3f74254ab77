"""Who is told when something happens, and what watches."""

from __future__ import annotations

from functools import partial

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes
from tfproof.checks.reading import blocks, companions, flag, listed, referents, targets
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
# Type to the argument by which it listens to a topic.
_LISTENERS = {
    "aws_sns_topic_subscription": "topic_arn",
    "aws_chatbot_slack_channel_configuration": "sns_topic_arns",
}
# What Inspector can scan, and the types whose presence makes it needed.
_SCANNED = {
    "EC2": ("aws_instance", "aws_launch_template"),
    "ECR": ("aws_ecr_repository",),
    "LAMBDA": ("aws_lambda_function",),
}


@check(
    "monitoring.alarm-actions",
    title="Alarms tell somebody",
    severity="medium",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
    types=_ALARMS,
    remediation="List a topic in alarm_actions and leave actions_enabled at true.",
)
def alarm_actions(r: Resource, _: Context) -> Answer:
    """Reads `alarm_actions` and `actions_enabled` (on unless set). An alarm without action turns red unseen."""
    if not flag(r, "actions_enabled", True):
        return fails("actions_enabled is false")
    told = targets(r, "alarm_actions")
    return holds(bool(told), f"it tells {', '.join(told)}", "alarm_actions is empty")


@check(
    "monitoring.alert-path",
    title="Somebody listens to the topics that alarms use",
    severity="high",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html",
    types=_ALARMS,
    looks_at=("aws_sns_topic", *_LISTENERS),
    remediation="Subscribe an address, a queue, a function or a chat channel to the topic.",
    when=lambda r: r.get("alarm_actions") is UNKNOWN or bool(r.get("alarm_actions")),
)
def alert_path(r: Resource, _: Context) -> Answer:
    """Follows `alarm_actions` to topics, and looks for subscriptions and chat channels that listen to them.
    An alarm without actions is judged by `monitoring.alarm-actions`. That a subscription was confirmed, only
    the account can tell."""
    topics = referents(r, "alarm_actions", "aws_sns_topic")
    if not topics:
        actions = listed(r, "alarm_actions").all()
        named = [a for a in actions if isinstance(a, str)]
        if any(":sns:" in a for a in named) or not named:
            outside(f"subscriptions of {', '.join(named) or 'the topics in alarm_actions'}")
        return passes(f"acts by itself: {', '.join(named)}")
    return all_of(partial(_has_listener, topic) for topic in topics)


def _has_listener(topic: Resource) -> Answer:
    listeners = [found for kind, path in _LISTENERS.items() for found in companions(topic, kind, path)]
    return holds(
        bool(listeners),
        f"{listeners[0].address if listeners else ''} listens to {topic.address}",
        f"nobody listens to {topic.address}",
    )


@check(
    "monitoring.threat-detection",
    title="GuardDuty is on",
    severity="high",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html",
    types=("aws_guardduty_detector",),
    remediation="Add aws_guardduty_detector to the account's baseline in every region.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def threat_detection(r: Resource, _: Context) -> Answer:
    """Reads `enable` of the detector, on unless set. It watches one region, which the message names."""
    where = r.region or "a region that the plan does not show"
    return holds(flag(r, "enable", True), f"{r.address} is on in {where}", f"enable of {r.address} is false")


@check(
    "monitoring.image-scan",
    title="Images are scanned for vulnerabilities",
    severity="medium",
    aspect="supply-chain",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
    types=("aws_ecr_repository",),
    looks_at=("aws_ecr_registry_scanning_configuration",),
    remediation="Add image_scanning_configuration with scan_on_push = true, or scan the whole registry.",
)
def image_scan(r: Resource, _: Context) -> Answer:
    """Reads `scan_on_push` of the repository (off unless set), or a scanning configuration of the whole
    registry."""
    for registry in r.plan.of("aws_ecr_registry_scanning_configuration"):
        if blocks(registry, "rule"):
            return passes(f"{registry.address} scans the registry ({registry.known('scan_type')})")
    return holds(
        flag(r, "image_scanning_configuration.0.scan_on_push"),
        "scan_on_push is true",
        "scan_on_push is not true",
    )


@check(
    "monitoring.security-hub",
    title="Security Hub is on",
    severity="low",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/what-is-securityhub.html",
    types=("aws_securityhub_account",),
    looks_at=("aws_securityhub_standards_subscription",),
    remediation="Add aws_securityhub_account, with default standards or a standards subscription.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def security_hub(r: Resource, _: Context) -> Answer:
    """Reads `enable_default_standards` (on unless set) and the standards that are subscribed to: without any
    standard Security Hub judges nothing."""
    subscribed = r.plan.of("aws_securityhub_standards_subscription")
    judging = bool(subscribed) or flag(r, "enable_default_standards", True)
    return holds(judging, f"{r.address} is on, with standards", f"{r.address} is on without any standard")


@check(
    "monitoring.inspector",
    title="Inspector scans workloads",
    severity="medium",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/inspector/latest/user/activate-scans.html",
    types=("aws_inspector2_enabler",),
    looks_at=tuple(t for types in _SCANNED.values() for t in types),
    remediation="Add aws_inspector2_enabler for every kind of workload that is used.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def inspector(r: Resource, _: Context) -> Answer:
    """Reads `resource_types`: every kind of workload that the plan holds (image repositories, instances,
    functions) must be among what is scanned."""
    kinds = [str(k) for k in r.known("resource_types", [])]
    absent = [kind for kind, types in _SCANNED.items() if r.plan.of(*types) and kind not in kinds]
    return holds(
        bool(kinds) and not absent,
        f"{r.address} scans {', '.join(kinds)}",
        f"{r.address} scans {', '.join(kinds) or 'nothing'}, but not {', '.join(absent) or 'anything'}",
    )


@check(
    "monitoring.container-insights",
    title="Clusters report how their containers do",
    severity="low",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS-cluster.html",
    types=("aws_ecs_cluster",),
    remediation='Add the setting containerInsights with the value "enhanced" or "enabled".',
)
def container_insights(r: Resource, _: Context) -> Answer:
    """Reads the cluster's setting `containerInsights`. Where it is not declared the account's own default
    applies, which a plan does not show, so it must be declared."""
    for path in blocks(r, "setting"):
        if r.known(f"{path}.name") == "containerInsights":
            value = r.known(f"{path}.value")
            return holds(
                value in ("enabled", "enhanced"),
                f"containerInsights is {value}",
                f"containerInsights is {value}",
            )
    return fails("the setting containerInsights is not declared")
