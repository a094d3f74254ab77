"""Hosts: the scripts of the stacks and modules, run in a Debian root, and looked at by testinfra."""

import base64
import json
import subprocess

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

    def make():
        return debian.Host(base, tmp_path_factory.mktemp("host") / "root")

    return make


@pytest.fixture(scope="session")
def rendered(planner):
    """Renders a template of a stack as Terraform does, with values given here."""

    def render(stack, template, **values):
        call = f"templatefile({json.dumps(str(PROJECT.stacks[stack] / template))}, {json.dumps(values)})"
        done = subprocess.run(
            [str(planner.toolchain.binary), "console"],
            input=f"base64encode({call})",
            capture_output=True,
            text=True,
            check=True,
        )
        return base64.b64decode(done.stdout.strip().strip('"')).decode()

    return render


@pytest.fixture(scope="session")
def example(planner):
    """The plan of an example of a module, with arguments changed."""
    return lambda module, name, **changed: planner.plan(Case.of(module, changed, example=name))
