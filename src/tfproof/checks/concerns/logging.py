"""What is written down about what happened, and for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._trails import TRAILS, is_about_management_events, records_management_events
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import (
    argument,
    blocks,
    containers,
    flag,
    is_cache_member,
    is_custom_engine,
    listed,
    number,
    some,
    unset,
)
from tfproof.findings import FOR_EVER, Bound, Measure, Verdict
from tfproof.plans.values import is_unknown, shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# The logs of each engine that tell who connected and what failed, by type of resource. Clusters of MySQL outside of
# Aurora take no option groups, and with them no audit plugin.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html
# https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html
# https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html
_DATABASE_LOGS = {
    "aws_db_instance": {
        "db2": {"diag.log"},
        "mariadb": {"audit", "error"},
        "mysql": {"audit", "error"},
        "oracle": {"alert", "audit"},
        "postgres": {"postgresql"},
        "sqlserver": {"error"},
    },
    "aws_docdb_cluster": {"docdb": {"audit"}},
    "aws_neptune_cluster": {"neptune": {"audit"}},
    "aws_rds_cluster": {
        "aurora": {"audit", "error"},
        "aurora-mysql": {"audit", "error"},
        "aurora-postgresql": {"postgresql"},
        "mysql": {"error"},
        "postgres": {"postgresql"},
    },
}
# The argument that names the bucket which receives the access logs of a bucket.
_TARGETS = {"aws_s3_bucket": "logging.0.target_bucket", "aws_s3_bucket_logging": "target_bucket"}
# Drivers that leave the output on the host, as Docker does without one, or nowhere.
# https://docs.docker.com/engine/logging/configure/
_KEEPS_IT_LOCAL = {"json-file", "local", "none"}
# Changes to IAM are the same in every region, so a recorder may leave them to another one.
# https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
_GLOBAL_KINDS = {"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"}


# Trails.


@check(
    "logging.trail-exists",
    title="The account has a trail of its management events",
    severity="high",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
    ),
    types=TRAILS,
    remediation="Add aws_cloudtrail to the account's baseline, without selectors that leave out management events.",
    population="must-exist",
    scope="account",
)
def trail_exists(r: Resource, _: Context) -> Answer:
    """Reads whether the trail, or event data store, is on (it is unless `enable_logging` is false or `suspend` true)
    and whether its selectors record all management events, reads and writes; without a selector they do. That it
    covers all regions is `logging.trail-multi-region`."""
    return all_of([partial(_is_on, r), partial(records_management_events, r)])


def _is_on(trail: Resource) -> Answer:
    on = flag(trail, "enable_logging", True) if trail.type == "aws_cloudtrail" else not flag(trail, "suspend")
    return holds(on, f"{trail.address} is on", f"{trail.address} is switched off")


@check(
    "logging.trail-multi-region",
    title="Management events of all regions are recorded",
    severity="high",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
    types=TRAILS,
    remediation="Set is_multi_region_trail = true and leave include_global_service_events at true.",
    when=is_about_management_events,
)
def trail_multi_region(r: Resource, _: Context) -> Answer:
    """Reads `is_multi_region_trail` (off unless set) and `include_global_service_events` (on unless set) of trails, and
    `multi_region_enabled` (on unless set) of event data stores: a trail of one region sees neither an attacker in
    another region nor changes to IAM. It passes as well beside another one that is on and covers all regions. Trails of
    data events alone are not asked."""
    others = [t for t in r.plan.of(*TRAILS) if t is not r]
    return any_of([partial(_covers_all_regions, r), *(partial(_records_everywhere, other) for other in others)])


def _records_everywhere(trail: Resource) -> Answer:
    return all_of([partial(p, trail) for p in (_is_on, records_management_events, _covers_all_regions)])


def _covers_all_regions(trail: Resource) -> Answer:
    if trail.type == "aws_cloudtrail_event_data_store":
        return _flagged(trail, "multi_region_enabled", True, "other regions are not recorded")
    return all_of(
        [
            partial(_flagged, trail, "is_multi_region_trail", False, "other regions are not recorded"),
            partial(_flagged, trail, "include_global_service_events", True, "changes to IAM are not recorded"),
        ]
    )


def _flagged(r: Resource, path: str, default: bool, otherwise: str) -> Answer:
    what = f"{path} of {r.address}"
    return holds(flag(r, path, default), f"{what} is true", f"{what} is not true: {otherwise}")


@check(
    "logging.trail-validation",
    title="Trails can be proven untouched",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    types=("aws_cloudtrail",),
    remediation="Set enable_log_file_validation = true.",
)
def trail_validation(r: Resource, _: Context) -> Answer:
    """Reads `enable_log_file_validation`, off unless set: with it CloudTrail signs a digest of its files
    every hour."""
    return _flagged(r, "enable_log_file_validation", False, "a changed or deleted log file goes unnoticed")


@check(
    "logging.log-retention",
    title="Log groups keep their events for a stated time",
    severity="medium",
    aspect="retention",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html",
    ),
    parameters=("limits.days",),
    types=("aws_cloudwatch_log_group",),
    remediation="Set retention_in_days to what is demanded or more.",
)
def log_retention(r: Resource, c: Context) -> Answer:
    """Reads `retention_in_days`. Without it (or with 0) events are kept for ever, which is no retention that
    anybody decided on; below the demanded number of days they are gone before an incident is looked into. A group of
    the class DELIVERY only hands its events on, whatever is set: how long their destination keeps them is not read."""
    days = kept_days(r)
    if days == 0:
        never = Measure("days", FOR_EVER, c.limit(), Bound.AT_LEAST)
        # Whoever demands that events are kept for long has what he demands; nobody decided on an end, though.
        return Answer(Verdict.FAIL, "retention_in_days is not set: events never expire", (never,), measured=True)
    return c.at_least(days, "retention_in_days")


def kept_days(group: Resource) -> int:
    """Return for how many days a log group keeps its events, 0 for ever; Undecided where their destination decides."""
    if argument(group, "log_group_class", "STANDARD") == "DELIVERY":
        outside(f"how long the destination that {group.address} delivers to keeps what it gets")
    return number(group, "retention_in_days")


# Requests.


def _is_delivered(r: Resource) -> Answer:
    """Judge whether CloudWatch delivers the access logs of a resource: from a source that a delivery names."""
    sources = r.companions("aws_cloudwatch_log_delivery_source", "resource_arn")
    return some(sources, _is_access_log_with_delivery, none=fails("no log delivery source names it"))


def _is_access_log_with_delivery(source: Resource) -> Answer:
    kind = argument(source, "log_type", "")
    deliveries = source.companions("aws_cloudwatch_log_delivery", "delivery_source_name")
    return all_of(
        [
            lambda: holds(
                kind.endswith("ACCESS_LOGS"),
                f"{source.address} is the source of its access logs",
                f"{source.address} is the source of {kind}, not of access logs",
            ),
            lambda: some(
                deliveries,
                lambda delivery: passes(f"{delivery.address} delivers them"),
                none=fails(f"no aws_cloudwatch_log_delivery delivers what comes of {source.address}"),
            ),
        ]
    )


def _can_log_requests(r: Resource) -> bool:
    """Whether the load balancer has requests that it could log: one for networks has those of TLS listeners only."""
    if r.type == "aws_elb":
        return True
    kind = r.known("load_balancer_type", "application")
    if kind != "network":
        return bool(kind != "gateway")
    listeners = r.companions(("aws_lb_listener", "aws_alb_listener"), "load_balancer_arn")
    protocols = [argument(listener, "protocol", "TCP") for listener in listeners.all()]
    return not protocols or "TLS" in protocols


@check(
    "logging.lb-access-logs",
    title="Load balancers log requests",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elb#access_logs",
    ),
    types=("aws_lb", "aws_alb", "aws_elb"),
    looks_at=("aws_cloudwatch_log_delivery_source", "aws_cloudwatch_log_delivery"),
    remediation="Add an access_logs block with a bucket and enabled = true.",
    when=_can_log_requests,
)
def lb_access_logs(r: Resource, _: Context) -> Answer:
    """Reads `access_logs` and its `enabled`, which is off unless set, and on unless set for a classic load balancer; or
    follows a CloudWatch log delivery of its access logs. Network load balancers log requests of TLS listeners only:
    without such a listener they are not asked, nor are gateways."""
    return any_of([partial(_has_access_logs, r), partial(_is_delivered, r)])


def _has_access_logs(r: Resource) -> Answer:
    on = bool(blocks(r, "access_logs")) and flag(r, "access_logs.0.enabled", r.type == "aws_elb")
    return holds(on, "access_logs are on", "access_logs are not on: nobody knows later who asked for what")


@check(
    "logging.cdn-access-logs",
    title="Distributions log requests",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
    ),
    types=("aws_cloudfront_distribution",),
    looks_at=("aws_cloudwatch_log_delivery_source", "aws_cloudwatch_log_delivery"),
    remediation="Add a logging_config block, or an aws_cloudwatch_log_delivery of the distribution's access logs.",
)
def cdn_access_logs(r: Resource, _: Context) -> Answer:
    """Reads `logging_config` and its bucket (standard logging), or follows a CloudWatch log delivery of the
    distribution's access logs (logging v2): a source without a delivery delivers nothing."""
    return any_of([partial(_has_logging_config, r), partial(_is_delivered, r)])


