"""Modules around resources change their addresses and the file, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import Raw, Subject, Trial, Variant, complain, same, transformation, under
from editing import copied

from tfproof import Plan
from tfproof.terraform.hcl import Directory


@transformation
def in_a_module(subject: Subject) -> Iterator[Variant]:
    """Call the fixture as a module; the root has variables of the same names with other values."""
    yield from _variants(subject, ("wrap",))


@transformation
def three_modules_deep(subject: Subject) -> Iterator[Variant]:
    """Call the fixture through two other modules."""
    yield from _variants(subject, ("outer", "middle", "inner"))


def _variants(subject: Subject, names: tuple[str, ...]) -> Iterator[Variant]:
    rename = partial(prefixed, names)
    make = partial(_wrapped, subject, names)
    yield Variant("with the source", make, same(subject.findings, rename=rename, place=True))
    yield Variant("without it", partial(_blind, make), same(subject.blind, rename=rename, or_unknown=True))


def _blind(make: Any) -> Plan:
    return Plan(make().raw)


def prefixed(names: tuple[str, ...], address: str) -> str:
    """Return the address of a resource in nested modules; the name of a scope stays."""
    return "".join(f"module.{n}." for n in names) + address if "." in address else address


def _wrapped(subject: Subject, names: tuple[str, ...]) -> Plan:
    directory = subject.directory()
    raw = subject.raw
    for position in range(len(names) - 1, -1, -1):
        raw = wrapped(raw, names[position], others=position == 0)
    sources = [directory.joinpath(*names[:depth]) for depth in range(len(names))]
    for path, name in zip(sources, names, strict=True):
        path.mkdir(exist_ok=True)
        aliases = Directory(subject.source).provider_aliases
        (path / "main.tf").write_text(
            required(aliases) + (variables(subject.raw) if path == directory else "") + call(name, aliases)
        )
    inner = directory.joinpath(*names)
    inner.mkdir()
    (inner / "main.tf").write_text((subject.source / "main.tf").read_text())
    return Plan(raw, directory)


def required(aliases: list[str]) -> str:
    """Return the declaration of provider configurations that a module is handed."""
    names = ", ".join(aliases)
    provider = f'aws = {{ source = "hashicorp/aws", configuration_aliases = [{names}] }}'
    return f"terraform {{\n  required_providers {{\n    {provider}\n  }}\n}}\n" if aliases else ""


def call(name: str, aliases: list[str], more: str = "") -> str:
    """Return a module call that hands the provider configurations on."""
    passed = "".join(f"    {a} = {a}\n" for a in ("aws", *aliases))
    providers = f"  providers = {{\n{passed}  }}\n" if aliases else ""
    return f'module "{name}" {{\n  source = "./{name}"\n{more}{providers}}}\n'


def variables(raw: Raw) -> str:
    """Return root variables of the same names, with another value."""
    names = raw["configuration"]["root_module"].get("variables", {})
    return "".join(f'variable "{name}" {{\n  default = "another"\n}}\n' for name in names)


def wrapped(raw: Raw, name: str, *, others: bool, key: str | int | None = None) -> Raw:
    """Return the plan in which everything is in a module of that name, as Terraform writes it."""
    index = "" if key is None else f"[{key}]" if isinstance(key, int) else f'["{key}"]'
    path = f"module.{name}{index}"
    made = copied(raw)
    trees = [made["planned_values"], (made.get("prior_state") or {}).get("values") or {}]
    for node in (*trees, made["resource_changes"], made.get("resource_drift", [])):
        _prefix(node, path)
    for tree in trees:
        if "root_module" in tree:
            tree["root_module"] = {"child_modules": [{**tree["root_module"], "address": path}]}
    inner = made["configuration"]["root_module"]
    made["configuration"]["root_module"] = {"module_calls": {name: {"source": f"./{name}", "module": inner}}}
    if others:
        outer = inner.get("variables", {})
        made["configuration"]["root_module"]["variables"] = {n: {"default": "another"} for n in outer}
        made["variables"] = {n: {"value": "another"} for n in outer}
    made["planned_values"].pop("outputs", None)
    made.pop("output_changes", None)
    made.pop("checks", None)
    return made


def _prefix(node: Any, path: str) -> None:
    """Put the module in front of the addresses of resources and modules."""
    if isinstance(node, list):
        for item in node:
            _prefix(item, path)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("address", "module_address", "previous_address"):
                node[key] = f"{path}.{value}"
            elif key not in ("values", "change"):
                _prefix(value, path)


@under(in_a_module, three_modules_deep)
def test_modules_around_resources_change_no_verdict_region_or_line(trial: Trial) -> None:
    complain(trial.wrong)
