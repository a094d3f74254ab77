"""Which file systems and volumes can be restored."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._backup_selections import selects
from tfproof.checks.model import Answer, Context, any_of, check, holds
from tfproof.checks.reading import argument, every, given

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

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
