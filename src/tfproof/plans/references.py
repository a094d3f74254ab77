"""Who refers to whom in a plan, also where the identifiers are not known before an apply.

A plan's JSON names what an argument mentions, but flattened and scope by scope (`var.key_arn`, `local.keys`).
`Resolver` follows such a mention through variables, module calls, outputs, locals and for_each to resources. Where
the `.tf` files are at hand and agree with the JSON they say which key of an object is meant; otherwise the flattened
list is followed, which can name a neighbour too many, never one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof.plans.evaluation import ANY, Frame, key_pattern, key_text
from tfproof.plans.scope import Scope
from tfproof.terraform.hcl import Block, Directory, Expression, Key, Step, Traversal, read_directory

_INDEX = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[\d+\]')
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference ends at: a resource, and which of its attributes (empty for the whole).

    Without an index the address stands for every instance, or for those whose key matches `keys`.
    """

    address: str
    attribute: str
    keys: str = ""


def split_address(address: str) -> tuple[list[tuple[str, Step]], str]:
    """Split `module.a["k"].module.b.aws_x.y[0]` into `[("a", "k"), ("b", None)]` and `aws_x.y[0]`."""
    modules: list[tuple[str, Step]] = []
    rest = address
    while match := re.match(r'module\.([\w-]+)(?:\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\])?(?:\.|$)', rest):
        name, key, index = match.groups()
        modules.append((name, int(index) if index is not None else key))
        rest = rest[match.end() :]
    return modules, rest


def configuration_address(address: str) -> str:
    """Return the address of the declaration that a resource instance comes from."""
    return _INDEX.sub("", address)


def type_in(address: str) -> str:
    """Return the resource type in an address, with `data.` in front for a data source."""
    parts = split_address(address)[1].split(".")
    return ".".join(parts[:2]) if parts[0] == "data" else parts[0]


