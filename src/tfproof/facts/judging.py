"""What a fact says of a plan, and whether it is so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tfproof.errors import BadInput
from tfproof.facts.matching import Test, like, of_value, pairing
from tfproof.facts.reading import places
from tfproof.facts.selection import Selection, Wanted, quoted, wanted
from tfproof.plans.values import Undecided
from tfproof.plans.view import Mistyped

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

_QUANTITIES = ("one", "each", "none")


@dataclass(frozen=True, slots=True)
class Said:
    """How many resources there are of a selection, and what each, or all of them together, have."""

    KEYS: ClassVar = (*_QUANTITIES, "at", "where", "count", "has", "exactly", "together")

    quantity: str
    selection: Selection
    count: tuple[Any, Test] | None
    has: tuple[Wanted, ...]
    exactly: tuple[tuple[Wanted, ...], ...]
    together: tuple[tuple[str, Any, Test], ...]

    def wrong(self, plan: Plan) -> list[str]:
        """Return what is otherwise in a plan, each in a line with address, value read and expectation."""
        try:
            found = self.selection.of(plan)
            if self.quantity == "none":
                return self._unexpected(plan, found)
            return self._missing(plan, found) or [
                *(line for r in found for w in self.has for line in w.failing(r)),
                *self._unpaired(found),
                *self._apart(found),
            ]
        except (Mistyped, Undecided) as error:
            return [str(error)]

    def _unexpected(self, plan: Plan, found: list[Resource]) -> list[str]:
        lines = [f"{r.address}: expected no {self.selection}" for r in found]
        of_type = plan.of(*self.selection.types)
        plan.looked_for(*self.selection.types)
        for resource in of_type:
            resource.seen()
        if self.selection.where and not of_type:
            lines.append(f"there is no {' or '.join(self.selection.types)}, so that nothing is looked at")
        if self.selection.at != "*" and not any(map(like(self.selection.at), plan.resources_by_address)):
            lines.append(f"nothing in the plan is at {self.selection.at}, so that nothing is looked at")
        return lines

    def _missing(self, plan: Plan, found: list[Resource]) -> list[str]:
        if self.count is not None:
            words, test = self.count
            enough, expected = test(len(found)), f"{words}"
        else:
            enough, expected = (len(found) == 1, "1") if self.quantity == "one" else (bool(found), "1 or more")
        absent = [t for t in self.selection.types if found and t not in {r.qualified_type for r in found}]
        if absent:
            return [f"0 {t} among {self.selection}, expected 1 or more" for t in absent]
        if enough:
            return []
        there = ", ".join(r.address for r in (found or plan.of(*self.selection.types))) or "none"
        of = "" if found else f"; of {' or '.join(self.selection.types)} there are"
        return [f"{len(found)} {self.selection}, expected {expected}{of}: {there}"]

    def _unpaired(self, found: list[Resource]) -> list[str]:
        if not self.exactly:
            return []
        tests: list[Test] = [
            lambda r, shape=shape: not any(w.failing(r) for w in shape)  # type: ignore[misc]
            for shape in self.exactly
        ]
        if pairing(tests, found) is not None:
            return []
        shapes = [{w.path: w.words for w in shape} for shape in self.exactly]
        paths = dict.fromkeys(w.path for shape in self.exactly for w in shape)
        return [
            f"expected one of {self.selection} for each of {shapes}",
            *(
                f"{r.address}: {', '.join(f'{p.path} is {quoted(p.value)}' for w in paths for p in places(r, w))}"
                for r in found
            ),
        ]

    def _apart(self, found: list[Resource]) -> list[str]:
        lines = []
        for path, words, test in self.together:
            read = [(r.address, p.value) for r in found for p in places(r, path)]
            if not read or not test([value for _, value in read]):
                values = "; ".join(f"{address}: {quoted(value)}" for address, value in read) or "nothing"
                lines.append(f"{path} of all of them together is {values}, expected {words}")
        return lines


def said(raw: Mapping[str, Any]) -> Said:
    """Read what a fact says; raise BadInput where that is nothing, or makes no sense."""
    quantities = [q for q in _QUANTITIES if q in raw]
    if len(quantities) != 1:
        raise BadInput(f"it has {' and '.join(quantities) or 'no quantity'}", f"write one of {', '.join(_QUANTITIES)}")
    (quantity,) = quantities
    of_found = [key for key in ("count", "has", "exactly", "together") if key in raw]
    if quantity == "none" and of_found:
        raise BadInput(f"what is not there has no {' and no '.join(of_found)}", "narrow it down by `where`")
    if quantity == "one" and "count" in raw:
        raise BadInput("one has a count", "write each")
    return Said(
        quantity,
        Selection.read(raw[quantity], raw, quantity=quantity),
        _counted(raw["count"]) if "count" in raw else None,
        wanted(raw["has"]) if "has" in raw else (),
        _shapes(raw["exactly"]) if "exactly" in raw else (),
        wanted_values(raw["together"]) if "together" in raw else (),
    )


def _counted(raw: Any) -> tuple[Any, Test]:
    test = of_value(raw)
    if test(0):
        raise BadInput(f"the count {raw} is also that of nothing", "write none, or at least 1")
    return raw, test


def _shapes(raw: Any) -> tuple[tuple[Wanted, ...], ...]:
    if not isinstance(raw, list) or not raw:
        raise BadInput(f"exactly: {raw!r} is no list of objects", "write what each of the resources has, or none")
    return tuple(map(wanted, raw))


def wanted_values(raw: Any) -> tuple[tuple[str, Any, Test], ...]:
    """Read what is expected of the values at some paths, taken together."""
    if not isinstance(raw, Mapping) or not raw:
        raise BadInput(f"{raw!r} says nothing", "write a path and what is there")
    return tuple((str(path), said, of_value(said)) for path, said in raw.items())
