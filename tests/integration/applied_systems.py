"""The systems as the integration tests apply them: what each needs to be there before, and what lets it be destroyed again."""

import sys
from pathlib import Path

import pytest
import yaml

from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))
#: By stack: the domain of each environment whose zone somebody else has made, further variables, objects that have to be
#: there, the types that an environment has none of, and what production and staging have to be told before they let
#: themselves be destroyed.
SYSTEMS = yaml.safe_load((Path(__file__).parent / "applied_systems.yaml").read_text())


def each_system():
    """Run a test in every environment of every system."""
    environments = [(sys.intern(stack), sys.intern(e)) for stack in SYSTEMS for e in PROJECT.environments(stack)]
    cases = [
        pytest.param(
            stack,
            environment,
            id=f"{stack}-{environment}",
            marks=[pytest.mark.applied(stack), pytest.mark.xdist_group(f"{stack}-{environment}")],
        )
        for stack, environment in environments
    ]
    return pytest.mark.parametrize(("stack", "environment"), cases, scope="session")
