"""How resources keep themselves up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, holds
from tfproof.checks.reading import flag

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "configuration.minor-upgrades",
    title="Databases and caches take minor upgrades",
    severity="low",
    aspect="maintenance",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
    types=("aws_db_instance", "aws_rds_cluster_instance", "aws_elasticache_replication_group"),
    remediation="Leave auto_minor_version_upgrade at true.",
)
def minor_upgrades(r: Resource, _: Context) -> Answer:
    """Reads `auto_minor_version_upgrade`, on unless set: minor versions carry the security fixes."""
    return holds(
        flag(r, "auto_minor_version_upgrade", True),
        "auto_minor_version_upgrade is on",
        "auto_minor_version_upgrade is false: security fixes wait for somebody",
    )
