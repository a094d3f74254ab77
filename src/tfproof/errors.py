"""What can go wrong, each with the exit code that the command line returns for it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class TfproofError(Exception):
    """A problem that a person can act on: what and where in `message`, what to do in `hint`."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class BadInput(TfproofError):
    """Something that was given to us cannot be read or makes no sense."""

    exit_code = 2


class EnvironmentProblem(TfproofError):
    """The machine lacks something, or something on it failed (terraform, provider, emulator, disk)."""

    exit_code = 3


def instead_of(wrong: Iterable[str], known: Iterable[str], listed: str = "") -> str:
    """Return a hint: the known name that is nearest to one that does not exist, if one is near, and all that there are.

    Where these are too many, `listed` says where they are listed.
    """
    known = list(known)
    near = dict.fromkeys(n for w in wrong for n in get_close_matches(w, known, 1))
    meant = f"did you mean {' and '.join(near)}? " if near else ""
    there = listed or f"there {'are' if len(known) > 1 else 'is'} {', '.join(known) or 'none'}"
    return meant + there
