"""Encryption at rest with keys: whose they are, whether they rotate, and what is encrypted at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tfproof.checks.concerns._named import names_in
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes
from tfproof.checks.reading import KEYS, argument, blocks, flag, number, own_key
from tfproof.findings import Verdict
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource


@check(
    "encryption.secrets-own-key",
    title="Secrets are encrypted with a key of the account's own",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    types=("aws_secretsmanager_secret",),
    remediation="Set kms_key_id to a KMS key of the account's own.",
)
def secrets_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` of the secret and of each of its replicas. Secrets are always encrypted; without a key of its
    own the account cannot restrict or withdraw the use of the key (`aws/secretsmanager`)."""
    own = partial(own_key, r, managed_alias="aws/secretsmanager")
    return all_of([partial(own, "kms_key_id"), partial(_replicas, r, own)])


def _replicas(r: Resource, own: Callable[[str], Answer]) -> Answer:
    replicas = blocks(r, "replica")
    return all_of(partial(own, f"{replica}.kms_key_id") for replica in replicas) if replicas else passes("no replicas")


@check(
    "encryption.kms-rotation",
    title="Keys rotate at least once a year",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    parameters=("limits.days",),
    types=("aws_kms_key",),
    remediation="Set enable_key_rotation = true and leave the period at 365 days or less.",
    when=lambda r: (
        argument(r, "customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
        and not argument(r, "custom_key_store_id", "")
    ),
)
def kms_rotation(r: Resource, c: Context) -> Answer:
    """Reads `enable_key_rotation` (off unless set) and `rotation_period_in_days` (365 unless set, and where
    a state shows 0) of symmetric keys. AWS cannot rotate asymmetric keys and those of a custom key store:
    they are not in the population."""
    if not is_unknown(r.get("enable_key_rotation")) and not flag(r, "enable_key_rotation"):
        return fails("enable_key_rotation is not true")
    period = c.at_most(number(r, "rotation_period_in_days", 365) or 365, "the rotation period")
    if period.verdict is Verdict.PASS:
        flag(r, "enable_key_rotation")  # undecided where it is not known
    return period


@check(
    "encryption.kms-deletion-window",
    title="Deleting a key leaves time to notice",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    parameters=("limits.days",),
    types=("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"),
    remediation="Raise deletion_window_in_days (30 is the most and the default).",
)
def kms_deletion_window(r: Resource, c: Context) -> Answer:
    """Reads `deletion_window_in_days`, 30 unless set. What a key encrypted is lost with it, so the window is
    the time in which a mistake or an attack can be undone."""
    return c.at_least(number(r, "deletion_window_in_days", 30), "the deletion window")


@check(
    "encryption.logs-own-key",
    title="Log groups are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    types=("aws_cloudwatch_log_group",),
    remediation="Set kms_key_id to the ARN of a key whose policy admits CloudWatch Logs.",
)
def logs_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id`. CloudWatch Logs always encrypts; only an own key lets the account decide who may
    decrypt."""
    return own_key(r, "kms_key_id", managed_alias="CloudWatch Logs' own")


@check(
    "encryption.sns-at-rest",
    title="Topics are encrypted at rest",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    types=("aws_sns_topic",),
    remediation="Set kms_master_key_id.",
)
def sns_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `kms_master_key_id`. Without one SNS stores messages in clear; the key that AWS manages,
    `alias/aws/sns`, is enough for encryption (though CloudWatch alarms cannot publish through it)."""
    named = r.members("kms_master_key_id", *KEYS)
    if named.none:
        return fails("kms_master_key_id is not set: messages rest in clear")
    return passes(f"kms_master_key_id is {names_in(named)}")


@check(
    "encryption.ecr-at-rest",
    title="Image repositories are encrypted with a key in KMS",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    types=("aws_ecr_repository", "aws_ecr_repository_creation_template"),
    remediation='Add encryption_configuration with encryption_type = "KMS"; it can only be chosen when the repository is made.',
)
def ecr_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `encryption_type` of `encryption_configuration`, AES256 unless set. ECR always encrypts, with AES256 by a key that
    nobody sees: its use is in no trail and under no policy, and that cannot be changed later."""
    kind = argument(r, "encryption_configuration.0.encryption_type", "AES256")
    said = f"encryption_type is {kind}"
    return holds(kind in ("KMS", "KMS_DSSE"), said, f"{said}: encrypted, but with a key of ECR's own and not in KMS")


@check(
    "encryption.trail-own-key",
    title="Trails are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    types=("aws_cloudtrail",),
    remediation="Set kms_key_id to the ARN of a key whose policy admits CloudTrail.",
)
def trail_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id`. Reading the trail then takes the right to decrypt besides the right to read the
    bucket."""
    return own_key(r, "kms_key_id", managed_alias="SSE-S3")


@check(
    "encryption.backup-vault-own-key",
    title="Backup vaults are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
    types=("aws_backup_vault",),
    remediation="Set kms_key_arn to a KMS key of the account's own.",
)
def backup_vault_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_arn`; without it the key `aws/backup` is used, which cannot be shared with another
    account."""
    return own_key(r, "kms_key_arn", managed_alias="aws/backup")


@check(
    "encryption.ebs-default",
    title="New volumes are encrypted by default",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    types=("aws_ebs_encryption_by_default",),
    remediation="Add aws_ebs_encryption_by_default to the account's baseline in every region.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def ebs_default(r: Resource, _: Context) -> Answer:
    """Reads `enabled` of the account's setting, which holds for one region."""
    return holds(
        flag(r, "enabled", True),
        f"on in {r.region or 'a region that the plan does not show'}",
        "enabled is false",
    )
