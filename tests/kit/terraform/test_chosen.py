"""What `init` has chosen once is chosen again without it, and only where everything that decides on it is the same."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from faulty import failing
from workshop import VERSIONS

from tfproof.errors import EnvironmentProblem
from tfproof.terraform.workspace import WorkingCopy

LOCK = Path(__file__).parents[3] / "terraform/stacks/social-flow/.terraform.lock.hcl"
VPC = 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n'
#: A terraform that cannot choose AWS's provider.
CHOOSES_NOT = '[ -n "$TF_REATTACH_PROVIDERS" ] || exit 1\nexec "$REAL" "$@"'


@pytest.fixture
def root(tmp_path):
    """A root whose lock pins AWS's provider."""
    directory = tmp_path / "infra"
    directory.mkdir()
    shutil.copy(LOCK, directory)
    (directory / "main.tf").write_text(VPC)
    (directory / "versions.tf").write_text(VERSIONS)
    return directory


def planned(root, toolchain):
    with WorkingCopy(root, toolchain) as copy:
        copy.isolate()
        copy.init()
        return copy.plan()


@pytest.fixture
def twice(root, toolchain, tmp_path):
    """Plans the root, then again by a terraform that cannot choose."""

    def again():
        own = replace(toolchain, cache=tmp_path / "cache")
        with WorkingCopy(root, own) as copy:
            copy.isolate()
            copy.init()
        return lambda: planned(root, failing(own, tmp_path / "bin", init=CHOOSES_NOT))

    return again()


def test_a_root_that_requires_the_same_is_not_chosen_for_again(root, twice):
    (root / "main.tf").write_text(VPC.replace("10.0", "10.1"))
    assert [r["address"] for r in twice().raw["resource_changes"]] == ["aws_vpc.this"]


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("versions.tf", (">= 5.100", ">= 5.99")),
        (".terraform.lock.hcl", ("5.100.0", "5.99.0")),
        ("main.tf", ("10.0", "\\u0031\\u0030.0")),
    ],
    ids=["another requirement", "another lock", "what cannot be read"],
)
def test_where_something_else_decides_init_chooses(root, twice, file, change):
    path = root / file
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(EnvironmentProblem):
        twice()


def test_a_requirement_that_the_lock_does_not_meet_is_still_refused(root, toolchain):
    planned(root, toolchain)
    (root / "versions.tf").write_text(VERSIONS.replace(">= 5.100, < 7.0", "< 5.100"))
    with pytest.raises(EnvironmentProblem, match="hashicorp/aws"):
        planned(root, toolchain)
