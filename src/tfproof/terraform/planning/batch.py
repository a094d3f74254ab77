"""One generated root that calls many cases, and the plan of each case taken out of the root's plan again."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tfproof.project.layout import Project
from tfproof.terraform.hcl import Expression, NotLiteral, reachable, read_directory
from tfproof.terraform.planning.case import Case
from tfproof.terraform.workspace import LOCK_FILE, OVERRIDE_FILE, batch_provider

#: Regions of the provider configurations that modules ask their caller for.
REGIONS = {"": "us-east-1", "us_east_1": "us-east-1"}
OTHER_REGION = "us-west-2"
_CASE = re.compile(r"case_[0-9a-f]{12}")
_TAKES_IDENTIFIER = re.compile(r"(_arns?|_ids?)$")


def write_root(base: Path, cases: Sequence[Case], project: Project, *, own_copies: bool) -> Path:
    """Write a root that calls every case into `base`; return its directory.

    With `own_copies` each case gets its own copy of the module, so that the file name in any diagnostic names the case.
    """
    root = base / "root"
    root.mkdir(parents=True)
    aliases: set[str] = set()
    for case in cases:
        copies = base / (f"copies/{case.id}" if own_copies else "shared")
        module = _place(case, copies, project)
        providers = read_directory(case.directory(project)).provider_aliases
        aliases |= {p.partition(".")[2] for p in providers}
        call: dict[str, Any] = {"source": os.path.relpath(module, root)}
        if providers:
            call["providers"] = {"aws": "aws", **{p: p for p in providers}}
        if not case.example:
            call |= {name: escaped(value) for name, value in case.variables.items()}
        content = {
            "module": {case.id: call},
            "output": {case.id: {"value": f"${{module.{case.id}}}", "sensitive": True}},
        }
        (root / f"{case.id}.tf.json").write_text(json.dumps(content, indent=1))
    configurations = [batch_provider(REGIONS[""])]
    configurations += [batch_provider(REGIONS.get(a, OTHER_REGION), a) for a in sorted(aliases)]
    (root / "providers.tf.json").write_text(json.dumps({"provider": {"aws": configurations}}))
    if lock := next(iter(sorted((project.root / "terraform").glob(f"stacks/*/{LOCK_FILE}"))), None):
        shutil.copy(lock, root / LOCK_FILE)
    return root


def _place(case: Case, copies: Path, project: Project) -> Path:
    """Copy the case's module (or example) with everything it reaches; return the directory to call.

    A copy keeps the project's layout below `terraform/`, so that relative sources stay true.
    """
    directory = case.directory(project)
    if not case.example:
        return _copied(directory, copies, project)
    example = _copied(directory, copies, project)
    own = example.parent / f"{case.example}-{case.id}"
    if not own.exists():
        shutil.copytree(example, own)
    arguments, unknowns = _changes(case, project)
    if arguments:
        changed = {"module": {case.call(project).labels[0]: arguments}}
        (own / OVERRIDE_FILE).write_text(json.dumps(changed, indent=1))
    if unknowns:
        # The id of a terraform_data is known to be non-null; only what has gone through another one's input is
        # as unknown as an argument that comes from a resource.
        sources = {"terraform_data": {"tfproof_seed": {}, **unknowns}}
        (own / "zz_tfproof_unknown.tf.json").write_text(json.dumps({"resource": sources}, indent=1))
    return own


def _copied(directory: Path, copies: Path, project: Project) -> Path:
    target = copies / directory.resolve().relative_to(project.root)
    if not (target / ".copied").exists():
        for other in reachable(directory):
            place = copies / other.relative_to(project.root)
            place.mkdir(parents=True, exist_ok=True)
            for item in other.iterdir():
                if item.is_file() and item.suffix != ".md":
                    shutil.copy(item, place / item.name)
                elif item.is_dir() and item.name not in ("examples", ".terraform"):
                    shutil.copytree(item, place / item.name, dirs_exist_ok=True)
        (target / ".copied").touch()
    return target


def _changes(case: Case, project: Project) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments of the example's call that change, and the sources of unknown values that they need."""
    arguments: dict[str, Any] = {name: escaped(value) for name, value in case.variables.items()}
    unknowns: dict[str, Any] = {}
    if case.unknown:
        for name, expression in case.call(project).attributes.items():
            if name not in arguments and (replaced := _made_unknown(name, expression, unknowns)) is not None:
                arguments[name] = replaced
    return arguments, unknowns


def _made_unknown(name: str, expression: Expression, unknowns: dict[str, Any]) -> Any:
    try:
        value = expression.literal()
    except NotLiteral:
        return None
    changed = _replace(name, value, unknowns, bool(_TAKES_IDENTIFIER.search(name)))
    return None if changed == escaped(value) else changed


