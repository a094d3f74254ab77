"""How long backups are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, holds, passes
from tfproof.checks.reading import blocks, number, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_LEAST = 7


@check(
    "retention.backups",
    title="Backups are kept for a week or more",
    severity="medium",
    aspect="retention",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
    types=("aws_backup_plan",),
    remediation="Raise delete_after of the rule's lifecycle to 7 days or more.",
)
def backup_plan_retention(r: Resource, _: Context) -> Answer:
    """Reads `lifecycle.delete_after` of each rule; without it AWS keeps backups for ever. What is noticed
    after a weekend must still be in a backup. A plan with several rules is asked for the longest of them."""
    kept = [f"{rule}.lifecycle.0.delete_after" for rule in blocks(r, "rule")]
    if any(unset(r, path) for path in kept):
        return passes("a rule keeps its backups for ever")
    longest = max(number(r, path) for path in kept)
    return holds(longest >= _LEAST, f"kept for {longest} days", f"kept for {longest} days, fewer than {_LEAST}")
