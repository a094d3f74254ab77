"""Ends process groups when whoever started them is gone, however that ended: SIGKILL and a worker's hard exit included.

Run as a program of its own with a pipe on standard input: `+N` notes the group N, `-N` forgets it; when the pipe closes,
the groups that are left are killed. It imports nothing of this package, so that it starts in milliseconds.
"""

import os
import signal
import sys


def main() -> None:
    """Read until the pipe closes, then kill what is left."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # it ends with the pipe and with nothing else
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue  # it has ended meanwhile, and its number is perhaps somebody else's


if __name__ == "__main__":
    main()
