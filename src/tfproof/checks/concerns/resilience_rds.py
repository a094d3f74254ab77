"""What is left of a database when it is deleted."""

from __future__ import annotations

from tfproof.checks.concerns._databases import DATABASES, is_primary
from tfproof.checks.model import Answer, Context, check, holds
from tfproof.checks.reading import flag
from tfproof.plans.view import Resource


@check(
    "resilience.rds-final-snapshot",
    title="Databases leave a snapshot when they are deleted",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        "https://docs.aws.amazon.com/redshift/latest/APIReference/API_DeleteCluster.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html",
    ),
    types=(*DATABASES, "aws_redshift_cluster"),
    remediation="Set skip_final_snapshot = false and final_snapshot_identifier.",
    when=is_primary,
)
def rds_final_snapshot(r: Resource, _: Context) -> Answer:
    """Reads `skip_final_snapshot`, off unless set. The automated backups go with the database, so that without a last
    snapshot nothing can be restored after a deletion. Replicas and secondaries, of which AWS makes none, are not asked."""
    skipped = flag(r, "skip_final_snapshot")
    return holds(
        not skipped, "skip_final_snapshot is not true", "skip_final_snapshot is true: a deletion leaves nothing"
    )
