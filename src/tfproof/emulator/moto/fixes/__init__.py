"""What moto lacks, piece by piece: each fix is named, says what AWS does, and has a test that fails on stock moto.

A file for each AWS service; whatever lies in this package is found. A fix is a function that changes moto when called,
through the helpers of `patching`, which refuse loudly when moto has changed underneath it.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tfproof.emulator.moto.fixes.patching import StaleFix

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Fix", "Kind", "StaleFix", "all_fixes", "apply_all", "fix"]

#: `enforced`: the emulator then acts as AWS does. `accepted`: it only stores what it is told and gives it back.
Kind = Literal["enforced", "accepted"]


@dataclass(frozen=True, slots=True)
class Fix:
    """One change to moto: `id` is "service: what is right afterwards", `aws` is what AWS really does."""

    id: str
    aws: str
    kind: Kind
    apply: Callable[[], None]

    @property
    def service(self) -> str:
        """The AWS service that the fix is about."""
        return self.id.split(":", 1)[0]

    def describe(self) -> dict[str, str]:
        """Return the fix as data for evidence and documentation."""
        return {"id": self.id, "aws": self.aws, "kind": self.kind}


_registered: dict[str, Fix] = {}


def fix(title: str, *, aws: str, kind: Kind) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register the decorated function as a fix."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        if title in _registered:
            raise ValueError(f"two fixes are called {title!r}")
        _registered[title] = Fix(title, aws, kind, function)
        return function

    return register


def all_fixes() -> list[Fix]:
    """Return every fix in this package, sorted by id, without applying any; raise StaleFix if moto lacks a part."""
    for module in pkgutil.iter_modules(__path__):
        try:
            importlib.import_module(f"{__name__}.{module.name}")
        except ImportError as error:
            raise StaleFix(f"the fixes in {module.name} do not fit this version of moto: {error}") from error
    return [_registered[title] for title in sorted(_registered)]


def apply_all() -> list[Fix]:
    """Apply every fix to the moto of this process; raise StaleFix naming the fix that moto has outgrown."""
    fixes = all_fixes()
    for one in fixes:
        try:
            one.apply()
        except (StaleFix, AttributeError, KeyError) as error:
            raise StaleFix(f"the fix {one.id!r} does not fit this version of moto: {error}") from error
    return fixes
