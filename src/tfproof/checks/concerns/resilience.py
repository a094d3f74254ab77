"""What survives a failure, a mistake or an attack."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, companions, flag, listed, number, referents, unset
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

_DATABASES = ("aws_db_instance", "aws_rds_cluster")

# Type to what its ARN looks like for AWS Backup (service, and what precedes the name) and the argument with the name.
_BACKED_UP = {
    "aws_db_instance": ("rds", "db:", "identifier"),
    "aws_docdb_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_dynamodb_table": ("dynamodb", "table/", "name"),
    "aws_efs_file_system": ("elasticfilesystem", "file-system/", "id"),
    "aws_rds_cluster": ("rds", "cluster:", "cluster_identifier"),
}
_STATE_BUCKET = re.compile(r"(tf|terraform|remote)[-_]?state|state[-_](backend|bucket|store)", re.IGNORECASE)
_LOCK_TABLE = re.compile(r"lock", re.IGNORECASE)


def _is_primary(r: Resource) -> bool:
    """Whether a database is no replica; a replica can be made again from its source."""
    return not argument(r, "replicate_source_db", "") and not argument(r, "replication_source_identifier", "")


@check(
    "resilience.rds-multi-az",
    title="Databases survive the loss of an availability zone",
    severity="high",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    ),
    types=_DATABASES,
    looks_at=("aws_rds_cluster_instance",),
    remediation="Set multi_az = true; give an Aurora cluster two instances or more.",
    when=_is_primary,
)
def rds_multi_az(r: Resource, _: Context) -> Answer:
    """Reads `multi_az` of instances, off unless set; of clusters, how many instances they have (Aurora
    spreads them over zones) or whether they are Multi-AZ clusters (`db_cluster_instance_class`). Replicas
    are not in the population."""
    if r.type == "aws_db_instance":
        return holds(flag(r, "multi_az"), "multi_az is true", "multi_az is not true: one zone's failure stops it")
    if argument(r, "db_cluster_instance_class", ""):
        return passes("a Multi-AZ cluster has two standbys in other zones")
    instances = companions(r, "aws_rds_cluster_instance", "cluster_identifier")
    return holds(len(instances) > 1, f"{len(instances)} instances", f"{len(instances)} instance(s); two are needed")


@check(
    "resilience.rds-backup-retention",
    title="Databases keep backups",
    severity="high",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
    parameters=("limits.days",),
    types=_DATABASES,
    remediation="Raise backup_retention_period to what is demanded.",
    when=_is_primary,
)
def rds_backup_retention(r: Resource, c: Context) -> Answer:
    """Reads `backup_retention_period`: an instance has no backups unless it is set, a cluster one day.
    Within these days it can be restored to any second."""
    return c.at_least(number(r, "backup_retention_period", int(r.type == "aws_rds_cluster")), "backup_retention_period")


@check(
    "resilience.rds-deletion-protection",
    title="Databases cannot be deleted by mistake",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    types=_DATABASES,
    remediation="Set deletion_protection = true.",
    when=_is_primary,
)
def rds_deletion_protection(r: Resource, _: Context) -> Answer:
    """Reads `deletion_protection`, off unless set."""
    return holds(flag(r, "deletion_protection"), "deletion_protection is true", "deletion_protection is not true")


@check(
    "resilience.redis-failover",
    title="Caches fail over to another availability zone",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    types=("aws_elasticache_replication_group",),
    remediation="Set automatic_failover_enabled and multi_az_enabled, with two nodes or more.",
)
def redis_failover(r: Resource, _: Context) -> Answer:
    """Reads `automatic_failover_enabled` and `multi_az_enabled`, both off unless set: the first promotes a
    replica, the second makes sure that it is elsewhere. The provider refuses failover without a replica."""
    return all_of(partial(_switch, r, name) for name in ("automatic_failover_enabled", "multi_az_enabled"))


def _switch(r: Resource, name: str) -> Answer:
    return holds(flag(r, name), f"{name} is true", f"{name} is not true")


@check(
    "resilience.redis-snapshots",
    title="Caches keep snapshots",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
    parameters=("limits.days",),
    types=("aws_elasticache_replication_group",),
    remediation="Raise snapshot_retention_limit to what is demanded.",
)
def redis_snapshots(r: Resource, c: Context) -> Answer:
    """Reads `snapshot_retention_limit`; there are no snapshots unless it is set."""
    return c.at_least(number(r, "snapshot_retention_limit"), "snapshot_retention_limit")


@check(
    "resilience.s3-versioning",
    title="Buckets keep overwritten and deleted objects",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_versioning",),
    remediation='Add aws_s3_bucket_versioning with status = "Enabled"; bound old versions by a lifecycle rule.',
)
def s3_versioning(r: Resource, _: Context) -> Answer:
    """Reads the status of the bucket's `aws_s3_bucket_versioning` (or the bucket's own attribute in a
    state). Without versions an overwritten or deleted object is gone at once."""
    for versioning in companions(r, "aws_s3_bucket_versioning", "bucket"):
        status = versioning.known("versioning_configuration.0.status")
        return holds(status == "Enabled", f"{versioning.address} is {status}", f"{versioning.address} is {status}")
    return holds(
        flag(r, "versioning.0.enabled"),
        "versioning is enabled",
        "no aws_s3_bucket_versioning refers to this bucket",
    )


@check(
    "resilience.backup-plan",
    title="Databases and file systems are in a backup plan",
    severity="high",
    aspect="resilience",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    types=tuple(_BACKED_UP),
    looks_at=("aws_backup_selection", "aws_backup_plan"),
    remediation="Select it by ARN or tag in an aws_backup_selection (DynamoDB: or use point-in-time recovery).",
    when=lambda r: r.type not in _DATABASES or _is_primary(r),
)
def backup_plan(r: Resource, _: Context) -> Answer:
    """Looks for a selection of a backup plan that covers the resource: by reference, by ARN pattern or by a
    tag that it carries. A backup in a vault of its own survives the deletion of what it is of. For DynamoDB
    point-in-time recovery is accepted as well."""
    if r.type == "aws_dynamodb_table" and flag(r, "point_in_time_recovery.0.enabled"):
        return passes("point-in-time recovery is on")
    selections = r.plan.of("aws_backup_selection")
    if not selections:
        return fails("no aws_backup_selection in the plan: nothing backs this up apart from its own service")
    return any_of(partial(_selects, selection, r) for selection in selections)


def _selects(selection: Resource, r: Resource) -> Answer:
    chosen = f"{selection.address} selects it"
    excluded = [n for n in _patterns(selection, "not_resources") if _covers(n, r)]
    if excluded:
        return fails(f"{selection.address} leaves it out: {', '.join(excluded)}")
    if not all(_condition_met(selection, path, r) for path in blocks(selection, "condition")):
        return fails(f"a condition of {selection.address} leaves it out")
    if any(_tag_matches(selection, path, r) for path in blocks(selection, "selection_tag")):
        return passes(f"{chosen} by tag")
    if r in referents(selection, "resources", r.type):
        return passes(f"{chosen} by reference")
    patterns = _patterns(selection, "resources")
    if any(_covers(n, r) for n in patterns):
        return passes(f"{chosen} by ARN")
    if UNKNOWN in patterns:
        until_apply(f"what else {selection.address} selects")
    return fails(f"{selection.address} does not select it")


def _patterns(selection: Resource, name: str) -> list[Any]:
    value = [] if unset(selection, name) else selection.get(name, [])
    return value if isinstance(value, list) else [value]


def _covers(pattern: Any, r: Resource) -> bool:
    if pattern is UNKNOWN:
        return False
    parts = str(pattern).split(":", 5)
    if len(parts) < 6:
        return str(pattern) == "*"
    service, prefix, argument_name = _BACKED_UP[r.type]
    name = r.get(argument_name)
    return parts[2] in (service, "*") and fnmatchcase(f"{prefix}{name}" if isinstance(name, str) else prefix, parts[5])


def _tag_matches(selection: Resource, path: str, r: Resource) -> bool:
    return bool(r.tags.get(selection.known(f"{path}.key")) == selection.known(f"{path}.value"))


def _condition_met(selection: Resource, path: str, r: Resource) -> bool:
    """Whether all tests of a condition block are true; an exact value is a pattern without wildcards."""
    for name, wanted in (
        ("string_equals", True),
        ("string_like", True),
        ("string_not_equals", False),
        ("string_not_like", False),
    ):
        for entry in blocks(selection, f"{path}.{name}"):
            tag = r.tags.get(str(selection.known(f"{entry}.key")).removeprefix("aws:ResourceTag/"), "")
            if fnmatchcase(tag, str(selection.known(f"{entry}.value"))) is not wanted:
                return False
    return True


@check(
    "resilience.tasks-multi-az",
    title="Tasks are spread over availability zones",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    types=("aws_ecs_service",),
    looks_at=("aws_subnet",),
    remediation="List subnets of two or more availability zones.",
    when=lambda r: bool(blocks(r, "network_configuration")),
)
def tasks_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the subnets of the service and, where the plan has them, their `availability_zone`. Subnets of
    the same zone do not help; of subnets outside the plan only the number is known."""
    path = "network_configuration.0.subnets"
    subnets = referents(r, path, "aws_subnet")
    zones = {s.get("availability_zone") for s in subnets} - {None}
    if subnets and UNKNOWN not in zones:
        named = ", ".join(sorted(zones)) or "none that is declared"
        return holds(len(zones) > 1, f"zones: {named}", f"all subnets are in one zone: {named}")
    count = len(subnets) or len(listed(r, path).all())
    return holds(count > 1, f"{count} subnets", f"{count} subnet, hence one zone")


