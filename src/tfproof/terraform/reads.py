"""Where Terraform files ask for other files: calls of functions that read, and data sources that do.

A *soft* read gives something else, and no error, where a file is not there: nobody would notice that a copy lacks it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.places import shown
from tfproof.terraform import json_syntax
from tfproof.terraform.hcl import TEXTS, Directory, arguments, parsed, templates, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tree_sitter import Node

_READS = re.compile(r"file\w*|templatefile")
_SOFT = ("fileset", "fileexists")
#: Functions that hide an error of what they are given.
_TOLERANT = ("try", "can")
#: Arguments of data sources that name a file, and those that name a directory, of which all that is there is read.
_ARGUMENTS = {"filename": False, "source_file": False, "source_dir": True}
_DATA = ("archive_file", "local_file", "local_sensitive_file")


@dataclass(frozen=True)
class Read:
    """One place that asks for files: the parts of their path, which are expressions, to be joined with `/`."""

    directory: Directory
    place: str
    parts: tuple[Node, ...]
    soft: bool
    #: Whether all that is below the path is read, or the last part is a pattern.
    whole: bool = False
    pattern: bool = False
    #: Whether the file is a template, which may read in its turn.
    template: bool = False


def reads(directory: Directory) -> Iterator[Read]:
    """Yield what the files of a module's directory ask for."""
    for file, node in expressions(directory):
        if _READS.search(text_of(node)):
            yield from _calls(node, directory, file)
    for block in directory.of("data"):
        for name in sorted(_ARGUMENTS.keys() & block.attributes.keys()) if block.labels[0] in _DATA else ():
            node, whole = block.attributes[name].node, _ARGUMENTS[name]
            yield Read(directory, f"{shown(block.file)}:{node.start_point.row + 1}", (node,), soft=whole, whole=whole)
    for body in (b.body for b in directory.json_blocks if b.type == "data" and b.labels[0] in _DATA):
        for name in sorted(_ARGUMENTS.keys() & body.keys()):
            whole = _ARGUMENTS[name]
            yield Read(directory, shown(directory.path), (_template(str(body[name])),), soft=whole, whole=whole)


def reads_softly(template: Path, directory: Directory) -> bool:
    """Whether a template of a module reads files without an error where they are not there."""
    text = template.read_text(encoding="utf-8", errors="replace")
    return any(read.soft for read in _calls(_template(text), directory, template))


def expressions(directory: Directory) -> Iterator[tuple[Path, Node]]:
    """Yield the syntax tree of each file; of one in the JSON syntax that of each string, but not the sources of modules."""
    for file in directory.files:
        if file.suffix != ".json":
            yield file, parsed(file.read_text(encoding="utf-8", errors="replace"))
            continue
        document = json_syntax.load(file)
        sources = {
            id(b.body["source"])
            for b in json_syntax.blocks(document, file)
            if b.type == "module" and "source" in b.body
        }
        for text in json_syntax.strings(document):
            if id(text) not in sources:
                yield file, _template(text)


def strings(node: Node, but: Collection[int] = ()) -> Iterator[list[str | Node]]:
    """Yield the parts of each string in a syntax tree that is not the source of a module, and not in the nodes `but`."""
    if node.id in but or (node.type == "attribute" and _is_source(node)):
        return
    if node.type in TEXTS:
        yield next(templates(node))
    for child in node.named_children:
        yield from strings(child, but)


def _is_source(attribute: Node) -> bool:
    block = attribute.parent.parent if attribute.parent is not None else None
    called = block is not None and block.type == "block" and text_of(block.named_children[0]) == "module"
    return called and text_of(attribute.named_children[0]) == "source"


def _calls(node: Node, directory: Directory, file: Path, *, tolerated: bool = False) -> Iterator[Read]:
    if node.type == "function_call":
        name, given = text_of(node.named_children[0]), arguments(node)
        if _READS.fullmatch(name) and given:
            pattern = name == "fileset"
            place = shown(file) if file.suffix == ".json" else f"{shown(file)}:{node.start_point.row + 1}"
            parts = tuple(given[: 2 if pattern else 1])
            soft = tolerated or name in _SOFT
            yield Read(directory, place, parts, soft=soft, pattern=pattern, template=name == "templatefile")
        tolerated = tolerated or name in _TOLERANT
    for child in node.named_children:
        yield from _calls(child, directory, file, tolerated=tolerated)


def _template(text: str) -> Node:
    """Return the syntax tree of a string of the JSON syntax, which is a template with quotation marks as they are."""
    tree = parsed(f"x = <<TFPROOF\n{text}\nTFPROOF\n")
    return tree.named_children[0].named_children[0].named_children[-1]
