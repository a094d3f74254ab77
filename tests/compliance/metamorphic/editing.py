"""How a plan's JSON and the source file beside it are changed in step. The plans of the fixtures have a root module only."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import Raw

from tfproof.plans.schema import Schema
from tfproof.terraform.hcl import Block, Directory

#: A value that nobody can tell before the apply, and the resources that it comes from.
LATE = "terraform_data.late.output"
_LATE_REFERENCES = [LATE, "terraform_data.late"]
_LATE_SOURCE = (
    '\nresource "random_uuid" "late" {}\nresource "terraform_data" "late" { input = random_uuid.late.result }\n'
)


def copied(raw: Raw) -> Raw:
    """Return a copy that can be changed."""
    return pickle.loads(pickle.dumps(raw))  # noqa: S301 - our own bytes


def written(directory: Path, text: str) -> Path:
    """Write the one file of a fixture's variant."""
    (directory / "main.tf").write_text(text)
    return directory


def planned(raw: Raw) -> list[Raw]:
    """Return the entries of the resources that will be there."""
    found: list[Raw] = raw["planned_values"].setdefault("root_module", {}).setdefault("resources", [])
    return found


def read_before(raw: Raw) -> list[Raw]:
    """Return the entries of the data sources that Terraform has read already."""
    values = (raw.get("prior_state") or {}).get("values") or {}
    found: list[Raw] = (values.get("root_module") or {}).get("resources", [])
    return found


def entries(raw: Raw) -> Iterator[Raw]:
    """Yield every entry with values."""
    yield from planned(raw)
    yield from read_before(raw)


def configured(raw: Raw) -> list[Raw]:
    """Return the declarations."""
    found: list[Raw] = raw["configuration"]["root_module"].setdefault("resources", [])
    return found


def change_of(raw: Raw, address: str) -> Raw:
    """Return what the plan does with a resource; an empty object if it does not say."""
    changes = (c["change"] for c in raw.get("resource_changes", []) if c["address"] == address)
    return next(changes, {})


def base(address: str) -> str:
    """Return the address of the declaration in the root module."""
    return re.sub(r"\[.*\]$", "", address, flags=re.DOTALL)


def add(raw: Raw, type_: str, name: str, values: Raw, unknown: Raw, expressions: Raw, mode: str = "managed") -> str:
    """Add a resource to everything that a plan says of one; return its address."""
    address = f"{'data.' if mode == 'data' else ''}{type_}.{name}"
    provider = type_.partition("_")[0]
    head = {"address": address, "mode": mode, "type": type_, "name": name}
    source = f"registry.terraform.io/hashicorp/{provider}"
    planned(raw).append({**head, "provider_name": source, "values": values, "sensitive_values": {}})
    actions = ["read"] if mode == "data" else ["create"]
    change = {"actions": actions, "before": None, "after": values, "after_unknown": unknown, "after_sensitive": {}}
    raw.setdefault("resource_changes", []).append({**head, "provider_name": source, "change": change})
    configured(raw).append({**head, "provider_config_key": provider, "expressions": expressions})
    return address


def add_late(raw: Raw) -> None:
    """Add what gives the unknown value."""
    source = {"references": ["random_uuid.late.result", "random_uuid.late"]}
    add(raw, "random_uuid", "late", {"keepers": None}, {"id": True, "result": True}, {})
    add(raw, "terraform_data", "late", {}, {"id": True, "input": True, "output": True}, {"input": source})


# Values that become unknown.


def forget(raw: Raw, address: str, path: str) -> None:
    """Let a known value, or an element of one, be known only after the apply, in values, marks and configuration."""
    parts = path.split(".")
    for entry in entries(raw):
        if entry["address"] == address:
            _drop(entry.get("values"), parts)
    change = change_of(raw, address)
    if change:
        after = change.get("after")
        if isinstance(after, dict):
            _drop(after, parts)
        change["after_unknown"] = _marked(change.get("after_unknown") or {}, after, parts)
    else:  # a data source that was read while planning: now it is read during the apply
        entry = next(e for e in entries(raw) if e["address"] == address)
        values = read_before(raw)
        if entry in values:
            values.remove(entry)
            planned(raw).append(entry)
        unknown = _marked({}, entry.get("values"), parts)
        change = {"actions": ["read"], "before": None, "after": entry.get("values"), "after_unknown": unknown}
        raw["resource_changes"].append({**{k: entry[k] for k in ("address", "mode", "type", "name")}, "change": change})
    for declaration in configured(raw):
        if declaration["address"] == base(address):
            _mention(declaration.setdefault("expressions", {}), declaration, parts)


