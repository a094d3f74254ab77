"""Which fixtures of a test are ours. Marks and fixtures of the same names have other meanings in other projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

_PACKAGE = __name__.rpartition(".")[0]


def uses(node: pytest.Item, *names: str) -> bool:
    """Whether a test uses all of these fixtures, and from here; without names, whether it uses any from here.

    What it asks for by `request.getfixturevalue` is not known before it runs and does not count.
    """
    info = getattr(node, "_fixtureinfo", None)
    if info is None:
        return False
    if not names:
        return any(_from_here(info, name) for name in info.names_closure)
    return all(_from_here(info, name) for name in names)


def asks_for(node: pytest.Item, name: str) -> bool:
    """Whether a test itself, and not just a fixture of it, asks for this fixture, and it is one from here."""
    info = getattr(node, "_fixtureinfo", None)
    return info is not None and name in info.argnames and _from_here(info, name)


def _from_here(info: Any, name: str) -> bool:
    return any(definition.func.__module__.startswith(f"{_PACKAGE}.") for definition in _reached(info, name))


def _reached(info: Any, name: str) -> Iterator[Any]:
    """The definitions that are used: the closest one and, while each asks for what it overrides, the next."""
    if name not in info.names_closure:
        return
    for definition in reversed(info.name2fixturedefs.get(name, ())):
        yield definition
        if name not in definition.argnames:
            return


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the fixtures of every other plugin override ours: the last definition is used, and ours may have come last."""
    for definitions in session._fixturemanager._arg2fixturedefs.values():
        definitions.sort(key=lambda definition: not definition.func.__module__.startswith(f"{_PACKAGE}."))
