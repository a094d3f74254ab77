"""Fixtures for the tests of the kit."""

from pathlib import Path

import pytest
from hypothesis import settings
from workshop import Workshop

from tfproof.terraform.toolchain import Toolchain

# Not in the conftest of all tests: most of them draw nothing, and it is slow to import.
settings.register_profile("tfproof", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("tfproof")

#: What makes pytest or Python write otherwise: CI logs, debuggers and shells set some, and what a test says must not
#: depend on who runs it.
_MOODS = (
    "BUILD_NUMBER", "CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "PY_COLORS", "PYTEST_ADDOPTS",
    "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _one_environment_everywhere():
    """Take out of the environment what only some machines have."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _MOODS:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def toolchain(tmp_path_factory: pytest.TempPathFactory) -> Toolchain:
    return Toolchain.find(tmp_path_factory.mktemp("toolchain"))


@pytest.fixture
def workshop(tmp_path: Path, toolchain: Toolchain) -> Workshop:
    return Workshop(tmp_path / "project", toolchain)


@pytest.fixture
def without_terraform(toolchain: Toolchain) -> Toolchain:
    """A toolchain whose binary cannot be started: whoever uses it and succeeds has started no terraform."""
    return Toolchain(
        Path("/nowhere/terraform"), toolchain.product, toolchain.version, toolchain.mirror, toolchain.cache
    )
