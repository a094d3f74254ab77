"""Finds every check: all modules of this package are imported, and what they declare is the catalogue."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tfproof.checks import concerns
from tfproof.checks.model import REGISTERED, Check


@cache
def registry() -> dict[str, Check]:
    """Return every check by id, sorted. Raises ValueError when a former id is that of another check."""
    for module in pkgutil.iter_modules(concerns.__path__):
        importlib.import_module(f"{concerns.__name__}.{module.name}")
    former = [alias for check in REGISTERED.values() for alias in check.aliases]
    if taken := sorted({a for a in former if a in REGISTERED or former.count(a) > 1}):
        raise ValueError(f"former ids that mean more than one check: {', '.join(taken)}")
    return dict(sorted(REGISTERED.items()))


@cache
def aliases() -> dict[str, str]:
    """Return the ids of former checks, each with the id of the check that it means now."""
    return {alias: check.id for check in registry().values() for alias in check.aliases}


def registered(check_id: str) -> Check:
    """Return a check by its id; raises KeyError when there is none. Pickled checks come back through this."""
    return registry()[check_id]
