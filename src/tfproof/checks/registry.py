"""Finds every check: of this package and of others, which name the modules that declare them as entry points."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tfproof import plugins
from tfproof.checks import concerns
from tfproof.checks.arguments import tables
from tfproof.checks.aspects import aspects
from tfproof.checks.model import REGISTERED, Check


def registry() -> dict[str, Check]:
    """Return every check by id, sorted; one that is declared later is there from then on.

    Raises EnvironmentProblem when a package adds checks that cannot be used: its module cannot be imported or registers
    none, an id, or a former one, is taken, or an aspect does not exist.
    """
    _find()
    return _sorted(tuple(REGISTERED))


@cache
def _sorted(_ids: tuple[str, ...]) -> dict[str, Check]:
    """Return the checks of these ids, once they were found fit for use."""
    _verify()
    return dict(sorted(REGISTERED.items()))


@cache
def _find() -> None:
    """Import every module that declares checks, once."""
    for module in pkgutil.iter_modules(concerns.__path__):
        importlib.import_module(f"{concerns.__name__}.{module.name}")
    tables.register()
    _verify()
    for point in plugins.entry_points(plugins.CHECKS):
        before = dict(REGISTERED)
        try:
            with plugins.used(point):
                point.load()
                if not any(_package(c.predicate.__module__) == _package(point.module) for c in REGISTERED.values()):
                    raise ValueError("it registers no check")
                _verify()
        except BaseException:
            REGISTERED.clear()
            REGISTERED.update(before)
            raise


def aliases() -> dict[str, str]:
    """Return the ids of former checks, each with the id of the check that it means now."""
    return {alias: check.id for check in registry().values() for alias in check.aliases}


def registered(check_id: str) -> Check:
    """Return a check by its id; raises KeyError when there is none. Pickled checks come back through this."""
    return registry()[check_id]


def _package(module: str) -> str:
    return module.partition(".")[0]


def _verify() -> None:
    """Raise ValueError for an aspect that does not exist and for a former id that means more than one check."""
    meant: dict[str, Check] = dict(REGISTERED)
    for check in REGISTERED.values():
        if check.aspect not in aspects():
            raise ValueError(f"the check {check.id} has an aspect that does not exist: {check.aspect}")
        for alias in check.aliases:
            if alias in meant:
                places = f"{meant[alias].predicate.__module__} and {check.predicate.__module__}"
                raise ValueError(f"the id {alias} means more than one check: in {places}")
            meant[alias] = check
