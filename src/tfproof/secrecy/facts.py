"""The words and patterns of `secrets.yaml`, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources as package
from typing import Any

from tfproof.files import read_yaml


@cache
def facts() -> dict[str, Any]:
    """Return the file's content."""
    return dict(read_yaml(package.files(__package__) / "secrets.yaml"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the file's patterns that stand by themselves."""
    return re.compile(facts()[name])
