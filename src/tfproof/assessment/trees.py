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
#: What makes a folder of a live tree a unit: https://terragrunt.gruntwork.io/docs/reference/hcl/
_UNITS = ("terragrunt.hcl", "terragrunt.hcl.json")
#: What units are generated from, where they lie then, and what says of one that it lies elsewhere.
#: https://terragrunt.gruntwork.io/docs/features/stacks/
_STACK, _GENERATED, _ELSEWHERE = "terragrunt.stack.hcl", ".terragrunt-stack", "no_dot_terragrunt_stack"
#: What terragrunt and git keep for themselves.
_NOT_LIVE = {".git", ".terraform", ".terragrunt-cache"}
#: By how many seconds a plan may seem older than what it was made from: both are written anew where a tree is unpacked.
_UNPACKED = 60


def is_tree(path: Path) -> bool:
    """Whether a directory holds plans of units, and no Terraform of its own that could be planned."""
    return path.is_dir() and not files_of(path) and any(PLAN in files for _, _, files in os.walk(path))


def plans_of_units(tree: Path) -> dict[str, Path]:
    """Return the plan of every unit below a directory by the unit's path, sorted; raise BadInput where one is missing."""
    found: dict[str, Path] = {}
    for directory, folders, files in os.walk(tree, onerror=_unreadable):
        here = Path(directory)
        if links := [name for name in sorted(folders) if (here / name).is_symlink()]:
            raise BadInput(f"{here / links[0]}: a link, which is not followed", "name the directory that it leads to")
        if PLAN in files and BINARY in files and _written(here / PLAN) < _written(here / BINARY) - _UNPACKED:
            raise BadInput(f"{here}: {PLAN} is older than {BINARY}", "plan it again with --json-out-dir")
        if PLAN in files:
            found[here.relative_to(tree).as_posix()] = here / PLAN
        elif BINARY in files or not folders:
            raise BadInput(
                f"{here}: a unit without {PLAN}, so nobody can judge it",
                "plan it again with --json-out-dir, or take its folder away",
            )
    return dict(sorted(found.items()))


def _written(file: Path) -> float:
    return file.stat().st_mtime


def refuse_unplanned(tree: Path, live: Path) -> None:
    """Raise BadInput where the units of the directory that terragrunt ran in are not those that have a plan.

    One that failed leaves no folder, and one that is no longer there leaves its former plan.
    """
    if not (units := _units_of(live)):
        raise BadInput(f"--units {live}: no {_UNITS[0]} below", "name the directory that terragrunt ran in")
    planned = plans_of_units(tree).keys()
    needed = units - {"."} or units  # a file at the top is what the units include
    if missing := sorted(needed - planned):
        raise BadInput(f"{tree}: no plan of {', '.join(missing)}", "plan them, too: nobody can judge them")
    if former := sorted(planned - units):
        raise BadInput(f"{tree}: plans of what is no unit of {live}: {', '.join(former)}", "take their folders away")


def _units_of(live: Path) -> set[str]:
    """Return the ways from a live tree to its units; raise BadInput for a stack whose units were not generated."""
    units: set[str] = set()
    for directory, folders, files in os.walk(live, onerror=_unreadable):
        here = Path(directory)
        if (
            _STACK in files
            and _GENERATED not in folders
            and _ELSEWHERE not in (here / _STACK).read_text(encoding="utf-8")
        ):
            raise BadInput(f"{here / _STACK}: its units are not there", "run 'terragrunt stack generate'")
        if not {*_UNITS}.isdisjoint(files):
            units.add(here.relative_to(live).as_posix())
        folders[:] = [name for name in folders if name not in _NOT_LIVE]
    return units


def _unreadable(error: OSError) -> NoReturn:
    raise BadInput(f"{error.filename}: {error.strerror}", "let it be read: what lies there was not judged") from error
