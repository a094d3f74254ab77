"""What is written down about what happened, and for how long."""

from __future__ import annotations

from functools import partial

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, companions, containers, flag, listed, number
from tfproof.findings import FOR_EVER, Bound, Measure
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

# Engine to the log that tells who connected and what failed.
_DATABASE_LOG = {
    "aurora-mysql": "error",
    "aurora-postgresql": "postgresql",
    "mariadb": "error",
    "mysql": "error",
    "postgres": "postgresql",
}


@check(
    "logging.trail-exists",
    title="The account has a trail",
    severity="high",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    types=("aws_cloudtrail",),
    remediation="Add aws_cloudtrail to the account's baseline.",
    population="must-exist",
    scope="account",
)
def trail_exists(r: Resource, _: Context) -> Answer:
    """Reads `enable_logging`, on unless set. A trail that is switched off records nothing."""
    return holds(flag(r, "enable_logging", True), f"{r.address} is on", f"enable_logging of {r.address} is false")


@check(
    "logging.trail-multi-region",
    title="Trails cover all regions",
    severity="high",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
    types=("aws_cloudtrail",),
    remediation="Set is_multi_region_trail = true and leave include_global_service_events at true.",
)
def trail_multi_region(r: Resource, _: Context) -> Answer:
    """Reads `is_multi_region_trail` (off unless set) and `include_global_service_events` (on unless set): a
    trail of one region sees neither an attacker in another region nor changes to IAM."""
    return all_of(
        [
            lambda: holds(
                flag(r, "is_multi_region_trail"),
                "is_multi_region_trail is true",
                "is_multi_region_trail is not true: other regions are not recorded",
            ),
            lambda: holds(
                flag(r, "include_global_service_events", True),
                "global services are included",
                "include_global_service_events is false: changes to IAM are not recorded",
            ),
        ]
    )


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
    return holds(
        flag(r, "enable_log_file_validation"),
        "enable_log_file_validation is true",
        "enable_log_file_validation is not true: a changed or deleted log file goes unnoticed",
    )


@check(
    "logging.log-retention",
    title="Log groups keep their events for a stated time",
    severity="medium",
    aspect="retention",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    parameters=("limits.days",),
    types=("aws_cloudwatch_log_group",),
    remediation="Set retention_in_days to what is demanded or more.",
)
def log_retention(r: Resource, c: Context) -> Answer:
    """Reads `retention_in_days`. Without it (or with 0) events are kept for ever, which is no retention that
    anybody decided on; below the demanded number of days they are gone before an incident is looked into."""
    days = number(r, "retention_in_days")
    if days == 0:
        never = Measure("days", FOR_EVER, c.limit(), Bound.AT_LEAST)
        return fails("retention_in_days is not set: events never expire", never)
    return c.at_least(days, "retention_in_days")


@check(
    "logging.lb-access-logs",
    title="Load balancers log requests",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
    types=("aws_lb", "aws_alb"),
    remediation="Add an access_logs block with a bucket and enabled = true.",
    when=lambda r: r.known("load_balancer_type", "application") != "gateway",
)
def lb_access_logs(r: Resource, _: Context) -> Answer:
    """Reads `access_logs`: it needs a bucket and `enabled`, which is off unless set."""
    on = bool(blocks(r, "access_logs")) and flag(r, "access_logs.0.enabled")
    return holds(on, "access_logs are on", "access_logs are not on: nobody knows later who asked for what")


@check(
    "logging.cdn-access-logs",
    title="Distributions log requests",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
    types=("aws_cloudfront_distribution",),
    looks_at=("aws_cloudwatch_log_delivery_source",),
    remediation="Add a logging_config block, or an aws_cloudwatch_log_delivery_source for the distribution.",
)
def cdn_access_logs(r: Resource, _: Context) -> Answer:
    """Reads `logging_config` (standard logging) and the log delivery sources that name the distribution
    (logging v2)."""
    if blocks(r, "logging_config"):
        return passes("logging_config is given")
    sources = companions(r, "aws_cloudwatch_log_delivery_source", "resource_arn")
    return holds(
        bool(sources),
        f"{sources[0].address if sources else ''} delivers its logs",
        "neither logging_config nor a log delivery",
    )


