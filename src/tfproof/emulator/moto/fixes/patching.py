"""The few ways in which fixes change moto. Each refuses when what it changes is not as the fix expects."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class StaleFix(Exception):
    """moto no longer looks as a fix expects: it was fixed there, renamed or removed."""


def around(owner: Any, name: str) -> Callable[[Callable[..., Any]], None]:
    """Replace a function of a class or module by the decorated one, which gets the original as its first argument."""
    if not hasattr(owner, name):
        raise StaleFix(f"{_named(owner)} has no {name}")
    original = getattr(owner, name)
    if not callable(original):
        raise StaleFix(f"{_named(owner)}.{name} is not a function")

    def replace(function: Callable[..., Any]) -> None:
        @functools.wraps(original)
        def patched(*args: Any, **kwargs: Any) -> Any:
            # As with any method the object comes first; the original comes before it.
            return function(original, *args, **kwargs)

        is_static = isinstance(inspect.getattr_static(owner, name), staticmethod)
        setattr(owner, name, staticmethod(patched) if is_static else patched)

    return replace


def around_property(owner: type, name: str) -> Callable[[Callable[..., Any]], None]:
    """Replace a read-only property by the decorated function, which gets the original getter as its first argument."""
    original = vars(owner).get(name)
    if not isinstance(original, property) or original.fget is None or original.fset is not None:
        raise StaleFix(f"{_named(owner)}.{name} is not a read-only property of its own")
    getter = original.fget

    def replace(function: Callable[..., Any]) -> None:
        setattr(owner, name, property(functools.partial(function, getter)))

    return replace


def adds(owner: type, name: str) -> Callable[[Callable[..., Any]], None]:
    """Add the decorated function to a class that must not have it yet."""
    if hasattr(owner, name):
        raise StaleFix(f"{_named(owner)} has {name} by now")

    def add(function: Callable[..., Any]) -> None:
        setattr(owner, name, function)

    return add


def adds_property(owner: type, name: str) -> Callable[[Callable[..., Any]], None]:
    """Add the decorated function as a property to a class that must not have it yet."""
    if hasattr(owner, name):
        raise StaleFix(f"{_named(owner)} has {name} by now")

    def add(function: Callable[..., Any]) -> None:
        setattr(owner, name, property(function))

    return add


def store(backend: Any, name: str) -> dict[str, Any]:
    """Return a dictionary that lives in a backend (one account, one region) until moto is reset."""
    kept: dict[str, Any] = vars(backend).setdefault(f"tfproof_{name}", {})
    return kept


def _named(owner: Any) -> str:
    return f"{getattr(owner, '__module__', '')}.{getattr(owner, '__qualname__', owner.__name__)}".lstrip(".")
