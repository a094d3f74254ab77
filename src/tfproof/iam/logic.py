"""Yes, no and not known: what holds of all, of any, and of the opposite, where some answers are None."""

from __future__ import annotations

from collections.abc import Iterable


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """Whether all are true: False as soon as one is false, None where an unknown one decides."""
    found = set(answers)
    return False if False in found else None if None in found else True


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """Whether any is true: True as soon as one is true, None where an unknown one decides."""
    found = set(answers)
    return True if True in found else None if None in found else False


def not_true(answer: bool | None) -> bool | None:
    """The opposite; that of not known is not known."""
    return None if answer is None else not answer


def agreed(answers: Iterable[bool | None]) -> bool | None:
    """The answer that all give; None where they differ, since nobody knows which of them counts."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None
