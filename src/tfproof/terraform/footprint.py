"""What planning a directory reads: the module itself, every local module that it reaches, and files beside them.

A working copy holds these files, and the key of a remembered plan covers them: both ask here, so that no plan depends on a
file that its key leaves out.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tfproof.terraform.diagnostics import ASKS_NOBODY
from tfproof.terraform.hcl import Directory
from tfproof.terraform.paths import BELOW, NamedPaths

_LEFT_BEHIND = {".git", ".terraform", ".venv", "node_modules", "__pycache__"}
_NEVER_COPIED = {".terraform"}
_STATES = re.compile(r".*\.(tfstate(\..*)?|tfplan)")
#: Data sources of other providers that read nothing but their arguments and files of the module.
_CLOSED = {"archive_file", "cloudinit_config", "local_file", "null_data_source", "template_file", "tls_public_key"}
_PINNED = re.compile(r"=?\s*\d+\.\d+\.\d+\S*")
#: A reference of a source that names a commit, or a version as tags do; branches move.
_FIXED_REFERENCE = re.compile(r"[?&]ref=(?:[0-9a-f]{40}|[^&/]*v?\d+\.\d+\.\d+[^&]*)(?:&|$)")


@dataclass(frozen=True, eq=False)
class Footprint:
    """What lies in reach of one directory. Paths are absolute; `links` are names that stand for a directory in reach."""

    root: Path
    directories: tuple[Directory, ...]
    links: tuple[tuple[Path, Path], ...]
    #: Strings that variables may have, of variable files and of the case.
    given: tuple[str, ...] = ()

    @classmethod
    def of(cls, directory: Path, *, tofu: bool = False, given: Iterable[str] = ()) -> Footprint:
        """Read a directory and all that it reaches; `given` are the strings that its variables get from elsewhere."""
        root = directory.resolve()
        found: dict[Path, Directory] = {}
        links: dict[Path, Path] = {}
        todo = [root]
        while todo:
            here = todo.pop()
            if here in found or not here.is_dir():
                continue
            found[here] = Directory(here, tofu=tofu)
            for source in found[here].local_module_sources():
                todo.append(source.resolve())
                if source != source.resolve() and source.is_dir():
                    links[source] = source.resolve()
        files = [f for pattern in ("*.tfvars*", "environments/*.tfvars*") for f in sorted(root.glob(pattern))]
        return cls(
            root,
            tuple(found[p] for p in sorted(found)),
            tuple(sorted(links.items())),
            tuple(dict.fromkeys([*given, *(t for f in files for t in strings_of(f))])),
        )

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every file that a copy has to hold, sorted. Raises BadInput where that cannot be told."""
        inner = {f for d in self.directories for f in _tree(d.path, documents=self._reads_documents)}
        return tuple(sorted(inner | set(self._outer()) | set(self._read())))

    @cached_property
    def _named(self) -> NamedPaths:
        return NamedPaths(self.root, self.directories, self.given)

    def _outer(self) -> Iterator[Path]:
        """Files that strings lead to, outside of the directories or left out of them."""
        places = [d.path for d in self.directories]
        for path in self._named.existing():
            if path.is_file():
                yield path
            elif not any(place.is_relative_to(path) for place in places) and not self._is_the_systems(path):
                yield from _tree(path, documents=True)

    def _read(self) -> Iterator[Path]:
        """Files that functions and data sources read, wherever they lie."""
        for place, pattern in self._named.read():
            if pattern.startswith(BELOW):
                last = pattern.removeprefix(BELOW).removeprefix("/") or "*"
                found = _tree(place, everything=True) if place.is_dir() else ()
                yield from (f for f in found if fnmatch.fnmatchcase(f.name, last))
            else:
                named = glob.glob(f"{glob.escape(str(place))}/{pattern}", include_hidden=True)  # noqa: PTH207 - hidden, too
                yield from (f for f in map(Path, sorted(named)) if f.is_file())

    def _is_the_systems(self, path: Path) -> bool:
        """Whether a directory is one of the machine's (`/etc`) and not a neighbour of the root."""
        return len(path.parts) <= 2 < len(self.root.parts)

    @cached_property
    def text(self) -> str:
        """All Terraform in reach."""
        return "\n".join(f.read_text(encoding="utf-8", errors="replace") for d in self.directories for f in d.files)

    @cached_property
    def _reads_documents(self) -> bool:
        """Whether the Terraform may read Markdown files of its own directories."""
        return re.search(r"\.md\b|\bfileset\s*\(", self.text) is not None

    @cached_property
    def data_types(self) -> frozenset[str]:
        """Types of all data sources in reach."""
        return frozenset(t for d in self.directories for t in d.data_types)

    @cached_property
    def providers(self) -> frozenset[str]:
        """The providers that are asked for, such as `hashicorp/aws`; those of modules that only `init` brings are not known."""
        return frozenset(p for d in self.directories for p in d.providers)

    @cached_property
    def has_foreign_modules(self) -> bool:
        """Whether modules are called that only `init` brings, so that nobody knows here what they ask."""
        return any(not s.startswith(("./", "../")) for d in self.directories for s, _ in d.module_sources)

    @cached_property
    def may_use_aws(self) -> bool:
        """Whether AWS's provider may be needed: a generated configuration of it would start it, which takes seconds."""
        return self.has_foreign_modules or re.search(r"\baws", self.text) is not None

    @property
    def asks_an_account(self) -> bool:
        """Whether planning may ask AWS, so that an emulator has to answer."""
        return self.has_foreign_modules or any(t.startswith("aws_") for t in self.data_types - ASKS_NOBODY)

    @cached_property
    def depends_on_the_moment(self) -> bool:
        """Whether another plan of the very same files may differ: by the clock, by the network, by a moving version."""
        if re.search(r"\bplantimestamp\s*\(", self.text) or "aws_ip_ranges" in self.data_types:
            return True
        if any(not t.startswith("aws_") and t not in _CLOSED for t in self.data_types):
            return True
        if self._named.read_the_machine:
            return True
        return any(not _is_fixed(s, v) for d in self.directories for s, v in d.module_sources)

    def place(self) -> Path:
        """Return the directory that relative places in a copy are counted from."""
        paths = [str(d.path) for d in self.directories] + [str(f.parent) for f in self.files]
        paths += [str(link.parent) for link, _ in self.links]
        return Path(os.path.commonpath(paths)).parent


