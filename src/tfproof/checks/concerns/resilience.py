"""What survives a failure, a mistake or an attack."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tfproof.checks.concerns._backup_selections import ARNS, selects
from tfproof.checks.concerns._databases import DATABASES, MEMBERS, declares, is_primary, is_restored
from tfproof.checks.concerns._named import is_apart
from tfproof.checks.concerns._zones import spread
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, flag, given, keeps_data, listed, number, unset
from tfproof.findings import Verdict
from tfproof.plans.values import PartialList, PartialText, Reference, has_unknown, is_unknown, shown
from tfproof.plans.view import Plan, Resource

# Clusters of which Application Auto Scaling adds readers, by service namespace and dimension.
# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
_SCALED = {
    "aws_neptune_cluster": ("neptune", "neptune:cluster:ReadReplicaCount"),
    "aws_rds_cluster": ("rds", "rds:cluster:ReadReplicaCount"),
}
# Type to the argument that says for how many days backups are kept, and to what it is when nobody sets it.
_RETENTION = {
    "aws_db_instance": ("backup_retention_period", 0),
    "aws_docdb_cluster": ("backup_retention_period", 1),
    "aws_docdbelastic_cluster": ("backup_retention_period", 1),
    "aws_neptune_cluster": ("backup_retention_period", 1),
    "aws_rds_cluster": ("backup_retention_period", 1),
    "aws_redshift_cluster": ("automated_snapshot_retention_period", 1),
}
_STATE_BUCKET = re.compile(r"(tf|terraform|remote)[-_]?state|state[-_](backend|bucket|store)", re.IGNORECASE)
_LOCK_KEY = "LockID"


@check(
    "resilience.rds-multi-az",
    title="Databases survive the loss of an availability zone",
    severity="high",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBShardGroup.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v1.how-it-works.html",
    ),
    types=DATABASES,
    looks_at=(*MEMBERS.values(), "aws_appautoscaling_target", "aws_rds_shard_group"),
    remediation="Set multi_az = true; give a cluster two instances or more, in different zones.",
    when=is_primary,
)
def rds_multi_az(r: Resource, _: Context) -> Answer:
    """Reads `multi_az` of instances, off unless set, also for what is restored. Of clusters, the instances and their
    zones (RDS puts those that name none into different ones), readers that autoscaling keeps (`min_capacity`), the
    standbys of a limitless database (`compute_redundancy`, none unless set), or whether it is a Multi-AZ cluster
    (`db_cluster_instance_class`) or Aurora Serverless v1, which moves to another zone by itself. Replicas and the
    secondary clusters of a global database are not in the population."""
    if r.type == "aws_db_instance":
        return holds(flag(r, "multi_az"), "multi_az is true", "multi_az is not true: one zone's failure stops it")
    if r.type == "aws_rds_cluster":
        if given(r, "db_cluster_instance_class"):
            return passes("a Multi-AZ cluster has two standbys in other zones")
        if argument(r, "engine_mode", "provisioned") == "serverless":
            return passes("Aurora Serverless v1 moves to another zone by itself")
        if argument(r, "cluster_scalability_type", "standard") == "limitless":
            groups = r.companions("aws_rds_shard_group", "db_cluster_identifier")
            return every(groups, _has_standby, none=fails("no aws_rds_shard_group refers to this limitless database"))
    return any_of([partial(_instances_apart, r), *_readers(r)])


def _has_standby(group: Resource) -> Answer:
    standbys = number(group, "compute_redundancy")
    return holds(standbys > 0, f"{group.address} has {standbys} standby group(s)", f"{group.address} has no standby")


def _instances_apart(r: Resource) -> Answer:
    members = r.companions(MEMBERS[r.type], "cluster_identifier")
    chosen_by_aws = [m for m in members.found if unset(m, "availability_zone")]
    named = {str(z) for z in (m.get("availability_zone") for m in members.found) if z is not None and not is_unknown(z)}
    if len(members.found) > 1 and (chosen_by_aws or len(named) > 1):
        return passes(f"{len(members.found)} instances, in {', '.join(sorted(named)) or 'zones that RDS chooses'}")
    if reason := members.undecided():
        raise reason
    if len(members.found) < 2:
        return fails(f"{len(members.found)} instance(s); two are needed")
    for member in members.found:
        argument(member, "availability_zone", None)  # one that is not known yet may be another
    return fails(f"{len(members.found)} instances, all in {', '.join(named)}")


def _readers(r: Resource) -> list[Callable[[], Answer]]:
    """Return a part for each scaling target that adds readers to the cluster, or may do so."""
    found: list[Callable[[], Answer]] = []
    for target in r.plan.remembered(("scales", r.type), partial(_scales, r.plan, r.type)):
        kind = _scaled(target)
        named, name = target.evaluated("resource_id"), r.get("cluster_identifier")
        cluster = _named_cluster(r.plan, named)
        unclear = is_unknown(named) or (is_unknown(name) and not unset(r, "cluster_identifier"))
        if cluster is r or (not unclear and not is_unknown(name) and named == "cluster:" + str(name)):
            found += (
                [partial(_keeps_reader, target)] if not has_unknown(kind) else [partial(_perhaps_reader, target, r)]
            )
        elif cluster is None and unclear:
            found.append(partial(_perhaps_reader, target, r))
    return found


def _scales(plan: Plan, cluster: str) -> list[Resource]:
    """Return the targets that may scale a cluster of this type; most are of something else."""
    if cluster not in _SCALED:
        return []
    targets = plan.of("aws_appautoscaling_target")
    wanted = _SCALED[cluster]
    return [t for t in targets if all(is_unknown(k) or k == w for k, w in zip(_scaled(t), wanted, strict=True))]


def _scaled(target: Resource) -> list[Any]:
    return [target.get(path) for path in ("service_namespace", "scalable_dimension")]


def _perhaps_reader(target: Resource, r: Resource) -> Answer:
    until_apply(f"whether {target.address} adds readers to {r.address}")


def _named_cluster(plan: Plan, resource_id: Any) -> Resource | None:
    """Return the cluster in the plan that `cluster:${its identifier}` names, where that is not known yet."""
    match resource_id:
        case PartialText(parts=("cluster:", Reference(address=address))):
            cluster = plan.resource_at(address)
            return cluster if cluster is not None and cluster.type in MEMBERS else None
    return None


def _keeps_reader(target: Resource) -> Answer:
    least = number(target, "min_capacity")
    return holds(least > 0, f"{target.address} keeps {least} reader(s)", f"{target.address} may leave it no reader")


@check(
    "resilience.rds-backup-retention",
    title="Databases keep backups",
    severity="high",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/API_elastic_CreateCluster.html",
        "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html",
    ),
    parameters=("limits.days",),
    types=tuple(_RETENTION),
    remediation="Raise backup_retention_period (Redshift: automated_snapshot_retention_period) to what is demanded.",
    when=is_primary,
)
def rds_backup_retention(r: Resource, c: Context) -> Answer:
    """Reads `backup_retention_period` (Redshift: `automated_snapshot_retention_period`): an instance has no backups unless
    it is set, a cluster one day. Within these days it can be restored to any second, an elastic cluster and Redshift to a
    snapshot. What a restored database keeps when nothing is set is not known."""
    path, default = _RETENTION[r.type]
    if unset(r, path) and is_restored(r):
        outside(f"the {path} that {r.address} gets from what it is restored from")
    return c.at_least(number(r, path, default), path)


@check(
    "resilience.rds-deletion-protection",
    title="Databases cannot be deleted by mistake",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    types=DATABASES,
    remediation="Set deletion_protection = true.",
    when=is_primary,
)
def rds_deletion_protection(r: Resource, _: Context) -> Answer:
    """Reads `deletion_protection`, off unless set, also for what is restored. Replicas are not in the population."""
    return holds(flag(r, "deletion_protection"), "deletion_protection is true", "deletion_protection is not true")


def _follows_no_primary(r: Resource) -> bool:
    """Whether a replication group is no secondary of a global datastore: only these name it when they are made.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    """
    return not declares(r, "global_replication_group_id")


@check(
    "resilience.redis-failover",
    title="Caches fail over to another availability zone",
    severity="medium",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group",
    ),
    types=("aws_elasticache_replication_group",),
    remediation="Set automatic_failover_enabled and multi_az_enabled, with a replica or more in another zone.",
    when=_follows_no_primary,
)
def redis_failover(r: Resource, _: Context) -> Answer:
    """Reads `automatic_failover_enabled` and `multi_az_enabled`, both off unless set: the first promotes a replica, the
    second makes sure that it is elsewhere. There has to be one: `replicas_per_node_group` or a second of
    `num_cache_clusters`, and not every node in the same of `preferred_cache_cluster_azs`. Secondaries of a global
    datastore are not in the population."""
    switches = (partial(_switch, r, name) for name in ("automatic_failover_enabled", "multi_az_enabled"))
    return all_of([*switches, partial(_has_replica, r), partial(_zones_apart, r)])


def _switch(r: Resource, name: str) -> Answer:
    return holds(flag(r, name), f"{name} is true", f"{name} is not true")


def _has_replica(r: Resource) -> Answer:
    shards = not unset(r, "num_node_groups") and unset(r, "num_cache_clusters")
    if shards and unset(r, "replicas_per_node_group"):
        until_apply(f"how many replicas the shards of {r.address} have")
    if shards or not unset(r, "replicas_per_node_group"):
        replicas = number(r, "replicas_per_node_group")
        return holds(replicas > 0, f"{replicas} replica(s) of each shard", "no shard has a replica")
    nodes = number(r, "num_cache_clusters", 1)
    return holds(nodes > 1, f"{nodes} nodes", f"{nodes} node: nothing to fail over to")


def _zones_apart(r: Resource) -> Answer:
    zones = listed(r, "preferred_cache_cluster_azs")
    if len(set(zones.known)) > 1:
        return passes(f"zones: {', '.join(sorted(set(zones.known)))}")
    named = set(zones.all())
    return holds(not named, "ElastiCache chooses the zones", f"every node is in {', '.join(map(str, named))}")


def _keeps_own_snapshots(r: Resource) -> bool:
    if r.type == "aws_elasticache_replication_group":
        return _follows_no_primary(r)
    if r.type == "aws_elasticache_cluster":
        return keeps_data(r)
    return True


@check(
    "resilience.redis-snapshots",
    title="Caches keep snapshots",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group",
        "https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots-automatic.html",
    ),
    parameters=("limits.days",),
    types=(
        "aws_elasticache_replication_group", "aws_elasticache_cluster", "aws_elasticache_serverless_cache",
        "aws_memorydb_cluster",
    ),
    remediation="Raise snapshot_retention_limit to what is demanded.",
    when=_keeps_own_snapshots,
)  # fmt: skip
def redis_snapshots(r: Resource, c: Context) -> Answer:
    """Reads `snapshot_retention_limit`; there are no snapshots unless it is set. Clusters of memcached cannot have any;
    members of a replication group and secondaries of a global datastore follow another: neither is in the population."""
    return c.at_least(number(r, "snapshot_retention_limit"), "snapshot_retention_limit")


@check(
    "resilience.s3-versioning",
    title="Buckets keep overwritten and deleted objects",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    types=("aws_s3_bucket", "aws_s3_bucket_versioning"),
    remediation='Add aws_s3_bucket_versioning with status = "Enabled"; bound old versions by a lifecycle rule.',
    when=lambda r: r.type == "aws_s3_bucket" or is_apart(r, "bucket", "aws_s3_bucket"),
)
def s3_versioning(r: Resource, _: Context) -> Answer:
    """Reads the status of the bucket's `aws_s3_bucket_versioning`, or the bucket's own block `versioning` where no
    such resource refers to it. Without versions an overwritten or deleted object is gone at once. The status of a bucket
    outside of the plan is judged by itself."""
    return _is_enabled(r) if r.type == "aws_s3_bucket_versioning" else versioning(r)


def versioning(bucket: Resource) -> Answer:
    """Judge whether a bucket keeps old versions of its objects from now on."""
    separate = bucket.companions("aws_s3_bucket_versioning", "bucket")
    if separate.none:
        none = "neither a block versioning nor an aws_s3_bucket_versioning enables it for this bucket"
        return holds(flag(bucket, "versioning.0.enabled"), "versioning is enabled", none)
    return every(separate, _is_enabled, none=fails("nothing refers to this bucket"))


def _is_enabled(versions: Resource) -> Answer:
    status = argument(versions, "versioning_configuration.0.status", "Disabled")
    message = f"{versions.address} is {status}"
    return holds(status == "Enabled", message, message)


@check(
    "resilience.backup-plan",
    title="Databases and file systems are backed up apart from their own service",
    severity="high",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html",
        "https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html",
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html",
    ),
    types=tuple(t for t in ARNS if t != "aws_ebs_volume"),  # resilience.ebs-backups asks them
    looks_at=("aws_backup_region_settings", "aws_backup_selection", "aws_efs_backup_policy"),
    remediation="Select it by ARN or tag in an aws_backup_selection (DynamoDB: point-in-time recovery; EFS: its policy).",
    when=is_primary,
)
def backup_plan(r: Resource, c: Context) -> Answer:
    """Looks for a selection of a backup plan that covers the resource: by reference, by ARN pattern or by a tag that it
    carries, with the conditions and exclusions of the selection; by tag only, not where the settings of the region opt
    its service out. A file system's own backup policy, which is a plan of
    AWS Backup (on by default in a single zone), and a table's point-in-time recovery are accepted as well. A plan
    without any selection, that does not speak for the account, leaves it undecided: tags may select it elsewhere."""
    return any_of([*_own_backups(r), partial(_selected, r, c)])


def _own_backups(r: Resource) -> list[partial[Answer]]:
    if r.type == "aws_dynamodb_table":
        return [partial(_recovers, r)]
    if r.type == "aws_efs_file_system":
        return [partial(_has_policy, r)]
    return []


def _recovers(table: Resource) -> Answer:
    on = flag(table, "point_in_time_recovery.0.enabled")
    return holds(on, "point-in-time recovery is on", "point-in-time recovery is off")


def _has_policy(r: Resource) -> Answer:
    by_default = holds(
        given(r, "availability_zone_name"),
        "EFS backs a file system in one zone up by default",
        "no aws_efs_backup_policy refers to it",
    )
    return every(r.companions("aws_efs_backup_policy", "file_system_id"), _backs_up, none=by_default)


def _backs_up(policy: Resource) -> Answer:
    status = argument(policy, "backup_policy.0.status", "DISABLED")
    message = f"{policy.address} is {status}"
    return holds(status == "ENABLED", message, message)


def _selected(r: Resource, c: Context) -> Answer:
    selections = r.plan.of("aws_backup_selection")
    if selections:
        return any_of(partial(selects, selection, r) for selection in selections)
    if "account" not in c.scopes:
        outside(f"an aws_backup_selection that covers {r.address}")
    return fails("no aws_backup_selection in the plan: nothing backs this up apart from its own service")


@check(
    "resilience.tasks-multi-az",
    title="Tasks may run in more than one availability zone",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    types=("aws_ecs_service",),
    looks_at=("aws_subnet", "aws_default_subnet"),
    remediation="List subnets of two or more availability zones.",
    when=lambda r: bool(blocks(r, "network_configuration")),
)
def tasks_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the subnets of the service and their zones. Subnets of the same zone do not help; of subnets outside the
    plan nobody can tell the zone, unless there is one only. How many tasks there are is not read."""
    return spread(r, "network_configuration.0.subnets")


