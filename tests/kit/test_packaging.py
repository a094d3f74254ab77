"""What is installed by `pip install tfproof` is enough to judge plans; the rest comes with extras."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from small_plan import TOPIC

PROJECT = Path(__file__).parents[2]
#: Runs the command line where only some distributions can be imported, as in an environment without the others.
WITHOUT_OTHERS = """
import sys
from importlib.machinery import PathFinder
from pathlib import Path

hidden = set(sys.argv.pop(1).split(","))


class Fewer(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in hidden else super().find_spec(name, path, target)


sys.meta_path = [Fewer if finder is PathFinder else finder for finder in sys.meta_path]
from tfproof.cli import main

sys.exit(main())
"""

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def distributions_of(name: str, extra: str = "") -> set[str]:
    """Return the distributions that an installation of `name` brings, itself included, by their normal names."""
    found: set[str] = set()
    wanted = [(name, frozenset({extra} if extra else ()))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        current, extras = wanted.pop()
        normal = re.sub(r"[-_.]+", "-", current).lower()
        if (normal, extras) in seen:
            continue
        seen.add((normal, extras))
        found.add(normal)
        for text in metadata.requires(normal) or []:
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": e}) for e in (extras or {""})):
                wanted.append((requirement.name, frozenset(requirement.extras)))
    return found


def modules_beyond(kept: set[str]) -> set[str]:
    """Return the importable names that belong to none of these distributions."""
    owners = metadata.packages_distributions()
    return {
        module
        for module, names in owners.items()
        if not {re.sub(r"[-_.]+", "-", n).lower() for n in names} & kept and module != "_distutils_hack"
    }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is written into the source tree."""
    base = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, base)
    shutil.copytree(PROJECT / "src" / "tfproof", base / "src" / "tfproof", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", build, "dist"], cwd=base, capture_output=True, text=True, check=True)
    return base / "dist" / done.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def without_extras(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Run a command of the wheel with what its base dependencies bring, and nothing else."""
    installed = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(installed)
    hidden = ",".join(sorted(modules_beyond(distributions_of("tfproof"))))
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*arguments: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-c", WITHOUT_OTHERS, hidden, *map(str, arguments)]
        return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(TOPIC))
    return path


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    source = PROJECT / "src"
    files = {p.relative_to(source).as_posix() for p in (source / "tfproof").rglob("*") if p.is_file()}
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert sorted(f for f in files - carried if "__pycache__" not in f) == []


@pytest.mark.parametrize("name", ["boto3", "flask", "localstack-client", "moto", "pytest", "pytest-xdist", "werkzeug"])
def test_what_only_tests_and_emulators_need_is_no_base_dependency(name: str) -> None:
    assert name not in distributions_of("tfproof")


@pytest.mark.parametrize(
    ("extra", "name"),
    [
        ("emulator", "boto3"),
        ("emulator", "flask"),
        ("emulator", "localstack-client"),
        ("emulator", "moto"),
        ("pytest", "moto"),
        ("pytest", "pytest"),
        ("pytest", "pytest-xdist"),
    ],
)
def test_an_extra_brings_what_its_commands_need(extra: str, name: str) -> None:
    assert name in distributions_of("tfproof", extra)


def test_without_extras_a_plan_is_judged(without_extras: Command, plan: Path, tmp_path: Path) -> None:
    done = without_extras("assess", plan, "--json", where=tmp_path)
    findings = {f["check"]: f["verdict"] for f in json.loads(done.stdout)["findings"]}
    assert (done.returncode, findings["encryption.sns-at-rest"]) == (1, "fail"), done.stderr


def test_without_extras_a_bundle_is_written_that_verifies(without_extras: Command, plan: Path, tmp_path: Path) -> None:
    without_extras("assess", plan, "--bundle", "bundle", where=tmp_path)
    done = without_extras("verify", "bundle", where=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain"], ["explain", "encryption.sns-at-rest"]])
def test_without_extras_a_command_that_needs_none_works(
    without_extras: Command, tmp_path: Path, arguments: list[str]
) -> None:
    done = without_extras(*arguments, where=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_emulator_a_directory_is_refused_with_the_command_that_helps(
    without_extras: Command, tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_sns_topic" "news" {}\n')
    done = without_extras("assess", ".", where=tmp_path)
    *_, last = done.stderr.splitlines()
    assert (done.returncode, last) == (
        3,
        "tfproof: the emulator needs boto3, flask, localstack_client, moto, which is not installed: "
        "pip install 'tfproof[emulator]'",
    )


def test_without_pytest_no_evidence_is_made_but_said_what_is_missing(without_extras: Command, tmp_path: Path) -> None:
    (tmp_path / "terraform").mkdir()
    done = without_extras("evidence", where=tmp_path)
    assert (done.returncode, done.stderr) == (
        3,
        "tfproof: making evidence needs pytest, xdist, which is not installed: pip install 'tfproof[pytest]'\n",
    )


def test_judging_imports_nothing_heavy_where_the_extras_are_installed(plan: Path, tmp_path: Path) -> None:
    listing = (
        "import sys; from tfproof.cli import main; code = main(sys.argv[1:]);"
        " print(*{m.partition('.')[0] for m in sys.modules}); sys.exit(code)"
    )
    command = [sys.executable, "-P", "-c", listing, "assess", str(plan), "--bundle", "bundle"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    heavy = {"_pytest", "boto3", "botocore", "docker", "flask", "localstack_client", "moto", "pytest", "werkzeug"}
    assert sorted(heavy & set(done.stdout.split())) == []
