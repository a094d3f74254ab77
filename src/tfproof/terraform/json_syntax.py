"""Reads files of Terraform's JSON syntax: the same blocks as in HCL, each with its body as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof import strict_json
from tfproof.errors import BadInput
from tfproof.places import shown

#: How many labels the blocks have that are read, in either syntax.
LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "check": 1,
    "terraform": 0, "locals": 0, "import": 0,
}  # fmt: skip
_INSIDE_OF_CHECKS = ("data", "ephemeral")


@dataclass(frozen=True, slots=True)
class JsonBlock:
    """A block: its type, its labels, and its body (the very object of the document, so that it can be edited)."""

    type: str
    labels: tuple[str, ...]
    body: dict[str, Any]


def load(file: Path) -> Any:
    """Return the document; raise BadInput in one line when it is none, or one that two readers may take differently."""
    try:
        return strict_json.load(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{shown(file)}: not valid JSON ({error})", "correct the file") from error


def blocks(document: Any, file: Path) -> Iterator[JsonBlock]:
    """Yield the blocks of a file's document, those inside of checks included; raise BadInput for what is no block."""
    for top in objects(document, file):
        for kind in LABELS:
            for block in _labelled(kind, (), top.get(kind), file):
                yield block
                for inner in _INSIDE_OF_CHECKS if kind == "check" else ():
                    yield from _labelled(inner, (), block.body.get(inner), file)


def _labelled(kind: str, labels: tuple[str, ...], value: Any, file: Path) -> Iterator[JsonBlock]:
    """Yield the blocks in a value: each level of labels, and the block itself, may be an object or a list of such."""
    for body in objects(value, file):
        if len(labels) == LABELS[kind]:
            yield JsonBlock(kind, labels, body)
            continue
        for label, inner in body.items():
            if label != "//":
                yield from _labelled(kind, (*labels, label), inner, file)


def objects(value: Any, file: Path) -> list[dict[str, Any]]:
    """Return the bodies in what may be one block or several; raise BadInput for what is no block."""
    found = as_list(value)
    if not all(isinstance(v, dict) for v in found):
        raise BadInput(f"{shown(file)}: a block is no object", "correct the file")
    return found


def as_list(value: Any) -> list[Any]:
    """Return the elements of what the JSON syntax lets one write as one or as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def strings(value: Any) -> Iterator[str]:
    """Yield every string that is a value below `value`."""
    match value:
        case str():
            yield value
        case list():
            for element in value:
                yield from strings(element)
        case dict():
            for element in value.values():
                yield from strings(element)
