"""Cases that are planned in a working copy of their own, as a person would: stacks, and what no other root can call."""

from __future__ import annotations

import re

from tfproof.terraform.hcl import Directory
from tfproof.terraform.locks import LOCK_FILE
from tfproof.terraform.ours import VARIABLES_FILE
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.changing import change_example
from tfproof.terraform.root import PlanRun
from tfproof.terraform.workspace import WorkingCopy


def needs_its_own_root(case: Case, cache: Cache) -> bool:
    """Whether a case cannot share a root: it configures providers, imports, takes variable files, or asks for its root."""
    if not cache.is_module(case):
        return True
    footprint = cache.footprint(case)
    own = next(d for d in footprint.directories if d.path == footprint.root)
    if _configures_providers(own) or own.of("import") or any(b.type == "import" for b in own.json_blocks):
        return True
    if case.example and own.required_variables:
        return True
    return re.search(r"\bpath\.(root|cwd)\b", footprint.text) is not None


def _configures_providers(directory: Directory) -> bool:
    blocks = [b.names for b in directory.of("provider")]
    bodies = [set(b.body) for b in directory.json_blocks if b.type == "provider"]
    return any(names - {"alias"} for names in blocks + bodies)


def plan_alone(case: Case, cache: Cache, endpoint: str | None) -> PlanRun:
    """Plan a case in its own working copy, a stack with its native variable file."""
    with copy_of(case, cache, endpoint) as copy:
        copy.isolate()
        if case.example:
            change_example(copy.root, case, cache.project)
        var_files = give(copy, case)
        if lock := cache.lock_file(case):
            copy.lock = lock
            (copy.root / LOCK_FILE).write_bytes(lock.read_bytes())
        copy.init()
        return copy.plan(var_files)


def copy_of(case: Case, cache: Cache, endpoint: str | None = None) -> WorkingCopy:
    """Return a working copy of a case's root, to be entered; a stack's is in the workspace of the environment."""
    return WorkingCopy(
        case.directory(cache.project),
        cache.toolchain,
        endpoint,
        shown_from=cache.project.root,
        footprint=cache.footprint(case),
        workspace=case.environment,
    )


def give(copy: WorkingCopy, case: Case) -> list[str]:
    """Put a case's variables into its copy, unless its example has them; return the variable files, theirs last."""
    var_files = [f"environments/{case.environment}.tfvars"] if case.environment else []
    if case.variables and not case.example:
        copy.write(VARIABLES_FILE, case.variables)
        var_files.append(VARIABLES_FILE)
    return var_files
