"""What it takes to destroy what a bucket keeps for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns.resilience import versioning
from tfproof.checks.model import Answer, Context, check, fails, holds
from tfproof.checks.reading import argument, every, flag
from tfproof.findings import Verdict

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "resilience.s3-mfa-delete",
    title="Old versions of objects are deleted with a second factor only",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_versioning",),
    remediation="Turn on MFA delete as the root user, and set mfa_delete to what it is then.",
    when=lambda r: versioning(r).verdict is Verdict.PASS,
)
def s3_mfa_delete(r: Resource, _: Context) -> Answer:
    """Reads `mfa_delete` of buckets that keep versions, off unless set: without it a stolen key is enough to delete all
    versions for good, or to stop keeping them. Only the root user can turn it on."""
    separate = r.companions("aws_s3_bucket_versioning", "bucket")
    if separate.none:
        return holds(flag(r, "versioning.0.mfa_delete"), "mfa_delete is on", f"mfa_delete of {r.address} is not on")
    return every(separate, _asks_for_a_factor, none=fails("nothing refers to this bucket"))


def _asks_for_a_factor(versions: Resource) -> Answer:
    value = argument(versions, "versioning_configuration.0.mfa_delete", "Disabled")
    said = f"mfa_delete of {versions.address} is {value}"
    return holds(value == "Enabled", said, said)