def _has_logging_config(r: Resource) -> Answer:
    # Without a bucket the block only says whether version 2 logs cookies.
    on = any(not unset(r, f"{path}.bucket") for path in blocks(r, "logging_config"))
    return holds(on, "logging_config names a bucket", "no logging_config names a bucket")


def _receives_no_logs(r: Resource) -> bool:
    """Whether no other bucket logs to this one."""
    inline = [b for b in r.companions("aws_s3_bucket", "logging.0.target_bucket").found if b.address != r.address]
    separate = r.companions("aws_s3_bucket_logging", "target_bucket").found
    return not inline and all(_logs_to_itself(logging) for logging in separate)


def _logs_to_itself(logging: Resource) -> bool:
    """Whether what is logged, a bucket or what a logging resource names, is known to receive its own logs."""
    targets = {b.address for b in logging.members(_TARGETS[logging.type], "aws_s3_bucket").found}
    return bool(targets & {b.address for b in _logged(logging)})


def _logged(logging: Resource) -> list[Resource]:
    return [logging] if logging.type == "aws_s3_bucket" else list(logging.members("bucket", "aws_s3_bucket").found)


def _logs_elsewhere(logging: Resource) -> Answer:
    """Judge where the logs of a bucket go. Raises Undecided where nobody can tell whether that is the bucket itself."""
    path = _TARGETS[logging.type]
    target = f"{logging.address} logs to {shown(logging.evaluated(path))}"
    if _logs_to_itself(logging):
        return fails(f"{target}, the bucket itself, and so logs its own logging")
    targets = logging.members(path, "aws_s3_bucket")
    own = {b.address for b in _logged(logging)}
    if any(m.candidates is None or own & {c.address for c in m.candidates} for m in targets.open):
        targets.all()
    return passes(target)