def assign(raw: Raw, address: str, path: str, value: Any) -> None:
    """Let the value at a path be another known one."""
    *above, last = path.split(".")
    change = change_of(raw, address)
    for holder in [*(e.get("values") for e in entries(raw) if e["address"] == address), change.get("after")]:
        inner = holder
        for part in above:
            inner = _inside(inner, part)
        if isinstance(inner, list):
            inner[int(last)] = value
        elif isinstance(inner, dict):
            inner[last] = value
    if isinstance(change.get("after_unknown"), dict) and not above:
        change["after_unknown"].pop(last, None)


def _drop(value: Any, parts: list[str]) -> None:
    """Take a value away; Terraform keeps the place of an element with null."""
    *above, last = parts
    for part in above:
        value = _inside(value, part)
    if isinstance(value, dict):
        value.pop(last, None)
    elif isinstance(value, list) and last.isdigit() and int(last) < len(value):
        value[int(last)] = None


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None


def _marked(mask: Any, value: Any, parts: list[str]) -> Any:
    if not parts or mask is True:
        return True
    name, *rest = parts
    if isinstance(value, list):
        marks = mask if isinstance(mask, list) else []
        marks = [*marks, *({} if isinstance(v, dict | list) else False for v in value[len(marks) :])]
        marks[int(name)] = _marked(marks[int(name)], value[int(name)], rest)
        return marks
    marks = dict(mask) if isinstance(mask, dict) else {}
    marks[name] = _marked(marks.get(name), _inside(value, name), rest)
    return marks


def _mention(expressions: Any, declaration: Raw, parts: list[str]) -> None:
    """Let the argument at the path mention the unknown value, as far down as the JSON goes."""
    here, top = expressions, parts[0]
    for position, name in enumerate(parts):
        if isinstance(here, list):
            if len(here) != 1:
                expressions.pop(top, None)  # of several blocks the JSON keeps the order of the source: make it dynamic
                return
            here = here[0]
            continue
        inner = here.get(name)
        if isinstance(inner, list):
            if position == len(parts) - 1:
                here.pop(name)  # how many blocks there are is not known: they are dynamic ones
                return
            here = inner
            continue
        if inner is None and not _is_argument(declaration, ".".join(parts[: position + 1])):
            return
        known = inner.get("references", []) if inner and position < len(parts) - 1 else []
        here[name] = {"references": [*_LATE_REFERENCES, *known]}
        return


def _is_argument(declaration: Raw, path: str) -> bool:
    """Whether somebody can write `name = …` there in the declaration."""
    kind = Schema.load().kind_of(qualified(declaration), path)
    return kind is not None and kind.settable and kind.shape[-1] != "object"


def qualified(entry: Raw) -> str:
    """Return the type, with `data.` in front for a data source."""
    return f"data.{entry['type']}" if entry.get("mode") == "data" else str(entry["type"])


# The source.


def text_of(source: Path) -> str:
    """Return the one file of a fixture."""
    return (source / "main.tf").read_text()


def head(address: str) -> re.Pattern[str]:
    """Match the line that opens the block of a declaration, up to the brace."""
    *data, kind, name = base(address).split(".")
    return re.compile(rf'^{"data" if data else "resource"}\s+"{kind}"\s+"{name}"\s*\{{', re.MULTILINE)


def with_argument(source: Path, address: str, path: str, text: str) -> str | None:
    """Return the source in which the argument at the path is `text`; None where it is in no place of its own."""
    parts = path.split(".")
    *data, kind, name = base(address).split(".")
    block = Directory(source).find("data" if data else "resource", kind, name)
    whole = text_of(source).encode()
    if block is None or "for_each" in block.attributes:
        return None
    inner: Block = block
    while len(parts) > 1 and parts[0] not in inner.attributes:
        nested = [b for b in inner.blocks if b.type == parts[0]]
        if len(nested) != 1:
            return None
        inner, parts = nested[0], parts[2:]
        if not parts:
            return None
    if len(parts) == 1 and parts[0] in inner.attributes:
        node = inner.attributes[parts[0]].node
        end = node.end_byte
        if whole[node.start_byte : end].startswith(b"<<"):
            return None
        return (whole[: node.start_byte] + text.encode() + whole[end:]).decode()
    declaration = {"type": kind, "mode": "data" if data else "managed"}
    if inner is block and len(parts) == 1 and parts[0] not in block.names and _is_argument(declaration, parts[0]):
        return head(address).sub(lambda m: f"{m[0]} {parts[0]} = {text}\n", whole.decode(), count=1)
    return None


def with_late(text: str) -> str:
    """Return a source that has the unknown value too."""
    return text.rstrip("\n") + _LATE_SOURCE


# References.


def map_references(node: Any, change: Callable[[str], list[str]]) -> Any:
    """Return a configuration in which each reference is replaced by others."""
    if isinstance(node, dict):
        made = {}
        for key, value in node.items():
            if key == "references":
                made[key] = list(dict.fromkeys(new for old in value for new in change(old)))
            else:
                made[key] = value if key == "constant_value" else map_references(value, change)
        return made
    return [map_references(item, change) for item in node] if isinstance(node, list) else node
