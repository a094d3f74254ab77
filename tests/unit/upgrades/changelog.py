"""What CHANGELOG.md announces, version by version."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
ROW = re.compile(r"- `([\w-]+)`: `(\w+)` (moved|create then delete|deleted|delete then create)\.")


def sections():
    """The text of each version by its number, the newest first."""
    parts = re.split(r"^## \[(\d+\.\d+\.\d+)\].*$", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def upgrading(version):
    """What follows `### Upgrading` in a version, row by row; a row goes on in the lines that are indented."""
    text = re.search(r"^### Upgrading\n(.*?)(?=^#|\Z)", sections()[version], re.MULTILINE | re.DOTALL)
    return re.findall(r"^- .*(?:\n  .*)*", text[1], re.MULTILINE) if text else []


def announced(module, since):
    """What happens to which types of a module's resources in the versions after that one."""
    newer = list(sections())[: list(sections()).index(since)]
    rows = [ROW.match(row) for version in newer for row in upgrading(version)]
    return {(row[2], row[3]) for row in rows if row and row[1] == module}


def added(version):
    """The modules that a version lists as new."""
    listed = re.search(r"^Modules:\n\n((?:- .*\n(?:  .*\n)*)*)", sections()[version], re.MULTILINE)
    return set(re.findall(r"^- `([\w-]+)`:", listed[1], re.MULTILINE)) if listed else set()


def version_here():
    """The version that this tree is."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
