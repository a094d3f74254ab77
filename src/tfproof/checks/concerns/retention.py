"""How long things are kept, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns.logging import kept_days
from tfproof.checks.concerns.resilience import may_hold_state, versioning
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, flag, number, some
from tfproof.findings import Verdict

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Where the parts of a rule stand, in the resource of its own and in the bucket's own block.

    `narrowing` are the arguments that leave objects out of a rule's scope, `newest` what exempts the newest of the old
    versions from their end, `parts` after how many days the parts of uploads that were given up are removed.
    """

    rules: str
    narrowing: tuple[str, ...]
    old_versions: str
    newest: str
    parts: str


_SEPARATE = _Spelling(
    rules="rule",
    narrowing=(
        "prefix", "filter.0.prefix", "filter.0.tag", "filter.0.object_size_greater_than",
        "filter.0.object_size_less_than", "filter.0.and.0.prefix", "filter.0.and.0.tags",
        "filter.0.and.0.object_size_greater_than", "filter.0.and.0.object_size_less_than",
    ),
    old_versions="noncurrent_version_expiration.0.noncurrent_days",
    newest="noncurrent_version_expiration.0.newer_noncurrent_versions",
    parts="abort_incomplete_multipart_upload.0.days_after_initiation",
)  # fmt: skip
_INLINE = _Spelling(
    "lifecycle_rule",
    ("prefix", "tags"),
    "noncurrent_version_expiration.0.days",
    "",
    "abort_incomplete_multipart_upload_days",
)


@check(
    "retention.s3-lifecycle",
    title="Objects in buckets end some day",
    severity="low",
    aspect="retention",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    ),
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_versioning"),
    remediation="Add an enabled lifecycle rule for the whole bucket with expiration (versioned: "
    "noncurrent_version_expiration).",
)
def s3_lifecycle(r: Resource, _: Context) -> Answer:
    """Reads the lifecycle rules, in a resource of their own or in the bucket's blocks, that are enabled and go for the
    whole bucket, not for a prefix, a tag or a size: one has to end the objects (`expiration`) or, in a bucket that keeps
    versions, what is deleted or overwritten (`noncurrent_version_expiration`). Whether old versions end as well is asked
    by `retention.s3-old-versions`. Whether a bucket that is called as if it held Terraform's state keeps everything on
    purpose is not known."""
    return _unless_state(r, _by_each_configuration(r, _ends_something))


@check(
    "retention.s3-old-versions",
    title="Old versions of objects end some day",
    severity="low",
    aspect="retention",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    ),
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_versioning"),
    remediation="Add noncurrent_version_expiration to an enabled lifecycle rule for the whole bucket.",
    when=lambda r: versioning(r).verdict is Verdict.PASS,
)
def s3_old_versions(r: Resource, _: Context) -> Answer:
    """Reads the enabled lifecycle rules for the whole bucket of buckets that keep versions. There `expiration` only makes
    an object an old version, and a deleted one stays as such for ever: `noncurrent_version_expiration` has to end all of
    them. Buckets without versions are not in the population."""
    return _unless_state(r, _by_each_configuration(r, _ends_old_versions))


_Judges = Callable[["Resource", "_Spelling", "Resource"], Answer]


def _unless_state(bucket: Resource, answer: Answer) -> Answer:
    if answer.verdict is Verdict.FAIL and may_hold_state(bucket):
        outside(f"whether {bucket.address} holds Terraform's state, as its name says, which is kept on purpose")
    return answer


def _by_each_configuration(bucket: Resource, judges: _Judges) -> Answer:
    """Judge the bucket by each of its configurations: of two, the one applied last goes, and nobody knows which."""
    separate = bucket.companions("aws_s3_bucket_lifecycle_configuration", "bucket")
    if separate.none:
        return judges(bucket, _INLINE, bucket)
    return every(separate, partial(judges, bucket, _SEPARATE), none=fails("no lifecycle configuration"))


def _ends_something(bucket: Resource, spelling: _Spelling, holder: Resource) -> Answer:
    of_old_versions = [partial(_ends_old_versions, bucket, spelling, holder), partial(versioning, bucket)]
    return any_of([partial(_ends_objects, spelling, holder), partial(all_of, of_old_versions)])


