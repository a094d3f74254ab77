"""Rules of the checks of monitoring: filters of scans, regions, and what a composite alarm asks for."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import by_address, verdict_of

from tfproof.checks.concerns._scanning import is_for

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
NAMES = ("prod", "repo-prod", "prod-repo", "repo-prod-repo", "prodrepo")
FILTERS = {
    "prod": (True, True, True, True, True),
    "*prod": (True, True, False, False, False),
    "prod*": (True, False, True, False, True),
    "*prod*": (True, True, True, True, True),
    "prod*repo": (False, False, True, False, True),
    "p.od": (False, False, False, False, False),
    "p.od*": (False, False, False, False, False),
}


@pytest.mark.parametrize("pattern", FILTERS)
def test_a_filter_of_scans_is_for_the_repositories_that_the_documentation_says(pattern: str) -> None:
    assert tuple(is_for(pattern, name) for name in NAMES) == FILTERS[pattern]


def repository(name: Any = "app", on_push: Any = False, **more: Any) -> dict[str, dict[str, Any]]:
    scanning = [{"scan_on_push": on_push}]
    return {"aws_ecr_repository.a": {"name": name, "image_scanning_configuration": scanning, **more}}


def registry_with(*rules: tuple[Any, Any], scan_type: Any = "BASIC", **more: Any) -> dict[str, dict[str, Any]]:
    made = [{"scan_frequency": often, "repository_filter": [{"filter": which}]} for often, which in rules]
    return {"aws_ecr_registry_scanning_configuration.a": {"scan_type": scan_type, "rule": made, **more}}


SCANS = [
    ("matching", repository(), registry_with(("SCAN_ON_PUSH", "app")), "pass"),
    ("continuous", repository(), registry_with(("CONTINUOUS_SCAN", "*")), "pass"),
    ("all, whatever the name", repository(...), registry_with(("SCAN_ON_PUSH", "*")), "pass"),
    ("name decided later", repository(...), registry_with(("SCAN_ON_PUSH", "app")), "unknown"),
    ("other", repository(), registry_with(("SCAN_ON_PUSH", "other")), "fail"),
    ("by hand", repository(), registry_with(("MANUAL", "*")), "fail"),
    ("no rule", repository(), registry_with(), "fail"),
    ("second rule", repository(), registry_with(("MANUAL", "*"), ("SCAN_ON_PUSH", "a*")), "pass"),
    ("filter decided later", repository(), registry_with(("SCAN_ON_PUSH", ...)), "unknown"),
    ("matching beside one decided later", repository(), registry_with((..., "x"), ("SCAN_ON_PUSH", "*")), "pass"),
    ("own setting beside basic rules", repository(on_push=True), registry_with(("SCAN_ON_PUSH", "x")), "unknown"),
    ("own setting beside enhanced", repository(on_push=True), registry_with(scan_type="ENHANCED"), "fail"),
    (
        "another region",
        repository(region="eu-west-1"),
        registry_with(("SCAN_ON_PUSH", "*"), region="us-east-1"),
        "fail",
    ),
    ("a region not shown", repository(), registry_with(("SCAN_ON_PUSH", "*"), region="us-east-1"), "unknown"),
]


@pytest.mark.parametrize(("case", "repo", "registry", "verdict"), SCANS, ids=[s[0] for s in SCANS])
def test_a_repository_is_scanned_by_a_rule_that_is_for_it(
    case: str, repo: dict[str, Any], registry: dict[str, Any], verdict: str
) -> None:
    assert verdict_of("monitoring.image-scan", {**repo, **registry}) == verdict, case


def enabler(name: str, *kinds: Any, region: str = "us-east-1") -> dict[str, dict[str, Any]]:
    return {f"aws_inspector2_enabler.{name}": {"resource_types": list(kinds), "region": region}}


IMAGES = {"aws_ecr_repository.images": {"name": "app", "region": "us-east-1"}}
MACHINE = {"aws_instance.machine": {"region": "eu-west-1"}}
CODE = {"aws_lambda_function.code": {"function_name": "code", "region": "us-east-1"}}
SCANNED = [
    ("nothing to scan", enabler("a", "ECR"), "pass"),
    ("nothing scanned", enabler("a"), "fail"),
    ("its kind", {**IMAGES, **enabler("a", "ECR")}, "pass"),
    ("another kind", {**IMAGES, **enabler("a", "LAMBDA")}, "fail"),
    ("a kind decided later", {**IMAGES, **enabler("a", "EC2", ...)}, "unknown"),
    ("its kind beside one decided later", {**IMAGES, **enabler("a", "ECR", ...)}, "pass"),
    ("two enablers together", {**IMAGES, **CODE, **enabler("a", "ECR"), **enabler("b", "LAMBDA")}, "pass"),
    ("one of two kinds", {**IMAGES, **CODE, **enabler("a", "ECR")}, "fail"),
    ("a region that nobody scans", {**IMAGES, **MACHINE, **enabler("a", "ECR", "EC2")}, "fail"),
    (
        "each region's kinds",
        {**IMAGES, **MACHINE, **enabler("a", "ECR"), **enabler("b", "EC2", region="eu-west-1")},
        "pass",
    ),
    ("no workload in a region", {**IMAGES, "aws_sqs_queue.q": {"region": "eu-west-1"}, **enabler("a", "ECR")}, "pass"),
]


@pytest.mark.parametrize(("case", "resources", "verdict"), SCANNED, ids=[s[0] for s in SCANNED])
def test_inspector_scans_what_the_plan_holds_where_it_holds_it(
    case: str, resources: dict[str, Any], verdict: str
) -> None:
    assert verdict_of("monitoring.inspector", resources) == verdict, case


MACHINES = [
    "aws_eks_node_group",
    "aws_instance",
    "aws_launch_configuration",
    "aws_launch_template",
    "aws_spot_instance_request",
]


@pytest.mark.parametrize("machine", MACHINES)
def test_what_makes_machines_needs_inspector_for_machines(machine: str) -> None:
    workload = {f"{machine}.a": {"region": "us-east-1"}}
    assert verdict_of("monitoring.inspector", {**workload, **enabler("a", "EC2")}) == "pass"
    assert verdict_of("monitoring.inspector", {**workload, **enabler("a", "ECR")}) == "fail"


HUB = "aws_securityhub_account.a"
STANDARD = "aws_securityhub_standards_subscription.a"
POLICY = {"aws_securityhub_configuration_policy_association.a": {"target_id": "123456789012"}}
HUBS = [
    ("default standards", {HUB: {}}, "pass"),
    ("none", {HUB: {"enable_default_standards": False}}, "fail"),
    ("default or none", {HUB: {"enable_default_standards": ...}}, "unknown"),
    ("a standard", {HUB: {"enable_default_standards": False}, STANDARD: {}}, "pass"),
    ("a standard, whatever the default", {HUB: {"enable_default_standards": ...}, STANDARD: {}}, "pass"),
    ("the organisation's policy", {HUB: {"enable_default_standards": False}, **POLICY}, "unknown"),
    ("its own beside the organisation's policy", {HUB: {}, **POLICY}, "pass"),
    (
        "a standard elsewhere",
        {
            HUB: {"enable_default_standards": False, "region": "us-east-1"},
            "aws_securityhub_account.b": {"region": "eu-west-1"},
            STANDARD: {"region": "eu-west-1"},
        },
        "fail",
    ),
]


@pytest.mark.parametrize(("case", "resources", "verdict"), HUBS, ids=[h[0] for h in HUBS])
def test_security_hub_judges_by_a_standard(case: str, resources: dict[str, Any], verdict: str) -> None:
    assert verdict_of("monitoring.security-hub", resources) == verdict, case


DETECTORS = [
    ("on unless set", {"enable": None}, {}, "pass"),
    ("off", {"enable": False}, {}, "fail"),
    ("decided later", {"enable": ...}, {}, "unknown"),
    ("on in one of two regions", {"region": "us-east-1"}, {"region": "eu-west-1"}, "fail"),
]


@pytest.mark.parametrize(("case", "detector", "queue", "verdict"), DETECTORS, ids=[d[0] for d in DETECTORS])
def test_guardduty_is_on_wherever_the_plan_has_something(
    case: str, detector: dict[str, Any], queue: dict[str, Any], verdict: str
) -> None:
    resources = {"aws_guardduty_detector.a": detector, "aws_sqs_queue.jobs": {"name": "jobs", **queue}}
    assert verdict_of("monitoring.threat-detection", resources) == verdict, case


TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts"
RULES = [
    ("ALARM(cpu)", "pass"),
    ('ALARM("cpu")', "pass"),
    ("ALARM ( cpu )", "pass"),
    ("ALARM(disk) OR ALARM(cpu)", "pass"),
    ('(ALARM("disk or so") or (ALARM(cpu)))', "pass"),
    ("NOT OK ( cpu )", "unknown"),
    ("OK(cpu)", "unknown"),
    ("NOT ALARM(cpu)", "unknown"),
    ("ALARM(disk) AND ALARM(cpu)", "unknown"),
    ("ALARM(disk) OR INSUFFICIENT_DATA(cpu)", "unknown"),
    ("ALARM(cpu) OR FALSE", "unknown"),
    ("ALARM(disk) AND NOT OK(network)", "fail"),
    ("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu)", "pass"),
    ("ALARM(cpu-full)", "fail"),
    ("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu-full)", "fail"),
    ("TRUE", "fail"),
    (..., "unknown"),
]


@pytest.mark.parametrize(("rule", "verdict"), RULES)
def test_an_alarm_acts_by_a_composite_alarm_that_asks_for_its_state(rule: Any, verdict: str) -> None:
    resources = {
        "aws_cloudwatch_composite_alarm.z": {"alarm_name": "z", "alarm_rule": rule, "alarm_actions": [TOPIC]},
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "cpu", "alarm_actions": None},
    }
    assert by_address("monitoring.alarm-actions", resources)["aws_cloudwatch_metric_alarm.a"] == verdict


def test_a_rule_that_asks_for_more_decides_nothing_where_the_composite_alarm_does_not_act() -> None:
    resources = {
        "aws_cloudwatch_composite_alarm.z": {"alarm_name": "z", "alarm_rule": "ALARM(cpu) AND ALARM(disk)"},
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "cpu"},
    }
    assert by_address("monitoring.alarm-actions", resources)["aws_cloudwatch_metric_alarm.a"] == "fail"


ELSEWHERE = TOPIC.replace("us-east-1", "eu-west-1")
REGIONS = [
    ("a composite alarm beside it", {"region": "us-east-1"}, {"region": "us-east-1"}, "pass"),
    ("a composite alarm elsewhere", {"region": "us-east-1"}, {"region": "us-west-2"}, "fail"),
    ("a composite alarm somewhere", {"region": "us-east-1"}, {}, "pass"),
    (
        "a topic elsewhere, by its ARN",
        {"region": "us-east-1", "alarm_actions": [ELSEWHERE]},
        {"alarm_rule": "TRUE"},
        "fail",
    ),
    (
        "a topic of its region, by its ARN",
        {"region": "us-east-1", "alarm_actions": [TOPIC]},
        {"alarm_rule": "TRUE"},
        "pass",
    ),
    ("two topics", {"region": "us-east-1", "alarm_actions": [ELSEWHERE, TOPIC]}, {"alarm_rule": "TRUE"}, "pass"),
    (
        "one decided later",
        {"region": "us-east-1", "alarm_actions": [ELSEWHERE, ...]},
        {"alarm_rule": "TRUE"},
        "unknown",
    ),
]


@pytest.mark.parametrize(("case", "alarm", "composite", "verdict"), REGIONS, ids=[x[0] for x in REGIONS])
def test_an_alarm_acts_by_what_lies_in_its_region(
    case: str, alarm: dict[str, Any], composite: dict[str, Any], verdict: str
) -> None:
    rule = {"alarm_name": "z", "alarm_rule": "ALARM(cpu)", "alarm_actions": [TOPIC]}
    resources = {
        "aws_cloudwatch_composite_alarm.z": {**rule, **composite},
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "cpu", **alarm},
    }
    assert by_address("monitoring.alarm-actions", resources)["aws_cloudwatch_metric_alarm.a"] == verdict, case


@pytest.mark.parametrize(("region", "verdict"), [("us-east-1", "pass"), ("eu-west-1", "fail")])
def test_a_topic_of_the_plan_that_lies_elsewhere_is_no_action(region: str, verdict: str) -> None:
    resources = {
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "cpu", "alarm_actions": ["t"], "region": "us-east-1"},
        "aws_sns_topic.t": {"name": "t", "arn": "t", "region": region},
    }
    assert verdict_of("monitoring.alarm-actions", resources) == verdict


def test_composite_alarms_that_ask_for_each_other_act_for_nobody() -> None:
    resources = {
        "aws_cloudwatch_composite_alarm.a": {"alarm_name": "a", "alarm_rule": "ALARM(b)"},
        "aws_cloudwatch_composite_alarm.b": {"alarm_name": "b", "alarm_rule": "ALARM(a)"},
    }
    assert set(by_address("monitoring.alarm-actions", resources).values()) == {"fail"}


def test_many_alarms_of_one_topic_are_one_finding() -> None:
    alarms = {f"aws_cloudwatch_metric_alarm.a{i}": {"alarm_name": f"a{i}", "alarm_actions": [TOPIC]} for i in range(15)}
    topic = {"aws_sns_topic.alerts": {"name": "alerts", "arn": TOPIC}}
    assert by_address("monitoring.alert-path", {**alarms, **topic}) == {"aws_cloudwatch_metric_alarm.a0": "fail"}


LISTENS = [
    ("everything", {}, "pass"),
    ("an empty filter", {"filter_policy": ""}, "pass"),
    ("attributes", {"filter_policy": '{"kind":["order"]}'}, "fail"),
    ("attributes, as said", {"filter_policy": '{"a":["b"]}', "filter_policy_scope": "MessageAttributes"}, "fail"),
    ("no such attribute", {"filter_policy": '{"kind":[{"exists":false}]}'}, "unknown"),
    ("content", {"filter_policy": '{"AlarmName":["cpu"]}', "filter_policy_scope": "MessageBody"}, "unknown"),
    ("a filter decided later", {"filter_policy": ...}, "unknown"),
]


@pytest.mark.parametrize(("case", "subscription", "verdict"), LISTENS, ids=[x[0] for x in LISTENS])
def test_a_listener_hears_alarms_unless_it_filters_them(case: str, subscription: dict[str, Any], verdict: str) -> None:
    assert verdict_of("monitoring.alert-path", listening("aws_sns_topic.t", **subscription)) == verdict, case


def listening(topic: str, **subscription: Any) -> dict[str, dict[str, Any]]:
    """Return an alarm of a topic, and a subscription to it."""
    return {
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "a", "alarm_actions": [TOPIC]},
        "aws_sns_topic_subscription.s": {"topic_arn": TOPIC, "protocol": "email", **subscription},
        topic: {"name": "alerts", "arn": TOPIC},
    }


KEYS = [
    ("AWS's key, by its alias", {"kms_master_key_id": "alias/aws/sns"}, {}, "fail"),
    (
        "AWS's key, by the ARN of its alias",
        {"kms_master_key_id": "arn:aws:kms:us-east-1:123456789012:alias/aws/sns"},
        {},
        "fail",
    ),
    (
        "AWS's key, looked up",
        {"kms_master_key_id": "arn:aws:kms:us-east-1:123456789012:key/k"},
        {"data.aws_kms_key.k": {"arn": "arn:aws:kms:us-east-1:123456789012:key/k", "key_manager": "AWS"}},
        "fail",
    ),
    ("a key of its own", {"kms_master_key_id": "alias/alerts"}, {}, "pass"),
    ("no key", {"kms_master_key_id": None}, {}, "pass"),
    ("an empty text", {"kms_master_key_id": ""}, {}, "pass"),
    ("a key decided later", {"kms_master_key_id": ...}, {}, "unknown"),
]


@pytest.mark.parametrize(("case", "topic", "more", "verdict"), KEYS, ids=[k[0] for k in KEYS])
def test_alarms_cannot_publish_to_a_topic_that_the_key_of_aws_encrypts(
    case: str, topic: dict[str, Any], more: dict[str, Any], verdict: str
) -> None:
    resources = {**listening("aws_sns_topic.t"), **more}
    resources["aws_sns_topic.t"] |= topic
    assert verdict_of("monitoring.alert-path", resources) == verdict, case


def test_somebody_in_the_plan_may_listen_to_a_topic_that_a_data_source_describes() -> None:
    assert verdict_of("monitoring.alert-path", listening("data.aws_sns_topic.t")) == "pass"


def test_beside_one_that_hears_nothing_somebody_elsewhere_may_listen_to_such_a_topic() -> None:
    deaf = listening("data.aws_sns_topic.t", filter_policy='{"kind":["order"]}')
    assert verdict_of("monitoring.alert-path", deaf) == "unknown"


def test_who_listens_to_a_topic_that_a_data_source_describes_may_lie_elsewhere() -> None:
    resources = {
        "aws_cloudwatch_metric_alarm.a": {"alarm_name": "a", "alarm_actions": [TOPIC]},
        "data.aws_sns_topic.t": {"name": "alerts", "arn": TOPIC},
    }
    assert verdict_of("monitoring.alert-path", resources) == "unknown"


CLUSTERS = [
    ("another region", {"region": "eu-west-1"}, {"value": "enabled", "region": "us-east-1"}, "fail"),
    ("disabled", {}, {"value": "disabled"}, "fail"),
    ("enhanced", {}, {"value": "enhanced"}, "unknown"),
]


@pytest.mark.parametrize(("case", "cluster", "default", "verdict"), CLUSTERS, ids=[c[0] for c in CLUSTERS])
def test_the_account_may_turn_container_insights_on(
    case: str, cluster: dict[str, Any], default: dict[str, Any], verdict: str
) -> None:
    resources = {
        "aws_ecs_cluster.a": {"name": "a", **cluster},
        "aws_ecs_account_setting_default.a": {"name": "containerInsights", **default},
    }
    assert verdict_of("monitoring.container-insights", resources) == verdict, case
