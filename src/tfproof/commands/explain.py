"""`tfproof explain`: a check or a control in plain words; without a name, a list of all checks."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

from tfproof import checks
from tfproof.checks import Check, aliases, registry
from tfproof.checks.arguments.examples import before_and_after
from tfproof.checks.arguments.tables import rows
from tfproof.errors import BadInput, instead_of
from tfproof.frameworks import Control, Framework, load
from tfproof.terraform.hcl import read_whole

#: What a check is tried on, by its id, in files named for the verdict.
EXAMPLES = resources.files(checks) / "examples"


def run(options: argparse.Namespace) -> int:
    """Print what is known under the name."""
    found = explain(options.name) if options.name else {"checks": {i: c.title for i, c in sorted(registry().items())}}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else _text(found))
    return 0


def explain(name: str) -> dict[str, Any]:
    """Return a check (`encryption.rds-at-rest`) or a control (`A.8.24`, `soc2:CC6.1`) as data."""
    checks, frameworks = registry(), load(known_checks=registry(), aliases=aliases())
    name = aliases().get(name, name)
    if name in checks:
        return _check(checks[name], frameworks)
    wanted_framework, _, wanted = name.rpartition(":")
    controls = [
        _control(f, r, checks)
        for f in frameworks
        for r in f.controls
        if r.id == wanted and wanted_framework in ("", f.id)
    ]
    if not controls:
        listed = f"'tfproof explain' lists the checks; frameworks: {', '.join(f.id for f in frameworks)}"
        known = [*checks, *(called for f in frameworks for r in f.controls for called in (r.id, f"{f.id}:{r.id}"))]
        raise BadInput(f"no check or control is called {name!r}", instead_of([name], known, listed))
    return {"controls": controls}


def examples_of(check: Check) -> tuple[str, str]:
    """Return Terraform that fails a check, and such that passes it; empty texts for a check of another package.

    Both are planned by this package's own tests, which hold them to these verdicts.
    """
    if check.id in rows() and not (EXAMPLES / check.id / "fail.tf").is_file():
        return before_and_after(check.id)
    with resources.as_file(EXAMPLES / check.id) as folder:
        files = [folder / f"{kind}.tf" for kind in ("fail", "pass")]
        before, after = (_blocks(file, check) for file in files)
        whole = [file.read_text(encoding="utf-8") if file.is_file() else "" for file in files]
    both = set(before) & set(after)  # what stands around in either: what is asked of it is decided by its neighbours
    before, after = ([b for b in blocks if b not in both] for blocks in (before, after))
    kind, failing = min(before, key=lambda b: len(b[1]), default=("", whole[0]))
    alike = [text for other, text in after if other == kind] or [text for _, text in after]
    return failing, min(alike, key=len, default=whole[1])


def _blocks(file: Path, check: Check) -> list[tuple[str, str]]:
    """Return the type and the text of each block that the check speaks of; of all where it speaks of every type."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [b for b in read_whole(file) if b.type == "resource"]
    own = [b for b in found if b.labels[0] in check.types] or found
    return [(b.labels[0], "\n".join(lines[b.lines[0] - 1 : b.lines[1]])) for b in own]


def _check(check: Check, frameworks: tuple[Framework, ...]) -> dict[str, Any]:
    before, after = examples_of(check)
    return {
        "check": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "what it reads and why": check.doc,
        "population": check.population.value,
        "scope": check.scope,
        "aspect": check.aspect,
        "resource types": list(check.types),
        "settings that change it": list(check.parameters),
        "former ids": list(check.aliases),
        "sources": list(check.sources),
        "fix": check.remediation,
        "fails": before,
        "passes": after,
        "speaks for": [
            f"{f.id}:{r.id} ({e.kind.value}): {e.rationale}"
            for f in frameworks
            for r in f.controls
            for e in r.edges
            if e.check == check.id
        ],
    }


def _control(framework: Framework, control: Control, checks: dict[str, Check]) -> dict[str, Any]:
    return {
        "control": f"{framework.id}:{control.id}",
        "framework": framework.label,
        "title": control.title,
        "coverage": control.coverage.value,
        "reason": control.reason,
        "asks about": list(control.aspects) or sorted({checks[e.check].aspect for e in control.edges}),
        "checks": [f"{e.check} ({e.kind.value}): {e.rationale}" for e in control.edges],
    }


def _text(found: dict[str, Any], indent: str = "") -> str:
    lines: list[str] = []
    for key, value in found.items():
        if isinstance(value, dict):
            width = max(map(len, value), default=0)
            lines += [f"{indent}{k.ljust(width)}  {v}" for k, v in value.items()]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [_text(item, indent) for item in value]
        elif isinstance(value, list):
            lines += [f"{indent}{key}:", *(f"{indent}  {item}" for item in value)] if value else []
        elif value and "\n" in value and key in ("fails", "passes"):
            lines += [f"{indent}{key}:", *(f"{indent}    {line}".rstrip() for line in value.rstrip().splitlines())]
        elif value:
            lines.append(f"{indent}{key}: {value}")
    return "\n".join(lines) + "\n"
