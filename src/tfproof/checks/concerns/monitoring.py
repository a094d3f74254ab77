"""Who is told when something happens, and what watches."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._named import names_any
from tfproof.checks.concerns._scanning import scanned_by_rule
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, flag, listed, own_key, some, unset
from tfproof.findings import Verdict
from tfproof.plans.addresses import type_in
from tfproof.plans.values import UNKNOWN, PartialText, Reference, Unknown, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.plans.relations import Members
    from tfproof.plans.view import Plan, Resource

_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
_TOPICS = ("aws_sns_topic", "data.aws_sns_topic")
_MANAGED_KEY = "alias/aws/sns"
# Type to the argument by which it listens to a topic.
_LISTENERS = {
    "aws_sns_topic_subscription": "topic_arn",
    "aws_chatbot_slack_channel_configuration": "sns_topic_arns",
    "aws_chatbot_teams_channel_configuration": "sns_topic_arns",
}
# An alarm that a composite alarm's rule asks for its state: by name or ARN, with or without quotes.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
_ASKED_FOR = re.compile(r'\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)')
# A term that is true while an alarm is on.
_TERM = re.compile(r'\bALARM\s*\(\s*(?:"[^"]*"|[^")]+)\s*\)')
# What Inspector can scan, and the types whose presence makes it needed.
# https://docs.aws.amazon.com/inspector/latest/user/scanning-resources.html
_SCANNED = {
    "EC2": (
        "aws_eks_node_group",
        "aws_instance",
        "aws_launch_configuration",
        "aws_launch_template",
        "aws_spot_instance_request",
    ),
    "ECR": ("aws_ecr_repository",),
    "LAMBDA": ("aws_lambda_function",),
}


def _beside(r: Resource, *types: str) -> list[Resource]:
    """Return the resources of these types in the region of `r`; Undecided where a region cannot be told."""
    found = r.plan.of(*types)
    by_region = r.plan.remembered(("by region", types), partial(_by_region, found))
    if found and len({r.region, *by_region}) > 1 and None in (r.region, *by_region):
        homeless = r if r.region is None else by_region[None][0]
        outside(f"the region of {homeless.address}")
    return by_region.get(r.region, [])


def _by_region(resources: list[Resource]) -> dict[str | None, list[Resource]]:
    found: dict[str | None, list[Resource]] = {}
    for resource in resources:
        found.setdefault(resource.region, []).append(resource)
    return found


# Alarms.


@check(
    "monitoring.alarm-actions",
    title="Alarms act when they go off",
    severity="medium",
    aspect="monitoring",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html",
    ),
    types=_ALARMS,
    remediation="List a topic in alarm_actions and leave actions_enabled at true.",
)
def alarm_actions(r: Resource, _: Context) -> Answer:
    """Reads `alarm_actions` and `actions_enabled` (on unless set), of the alarm or of a composite alarm whose
    `alarm_rule` goes off with it: one of several that are joined by OR. What another rule makes of its state is not
    decided. Topics and composite alarms count in the alarm's region only. An alarm without action turns red unseen.
    Whom a topic reaches is `monitoring.alert-path`."""
    return _acts(r, frozenset())


def _acts(alarm: Resource, seen: frozenset[str]) -> Answer:
    """Judge an alarm that no alarm of `seen`, by address, is part of."""
    seen = seen | {alarm.address}
    composites = [c for c in alarm.plan.of("aws_cloudwatch_composite_alarm") if c.address not in seen]
    return any_of([partial(_acts_itself, alarm), *(partial(_acts_for, c, alarm, seen) for c in composites)])


def _actions(alarm: Resource) -> Members:
    """Return what the alarm's actions name: topics in the plan, and as outside whatever is none or lies elsewhere."""
    return alarm.members("alarm_actions", *_TOPICS)


def _acts_itself(alarm: Resource) -> Answer:
    named = _actions(alarm)
    return all_of(
        [
            lambda: _names_action(alarm, named),
            lambda: holds(
                flag(alarm, "actions_enabled", True),
                f"actions_enabled of {alarm.address} is true",
                f"actions_enabled of {alarm.address} is false",
            ),
        ]
    )


def _names_action(alarm: Resource, named: Members) -> Answer:
    """Judge whether an alarm names an action, of which a topic must lie in its region."""
    if not names_any(named):
        return fails(f"alarm_actions of {alarm.address} is empty")
    here = (None, "", alarm.region)
    topics = [t.address for t in named.found if alarm.region and t.region not in here]
    topics += [n for n in named.outside if alarm.region and _region_of_topic(n) not in here]
    if len(topics) == len(named.found) + len(named.outside):
        if named.open:
            until_apply(f"what else alarm_actions of {alarm.address} names")
        return fails(f"all that alarm_actions of {alarm.address} names lies in another region: {', '.join(topics)}")
    return passes(f"{alarm.address} has actions")


