"""Writes what a run leaves: a directory that is there whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.evidence import heads, html, jsonout, junit, manifest, sarif
from tfproof.secrecy import Redactor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfproof.evidence.model import Evidence

#: Keys of the document whose texts name things; a secret that happens to be the same word does not change them.
_NAMES = frozenset(
    {
        "id", "check", "checks", "severity", "address", "type", "verdict", "cause", "system", "environment", "layer",
        "layers", "name", "status", "file", "line", "waiver", "controls", "path", "frameworks", "environments", "state",
        "framework", "requirement", "witness", "other_verdict", "coverage", "kind", "started", "finished", "unjudged",
        "expires", "review", "tools", "commit", "account_id", "plan", "label", "source", "scope", "aspect", "aspects",
        "bound", "sources", "parameters", "aliases", "region",
    }
)  # fmt: skip


def write_bundle(directory: Path, evidence: Evidence) -> str:
    """Write the bundle, record its digest beside it and return the digest.

    The previous bundle is the last one recorded beside this one. Raises BadInput when the directory holds something
    already, and EnvironmentProblem when it cannot be written; then nothing is left behind.
    """
    contents = _contents(evidence)
    refuse_existing(directory)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(directory.parent / ".heads.lock"):
            return _write(directory, contents, jsonout.utc(evidence.finished))
    except OSError as error:
        reason = error.strerror or error
        raise EnvironmentProblem(
            f"{directory}: the bundle cannot be written ({reason})", "nothing was kept; make room and run again"
        ) from error


def refuse_existing(directory: Path) -> None:
    """Raise BadInput when something is there already that a bundle would overwrite."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BadInput(f"{directory}: exists already", "name a new directory for the bundle")


def _contents(evidence: Evidence) -> dict[str, bytes]:
    """Return every file but the manifest. Nothing reaches a writer before the secrets are out."""
    document, redacted, redactor = _redacted(evidence)
    jsonout.validate(document)
    files = {
        "assessment.json": _json(document),
        jsonout.SCHEMA: jsonout.schema_text().encode(),
        "findings.sarif": _json(sarif.render(document)),
        "junit.xml": junit.render(document),
        "report.html": html.render(document).encode(),
    }
    for label, raw in redacted.items():
        files[_plan_file(label, files)] = _json(redactor.scrub(raw))
    return files


def _redacted(evidence: Evidence) -> tuple[dict[str, Any], dict[str, dict[str, Any]], Redactor]:
    """Return the document and the plans without their secrets. The plans come first: they say what is secret."""
    redactor = Redactor()
    plans = {label: redactor.plan(dict(raw)) for label, raw in evidence.plans.items()}
    return redactor.scrub(jsonout.document(evidence), keep=_NAMES), plans, redactor


def redacted_document(evidence: Evidence) -> dict[str, Any]:
    """Return the content of `assessment.json` without writing anything."""
    return _redacted(evidence)[0]


def _json(document: Any) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _plan_file(label: str, taken: Mapping[str, bytes]) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", label.removesuffix(".json")).strip(".-") or "plan"
    name, number = f"plans/{stem}.json", 2
    while name in taken:
        name, number = f"plans/{stem}-{number}.json", number + 1
    return name


def _write(directory: Path, contents: Mapping[str, bytes], created: str) -> str:
    record = heads.read(directory.parent)
    described = manifest.Manifest(
        created=created,
        previous=record[-1].digest if record else None,
        files={name: manifest.Entry.of(content) for name, content in contents.items()},
    )
    draft = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        draft.chmod(0o755)
        for name, content in contents.items():
            _write_file(draft / name, content)
        _write_file(draft / manifest.NAME, described.to_bytes())
        for folder in {draft, *(p for p in draft.rglob("*") if p.is_dir())}:
            _sync(folder)
        draft.replace(directory)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    try:
        heads.append(directory.parent, heads.Head(directory.name, described.digest, described.previous, created))
        _sync(directory.parent)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return described.digest


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
