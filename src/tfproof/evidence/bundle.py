"""Writes what a run leaves: a directory that is there whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO, cast

from filelock import FileLock, Timeout

from tfproof import collector
from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.evidence import heads, html, jsonout, junit, manifest, sarif
from tfproof.evidence.gate import Gate
from tfproof.progress import say

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from tfproof.evidence.model import Evidence


#: How long to wait for another run that writes a bundle, in seconds: the largest takes a few minutes.
_PATIENCE = 600
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def write_bundle(directory: Path, evidence: Evidence, gate: Gate | None = None) -> str:
    """Write the bundle, record its digest beside it and return the digest.

    The previous bundle is the last one recorded beside this one. Raises BadInput when the directory holds something
    already, and EnvironmentProblem when it cannot be written; then nothing is left behind.
    """
    refuse_existing(directory)
    try:
        with collector.frozen():
            gate = gate or Gate(evidence)
            directory.parent.mkdir(parents=True, exist_ok=True)
            with _alone(directory.parent):
                return _write(directory, evidence, gate)
    except OSError as error:
        reason = error.strerror or error
        raise EnvironmentProblem(
            f"{directory}: the bundle cannot be written ({reason})", "nothing was kept; make room and run again"
        ) from error


def write_document(evidence: Evidence, stream: TextIO, gate: Gate | None = None) -> None:
    """Write what `assessment.json` holds to a stream, finding by finding."""
    for piece in jsonout.pieces((gate or Gate(evidence)).document(), ascii_only=True):
        stream.write(piece)


def copy_document(directory: Path, stream: TextIO) -> None:
    """Write what `assessment.json` of a bundle holds to a stream that may have no signs but those of ASCII."""
    with (directory / "assessment.json").open(encoding="utf-8") as file:
        for line in file:
            stream.write(_NOT_ASCII.sub(lambda m: json.dumps(m[0])[1:-1], line))


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Let one run at a time write a bundle into a directory, so that their digests make one chain.

    Raises EnvironmentProblem when another one has not ended after minutes.
    """
    lock = FileLock(directory / ".heads.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(f"waiting for another run that writes a bundle into {directory}")
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout as error:
            raise EnvironmentProblem(
                f"{directory}: another run has been writing a bundle here for {_PATIENCE} s",
                f"end it, or name another directory; it holds {lock.lock_file}",
            ) from error
    try:
        yield
    finally:
        lock.release()


def refuse_existing(directory: Path) -> None:
    """Raise BadInput when something is there already that a bundle would overwrite."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BadInput(f"{directory}: exists already", "name a new directory for the bundle")


def _plan_file(label: str, taken: Container[str]) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", label.removesuffix(".json")).strip(".-") or "plan"
    name, number = f"plans/{stem}.json", 2
    while name in taken:
        name, number = f"plans/{stem}-{number}.json", number + 1
    return name


def _write(directory: Path, evidence: Evidence, gate: Gate) -> str:
    record = heads.read(directory.parent)
    draft = _Draft(Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent)))
    try:
        draft.root.chmod(0o755)
        _write_files(draft, gate)
        created = jsonout.utc(evidence.finished)
        described = manifest.Manifest(created, record[-1].digest if record else None, dict(draft.entries))
        draft.write(manifest.NAME, [described.to_bytes()])
        for folder in {draft.root, *(p for p in draft.root.rglob("*") if p.is_dir())}:
            _sync(folder)
        draft.root.replace(directory)
    except BaseException:
        shutil.rmtree(draft.root, ignore_errors=True)
        raise
    try:
        heads.append(directory.parent, heads.Head(directory.name, described.digest, described.previous, created))
        _sync(directory.parent)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return described.digest


def _write_files(draft: _Draft, gate: Gate) -> None:
    """Write every file but the manifest. The findings are gone through once, and each writer is handed every one."""
    document = gate.document()
    with ExitStack() as open_writers:
        writers = {name: open_writers.enter_context(closing(make(document))) for name, make in _WRITERS.items()}

        def handed_on() -> Iterator[Any]:
            for finding in document["findings"]:
                for writer in writers.values():
                    writer.add(finding)
                yield finding

        text = jsonout.pieces({**document, "findings": handed_on()})
        draft.write("assessment.json", (piece.encode() for piece in text))
        draft.write(jsonout.SCHEMA, [jsonout.schema_text().encode()])
        for name, writer in writers.items():
            with draft.file(name) as file:
                writer.finish(file)
    for label, pieces in gate.plans():
        draft.write(_plan_file(label, draft.entries), (piece.encode() for piece in pieces))


class _Writer(Protocol):
    def add(self, finding: dict[str, Any], /) -> None:
        """Take a finding in."""

    def finish(self, file: BinaryIO) -> None:
        """Write all that was taken in."""

    def close(self) -> None:
        """Let go of what waited to be written."""


_WRITERS: dict[str, Callable[[dict[str, Any]], _Writer]] = {
    "findings.sarif": sarif.Writer,
    "junit.xml": junit.Writer,
    "report.html": html.Writer,
}


class _Draft:
    """A directory that is being filled; `entries` describe the files in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entries: dict[str, manifest.Entry] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file for writing; leaving it sees it onto the disk."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            described = manifest.Described(file)
            yield cast(BinaryIO, described)
            file.flush()
            os.fsync(file.fileno())
        self.entries[name] = described.entry

    def write(self, name: str, contents: Iterable[bytes]) -> None:
        """Write a file piece by piece."""
        with self.file(name) as file:
            for content in contents:
                file.write(content)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
