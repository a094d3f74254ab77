"""Which resources an argument names: all of them, each in the plan, outside of it, or undecided.

One index for a plan. A member is never dropped and never guessed: an identifier that nothing in the plan has is
`Outside`; what cannot be told is `Open`. Who reads a relation gets `unknown` where a member is outside or open and the
rest does not already decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tfproof.findings import Cause
from tfproof.plans.identities import equal, identifying, identities
from tfproof.plans.schema import Schema
from tfproof.plans.values import (
    ABSENT,
    OneOf,
    PartialList,
    PartialText,
    Reference,
    Undecided,
    is_unknown,
    shown,
)

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

_MAX_STEPS = 12
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Instance:
    """A resource in the plan, and the attribute by which it is named (empty: the whole resource)."""

    resource: Resource
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that is not in the plan: its identifier, or the data source that describes it."""

    name: str


@dataclass(frozen=True, slots=True)
class Open:
    """A member of which nobody can tell yet what it is; where `candidates` are given, one of them at most."""

    detail: str
    candidates: tuple[Resource, ...] | None = None


Member = Instance | Outside | Open


@dataclass(frozen=True, slots=True)
class Members:
    """All that one argument names, in the order in which it does."""

    resource: Resource
    path: str
    members: tuple[Member, ...]
    #: The arguments that were read on the way: those of resources that hand the name on.
    followed: tuple[tuple[Resource, str], ...] = field(default=(), compare=False, repr=False)

    @property
    def found(self) -> list[Resource]:
        """The members that are in the plan, each once. Who decides by these alone ignores the rest on purpose."""
        return list(dict.fromkeys(m.resource for m in self.members if isinstance(m, Instance)))

    @property
    def outside(self) -> list[str]:
        """The identifiers of members outside the plan."""
        return [m.name for m in self.members if isinstance(m, Outside)]

    @property
    def open(self) -> list[Open]:
        """The members that cannot be told."""
        return [m for m in self.members if isinstance(m, Open)]

    @property
    def complete(self) -> bool:
        """Whether every member is in the plan."""
        return not self.outside and not self.open

    @property
    def none(self) -> bool:
        """Whether the argument names nothing at all."""
        return not self.members

    def __bool__(self) -> bool:
        raise TypeError("ask for `none`, `found` or `complete`: which of them is meant decides a verdict")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("ask for `found`, `outside` and `open`, or use `every` and `some` of checks.reading")

    def undecided(self) -> Undecided | None:
        """Return why the members outside of the plan, or the open ones, leave the reader undecided; None if none do."""
        if self.outside:
            missing = f"{', '.join(self.outside)}, which {self.path} of {self.resource.address} names"
            return Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)
        if self.open:
            return Undecided(Cause.UNTIL_APPLY, self.open[0].detail)
        return None

    def all(self) -> list[Resource]:
        """Return all members; raise Undecided when one of them is not in the plan."""
        if reason := self.undecided():
            raise reason
        return self.found


@dataclass(frozen=True, slots=True)
class Companions:
    """The resources whose argument names one resource: `found` surely, `perhaps` undecided, with the reason."""

    resource: Resource
    found: tuple[Resource, ...]
    perhaps: tuple[tuple[Resource, str], ...]

    @property
    def none(self) -> bool:
        """Whether there is none, and none that could turn out to be one."""
        return not self.found and not self.perhaps

    @property
    def complete(self) -> bool:
        """Whether no further resource can turn out to be one."""
        return not self.perhaps

    def __bool__(self) -> bool:
        raise TypeError("ask for `none`, `found` or `complete`: which of them is meant decides a verdict")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("ask for `found` and `perhaps`, or use `every` and `some` of checks.reading")

    def undecided(self) -> Undecided | None:
        """Return why the reader is undecided about the complete set; None if nothing is open."""
        return Undecided(Cause.UNTIL_APPLY, self.perhaps[0][1]) if self.perhaps else None

    def all(self) -> list[Resource]:
        """Return all of them; raise Undecided when it is open whether another one belongs to them."""
        if reason := self.undecided():
            raise reason
        return list(self.found)