@check(
    "resilience.deployment-rollback",
    title="A failed deployment rolls back by itself",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
    ),
    types=("aws_ecs_service",),
    remediation="Add deployment_circuit_breaker with enable and rollback true.",
    when=lambda r: argument(r, "deployment_controller.0.type", "ECS") == "ECS",
)
def deployment_rollback(r: Resource, _: Context) -> Answer:
    """Reads `deployment_circuit_breaker` and `alarms` of services that ECS deploys: either with `enable` and
    `rollback`, alarms with a name or more. Services that CodeDeploy or something else deploys are not in the
    population."""
    return any_of(partial(_rolls_back, r, way) for way in ("deployment_circuit_breaker", "alarms"))


def _rolls_back(r: Resource, way: str) -> Answer:
    parts = [partial(_switch, r, f"{way}.0.{name}") for name in ("enable", "rollback")]
    return all_of([*parts, partial(_has_alarms, r)] if way == "alarms" else parts)


def _has_alarms(r: Resource) -> Answer:
    names = r.evaluated("alarms.0.alarm_names")
    if is_unknown(names) and not (isinstance(names, PartialList) and names.items):
        until_apply(f"which alarms stop a deployment of {r.address}")
    return holds(is_unknown(names) or bool(names), f"alarms: {shown(names)}", "alarms names no alarm")


