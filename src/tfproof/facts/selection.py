"""Which resources a fact speaks of, and which an argument has to name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, instead_of
from tfproof.facts import calling
from tfproof.facts.matching import Test, like, of_value
from tfproof.facts.reading import Place, places, steps_of
from tfproof.findings import Cause
from tfproof.plans.values import Undecided, has_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

#: Words of a reference: of which resources of a type the argument names how many.
_REFERENCES: dict[str, Callable[[set[str], set[str]], bool]] = {
    "one": lambda named, meant: len(named) == 1 and named <= meant,
    "each": lambda named, meant: bool(named) and named == meant,
    "only": lambda named, meant: bool(named) and named <= meant,
    "none": lambda named, meant: not named & meant,
}
_PARTS = ("at", "where")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is expected at a path: whether a place has it, and how that is said."""

    path: str
    words: Any
    holds: Callable[[Place], bool]
    #: Whether it says something of what is known only after an apply, too.
    of_unknown: bool = False
    #: How a message shows what is there.
    told: Callable[[Place], str] = lambda place: quoted(place.value)

    def on(self, resource: Resource, *, anywhere: bool = False) -> bool | None:
        """Return whether it is so at every place of a resource, or at any of them; None where only an apply tells."""
        found = places(resource, self.path)
        answers = [self.holds(place) for place in found]
        if answers and (any(answers) if anywhere else all(answers)):
            return True
        return None if not self.of_unknown and any(has_unknown(place.value) for place in found) else False

    def failing(self, resource: Resource) -> list[str]:
        """Return what is otherwise at the path of a resource, one line for each place; that there is no place is one."""
        found = places(resource, self.path)
        if not found:
            return [f"{resource.address}: there is no {self.path}, expected {self.words}"]
        wrong = [place for place in found if not self.holds(place)]
        return [f"{p.resource.address}: {p.path} is {self.told(p)}, expected {self.words}" for p in wrong]


def quoted(value: Any) -> str:
    """Return how a message shows a value; what is sensitive of it shows itself as such."""
    return "absent" if value is None else repr(value)


@dataclass(frozen=True, slots=True)
class Selection:
    """Resources of some types: those at an address, where values are as said.

    What is not to be there is meant by any of its places: that another one differs is no excuse.
    """

    types: tuple[str, ...]
    at: str = "*"
    where: tuple[Wanted, ...] = ()
    anywhere: bool = False

    @classmethod
    def read(cls, types: Any, raw: Mapping[str, Any], *, quantity: str) -> Selection:
        """Read the types, which are one or a list, and what narrows them down."""
        named = tuple([types] if isinstance(types, str) else types)
        if not named or not all(isinstance(t, str) for t in named):
            raise BadInput(f"{types!r} is no type", "name one, or a list of them")
        where = wanted(raw["where"]) if "where" in raw else ()
        return cls(named, str(raw.get("at", "*")), where, anywhere=quantity == "none")

    def of(self, plan: Plan) -> list[Resource]:
        """Return the resources of a plan that are meant."""
        at: Test = like(self.at)
        return [r for r in plan.of(*self.types) if at(r.address) and self._meant(r)]

    def _meant(self, resource: Resource) -> bool:
        """Whether the resource is where it should be; raises Undecided where nobody knows, as it would be passed over."""
        answers = {w.path: w.on(resource, anywhere=self.anywhere) for w in self.where}
        if False in answers.values():
            return False
        if undecided := [path for path, answer in answers.items() if answer is None]:
            raise Undecided(
                Cause.UNTIL_APPLY, f"{resource.address}: {undecided[0]} is known only after an apply: select by another"
            )
        return True

    def __str__(self) -> str:
        narrowed = [] if self.at == "*" else [f"at {self.at}"]
        narrowed += [f"where {w.path} is {w.words}" for w in self.where]
        return " ".join([" or ".join(self.types), *narrowed])


def wanted(raw: Any) -> tuple[Wanted, ...]:
    """Read what is expected at some paths."""
    if not isinstance(raw, Mapping) or not raw:
        raise BadInput(f"{raw!r} says nothing", "write a path and what is there, or a line for each of them")
    return tuple(_wanted(str(path), said) for path, said in raw.items())


def _wanted(path: str, raw: Any) -> Wanted:
    steps_of(path)
    if isinstance(raw, Mapping) and raw.keys() & _REFERENCES.keys():
        return _reference(path, raw)
    if isinstance(raw, Mapping) and raw.keys() & calling.WORDS.keys():
        calling.check_calls(raw)
        return Wanted(
            path,
            raw,
            lambda place: not calling.undecided(place, raw),
            of_unknown=True,
            told=lambda place: "; ".join(calling.undecided(place, raw)),
        )
    test = of_value(raw)
    return Wanted(path, raw, lambda place: test(place.value), isinstance(raw, Mapping) and "unknown" in raw)


def _reference(path: str, raw: Mapping[str, Any]) -> Wanted:
    words = [w for w in raw if w in _REFERENCES]
    if len(words) != 1 or (raw.keys() - {*words, *_PARTS}):
        raise BadInput(
            f"{path}: {', '.join(map(str, raw))} is no reference",
            f"write one of {', '.join(_REFERENCES)} with a type, and {' and '.join(_PARTS)} to narrow it down",
        )
    selection = Selection.read(raw[words[0]], raw, quantity=words[0])

    def named(place: Place) -> tuple[set[str], list[str]]:
        found = place.resource.members(place.path, *selection.types)
        return {r.address for r in place.resource.refers_to(place.path, *selection.types)}, found.outside

    def holds(place: Place) -> bool:
        there, outside = named(place)
        return not outside and _REFERENCES[words[0]](there, {r.address for r in selection.of(place.resource.plan)})

    def told(place: Place) -> str:
        there, outside = named(place)
        return f"a reference to {', '.join([*sorted(there), *outside]) or 'nothing of the type'}"

    return Wanted(path, f"a reference to {words[0]} {selection}", holds, of_unknown=True, told=told)


def read_keys(raw: Any, known: tuple[str, ...]) -> Mapping[str, Any]:
    """Return an object whose keys are among those that are known; raise BadInput with the nearest one otherwise."""
    if not isinstance(raw, Mapping):
        raise BadInput(f"{str(raw)[:60]!r} is no object", f"it may have {', '.join(known)}")
    if wrong := [str(key) for key in raw if key not in known]:
        raise BadInput(f"there is no key {', '.join(wrong)}", instead_of(wrong, known))
    return raw