def _region_of_topic(name: str) -> str:
    """Return the region of a topic by its ARN, nothing where it is none."""
    parts = name.split(":")
    return parts[3] if parts[0] == "arn" and parts[2:3] == ["sns"] and len(parts) > 3 else ""


def _acts_for(composite: Resource, alarm: Resource, seen: frozenset[str]) -> Answer:
    if composite.region and alarm.region and composite.region != alarm.region:
        return fails(f"{composite.address} asks for alarms of {composite.region} only")
    if not _asks_for(composite, alarm):
        return fails("no composite alarm that acts asks for its state")
    return all_of([partial(_acts, composite, seen), partial(_goes_off_with_each, composite)])


def _goes_off_with_each(composite: Resource) -> Answer:
    """Judge whether each alarm that the rule asks for is enough for the composite alarm to go off."""
    rest = _TERM.sub("", _rule(composite)[0])
    if any(word.upper() != "OR" for word in re.findall(r"[^\s()]+", rest)):
        outside(f"whether {composite.address} goes off with each alarm of its rule, which are not only joined by OR")
    return passes(f"{composite.address} goes off with each alarm of its rule")


def _alarm_named_by(part: Unknown) -> str:
    """Return the address of the alarm that a part of a rule is the name of, nothing where that is not known."""
    return part.address if isinstance(part, Reference) and type_in(part.address) in _ALARMS else ""


def _rule(composite: Resource) -> tuple[str, dict[str, str]]:
    """Return the rule of a composite alarm, a number instead of each part that is not known, and which alarms these name.

    An address may hold quotes and brackets, so it cannot be part of the text.
    """
    rule = composite.evaluated("alarm_rule")
    parts = rule.parts if isinstance(rule, PartialText) else (rule if isinstance(rule, str) else UNKNOWN,)
    named = {f"<{n}>": _alarm_named_by(part) for n, part in enumerate(parts) if not isinstance(part, str)}
    return "".join(part if isinstance(part, str) else f"<{n}>" for n, part in enumerate(parts)), named


def _asks_for(composite: Resource, alarm: Resource) -> bool:
    """Whether the rule of a composite alarm asks for the state of an alarm."""
    text, named = _rule(composite)
    name = alarm.get("alarm_name")
    for asked in _ASKED_FOR.findall(text):
        if named.get(asked) == alarm.address or (not is_unknown(name) and name == asked.rpartition(":alarm:")[2]):
            return True
    if "" in named.values():
        until_apply(f"alarm_rule of {composite.address}")
    return False


def _own_topics(alarm: Resource) -> list[Resource]:
    """Return the topics that are judged with this alarm: of several alarms the first one stands for all.

    Every alarm is asked this, so the others are found without a note of each: that would grow with their square.
    """
    users = partial(alarm.plan.relations.companions, kinds=_ALARMS, path="alarm_actions")
    return [t for t in _actions(alarm).found if min(a.address for a in users(t).found) == alarm.address]


@check(
    "monitoring.alert-path",
    title="Somebody listens to the topics that alarms use",
    severity="high",
    aspect="monitoring",
    source=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    ),
    types=_ALARMS,
    looks_at=("aws_sns_topic", "data.aws_sns_topic", *_LISTENERS),
    remediation="Subscribe an address, a queue, a function or a chat channel to the topic; if it is encrypted, then with a key "
    "that CloudWatch may use.",
    when=lambda r: not _actions(r).complete or bool(_own_topics(r)),
)
def alert_path(r: Resource, _: Context) -> Answer:
    """Follows `alarm_actions` to topics, and looks for subscriptions and chat channels that listen to them; one that
    filters by attributes, which alarms do not have, hears nothing. Nor do alarms reach a topic that is encrypted with the
    key that AWS manages (`alias/aws/sns`). A topic is judged once, with the first alarm that
    uses it; of a topic outside the plan the plan's own subscriptions count. An alarm without actions is judged by
    `monitoring.alarm-actions`. That a subscription was confirmed, only the account can tell."""
    named = _actions(r)
    topics = _own_topics(r)
    for topic in topics:
        topic.companions(_ALARMS, "alarm_actions")  # the other alarms that are judged with this one are evidence, too
    parts: list[Callable[[], Answer]] = [partial(_has_listener, topic) for topic in topics]
    parts += [partial(_takes_alarms, topic) for topic in topics if topic.mode == "managed"]
    parts += [partial(_ends_outside, r, name) for name in named.outside]
    parts += [partial(until_apply, f"what else alarm_actions of {r.address} names") for _ in named.open[:1]]
    return all_of(parts)


