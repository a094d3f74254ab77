"""The manifest of a bundle: what every file was when it was written, and which bundle came before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "manifest.json"
FORMAT = 1
_PIECE = 2**20
_KEYS = frozenset({"format", "created", "previous", "files", "digest"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Size and SHA-256 of one file."""

    size: int
    sha256: str

    @classmethod
    def of(cls, file: BinaryIO) -> Entry:
        """Describe the content of a file that is open for reading."""
        described = Described()
        while content := file.read(_PIECE):
            described.write(content)
        return described.entry


class Described:
    """What is written goes on to a file, where one is given, and is described."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, content: bytes) -> int:
        """Write and describe."""
        self._digest.update(content)
        self._size += len(content)
        return len(content) if self._file is None else self._file.write(content)

    @property
    def entry(self) -> Entry:
        """What was written."""
        return Entry(self._size, self._digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a bundle but the manifest itself. `previous` is None for the first bundle of a chain."""

    created: str
    previous: str | None
    files: Mapping[str, Entry]

    @property
    def digest(self) -> str:
        """The bundle's own digest: SHA-256 of the canonical JSON of everything but itself."""
        canonical = json.dumps(self._body(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the file's content; the same manifest always gives the same bytes."""
        document = {**self._body(), "digest": self.digest}
        return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def _body(self) -> dict[str, Any]:
        files = {name: {"size": e.size, "sha256": e.sha256} for name, e in self.files.items()}
        return {"format": FORMAT, "created": self.created, "previous": self.previous, "files": files}


def parse(content: bytes) -> tuple[Manifest, str]:
    """Return a manifest and the digest that it states; raise ValueError with what is wrong with it.

    The key `previous` has to be there: null says "the first", and its absence says nothing.
    """
    document = json.loads(content)
    if not isinstance(document, dict):
        raise ValueError("it is not a JSON object")
    if missing := sorted(_KEYS - document.keys()):
        raise ValueError(f"it lacks {', '.join(missing)}")
    if document["format"] != FORMAT:
        raise ValueError(f"its format is {document['format']!r}; this version reads {FORMAT}")
    if not (document["previous"] is None or isinstance(document["previous"], str)):
        raise ValueError("previous is neither null nor a digest")
    try:
        files = {str(name): Entry(int(e["size"]), str(e["sha256"])) for name, e in document["files"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("files does not give size and sha256 of each file") from error
    return Manifest(str(document["created"]), document["previous"], files), str(document["digest"])


def entries(directory: Path) -> dict[str, Entry]:
    """Describe every regular file below a directory but the manifest, by its path relative to it."""
    described: dict[str, Entry] = {}
    for path in (p for p in sorted(directory.rglob("*")) if p.is_file()):
        with path.open("rb") as file:
            described[path.relative_to(directory).as_posix()] = Entry.of(file)
    described.pop(NAME, None)
    return described
