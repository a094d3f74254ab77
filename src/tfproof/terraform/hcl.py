"""A small reader of Terraform files: blocks, their arguments, positions, and what an expression refers to.

It supplies what a plan's JSON leaves out: expressions, dynamic blocks, locals and source lines. It evaluates nothing but
literals; `plans.expressions` evaluates the rest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from tfproof.errors import BadInput
from tfproof.places import shown
from tfproof.terraform import json_syntax
from tfproof.terraform.json_syntax import LABELS, JsonBlock


@dataclass(frozen=True, slots=True)
class Key:
    """A key in brackets that only an evaluation can tell."""

    expression: Expression


_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$\{|%%\{", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}

Step = str | int | Key | None  # an attribute or key, an index, one to evaluate, or None for every element


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
            parts.append(name or (int(index) if index else unquote(key)))
        return cls(str(parts[0]), tuple(parts[1:]))


class NotLiteral(ValueError):
    """The expression needs an evaluation."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The right-hand side of an argument."""

    node: Node

    @property
    def text(self) -> str:
        """The expression as it is written."""
        return text_of(self.node)

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
        parts = (e.named_children for e in elements(node, "object_elem"))
        return [(text_of(p[0]).strip('"'), Expression(p[-1])) for p in parts]


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
    """All blocks of one module's directory (not of its subdirectories).

    `blocks` are those of `*.tf` (for OpenTofu of `*.tofu` too), `json_blocks` those of files in the JSON syntax. What a
    caller has to know of a module (`input_names`, `required_variables`, `module_sources`, `data_types`) reads both.
    """

    def __init__(self, path: Path, *, tofu: bool = False) -> None:
        self.path = path
        self.files = terraform_files(path, tofu=tofu)
        plain = [f for f in self.files if f.suffix != ".json"]
        found = (b for f in plain for b in _parse(f, f.stat().st_mtime_ns))
        # What lacks a name Terraform itself refuses, and says where.
        self.blocks = [b for b in found if len(b.labels) >= LABELS.get(b.type, 0)]

    @cached_property
    def json_blocks(self) -> list[JsonBlock]:
        """The blocks in the JSON syntax; raises BadInput for a file that is not JSON."""
        return [b for f in self.files if f.suffix == ".json" for b in json_syntax.blocks(json_syntax.load(f), f)]

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
    def input_names(self) -> set[str]:
        """Names of the input variables."""
        return set(self.variables) | {b.labels[0] for b in self.json_blocks if b.type == "variable"}

    @property
    def output_names(self) -> set[str]:
        """Names of the outputs."""
        return {b.labels[0] for b in self.of("output")} | {b.labels[0] for b in self.json_blocks if b.type == "output"}

    @property
    def required_variables(self) -> set[str]:
        """Names of the variables without a default."""
        plain = {n for n, b in self.variables.items() if "default" not in b.attributes}
        return plain | {b.labels[0] for b in self.json_blocks if b.type == "variable" and "default" not in b.body}

    @property
    def data_types(self) -> set[str]:
        """Types of the data sources and ephemeral resources."""
        inside = (b for check in self.of("check") for b in check.blocks)  # in the JSON syntax they stand beside it
        both: list[Block | JsonBlock] = [*self.blocks, *inside, *self.json_blocks]
        return {b.labels[0] for b in both if b.type in ("data", "ephemeral") and b.labels}

    @property
    def required(self) -> list[tuple[Block, str, Expression]]:
        """What `required_providers` says of each name, with the block that it stands in."""
        found = (r for b in self.of("terraform") for r in b.nested("required_providers"))
        return [(required, name, said) for required in found for name, said in required.attributes.items()]

    @property
    def required_in_json(self) -> list[tuple[str, Any]]:
        """The same of files in the JSON syntax."""
        bodies = [b.body.get("required_providers") for b in self.json_blocks if b.type == "terraform"]
        found = (r for body in bodies for r in json_syntax.as_list(body) if isinstance(r, dict))
        return [pair for required in found for pair in required.items()]

    @property
    def providers(self) -> set[str]:
        """The providers that blocks ask for, such as `hashicorp/aws`, without their registry."""
        named: dict[str, str] = {}
        for _, name, said in self.required:
            source = re.search(r'source"?\s*[=:]\s*"([^"]+)"', said.text)
            named[name] = source[1] if source else f"hashicorp/{name}"
        for name, said_json in self.required_in_json:
            source_json = said_json.get("source") if isinstance(said_json, dict) else None
            named[name] = str(source_json or f"hashicorp/{name}")
        both: list[Block | JsonBlock] = [*self.blocks, *self.json_blocks]
        types = {b.labels[0] for b in both if b.type in ("resource", "data", "ephemeral", "provider") and b.labels}
        for name in {t.partition("_")[0] for t in types | self.data_types} - {"terraform"}:
            named.setdefault(name, f"hashicorp/{name}")
        return {"/".join(source.split("/")[-2:]).lower() for source in named.values()}

    @property
    def module_sources(self) -> list[tuple[str, str]]:
        """Source and version constraint (or an empty string) of every module call."""
        found = [(literal_of(c, "source"), literal_of(c, "version")) for c in self.module_calls.values()]
        bodies = [b.body for b in self.json_blocks if b.type == "module"]
        return found + [(str(b.get("source", "")), str(b.get("version", ""))) for b in bodies]

    @property
    def provider_aliases(self) -> list[str]:
        """The provider configurations that a caller has to pass, such as `aws.replica`."""
        aliases: list[str] = []
        for _, _, said in self.required:
            match = re.search(r"configuration_aliases\s*=\s*\[([^\]]*)\]", said.text)
            aliases += [a.strip() for a in match[1].split(",") if a.strip()] if match else []
        for _, body in self.required_in_json:
            named = body.get("configuration_aliases", []) if isinstance(body, dict) else []
            aliases += [str(a).strip("${}") for a in named]
        return sorted(set(aliases))

    def local_module_sources(self) -> list[Path]:
        """Directories of the local modules that are called from here, links not followed."""
        near = [s for s, _ in self.module_sources if s.startswith(("./", "../"))]
        return [Path(os.path.normpath(self.path / s)) for s in near]


