"""What the validations of a root's variables refuse, told by a copy of the root that has nothing but its variables.

In the root itself Terraform says the same, but not before it has planned all that does not depend on what is refused.
"""

from __future__ import annotations

from tfproof.terraform.diagnostics import Kind, worst
from tfproof.terraform.hcl import Directory
from tfproof.terraform.isolation import blank
from tfproof.terraform.locks import LOCK_FILE
from tfproof.terraform.planning.alone import copy_of, give
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.case import Case
from tfproof.terraform.root import PlanRun


def refused_by_validations(case: Case, cache: Cache) -> PlanRun | None:
    """Return how a root's own validations refuse a case; None where they do not, or ask for more than variables."""
    if cache.is_module(case) or not case.refused:
        return None
    with copy_of(case, cache) as copy:
        root = Directory(copy.root, tofu=cache.toolchain.is_tofu)
        if root.json_blocks:
            return None
        for file in root.files:
            blank(file, [b.lines for b in root.of("variable") if b.file == file], all_but=True)
        (copy.root / LOCK_FILE).unlink(missing_ok=True)  # no provider is left that would have to be installed
        run = copy.plan(give(copy, case))
    return run if run.errors and worst(run.errors) is Kind.REFUSAL else None
