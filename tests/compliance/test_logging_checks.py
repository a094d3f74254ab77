"""Rules of the checks of logging that one finding for the whole account cannot show in a fixture."""

from __future__ import annotations

import json
from typing import Any

import pytest
from small_plans import by_address, plan_of, verdict_of

from tfproof.checks import judge, registry, settings_from
from tfproof.findings import FOR_EVER

ALL = {"field": "eventCategory", "equals": ["Management"]}
READS = {"field": "readOnly", "equals": ["true"]}
WRITES = {"field": "readOnly", "equals": ["false"]}
WITHOUT_KEYS = {"field": "eventSource", "not_equals": ["kms.amazonaws.com"]}


def basic(*selectors: dict[str, Any]) -> dict[str, Any]:
    return {"event_selector": list(selectors)}


def advanced(*selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"advanced_event_selector": [{"field_selector": fields} for fields in selectors]}


TRAILS = [
    ("no selector", {}, "pass"),
    ("switched off", {"enable_logging": False}, "fail"),
    ("on or off", {"enable_logging": ...}, "unknown"),
    ("all", basic({"read_write_type": "All", "include_management_events": True}), "pass"),
    ("as by default", basic({}), "pass"),
    ("reads", basic({"read_write_type": "ReadOnly"}), "fail"),
    ("writes", basic({"read_write_type": "WriteOnly"}), "fail"),
    ("reads, and writes", basic({"read_write_type": "ReadOnly"}, {"read_write_type": "WriteOnly"}), "pass"),
    ("data events", basic({"include_management_events": False}), "fail"),
    ("without one source", basic({"exclude_management_event_sources": ["kms.amazonaws.com"]}), "fail"),
    ("without a source or not", basic({"exclude_management_event_sources": ...}), "unknown"),
    ("reads or writes", basic({"read_write_type": ...}), "unknown"),
    ("all, beside one decided later", basic({"read_write_type": ...}, {"read_write_type": "All"}), "pass"),
    ("management", advanced([ALL]), "pass"),
    ("management, reads", advanced([ALL, READS]), "fail"),
    ("management, writes", advanced([ALL, WRITES]), "fail"),
    ("management, reads, and writes", advanced([ALL, READS], [ALL, WRITES]), "pass"),
    ("management without one source", advanced([ALL, WITHOUT_KEYS]), "fail"),
    ("of the network", advanced([{"field": "eventCategory", "equals": ["NetworkActivity"]}]), "fail"),
    ("of no category", advanced([READS]), "fail"),
    ("of a category decided later", advanced([{"field": "eventCategory", "equals": [...]}]), "unknown"),
]


@pytest.mark.parametrize(("case", "trail", "verdict"), TRAILS, ids=[c for c, _, _ in TRAILS])
def test_a_trail_records_all_management_events_or_is_none(case: str, trail: dict[str, Any], verdict: str) -> None:
    assert verdict_of("logging.trail-exists", {"aws_cloudtrail.a": {"name": case, **trail}}) == verdict


STORES = [
    ("default", {}, "pass"),
    ("suspended", {"suspend": "true"}, "fail"),
    ("reads", advanced([ALL, READS]), "fail"),
]


@pytest.mark.parametrize(("case", "store", "verdict"), STORES, ids=[c for c, _, _ in STORES])
def test_an_event_data_store_records_as_a_trail_does(case: str, store: dict[str, Any], verdict: str) -> None:
    found = verdict_of("logging.trail-exists", {"aws_cloudtrail_event_data_store.a": {"name": case, **store}})
    assert found == verdict


def test_one_trail_that_records_everything_is_enough() -> None:
    off = {"name": "off", "enable_logging": False}
    assert verdict_of("logging.trail-exists", {"aws_cloudtrail.a": off, "aws_cloudtrail.b": {"name": "on"}}) == "pass"


BESIDE = [
    ("one for all regions", {"is_multi_region_trail": True}, {"pass"}),
    ("one that is off", {"is_multi_region_trail": True, "enable_logging": False}, {"pass", "fail"}),
    ("one of writes", {"is_multi_region_trail": True, **basic({"read_write_type": "WriteOnly"})}, {"pass", "fail"}),
]