def may_hold_state(r: Resource) -> bool:
    """Whether a bucket is called as if it held Terraform's state. A name proves nothing: no verdict rests on it."""
    if r.type != "aws_s3_bucket":
        return False
    names = [r.evaluated(path) for path in ("bucket", "bucket_prefix")]
    parts = [p for n in names for p in (n.parts if isinstance(n, PartialText) else [n]) if isinstance(p, str)]
    return bool(_STATE_BUCKET.search(" ".join([r.address, *parts])))


@check(
    "resilience.state-locking",
    title="Terraform's state can be locked while it is written",
    severity="medium",
    aspect="resilience",
    source="https://developer.hashicorp.com/terraform/language/backend/s3",
    types=("aws_dynamodb_table", "aws_s3_bucket"),
    remediation='Give the lock table the hash key "LockID" (text) and no range key, or set use_lockfile in every backend.',
    when=lambda r: may_hold_state(r) or (r.type == "aws_dynamodb_table" and _is_for_locks(r)),
)
def state_locking(r: Resource, _: Context) -> Answer:
    """Reads the keys of each table with the key `LockID`, which is Terraform's name for it: with any other than this
    one, as text, Terraform cannot lock. A bucket that is called as if it held the state passes beside such a table in
    its region; without one it is undecided, whatever it is called: a backend may lock with a file in the bucket
    (`use_lockfile`), and its settings are not part of a plan."""
    if r.type == "aws_dynamodb_table":
        return _locks(r)
    tables = [t for t in r.plan.of("aws_dynamodb_table") if _is_for_locks(t) and t.region == r.region]
    missing = partial(outside, f"use_lockfile in the settings of the backend that uses {r.address}, or a lock table")
    return any_of([*(partial(_locks_bucket, t) for t in tables), missing])


def _is_for_locks(table: Resource) -> bool:
    return bool(argument(table, "hash_key", "") == _LOCK_KEY)


def _locks_bucket(table: Resource) -> Answer:
    found = _locks(table)
    return passes(f"{table.address} can lock it") if found.verdict is Verdict.PASS else found


def _locks(table: Resource) -> Answer:
    return all_of([partial(_is_text, table), partial(_is_only_key, table)])


def _is_only_key(table: Resource) -> Answer:
    key = argument(table, "range_key", "")
    return holds(not key, "there is no range key", f"the range key {key}, which Terraform does not write")


def _is_text(table: Resource) -> Answer:
    types = [argument(table, f"{p}.type", "") for p in blocks(table, "attribute") if _names_key(table, p)]
    return holds(
        types == ["S"], f"{_LOCK_KEY} is text", f"{_LOCK_KEY} is no text (S), so Terraform cannot lock with it"
    )


def _names_key(table: Resource, path: str) -> bool:
    return bool(argument(table, f"{path}.name", "") == _LOCK_KEY)
