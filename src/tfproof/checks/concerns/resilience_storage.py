"""Which file systems and volumes can be restored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._backup_selections import selects
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, every, given, listed

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_DLM = "aws_dlm_lifecycle_policy"
_POLICY = "aws_efs_backup_policy"


@check(
    "resilience.efs-backups",
    title="EFS file systems are backed up automatically",
    severity="medium",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html",
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html",
    ),
    types=("aws_efs_file_system",),
    looks_at=(_POLICY, "aws_backup_selection", "aws_backup_region_settings"),
    remediation='Add aws_efs_backup_policy with the status "ENABLED", or select it in an aws_backup_selection.',
)
def efs_backups(r: Resource, _: Context) -> Answer:
    """Reads the backup policy of the file system, which is on unless set for one in a single zone only, and the selections
    of backup plans in the plan. A selection elsewhere may take it by a tag, which no plan shows: where that is so, a
    waiver has to say it."""
    by_default = holds(
        given(r, "availability_zone_name"),
        "EFS backs a file system in one zone up by default",
        "no aws_efs_backup_policy refers to it, and no aws_backup_selection in the plan selects it",
    )
    policy = partial(every, r.companions(_POLICY, "file_system_id"), _is_on, none=by_default)
    return any_of([policy, *(partial(selects, selection, r) for selection in r.plan.of("aws_backup_selection"))])


def _is_on(policy: Resource) -> Answer:
    status = argument(policy, "backup_policy.0.status", "DISABLED")
    text = f"{policy.address} is {status}"
    return holds(status == "ENABLED", text, text)


@check(
    "resilience.ebs-backups",
    title="Volumes are backed up",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html",
        "https://docs.aws.amazon.com/dlm/latest/APIReference/API_PolicyDetails.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    ),
    types=("aws_ebs_volume",),
    looks_at=(_DLM, "aws_backup_selection", "aws_backup_region_settings"),
    remediation="Give it a tag that an aws_dlm_lifecycle_policy or an aws_backup_selection goes by.",
)
def ebs_backups(r: Resource, c: Context) -> Answer:
    """Looks for a selection of a backup plan that covers the volume, or for a policy that makes snapshots of all volumes
    with one of its tags. A plan without either, that does not speak for the account, leaves it undecided: both may stand
    elsewhere."""
    parts: list[Callable[[], Answer]] = [partial(selects, s, r) for s in r.plan.of("aws_backup_selection")]
    parts += [partial(_snapshots, policy, r) for policy in r.plan.of(_DLM)]
    if not parts and "account" not in c.scopes:
        outside(f"an aws_backup_selection or {_DLM} that covers {r.address}")
    return any_of(parts) if parts else fails("nothing in the plan makes snapshots of it")


def _snapshots(policy: Resource, volume: Resource) -> Answer:
    """Judge whether a policy makes snapshots of a volume: it is on, for volumes, and has one tag with it in common."""
    if policy.region and volume.region and policy.region != volume.region:
        return fails(f"{policy.address} is of {policy.region}")
    if argument(policy, "state", "ENABLED") != "ENABLED":
        return fails(f"{policy.address} is off")
    if "VOLUME" not in listed(policy, "policy_details.0.resource_types").all():
        return fails(f"{policy.address} is not for volumes")
    wanted, tags = argument(policy, "policy_details.0.target_tags", {}), argument(volume, "tags", {})
    shared = [key for key, value in wanted.items() if tags.get(key) == value]
    if not shared:
        return fails(f"{policy.address} does not select it")
    return passes(f"{policy.address} selects it by the tag {', '.join(shared)}")