def _is_fixed(source: str, version: str) -> bool:
    if source.startswith(("./", "../")):
        return True
    if source.startswith("/"):
        return False  # it is read where it is, and what it reads is not known
    if "::" not in source and "?" not in source:
        return _PINNED.fullmatch(version) is not None
    return _FIXED_REFERENCE.search(source) is not None


def strings_of(variables: Path) -> list[str]:
    """Return the strings in a variable file, in either of its syntaxes."""
    return re.findall(r'"([^"\n]*)"', variables.read_text(encoding="utf-8", errors="replace"))


def _tree(
    directory: Path, *, documents: bool = False, everything: bool = False, above: frozenset[Path] = frozenset()
) -> Iterator[Path]:
    """Yield the files below a directory, links followed, without what no plan reads unless it asks for `everything`."""
    real = directory.resolve()
    if real in above:
        return  # a link to a directory around it
    for entry in sorted(os.scandir(directory), key=lambda e: e.name):
        if entry.name in (_NEVER_COPIED if everything else _LEFT_BEHIND):
            continue
        if entry.is_dir():
            if everything or entry.name != "examples":
                yield from _tree(Path(entry.path), documents=documents, everything=everything, above=above | {real})
        elif entry.is_file() and (everything or _is_read(entry.name, documents=documents)):
            yield Path(entry.path)


def _is_read(name: str, *, documents: bool) -> bool:
    """Whether a plan may read a file of this name that it does not name."""
    return (documents or not name.endswith(".md")) and not _STATES.fullmatch(name)