@pytest.mark.parametrize(("case", "other", "verdicts"), BESIDE, ids=[c for c, _, _ in BESIDE])
def test_a_trail_of_one_region_passes_beside(case: str, other: dict[str, Any], verdicts: set[str]) -> None:
    resources = {"aws_cloudtrail.regional": {"name": "regional"}, "aws_cloudtrail.other": {"name": case, **other}}
    assert set(by_address("logging.trail-multi-region", resources).values()) == verdicts


def group(**values: Any) -> dict[str, Any]:
    return {"recording_group": [values]}


def excluding(*kinds: Any) -> dict[str, Any]:
    return group(
        all_supported=False,
        recording_strategy=[{"use_only": "EXCLUSION_BY_RESOURCE_TYPES"}],
        exclusion_by_resource_types=[{"resource_types": list(kinds)}],
    )


EVERYTHING = group(all_supported=True, include_global_resource_types=True)
RECORDERS = [
    ("everything", EVERYTHING, "pass"),
    ("everything but IAM", group(all_supported=True, include_global_resource_types=False), "fail"),
    ("nothing said of IAM", {}, "fail"),
    ("some kinds", group(all_supported=False, resource_types=["AWS::EC2::Instance"]), "fail"),
    ("all kinds but one", excluding("AWS::EC2::Instance"), "fail"),
    ("all kinds but one of IAM", excluding("AWS::IAM::User"), "fail"),
    ("no kind left out", excluding(), "pass"),
    ("kinds decided later", excluding(...), "unknown"),
    ("everything, unless told otherwise", group(include_global_resource_types=True), "pass"),
    ("IAM or not", group(all_supported=True, include_global_resource_types=...), "unknown"),
]


@pytest.mark.parametrize(("case", "recorder", "verdict"), RECORDERS, ids=[c for c, _, _ in RECORDERS])
def test_a_recorder_records_all_kinds_or_does_not(case: str, recorder: dict[str, Any], verdict: str) -> None:
    assert verdict_of("logging.config-recorder", recording("main", **recorder)) == verdict, case


def recording(name: str, region: str = "", on: Any = True, **values: Any) -> dict[str, dict[str, Any]]:
    """Return a recorder and its status."""
    place = {"region": region} if region else {}
    return {
        f"aws_config_configuration_recorder.{name}": {"name": name, **place, **values},
        f"aws_config_configuration_recorder_status.{name}": {"name": name, "is_enabled": on, **place},
    }


SWITCHED = [(True, "pass"), (False, "fail"), (..., "unknown")]


@pytest.mark.parametrize(("on", "verdict"), SWITCHED)
def test_a_recorder_is_switched_on_by_its_status(on: Any, verdict: str) -> None:
    assert verdict_of("logging.config-recorder", recording("main", on=on, **EVERYTHING)) == verdict


IRELAND = recording("there", "eu-west-1", **excluding("AWS::IAM::User", "AWS::IAM::Role"))


def test_a_recorder_may_leave_iam_to_one_of_another_region() -> None:
    here = recording("here", "us-east-1", **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **IRELAND}) == "pass"


def test_a_recorder_may_not_leave_iam_to_one_that_is_off() -> None:
    here = recording("here", "us-east-1", on=False, **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **IRELAND}) == "fail"


def test_every_region_that_is_used_needs_a_recorder() -> None:
    elsewhere = {"aws_sqs_queue.jobs": {"name": "jobs", "region": "eu-west-1"}}
    here = recording("here", "us-east-1", **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **elsewhere}) == "fail"


SOME_KINDS = [
    group(all_supported=False, resource_types=["AWS::EC2::Instance"]),
    excluding("AWS::EC2::Instance"),
]


@pytest.mark.parametrize("recorder", SOME_KINDS)
def test_a_recorder_of_some_kinds_does_not_do_for_its_region(recorder: dict[str, Any]) -> None:
    resources = {**recording("here", "us-east-1", **EVERYTHING), **recording("there", "eu-west-1", **recorder)}
    assert verdict_of("logging.config-recorder", resources) == "fail"


def test_a_recorder_that_is_off_does_not_do_for_its_region() -> None:
    there = recording("there", "eu-west-1", on=False, **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**recording("here", "us-east-1", **EVERYTHING), **there}) == "fail"