@check(
    "logging.s3-access-logs",
    title="Buckets log who read and wrote",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_logging",),
    remediation="Add aws_s3_bucket_logging with a bucket for logs as target.",
    when=lambda r: not r.referred_by("aws_s3_bucket_logging", "target_bucket"),
)
def s3_access_logs(r: Resource, _: Context) -> Answer:
    """Reads the bucket's `aws_s3_bucket_logging`. A bucket that receives such logs is not in the population:
    it would log its own logging."""
    logging = companions(r, "aws_s3_bucket_logging", "bucket")
    if logging:
        return passes(f"{logging[0].address} logs to {logging[0].get('target_bucket')}")
    return fails("no aws_s3_bucket_logging refers to this bucket")


@check(
    "logging.rds-exports",
    title="Databases export their logs",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html",
    types=("aws_db_instance", "aws_rds_cluster"),
    remediation="List the engine's log in enabled_cloudwatch_logs_exports.",
)
def rds_exports(r: Resource, _: Context) -> Answer:
    """Reads `enabled_cloudwatch_logs_exports`: it must hold the engine's main log (postgresql, error), and
    for other engines any. What is not exported is gone after days, and with the instance."""
    exported = listed(r, "enabled_cloudwatch_logs_exports").all()
    engine = r.get("engine", "")
    wanted = _DATABASE_LOG.get(engine) if engine is not UNKNOWN else None
    return holds(
        wanted in exported if wanted else bool(exported),
        f"exported: {', '.join(map(str, exported))}",
        f"exported: {', '.join(map(str, exported)) or 'nothing'}; demanded: {wanted or 'any log'}",
    )


@check(
    "logging.redis-logs",
    title="Caches deliver slow log and engine log",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html",
    types=("aws_elasticache_replication_group",),
    remediation="Add a log_delivery_configuration for slow-log and one for engine-log.",
    when=lambda r: r.get("engine", "redis") in ("redis", "valkey", UNKNOWN),
)
def redis_logs(r: Resource, _: Context) -> Answer:
    """Reads the `log_type` of each `log_delivery_configuration`; both kinds are needed to explain an outage."""
    delivered = {r.known(f"{path}.log_type") for path in blocks(r, "log_delivery_configuration")}
    absent = sorted({"slow-log", "engine-log"} - delivered)
    return holds(not absent, "slow-log and engine-log are delivered", f"not delivered: {', '.join(absent)}")


@check(
    "logging.container-logs",
    title="Containers log somewhere",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    types=("aws_ecs_task_definition",),
    remediation="Give every container a logConfiguration, for example with the driver awslogs.",
)
def container_logs(r: Resource, _: Context) -> Answer:
    """Reads `logConfiguration.logDriver` of every container. On Fargate a container without loses all it
    says."""
    silent = [str(c.get("name")) for c in containers(r) if not (c.get("logConfiguration") or {}).get("logDriver")]
    return holds(not silent, "every container has a log driver", f"without log driver: {', '.join(silent)}")


@check(
    "logging.config-recorder",
    title="AWS Config records the account's resources",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
    types=("aws_config_configuration_recorder",),
    looks_at=("aws_config_configuration_recorder_status", "aws_config_delivery_channel"),
    remediation="Add a recorder for all supported resources, a delivery channel and a recorder status that is enabled.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def config_recorder(r: Resource, _: Context) -> Answer:
    """Reads what the recorder records (everything, unless told otherwise) and whether its status switches it
    on: a recorder is off when it is made."""
    return all_of([partial(_records_everything, r), partial(_is_switched_on, r)])


def _records_everything(r: Resource) -> Answer:
    everything = flag(r, "recording_group.0.all_supported", True)
    excluding = argument(r, "recording_group.0.recording_strategy.0.use_only", "") == "EXCLUSION_BY_RESOURCE_TYPES"
    return holds(
        everything or excluding,
        f"{r.address} records all resources",
        f"{r.address} records some kinds of resources only",
    )


def _is_switched_on(r: Resource) -> Answer:
    statuses = companions(r, "aws_config_configuration_recorder_status", "name")
    name = r.get("name")
    statuses = statuses or [
        s
        for s in r.plan.of("aws_config_configuration_recorder_status")
        if name is not UNKNOWN and s.get("name") == name
    ]
    if not statuses:
        return fails(f"no aws_config_configuration_recorder_status switches {r.address} on")
    return holds(flag(statuses[0], "is_enabled"), f"{statuses[0].address} is on", f"{statuses[0].address} is off")
