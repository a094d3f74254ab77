"""What must exist in the emulator before a stack, and the order that saves applies."""

import pytest
from applied_systems import PROJECT, made_before

from tfproof.emulator.applied import at_once


def pytest_xdist_auto_num_workers():
    """Every process applies a system, and mostly waits."""
    return at_once(PROJECT)


@pytest.fixture(scope="session")
def prerequisites(emulator, stack, environment):
    """What the emulator of the tests has before the stack."""
    return made_before(emulator, stack, environment)


@pytest.fixture
def client(emulator):
    """Clients of the emulator, by service and region."""
    return emulator.client


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Destroy last in each environment: a test that needs the stack afterwards would have to wait for another apply."""

    def place(item):
        params = item.callspec.params if hasattr(item, "callspec") else {}
        return params.get("stack", ""), params.get("environment", ""), "destroy" in item.name

    items.sort(key=place)
