"""A small reader of Terraform files: blocks, their arguments, positions, and what an expression refers to.

It supplies what a plan's JSON leaves out: the keys of object expressions, the expressions of locals, and
source lines. It evaluates nothing but literals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from tfproof.errors import BadInput

Step = str | int | None  # an attribute or key, an index, or None for one that only an evaluation could tell

#: Functions whose result has the elements of their arguments, so that a selection goes through them.
_TRANSPARENT = {"try", "coalesce", "tomap", "tolist", "toset", "nonsensitive", "sensitive", "merge", "one"}


@dataclass(frozen=True, slots=True)
class Traversal:
    """A reference such as `module.network.subnet_ids["a"]`: root `module`, steps `network, subnet_ids, a`."""

    root: str
    steps: tuple[Step, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Traversal:
        """Read a reference as a plan's JSON writes it."""
        parts: list[Step] = []
        for name, key, index in re.findall(r'([\w-]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]', text):
            parts.append(name or (int(index) if index else key))
        return cls(str(parts[0]), tuple(parts[1:]))

    def beyond(self, steps: Sequence[Step]) -> Traversal:
        """Return the traversal that goes `steps` further."""
        return Traversal(self.root, (*self.steps, *steps))


class NotLiteral(ValueError):
    """The expression needs an evaluation."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The right-hand side of an argument."""

    node: Node

    @property
    def text(self) -> str:
        """The expression as it is written."""
        return _text(self.node)

    @property
    def line(self) -> int:
        """The line it begins on, counted from 1."""
        return self.node.start_point.row + 1

    def literal(self) -> Any:
        """Return the value of a literal expression; raise NotLiteral for any other."""
        return _literal(self.node)

    def references(self) -> list[Traversal]:
        """Return everything that the expression mentions."""
        return list(_traversals(self.node))

    def select(self, steps: Sequence[Step] = ()) -> list[Traversal]:
        """Return what the element at `steps` of the value refers to (all references where that cannot be told)."""
        return _select(self.node, tuple(steps))


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its type, labels, position, arguments and nested blocks."""

    type: str
    labels: tuple[str, ...]
    file: Path
    line: int
    attributes: dict[str, Expression]
    blocks: tuple[Block, ...]
    lines: tuple[int, int] = field(default=(0, 0))

    @property
    def names(self) -> set[str]:
        """The names of its arguments and nested blocks, dynamic blocks under the name that they make."""
        nested = {b.labels[0] if b.type == "dynamic" else b.type for b in self.blocks}
        return set(self.attributes) | nested

    def nested(self, name: str) -> list[Block]:
        """Return the nested blocks of that name, the content of dynamic blocks included."""
        found = [b for b in self.blocks if b.type == name]
        for dynamic in self.blocks:
            if dynamic.type == "dynamic" and dynamic.labels == (name,):
                found += [b for b in dynamic.blocks if b.type == "content"]
        return found


class Directory:
    """All blocks of one module's directory (`*.tf`; not its subdirectories)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.blocks = [b for f in sorted(path.glob("*.tf")) for b in _parse(f, f.stat().st_mtime_ns)]

    def of(self, block_type: str) -> list[Block]:
        """Return the blocks of that type."""
        return [b for b in self.blocks if b.type == block_type]

    def find(self, block_type: str, *labels: str) -> Block | None:
        """Return the first block with that type and those labels."""
        return next((b for b in self.blocks if b.type == block_type and b.labels == labels), None)

    @cached_property
    def locals(self) -> dict[str, Expression]:
        """Name to expression of every local value."""
        return {name: e for b in self.of("locals") for name, e in b.attributes.items()}

    @cached_property
    def variables(self) -> dict[str, Block]:
        """Name to block of every input variable."""
        return {b.labels[0]: b for b in self.of("variable")}

    @cached_property
    def module_calls(self) -> dict[str, Block]:
        """Name to block of every module call."""
        return {b.labels[0]: b for b in self.of("module")}

    @property
    def required_variables(self) -> set[str]:
        """Names of the variables without a default."""
        return {n for n, b in self.variables.items() if "default" not in b.attributes}

    @property
    def provider_aliases(self) -> list[str]:
        """The provider configurations that a caller has to pass, such as `aws.replica`."""
        aliases: list[str] = []
        for terraform in self.of("terraform"):
            for required in terraform.nested("required_providers"):
                for provider in required.attributes.values():
                    match = re.search(r"configuration_aliases\s*=\s*\[([^\]]*)\]", provider.text)
                    aliases += [a.strip() for a in match[1].split(",") if a.strip()] if match else []
        return sorted(set(aliases))

    def local_module_sources(self) -> list[Path]:
        """Directories of the local modules that are called from here."""
        found: list[Path] = []
        for call in self.module_calls.values():
            try:
                source = call.attributes["source"].literal()
            except (KeyError, NotLiteral):
                continue
            if source.startswith(("./", "../")):
                found.append((self.path / source).resolve())
        return found