def files_of(path: Path) -> list[Path]:
    """Return the files that Terraform or OpenTofu reads in a module's directory, sorted."""
    found = (f for f in path.glob("*") if f.name.endswith((".tf", ".tofu", ".tf.json", ".tofu.json")))
    return sorted(f for f in found if not f.name.startswith((".", "#")) and f.is_file())


def terraform_files(path: Path, *, tofu: bool = False) -> list[Path]:
    """Return the files that Terraform, or OpenTofu, reads in a directory, sorted; OpenTofu prefers `x.tofu` to `x.tf`."""
    found = files_of(path)
    own = {f.name for f in found if f.name.endswith((".tofu", ".tofu.json"))}
    left_out = {name.replace(".tofu", ".tf") for name in own} if tofu else own
    return [f for f in found if f.name not in left_out]


def literal_of(block: Block, name: str) -> str:
    """Return the literal value of an argument as a text; an empty one where there is none."""
    try:
        return str(block.attributes[name].literal())
    except (KeyError, NotLiteral):
        return ""


@lru_cache(maxsize=512)
def read_directory(path: Path, *, tofu: bool = False) -> Directory:
    """Read a module's directory; a source tree does not change within one run of ours."""
    if not path.is_dir():
        raise BadInput(f"{path}: no such directory")
    return Directory(path, tofu=tofu)


def reachable(path: Path, *, tofu: bool = False) -> list[Path]:
    """Return the directory and every local module directory that it reaches, links followed, sorted."""
    seen: set[Path] = set()
    todo = [path.resolve()]
    while todo:
        here = todo.pop()
        if here not in seen and here.is_dir():
            seen.add(here)
            todo += [p.resolve() for p in read_directory(here, tofu=tofu).local_module_sources()]
    return sorted(seen)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_hcl.language()))


@lru_cache(maxsize=4096)
def _parse(file: Path, _modified: int) -> tuple[Block, ...]:
    tree = _parser().parse(file.read_bytes())
    body = next((c for c in tree.root_node.named_children if c.type == "body"), None)
    return tuple(_block(n, file) for n in body.named_children if n.type == "block") if body else ()


def read_whole(file: Path) -> tuple[Block, ...]:
    """Return the blocks of one file; raise BadInput where the grammar does not know all that is in it."""
    if line := _wrong_line(_parser().parse(file.read_bytes()).root_node):
        raise BadInput(
            f"{shown(file)}:{line}: holds what cannot be read as Terraform", "correct it, or give a plan's JSON"
        )
    return _parse(file, file.stat().st_mtime_ns)


def _wrong_line(node: Node) -> int:
    """Return the line of the first thing in a tree that the grammar does not know; 0 where it knows all."""
    if node.is_error or node.is_missing:
        return node.start_point.row + 1
    return next((line for c in node.children if c.has_error or c.is_missing if (line := _wrong_line(c))), 0)