def _ends_objects(spelling: _Spelling, holder: Resource) -> Answer:
    return _by_a_rule(holder, spelling, partial(_expires, holder), "objects")


def _ends_old_versions(_: Resource, spelling: _Spelling, holder: Resource) -> Answer:
    return _by_a_rule(holder, spelling, partial(_expires_old_versions, holder, spelling), "old versions")


def _by_a_rule(holder: Resource, spelling: _Spelling, ends: Callable[[str], Answer], what: str) -> Answer:
    """Judge whether a rule that is on and goes for the whole bucket does that."""
    rules = blocks(holder, spelling.rules)
    if not rules:
        return fails(f"no lifecycle rule is for this bucket: {what} stay for ever")
    parts = [
        partial(
            all_of, [partial(_is_on, holder, rule), partial(_goes_for_all, holder, spelling, rule), partial(ends, rule)]
        )
        for rule in rules
    ]
    answer = any_of(parts)
    if answer.verdict is Verdict.PASS:
        return answer
    return fails(f"no enabled rule of {holder.address} ends all {what}: {answer.message}")


def _is_on(holder: Resource, rule: str) -> Answer:
    on = flag(holder, f"{rule}.enabled") if holder.type == "aws_s3_bucket" else holder[f"{rule}.status"] == "Enabled"
    return holds(on, f"{rule} is on", f"{rule} is off")


def _goes_for_all(holder: Resource, spelling: _Spelling, rule: str) -> Answer:
    return all_of(partial(_leaves_nothing_out, holder, f"{rule}.{path}") for path in spelling.narrowing)


def _leaves_nothing_out(holder: Resource, path: str) -> Answer:
    value = argument(holder, path, None)
    return holds(not value, "it goes for the whole bucket", f"{path} leaves objects out")


def _expires(holder: Resource, rule: str) -> Answer:
    days = argument(holder, f"{rule}.expiration.0.days", 0) or argument(holder, f"{rule}.expiration.0.date", "")
    return holds(bool(days), f"{rule} has expiration {days}", f"{rule} has no expiration")


def _expires_old_versions(holder: Resource, spelling: _Spelling, rule: str) -> Answer:
    days = number(holder, f"{rule}.{spelling.old_versions}")
    if not days:
        return fails(f"{rule} has no noncurrent_version_expiration")
    kept = number(holder, f"{rule}.{spelling.newest}") if spelling.newest else 0
    return holds(not kept, f"{rule} has noncurrent_version_expiration {days}", f"{rule} keeps {kept} versions for ever")


@check(
    "retention.s3-aborted-uploads",
    title="Uploads in parts that were given up are removed",
    severity="low",
    aspect="retention",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    types=("aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration"),
    remediation="Add abort_incomplete_multipart_upload to an enabled lifecycle rule for the whole bucket.",
    when=lambda r: r.type != "aws_s3_bucket" or bool(blocks(r, _INLINE.rules)),
)
def s3_aborted_uploads(r: Resource, _: Context) -> Answer:
    """Reads the enabled lifecycle rules for the whole bucket, in a resource of their own or in the bucket's blocks: one
    has to remove the parts of uploads that were never completed, which nobody sees and which stay for ever. Buckets
    without any rule are asked by `retention.s3-lifecycle`."""
    spelling = _INLINE if r.type == "aws_s3_bucket" else _SEPARATE
    return _by_a_rule(r, spelling, partial(_removes_parts, r, spelling), "parts of uploads")


def _removes_parts(holder: Resource, spelling: _Spelling, rule: str) -> Answer:
    days = number(holder, f"{rule}.{spelling.parts}")
    return holds(days > 0, f"{rule} removes parts after {days} days", f"{rule} removes no parts of uploads")


@check(
    "retention.glacier-vault-lock",
    title="Vaults of Glacier have a locked policy",
    severity="low",
    aspect="retention",
    source="https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-lock.html",
    types=("aws_glacier_vault",),
    looks_at=("aws_glacier_vault_lock",),
    remediation="Add aws_glacier_vault_lock with complete_lock = true.",
)
def glacier_vault_lock(r: Resource, _: Context) -> Answer:
    """Reads the locks that name the vault, and whether they are completed: one that is not ends after a day. Without a
    lock whoever may delete archives may do so at any time."""
    return every(
        r.companions("aws_glacier_vault_lock", "vault_name"), _is_locked, none=fails("no lock names the vault")
    )