@check(
    "logging.s3-access-logs",
    title="Buckets log who read and wrote",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_logging",),
    remediation="Add aws_s3_bucket_logging with a bucket for logs as target.",
    when=_receives_no_logs,
)
def s3_access_logs(r: Resource, _: Context) -> Answer:
    """Reads the bucket's `aws_s3_bucket_logging`, or its own block `logging`. A bucket that receives the logs of others is
    not in the population: it would log its own logging, as one does that is its own target, which fails."""
    return any_of([partial(_has_logging_block, r), partial(_has_logging_resource, r), partial(_may_receive_logs, r)])


def _has_logging_block(r: Resource) -> Answer:
    return _logs_elsewhere(r) if blocks(r, "logging") else fails("it has no block logging")


def _has_logging_resource(r: Resource) -> Answer:
    return some(
        r.companions("aws_s3_bucket_logging", "bucket"),
        _logs_elsewhere,
        none=fails("no aws_s3_bucket_logging refers to this bucket"),
    )


def _may_receive_logs(r: Resource) -> Answer:
    """Leave a bucket without logging undecided while it may turn out to be one that receives logs."""
    r.companions("aws_s3_bucket", "logging.0.target_bucket").all()
    r.companions("aws_s3_bucket_logging", "target_bucket").all()
    return fails("nothing logs to this bucket, so it is asked to log")