class Relations:
    """The relation index of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._members: dict[tuple[str, str, tuple[str, ...]], Members] = {}
        self._followed: list[tuple[Resource, str]] = []
        self._holders: dict[tuple[str, str, str, tuple[str, ...]], _Holders] = {}

    def members(self, resource: Resource, path: str, types: Sequence[str] = ()) -> Members:
        """Return what the argument names; `types` says of which types its members are (`data.aws_x` too).

        Without types any resource counts; a reference then ends at the first resource that an attribute of its own
        names. A known text that no resource has as identifier is Outside.
        """
        key = (resource.address, path, tuple(types))
        if key not in self._members:
            self._members[key] = Members(resource, path, ())  # a circle names nothing more
            outer, self._followed = self._followed, []
            try:
                with self._plan.unnoted():
                    found = tuple(dict.fromkeys(self._of(resource, path, frozenset(types), 0)))
                self._members[key] = Members(resource, path, found, tuple(self._followed))
            except BaseException:
                del self._members[key]  # who asks again is told the same, not that there are none
                raise
            finally:
                self._followed = outer
        return self._members[key]

    def companions(self, resource: Resource, kinds: Sequence[str], path: str, attribute: str = "") -> Companions:
        """Return the resources of the types `kinds` whose argument `path` names this one.

        With `attribute`, those that name it by that attribute (a rule that names a VPC's `default_security_group_id`).
        """
        found: list[Resource] = []
        perhaps: list[tuple[Resource, str]] = []
        for kind in kinds:
            holders = self._index(kind, path, (resource.qualified_type,), attribute)
            found += holders.of.get(resource.address, ())
            perhaps += [p for p in holders.may_be(resource.address) if p[0] is not resource]
        sure = {h.address for h in found}
        return Companions(resource, tuple(found), tuple(p for p in perhaps if p[0].address not in sure))

    def _index(self, kind: str, path: str, types: tuple[str, ...], attribute: str) -> _Holders:
        key = (kind, path, attribute, types)
        self._plan.came_across(kind)
        if key not in self._holders:
            with self._plan.unnoted():
                self._holders[key] = self._indexed(self._plan.of(kind), path, types, attribute)
        return self._holders[key]

    def _indexed(self, every: Iterable[Resource], path: str, types: tuple[str, ...], attribute: str) -> _Holders:
        holders = _Holders({}, {}, [])
        for holder in every:
            by_attribute = self._by_attribute(holder, path, types, attribute) if attribute else None
            for member in self.members(holder, path, types).members if by_attribute is None else by_attribute:
                if isinstance(member, Instance):
                    holders.of.setdefault(member.resource.address, {})[holder] = None
                elif isinstance(member, Open):
                    holders.add_open(holder, member)
        return holders

    def _by_attribute(self, holder: Resource, path: str, types: tuple[str, ...], attribute: str) -> Iterable[Member]:
        value = holder.evaluated(path)
        if isinstance(value, Reference):
            target = self._plan.resource_at(value.address)
            if target is not None and target.qualified_type in types:
                return [Instance(target, value.path)] if value.path == attribute else []
        if isinstance(value, str):
            return [Instance(r, attribute) for t in types for r in self._with(t, attribute).get(value, ())]
        return [m for m in self.members(holder, path, types).members if isinstance(m, Open)]

    def _with(self, kind: str, attribute: str) -> dict[str, list[Resource]]:
        """Return the resources of a type by the known text that an attribute of theirs is."""

        def find() -> dict[str, list[Resource]]:
            found: dict[str, list[Resource]] = {}
            for resource in self._plan.of(kind):
                if isinstance(text := resource.values.get(attribute), str):
                    found.setdefault(text, []).append(resource)
            return found

        return self._plan.remembered(("with", kind, attribute), find)

    # How one argument is read.

    def _of(self, resource: Resource, path: str, types: frozenset[str], depth: int) -> Iterable[Member]:
        if depth:
            self._followed.append((resource, path))
        if is_unknown(resource.peek(path)) and resource.declared(path) is ABSENT:
            return  # nobody gives it: what AWS chooses names nothing that anybody meant
        value = resource.evaluated(path)
        if isinstance(value, list) and len(value) > 1 and is_single(resource.qualified_type, path):
            value = OneOf(value)  # `element(x[*].id, 0)` mentions all instances, but one text names one
        yield from self._leaf(resource, path, value, types, depth)
        if is_unknown(resource.peek(path)) and resource.is_collection(path) and not resource.has_source():
            # The JSON of a list shows what it mentions; a literal beside that would leave no trace.
            yield Open(f"without the source nobody can tell whether {path} of {resource.address} names others besides")

    def _leaf(self, resource: Resource, path: str, value: Any, types: frozenset[str], depth: int) -> Iterable[Member]:
        if not is_unknown(value) and (value is ABSENT or value is None or value == ""):
            return
        what = f"{path} of {resource.address}"
        match value:
            case list():
                for item in value:
                    yield from self._leaf(resource, path, item, types, depth)
            case PartialList():
                for item in value.items:
                    yield from self._leaf(resource, path, item, types, depth)
                yield Open(f"{what} may name others, which are known only after an apply")
            case str():
                yield from self._known(resource, value, types)
            case Reference():
                yield from self._reference(value, types, depth)
            case PartialText():
                yield from self._text(value, what, types, depth)
            case OneOf():
                yield self._one_of(resource, path, value, types, depth)
            case _:
                yield Open(f"{what} is known only after an apply")

    def _one_of(self, resource: Resource, path: str, value: OneOf, types: frozenset[str], depth: int) -> Member:
        candidates: list[Resource] = []
        complete = True
        for candidate in value.candidates:
            for member in self._leaf(resource, path, candidate, types, depth + 1):
                if isinstance(member, Instance):
                    candidates.append(member.resource)
                elif isinstance(member, Open):
                    complete = complete and member.candidates is not None
                    candidates += member.candidates or ()
        detail = (
            f"which one {path} of {resource.address} names ({shown(value.candidates)}) is known only after an apply"
        )
        return Open(detail, tuple(dict.fromkeys(candidates)) if complete else None)

    def _known(self, holder: Resource, text: str, types: frozenset[str]) -> Iterable[Member]:
        for name in _readings(text):
            found = [(r, a) for r, a in self._identities.get(name, ()) if not types or r.qualified_type in types]
            if not types:  # a name may be that of things of several types
                by_id = [(r, a) for r, a in found if a in ("id", "arn")]
                found = by_id or (found if len({r.address for r, _ in found}) == 1 else [])
            if found:
                yield from _told_apart(holder, found)
                return
            if named := self._by_arn(name, types):
                yield from named
                return
        yield Outside(text)

    def _by_arn(self, text: str, types: frozenset[str]) -> list[Member]:
        """Return what an ARN names whose owner's own ARN is not known yet: by its name, region and account."""
        place = _place(text)
        if place is None:
            return []
        region, account, tail = place
        found = [
            r
            for r in self._made_arns.get(tail, ())
            if (not types or r.qualified_type in types) and (not region or r.region in (region, None))
        ]
        if not found:
            return []
        placed = not region or all(r.region for r in found)
        if placed and len(found) == 1 and (not account or account in self._accounts):
            return [Instance(found[0], "arn")]
        names = ", ".join(r.address for r in found)
        lacking = "account" if placed else "region"
        return [Open(f"whether {text} is {names} cannot be told: the plan does not show the {lacking}", tuple(found))]

    @cached_property
    def _made_arns(self) -> dict[str, list[Resource]]:
        """The resources of which AWS makes the ARN of their name, and whose ARN is not known, by service and name."""
        found: dict[str, list[Resource]] = {}
        for kind, pattern in identities()["arns"].items():
            for resource in self._plan.by_type.get(kind, ()):
                names = {n: resource.values.get(n) for n in _FIELD.findall(pattern)}
                if isinstance(resource.values.get("arn"), str) or not all(isinstance(v, str) for v in names.values()):
                    continue
                if place := _place(pattern.format(**names)):
                    found.setdefault(place[2], []).append(resource)
        return found

    @cached_property
    def _accounts(self) -> set[str]:
        """The account that the plan is made in, where it shows it."""
        callers = (r.values.get("account_id") for r in self._plan.by_type.get("data.aws_caller_identity", ()))
        return {c for c in callers if isinstance(c, str)}

    def _text(self, value: PartialText, what: str, types: frozenset[str], depth: int) -> Iterable[Member]:
        """An ARN with something behind it (`…:*`, `…/prefix`) names what the ARN names."""
        first, *rest = value.parts
        behind = rest[0] if rest and isinstance(rest[0], str) else ""
        if isinstance(first, Reference) and first.path.endswith("arn") and behind[:1] in (":", "/"):
            yield from self._reference(first, types, depth)
        else:
            yield Open(f"{what} is known only after an apply")

    def _reference(self, reference: Reference, types: frozenset[str], depth: int) -> Iterable[Member]:
        target = self._plan.resource_at(reference.address)
        if target is None:
            yield Open(f"{reference.address} is known only after an apply")
            return
        attribute = reference.path
        wanted = not types or target.qualified_type in types
        if wanted and (not attribute or attribute in identifying(target.qualified_type)):
            yield Instance(target, attribute)
            return
        onward = equal(target.qualified_type).get(attribute, attribute)
        if attribute and depth < _MAX_STEPS and target.declared(onward) is not ABSENT:
            yield from self._of(target, onward, types, depth + 1)
            return
        if wanted and not types:
            yield Instance(target, attribute)
            return
        # What AWS makes along with a resource, such as the default group of a VPC, may be adopted by another one.
        kind, argument = identities()["adopted"].get(target.qualified_type, {}).get(attribute, ("", ""))
        asked = bool(kind) and (not types or kind in types)
        by = attribute if argument == attribute else ""
        adopted = self.companions(target, (kind,), argument, by).found if asked else ()
        for resource in adopted:
            self._followed.append((resource, argument))
            yield Instance(resource, "id")
        if not adopted and not target.type.startswith("aws_"):
            # What is handed through (terraform_data, external) may be the name of anything, in the plan or not.
            yield Open(f"{target.address}.{attribute} is known only after an apply")
        elif not adopted:
            yield Outside(f"{target.address}.{attribute}")

    @cached_property
    def _identities(self) -> dict[str, list[tuple[Resource, str]]]:
        """Every known identifier, and which resources have it."""
        found: dict[str, list[tuple[Resource, str]]] = {}
        for resource in self._plan.resources_by_address.values():
            for attribute in identifying(resource.qualified_type):
                value = resource.values.get(attribute)
                if isinstance(value, str) and value:
                    found.setdefault(value, []).append((resource, attribute))
        return found


@dataclass(frozen=True, slots=True)
class _Holders:
    """Who names a resource and who may, by its address; and who may name any."""

    of: dict[str, dict[Resource, None]]
    maybe: dict[str, list[tuple[Resource, str]]]
    anybody: list[tuple[Resource, str]]

    def add_open(self, holder: Resource, member: Open) -> None:
        """Note a holder of which a member is open."""
        if member.candidates is None:
            self.anybody.append((holder, member.detail))
            return
        for candidate in member.candidates:
            self.maybe.setdefault(candidate.address, []).append((holder, member.detail))

    def may_be(self, address: str) -> list[tuple[Resource, str]]:
        """Return the holders that may turn out to name the resource, with the reason."""
        return [*self.maybe.get(address, ()), *self.anybody]


def _place(arn: str) -> tuple[str, str, str] | None:
    """Take an ARN apart: region, account, and the service with the name of the resource; None for anything else."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return None
    return parts[3], parts[4], f"{parts[2]}:{parts[5]}"


def _told_apart(holder: Resource, found: list[tuple[Resource, str]]) -> Iterator[Member]:
    """Yield those that a name means: of several of one type the one in the holder's region, if that tells."""
    by_type: dict[str, list[tuple[Resource, str]]] = {}
    for resource, attribute in found:
        by_type.setdefault(resource.qualified_type, []).append((resource, attribute))
    for several in by_type.values():
        region = holder.region if len(several) > 1 else None
        near = [s for s in several if s[0].region == region] if region is not None else several
        chosen = near or several
        if len({r.address for r, _ in chosen}) == 1:
            yield Instance(*chosen[0])
        else:
            names = ", ".join(sorted({r.address for r, _ in chosen}))
            yield Open(f"which of {names} is meant by {holder.address} cannot be told", tuple(r for r, _ in chosen))


def _readings(text: str) -> Iterator[str]:
    """Yield what a text can name: itself, or as an ARN the one without what stands behind the name."""
    yield text
    if text.startswith("arn:"):
        yield text.removesuffix(":*")
        if text.split(":")[2:3] == ["s3"]:
            yield text.partition("/")[0]


def is_collection(qualified_type: str, path: str) -> bool:
    """Whether an argument takes several values, as far as the provider's schema knows the type."""
    kind = Schema.load().kind_of(qualified_type, path)
    return kind is not None and kind.shape[0] in ("list", "set", "map")


def is_single(qualified_type: str, path: str) -> bool:
    """Whether an argument takes one text, number or truth value, as the provider's schema says."""
    kind = Schema.load().kind_of(qualified_type, path)
    return kind is not None and kind.shape[0] in ("string", "number", "boolean")