@lru_cache(maxsize=512)
def read_directory(path: Path) -> Directory:
    """Read a module's directory; a source tree does not change within one run of ours."""
    if not path.is_dir():
        raise BadInput(f"{path}: no such directory")
    return Directory(path)


def reachable(path: Path) -> list[Path]:
    """Return the directory and every local module directory that it reaches, sorted."""
    seen: set[Path] = set()
    todo = [path.resolve()]
    while todo:
        here = todo.pop()
        if here not in seen and here.is_dir():
            seen.add(here)
            todo += read_directory(here).local_module_sources()
    return sorted(seen)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_hcl.language()))


@lru_cache(maxsize=4096)
def _parse(file: Path, _modified: int) -> tuple[Block, ...]:
    tree = _parser().parse(file.read_bytes())
    body = next((c for c in tree.root_node.named_children if c.type == "body"), None)
    return tuple(_block(n, file) for n in body.named_children if n.type == "block") if body else ()


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _block(node: Node, file: Path) -> Block:
    words = [c for c in node.named_children if c.type in ("identifier", "string_lit")]
    body = next((c for c in node.named_children if c.type == "body"), None)
    inner = body.named_children if body else []
    attributes = {
        _text(a.named_children[0]): Expression(a.named_children[-1]) for a in inner if a.type == "attribute"
    }
    return Block(
        type=_text(words[0]),
        labels=tuple(_text(w).strip('"') for w in words[1:]),
        file=file,
        line=node.start_point.row + 1,
        attributes=attributes,
        blocks=tuple(_block(b, file) for b in inner if b.type == "block"),
        lines=(node.start_point.row + 1, node.end_point.row + 1),
    )


def _core(node: Node) -> Node:
    """Peel the wrappers that carry no meaning of their own."""
    wrappers = ("expression", "literal_value", "collection_value", "template_expr", "for_expr")
    while node.type in wrappers:
        named = [c for c in node.named_children if c.type != "comment"]
        if len(named) != 1 or named[0].type == "variable_expr":
            break
        node = named[0]
    return node


def _literal(node: Node) -> Any:
    node = _core(node)
    match node.type:
        case "string_lit":
            return _string(node)
        case "numeric_lit":
            text = _text(node)
            return float(text) if any(c in text for c in ".eE") else int(text)
        case "bool_lit":
            return _text(node) == "true"
        case "null_lit":
            return None
        case "object":
            return {_key(e): _literal(e.named_children[-1]) for e in _elements(node, "object_elem")}
        case "tuple":
            return [_literal(e) for e in _elements(node, "expression")]
        case "operation":
            minus = re.fullmatch(r"-\s*(\d+)", _text(node))
            if minus:
                return -int(minus[1])
    raise NotLiteral(_text(node))