# Databases and caches.


@check(
    "logging.rds-exports",
    title="Databases export their logs",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html",
    ),
    types=tuple(sorted(_DATABASE_LOGS)),
    remediation="List the engine's logs in enabled_cloudwatch_logs_exports (Neptune: enable_cloudwatch_logs_exports).",
    when=lambda r: not is_custom_engine(r),
)
def rds_exports(r: Resource, _: Context) -> Answer:
    """Reads which logs are exported to CloudWatch: among them must be those in which the engine writes who connected
    and what failed (postgresql; audit and error of MySQL). A replica has its source's engine. What the engine writes
    into them, its parameters decide, which are not read. What is not exported is gone after days, and with the
    instance. RDS Custom, which exports nothing this way, is not asked."""
    path = "enable_cloudwatch_logs_exports" if r.type == "aws_neptune_cluster" else "enabled_cloudwatch_logs_exports"
    exported = listed(r, path)
    if r.type == "aws_rds_cluster" and argument(r, "engine_mode", "provisioned") == "serverless":
        outside(f"which logs the parameters of {r.address} turn on: Aurora Serverless v1 uploads these by itself")
    if not exported.known and not exported.open:
        return fails("nothing is exported")
    absent = _demanded_logs(r) - set(exported.known)
    if absent and exported.undecided:
        raise exported.undecided
    names = ", ".join(sorted(exported.known))
    return holds(not absent, f"exported: {names}", f"exported: {names}; not exported: {', '.join(sorted(absent))}")


def _demanded_logs(r: Resource) -> set[str]:
    by_engine = _DATABASE_LOGS[r.type]
    engine = _engine(r)
    # oracle-ee, sqlserver-web and db2-se are editions of one engine
    name = engine if engine in by_engine else engine.partition("-")[0]
    if name not in by_engine:
        outside(f"which logs the engine {engine} has")
    return by_engine[name]


def _engine(r: Resource) -> str:
    if r.type != "aws_db_instance" or not unset(r, "engine"):
        return str(argument(r, "engine", next(iter(_DATABASE_LOGS[r.type]))))
    sources = r.members("replicate_source_db", "aws_db_instance", "aws_rds_cluster").all()
    if not sources:
        outside(f"the engine of what {r.address} is restored from")
    return _engine(sources[0])


@check(
    "logging.redis-logs",
    title="Caches deliver slow log and engine log",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html",
    types=("aws_elasticache_replication_group", "aws_elasticache_cluster"),
    remediation="Add a log_delivery_configuration for slow-log and one for engine-log.",
    when=lambda r: (
        r.type == "aws_elasticache_replication_group"
        or (not is_cache_member(r) and argument(r, "engine", "") in ("redis", "valkey"))
    ),
)
def redis_logs(r: Resource, _: Context) -> Answer:
    """Reads the `log_type` of each `log_delivery_configuration`; both kinds are needed to explain an outage. Clusters
    of Memcached have no such logs, and members of a replication group have the group's."""
    kinds = [r.get(f"{path}.log_type") for path in blocks(r, "log_delivery_configuration")]
    absent = sorted({"slow-log", "engine-log"} - {kind for kind in kinds if not is_unknown(kind)})
    if absent and sum(map(is_unknown, kinds)) >= len(absent):
        until_apply(f"a log_type of {r.address}")
    return holds(not absent, "slow-log and engine-log are delivered", f"not delivered: {', '.join(absent)}")


# Containers.


@check(
    "logging.container-logs",
    title="The output of containers leaves the host",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
    ),
    types=("aws_ecs_task_definition",),
    remediation="Give every container a logConfiguration, for example with the driver awslogs and a log group.",
)
def container_logs(r: Resource, _: Context) -> Answer:
    """Reads `logConfiguration` of every container: a driver that takes the output away from the host, a group for
    awslogs, and for awsfirelens a container with `firelensConfiguration` that routes it. Without a driver, or with
    json-file, local or none, what a container says is gone with the task."""
    found = containers(r)
    return all_of([partial(_is_heard, r, container, found) for container in found] or [partial(fails, "no container")])


