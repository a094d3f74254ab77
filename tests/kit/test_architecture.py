"""What needs what in the package is what docs/architecture.md says: a room uses those above it in the table, and no other."""

import ast
import re
from pathlib import Path

import pytest

import tfproof

PACKAGE = Path(tfproof.__path__[0])
DOCUMENT = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")


def rooms(document):
    """The row of each room (a folder or a file) of the table, counted from the top."""
    rows = re.findall(r"^\| (`[^|]*`) +\|", document, re.MULTILINE)
    return {name.strip("/"): number for number, row in enumerate(rows) for name in re.findall(r"`([^`]+)`", row)}


ROOMS = rooms(DOCUMENT)


def room_of(path):
    """The room that holds a file: the innermost one in the table; empty for what stands beside all rooms."""
    places = [path.as_posix(), *(p.as_posix() for p in path.parents)]
    return next((p for p in places if p in ROOMS), "")


def imported(file):
    """The files of this package that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            place = PACKAGE.joinpath(*name.split(".")[1:]) if name.startswith("tfproof.") else PACKAGE / "nowhere"
            if place.with_suffix(".py").is_file():
                yield place.with_suffix(".py").relative_to(PACKAGE)
            elif (place / "__init__.py").is_file():
                yield (place / "__init__.py").relative_to(PACKAGE)


FILES = sorted(p.relative_to(PACKAGE) for p in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("room", sorted({room_of(f) for f in FILES}))
def test_a_room_uses_only_rooms_above_it(room):
    row = ROOMS.get(room, -1)
    used = [(str(f), str(other)) for f in FILES if room_of(f) == room for other in imported(PACKAGE / f)]
    wrong = [
        (f, other) for f, other in used if room_of(Path(other)) not in ("", room) and ROOMS[room_of(Path(other))] > row
    ]
    assert wrong == []


def test_every_folder_has_a_row():
    folders = {f.parts[0] for f in FILES if len(f.parts) > 1}
    assert folders - ROOMS.keys() == set()