def _replace(name: str, value: Any, unknowns: dict[str, Any], inside: bool) -> Any:
    """Replace identifiers and ARNs in a value: strings under a key that takes one, and elements of such lists or maps."""
    match value:
        case str() if inside:
            label = f"tfproof_unknown_{len(unknowns)}"
            unknowns[label] = {"input": "${terraform_data.tfproof_seed.id}"}
            return f"${{terraform_data.{label}.output}}"
        case list():
            return [_replace(name, v, unknowns, inside) for v in value]
        case dict():
            return {
                k: _replace(k, v, unknowns, inside or bool(_TAKES_IDENTIFIER.search(k)) or k in ("arn", "id"))
                for k, v in value.items()
            }
    return escaped(value)


def escaped(value: Any) -> Any:
    """Return the value with template markers escaped: `${` and `%{` in JSON are templates to Terraform."""
    match value:
        case str():
            return value.replace("${", "$${").replace("%{", "%%{")
        case list():
            return [escaped(v) for v in value]
        case dict():
            return {k: escaped(v) for k, v in value.items()}
    return value


def case_of(*texts: str) -> str:
    """Return the id of the case that one of the texts names, or an empty string."""
    return next((m[0] for t in texts if (m := _CASE.search(t))), "")


def split(raw: dict[str, Any], cases: Sequence[Case]) -> dict[Case, dict[str, Any]]:
    """Take each case's plan out of the plan of the generated root, with the addresses that a stranger would see."""
    by_id: dict[str, dict[str, list[Any]]] = {c.id: {"changes": [], "prior": [], "checks": []} for c in cases}
    for change in raw.get("resource_changes", []):
        if (case_id := case_of(change["address"])) in by_id:
            by_id[case_id]["changes"].append(change)
    for check in raw.get("checks", []):
        if (case_id := case_of(check.get("address", {}).get("to_display", ""))) in by_id:
            by_id[case_id]["checks"].append(check)
    planned = _children(raw.get("planned_values", {}))
    prior = _children(raw.get("prior_state", {}).get("values", {}))
    calls = raw["configuration"]["root_module"].get("module_calls", {})
    providers = raw["configuration"].get("provider_config", {})
    plans: dict[Case, dict[str, Any]] = {}
    for case in cases:
        call = calls.get(case.id, {})
        plan: dict[str, Any] = {
            "format_version": raw.get("format_version"),
            "terraform_version": raw.get("terraform_version"),
            "variables": {n: {"value": v} for n, v in case.variables.items()},
            "planned_values": {
                "outputs": _outputs(raw, case.id),
                "root_module": planned.get(case.id, {}),
            },
            "output_changes": _output_changes(raw, case.id),
            "resource_changes": by_id[case.id]["changes"],
            "prior_state": {"values": {"root_module": prior.get(case.id, {})}},
            "checks": by_id[case.id]["checks"],
            "configuration": {
                "provider_config": {k: v for k, v in providers.items() if "module_address" not in v},
                "root_module": call.get("module", {}),
            },
        }
        plans[case] = _without_prefix(plan, f"module.{case.id}")
    return plans


def _children(values: dict[str, Any]) -> dict[str, Any]:
    children = values.get("root_module", {}).get("child_modules", [])
    return {c["address"].removeprefix("module."): c for c in children}


def _outputs(raw: dict[str, Any], case_id: str) -> dict[str, Any]:
    output = raw.get("planned_values", {}).get("outputs", {}).get(case_id, {})
    change = raw.get("output_changes", {}).get(case_id, {})
    known: dict[str, Any] = output.get("value") or change.get("after") or {}
    return {name: {"sensitive": False, "value": value} for name, value in known.items()}


def _output_changes(raw: dict[str, Any], case_id: str) -> dict[str, Any]:
    change = raw.get("output_changes", {}).get(case_id, {})
    unknown = change.get("after_unknown", {})
    after = change.get("after") or {}
    names = {*after, *(unknown if isinstance(unknown, dict) else {})}
    masks = unknown if isinstance(unknown, dict) else {}
    return {
        n: {"actions": ["create"], "after": after.get(n), "after_unknown": masks.get(n, False)} for n in sorted(names)
    }


def _without_prefix(plan: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Take the batch's module prefix off every address. Addresses are the only strings that hold a case's name."""
    text = json.dumps(plan)
    for mark in (f"{prefix}.", f"{prefix}:"):
        text = text.replace(mark, "")
    cleaned: dict[str, Any] = json.loads(text)
    root = cleaned["planned_values"]["root_module"]
    if isinstance(root, dict):
        root.pop("address", None)
    for change in cleaned["resource_changes"]:
        if change.get("module_address") == prefix:
            del change["module_address"]
    return cleaned


def shards(cases: Sequence[Case], size: int) -> Iterator[Sequence[Case]]:
    """Split the cases into runs of at most `size`, of about equal length."""
    count = -(-len(cases) // size)
    for position in range(count):
        yield cases[position::count]
