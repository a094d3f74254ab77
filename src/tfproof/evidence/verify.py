"""Finds out whether a bundle is what was written: any edit, removal or addition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.errors import BadInput
from tfproof.evidence import heads, manifest

if TYPE_CHECKING:
    from pathlib import Path

UNSIGNED = (
    "This bundle is not signed. The check finds accidents and careless edits, not forgery: whoever can write the bundle "
    "can also write a manifest that fits. Compare the digest with a copy that was kept elsewhere."
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `outside` says how the digest compares with the record kept outside the bundle."""

    digest: str
    previous: str | None
    files: int
    problems: tuple[str, ...]
    outside: str

    @property
    def ok(self) -> bool:
        """Whether nothing was changed, as far as an unsigned bundle can show."""
        return not self.problems

    def lines(self) -> list[str]:
        """Return the result as plain sentences, problems first."""
        if self.problems:
            return [*self.problems, "The bundle is not what was written.", UNSIGNED]
        previous = f"after bundle {self.previous}" if self.previous else "the first of its chain"
        return [f"{self.files} files are as written, {previous}.", f"Digest: {self.digest}", self.outside, UNSIGNED]


def verify(directory: Path) -> Verification:
    """Compare a bundle with its manifest and with the record outside; raise BadInput when it is no bundle at all."""
    path = directory / manifest.NAME
    if not directory.is_dir() or not path.is_file():
        raise BadInput(f"{directory}: no bundle here", f"name a directory that holds {manifest.NAME}")
    content = path.read_bytes()
    try:
        stated, digest = manifest.parse(content)
    except ValueError as error:
        return Verification("", None, 0, (f"{manifest.NAME}: {error}",), "")
    problems = [*_of_manifest(stated, digest, content), *_of_files(directory, stated)]
    outside, contradictions = _outside(directory, stated)
    return Verification(stated.digest, stated.previous, len(stated.files), (*problems, *contradictions), outside)


def _of_manifest(stated: manifest.Manifest, digest: str, content: bytes) -> list[str]:
    if digest != stated.digest:
        return [f"{manifest.NAME}: edited: it states digest {digest}, its content has {stated.digest}"]
    if content != stated.to_bytes():
        return [f"{manifest.NAME}: edited: it is not written as tfproof writes it"]
    return []


def _of_files(directory: Path, stated: manifest.Manifest) -> list[str]:
    found = manifest.entries(directory)
    links = sorted(p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_symlink())
    needed = {
        parent.as_posix() for name in stated.files for parent in (directory / name).relative_to(directory).parents
    }
    folders = {p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_dir()}
    return [
        *(f"{name}: removed" for name in sorted(stated.files.keys() - found.keys())),
        *(f"{name}: added" for name in sorted(found.keys() - stated.files.keys())),
        *(f"{name}/: added" for name in sorted(folders - needed)),
        *(f"{name}: replaced by a link" for name in links),
        *(
            f"{name}: edited: {found[name].size} bytes with SHA-256 {found[name].sha256}, written were {entry.size} "
            f"bytes with {entry.sha256}"
            for name, entry in sorted(stated.files.items())
            if name in found and found[name] != entry
        ),
    ]


def _outside(directory: Path, stated: manifest.Manifest) -> tuple[str, list[str]]:
    """Compare with the record beside the bundle; return a sentence and the contradictions."""
    try:
        record = heads.read(directory.resolve().parent)
    except BadInput as error:
        return "", [str(error)]
    if not record:
        return f"No record of digests ({heads.NAME}) lies beside the bundle to compare with.", []
    for head, before in zip(record, [None, *record], strict=False):
        if before is not None and head.previous != before.digest:
            return "", [f"{heads.NAME}: the chain is broken at {head.bundle}"]
    by_digest = {h.digest: h for h in record}
    if stated.digest in by_digest:
        if by_digest[stated.digest].previous != stated.previous:
            return "", [f"{heads.NAME} names another previous bundle than {manifest.NAME}"]
        return f"The digest is the one that {heads.NAME}, outside the bundle, recorded when it was written.", []
    name = directory.resolve().name
    if other := [h for h in record if h.bundle == name]:
        return "", [f"{heads.NAME} recorded digest {other[-1].digest} for {name}, the bundle has {stated.digest}"]
    return f"{heads.NAME} beside the bundle does not know its digest: it was not written here.", []
