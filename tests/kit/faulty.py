"""Programs that stand in for terraform and fail in one way, and what is left of a process group."""

import shlex
from dataclasses import replace
from pathlib import Path


def failing(toolchain, directory, **commands):
    """A toolchain whose terraform does as the real one does, but for some commands: shell text by the command's name.

    `$REAL` is the real terraform.
    """
    directory.mkdir(parents=True, exist_ok=True)
    cases = "\n".join(f"{name})\n{text}\n;;" for name, text in commands.items())
    program = directory / "terraform"
    real = shlex.quote(str(toolchain.binary))
    program.write_text(f'#!/bin/sh\nREAL={real}\ncase "$1" in\n{cases}\n*) exec "$REAL" "$@" ;;\nesac\n')
    program.chmod(0o755)
    return replace(toolchain, binary=program)


def living(group):
    """The processes of a group that still run; the dead that nobody has waited for yet do not count."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[2]) == group and fields[0] not in "ZX":
            found.append(int(status.parent.name))
    return found
