"""Which roles containers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check, fails, holds, passes, until_apply
from tfproof.checks.reading import unset
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Members, Open
    from tfproof.plans.view import Resource

_ROLES = ("execution_role_arn", "task_role_arn")


@check(
    "identity.ecs-roles-apart",
    title="What starts a task has another role than what runs in it",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    ),
    types=("aws_ecs_task_definition",),
    remediation="Give task_role_arn a role of its own, with what the application needs.",
)
def ecs_roles_apart(r: Resource, _: Context) -> Answer:
    """Reads `execution_role_arn` and `task_role_arn`: with one role for both the application may read every secret and pull
    every image that the agent needs to start it."""
    if any(unset(r, path) for path in _ROLES):
        return passes("there is one role, or none")
    starts, runs = (r.evaluated(path) for path in _ROLES)
    if not is_unknown(starts) and not is_unknown(runs):
        return holds(starts != runs, "the roles are two", f"both roles are {starts}")
    places = [(role.address, role.path) for role in (starts, runs) if isinstance(role, Reference)]
    if len(places) > 1 and places[0] == places[1]:
        return fails(f"both roles are {starts!r}")
    first, second = (r.members(path, "aws_iam_role", "data.aws_iam_role") for path in _ROLES)
    if same := sorted({role.address for role in first.found} & {role.address for role in second.found}):
        return fails(f"both roles are {same[0]}")
    for named, other in ((first, second), (second, first)):
        if not all(_is_another(member, other) for member in named.open):
            until_apply(f"whether the roles of {r.address} are one")
    return passes("the roles are two")


def _is_another(member: Open, other: Members) -> bool:
    """Whether a role of which only the candidates are known is none that the other argument names."""
    return member.candidates is not None and not other.open and not {*member.candidates} & {*other.found}
