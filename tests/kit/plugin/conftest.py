"""A project in which the tests of the plugin run pytest."""

import json
import os
import stat

import pytest
from workshop import QUEUE

STACK = """
variable "name" {}
module "queue" {
  source = "../../modules/queue"
  name   = var.name
}
"""


@pytest.fixture
def suite(pytester):
    """A project with one module and one stack."""
    module = pytester.path / "terraform/modules/queue"
    module.mkdir(parents=True)
    (module / "main.tf").write_text(QUEUE)
    stack = pytester.path / "terraform/stacks/shop"
    (stack / "environments").mkdir(parents=True)
    (stack / "main.tf").write_text(STACK)
    for environment in ("staging", "production"):
        (stack / "environments" / f"{environment}.tfvars").write_text(f'name = "{environment}"\n')
    (stack / "requirements.yaml").write_text("- {id: X-1}\n- {id: X-2}\n")
    pytester.makeini("[pytest]\n")
    return pytester


@pytest.fixture
def recorded(suite):
    """The results that the runs in the project have left."""

    def read():
        files = list((suite.path / "build/results").rglob("*.jsonl"))
        return [json.loads(line) for f in files for line in f.read_text().splitlines()]

    return read


@pytest.fixture
def open_to_others():
    """The files and directories below one, itself included, that anybody but the owner may use."""

    def find(top):
        found = [top, *top.rglob("*")]
        return [str(p.relative_to(top)) for p in found if stat.S_IMODE(p.stat().st_mode) & 0o077]

    before = os.umask(0)  # whoever relies on the caller's umask shows it
    yield find
    os.umask(before)
