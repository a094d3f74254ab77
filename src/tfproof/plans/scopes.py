"""One instance of a module in a plan: what the configuration says of it, and the files that say it in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tfproof.plans.addresses import Key, module_path, split_address, without_key
from tfproof.plans.plan_format import are_references
from tfproof.terraform.hcl import Block, Directory, Traversal, read_directory

_META_ARGUMENTS = {
    "count", "depends_on", "for_each", "lifecycle", "provider", "providers", "provisioner", "source", "version",
    "connection",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Scope:
    """One instance of a module in the plan: its keyed path, its configuration and, where found, its files."""

    path: str
    config: dict[str, Any]
    files: Directory | None
    parent: Scope | None = None
    call_name: str = ""
    key: Key = None
    given: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Configuration of each resource by `type.name` (`data.type.name` for data sources)."""
        return {r["address"]: r for r in self.config.get("resources", [])}

    @property
    def call(self) -> dict[str, Any]:
        """Configuration of the call that makes this instance; only a scope with a parent has one."""
        assert self.parent is not None
        found: dict[str, Any] = self.parent.config["module_calls"][self.call_name]
        return found

    @property
    def call_block(self) -> Block | None:
        """The call that makes this instance, in the parent's files."""
        files = self.parent.files if self.parent else None
        return files.module_calls.get(self.call_name) if files else None

    @cached_property
    def _blocks(self) -> dict[str, Block | None]:
        return {}

    def block(self, config: dict[str, Any]) -> Block | None:
        """Return the declaration in the files that the plan's configuration entry names, or None if it differs."""
        address = config["address"]
        if address not in self._blocks:
            kind = "data" if config.get("mode") == "data" else "resource"
            block = self.files.find(kind, config["type"], config["name"]) if self.files else None
            agrees = block is not None and _agrees(block, config.get("expressions", {}))
            self._blocks[address] = block if agrees else None
        return self._blocks[address]

    def multiplied_by(self, config: dict[str, Any]) -> str:
        """Return for_each, count or nothing; the JSON leaves out those that mention nothing."""
        names = {name for name in ("for_each", "count") if f"{name}_expression" in config}
        if not names and (block := self.block(config)):
            names = {name for name in ("for_each", "count") if name in block.attributes}
        return next(iter(names), "")

    def address(self, name: str) -> str:
        """Return the address of all instances of a resource of this module instance."""
        return f"{self.path}.{name}" if self.path else name


class Scopes:
    """The module instances of one plan, made when they are asked for."""

    def __init__(self, raw: dict[str, Any], source: Path | None) -> None:
        root = raw.get("configuration", {}).get("root_module", {})
        given = {name: v["value"] for name, v in raw.get("variables", {}).items() if "value" in v}
        self._known: dict[tuple[tuple[str, Key], ...], Scope | None] = {
            (): Scope("", root, _files(source), given=given),
        }

    def of(self, modules: Sequence[tuple[str, Key]]) -> Scope | None:
        """Return the scope of a module instance, or None if the configuration has no such call."""
        path = tuple(modules)
        if path not in self._known:
            parent = self.of(path[:-1])
            name, key = path[-1]
            call = parent.config.get("module_calls", {}).get(name) if parent else None
            if parent is None or call is None:
                self._known[path] = None
            else:
                files = None
                if parent.files is not None and str(call.get("source", "")).startswith("."):
                    files = _files(parent.files.path / call["source"])
                self._known[path] = Scope(module_path(path), call.get("module", {}), files, parent, name, key)
        return self._known[path]

    def declaration(self, address: str) -> tuple[Scope, dict[str, Any]] | None:
        """Return the scope and the configuration entry of a resource instance."""
        modules, rest = split_address(address)
        scope = self.of(modules)
        entry = scope.resources.get(without_key(rest)) if scope else None
        return (scope, entry) if scope and entry else None


def _files(path: Path | None) -> Directory | None:
    return read_directory(path.resolve()) if path is not None and path.is_dir() else None


def _agrees(block: Block, expressions: dict[str, Any]) -> bool:
    """Whether both name the same arguments; the JSON leaves out dynamic blocks."""
    named = set(expressions) - _META_ARGUMENTS
    dynamic = {b.labels[0] for b in block.blocks if b.type == "dynamic"}
    written = block.names - _META_ARGUMENTS
    return named <= written and written - named <= dynamic


def is_constant(expression: Any) -> bool:
    """Whether a JSON expression is a constant, which the JSON gives as a value."""
    return isinstance(expression, dict) and "constant_value" in expression and not expression.get("references")


def mentions_in(expression: Any) -> list[Traversal]:
    """Return the references anywhere below a JSON expression, without those that are beginnings of others."""
    texts: list[str] = []

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "references" and are_references(value):
                    texts.extend(value)
                elif key != "constant_value":
                    collect(value)
        elif isinstance(node, list):
            for item in node:
                collect(item)

    collect(expression)
    whole = [t for t in texts if not any(o != t and o.startswith((f"{t}.", f"{t}[")) for o in texts)]
    return [Traversal.parse(t) for t in dict.fromkeys(whole)]


def same_mentions(by_file: Iterable[Traversal], by_plan: Iterable[Traversal]) -> bool:
    """Whether the file's expression is the one the plan was made from, as far as the mentions show it."""

    def heads(traversals: Iterable[Traversal]) -> set[tuple[str, Any]]:
        return {(t.root, t.steps[0] if t.steps else None) for t in traversals}

    plan_heads = heads(by_plan)
    roots = {"var", "local", "module", "each", "data", "count", "path", "terraform", "self"}
    file_heads = {h for h in heads(by_file) if h[0] in roots or h in plan_heads}
    return file_heads == plan_heads
