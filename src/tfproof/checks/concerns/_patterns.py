"""Patterns of services that know one wildcard only."""

from __future__ import annotations

import re


def matches(pattern: str, text: str, wildcard: str = "*") -> bool:
    """Whether a pattern matches a text; the wildcard stands for any text, nothing else is special."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split(wildcard))), text, re.DOTALL) is not None
