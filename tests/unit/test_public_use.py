"""Whoever uses the modules from elsewhere takes them out of git, as their README files say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory
from tfproof.terraform.module_readme import REPOSITORY, public_source
from tfproof.terraform.workspace import WorkingCopy

PROJECT = Project.find(Path(__file__))

#: The modules by the providers that they ask for.
BY_PROVIDERS = {}
for name, path in PROJECT.modules.items():
    BY_PROVIDERS.setdefault(tuple(sorted(read_directory(path).providers)), []).append(name)


def example(name):
    """What the README of a module shows first."""
    text = (PROJECT.modules[name] / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- example -->\n```hcl\n(.*?)```", text, re.DOTALL)
    assert found, f"{name}/README.md shows no example: run 'make docs'"
    return found[1]


def git(directory, *arguments):
    somebody = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *somebody, *arguments], cwd=directory, check=True, capture_output=True)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The modules in a repository elsewhere, with the tag of their version."""
    repository = tmp_path_factory.mktemp("published")
    shutil.copytree(PROJECT.root / "terraform" / "modules", repository / "terraform" / "modules")
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "published")
    git(repository, "tag", re.search(r"ref=(.*)", public_source(PROJECT.modules["network"], PROJECT.root))[1])
    return repository


@pytest.mark.parametrize("name", PROJECT.modules)
def test_an_example_names_the_module_as_it_is_published(name):
    assert f'source = "{public_source(PROJECT.modules[name], PROJECT.root)}"' in example(name)


@pytest.mark.parametrize("providers", BY_PROVIDERS, ids=" ".join)
def test_the_examples_plan_elsewhere(published, planner, tmp_path, providers):
    names = BY_PROVIDERS[providers]
    for name in names:  # what an example names beside itself
        for beside in PROJECT.modules[name].glob("examples/*/Chart.yaml"):
            shutil.copytree(beside.parent, tmp_path / beside.parent.name)
    examples = "\n".join(example(n) for n in names).replace(REPOSITORY, f"git::file://{published}")
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text(examples, encoding="utf-8")
    with WorkingCopy(root, planner.toolchain) as copy:
        copy.isolate()
        copy.init()
        run = copy.plan()
    assert [str(e) for e in run.errors] == []
    assert len(run.raw["configuration"]["root_module"]["module_calls"]) == len(names)
