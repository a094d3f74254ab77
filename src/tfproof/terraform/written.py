"""Every block of a module's files, in both of Terraform's syntaxes and of OpenTofu's own files, or why one cannot be read.

Unlike `hcl.Directory`, which looks up what it is asked for, nothing is passed over here: a file that is not read to its
end is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof import strict_json
from tfproof.errors import BadInput
from tfproof.places import shown
from tfproof.terraform.hcl import Block, read_whole

_NATIVE = (".tf", ".tofu")
_JSON = (".tf.json", ".tofu.json")
#: How many names stand behind a block's type.
_LABELS = {
    "data": 2,
    "ephemeral": 2,
    "resource": 2,
    "check": 1,
    "import": 0,
    "module": 1,
    "provider": 1,
    "terraform": 0,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A block: its type, its labels, the texts of its arguments (as they are written), and the blocks inside.

    In the JSON syntax an argument that is a text stands without quotation marks, and nothing has a line (0).
    """

    type: str
    labels: tuple[str, ...]
    file: Path
    line: int
    arguments: dict[str, str]
    blocks: tuple[Written, ...]

    def walk(self) -> Iterator[Written]:
        """Yield the block and all blocks inside of it."""
        yield self
        for block in self.blocks:
            yield from block.walk()

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file.name}:{self.line}" if self.line else self.file.name


def files_of(directory: Path) -> list[Path]:
    """Return the files that Terraform or OpenTofu reads in a module's directory, sorted."""
    found = (p for p in directory.iterdir() if p.name.endswith(_NATIVE + _JSON) and p.is_file())
    return sorted(p for p in found if not p.name.startswith((".", "#")))


def blocks_of(file: Path) -> list[Written]:
    """Return the blocks at the top of a file; raise BadInput where it cannot be read to its end."""
    if file.name.endswith(_NATIVE):
        return [_native(b) for b in read_whole(file)]
    try:
        content = strict_json.load(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{shown(file)}: not valid JSON ({error})", "correct the file") from error
    return [
        block
        for body in _objects(content, file)
        for kind, value in body.items()
        if kind in _LABELS
        for block in _json(kind, value, file)
    ]


def _native(block: Block) -> Written:
    arguments = {name: e.text for name, e in block.attributes.items()}
    inner = tuple(_native(b) for b in block.blocks)
    return Written(block.type, block.labels, block.file, block.line, arguments, inner)


def _json(kind: str, value: Any, file: Path, labels: tuple[str, ...] = ()) -> Iterator[Written]:
    """Yield the blocks in a value: each level of labels, and the block itself, may be an object or a list of such."""
    for body in _objects(value, file):
        if len(labels) < _LABELS.get(kind, 0):
            for label, inner in body.items():
                if label != "//":
                    yield from _json(kind, inner, file, (*labels, label))
            continue
        arguments = {name: _text(v) for name, v in body.items()}
        inside = {
            "check": ("data", "ephemeral"), "terraform": ("required_providers",),
        }.get(kind, ())  # fmt: skip
        blocks = tuple(b for name in inside if name in body for b in _json(name, body[name], file))
        yield Written(kind, labels, file, 0, arguments, blocks)


def _objects(value: Any, file: Path) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(v, dict) for v in found):
        raise BadInput(f"{shown(file)}: a block is no object", "correct the file")
    return found


def _text(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("source"), str):
        return f'{{source = "{value["source"]}"}}'
    return value if isinstance(value, str) else repr(value)
