"""The record of bundle digests that is kept outside the bundles: one line for each, appended, never changed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tfproof.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

NAME = "HEADS.jsonl"


@dataclass(frozen=True, slots=True)
class Head:
    """One bundle: its directory's name, its digest, the digest of the one before, and when it was written."""

    bundle: str
    digest: str
    previous: str | None
    created: str


def read(directory: Path) -> list[Head]:
    """Return the record beside the bundles of a directory, oldest first; empty without one.

    Raises BadInput for a line that is none of ours: a damaged record must not start a new chain.
    """
    path = directory / NAME
    if not path.is_file():
        return []
    heads: list[Head] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            heads.append(Head(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise BadInput(f"{path}: line {number} is damaged", "restore the record from a copy") from error
    return heads


def append(directory: Path, head: Head) -> None:
    """Add a line and see it onto the disk; a line that cannot be written whole is taken back. Raises OSError."""
    line = (json.dumps(asdict(head), sort_keys=True) + "\n").encode()
    descriptor = os.open(directory / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        try:
            if os.write(descriptor, line) != len(line):
                raise OSError("the line was cut short")
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
