"""What a row asks of resources of some types: an argument, what is demanded of it, and what it is when nobody sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.arguments.demands import DEMANDS
from tfproof.checks.model import Answer, Context, all_of, any_of, fails, passes
from tfproof.checks.reading import argument, blocks, some, undeclared

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

Conditions = Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One row: which argument of which types, and the demand.

    In `argument` a `*` stands for each block: every one must do what is demanded; where there is none, that passes
    unless `empty_fails`. `unset` is what AWS does when nothing is declared. `when` narrows the population to resources
    whose arguments have one of these values (texts may hold `*`), `unless` leaves such out. `separate` are types that
    set the same thing beside the resource: type to the argument that names it, and the argument with the value. With
    `declared` nothing is asked where nobody declares the argument, whatever AWS shows there.
    """

    types: tuple[str, ...]
    argument: str
    demand: str
    wanted: Any
    source: str
    unset: Any = None
    empty_fails: bool = False
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    separate: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    declared: bool = False

    def concerns(self, r: Resource) -> bool:
        """Whether the row speaks of the resource. Raises Undecided where an argument that decides on it is not known."""
        return (
            r.type in self.types
            and not (self.declared and undeclared(r, self.argument.partition(".")[0]))
            and all(_has(r, path, values) for path, values in self.when.items())
            and not any(_has(r, path, values) for path, values in self.unless.items())
        )

    def judge(self, r: Resource, c: Context) -> Answer:
        """Judge a resource that the row speaks of."""
        own = partial(self._own, r, c)
        if not self.separate:
            return own()
        return any_of([own, *(partial(self._beside, r, c, kind) for kind in self.separate)])

    def _own(self, r: Resource, c: Context) -> Answer:
        if not self.argument:
            return fails("nothing beside it says so")
        return self._each(r, self.argument, c)

    def _each(self, r: Resource, path: str, c: Context) -> Answer:
        before, star, after = path.partition(".*")
        if not star:
            return DEMANDS[self.demand].judge(r, path, self.wanted, self.unset, c)
        found = blocks(r, before)
        if not found:
            return (fails if self.empty_fails else passes)(f"{r.address} has no {before}")
        return all_of(partial(self._each, r, f"{block}{after}", c) for block in found)

    def _beside(self, r: Resource, c: Context, kind: str) -> Answer:
        names, holds = self.separate[kind]

        def judged(companion: Resource) -> Answer:
            return self._each(companion, holds, c) if holds else passes(f"{companion.address} does")

        return some(r.companions(kind, names), judged, none=fails(f"no {kind} names it"))


def _has(r: Resource, path: str, values: tuple[Any, ...]) -> bool:
    """Whether an argument has one of the values; the default of the schema is nobody's, so null is one as well."""
    value = argument(r, path, None)
    value = None if value == "" else value  # what a state shows of what is not set
    return any(
        fnmatchcase(str(value), wanted) if isinstance(wanted, str) and value is not None else value == wanted
        for wanted in values
    )


def asked_of(asks: Iterable[Ask], r: Resource) -> list[Ask]:
    """Return the rows that speak of a resource."""
    return [ask for ask in asks if ask.concerns(r)]


def predicate(asks: tuple[Ask, ...]) -> Callable[[Resource, Context], Answer]:
    """Return what judges a resource by all rows that speak of it."""

    def judged(r: Resource, c: Context) -> Answer:
        return all_of(partial(ask.judge, r, c) for ask in asked_of(asks, r))

    return judged
