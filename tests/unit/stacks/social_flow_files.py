"""Reads the files that Social Flow's static tests judge: Terraform, Markdown tables and sections."""

import re
from functools import cache
from pathlib import Path

from tfproof.terraform.hcl import Block, reachable, read_directory

ROOT = Path(__file__).parents[3]
STACK = ROOT / "terraform" / "stacks" / "social-flow"
DOCUMENTS = ROOT / "docs" / "operations" / "social-flow"
RUNBOOKS = DOCUMENTS / "runbooks"
ENVIRONMENTS = ("development", "staging", "production")

_KINDS = ("data", "locals", "module", "output", "provider", "resource", "terraform", "variable")


@cache
def terraform_directories() -> tuple[Path, ...]:
    """The stack and every module that it reaches."""
    return tuple(reachable(STACK))


@cache
def terraform_files() -> tuple[Path, ...]:
    """Every file that configures the stack: code, variable files and backend files."""
    code = [path for directory in terraform_directories() for path in sorted(directory.glob("*.tf"))]
    return (*code, *sorted((STACK / "environments").iterdir()))


def blocks() -> list[Block]:
    """Every top-level block of the stack and the modules that it reaches."""
    directories = [read_directory(path) for path in terraform_directories()]
    return [block for directory in directories for kind in _KINDS for block in directory.of(kind)]


def texts(block: Block) -> list[str]:
    """The expressions of a block and of the blocks inside it, as written."""
    own = [expression.text for expression in block.attributes.values()]
    return own + [text for inner in block.blocks for text in texts(inner)]


def pages() -> list[Path]:
    """Every page of the stack's documents."""
    return sorted([STACK / "README.md", *DOCUMENTS.rglob("*.md")])


def table(path: Path, *header: str) -> list[dict[str, str]]:
    """The rows of the Markdown table that has these columns, each as a dictionary."""
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        if _cells(line) == list(header):
            rows = []
            for row in lines[number + 2 :]:
                if not row.startswith("|"):
                    break
                rows.append(dict(zip(header, _cells(row), strict=True)))
            return rows
    raise AssertionError(f"{path.name} has no table with the columns {', '.join(header)}")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def section(path: Path, heading: str) -> str:
    """The text below a heading of the second level, up to the next one."""
    match = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", path.read_text(), re.M | re.S)
    assert match, f"{path.name} has no section {heading!r}"
    return match[1]
