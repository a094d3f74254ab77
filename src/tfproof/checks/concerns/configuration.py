"""How resources keep themselves up to date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, holds, passes
from tfproof.checks.reading import argument, flag, is_custom_engine, keeps_data, unset, version_numbers

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# Type to the argument that turns minor upgrades on, and to what it is when nobody sets it.
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs, page of each type
_UPGRADES = {
    "aws_db_instance": ("auto_minor_version_upgrade", True),
    "aws_dms_replication_instance": ("auto_minor_version_upgrade", False),
    "aws_elasticache_cluster": ("auto_minor_version_upgrade", True),
    "aws_elasticache_replication_group": ("auto_minor_version_upgrade", True),
    "aws_memorydb_cluster": ("auto_minor_version_upgrade", True),
    "aws_mq_broker": ("auto_minor_version_upgrade", False),
    "aws_neptune_cluster_instance": ("auto_minor_version_upgrade", True),
    "aws_rds_cluster_instance": ("auto_minor_version_upgrade", True),
    "aws_redshift_cluster": ("allow_version_upgrade", True),
}
_CACHES = ("aws_elasticache_cluster", "aws_elasticache_replication_group")
# ElastiCache upgrades minor versions by itself from this version of Redis on.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
_FIRST_UPGRADED = 6


def _upgrades_by_itself(r: Resource) -> bool:
    """Whether the engine has minor upgrades that come by themselves: RDS Custom must not, Memcached does not."""
    if r.type == "aws_elasticache_cluster":
        return keeps_data(r)
    return r.type != "aws_db_instance" or not is_custom_engine(r)


@check(
    "configuration.minor-upgrades",
    title="Databases, caches and brokers take minor upgrades",
    severity="low",
    aspect="maintenance",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/custom-creating.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        "https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationInstance.html",
    ),
    types=tuple(_UPGRADES),
    remediation="Set auto_minor_version_upgrade to true (Redshift: allow_version_upgrade).",
    when=_upgrades_by_itself,
)
def minor_upgrades(r: Resource, _: Context) -> Answer:
    """Reads `auto_minor_version_upgrade` (Redshift: `allow_version_upgrade`), which is on unless set, but off for DMS
    and MQ, and the version of a cache: before 6 there are no such upgrades. Minor versions carry the security fixes.
    RDS Custom, Memcached and DocumentDB have nothing to turn on and are not asked, nor are members of a replication
    group."""
    return all_of([partial(_is_on, r), partial(_is_recent_enough, r)])


def _is_on(r: Resource) -> Answer:
    path, default = _UPGRADES[r.type]
    return holds(flag(r, path, default), f"{path} is on", f"{path} is not on: security fixes wait for somebody")


def _is_recent_enough(r: Resource) -> Answer:
    if r.type not in _CACHES or unset(r, "engine_version"):
        return passes("the engine has minor upgrades")
    version = str(argument(r, "engine_version", ""))
    return holds(
        version_numbers(version.partition(".")[0], f"engine_version of {r.address}")[0] >= _FIRST_UPGRADED,
        f"version {version} has minor upgrades",
        f"version {version} has no minor upgrades: they begin with version {_FIRST_UPGRADED}",
    )
