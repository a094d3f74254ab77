"""Finds every check: all modules of this package are imported, and what they declare is the catalogue."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tfproof.checks import concerns
from tfproof.checks.model import REGISTERED, Check


@cache
def registry() -> dict[str, Check]:
    """Return every check by id, sorted."""
    for module in pkgutil.iter_modules(concerns.__path__):
        importlib.import_module(f"{concerns.__name__}.{module.name}")
    return dict(sorted(REGISTERED.items()))
