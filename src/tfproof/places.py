"""How files of this machine are called in what is written: relative to the repository, never by an absolute path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tfproof.progress import printable

#: A file is called by a way that leads out of the root only if that is short: a longer one would tell where the root is.
_STEPS_UP = 2


def root_of(directory: Path) -> Path:
    """Return the directory that places are given relative to, absolute.

    It is the top of the git repository; outside of one the working directory where it holds `directory`, else
    `directory` itself.
    """
    directory = _real(directory)
    try:
        return Path(git(directory, "rev-parse", "--show-toplevel")).resolve()
    except (OSError, subprocess.CalledProcessError):
        here = Path.cwd().resolve()
        return here if directory.is_relative_to(here) else directory


def git(directory: Path, *arguments: str) -> str:
    """Return what git says of a directory; raise OSError or CalledProcessError where it says nothing.

    A repository's settings may name programs: one that is only read runs none of them.
    """
    hardened = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
    command = ["git", "-C", str(directory), *hardened, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def shown(path: Path) -> str:
    """Return a path as messages name it: from the working directory where it lies below, else as it is."""
    return os.path.relpath(path) if path.is_absolute() and path.is_relative_to(Path.cwd()) else str(path)


def relative(path: Path, root: Path) -> str:
    """Return how a path is called from an absolute root, with `/`; an empty text where that would be no short way."""
    way = Path(os.path.relpath(path, root))
    ups = sum(1 for part in way.parts if part == os.pardir)
    return "" if way.is_absolute() or ups > _STEPS_UP else way.as_posix()


def names(paths: list[Path]) -> list[str]:
    """Return what each path is called: as it was given, unless that is absolute or leads out of the working directory.

    Such a one is called by its way from its repository, else by its last part, or by as many as it takes to tell two
    of them apart. A pipe, as the shell makes of `<(…)`, has no name that says anything.
    """
    pipes = {p: f"pipe {n}" if n > 1 else "pipe" for n, p in enumerate((p for p in paths if p.is_fifo()), 1)}
    plain = [p.as_posix() if _stays(p) else relative(_real(p), root_of(_directory(p))) for p in paths]
    short = [n if n and n != "." else p.name or _real(p).name for n, p in zip(plain, paths, strict=True)]
    return [
        pipes.get(path)
        or printable(name if short.count(name) == 1 else "/".join(_real(path).parts[-_longest(path, paths) :]))
        .encode("utf-8", "backslashreplace")
        .decode()
        for name, path in zip(short, paths, strict=True)
    ]


def _real(path: Path) -> Path:
    """Return the path without links, as far as they lead anywhere: what goes round in circles is left as it is."""
    return Path(os.path.realpath(path))


def _stays(path: Path) -> bool:
    return not path.is_absolute() and os.pardir not in path.parts


def _directory(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _longest(path: Path, others: list[Path]) -> int:
    """Return how many of its last parts it takes to tell a path from the others."""
    parts = _real(path).parts
    rest = [_real(o).parts for o in others if _real(o) != _real(path)]
    return next((n for n in range(1, len(parts)) if all(o[-n:] != parts[-n:] for o in rest)), len(parts) - 1)
