"""Hosts: the scripts of the stacks and modules, run in a Debian root, and looked at by testinfra."""

import base64

import debian
import pytest
from debian import PROJECT

from tfproof.terraform.planning import Case


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The Debian that hosts are copies of; it stays, because making it takes most of the time."""
    if reason := debian.missing():
        pytest.skip(f"no Debian root can be made here: {reason}")
    folder = PROJECT.build / "hosts"
    folder.mkdir(parents=True, exist_ok=True)
    return debian.debian(folder)


@pytest.fixture(scope="session")
def new_host(base, tmp_path_factory):
    """Makes hosts on which nothing has run yet."""

    def make(settings=None):
        return debian.Host(base, tmp_path_factory.mktemp("host") / "root", settings or {})

    return make


@pytest.fixture(scope="session")
def first_start(planner):
    """What an instance of a stack runs at its first start: the user data of the launch template in a module of that name."""

    def script(stack, environment, module):
        plan = planner.plan(Case.of(stack, environment=environment))
        (template,) = [r for r in plan.of("aws_launch_template") if r.address.startswith(f"module.{module}.")]
        return base64.b64decode(template["user_data"]).decode()

    return script


@pytest.fixture(scope="session")
def settings(planner):
    """What Parameter Store holds for a stack, by name, as far as the plan knows it."""

    def known(stack, environment):
        parameters = planner.plan(Case.of(stack, environment=environment)).of("aws_ssm_parameter")
        told = {p["name"]: p.peek("insecure_value") for p in parameters}
        return {name: value for name, value in told.items() if isinstance(value, str)}

    return known


@pytest.fixture(scope="session")
def example(planner):
    """The plan of an example of a module, with arguments changed."""
    return lambda module, name, **changed: planner.plan(Case.of(module, changed, example=name))
