"""How long things are kept, and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns.resilience import may_hold_state, versioning
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside
from tfproof.checks.reading import argument, blocks, every, flag, number
from tfproof.findings import Verdict
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.plans.view import Resource


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Where the parts of a rule stand, in the resource of its own and in the bucket's own block.

    `narrowing` are the arguments that leave objects out of a rule's scope, `newest` what exempts the newest of the old
    versions from their end.
    """

    rules: str
    narrowing: tuple[str, ...]
    old_versions: str
    newest: str


_SEPARATE = _Spelling(
    rules="rule",
    narrowing=(
        "prefix", "filter.0.prefix", "filter.0.tag", "filter.0.object_size_greater_than",
        "filter.0.object_size_less_than", "filter.0.and.0.prefix", "filter.0.and.0.tags",
        "filter.0.and.0.object_size_greater_than", "filter.0.and.0.object_size_less_than",
    ),
    old_versions="noncurrent_version_expiration.0.noncurrent_days",
    newest="noncurrent_version_expiration.0.newer_noncurrent_versions",
)  # fmt: skip
_INLINE = _Spelling("lifecycle_rule", ("prefix", "tags"), "noncurrent_version_expiration.0.days", "")


@check(
    "retention.s3-lifecycle",
    title="What is old or deleted in a bucket ends some day",
    severity="medium",
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
    whole bucket, not for a prefix, a tag or a size. Without versions `expiration` has to end the objects. In a bucket
    that keeps versions, `expiration` only makes an object an old version and a deleted one stays as such for ever: there
    `noncurrent_version_expiration` has to end all of them. Whether a bucket that is called as if it held Terraform's
    state keeps everything on purpose is not known."""
    answer = _ends(r)
    if answer.verdict is Verdict.FAIL and may_hold_state(r):
        outside(f"whether {r.address} holds Terraform's state, as its name says, which is kept on purpose")
    return answer


def _ends(bucket: Resource) -> Answer:
    """Judge the bucket by each of its configurations: of two, the one applied last goes, and nobody knows which."""
    separate = bucket.companions("aws_s3_bucket_lifecycle_configuration", "bucket")
    if separate.none:
        return _ends_by(_INLINE, bucket, bucket)
    return every(separate, partial(_ends_by, _SEPARATE, bucket), none=fails("no lifecycle configuration"))


def _ends_by(spelling: _Spelling, bucket: Resource, holder: Resource) -> Answer:
    old = partial(_ends_old_versions, holder, spelling)
    current = partial(_ends_objects, holder, spelling)
    try:
        keeps_versions = versioning(bucket).verdict is Verdict.PASS
    except Undecided as reason:
        both = partial(all_of, [old, current])
        return any_of([both, partial(all_of, [partial(any_of, [old, current]), partial(_leave_undecided, reason)])])
    return old() if keeps_versions else current()


def _leave_undecided(reason: Undecided) -> Answer:
    raise reason


def _ends_objects(holder: Resource, spelling: _Spelling) -> Answer:
    return _by_a_rule(holder, spelling, partial(_expires, holder), "objects")


def _ends_old_versions(holder: Resource, spelling: _Spelling) -> Answer:
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