class Resolver:
    """Follows references through one plan's configuration."""

    def __init__(self, raw: dict[str, Any], source: Path | None) -> None:
        root = raw.get("configuration", {}).get("root_module", {})
        self._scopes: dict[tuple[tuple[str, Step], ...], Scope | None] = {
            (): Scope("", root, _files(source), variables=raw.get("variables", {})),
        }

    def scope(self, modules: Sequence[tuple[str, Step]]) -> Scope | None:
        """Return the scope of a module instance, or None if the configuration has no such call."""
        path = tuple(modules)
        if path not in self._scopes:
            parent = self.scope(path[:-1])
            name, key = path[-1]
            call = parent.config.get("module_calls", {}).get(name) if parent else None
            if parent is None or call is None:
                self._scopes[path] = None
            else:
                files = None
                if parent.files is not None and str(call.get("source", "")).startswith("."):
                    files = _files(parent.files.path / call["source"])
                label = f"module.{name}{index_text(key)}"
                here = f"{parent.path}.{label}" if parent.path else label
                self._scopes[path] = Scope(here, call.get("module", {}), files, parent, name, key)
        return self._scopes[path]

    def config(self, address: str) -> tuple[Scope, dict[str, Any]] | None:
        """Return the scope and the configuration entry of a resource instance."""
        modules, rest = split_address(address)
        scope = self.scope(modules)
        entry = scope.resources.get(re.sub(r"\[.*\]$", "", rest)) if scope else None
        return (scope, entry) if scope and entry else None

    def follow(self, address: str, path: str) -> list[Target]:
        """Return what the argument at `path` of the resource refers to, as address and attribute.

        The address is `module.x.aws_y.z[key]`, or without the index where it stands for every instance.
        """
        found = self.config(address)
        if found is None:
            return []
        scope, entry = found
        _, rest = split_address(address)
        index = _index_of(rest)
        steps = [int(p) if p.isdigit() else p for p in path.split(".")]
        mentioned = self._argument(scope, scope.block(entry), entry.get("expressions", {}), steps)
        return self._resolve_all(mentioned, scope, entry, index)

    def _resolve_all(
        self, mentioned: Iterable[Traversal], scope: Scope, entry: dict[str, Any], index: Step
    ) -> list[Target]:
        found: dict[Target, None] = {}
        for traversal in mentioned:
            for target in self._resolve(traversal, scope, entry, index, 0):
                found[target] = None
        return list(found)

    def _argument(self, scope: Scope, block: Block | None, expressions: Any, steps: Sequence[Step]) -> list[Traversal]:
        """Return what the argument mentions: by the files where they agree, else by the JSON."""
        flattened = _flattened(_descend(expressions, steps))
        if block is None:
            return flattened
        iterators: list[Traversal] = []
        generated = False
        here: list[Block] = [block]
        rest = list(steps)
        while len(rest) > 1 and not any(rest[0] in b.attributes for b in here):
            nested = [n for b in here for n in b.nested(str(rest[0]))]
            if not nested:
                break
            for b in here:
                for dynamic in b.blocks:
                    if dynamic.type == "dynamic" and dynamic.labels == (rest[0],):
                        generated = True  # and then not part of the plan's configuration, which leaves such blocks out
                        iterators += dynamic.attributes["for_each"].select()
            position = rest[1]
            static = len(nested) > 1 and not iterators and isinstance(position, int) and position < len(nested)
            here = [nested[position]] if static and isinstance(position, int) else nested
            rest = rest[2:] if isinstance(position, int) else rest[1:]
        chosen = [b.attributes[str(rest[0])] for b in here if rest and str(rest[0]) in b.attributes]
        if not chosen:
            return flattened
        mentioned = [t for e in chosen for t in e.references()]
        if not generated and not _same_mentions(mentioned, flattened):
            return flattened
        return [t for e in chosen for t in e.select(rest[1:])] + iterators

    def _resolve(
        self, traversal: Traversal, scope: Scope, entry: dict[str, Any] | None, index: Step, depth: int
    ) -> list[Target]:
        if depth > _MAX_DEPTH:
            return []
        steps = traversal.steps
        match traversal.root:
            case "var" if steps:
                return self._variable(scope, str(steps[0]), steps[1:], depth)
            case "local" if steps and scope.files is not None and str(steps[0]) in scope.files.locals:
                mentioned = scope.files.locals[str(steps[0])].select(steps[1:])
                return [a for t in mentioned for a in self._resolve(t, scope, entry, index, depth + 1)]
            case "module" if steps:
                return self._output(scope, steps, Frame(scope, entry, index), depth)
            case "each" if entry is not None:
                extra = (index, *steps[1:]) if steps[:1] == ("value",) else ()
                mentioned = self._for_each(scope, entry, extra)
                return [a for t in mentioned for a in self._resolve(t, scope, None, index, depth + 1)]
            case "data" if len(steps) >= 2:
                return self._instance(scope, f"data.{steps[0]}.{steps[1]}", steps[2:], Frame(scope, entry, index))
            case root if steps:
                return self._instance(scope, f"{root}.{steps[0]}", steps[1:], Frame(scope, entry, index))
        return []

    def _instance(self, scope: Scope, name: str, steps: Sequence[Step], frame: Frame) -> list[Target]:
        if name not in scope.resources:
            return []
        address = f"{scope.path}.{name}" if scope.path else name
        keys = ""
        rest = list(steps)
        multiplied_by = scope.multiplied_by(scope.resources[name])
        if rest and (multiplied_by or isinstance(rest[0], Key)):
            key = rest.pop(0)
            text = key_text(key, frame) if isinstance(key, Key) else key
            if isinstance(text, str) and ANY in text:
                keys = key_pattern(text)
            else:
                counted = multiplied_by == "count" and isinstance(text, str)
                address += index_text(int(str(text)) if counted else text)
        attribute = str(rest[0]) if rest and isinstance(rest[0], str | int) else ""
        return [Target(address, attribute, keys)]

    def _variable(self, scope: Scope, name: str, steps: Sequence[Step], depth: int) -> list[Target]:
        if scope.parent is None:
            return []
        parent = scope.parent
        call = scope.call
        mentioned = self._argument(parent, parent.declaration(call), call.get("expressions", {}), [name, *steps])
        return [a for t in mentioned for a in self._resolve(t, parent, call, scope.key, depth + 1)]

    def _output(self, scope: Scope, steps: Sequence[Step], frame: Frame, depth: int) -> list[Target]:
        name, rest = str(steps[0]), list(steps[1:])
        call = scope.config.get("module_calls", {}).get(name)
        if call is None:
            return []
        key: Step = None
        outputs = call.get("module", {}).get("outputs", {})
        if rest and rest[0] not in outputs:  # the JSON leaves a for_each out that mentions nothing
            key = rest.pop(0)
            if isinstance(key, Key):
                text = key_text(key, frame)
                key = None if ANY in text else text
        if not rest:
            return []
        path = [*split_address(scope.path)[0], (name, key)]
        child = self.scope(path)
        output = outputs.get(str(rest[0]))
        if child is None or output is None:
            return []
        expression: Expression | None = None
        if child.files is not None and (block := child.files.find("output", str(rest[0]))):
            expression = block.attributes.get("value")
        flattened = _flattened(output.get("expression", {}))
        if expression is not None and _same_mentions(expression.references(), flattened):
            mentioned = expression.select(rest[1:])
        else:
            mentioned = flattened
        return [a for t in mentioned for a in self._resolve(t, child, None, key, depth + 1)]

    def _for_each(self, scope: Scope, entry: dict[str, Any], steps: Sequence[Step]) -> list[Traversal]:
        flattened = _flattened(entry.get("for_each_expression", {}))
        block = scope.declaration(entry)
        expression = block.attributes.get("for_each") if block else None
        if expression is not None and _same_mentions(expression.references(), flattened):
            return expression.select(steps)
        return flattened


