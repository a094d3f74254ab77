"""Every block of a module's files, in both of Terraform's syntaxes and of OpenTofu's own files, or why one cannot be read.

Unlike `hcl.Directory`, which looks up what it is asked for, nothing is passed over here: a file that is not read to its
end is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof.terraform import json_syntax
from tfproof.terraform.hcl import Block, read_whole
from tfproof.terraform.json_syntax import JsonBlock


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


def blocks_of(file: Path) -> list[Written]:
    """Return the blocks at the top of a file; raise BadInput where it cannot be read to its end."""
    if file.suffix != ".json":
        return [_native(b) for b in read_whole(file)]
    return [_in_json(b, file) for b in json_syntax.blocks(json_syntax.load(file), file)]


def _native(block: Block) -> Written:
    arguments = {name: e.text for name, e in block.attributes.items()}
    inner = tuple(_native(b) for b in block.blocks)
    return Written(block.type, block.labels, block.file, block.line, arguments, inner)


def _in_json(block: JsonBlock, file: Path) -> Written:
    arguments = {name: _text(v) for name, v in block.body.items()}
    required = json_syntax.objects(block.body.get("required_providers"), file) if block.type == "terraform" else []
    inner = tuple(_in_json(JsonBlock("required_providers", (), body), file) for body in required)
    return Written(block.type, block.labels, file, 0, arguments, inner)


def _text(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("source"), str):
        return f'{{source = "{value["source"]}"}}'
    return value if isinstance(value, str) else repr(value)