def _is_heard(r: Resource, container: dict[str, Any], found: list[dict[str, Any]]) -> Answer:
    logging = container.get("logConfiguration") or {}
    driver = logging.get("logDriver")
    said = f"{shown(container.get('name'))} has the log driver {shown(driver)}"
    match driver:
        case None:
            return fails(f"{shown(container.get('name'))} has no log driver")
        case "awsfirelens":
            routers = [c if is_unknown(c) else c.get("firelensConfiguration") for c in found]
            routed = any(x for x in routers if not is_unknown(x)) or any(routers)
            return holds(routed, said, f"{said}, and no container of {r.address} routes logs")
        case "awslogs":
            options = logging.get("options") or {}
            return holds("awslogs-group" in options, said, f"{said}, which needs the option awslogs-group")
        case "journald":
            outside(f"who collects the journal of the hosts that {r.address} runs on")
    return holds(driver not in _KEEPS_IT_LOCAL, said, f"{said}, which keeps the output on the host")


# Configuration of the account.


@check(
    "logging.config-recorder",
    title="AWS Config records the account's resources",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/config_configuration_recorder_status",
    ),
    types=("aws_config_configuration_recorder",),
    looks_at=("aws_config_configuration_recorder_status",),
    remediation="Add a recorder for all supported resources, a delivery channel and a recorder status that is enabled.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def config_recorder(r: Resource, _: Context) -> Answer:
    """Reads what the recorder records (all kinds of resources of its region, unless told otherwise), whether one of the
    plan's recorders records the kinds of IAM, which are the same in all regions, and whether its status switches it on:
    a recorder is off when it is made."""
    recorders = r.plan.of(r.type)
    return all_of(
        [
            partial(records_its_region, r),
            partial(any_of, [partial(_records_global_kinds, recorder) for recorder in recorders]),
            partial(_is_switched_on, r),
        ]
    )


def _left_out(r: Resource) -> set[str] | None:
    """Return the kinds that a recorder for all kinds leaves out, None for a recorder of some kinds only."""
    strategy = argument(r, "recording_group.0.recording_strategy.0.use_only", "")
    if strategy == "EXCLUSION_BY_RESOURCE_TYPES":
        excluded: set[str] = set()
        for path in blocks(r, "recording_group.0.exclusion_by_resource_types"):
            excluded |= set(listed(r, f"{path}.resource_types").all())
        return excluded
    return set() if flag(r, "recording_group.0.all_supported", True) else None


def records_its_region(r: Resource) -> Answer:
    left_out = _left_out(r)
    if left_out is None:
        return fails(f"{r.address} records some kinds of resources only")
    missed = sorted(left_out - _GLOBAL_KINDS)
    return holds(
        not missed,
        f"{r.address} records all resources of its region",
        f"{r.address} leaves out {', '.join(missed)}",
    )


def _records_global_kinds(r: Resource) -> Answer:
    """Judge whether a recorder records IAM: with all kinds only if told so, with exclusions unless told not to."""
    left_out = _left_out(r)
    strategy = argument(r, "recording_group.0.recording_strategy.0.use_only", "")
    recorded = left_out is not None and not left_out & _GLOBAL_KINDS
    if strategy != "EXCLUSION_BY_RESOURCE_TYPES":
        recorded = recorded and flag(r, "recording_group.0.include_global_resource_types")
    return holds(
        recorded,
        f"{r.address} records users, groups, roles and policies of IAM",
        f"{r.address} records no users, groups, roles and policies of IAM",
    )


def _is_switched_on(r: Resource) -> Answer:
    return some(
        r.companions("aws_config_configuration_recorder_status", "name"),
        lambda status: holds(flag(status, "is_enabled"), f"{status.address} is on", f"{status.address} is off"),
        none=fails(f"no aws_config_configuration_recorder_status switches {r.address} on"),
    )
