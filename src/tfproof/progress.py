"""What long work says while it runs: one line each on stderr, so that stdout stays the answer."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Write one line of progress, to the real stderr: also while pytest captures the tests' own."""
    print(f"tfproof: {text}", file=sys.__stderr__, flush=True)
