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


@dataclass(frozen=True, slots=True)
class Key:
    """A key in brackets that only an evaluation can tell, and at which keys the `for` loops around it stand."""

    expression: Expression
    loops: tuple[tuple[str, str], ...] = ()


_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$\{|%%\{", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}

Step = str | int | Key | None  # an attribute or key, an index, one to evaluate, or None for every element

#: Functions whose result has the elements of their arguments, so that a selection goes through them.
TRANSPARENT = {"try", "coalesce", "tomap", "tolist", "toset", "nonsensitive", "sensitive", "merge", "one"}


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

    def inside(self, name: str, at: str) -> Traversal:
        """Return the traversal as it is where the loop variable `name` stands at `at`."""
        steps = tuple(Key(s.expression, (*s.loops, (name, at))) if isinstance(s, Key) else s for s in self.steps)
        return Traversal(self.root, steps)

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
        return literal(self.node)

    def references(self) -> list[Traversal]:
        """Return everything that the expression mentions."""
        return list(_traversals(self.node))

    def traversal(self) -> Traversal | None:
        """Return the reference that the expression is, also where it is written as a text as in former times."""
        found = self.references()
        if found:
            return found[-1]
        text = self.text.strip('"')
        return Traversal.parse(text) if re.fullmatch(r"[\w.-]+", text) else None

    def pairs(self) -> list[tuple[str, Expression]]:
        """Return the elements of an object expression: each key as it is written, and its value."""
        node = core(self.node)
        if node.type != "object":
            return []
        parts = (e.named_children for e in _elements(node, "object_elem"))
        return [(_text(p[0]).strip('"'), Expression(p[-1])) for p in parts]

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
    attributes = {_text(a.named_children[0]): Expression(a.named_children[-1]) for a in inner if a.type == "attribute"}
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


def literal(node: Node) -> Any:
    """Return the value of a literal; raise NotLiteral for any other expression."""
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
            return {_key(e): literal(e.named_children[-1]) for e in _elements(node, "object_elem")}
        case "tuple":
            return [literal(e) for e in _elements(node, "expression")]
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
            value = literal(node.named_children[0].named_children[0])
        except NotLiteral:
            return (Key(Expression(node.named_children[0].named_children[0])),)
        except IndexError:
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
        case "function_call" if _text(core.named_children[0]) in TRANSPARENT:
            arguments = _elements(core.named_children[1], "expression") if len(core.named_children) > 1 else []
            return [t for argument in arguments for t in _select(argument, steps)]
        case "expression":
            found = list(_traversals(core))
            if core.named_children and core.named_children[0].type == "variable_expr" and found:
                return [*found[:-1], found[-1].beyond(steps)]  # the traversal itself comes last, its indices before
    return list(_traversals(node))


def _select_from_object(node: Node, steps: tuple[Step, ...]) -> list[Traversal]:
    elements = _elements(node, "object_elem")
    if not steps or steps[0] is None or isinstance(steps[0], Key):
        return [t for e in elements for t in _select(e.named_children[-1], steps[1:])]
    exact = [e for e in elements if _key(e) == steps[0]]
    chosen = exact or [e for e in elements if _key(e) is None]
    return [t for e in chosen for t in _select(e.named_children[-1], steps[1:])]


def _select_from_for(node: Node, steps: tuple[Step, ...]) -> list[Traversal]:
    """`{ for k, v in C : k => v.x }` at `[key]` is C at `[key].x`; anything more involved is not narrowed."""
    loop = loop_of(node)
    if loop is None:
        return list(_traversals(node))
    at = steps[0] if steps and loop.keeps_keys else None
    found: list[Traversal] = []
    for traversal in _select(loop.value_expression, steps[1:]):
        if traversal.root == loop.value:
            found += _select(loop.collection, (at, *traversal.steps))
        elif traversal.root != loop.key:
            found.append(traversal.inside(loop.key, at) if isinstance(at, str) else traversal)
    return found


@dataclass(frozen=True, slots=True)
class Loop:
    """A `{ for key, value in collection : … => value_expression }`; `keeps_keys` when its keys are the loop's."""

    key: str
    value: str
    collection: Node
    value_expression: Node
    keeps_keys: bool


def loop_of(node: Node) -> Loop | None:
    """Return the parts of a `for` expression that makes an object, or None for another."""
    core = _core(node)
    intro = next((c for c in core.named_children if c.type == "for_intro"), None)
    expressions = _elements(core, "expression")
    if intro is None or len(expressions) != 2:
        return None
    names = [_text(i) for i in _elements(intro, "identifier")]
    keeps_keys = _text(expressions[0]) == names[0]
    return Loop(names[0], names[-1], _elements(intro, "expression")[0], expressions[1], keeps_keys)


def parts_of(node: Node) -> tuple[str, list[Any]]:
    """Return what kind of expression it is, and its parts.

    literal: none · object: pairs of key and node · template: texts and nodes · branches: the two nodes of a condition ·
    call: the function's name, then nodes · loop: none · traversal: the traversal · other: none.
    """
    core = _core(node)
    match core.type:
        case "string_lit" | "numeric_lit" | "bool_lit" | "null_lit":
            return "literal", []
        case "object":
            return "object", [(_key(e), e.named_children[-1]) for e in _elements(core, "object_elem")]
        case "quoted_template":
            texts = [c for c in core.named_children if c.type in ("template_literal", "template_interpolation")]
            return "template", [
                _text(c) if c.type == "template_literal" else _elements(c, "expression")[0] for c in texts
            ]
        case "conditional":
            return "branches", core.named_children[1:]
        case "function_call":
            arguments = core.named_children[1] if len(core.named_children) > 1 else None
            nodes = _elements(arguments, "expression") if arguments else []
            return "call", [_text(core.named_children[0]), *nodes]
        case "for_object_expr":
            return "loop", []
        case "expression" if core.named_children and core.named_children[0].type == "variable_expr":
            return "traversal", [list(_traversals(core))[-1]]
    return "other", []


def core(node: Node) -> Node:
    """Return the node without the wrappers that carry no meaning of their own."""
    wrappers = ("expression", "literal_value", "collection_value", "template_expr", "for_expr", "operation")
    while node.type in wrappers:
        named = [c for c in node.named_children if c.type != "comment"]
        if len(named) != 1:
            break
        node = named[0]
    return node


def text_of(node: Node) -> str:
    """Return the node as it is written."""
    return _text(node)


def elements(node: Node, kind: str) -> list[Node]:
    """Return the children of that type."""
    return _elements(node, kind)


def operands(node: Node) -> tuple[str, list[Node], list[Node]]:
    """Return the operator of an operation and the nodes of both sides; the left one of `!x` and `-x` is empty."""
    children = [c for c in node.children if c.type != "comment"]
    at = next(i for i, c in enumerate(children) if not c.is_named)
    return children[at].type, children[:at], children[at + 1 :]


def unquote(text: str) -> str:
    """Return what the inside of a quoted string of Terraform stands for."""

    def one(match: re.Match[str]) -> str:
        short, long, plain = match.groups()
        if short or long:
            return chr(int(short or long, 16))
        return _ESCAPES.get(plain, plain) if plain else match[0][1:]

    return _ESCAPED.sub(one, text)