@check(
    "resilience.deployment-rollback",
    title="A failed deployment rolls back by itself",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    types=("aws_ecs_service",),
    remediation="Add deployment_circuit_breaker with enable and rollback true.",
    when=lambda r: argument(r, "deployment_controller.0.type", "ECS") == "ECS",
)
def deployment_rollback(r: Resource, _: Context) -> Answer:
    """Reads `deployment_circuit_breaker` and `alarms` of services that ECS deploys: either with `enable` and
    `rollback`. Services that CodeDeploy or something else deploys are not in the population."""
    ways = [w for w in ("deployment_circuit_breaker", "alarms") if blocks(r, w)]
    on = [w for w in ways if flag(r, f"{w}.0.enable") and flag(r, f"{w}.0.rollback")]
    return holds(bool(on), f"{', '.join(on)} rolls back", "neither a circuit breaker nor alarms roll a deployment back")


def is_state_bucket(r: Resource) -> bool:
    """Whether a bucket is for Terraform's state, told by its address and name."""
    return r.type == "aws_s3_bucket" and bool(
        _STATE_BUCKET.search(f"{r.address} {r.get('bucket')} {r.get('bucket_prefix')}")
    )


@check(
    "resilience.state-locking",
    title="Terraform's state is locked while it is written",
    severity="medium",
    aspect="resilience",
    source="https://developer.hashicorp.com/terraform/language/backend/s3",
    types=("aws_s3_bucket",),
    looks_at=("aws_dynamodb_table",),
    remediation='Add a DynamoDB table with the hash key "LockID" (text), or set use_lockfile in every backend.',
    when=is_state_bucket,
)
def state_locking(r: Resource, _: Context) -> Answer:
    """Looks beside each bucket for Terraform's state (told by its name) for a lock table: a DynamoDB table
    whose hash key is the text `LockID`; any other key makes Terraform fail. Without a table the backend may
    lock with a file in the bucket, but a backend's settings are not part of a plan: that stays unknown."""
    tables = r.plan.of("aws_dynamodb_table")
    usable = [t for t in tables if t.known("hash_key") == "LockID" and _is_text(t, "LockID")]
    if usable:
        return passes(f"{usable[0].address} locks it")
    wrong = [t for t in tables if _LOCK_TABLE.search(f"{t.address} {t.get('name')}") or t.get("hash_key") == "LockID"]
    if wrong:
        return fails(f"{wrong[0].address} has no hash key LockID of type S, so Terraform cannot lock with it")
    outside("use_lockfile in the backend's settings, or a lock table")
    return None


def _is_text(table: Resource, name: str) -> bool:
    return any(
        table.known(f"{path}.name") == name and table.known(f"{path}.type") == "S"
        for path in blocks(table, "attribute")
    )
