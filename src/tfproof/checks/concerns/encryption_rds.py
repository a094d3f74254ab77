"""Whose key encrypts databases and the copies of their snapshots."""

from __future__ import annotations

from functools import partial

from tfproof.checks.concerns.encryption_databases import SOURCES
from tfproof.checks.model import Answer, Context, check, fails, outside
from tfproof.checks.reading import every, own_key, unset
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

# Type to the argument that names the key. What is made from a source without one has the source's key.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html
_KEYS = {
    "aws_db_instance": "kms_key_id",
    "aws_db_snapshot_copy": "kms_key_id",
    "aws_docdb_cluster": "kms_key_id",
    "aws_neptune_cluster": "kms_key_arn",
    "aws_rds_cluster": "kms_key_id",
    "aws_rds_cluster_snapshot_copy": "kms_key_id",
}
_COPIES = ("aws_db_snapshot_copy", "aws_rds_cluster_snapshot_copy")
_MANAGED = "aws/rds"
#: Databases that are always encrypted, to the argument that names the key.
_ALWAYS = {
    "aws_docdbelastic_cluster": "kms_key_id",
    "aws_dsql_cluster": "kms_encryption_key",
    "aws_neptunegraph_graph": "kms_key_identifier",
    "aws_qldb_ledger": "kms_key",
}
#: Words by which these arguments ask for a key that AWS owns.
_OF_AWS = ("AWS_OWNED_KEY", "AWS_OWNED_KMS_KEY")


@check(
    "encryption.rds-own-key",
    title="Databases are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html",
    ),
    types=tuple(t for t in _KEYS if t not in _COPIES),
    looks_at=(*_COPIES, "aws_db_snapshot", "aws_db_cluster_snapshot", "aws_docdb_cluster_snapshot",
              "aws_neptune_cluster_snapshot"),
    remediation="Set kms_key_id (Neptune: kms_key_arn) to a KMS key of the account's own.",
)  # fmt: skip
def rds_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` (Neptune: `kms_key_arn`). Without one AWS's key for RDS is used, which everybody in the account
    who may use RDS can decrypt with, and which cannot be shared. A replica, and what is restored, has the key of its
    source unless it names one."""
    return _by_key((), r)


@check(
    "encryption.rds-snapshot-copies-own-key",
    title="Copies of snapshots are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-copy-snapshot.html",
    ),
    types=_COPIES,
    looks_at=("aws_db_instance", "aws_rds_cluster", "aws_db_snapshot", "aws_db_cluster_snapshot"),
    remediation="Set kms_key_id to a KMS key of the account's own.",
)
def rds_snapshot_copies_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` of the copy; without one it has the key of what it copies, which is followed to the database.
    Only an own key lets the account decide who may restore the copy."""
    return _by_key((), r)


def _by_key(passed: tuple[str, ...], r: Resource) -> Answer:
    """Judge whose key encrypts a database or snapshot; `passed` are those that have its key."""
    if r.address in passed:
        outside(f"from where {r.address} takes its key")
    if r.mode == "data":
        outside(f"whose key encrypts {r.address}")
    path = _KEYS.get(r.type)
    if path and not unset(r, path):
        return own_key(r, path, managed_alias=_MANAGED)
    for source, types in SOURCES[r.type].items():
        if not unset(r, source):
            nothing = fails(f"{source} of {r.address} is empty, and no key is set")
            return every(r.members(source, *types), partial(_by_key, (*passed, r.address)), none=nothing)
    return own_key(r, path, managed_alias=_MANAGED) if path else fails(f"{r.address} names no source")


@check(
    "encryption.db-own-key",
    title="Elastic, distributed, graph and ledger databases are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/elastic-encryption.html",
        "https://docs.aws.amazon.com/aurora-dsql/latest/userguide/data-encryption.html",
        "https://docs.aws.amazon.com/neptune-analytics/latest/userguide/encryption-at-rest.html",
        "https://docs.aws.amazon.com/qldb/latest/developerguide/encryption-at-rest.html",
    ),
    types=tuple(_ALWAYS),
    remediation="Set the KMS key to one of the account's own.",
)
def db_own_key(r: Resource, _: Context) -> Answer:
    """Reads the argument that names the key. These databases are always encrypted, unless told otherwise with a key that
    AWS owns; only an own key lets the account decide who may decrypt, and take that back."""
    path = _ALWAYS[r.type]
    named = r.get(path)
    if not is_unknown(named) and named in _OF_AWS:
        return fails(f"{path} of {r.address} is {named}: a key that AWS owns")
    return own_key(r, path, managed_alias="a key that AWS owns")
