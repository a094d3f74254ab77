"""Reads files of Terraform's JSON syntax: the same blocks as in HCL, each with its body as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.places import shown

#: How many labels the blocks have that are read here.
_LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1,
    "terraform": 0, "locals": 0, "import": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class JsonBlock:
    """A block: its type, its labels, and its body (the very object of the document, so that it can be edited)."""

    type: str
    labels: tuple[str, ...]
    body: dict[str, Any]


def load(file: Path) -> Any:
    """Return the document; raise BadInput in one line when it is none."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{shown(file)}: not valid JSON ({error})", "correct the file") from error


def blocks(document: Any) -> Iterator[JsonBlock]:
    """Yield the blocks of a document; what is not written as Terraform wants it is left out."""
    for top in as_list(document):
        if isinstance(top, dict):
            for kind, labels in _LABELS.items():
                yield from _labelled(kind, (), top.get(kind), labels)
            for check in _labelled("check", (), top.get("check"), 1):
                yield from _labelled("data", (), check.body.get("data"), _LABELS["data"])


def _labelled(kind: str, labels: tuple[str, ...], value: Any, left: int) -> Iterator[JsonBlock]:
    for element in as_list(value):
        if not isinstance(element, dict):
            continue
        if left:
            for label, inner in element.items():
                yield from _labelled(kind, (*labels, label), inner, left - 1)
        else:
            yield JsonBlock(kind, labels, element)


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
