"""Whether tables grow with what is asked of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from tfproof.checks.model import Answer, Context, check, fails, passes, until_apply
from tfproof.checks.reading import argument
from tfproof.plans.values import PartialText, Reference, is_unknown
from tfproof.plans.view import Resource

_TARGET = "aws_appautoscaling_target"
_DIMENSIONS = {"dynamodb:table:ReadCapacityUnits": "reads", "dynamodb:table:WriteCapacityUnits": "writes"}


@check(
    "resilience.dynamodb-capacity",
    title="Tables grow with what is asked of them",
    severity="low",
    aspect="resilience",
    source=(
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html",
    ),
    types=("aws_dynamodb_table",),
    looks_at=(_TARGET,),
    remediation='Set billing_mode = "PAY_PER_REQUEST", or add aws_appautoscaling_target for reads and for writes.',
    when=lambda r: argument(r, "hash_key", "") != "LockID",
)
def dynamodb_capacity(r: Resource, _: Context) -> Answer:
    """Reads `billing_mode`, which is PROVISIONED unless set, and for such a table looks for the scaling targets of its reads
    and its writes: DynamoDB refuses what goes beyond a fixed capacity. A table of Terraform's locks is not asked."""
    if argument(r, "billing_mode", "PROVISIONED") == "PAY_PER_REQUEST":
        return passes(f"{r.address} is billed by request and has no fixed capacity")
    targets = r.plan.remembered("scales tables", partial(r.plan.of, _TARGET))
    scaled = {_DIMENSIONS.get(t.get("scalable_dimension"), "") for t in targets if _names(t, r) is True}
    missing = [what for what in _DIMENSIONS.values() if what not in scaled]
    if not missing:
        return passes(f"reads and writes of {r.address} are scaled")
    if any(_names(t, r) is None for t in targets):
        until_apply(f"whether the {' and '.join(missing)} of {r.address} are scaled")
    return fails(f"{r.address} has a fixed capacity, and nothing scales its {' and '.join(missing)}")


def _names(target: Resource, table: Resource) -> bool | None:
    """Whether a scaling target is for the table; None where that cannot be told, or not for what."""
    named: Any = target.evaluated("resource_id")
    if is_unknown(target.get("scalable_dimension")):
        return None
    match named:
        case PartialText(parts=("table/", Reference(address=address))):
            return bool(table.plan.resource_at(address) is table)
    name = table.get("name")
    if is_unknown(named) or is_unknown(name):
        return None
    return bool(named == f"table/{name}")
