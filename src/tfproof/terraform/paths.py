"""The paths that Terraform files name: which files and directories their strings lead to.

Nothing is evaluated but what paths are made of: `path.module`, `path.root` and `path.cwd`, locals that are strings, and
variables by their defaults and by what the module's calls give. What else is put into a string may be anything, `*`.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.terraform import json_syntax
from tfproof.terraform.hcl import Directory, core, parsed, templates, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

#: How far a string is followed through locals and variables, and how many values one may have.
_DEPTH, _MANY = 5, 50
_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
#: In place of `path.module` while a string is put together: the number of the directory.
_BASE = re.compile("\x01([0-9]+)\x01")
#: What leads out of a directory, or to those files in it that are otherwise left out.
_DEVIATES = re.compile(r"\.\.(?:/|$)|\.md\b|\bexamples\b")
#: The same in a whole file, where sources of modules do not count. Most files have none, and need no closer look.
_LEADS_OUT = re.compile(r'^(?!\s*"?source"?\s*[=:]).*"[^"\n]*(?:\.\.[/"]|\.md\b|\bexamples\b)', re.MULTILINE)
_ABSOLUTE = re.compile(r'"(/[\w./+@-]{1,200})"')
_NAME = re.compile(r"(local|var|path)\.([\w-]+)((?:\.[\w-]+)*)")

Parts = list["str | Node"]


class NamedPaths:
    """What the strings of some directories, of one root and the modules that it reaches, name in the file system."""

    def __init__(self, root: Path, directories: Sequence[Directory]) -> None:
        self._root = root
        self._directories = directories
        self._by_path = {d.path: d for d in directories}
        self._bases = [root, *self._by_path]

    def existing(self) -> Iterator[tuple[Path, bool]]:
        """Yield each existing file or directory that a string leads to, and whether it is named by an absolute path.

        What surely stands in the string's own directory is left out. Relative paths count from the root, where Terraform runs.
        """
        texts = [f.read_text(encoding="utf-8", errors="replace") for d in self._directories for f in d.files]
        for name in {m for text in texts for m in _ABSOLUTE.findall(text)}:
            if os.path.isfile(name):  # noqa: PTH113 - a name may be too long or otherwise impossible
                yield Path(name), True
        if any(_LEADS_OUT.search(text) for text in texts):
            for directory in self._directories:
                for parts in _strings(directory):
                    for text in self._values(parts, directory, _DEPTH):
                        yield from self._found(text)
        for file in (
            f for pattern in ("*.tfvars*", "environments/*.tfvars*") for f in sorted(self._root.glob(pattern))
        ):
            for text in re.findall(r'"([^"\n]*)"', file.read_text(encoding="utf-8", errors="replace")):
                yield from self._found(text)

    def _found(self, text: str) -> Iterator[tuple[Path, bool]]:
        if not _DEVIATES.search(text) or text.startswith(("*", "/")) or "\0" in text or len(text) > 1000:
            return
        text = _BASE.sub(lambda m: str(self._bases[int(m[1])]), text)
        path = os.path.normpath(os.path.join(self._root, text))  # noqa: PTH118 - pathlib keeps ".."
        if "*" not in text:
            if os.path.exists(path):  # noqa: PTH110
                yield Path(path), False
        elif path.partition("*")[0].count("/") >= 3:  # some directory is named, so that this does not sweep the machine
            found = glob.glob(path, recursive=True)  # noqa: PTH207 - the pattern may be absolute
            yield from ((Path(p), False) for p in sorted(found) if os.path.isfile(p))  # noqa: PTH113

    def _values(self, parts: Parts, directory: Directory, depth: int) -> list[str]:
        """Return what a string may be; `*` stands for what cannot be told."""
        choices = [[p] if isinstance(p, str) else self._expression(text_of(p), directory, depth) for p in parts]
        return list(dict.fromkeys("".join(c) for _, c in zip(range(_MANY), product(*choices), strict=False)))

    def _expression(self, text: str, directory: Directory, depth: int) -> list[str]:
        named = _NAME.fullmatch(text.strip())
        if named is None or not depth:
            return ["*"]
        kind, name, rest = named.groups()
        if kind == "path":
            return [f"\x01{self._bases.index(directory.path if name == 'module' else self._root)}\x01"]
        found: list[str] = []
        for given, where in self._given(kind, name, directory):
            found += self._node(given, rest.split(".")[1:], where, depth - 1)
        return list(dict.fromkeys(found))[:_MANY] or ["*"]

    def _given(self, kind: str, name: str, directory: Directory) -> Iterator[tuple[Node, Directory]]:
        """Yield the expressions that a local or a variable of a directory may be, each with where it is written."""
        if kind == "local":
            if name in directory.locals:
                yield directory.locals[name].node, directory
            return
        if name in directory.variables and (default := directory.variables[name].attributes.get("default")):
            yield default.node, directory
        for caller in self._directories:
            for call in caller.module_calls.values():
                source = (
                    next(iter(templates(call.attributes["source"].node)), []) if "source" in call.attributes else []
                )
                there = Path(os.path.normpath(caller.path / "".join(p for p in source if isinstance(p, str))))
                if name in call.attributes and self._by_path.get(there.resolve()) is directory:
                    yield call.attributes[name].node, caller

    def _node(self, node: Node, steps: Sequence[str], directory: Directory, depth: int) -> list[str]:
        node = core(node)
        if steps and node.type == "object":
            for element in (c for c in node.named_children if c.type == "object_elem"):
                if text_of(element.named_children[0]).strip('"') == steps[0]:
                    return self._node(element.named_children[-1], steps[1:], directory, depth)
        if steps:
            return ["*"]
        if node.type in ("string_lit", "quoted_template"):
            return self._values(next(templates(node)), directory, depth)
        return self._expression(text_of(node), directory, depth)


def _strings(directory: Directory) -> Iterator[Parts]:
    for file in directory.files:
        if file.suffix != ".json":
            yield from templates(parsed(file.read_text(encoding="utf-8", errors="replace")))
            continue
        for text in json_syntax.strings(json_syntax.load(file)):
            parts: Parts = []
            for position, piece in enumerate(_PLACEHOLDER.split(text)):
                parts.append(_expression_node(piece) if position % 2 else piece)
            yield parts
            # A string may be a call whose arguments are strings: "${file("${path.module}/x")}".
            if '"' in text:
                yield from templates(parsed(f"x = {text[2:-1]}" if text.startswith("${") else text))


def _expression_node(text: str) -> Node:
    body = parsed(f"x = {text}").named_children[0]
    return body.named_children[0].named_children[-1] if body.named_children else body
