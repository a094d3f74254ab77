"""Which fixtures of a test are ours. Marks and fixtures of the same names have other meanings in other projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

_PACKAGE = __name__.rpartition(".")[0]
#: The fixtures of ours that were made for a test.
_MADE: pytest.StashKey[set[str]] = pytest.StashKey()


def uses(node: pytest.Item, *names: str) -> bool:
    """Whether a test uses all of these fixtures, and from here; without names, whether it uses any from here.

    What it asks for by `request.getfixturevalue` is not known before it runs, and counts as soon as it is made.
    """
    info = getattr(node, "_fixtureinfo", None)
    if info is None:
        return False
    made = node.stash.get(_MADE, set())
    if not names:
        return bool(made) or any(_from_here(info, name) for name in info.names_closure)
    return all(name in made or _from_here(info, name) for name in names)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Note that a test uses a fixture of ours."""
    if _is_ours(fixturedef):
        request._pyfuncitem.stash.setdefault(_MADE, set()).add(fixturedef.argname)


def _is_ours(definition: Any) -> bool:
    return str(definition.func.__module__).startswith(f"{_PACKAGE}.")


def asks_for(node: pytest.Item, name: str) -> bool:
    """Whether a test itself, and not just a fixture of it, asks for this fixture, and it is one from here."""
    info = getattr(node, "_fixtureinfo", None)
    return info is not None and name in info.argnames and _from_here(info, name)


def _from_here(info: Any, name: str) -> bool:
    return any(map(_is_ours, _reached(info, name)))


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
        definitions.sort(key=lambda definition: not _is_ours(definition))
