"""What is said to a terminal: long work one line at a time on stderr, so that stdout stays the answer; and how safely."""

from __future__ import annotations

import re
import sys

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return one line: what would move the cursor, break the line or turn it around is shown as its escape."""
    return _CONTROL.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


def say(text: str) -> None:
    """Write one line of progress, to the real stderr: also while pytest captures the tests' own."""
    if sys.__stderr__ is not None:
        print(f"tfproof: {printable(text)}", file=sys.__stderr__, flush=True)
