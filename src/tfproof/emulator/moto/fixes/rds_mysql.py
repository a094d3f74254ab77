"""Amazon RDS for MySQL and Aurora MySQL."""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBCluster, DBInstance, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "rds: MySQL 8.4 has option groups",
    aws="CreateOptionGroup takes every major version that RDS offers. moto's list of them ends with MySQL 8.0.",
    kind="accepted",
)
def newer_option_groups() -> None:
    @around(RDSBackend, "create_option_group")
    def create(original: Any, self: Any, given: dict[str, Any]) -> Any:
        if (given["engine_name"], given["major_engine_version"]) != ("mysql", "8.4"):
            return original(self, given)
        group = original(self, {**given, "major_engine_version": "8.0"})
        group.major_engine_version = "8.4"
        return group


@fix(
    "rds: a cluster becomes the primary of a global one",
    aws="A global cluster that is made of a cluster has it as its writer, is encrypted as it is, and is named by it. moto has a "
    "global cluster without a writer, which is not encrypted.",
    kind="enforced",
)
def global_cluster_of_a_cluster() -> None:
    @around(RDSBackend, "create_global_cluster")
    def create(original: Any, self: Any, **given: Any) -> Any:
        made = original(self, **given)
        for primary in made.members:
            primary.global_cluster_identifier = made.global_cluster_identifier
            primary.is_writer = True
            made.storage_encrypted = primary.storage_encrypted
        return made


@fix(
    "rds: a global cluster can be changed",
    aws="ModifyGlobalCluster changes the protection against deletion, and the name.",
    kind="accepted",
)
def modify_global_cluster() -> None:
    @adds_call(RDSResponse, "modify_global_cluster")
    def modify(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = self.global_backend.global_clusters[given["global_cluster_identifier"]]
        found.deletion_protection = given.get("deletion_protection", found.deletion_protection)
        return {"GlobalCluster": found}


@fix(
    "rds: a global cluster lets go of a member in any region",
    aws="RemoveFromGlobalCluster takes a cluster by its ARN, makes it one of its own, and forgets it. moto looks for it in the "
    "region that was asked, and says nothing where it finds none.",
    kind="enforced",
)
def remove_from_global_cluster() -> None:
    @around(RDSBackend, "remove_from_global_cluster")
    def remove(original: Any, self: Any, global_cluster_identifier: str, db_cluster_identifier: str) -> Any:
        for backend in rds_backends[self.account_id].values():
            found = backend.global_clusters.get(global_cluster_identifier)
            if found is None:
                continue
            for member in found.members:
                if db_cluster_identifier in (member.db_cluster_arn, member.db_cluster_identifier):
                    found.members.remove(member)
                    member.global_cluster_identifier = None
                    return found
        return None


@fix(
    "rds: the mode of Database Insights is kept",
    aws="An instance, or a cluster of Aurora, has the mode standard or advanced, and a cluster the settings of Performance "
    "Insights that the mode needs.",
    kind="accepted",
)
def database_insights() -> None:
    @around(DBInstance, "__init__")
    def instance(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.database_insights_mode = kwargs.get("database_insights_mode") or "standard"

    @around(DBCluster, "__init__")
    def cluster(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.database_insights_mode = kwargs.get("database_insights_mode") or "standard"
        self.performance_insights_enabled = kwargs.get("enable_performance_insights")
        self.performance_insights_kms_key_id = kwargs.get("performance_insights_kms_key_id")
        self.performance_insights_retention_period = kwargs.get("performance_insights_retention_period")

    # Modifying a cluster sets the attribute that is called like the request's.
    @around(RDSBackend, "modify_db_cluster")
    def modify(original: Any, self: Any, given: dict[str, Any]) -> Any:
        enabled = given.get("enable_performance_insights")
        if enabled is not None:
            given = {**given, "performance_insights_enabled": enabled}
        return original(self, given)


@fix(
    "rds: a global cluster keeps the tags that it is made with",
    aws="CreateGlobalCluster takes tags, and DescribeGlobalClusters tells them. moto drops them.",
    kind="accepted",
)
def tags_of_global_clusters() -> None:
    @around(RDSResponse, "create_global_cluster")
    def create(original: Any, self: Any) -> Any:
        answer: Any = original(self)
        answer.result["GlobalCluster"].tags = self.params.get("Tags", [])
        return answer
