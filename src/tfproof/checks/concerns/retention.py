"""How long things are kept, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns.resilience import is_state_bucket
from tfproof.checks.model import Answer, Context, check, fails, holds
from tfproof.checks.reading import argument, blocks, companions, number

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# What in a rule makes objects or their old versions end. Moving them to another storage class does not.
_ENDINGS = ("expiration.0.days", "expiration.0.date", "noncurrent_version_expiration.0.noncurrent_days")


@check(
    "retention.s3-lifecycle",
    title="Objects in buckets end some day",
    severity="medium",
    aspect="retention",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_lifecycle_configuration",),
    remediation="Add an enabled lifecycle rule with expiration (versioned: noncurrent_version_expiration).",
    when=lambda r: not is_state_bucket(r),
)
def s3_lifecycle(r: Resource, _: Context) -> Answer:
    """Reads the enabled rules of the bucket's lifecycle configuration for an end: `expiration` of objects or
    of their noncurrent versions. Without one a deleted object lives on as an old version for ever, and an
    erasure is none. Buckets for Terraform's state, which are told by their name, keep everything on purpose.
    """
    configurations = companions(r, "aws_s3_bucket_lifecycle_configuration", "bucket")
    if not configurations:
        return fails("no lifecycle configuration refers to this bucket: objects stay for ever")
    found = [
        f"{ending} {value}"
        for configuration in configurations
        for path in blocks(configuration, "rule")
        if configuration.known(f"{path}.status") == "Enabled"
        for ending in _ENDINGS
        if (value := argument(configuration, f"{path}.{ending}", 0))
    ]
    return holds(
        bool(found),
        "; ".join(found),
        f"no enabled rule of {configurations[0].address} lets objects or old versions expire",
    )


@check(
    "retention.secrets-recovery-window",
    title="Deleted secrets can be recovered",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    parameters=("limits.days",),
    types=("aws_secretsmanager_secret",),
    remediation="Set recovery_window_in_days to 7 or more (30 is the default).",
)
def secrets_recovery_window(r: Resource, c: Context) -> Answer:
    """Reads `recovery_window_in_days`, 30 unless set; 0 deletes at once."""
    return c.at_least(number(r, "recovery_window_in_days", 30), "recovery_window_in_days")
