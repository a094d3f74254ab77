"""The names of tests, and the command that runs one again, as it can be typed where this run was started."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest


def plain(nodeid: str) -> str:
    """Return a node id without the group that `--dist loadgroup` puts behind it: pytest knows no test of that name."""
    head, _, tail = nodeid.rpartition("@")
    return nodeid if not head or set("]/:") & set(tail) else head


def command(config: pytest.Config, nodeid: str) -> str:
    """Return the command; what the run was given of configuration and plugins is part of it."""
    here = config.invocation_params.dir
    words = [_python(here), "-m", "pytest"]
    if config.getoption("inifilename", None):
        words += ["-c", str(config.getoption("inifilename"))]
    if config.getoption("rootdir", None):
        words += ["--rootdir", str(config.getoption("rootdir"))]
    for plugin in _plugins(config.invocation_params.args):
        words += ["-p", plugin]
    return shlex.join([*words, config.cwd_relative_nodeid(plain(nodeid))])


def _python(here: Path) -> str:
    """Return the shortest name of this interpreter."""
    for name in ("python", "python3"):
        if shutil.which(name) == sys.executable:
            return name
    relative = os.path.relpath(sys.executable, here)
    return sys.executable if relative.startswith(os.pardir) else relative


def _plugins(arguments: tuple[str | os.PathLike[str], ...]) -> list[str]:
    """The plugins that were asked for by name; those that were turned off have no say in a single test."""
    given = [os.fspath(a) for a in arguments]
    named = [b for a, b in itertools.pairwise(given) if a == "-p"]
    named += [a.removeprefix("-p") for a in given if a.startswith("-p") and a != "-p"]
    return [name for name in named if not name.startswith("no:")]
