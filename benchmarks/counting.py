"""Counts what Python does. Unlike seconds, the number is the same on every machine and under every load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any


def lines_of(work: Callable[[], object]) -> int:
    """Return how many lines of Python are executed."""
    count = 0

    def trace(*_: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_faster(counts: Sequence[int]) -> bool:
    """Whether three counts, each of twice the input of the one before, grow faster than the input.

    Of what grows with the input the second step is twice the first, of what grows with its square four times.
    """
    one, two, four = counts
    return four - two > 2.6 * max(two - one, 1) and four > one + 50