@pytest.mark.parametrize("kind", ["Group", "Policy", "Role", "User"])
def test_the_kinds_of_iam_may_be_left_to_one_recorder(kind: str) -> None:
    there = recording("there", "eu-west-1", **excluding(f"AWS::IAM::{kind}"))
    assert verdict_of("logging.config-recorder", {**recording("here", "us-east-1", **EVERYTHING), **there}) == "pass"


# What nobody sets.

UNSET = [
    ("logging.trail-validation", "aws_cloudtrail.a", {}, "fail"),
    ("logging.trail-multi-region", "aws_cloudtrail.a", {}, "fail"),
    ("logging.trail-multi-region", "aws_cloudtrail.a", {"is_multi_region_trail": True}, "pass"),
    (
        "logging.trail-multi-region",
        "aws_cloudtrail.a",
        advanced([{"field": "eventCategory", "equals": ["Data"]}]),
        "empty",
    ),
    ("logging.trail-multi-region", "aws_cloudtrail.a", basic({"include_management_events": False}), "empty"),
    ("logging.trail-multi-region", "aws_cloudtrail_event_data_store.a", {}, "pass"),
    ("logging.log-retention", "aws_cloudwatch_log_group.a", {}, "fail"),
    ("logging.lb-access-logs", "aws_lb.a", {}, "fail"),
    ("logging.lb-access-logs", "aws_lb.a", {"access_logs": [{"bucket": "logs"}]}, "fail"),
    ("logging.lb-access-logs", "aws_lb.a", {"load_balancer_type": "gateway"}, "empty"),
    ("logging.lb-access-logs", "aws_alb.a", {}, "fail"),
    ("logging.lb-access-logs", "aws_elb.a", {}, "fail"),
    ("logging.lb-access-logs", "aws_elb.a", {"access_logs": [{"bucket": "logs"}]}, "pass"),
    ("logging.redis-logs", "aws_elasticache_replication_group.a", {}, "fail"),
    ("logging.redis-logs", "aws_elasticache_cluster.a", {"engine": "redis"}, "fail"),
    ("logging.redis-logs", "aws_elasticache_cluster.a", {"engine": "valkey"}, "fail"),
    ("logging.redis-logs", "aws_elasticache_cluster.a", {"engine": "memcached"}, "empty"),
    ("logging.redis-logs", "aws_elasticache_cluster.a", {"engine": "redis", "replication_group_id": "a"}, "empty"),
    ("logging.s3-access-logs", "aws_s3_bucket.a", {"bucket": "a", "logging": []}, "fail"),
    ("logging.rds-exports", "aws_db_instance.a", {"engine": "custom-oracle-ee"}, "empty"),
]


@pytest.mark.parametrize(("check_id", "address", "values", "verdict"), UNSET)
def test_what_nobody_sets_is_what_aws_does(check_id: str, address: str, values: dict[str, Any], verdict: str) -> None:
    assert verdict_of(check_id, {address: values}) == verdict


def test_a_log_group_without_retention_keeps_its_events_for_ever() -> None:
    plan = plan_of({"aws_cloudwatch_log_group.a": {"retention_in_days": 0}})
    (finding,) = judge(plan, [registry()["logging.log-retention"]], settings_from({}, "test", registry())).findings
    assert [m.observed for m in finding.measures] == [FOR_EVER]


NETWORK = {"aws_lb.a": {"arn": "arn:a", "load_balancer_type": "network"}}
LISTENING = [
    ("aws_lb_listener", ["TLS"], "fail"),
    ("aws_alb_listener", ["TLS"], "fail"),
    ("aws_lb_listener", ["TCP", "TLS"], "fail"),
    ("aws_lb_listener", ["TCP", "UDP"], "empty"),
    ("aws_alb_listener", ["TCP"], "empty"),
    ("aws_lb_listener", [], "fail"),
    ("aws_lb_listener", [...], "unknown"),
]


