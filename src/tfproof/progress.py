"""What is said to a terminal: long work one line at a time on stderr, so that stdout stays the answer; and how safely."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return one line: what would move the cursor, break the line or turn it around is shown as its escape."""
    return _CONTROL.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


def from_here(text: str) -> str:
    """Return a text in which the working directory, and what lies below it, is called by the way from there."""
    try:
        here = str(Path.cwd())
    except FileNotFoundError:
        return text  # it was deleted, so that nothing is below it
    if here == "/":
        return text
    return re.sub(rf"(?<![\w./-]){re.escape(here)}(?:/|(?![\w.-]))", lambda m: "" if m[0].endswith("/") else ".", text)


def say(text: str) -> None:
    """Write one line of progress, to the real stderr: also while pytest captures the tests' own."""
    if sys.__stderr__ is not None:
        print(f"tfproof: {printable(from_here(text))}", file=sys.__stderr__, flush=True)
