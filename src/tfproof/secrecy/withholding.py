"""Keeps values that may be secrets out of findings already: their names are evidence, they are not."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tfproof.plans.addresses import type_in
from tfproof.plans.sensitive import SHOWN
from tfproof.secrecy.concealing import WITHHELD, Concealer

if TYPE_CHECKING:
    from tfproof.findings import Read

_LONGEST_REMEMBERED = 20_000


def withhold(read: Read) -> Read:
    """Return the read without what is a secret by its name, its form, or since programs get it."""
    value = read.value
    if value is None or isinstance(value, bool | int | float):
        return read
    if isinstance(value, str) and len(value) < _LONGEST_REMEMBERED:
        shown: Any = _text(type_in(read.address), read.path, value)
    else:
        shown = _without_secrets(type_in(read.address), read.path, value)
    return read if shown is value else replace(read, value=shown)


def discreet(text: str) -> str:
    """Return a text of which no plan tells what is secret in it, such as an error, without what is by its form or name."""
    return str(Concealer(lambda _value, _sure: SHOWN).text(text))


@lru_cache(8192)
def _text(kind: str, path: str, value: str) -> Any:
    shown = _without_secrets(kind, path, value)
    return value if shown == value else shown


def _without_secrets(kind: str, path: str, value: Any) -> Any:
    return Concealer(lambda _value, _sure: WITHHELD).argument(kind, path, value)
