"""What nobody looked at: resources of a plan without a finding in an aspect that their type has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tfproof.checks.aspects import aspects_of
from tfproof.checks.model import ALL_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tfproof.checks.model import Check
    from tfproof.findings import Finding
    from tfproof.plans.view import Plan

#: Stands for all aspects of a resource whose type the table of aspects does not know: it may have any.
NOT_IN_THE_TABLE = "not-in-the-table"
#: Resources that are nowhere but in Terraform's state, and hold no secret there.
_NOWHERE = frozenset(
    {
        "null_resource", "random_id", "random_integer", "random_pet", "random_shuffle", "random_string", "random_uuid",
        "terraform_data", "time_offset", "time_rotating", "time_sleep", "time_static",
    }
)  # fmt: skip


def unjudged(plan: Plan, checks: Mapping[str, Check], findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Count by type and aspect the managed resources that no finding of a check with that aspect is about or has read.

    A finding that is unknown counts: somebody has looked. Checks of every resource (tags, regions) count for nothing:
    they would hide that nobody else has looked.
    """
    looked_at = {
        (address, checks[f.check].aspect)
        for f in findings
        if ALL_TYPES not in checks[f.check].types
        for address in (f.address, *(r.address for r in f.reads))
    }
    left: dict[str, Counter[str]] = {}
    for resource in plan.managed:
        own = frozenset() if resource.type in _NOWHERE else aspects_of(resource.type)
        missing = [NOT_IN_THE_TABLE] if own is None else [a for a in own if (resource.address, a) not in looked_at]
        if missing:
            left.setdefault(resource.type, Counter()).update(missing)
    return {kind: dict(sorted(counts.items())) for kind, counts in sorted(left.items())}