def _string(node: Node) -> str:
    inner = "".join(_text(c) for c in node.named_children if c.type == "template_literal")
    return re.sub(r'\\(["\\nt])', lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), inner)


def _elements(node: Node, kind: str) -> list[Node]:
    return [c for c in node.named_children if c.type == kind]


def _key(element: Node) -> Step:
    node = _core(element.named_children[0])
    if node.type == "string_lit":
        return _string(node)
    return _text(node) if node.child_count == 1 and node.named_children[0].type == "variable_expr" else None


def _steps(node: Node) -> tuple[Step, ...]:
    if node.type == "get_attr":
        return (_text(node.named_children[0]),)
    if node.type == "index":
        try:
            value = _literal(node.named_children[0].named_children[0])
        except (NotLiteral, IndexError):
            return (None,)
        return (value if isinstance(value, int | str) else None,)
    return (None, *(s for c in node.named_children[0].named_children for s in _steps(c)))  # splat


def _traversals(node: Node) -> Iterator[Traversal]:
    """Yield every traversal below `node`; what an index mentions counts as well."""
    children = node.named_children
    position = 0
    while position < len(children):
        child = children[position]
        position += 1
        if child.type == "variable_expr":
            steps: tuple[Step, ...] = ()
            while position < len(children) and children[position].type in ("get_attr", "index", "splat"):
                steps += _steps(children[position])
                yield from _traversals(children[position])
                position += 1
            yield Traversal(_text(child), steps)
        elif child.type == "object_elem":
            yield from _traversals(child.named_children[-1])
        else:
            yield from _traversals(child)


def _select(node: Node, steps: tuple[Step, ...]) -> list[Traversal]:
    core = _core(node)
    match core.type:
        case "object":
            return _select_from_object(core, steps)
        case "tuple" if steps and isinstance(steps[0], int):
            items = _elements(core, "expression")
            return _select(items[steps[0]], steps[1:]) if steps[0] < len(items) else []
        case "conditional":
            return [t for branch in core.named_children[1:] for t in _select(branch, steps)]
        case "for_object_expr":
            return _select_from_for(core, steps)
        case "function_call" if _text(core.named_children[0]) in _TRANSPARENT:
            arguments = _elements(core.named_children[1], "expression") if len(core.named_children) > 1 else []
            return [t for argument in arguments for t in _select(argument, steps)]
        case "expression":
            found = list(_traversals(core))
            if core.named_children and core.named_children[0].type == "variable_expr" and found:
                return [*found[:-1], found[-1].beyond(steps)]  # the traversal itself comes last, its indices before
    return list(_traversals(node))


def _select_from_object(node: Node, steps: tuple[Step, ...]) -> list[Traversal]:
    elements = _elements(node, "object_elem")
    if not steps or steps[0] is None:
        return [t for e in elements for t in _select(e.named_children[-1], steps[1:])]
    exact = [e for e in elements if _key(e) == steps[0]]
    chosen = exact or [e for e in elements if _key(e) is None]
    return [t for e in chosen for t in _select(e.named_children[-1], steps[1:])]


def _select_from_for(node: Node, steps: tuple[Step, ...]) -> list[Traversal]:
    """`{ for k, v in C : k => v.x }` at `[key]` is C at `[key].x`; anything more involved is not narrowed."""
    intro = next((c for c in node.named_children if c.type == "for_intro"), None)
    expressions = _elements(node, "expression")
    if intro is None or len(expressions) != 2:
        return list(_traversals(node))
    names = [_text(i) for i in _elements(intro, "identifier")]
    key, value = names[0], names[-1]
    collection = _elements(intro, "expression")[0]
    plain_key = len(names) == 2 and _text(expressions[0]) == key
    found: list[Traversal] = []
    for traversal in _select(expressions[1], steps[1:]):
        if traversal.root == value:
            found += _select(collection, (steps[0] if steps and plain_key else None, *traversal.steps))
        elif traversal.root != key:
            found.append(traversal)
    return found