def _files(path: Path | None) -> Directory | None:
    return read_directory(path.resolve()) if path is not None and path.is_dir() else None


def index_text(key: Step) -> str:
    """Return an index as addresses write it."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else f'["{key}"]'


def _index_of(rest: str) -> Step:
    match = re.search(r'\[(?:"(.*)"|(\d+))\]$', rest)
    if not match:
        return None
    return match[1] if match[1] is not None else int(match[2])


def _descend(expressions: Any, steps: Sequence[Step]) -> Any:
    """Go down the JSON's expressions as far as they have names; what lies deeper was flattened by Terraform."""
    here = expressions
    for step in steps:
        if isinstance(here, list) and isinstance(step, int):
            here = here[min(step, len(here) - 1)] if here else {}
        elif isinstance(here, list):
            here = {k: v for item in here for k, v in item.items() if k == step}.get(step, here)
        elif isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, dict) and not ({"references", "constant_value"} & set(here)) and here:
            return {}
    return here


def _flattened(expression: Any) -> list[Traversal]:
    """Return the references anywhere below a JSON expression, without those that are beginnings of others."""
    texts: list[str] = []

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            texts.extend(node.get("references", []))
            for key, value in node.items():
                if key != "references":
                    collect(value)
        elif isinstance(node, list):
            for item in node:
                collect(item)

    collect(expression)
    whole = [t for t in texts if not any(o != t and o.startswith((f"{t}.", f"{t}[")) for o in texts)]
    return [Traversal.parse(t) for t in dict.fromkeys(whole)]


def _same_mentions(by_file: Iterable[Traversal], by_plan: Iterable[Traversal]) -> bool:
    """Whether the file's expression is the one the plan was made from, as far as the mentions show it."""

    def heads(traversals: Iterable[Traversal], known: set[str] | None = None) -> set[tuple[str, Step]]:
        found = {(t.root, t.steps[0] if t.steps else None) for t in traversals}
        return {h for h in found if known is None or h[0] in known}

    plan_heads = heads(by_plan)
    roots = {"var", "local", "module", "each", "data", "count", "path", "terraform", "self"}
    file_heads = {h for h in heads(by_file) if h[0] in roots or h in plan_heads}
    return file_heads == plan_heads
