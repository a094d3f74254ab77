"""Which directories may be planned here: those whose plan asks nobody but the emulator, and executes nothing.

While Terraform plans, it reads data sources and ephemeral resources, imports what it is told to, and calls functions of
providers. What of this may happen is listed, with the reasons, in `data_sources.yaml`; all else is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.files import read_yaml
from tfproof.terraform.hcl import files_of, unquote
from tfproof.terraform.json_syntax import load, strings
from tfproof.terraform.written import Written, blocks_of

_HINT = "plan it yourself and give the plan JSON, or allow it with --allow-external"
_READ_WHILE_PLANNING = ("data", "ephemeral")
_PUBLIC_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_BUILT_IN = "terraform.io/builtin/terraform"
_FUNCTION = re.compile(r"\bprovider::([\w-]+)::")
_SOURCE = re.compile(r'\bsource\s*[=:]\s*"([^"]*)"')
_COMMENT = re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL)
#: A text that is written there, below the module: nothing that an expression gives.
_IN_THE_MODULE = re.compile(r'"(?!/)(?:\$\{path\.(?:module|root)\}/|\./)?(?!/)(?:(?!\.\.)[^"$%\\])+"')
#: The beginning of a block as a second, cruder reader sees it: also where the first one takes it for part of a text.
_BLOCK = re.compile(r'^(?:.*\*/)?[ \t]*(?:data|ephemeral)[ \t]+"?([^"\s{]+)"?[ \t]+"?[^"\s{]+"?[ \t]*\{', re.MULTILINE)


def refuse_unsafe(root: Path, name: str) -> None:
    """Raise BadInput when planning the root module, or a module that it reaches, would do what is not allowed.

    `name` is how messages call it. Modules from elsewhere are looked at once `terraform init` has installed them.
    """
    for directory in _modules(root):
        files = [(f, blocks_of(f)) for f in files_of(directory)]
        sources = _provider_sources(b for _, blocks in files for b in blocks)
        for file, blocks in files:
            for problem in _problems(file, blocks, sources):
                raise BadInput(f"{name}: {problem}", _HINT)


def _modules(root: Path) -> list[Path]:
    """Return the directories of all modules: as far as the calls name them, and those that Terraform has installed."""
    found: list[Path] = []
    todo = [root, *_installed(root)]
    while todo:
        here = todo.pop(0).resolve()
        if here in found or not here.is_dir():
            continue
        found.append(here)
        calls = [b for f in files_of(here) for b in blocks_of(f) if b.type == "module"]
        todo += [here / source for c in calls if (source := _plain(c.arguments.get("source", ""))).startswith(".")]
    return found


def _installed(root: Path) -> list[Path]:
    record = root / ".terraform" / "modules" / "modules.json"
    if not record.is_file():
        return []
    return [root / module["Dir"] for module in json.loads(record.read_text(encoding="utf-8"))["Modules"]]


def _provider_sources(blocks: Iterator[Written]) -> dict[str, str]:
    """Return where the providers come from that a module declares, by the names that it has for them."""
    found = {"terraform": _BUILT_IN}
    for block in (b for top in blocks for b in top.walk() if b.type == "required_providers"):
        for name, text in block.arguments.items():
            said = _SOURCE.findall(_COMMENT.sub("", text))
            if "\\" in text or len(said) > 1 or (not said and "source" in text):
                found[name] = text  # nothing that is read for certain, so nobody's
            elif said:
                source = _without_registry(said[0])
                # Of several declarations the last file's counts; which one that is, is not worth a guess.
                found[name] = source if found.get(name, source) == source else text
    return found


def _without_registry(source: str) -> str:
    for registry in _PUBLIC_REGISTRIES:
        source = source.lower().removeprefix(registry)
    return source


def _problems(file: Path, blocks: list[Written], sources: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for block in (b for top in blocks for b in top.walk()):
        if block.type in _READ_WHILE_PLANNING:
            kind = unquote(block.labels[0]) if block.labels else ""
            seen.add(kind)
            local = _provider_of(block, kind.partition("_")[0])
            what = f"{'data source' if block.type == 'data' else 'ephemeral resource'} {'.'.join(block.labels)}"
            yield from _refusals(block, what, sources.get(local, f"hashicorp/{local}"), kind)
        elif block.type == "import":
            target = _plain(block.arguments.get("to", ""))
            local = _provider_of(block, _type_of(target).partition("_")[0])
            provider = sources.get(local, f"hashicorp/{local}")
            if "every" not in _allowed().get(provider, {}):
                yield f"the import of {target} ({block.place}) asks provider {provider} while planning"
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.name.endswith(".json"):
        text = "\n".join((text, *strings(load(file))))  # where signs may be written as escapes
    for local in _FUNCTION.findall(text):
        if (provider := sources.get(local, f"hashicorp/{local}")) not in _table()["functions"]:
            yield f"functions of provider {provider} ({file.name}) run while planning, and nobody knows what they do"
    if unseen := set(_BLOCK.findall(text)) - seen:
        yield f"it cannot be told for certain whether {file.name} has a data source {sorted(unseen)[0]}"


def _refusals(block: Written, what: str, provider: str, kind: str) -> Iterator[str]:
    allowed, refused = _allowed().get(provider, {}), _table()["refused"].get(provider, {})
    if kind in refused or (kind not in allowed and "every" not in allowed):
        why = refused.get(kind) or refused.get("every") or f"of provider {provider} may ask others or execute code"
        yield f"{what} ({block.place}) {why} while planning"
        return
    row = allowed.get(kind)
    if isinstance(row, dict) and not _IN_THE_MODULE.fullmatch(written := block.arguments.get(row["writes"], "")):
        yield f"{what} ({block.place}) writes to {written or 'nowhere'} while planning, and not for certain in its module"


def _provider_of(block: Written, otherwise: str) -> str:
    return _plain(block.arguments.get("provider", "")).partition(".")[0] or otherwise


def _type_of(target: str) -> str:
    """Return the type in a resource's address, whatever keys stand in it."""
    steps = re.sub(r"\[[^\]]*\]", "", target).split(".")
    while len(steps) > 2 and steps[0] == "module":
        steps = steps[2:]
    return steps[0]


def _plain(text: str) -> str:
    return unquote(text.strip().removeprefix('"').removesuffix('"')).removeprefix("${").removesuffix("}")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return dict(read_yaml(resources.files(__package__) / "data_sources.yaml"))


def _allowed() -> dict[str, Any]:
    return _table()["allowed"]