def _is_locked(lock: Resource) -> Answer:
    what = f"complete_lock of {lock.address}"
    return holds(flag(lock, "complete_lock"), f"{what} is true", f"{what} is not true")


@check(
    "retention.s3-lock-default",
    title="Buckets that can lock objects do so by default",
    severity="low",
    aspect="retention",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_object_lock_configuration",),
    remediation="Add aws_s3_bucket_object_lock_configuration with a rule of default_retention.",
    when=lambda r: can_lock(r).verdict is Verdict.PASS,
)
def s3_lock_default(r: Resource, _: Context) -> Answer:
    """Reads the object lock configuration of buckets with object lock, in a resource of its own or in the bucket's block.
    Without a default retention only those objects are locked for which somebody asks for it, one by one."""
    return any_of([partial(_locks_by_default, r), partial(_is_locked_beside, r)])


def can_lock(bucket: Resource) -> Answer:
    """Judge whether a bucket can lock objects: as it was made, by its block, or by a configuration of its own."""
    inline = argument(bucket, "object_lock_configuration.0.object_lock_enabled", "") == "Enabled"
    on = holds(inline or flag(bucket, "object_lock_enabled"), "object lock is on", f"{bucket.address} locks no objects")
    beside = bucket.companions("aws_s3_bucket_object_lock_configuration", "bucket")
    return on if beside.none else some(beside, lambda c: passes(f"{c.address} locks"), none=on)


def _locks_by_default(bucket: Resource) -> Answer:
    return _default_retention(bucket, "object_lock_configuration.0.rule.0.default_retention")


def _is_locked_beside(bucket: Resource) -> Answer:
    beside = bucket.companions("aws_s3_bucket_object_lock_configuration", "bucket")
    none = fails(f"no object lock configuration names {bucket.address}")
    return every(beside, lambda c: _default_retention(c, "rule.0.default_retention"), none=none)


def _default_retention(holder: Resource, path: str) -> Answer:
    kept = number(holder, f"{path}.0.days") + number(holder, f"{path}.0.years")
    return holds(kept > 0, f"{holder.address} locks by default", f"{holder.address} has no default retention")


@check(
    "retention.trail-object-lock",
    title="Files of trails cannot be deleted before their time",
    severity="low",
    aspect="retention",
    source=(
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    ),
    types=("aws_cloudtrail",),
    looks_at=("aws_s3_bucket", "aws_s3_bucket_object_lock_configuration"),
    remediation="Keep the trail in a bucket with object lock and a default retention.",
)
def trail_object_lock(r: Resource, _: Context) -> Answer:
    """Follows `s3_bucket_name` to the bucket of the trail, and reads whether it locks objects by default: then not even
    an administrator's stolen key removes the record of what he did."""
    buckets = r.members("s3_bucket_name", "aws_s3_bucket")
    if buckets.outside:
        outside(f"whether {', '.join(buckets.outside)} locks the files of {r.address}")
    return every(buckets, _locks_objects, none=fails("no bucket"))


def _locks_objects(bucket: Resource) -> Answer:
    by_default = [partial(_locks_by_default, bucket), partial(_is_locked_beside, bucket)]
    return all_of([partial(can_lock, bucket), partial(any_of, by_default)])


@check(
    "retention.log-expiry",
    title="Log events end some day",
    severity="low",
    aspect="retention",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    types=("aws_cloudwatch_log_group",),
    remediation="Set retention_in_days.",
)
def log_expiry(r: Resource, _: Context) -> Answer:
    """Reads `retention_in_days`: without it, or with 0, events stay for ever. Whether they stay long enough is asked by
    `logging.log-retention`. A group of the class DELIVERY only hands its events on, whatever is set: how long their
    destination keeps them is not read."""
    days = kept_days(r)
    return holds(days > 0, f"events end after {days} days", "retention_in_days is not set: events never end")


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
