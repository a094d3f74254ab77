"""What a database starts from: nothing, a backup of another one, or a primary that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import outside
from tfproof.checks.reading import given, unset
from tfproof.plans.values import ABSENT

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: Type of a cluster to the type of its members, which name it by `cluster_identifier`.
MEMBERS = {
    "aws_docdb_cluster": "aws_docdb_cluster_instance",
    "aws_neptune_cluster": "aws_neptune_cluster_instance",
    "aws_rds_cluster": "aws_rds_cluster_instance",
}
DATABASES = ("aws_db_instance", *MEMBERS)

# Type to the arguments by which a database follows another one, and to those by which it starts from a backup.
_FOLLOWS = {
    "aws_db_instance": ("replicate_source_db",),
    "aws_neptune_cluster": ("replication_source_identifier",),
    "aws_rds_cluster": ("replication_source_identifier",),
}
_STARTS_FROM = {
    "aws_db_instance": ("snapshot_identifier", "restore_to_point_in_time"),
    "aws_docdb_cluster": ("snapshot_identifier", "restore_to_point_in_time"),
    "aws_neptune_cluster": ("snapshot_identifier",),
    "aws_rds_cluster": ("snapshot_identifier", "restore_to_point_in_time"),
    "aws_redshift_cluster": ("snapshot_identifier", "snapshot_arn"),
}


def declares(r: Resource, path: str) -> bool:
    """Whether the declaration gives a value to an argument that AWS fills in as well, so that its value says nothing.

    Raises Undecided in a state without configuration.
    """
    if unset(r, path):
        return False
    if r.plan.scopes.declaration(r.address) is None:
        outside(f"whether the declaration of {r.address} sets {path}")
    return r.declared(path) is not ABSENT and given(r, path)


def is_restored(r: Resource) -> bool:
    """Whether a database starts from a snapshot or from a point in time of another one."""
    return any(given(r, path) for path in _STARTS_FROM.get(r.type, ()))


def is_primary(r: Resource) -> bool:
    """Whether a database follows no other one: a replica takes much from its source, and can be made again from it."""
    return not any(given(r, path) for path in _FOLLOWS.get(r.type, ())) and not _is_secondary(r)


def _is_secondary(r: Resource) -> bool:
    """Whether a cluster follows the primary of a global database.

    Both name the global database. A primary says who its first user is, or what it is restored from; a secondary must
    not (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster#master_username-1).
    """
    if r.type not in MEMBERS or not given(r, "global_cluster_identifier"):
        return False
    if r.type == "aws_neptune_cluster":
        outside(f"whether {r.address} is the primary of its global database")
    return not declares(r, "master_username") and not is_restored(r)
