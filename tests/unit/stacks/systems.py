"""The systems, and their files as the tests that hold for all of them read them: Terraform, pages, tables of pages.

A system is a stack with requirements. What such a test proves of it is in its `system.yaml`, by the name of the test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tfproof.facts.pages import section as section_of
from tfproof.facts.pages import table as table_of
from tfproof.facts.stated import shared_by
from tfproof.project.layout import Project
from tfproof.terraform.hcl import Block, reachable, read_directory

HERE = Path(__file__).parent
PROJECT = Project.find(HERE)
ROOT = PROJECT.root

_KINDS = ("data", "locals", "module", "output", "provider", "resource", "terraform", "variable")


@dataclass(frozen=True)
class System:
    """One of the systems, by the name of its stack."""

    name: str

    @property
    def stack(self) -> Path:
        return PROJECT.stacks[self.name]

    @property
    def documents(self) -> Path:
        return ROOT / "docs" / "operations" / self.name

    @property
    def runbooks(self) -> Path:
        return self.documents / "runbooks"

    @property
    def environments(self) -> list[str]:
        return PROJECT.environments(self.name)

    @property
    def shared(self) -> dict[str, dict[str, Any]]:
        """What its facts and tests share."""
        return shared_by(HERE / self.name)

    def pages(self) -> list[Path]:
        """Every page of its documents."""
        return sorted([self.stack / "README.md", *self.documents.rglob("*.md")])


SYSTEMS = [System(name) for name, stack in PROJECT.stacks.items() if (stack / "requirements.yaml").is_file()]


def each_system(test: Callable[..., None]) -> Any:
    """Run a test for every system, and let it prove what the system's file says."""
    return pytest.mark.parametrize("system", [_case(s, test, s, id=s.name) for s in SYSTEMS])(test)


def each_page(test: Callable[..., None]) -> Any:
    """Run a test for every page of every system."""
    cases = [_case(s, test, s, page, id=f"{s.name}-{page.name}") for s in SYSTEMS for page in s.pages()]
    return pytest.mark.parametrize(("system", "page"), cases)(test)


def _case(system: System, test: Callable[..., None], *values: Any, id: str) -> Any:  # noqa: A002 - as pytest calls it
    rows = system.shared["proves"].get(test.__name__.removeprefix("test_"), [])
    ids = [rows] if isinstance(rows, str) else rows
    return pytest.param(*values, id=id, marks=[pytest.mark.requirement(*ids)] if ids else [])


@cache
def terraform_directories(system: System) -> tuple[Path, ...]:
    """The stack and every module that it reaches."""
    return tuple(reachable(system.stack))


@cache
def terraform_files(system: System) -> tuple[Path, ...]:
    """Every file that configures the stack: code, variable files and backend files."""
    code = [path for directory in terraform_directories(system) for path in sorted(directory.glob("*.tf"))]
    return (*code, *sorted((system.stack / "environments").iterdir()))


def blocks(system: System) -> list[Block]:
    """Every top-level block of the stack and the modules that it reaches."""
    directories = [read_directory(path) for path in terraform_directories(system)]
    return [block for directory in directories for kind in _KINDS for block in directory.of(kind)]


def texts(block: Block) -> list[str]:
    """The expressions of a block and of the blocks inside it, as written."""
    own = [expression.text for expression in block.attributes.values()]
    return own + [text for inner in block.blocks for text in texts(inner)]


def table(path: Path, *header: str) -> list[dict[str, str]]:
    """The rows of the Markdown table that has these columns."""
    rows = table_of(path.read_text(), *header)
    assert rows is not None, f"{path.name} has no table with the columns {', '.join(header)}"
    return rows


def section(path: Path, heading: str) -> str:
    """The text below a heading of the second level, up to the next one."""
    text = section_of(path.read_text(), heading)
    assert text is not None, f"{path.name} has no section {heading!r}"
    return text