@pytest.mark.parametrize(("kind", "protocols", "verdict"), LISTENING)
def test_a_network_load_balancer_can_log_what_comes_by_tls(kind: str, protocols: list[Any], verdict: str) -> None:
    listeners = {f"{kind}.l{i}": {"load_balancer_arn": "arn:a", "protocol": p} for i, p in enumerate(protocols)}
    assert verdict_of("logging.lb-access-logs", {**NETWORK, **listeners}) == verdict


def test_a_bucket_that_may_be_one_for_logs_is_left_open() -> None:
    resources = {
        "aws_s3_bucket.a": {"bucket": "a", "logging": []},
        "aws_s3_bucket_logging.of_another": {"bucket": "elsewhere", "target_bucket": ...},
    }
    assert verdict_of("logging.s3-access-logs", resources) == "unknown"


# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html and the pages beside it
EXPORTS = [
    ("aws_db_instance", "db2-se", ["diag.log"]),
    ("aws_db_instance", "mariadb", ["audit", "error"]),
    ("aws_db_instance", "mysql", ["audit", "error"]),
    ("aws_db_instance", "oracle-ee", ["alert", "audit"]),
    ("aws_db_instance", "postgres", ["postgresql"]),
    ("aws_db_instance", "sqlserver-ex", ["error"]),
    ("aws_docdb_cluster", "docdb", ["audit"]),
    ("aws_docdb_cluster", None, ["audit"]),
    ("aws_neptune_cluster", "neptune", ["audit"]),
    ("aws_neptune_cluster", None, ["audit"]),
    ("aws_rds_cluster", "aurora", ["audit", "error"]),
    ("aws_rds_cluster", "aurora-mysql", ["audit", "error"]),
    ("aws_rds_cluster", "aurora-postgresql", ["postgresql"]),
    ("aws_rds_cluster", "mysql", ["error"]),
    ("aws_rds_cluster", "postgres", ["postgresql"]),
]


def exporting(kind: str, engine: str | None, logs: list[Any]) -> dict[str, dict[str, Any]]:
    path = "enable_cloudwatch_logs_exports" if kind == "aws_neptune_cluster" else "enabled_cloudwatch_logs_exports"
    return {f"{kind}.a": {"engine": engine, path: logs}}


@pytest.mark.parametrize(("kind", "engine", "logs"), EXPORTS)
def test_a_database_that_exports_its_logs_passes(kind: str, engine: str | None, logs: list[str]) -> None:
    assert verdict_of("logging.rds-exports", exporting(kind, engine, logs)) == "pass"


@pytest.mark.parametrize(
    ("kind", "engine", "logs"), [(k, e, [x for x in logs if x != one]) for k, e, logs in EXPORTS for one in logs]
)
def test_a_database_that_lacks_one_of_its_logs_fails(kind: str, engine: str | None, logs: list[str]) -> None:
    assert verdict_of("logging.rds-exports", exporting(kind, engine, [*logs, "slowquery"])) == "fail"


@pytest.mark.parametrize("driver", ["json-file", "local", "none"])
def test_output_that_stays_on_the_host_is_lost(driver: str) -> None:
    containers = json.dumps([{"name": "app", "logConfiguration": {"logDriver": driver}}])
    definition = {"aws_ecs_task_definition.a": {"container_definitions": containers}}
    assert verdict_of("logging.container-logs", definition) == "fail"


def test_a_task_without_containers_says_nothing() -> None:
    definition = {"aws_ecs_task_definition.a": {"container_definitions": "[]"}}
    assert verdict_of("logging.container-logs", definition) == "fail"


SOURCES = [("aws_db_instance", "identifier"), ("aws_rds_cluster", "cluster_identifier")]


@pytest.mark.parametrize(("kind", "name"), SOURCES)
@pytest.mark.parametrize(("log", "verdict"), [("postgresql", "pass"), ("upgrade", "fail")])
def test_a_replica_exports_the_logs_of_its_sources_engine(kind: str, name: str, log: str, verdict: str) -> None:
    resources = {
        f"{kind}.source": {name: "main", "engine": "postgres", "enabled_cloudwatch_logs_exports": ["postgresql"]},
        "aws_db_instance.replica": {"replicate_source_db": "main", "enabled_cloudwatch_logs_exports": [log]},
    }
    assert by_address("logging.rds-exports", resources)["aws_db_instance.replica"] == verdict
