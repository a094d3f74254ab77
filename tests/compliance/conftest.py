"""The plans of the checks' fixtures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_verdicts import CASES
from hypothesis import settings

from tfproof.testing import plan_fixtures

if TYPE_CHECKING:
    from tfproof import Plan
    from tfproof.terraform.planning import Planner

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))  # what counts
# Not in the conftest of all tests: most of them draw nothing, and it is slow to import.
settings.register_profile("tfproof", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("tfproof")


@pytest.fixture(scope="session")
def fixture_plans(planner: Planner) -> dict[tuple[str, str], Plan]:
    """Return the plan of every fixture by check and kind, all planned in a few runs."""
    return {(case.check, case.kind): plan for case, plan in plan_fixtures(CASES, planner).items()}
