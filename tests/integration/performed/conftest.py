"""Social Flow as ministack performs it: one environment, applied once, asked by those who will use it.

It evaluates the policies, CORS rules and subscriptions that Terraform has made there. Where `TFPROOF_EMULATOR` names another
emulator, these tests are not collected.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest
from acting import REGION, Account
from applied_systems import made_before

from tfproof.emulator.applied import AppliedStack
from tfproof.emulator.choice import VARIABLE
from tfproof.emulator.leaving_out import Limits
from tfproof.emulator.ministack import MiniStackEmulator
from tfproof.emulator.ministack.driver import find
from tfproof.pytest_plugin.reads import note_applying

if os.environ.get(VARIABLE, "ministack") != "ministack":
    collect_ignore_glob = ["test_*.py"]

#: Another region, and ways round what ministack lacks, which would take other things along: users of Redis (with them
#: the policies of the tasks), autoscaling (with it all alarms), and origins in a VPC (with them the policies of the buckets).
VARIABLES = {
    "alb_internet_facing": True,
    "allowed_regions": [REGION, "us-east-2"],
    "availability_zones": [f"{REGION}{zone}" for zone in "abc"],
    "container_insights": "enabled",
    "redis_auth_token": "not-the-token-of-redis",
    "region": REGION,
    "replica_region": "us-east-2",
    "services": {
        "app": {"count": 1, "cpu": 512, "memory": 1024},
        "beat": {"count": 1, "cpu": 256, "memory": 512},
        "worker": {"count": 1, "cpu": 256, "memory": 512},
    },
}


def pytest_itemcollected(item):
    """These tests wait for an apply of their own, so they run beside the others of the same environment."""
    item.add_marker(pytest.mark.xdist_group("performed"))


@pytest.fixture(scope="session")
def emulator(project):
    if find(project.root) is None:
        pytest.skip("ministack is not installed")
    with MiniStackEmulator.start(project.root) as running:
        yield running


@pytest.fixture(scope="session")
def prerequisites(emulator, stack, environment):
    """As above, in this emulator: what is made for a session is made once, and who comes first would make it for both."""
    return made_before(emulator, stack, environment)


@pytest.fixture(scope="session")
def applied_stack(pytestconfig, project, planner, stack, environment, emulator, prerequisites):
    """As the plugin's, but another environment with the same name: what it leaves is no evidence of that one."""
    limits = Limits.load(project.root, emulator.name)
    variables = prerequisites | VARIABLES
    new = AppliedStack(project, planner.toolchain, emulator, stack, environment, variables, limits)
    note_applying(pytestconfig, new)
    with ExitStack() as held:
        applying = held.enter_context(new)
        applying.apply()
        yield applying


@pytest.fixture(scope="session")
def account(emulator, applied_stack):
    """The account as its owner sees it."""
    with Account(emulator, applied_stack.plan) as owned:
        yield owned


@pytest.fixture(scope="session")
def acting(account):
    """Whoever acts in the account, by name: a role of the stack, or a person."""
    return account.actor