def text_of(node: Node) -> str:
    """Return the node as it is written."""
    return (node.text or b"").decode()


def _block(node: Node, file: Path) -> Block:
    words = [c for c in node.named_children if c.type in ("identifier", "string_lit")]
    body = next((c for c in node.named_children if c.type == "body"), None)
    inner = body.named_children if body else []
    attributes = {
        text_of(a.named_children[0]): Expression(a.named_children[-1]) for a in inner if a.type == "attribute"
    }
    return Block(
        type=text_of(words[0]),
        labels=tuple(text_of(w).strip('"') for w in words[1:]),
        file=file,
        line=node.start_point.row + 1,
        attributes=attributes,
        blocks=tuple(_block(b, file) for b in inner if b.type == "block"),
        lines=(node.start_point.row + 1, node.end_point.row + 1),
    )


def literal(node: Node) -> Any:
    """Return the value of a literal; raise NotLiteral for any other expression."""
    node = core(node)
    match node.type:
        case "string_lit":
            return _string(node)
        case "numeric_lit":
            text = text_of(node)
            return float(text) if any(c in text for c in ".eE") else int(text)
        case "bool_lit":
            return text_of(node) == "true"
        case "null_lit":
            return None
        case "object":
            return {_key(e): literal(e.named_children[-1]) for e in elements(node, "object_elem")}
        case "tuple":
            return [literal(e) for e in elements(node, "expression")]
        case "unary_operation" if minus := re.fullmatch(r"-\s*(\d+)", text_of(node)):
            return -int(minus[1])
    raise NotLiteral(text_of(node))


def _string(node: Node) -> str:
    return unquote("".join(text_of(c) for c in node.named_children if c.type == "template_literal"))


def elements(node: Node, kind: str) -> list[Node]:
    """Return the children of that type."""
    return [c for c in node.named_children if c.type == kind]


def _key(element: Node) -> Step:
    node = core(element.named_children[0])
    if node.type == "string_lit":
        return _string(node)
    if node.type == "numeric_lit":  # Terraform makes a text of it
        return text_of(node)
    plain = node.type == "variable_expr" and not text_of(element.named_children[0]).startswith("(")
    return text_of(node) if plain else None


def _steps(node: Node) -> tuple[Step, ...]:
    if node.type == "get_attr":
        return (text_of(node.named_children[0]),)
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
            yield Traversal(text_of(child), steps)
        elif child.type == "object_elem":
            yield from _traversals(child.named_children[-1])
        else:
            yield from _traversals(child)


def core(node: Node) -> Node:
    """Return the node without the wrappers that carry no meaning of their own."""
    wrappers = ("expression", "literal_value", "collection_value", "template_expr", "for_expr", "operation")
    while node.type in wrappers:
        named = [c for c in node.named_children if c.type != "comment"]
        if len(named) != 1:
            break
        node = named[0]
    return node


def arguments(call: Node) -> list[Node]:
    """Return the arguments of a function's call."""
    given = (a for c in call.named_children if c.type == "function_arguments" for a in c.named_children)
    return [a for a in given if a.type == "expression"]


def operands(node: Node) -> tuple[str, list[Node], list[Node]]:
    """Return the operator of an operation and the nodes of both sides; the left one of `!x` and `-x` is empty."""
    children = [c for c in node.children if c.type not in ("comment", "(", ")")]
    at = next(i for i, c in enumerate(children) if not c.is_named)
    return children[at].type, children[:at], children[at + 1 :]


#: The types of nodes that are strings.
TEXTS = ("string_lit", "quoted_template", "heredoc_template")


def templates(node: Node) -> Iterator[list[str | Node]]:
    """Yield every string below `node`, quoted or over lines, as its parts: text as it is meant, expressions to be put in."""
    if node.type in TEXTS:
        parts: list[str | Node] = []
        for child in node.named_children:
            if child.type == "template_literal":
                parts.append(unquote(text_of(child)))
            elif child.type == "template_interpolation":
                parts += [c for c in child.named_children if c.type == "expression"]
        yield parts
    for child in node.named_children:
        yield from templates(child)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node:
    """Return the syntax tree of a text, such as an expression in a string of the JSON syntax."""
    return _parser().parse(text.encode()).root_node


def unquote(text: str) -> str:
    """Return what the inside of a quoted string of Terraform stands for."""

    def one(match: re.Match[str]) -> str:
        short, long, plain = match.groups()
        if short or long:
            return chr(int(short or long, 16))
        return _ESCAPES.get(plain, plain) if plain else match[0][1:]

    return _ESCAPED.sub(one, text)
