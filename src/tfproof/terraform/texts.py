"""What the texts may be that Terraform files put together to paths.

Nothing is evaluated but what paths are made of: `path.module`, `path.root` and `path.cwd`, locals that are strings, and
variables by their defaults, by what the module's calls give, and by what is given from outside.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.terraform.hcl import TEXTS, Directory, arguments, core, literal_of, templates, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

#: How far a string is followed through locals and variables, and how many values one may have.
_DEPTH, _MANY = 5, 50
#: In place of `path.module`: the number of the directory.
_BASE = re.compile("\x01([0-9]+)\x01")
#: In place of what cannot be told, and of what may be any text that leads to no other place.
ANY, INSIDE = "\x02", "\x03"
_NAME = re.compile(r"(local|var|path)\.([\w-]+)((?:\.[\w-]+)*)")
#: Functions that give back the path that they are given.
_SAME = ("abspath", "nonsensitive", "sensitive", "tostring")

Parts = Sequence["str | Node"]


class Texts:
    """What expressions in some directories, of one root and the modules that it reaches, may be.

    `given` are strings from outside that any variable may have, besides others that lead to no other place.
    """

    def __init__(self, root: Path, directories: Sequence[Directory], given: Sequence[str]) -> None:
        self._root = root
        self._directories = directories
        self._by_path = {d.path: d for d in directories}
        self._bases = [root, *self._by_path]
        self._from_outside = given
        self._called_in_json = any(b.type == "module" for d in directories for b in d.json_blocks)

    def absolute(self, text: str) -> Path:
        """Return the place that a text names; relative ones count from the root, where Terraform runs."""
        text = _BASE.sub(lambda m: str(self._bases[int(m[1])]), text)
        return Path(os.path.normpath(os.path.join(self._root, text)))  # noqa: PTH118 - pathlib keeps ".."

    def of(self, parts: Parts, directory: Directory, depth: int = _DEPTH) -> list[str]:
        """Return what a string of these parts may be, with marks for what only `absolute` or nobody knows."""
        choices = [[p] if isinstance(p, str) else self.of_expression(p, directory, depth) for p in parts]
        return combined(choices)

    def of_expression(
        self, node: Node, directory: Directory, depth: int = _DEPTH, steps: Sequence[str] = ()
    ) -> list[str]:
        """Return what an expression may be, or what is found by `steps` in it."""
        node = core(node)
        if node.type == "conditional":
            return [t for n in node.named_children[1:] for t in self.of_expression(n, directory, depth, steps)][:_MANY]
        if steps and node.type == "object":
            for element in (c for c in node.named_children if c.type == "object_elem"):
                if text_of(element.named_children[0]).strip('"') == steps[0]:
                    return self.of_expression(element.named_children[-1], directory, depth, steps[1:])
        if steps:
            return [ANY]
        if node.type in TEXTS:
            return self.of(next(templates(node)), directory, depth)
        if node.type == "function_call":
            return self._called(node, directory, depth)
        return self._named(text_of(node), directory, depth)

    def _called(self, call: Node, directory: Directory, depth: int) -> list[str]:
        name, given = text_of(call.named_children[0]), arguments(call)
        if name in _SAME and len(given) == 1:
            return self.of_expression(given[0], directory, depth)
        if name == "join" and len(given) == 2 and core(given[1]).type == "tuple":
            parts: list[str | Node] = []
            for element in (c for c in core(given[1]).named_children if c.type == "expression"):
                parts += [given[0], element] if parts else [element]
            return self.of(parts, directory, depth)
        if name == "format" and given and core(given[0]).type in TEXTS:
            pieces = re.split("%s", "".join(p if isinstance(p, str) else "%%" for p in next(templates(core(given[0])))))
            if len(pieces) == len(given) and not any("%" in p for p in pieces):
                return self.of(
                    [p for pair in zip(pieces, given[1:], strict=False) for p in pair] + pieces[-1:], directory, depth
                )
        return [ANY]

    def _named(self, text: str, directory: Directory, depth: int) -> list[str]:
        named = _NAME.fullmatch(text.strip())
        if named is None or not depth:
            return [ANY]
        kind, name, rest = named.groups()
        if kind == "path":
            return [f"\x01{self._bases.index(directory.path if name == 'module' else self._root)}\x01"]
        found: list[str] = []
        for given, where in self._given(kind, name, directory):
            found += self.of_expression(given, where, depth - 1, rest.split(".")[1:])
        if kind == "var" and (directory.path == self._root or self._called_in_json):
            found += [*self._from_outside, INSIDE]
        return list(dict.fromkeys(found))[:_MANY] or [ANY]

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
                there = Path(os.path.normpath(caller.path / literal_of(call, "source")))
                if name in call.attributes and self._by_path.get(there.resolve()) is directory:
                    yield call.attributes[name].node, caller


def combined(choices: Sequence[Iterable[str]], between: str = "") -> list[str]:
    """Return the texts that pieces make together, of which each may be one of several; no more than one may have."""
    return list(dict.fromkeys(between.join(c) for c in islice(product(*choices), _MANY)))
