#!/usr/bin/env python3
"""Says of each tool that the work needs whether it is there and new enough.

    python3 terraform/scripts/check_tools.py

Exit code 0: all are; 1: one is missing or too old.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

#: What is needed at least, by the command that tells its version.
NEEDED = {
    ("aws", "--version"): (2, 7, 0),
    ("terraform", "version"): (1, 11, 0),
    ("python3", "--version"): (3, 11, 0),
    ("python3", "-c", "import boto3; print('boto3', boto3.__version__)"): (1, 34, 0),
    ("docker", "--version"): (20, 10, 0),
}


def name(command: tuple[str, ...]) -> str:
    """Return what a command tells the version of: itself, or a library that it is asked for."""
    found = re.search(r"import (\w+)", command[-1])
    return found[1] if found else command[0]


def version(command: tuple[str, ...]) -> tuple[int, int, int] | None:
    """Return the version that a command tells; None where there is no such command."""
    program = shutil.which(command[0])
    if program is None:
        return None
    told = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    if told.returncode:
        return None
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", told.stdout + told.stderr)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def main() -> int:
    good = True
    for command, least in NEEDED.items():
        there = version(command)
        enough = there is not None and there >= least
        good &= enough
        shown = ".".join(map(str, there)) if there else "missing"
        print(f"{name(command):<12}{shown:<12}{'good' if enough else 'needs ' + '.'.join(map(str, least))}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
