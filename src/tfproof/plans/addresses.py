"""Addresses of resources, as Terraform writes them, taken apart and put together.

A key in brackets may hold any character: `aws_x.y["a]b"]`, `module.m["a.b"]`. Inside quotes a backslash escapes, and
`$${` stands for `${` (Terraform's `addrs.StringKey`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tfproof.terraform.hcl import unquote

Key = str | int | None  # of for_each, of count, or none


def _quote(text: str) -> str:
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return out.replace("${", "$${").replace("%{", "%%{")


def index_text(key: Key) -> str:
    """Return an index as addresses write it."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else f'["{_quote(key)}"]'


@lru_cache(maxsize=65536)
def split_address(address: str) -> tuple[tuple[tuple[str, Key], ...], str]:
    """Split `module.a["k"].module.b.aws_x.y[0]` into `(("a", "k"), ("b", None))` and `aws_x.y[0]`."""
    modules: list[tuple[str, Key]] = []
    rest = address
    while match := re.match(r'module\.([\w-]+)(\["(?:[^"\\]|\\.)*"\]|\[\d+\])?(?:\.|$)', rest):
        modules.append((match[1], _key(match[2] or "")))
        rest = rest[match.end() :]
    return tuple(modules), rest


def _key(text: str) -> Key:
    if not text:
        return None
    return unquote(text[2:-2]) if text.startswith('["') else int(text[1:-1])


def instance_key(address: str) -> Key:
    """Return the key of the resource instance, None when it has none."""
    match = re.search(r'(\["(?:[^"\\]|\\.)*"\]|\[\d+\])$', split_address(address)[1])
    return _key(match[1]) if match else None


@lru_cache(maxsize=65536)
def without_key(address: str) -> str:
    """Return the address of all instances of the resource within its module instance."""
    _, rest = split_address(address)
    head = address[: len(address) - len(rest)] if rest else address
    return head + re.sub(r"\[.*\]$", "", rest, flags=re.DOTALL)


@lru_cache(maxsize=65536)
def configuration_address(address: str) -> str:
    """Return the address of the declaration that a resource instance comes from."""
    modules, rest = split_address(address)
    parts = [f"module.{name}" for name, _ in modules]
    return ".".join([*parts, re.sub(r"\[.*\]$", "", rest, flags=re.DOTALL)] if rest else parts)


def type_in(address: str) -> str:
    """Return the resource type in an address, with `data.` in front for a data source."""
    parts = split_address(address)[1].split(".")
    return ".".join(parts[:2]) if parts[0] == "data" else parts[0]


def module_path(modules: tuple[tuple[str, Key], ...]) -> str:
    """Return the address of a module instance; empty for the root."""
    return ".".join(f"module.{name}{index_text(key)}" for name, key in modules)