def _takes_alarms(topic: Resource) -> Answer:
    """Judge whether CloudWatch may use the topic's key: the policy of the one that AWS manages does not let it."""
    path = "kms_master_key_id"
    if unset(topic, path) or (not topic.is_unknown(path) and topic.get(path) == ""):
        return passes(f"{topic.address} needs no key")
    if own_key(topic, path, managed_alias=_MANAGED_KEY).verdict is Verdict.PASS:
        return passes(f"{topic.address} has a key of its own")
    return fails(f"alarms cannot publish to {topic.address}: the key that AWS manages ({_MANAGED_KEY}) keeps them out")


def _has_listener(topic: Resource) -> Answer:
    return any_of(partial(_listens, topic, kind) for kind in _LISTENERS)


def _listens(topic: Resource, kind: str) -> Answer:
    listeners = topic.companions(kind, _LISTENERS[kind])
    if listeners.none and topic.mode == "data":
        outside(f"subscriptions of {topic.address}")
    return some(listeners, partial(_hears, topic.address), none=fails(f"nobody listens to {topic.address}"))


def _ends_outside(alarm: Resource, name: str) -> Answer:
    """Judge an action that is no topic in the plan: a topic elsewhere needs a listener, which may be in the plan."""
    action = alarm.plan.resource_at(name.rpartition(".")[0])
    if (action and action.mode == "managed") or (name.startswith("arn:") and ":sns:" not in name):
        return passes(f"{name} acts by itself")
    listeners = alarm.plan.remembered("listeners", partial(_by_topic, alarm.plan)).get(name, ())
    for listener in listeners:
        listener.note(_LISTENERS[listener.type])
    missing = partial(outside, f"who listens to {name}")
    return any_of([*(partial(_hears, name, listener) for listener in listeners), missing])


def _by_topic(plan: Plan) -> dict[str, list[Resource]]:
    """Return what listens to topics that it names by a known text."""
    found: dict[str, list[Resource]] = {}
    for kind, path in _LISTENERS.items():
        for listener in plan.of(kind):
            for name in dict.fromkeys(n for n in listed(listener, path).known if isinstance(n, str)):
                found.setdefault(name, []).append(listener)
    return found


def _hears(topic: str, listener: Resource) -> Answer:
    heard = f"{listener.address} listens to {topic}"
    if listener.type != "aws_sns_topic_subscription" or not argument(listener, "filter_policy", ""):
        return passes(heard)
    by_attributes = argument(listener, "filter_policy_scope", "MessageAttributes") == "MessageAttributes"
    if by_attributes and '"exists"' not in argument(listener, "filter_policy", ""):
        return fails(f"{heard}, but for messages with attributes only, which alarms do not have")
    return outside(f"which alarms get through the filter_policy of {listener.address}")


# What watches the account.


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
    """Reads `enable` of the detector, on unless set, in every region that the plan uses: a detector watches one."""
    where = r.region or "a region that the plan does not show"
    return holds(flag(r, "enable", True), f"{r.address} is on in {where}", f"enable of {r.address} is false")


@check(
    "monitoring.image-scan",
    title="Images are scanned for vulnerabilities",
    severity="medium",
    aspect="supply-chain",
    source=(
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
    ),
    types=("aws_ecr_repository",),
    looks_at=("aws_ecr_registry_scanning_configuration",),
    remediation="Add image_scanning_configuration with scan_on_push = true, or a rule for it to the registry's scanning.",
)
def image_scan(r: Resource, _: Context) -> Answer:
    """Reads the rules of the registry's scanning configuration in the repository's region: a rule counts whose filter
    is for this repository and that scans without being asked. Where the plan has no such configuration, reads
    `scan_on_push` of the repository, off unless set."""
    registries = _beside(r, "aws_ecr_registry_scanning_configuration")
    if registries:
        return any_of(partial(_scanned_in, registry, r) for registry in registries)
    on = flag(r, "image_scanning_configuration.0.scan_on_push")
    return holds(on, "scan_on_push is true", "scan_on_push is not true")


def _scanned_in(registry: Resource, repository: Resource) -> Answer:
    return any_of([partial(scanned_by_rule, repository, registry), partial(_scans_itself, registry, repository)])


