"""Amazon RDS."""

from __future__ import annotations

from typing import Any

from moto.moto_api._internal import mock_random
from moto.rds import utils
from moto.rds.models import DBCluster, DBInstance, DBInstanceClustered, DBParameterGroup, RDSBackend

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds_property, around, around_property


def _resource_id() -> str:
    return f"db-{mock_random.get_random_hex(26).upper()}"


@fix(
    "rds: every instance has its own resource id",
    aws="DbiResourceId is unique in a region and never changes. moto gives every instance the same one, so that the "
    "provider, which looks instances up by it, finds two and waits for ever.",
    kind="enforced",
)
def own_resource_id() -> None:
    @around(DBInstance, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.dbi_resource_id = _resource_id()


@fix(
    "rds: the first instances of a cluster stand in zones of their own",
    aws="Each of the first three instances of a cluster that name no zone is put into another zone of the cluster; moto puts "
    "all of them into the first.",
    kind="accepted",
)
def zones_of_a_cluster() -> None:
    @around(DBInstanceClustered, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if not kwargs.get("availability_zone"):
            zones = self.cluster.availability_zones
            self.availability_zone = zones[len(self.cluster.members) % len(zones)]


@fix(
    "rds: windows that only touch do not overlap",
    aws="The windows of backup and maintenance must not overlap. One that ends when the other begins does not; moto counts "
    "the moment that they share.",
    kind="enforced",
)
def touching_windows() -> None:
    @around(utils, "get_overlap_between_two_date_ranges")
    def overlap(original: Any, *times: Any) -> int:
        seconds: int = original(*times)
        return seconds if seconds > 0 else min(seconds, -1)


@fix(
    "rds: performance insights settings are kept",
    aws="Performance Insights, its key and its retention (7 days unless given) are described as they were set.",
    kind="accepted",
)
def performance_insights() -> None:
    @around(DBInstance, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.enable_performance_insights = bool(kwargs.get("enable_performance_insights"))
        self.performance_insights_kms_key_id = kwargs.get("performance_insights_kms_key_id")
        retention = kwargs.get("performance_insights_retention_period")
        self.performance_insights_retention_period = retention or (7 if self.enable_performance_insights else None)

    # Modifying an instance sets the attribute that is called like the request's; the answer has another name for it.
    @adds_property(DBInstance, "performance_insights_enabled")
    def enabled(self: Any) -> bool:
        return bool(self.enable_performance_insights)


@fix(
    "rds: parameters that were set are user parameters",
    aws="A parameter that was set in a parameter group has the source `user`; the provider asks for these alone.",
    kind="enforced",
)
def user_parameters() -> None:
    @around(DBParameterGroup, "update_parameters")
    def update(original: Any, self: Any, parameters: Any) -> None:
        original(self, [{**parameter, "Source": "user"} for parameter in parameters])


@fix(
    "rds: a read replica is an instance of its own",
    aws="A replica has its own resource id, log exports, monitoring, backup retention, storage limit and zone setting, "
    "its own region's subnet and parameter groups, and no secret.",
    kind="enforced",
)
def replica_of_its_own() -> None:
    @around(RDSBackend, "create_db_instance_read_replica")
    def create(original: Any, self: Any, db_kwargs: dict[str, Any]) -> Any:
        # The region's backend must be known before the names that are looked up in it.
        replica = original(self, {"backend": self, **db_kwargs})
        replica.dbi_resource_id = _resource_id()
        replica.backup_retention_period = db_kwargs.get("backup_retention_period") or 0
        replica.enabled_cloudwatch_logs_exports = list(db_kwargs.get("enable_cloudwatch_logs_exports") or [])
        replica.multi_az = bool(db_kwargs.get("multi_az"))
        replica.max_allocated_storage = db_kwargs.get("max_allocated_storage") or replica.allocated_storage
        replica.monitoring_interval = db_kwargs.get("monitoring_interval") or 0
        replica.monitoring_role_arn = db_kwargs.get("monitoring_role_arn")
        replica.tags = list(db_kwargs.get("tags") or [])
        replica.database_insights_mode = db_kwargs.get("database_insights_mode") or "standard"
        replica.enable_performance_insights = bool(db_kwargs.get("enable_performance_insights"))
        replica.manage_master_user_password = False
        vars(replica).pop("master_user_secret", None)
        group = replica.db_parameter_group_name
        if group and group not in self.db_parameter_groups:
            replica.db_parameter_group_name = None
        return replica


@fix(
    "rds: a replica in another region can be deleted",
    aws="Deleting a replica takes it off its primary's list, wherever it is. moto looks for the name of the replica, "
    "but lists one of another region by its ARN.",
    kind="enforced",
)
def delete_distant_replica() -> None:
    @around(DBInstance, "remove_replica")
    def remove(original: Any, self: Any, replica: Any) -> None:
        if replica.region == self.region:
            original(self, replica)
        else:
            self.replicas.remove(replica.db_instance_arn)


@fix(
    "rds: a cluster without serverless scaling describes none",
    aws="ScalingConfigurationInfo is absent unless the cluster is serverless (version 1).",
    kind="enforced",
)
def no_scaling_configuration() -> None:
    @around_property(DBCluster, "scaling_configuration_info")
    def info(original: Any, self: Any) -> Any:
        return original(self) if self.scaling_configuration else None
