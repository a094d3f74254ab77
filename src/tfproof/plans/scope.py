"""One instance of a module in a plan: what the configuration says of it, and the files that say it in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tfproof.terraform.hcl import Block, Directory, Step

_META_ARGUMENTS = {
    "count", "depends_on", "for_each", "lifecycle", "provider", "providers", "provisioner", "source", "version",
    "connection",
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """One instance of a module in the plan: its keyed path, its configuration and, where found, its files."""

    path: str
    config: dict[str, Any]
    files: Directory | None
    parent: Scope | None = None
    call_name: str = ""
    key: Step = None
    variables: dict[str, Any] = field(default_factory=dict)

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

    def block(self, config: dict[str, Any]) -> Block | None:
        """Return the declaration in the files that the plan's configuration entry names, or None if it differs."""
        if self.files is None:
            return None
        kind = "data" if config.get("mode") == "data" else "resource"
        block = self.files.find(kind, config["type"], config["name"])
        return block if block and _agrees(block, config.get("expressions", {})) else None

    def multiplied_by(self, config: dict[str, Any]) -> str:
        """Return for_each, count or nothing; the JSON leaves out those that mention nothing."""
        block = self.block(config)
        names = set(config) | {f"{name}_expression" for name in block.attributes} if block else set(config)
        return next((name for name in ("for_each", "count") if f"{name}_expression" in names), "")

    def declaration(self, entry: dict[str, Any]) -> Block | None:
        """Return the declaration of a resource or of a module call, by its configuration entry."""
        if "type" in entry:
            return self.block(entry)
        name = next((n for n, c in self.config.get("module_calls", {}).items() if c is entry), "")
        return self.files.module_calls.get(name) if self.files else None


def _agrees(block: Block, expressions: dict[str, Any]) -> bool:
    """Whether both name the same arguments; the JSON leaves out dynamic blocks."""
    named = set(expressions) - _META_ARGUMENTS
    dynamic = {b.labels[0] for b in block.blocks if b.type == "dynamic"}
    written = block.names - _META_ARGUMENTS
    return named <= written and written - named <= dynamic