def _scans_itself(registry: Resource, repository: Resource) -> Answer:
    """Judge a repository's own setting beside the registry's, which replaces it for enhanced scanning."""
    if not flag(repository, "image_scanning_configuration.0.scan_on_push"):
        return fails("scan_on_push is not true")
    if argument(registry, "scan_type", "BASIC") == "ENHANCED":
        return fails(f"scan_on_push does not count beside the enhanced scanning of {registry.address}")
    return outside(f"whether scan_on_push of {repository.address} or the rules of {registry.address} were set last")


@check(
    "monitoring.security-hub",
    title="Security Hub is on",
    severity="low",
    aspect="monitoring",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/what-is-securityhub.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html",
    ),
    types=("aws_securityhub_account",),
    looks_at=("aws_securityhub_standards_subscription", "aws_securityhub_configuration_policy_association"),
    remediation="Add aws_securityhub_account, with default standards or a standards subscription, in every region.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def security_hub(r: Resource, _: Context) -> Answer:
    """Reads `enable_default_standards` (on unless set) and the standards that are subscribed to in the same region:
    without any standard Security Hub judges nothing. Every region that the plan uses needs it."""
    return any_of(
        [
            lambda: holds(
                flag(r, "enable_default_standards", True),
                f"{r.address} is on, with the default standards",
                f"{r.address} is on without the default standards",
            ),
            lambda: holds(
                bool(_beside(r, "aws_securityhub_standards_subscription")),
                f"{r.address} is on, with standards",
                "no standard is subscribed to",
            ),
            lambda: _configured_centrally(r),
        ]
    )


def _configured_centrally(r: Resource) -> Answer:
    if r.plan.of("aws_securityhub_configuration_policy_association"):
        outside(f"which standards the organisation's configuration policy gives {r.address}")
    return fails("no configuration policy is associated")


@check(
    "monitoring.inspector",
    title="Inspector scans workloads",
    severity="medium",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/inspector/latest/user/activate-scans.html",
    types=("aws_inspector2_enabler",),
    looks_at=tuple(t for types in _SCANNED.values() for t in types),
    remediation="Add aws_inspector2_enabler for every kind of workload that is used, in every region that has any.",
    population="must-exist",
    scope="account",
)
def inspector(r: Resource, _: Context) -> Answer:
    """Reads `resource_types` of all enablers: every kind of workload that the plan holds (image repositories, instances,
    functions) must be among what is scanned in its region. Whose account `account_ids` names is not read."""
    workloads = [
        partial(_is_scanned, kind, workload) for kind, types in _SCANNED.items() for workload in r.plan.of(*types)
    ]
    kinds = listed(r, "resource_types")
    enabled = partial(holds, bool(kinds.known or kinds.open), f"{r.address} is on", f"{r.address} scans nothing")
    return all_of([enabled, *workloads])


def _is_scanned(kind: str, workload: Resource) -> Answer:
    enablers = _beside(workload, "aws_inspector2_enabler")
    absent = partial(fails, f"nothing scans {kind} in {workload.region or 'the region'} of {workload.address}")
    return any_of([absent, *(partial(_scans, kind, enabler) for enabler in enablers)])


def _scans(kind: str, enabler: Resource) -> Answer:
    kinds = listed(enabler, "resource_types")
    scanned = kind in kinds.known or kind in kinds.all()
    return holds(scanned, f"{enabler.address} scans {kind}", f"{enabler.address} does not scan {kind}")


@check(
    "monitoring.container-insights",
    title="Clusters report how their containers do",
    severity="low",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS-cluster.html",
    types=("aws_ecs_cluster",),
    looks_at=("aws_ecs_account_setting_default",),
    remediation='Add the setting containerInsights with the value "enhanced" or "enabled".',
)
def container_insights(r: Resource, _: Context) -> Answer:
    """Reads the cluster's setting `containerInsights`. Where it is not declared the account's own default at the time
    applies, which is off unless somebody has set it."""
    for path in blocks(r, "setting"):
        if argument(r, f"{path}.name", "") == "containerInsights":
            value = argument(r, f"{path}.value", "")
            said = f"containerInsights is {value}"
            return holds(value in ("enabled", "enhanced"), said, said)
    for default in _beside(r, "aws_ecs_account_setting_default"):
        if argument(default, "name", "") == "containerInsights" and argument(default, "value", "") != "disabled":
            outside(f"whether {default.address} was there before {r.address}, which declares no containerInsights")
    return fails("the setting containerInsights is not declared")
