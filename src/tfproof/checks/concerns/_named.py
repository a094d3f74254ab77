"""Whether an argument names anything at all, what, and whether that is in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource


def names_any(named: Members) -> bool:
    """Whether an argument names something, be it outside the plan. Raises Undecided where all that it names is open."""
    return bool(named.found or named.outside or named.all())


def names_in(named: Members) -> str:
    """Return all that an argument names, in and outside of the plan, as text. Raises Undecided where any of it is open."""
    if named.open:
        named.all()
    return ", ".join([*(r.address for r in named.found), *named.outside])


def is_apart(part: Resource, path: str, *types: str) -> bool:
    """Whether what a part completes lies outside of the plan, so that nobody else judges the part.

    Raises Undecided where nobody can tell; of several in the plan it may be of, each is judged with it.
    """
    whole = part.members(path, *types)
    if any(member.candidates is None for member in whole.open) and not whole.found:
        whole.all()
    return bool(whole.outside) and not whole.found and not whole.open
