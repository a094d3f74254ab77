"""The paths that Terraform files name: which files and directories their strings, and what reads files, lead to."""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from tfproof.errors import BadInput
from tfproof.terraform.hcl import Directory, text_of
from tfproof.terraform.ours import IN_A_ROOT
from tfproof.terraform.reads import Read, expressions, reads, reads_softly, strings
from tfproof.terraform.texts import ANY, INSIDE, Texts, combined

#: What leads out of a directory, or to those files in it that are otherwise left out.
_DEVIATES = re.compile(r"\.\.(?:/|$)|\.md\b|\bexamples\b")
#: The same in a whole file. Most files have none, and need no closer look.
_MAY_DEVIATE = re.compile(r'"[^"\n]*(?:\.\.[/"]|\.md\b|\bexamples\b)')
#: What leads out of whatever directory it is put behind.
_UP = re.compile(r"(?:^|/)\.\.(?:/|$)")
#: How names of this machine's places begin.
_MACHINES = ("/", "~")
_UNKNOWN = re.compile(f"[{ANY}{INSIDE}]")
#: All that is below a directory.
BELOW = "**"


def leads_elsewhere(text: str) -> bool:
    """Whether a text may name a file that is not in a directory below the one where it is used."""
    return text in (".", "./") or text.startswith(_MACHINES) or _UP.search(text) is not None


class NamedPaths:
    """What some directories, of one root and the modules that it reaches, name in the file system.

    `given` are strings from outside that variables may have.
    """

    def __init__(self, root: Path, directories: Sequence[Directory], given: Sequence[str]) -> None:
        self._root = root
        self._directories = directories
        self._texts = Texts(root, directories, [t for t in given if leads_elsewhere(t)])
        self._given = given
        self._trees = [(node, d) for d in directories for _, node in expressions(d)]
        self._reads = [read for d in directories for read in reads(d)]

    def existing(self) -> Iterator[Path]:
        """Yield each existing file or directory that a string leads to.

        What surely stands in the string's own directory is left out, and so are absolute paths: they are read where they are.
        """
        if any(_MAY_DEVIATE.search(f'"{text_of(node)}"') for node, _ in self._trees):
            for node, directory in self._trees:
                for parts in strings(node):
                    for text in self._texts.of(parts, directory):
                        yield from self._found(text)
        for text in self._given:
            yield from self._found(text)

    def read(self) -> Iterator[tuple[Path, str]]:
        """Yield each directory of which files are read, and the pattern of their names; with `BELOW` in front, at any depth.

        Raises BadInput where it cannot be told what is read softly.
        """
        for read in self._reads:
            for value in self._values(read):
                if not value.startswith("/"):
                    yield from self._wanted(read, value)

    @property
    def read_the_machine(self) -> bool:
        """Whether a file may be read that is named by an absolute path."""
        values = [v for read in self._reads for v in self._values(read)]
        if any(v.startswith(_MACHINES) for v in values):
            return True
        beginnings = (p[0] for node, _ in self._trees for p in strings(node) if p and isinstance(p[0], str))
        return any(v.startswith(ANY) for v in values) and any(
            t.startswith(_MACHINES) for t in (*self._given, *beginnings)
        )

    def _values(self, read: Read) -> list[str]:
        return combined([self._texts.of_expression(part, read.directory) for part in read.parts], "/")

    def _wanted(self, read: Read, value: str) -> Iterator[tuple[Path, str]]:
        if read.soft and (value.startswith("~") or (ANY in value and self._may_lead_out)):
            raise _untold(read)
        steps = value.split("/")
        wild = [bool(_UNKNOWN.search(s) or (read.pattern and re.search(r"[*?{\[]", s))) for s in steps]
        first = wild.index(True) if any(wild) else len(steps) - 1
        if (first == 0 and any(wild) and not read.pattern) or value.startswith((ANY, INSIDE)):
            # It may begin with any directory; what would be missed is copied whole.
            yield from ((d.path, BELOW) for d in self._directories if read.soft)
            return
        place, pattern = self._texts.absolute("/".join(steps[:first]) or "."), "/".join(steps[first:])
        if not read.pattern:
            pattern = glob.escape(pattern)
        if read.template:
            found = map(Path, glob.glob(f"{glob.escape(str(place))}/{_UNKNOWN.sub('*', pattern)}"))  # noqa: PTH207
            if any(reads_softly(f, read.directory) for f in found if f.is_file()):
                raise _untold(read)
        if not read.soft:
            yield place, _UNKNOWN.sub("*", pattern)
            return
        if _UP.search(pattern) or (read.pattern and self._finds_ours(place, pattern)):
            raise _untold(read)
        if read.whole:
            place, pattern = self._texts.absolute(value), BELOW
        if _UNKNOWN.search(pattern) or (read.pattern and re.search(r"[{\[\\]", pattern)):
            pattern = BELOW
        elif read.pattern and BELOW in pattern:
            pattern = BELOW if BELOW in steps[-1] else f"{BELOW}/{steps[-1]}"
        if pattern.startswith(BELOW) and len(place.parts) <= 2 < len(self._root.parts):
            raise _untold(read)
        yield place, pattern

    def _finds_ours(self, place: Path, pattern: str) -> bool:
        """Whether a pattern finds files that only the copy of the root has."""
        if not self._root.is_relative_to(place):
            return False
        steps = re.sub(r"\{[^}]*\}", "*", _UNKNOWN.sub("*", pattern)).split("/")
        inner = self._root.relative_to(place).parts
        for name in IN_A_ROOT:
            path = steps[-1:] if "**" in steps else steps
            found = (name,) if "**" in steps else (*inner, name)
            if len(path) == len(found) and all(map(fnmatch.fnmatch, found, path)):
                return True
        return False

    @cached_property
    def _may_lead_out(self) -> bool:
        """Whether some string that may become part of a path leads out of the directory that it is put behind."""
        told = {t.id for r in self._reads if not any(ANY in v for v in self._values(r)) for t in r.parts}
        found = (p for node, _ in self._trees for parts in strings(node, but=told) for p in parts)
        return any(isinstance(p, str) and _UP.search(p) for p in found)

    def _found(self, text: str) -> Iterator[Path]:
        text = _UNKNOWN.sub("*", text)
        if not _DEVIATES.search(text) or text.startswith(("*", "/")) or "\0" in text or len(text) > 1000:
            return
        path = str(self._texts.absolute(text))
        if "*" not in text:
            if os.path.exists(path):  # noqa: PTH110 - a name may be too long or otherwise impossible
                yield Path(path)
        elif path.partition("*")[0].count("/") >= 3:  # some directory is named, so that this does not sweep the machine
            found = glob.glob(path, recursive=True)  # noqa: PTH207 - the pattern may be absolute
            yield from (Path(p) for p in sorted(found) if os.path.isfile(p))  # noqa: PTH113


def _untold(read: Read) -> BadInput:
    return BadInput(
        f"{read.place}: it cannot be told which files this reads, and without them the plan would be another one",
        "name them by a plain path below the module, or plan it yourself and give the plan's JSON",
    )
