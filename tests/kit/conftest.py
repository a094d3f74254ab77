"""Fixtures for the tests of the kit."""

from pathlib import Path

import pytest
from workshop import Workshop

from tfproof.terraform.toolchain import Toolchain


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
