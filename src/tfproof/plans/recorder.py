"""Notes what a reader looks at: these notes are the evidence of a finding."""

from __future__ import annotations

from typing import Any

from tfproof.findings import Read
from tfproof.plans.values import ABSENT, Unknown, has_unknown, plain


class Recorder:
    """Notes which values were read, in order, each once between two calls of `take`."""

    def __init__(self) -> None:
        self._reads: dict[tuple[str, str], Read] = {}
        #: The types of all resources that a reader came across.
        self.types: set[str] = set()
        #: The last value that was read and is not known, or not all of it: address and path.
        self.last_unknown: tuple[str, str] | None = None

    def note(self, address: str, resource_type: str, path: str, value: Any, *, sensitive: bool) -> None:
        """Note one read; a sensitive value is noted without its content."""
        self.types.add(resource_type)
        if has_unknown(value):
            self.last_unknown = (address, path)
        if isinstance(value, Unknown):
            read = Read(address, path, None, "unknown")
        elif value is ABSENT or value is None:
            read = Read(address, path, None, "absent")
        elif sensitive:
            read = Read(address, path, None, "sensitive")
        else:
            read = Read(address, path, plain(value))
        self._reads[(address, path)] = read

    def take(self) -> tuple[Read, ...]:
        """Return the reads since the last call."""
        reads = tuple(self._reads.values())
        self._reads.clear()
        self.last_unknown = None
        return reads
