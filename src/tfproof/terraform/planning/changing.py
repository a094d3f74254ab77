"""The arguments of an example's call that a case changes: by its variables, and to values known only after an apply."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tfproof.project.layout import Project
from tfproof.terraform.hcl import Expression, NotLiteral
from tfproof.terraform.ours import CHANGES_FILE, UNKNOWN_FILE
from tfproof.terraform.planning.case import Case

_TAKES_IDENTIFIER = re.compile(r"(_arns?|_ids?)$")


def change_example(copy: Path, case: Case, project: Project) -> None:
    """Write what a case changes into a copy of its example: the example itself is planned, not an imitation of its call."""
    arguments, unknowns = _changes(case, project)
    if arguments:
        changed = {"module": {case.call(project).labels[0]: arguments}}
        (copy / CHANGES_FILE).write_text(json.dumps(changed, indent=1), encoding="utf-8")
    if unknowns:
        # The id of a terraform_data is known to be non-null; only what has gone through another one's input is
        # as unknown as an argument that comes from a resource.
        sources = {"terraform_data": {"tfproof_seed": {}, **unknowns}}
        text = json.dumps({"resource": sources}, indent=1)
        (copy / UNKNOWN_FILE).write_text(text, encoding="utf-8")


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
