"""Whether an argument names anything at all, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfproof.plans.relations import Members


def names_any(named: Members) -> bool:
    """Whether an argument names something, be it outside the plan. Raises Undecided where all that it names is open."""
    return bool(named.found or named.outside or named.all())


def names_in(named: Members) -> str:
    """Return all that an argument names, in and outside of the plan, as text. Raises Undecided where any of it is open."""
    if named.open:
        named.all()
    return ", ".join([*(r.address for r in named.found), *named.outside])
