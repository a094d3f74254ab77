"""Which plans a test read: what it proves, and what of its output has to be masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator.applied import AppliedStack
    from tfproof.plans.view import Plan

_READS: pytest.StashKey[list[Plan]] = pytest.StashKey()
_APPLYING: pytest.StashKey[list[AppliedStack]] = pytest.StashKey()


def note_reads(item: pytest.Item, plan: Plan) -> None:
    """Let what is read from a recording plan count for the requirements of a test."""
    item.stash.setdefault(_READS, []).append(plan)


def reads_of(item: pytest.Item) -> list[Plan]:
    """Return the recording plans that the test was given."""
    return item.stash.get(_READS, [])


def note_applying(config: pytest.Config, applying: AppliedStack) -> None:
    """Note what is about to be applied, so that it is known also when that fails."""
    config.stash.setdefault(_APPLYING, []).append(applying)


def held_by(item: pytest.Item, parameters: Mapping[str, Any]) -> Iterator[Plan]:
    """Every plan that the test was given or that lies in a value of its fixtures, and those of its stack's apply."""
    yield from reads_of(item)
    yield from _inside(getattr(item, "funcargs", {}), depth=3)
    for applying in item.config.stash.get(_APPLYING, []):
        if (applying.stack, applying.environment) == (parameters.get("stack"), parameters.get("environment")):
            yield from (plan for plan in (applying.planned, applying.plan) if plan is not None)


def _inside(value: Any, depth: int) -> Iterator[Plan]:
    """The plans in a value. A plan is a mapping itself, so it is asked for first."""
    if hasattr(value, "raw") and hasattr(value, "recorder"):
        yield value
    elif depth and isinstance(value, dict | list | tuple | set | frozenset):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _inside(inner, depth - 1)
