"""Writes `plans/provider_schema.json`: what the AWS provider says of its types, in the short form that `Schema` reads.

`python -m tfproof.terraform.provider_schema` rewrites it with the oldest provider that this project supports; with
`--check` it only says whether the file is up to date (exit 1).
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import tfproof
from tfproof.files import write_whole
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import WorkingCopy

VERSION = "5.100.0"
TARGET = Path(tfproof.__path__[0]) / "plans" / "provider_schema.json"
_LETTERS = {
    "bool": "b", "dynamic": "a", "list": "l", "map": "m", "number": "n", "object": "o", "set": "t", "string": "s",
}  # fmt: skip
_NESTING = {"group": "o", "list": "lo", "map": "mo", "set": "to", "single": "o"}

#: A leaf's text, or a pair of text and names; see `tfproof.plans.schema`.
Node = str | list[Any]


def asked(toolchain: Toolchain) -> dict[str, Any]:
    """Return what the provider says of itself; raise EnvironmentProblem when it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="tfproof-") as directory:
        versions = {"aws": {"source": "hashicorp/aws", "version": VERSION}}
        (Path(directory) / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": versions}}))
        with WorkingCopy(Path(directory), toolchain) as copy:
            copy.init()
            answer: dict[str, Any] = copy.provider_schemas()[f"{toolchain.registry}/hashicorp/aws"]
            return answer


def shortened(provider: dict[str, Any]) -> str:
    """Return the text of the file: the version, the names that occur in several places, then one type a line."""
    types = {t: _members(s["block"]) for t, s in provider["resource_schemas"].items()}
    types |= {f"data.{t}": _members(s["block"]) for t, s in provider["data_source_schemas"].items()}
    places: Counter[str] = Counter()
    for members in types.values():
        _count(members, places)
    shared: dict[str, str] = {}
    lines = {t: _shared(types[t], places, shared) for t in sorted(types)}
    entries = [f'"version":{json.dumps(VERSION)}']
    entries += [f'"{name}":{content}' for name, content in [*sorted(shared.items()), *lines.items()]]
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _members(block: dict[str, Any]) -> dict[str, Node]:
    found: dict[str, Node] = {n: _attribute(a) for n, a in block.get("attributes", {}).items()}
    for name, nested in block.get("block_types", {}).items():
        required = "!" if nested.get("min_items") else ""
        found[name] = [_NESTING[nested["nesting_mode"]] + required, _members(nested["block"])]
    return dict(sorted(found.items()))


def _attribute(attribute: dict[str, Any]) -> Node:
    if nested := attribute.get("nested_type"):
        names = {n: _attribute(a) for n, a in sorted(nested["attributes"].items())}
        kind: Node = [_NESTING[nested["nesting_mode"]], names]
    else:
        kind = _type(attribute["type"])
    marks = "!" if attribute.get("required") else ""
    if attribute.get("computed"):
        marks = "?" if attribute.get("optional") else "="
    marks += "*" if attribute.get("sensitive") else ""
    return kind + marks if isinstance(kind, str) else [kind[0] + marks, *kind[1:]]


def _type(declared: Any) -> Node:
    """Shorten a type as Terraform writes it: `"string"`, `["set", "string"]`, `["list", ["object", {…}]]`."""
    if isinstance(declared, str):
        return _LETTERS[declared]
    name, inner = declared
    if name == "object":
        return ["o", {n: _type(t) for n, t in sorted(inner.items())}]
    kind = _type(inner)
    return _LETTERS[name] + kind if isinstance(kind, str) else [_LETTERS[name] + kind[0], *kind[1:]]


def _text(content: Any) -> str:
    return json.dumps(content, separators=(",", ":"))


def _nested(members: dict[str, Node]) -> list[list[Any]]:
    return [node for node in members.values() if isinstance(node, list)]


def _count(members: dict[str, Node], places: Counter[str]) -> None:
    """Count in how many places the same names stand; those inside of a repetition count once."""
    for node in _nested(members):
        text = _text(node[1])
        places[text] += 1
        if places[text] == 1:
            _count(node[1], places)


def _shared(members: dict[str, Node], places: Counter[str], shared: dict[str, str]) -> str:
    """Return the text of these names in which repetitions are digests; each repetition is put into `shared`."""
    short: dict[str, Node] = {}
    for name, node in members.items():
        if isinstance(node, str):
            short[name] = node
            continue
        whole = _text(node[1])
        if places[whole] == 1:
            short[name] = [node[0], json.loads(_shared(node[1], places, shared))]
            continue
        digest = f"#{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
        if digest not in shared:
            shared[digest] = _shared(node[1], places, shared)
        short[name] = [node[0], digest]
    return _text(short)


def main(arguments: list[str]) -> int:
    """Rewrite the file, or with `--check` say whether it differs."""
    wanted = shortened(asked(Toolchain.find()))
    if TARGET.is_file() and wanted == TARGET.read_text(encoding="utf-8"):
        return 0
    if "--check" in arguments:
        print(f"{TARGET.name} is not what the provider {VERSION} says", file=sys.stderr)  # noqa: T201
        return 1
    write_whole(TARGET, wanted.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
