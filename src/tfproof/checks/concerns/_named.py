"""Whether an argument names anything at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfproof.plans.relations import Members


def names_any(named: Members) -> bool:
    """Whether an argument names something, be it outside the plan. Raises Undecided where all that it names is open."""
    return bool(named.found or named.outside or named.all())
