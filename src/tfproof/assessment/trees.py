"""Directories of plans: what `terragrunt run --all plan --json-out-dir DIRECTORY` leaves, a plan for each of its units.

Every folder without folders in it is a unit, and has a plan: one that is missing would be a unit that nobody judged.
https://terragrunt.gruntwork.io/docs/features/run-queue/#saving-opentofuterraform-plan-output
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from tfproof.errors import BadInput
from tfproof.terraform.hcl import files_of

#: How the plan of a unit is called, and the binary one that it is made from.
PLAN, BINARY = "tfplan.json", "tfplan.tfplan"
#: What makes a folder of a live tree a unit.
_UNIT = "terragrunt.hcl"


def is_tree(path: Path) -> bool:
    """Whether a directory holds plans of units, and no Terraform of its own that could be planned."""
    return path.is_dir() and not files_of(path) and any(PLAN in files for _, _, files in os.walk(path))


def plans_of_units(tree: Path) -> dict[str, Path]:
    """Return the plan of every unit below a directory by the unit's path, sorted; raise BadInput where one is missing."""

    def unreadable(error: OSError) -> NoReturn:
        raise BadInput(f"{error.filename}: {error.strerror}", "let it be read: its plans were not judged") from error

    found: dict[str, Path] = {}
    for directory, folders, files in os.walk(tree, onerror=unreadable):
        here = Path(directory)
        if links := [name for name in sorted(folders) if (here / name).is_symlink()]:
            raise BadInput(f"{here / links[0]}: a link, which is not followed", "name the directory that it leads to")
        if PLAN in files:
            found[here.relative_to(tree).as_posix()] = here / PLAN
        elif BINARY in files or not folders:
            raise BadInput(
                f"{here}: a unit without {PLAN}, so nobody can judge it",
                "plan it again with --json-out-dir, or take its folder away",
            )
    return dict(sorted(found.items()))


def refuse_unplanned(tree: Path, live: Path) -> None:
    """Raise BadInput for a unit of the directory that terragrunt ran in which has no plan: it leaves no folder, either."""
    units = {file.parent.relative_to(live) for file in live.rglob(_UNIT) if not _is_hidden(file.relative_to(live))}
    below = units - {Path()}  # a file at the top is what the units include
    if not units:
        raise BadInput(f"--units {live}: no {_UNIT} below", "name the directory that terragrunt ran in")
    planned = plans_of_units(tree)
    if missing := sorted(unit.as_posix() for unit in below or units if unit.as_posix() not in planned):
        raise BadInput(f"{tree}: no plan of {', '.join(missing)}", "plan them, too: nobody can judge them")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
