"""Writes the generated parts of the modules' README files: the smallest example, the tables of inputs, outputs and changes.

`python -m tfproof.terraform.module_readme` rewrites them; with `--check` it only says which are not up to date (exit 1).
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tfproof.files import read_yaml
from tfproof.project.layout import Project
from tfproof.terraform.hcl import Block, NotLiteral, read_directory
from tfproof.terraform.provider_types import is_of_aws

#: What changing an input does, as it was seen; `tfproof.changes.table` writes it.
CHANGES = Path("examples") / "changes.yaml"
BESIDE = "create then delete"
#: As above, but AWS may not take a second one of the same name.
ONE_NAME = "create then delete, of one name"
#: Terraform would not even plan it.
REFUSED = "refused"
#: What a change does to a resource, from the mildest to the worst.
EFFECTS = ("nothing", "made", "in place", BESIDE, "deleted", "delete then create", ONE_NAME, REFUSED)
#: What a README gets that has no place for a generated part yet.
_PLACES = {
    "example": "",
    "inputs": "## Inputs\n\n",
    "outputs": "## Outputs\n\n",
    "changes": "## What a change does\n\n"
    "Seen on the typical example: applied to an emulator, then planned again with this input alone changed.\n\n",
}
#: Where this repository is published, as Terraform names it; the README files of the modules use it.
REPOSITORY = "git::https://git.example.com/tfproof.git"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _description(block: Block) -> str:
    expression = block.attributes.get("description")
    try:
        return _cell(str(expression.literal())) if expression else ""
    except NotLiteral:
        return ""


def _type(block: Block) -> str:
    text = block.attributes["type"].text if "type" in block.attributes else ""
    return text if "\n" not in text else f"{text.split('(')[0]}(object)" if text.startswith("map(") else "object"


def inputs_table(module: Path) -> str:
    """Return the table of a module's input variables."""
    rows = ["| name | type | default | description |", "|---|---|---|---|"]
    for name, block in sorted(read_directory(module).variables.items()):
        default = block.attributes["default"].text if "default" in block.attributes else ""
        shown = f"`{_cell(default)}`" if default else "required"
        rows.append(f"| `{name}` | `{_cell(_type(block))}` | {shown} | {_description(block)} |")
    return "\n".join(rows)


def outputs_table(module: Path) -> str:
    """Return the table of a module's outputs."""
    rows = ["| name | description |", "|---|---|"]
    for block in sorted(read_directory(module).of("output"), key=lambda b: b.labels):
        rows.append(f"| `{block.labels[0]}` | {_description(block)} |")
    return "\n".join(rows)


def changes_table(module: Path) -> str:
    """Return the table of what a change of each input does."""
    if not is_of_aws(module):
        return "Not seen: no emulator performs what its provider makes."
    if not (module / CHANGES).is_file():
        return "Not seen yet: `make changes`."
    rows = ["| input | a change of it, the worst first |", "|---|---|"]
    for name, seen in read_yaml(module / CHANGES).items():
        by_effect = _by_effect(seen.get("does", {}))
        told = "; ".join(f"{effect}: {', '.join(f'`{t}`' for t in types)}" for effect, types in by_effect.items())
        rows.append(f"| `{name}` | {told or EFFECTS[0]} |")
    return "\n".join(rows)


def _by_effect(does: Mapping[str, str]) -> dict[str, list[str]]:
    """The types of resources by what happens to them, the worst first."""
    worst_first = [e for e in reversed(EFFECTS) if e in does.values()]
    return {effect: [t for t, e in does.items() if e == effect] for effect in worst_first}


def public_source(module: Path, root: Path) -> str:
    """Return the address that a module of a project has for those who use it from elsewhere, at the project's version."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return f"{REPOSITORY}//{module.relative_to(root).as_posix()}?ref=v{version}"


def rendered(module: Path) -> str:
    """Return the README of a module with its generated parts as they should be."""
    text = (module / "README.md").read_text()
    source = public_source(module, Project.find(module).root)
    example = (module / "examples" / "minimal" / "main.tf").read_text().strip().replace('"../.."', f'"{source}"')
    parts = {
        "example": f"```hcl\n{example}\n```",
        "inputs": inputs_table(module),
        "outputs": outputs_table(module),
        "changes": changes_table(module),
    }
    for name, content in parts.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin not in text:
            text = f"{text.rstrip()}\n\n{_PLACES[name]}{begin}\n{end}\n"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{module.name}/README.md: {begin} has no {end}")
        text = pattern.sub(lambda _, b=begin, c=content, e=end: f"{b}\n{c}\n{e}", text)  # type: ignore[misc]
    return text


def main(arguments: list[str]) -> int:
    """Rewrite the files, or with `--check` name those that differ."""
    stale = 0
    for module in Project.find(Path.cwd()).modules.values():
        wanted = rendered(module)
        if wanted != (module / "README.md").read_text():
            stale += 1
            if "--check" in arguments:
                print(f"{module.name}/README.md is not up to date: run 'make docs'", file=sys.stderr)  # noqa: T201
            else:
                (module / "README.md").write_text(wanted)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
