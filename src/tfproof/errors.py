"""What can go wrong, each with the exit code that the command line returns for it."""

from __future__ import annotations


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
