"""A read-only view of a plan or a state: resources, values, what they name, regions, source lines.

Checks and tests see infrastructure only through `Plan` and `Resource`. In a recording plan (`Plan.recording`) every
value they look at is noted; these notes are the evidence of a finding.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import tftest

from tfproof.findings import Cause, Layer, SourceLine
from tfproof.places import relative
from tfproof.plans import relations
from tfproof.plans.addresses import Key, instance_key, module_path, split_address, type_in, without_key
from tfproof.plans.declared import Declaration
from tfproof.plans.entries import entries
from tfproof.plans.expressions import Evaluator
from tfproof.plans.misfits import Misfits
from tfproof.plans.names import Frame
from tfproof.plans.recorder import Recorder
from tfproof.plans.regions import Regions
from tfproof.plans.relations import Companions, Members, Relations
from tfproof.plans.schema import Schema
from tfproof.plans.scopes import Scopes
from tfproof.plans.sensitive import guarded
from tfproof.plans.stale import Stale
from tfproof.plans.types import mistyped
from tfproof.plans.values import ABSENT, UNKNOWN, Undecided, any_true, has_unknown, is_unknown, lookup, mask_at

if TYPE_CHECKING:
    from tfproof.terraform.hcl import Block


T = TypeVar("T")
_UNASKED: Any = object()


class Mistyped(LookupError):
    """A path or a type is asked for that the provider's schema does not have: a fault of who asks, never of the plan."""


class Outputs(tftest.TerraformValueDict):  # type: ignore[misc]
    """The output values by name; one that exists only after an apply is UNKNOWN."""

    def __init__(self, raw: dict[str, Any]) -> None:
        super().__init__(raw.get("planned_values", {}).get("outputs", {}))
        changes = raw.get("output_changes", {})
        self._unknown = {n for n, c in changes.items() if c.get("after_unknown") is True}

    def __getitem__(self, name: str) -> Any:
        return UNKNOWN if name in self._unknown else super().__getitem__(name)


class Plan(tftest.TerraformPlanOutput):  # type: ignore[misc]
    """What Terraform says it would make; after `from_state` or `of_state`, what is there.

    The raw JSON (`raw`) and everything of tftest's plan output stay usable. `source` is the directory of the root
    module's files, if at hand; `base` the directory that source lines are given relative to.
    """

    def __init__(
        self,
        raw: dict[str, Any],
        source: Path | None = None,
        layer: Layer = Layer.PLAN,
        base: Path | None = None,
    ) -> None:
        super().__init__(raw)
        self.raw = raw
        self.outputs = Outputs(raw)
        self.layer = layer
        self.source = source
        self.base = base or source
        self.recorder: Recorder | None = None
        self._remembered: dict[Any, Any] = {}
        #: Declarations that an apply to an emulator left out, by address, with the reason.
        self.left_out: Mapping[str, str] = {}
        #: Attributes, with the addresses of their resources, that are to be unknown whatever the plan has there.
        self._hidden: Container[tuple[str, str]] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "raw":
            raise AttributeError(name)
        try:
            return self.raw[name]
        except KeyError:
            raise AttributeError(name) from None

    @classmethod
    def from_state(cls, state: dict[str, Any], plan: Plan) -> Plan:
        """View the state that `terraform show -json` gives through the configuration of the plan it came from."""
        configured = {"configuration": plan.raw["configuration"], "variables": plan.raw.get("variables", {})}
        return cls(_as_planned(state) | configured, plan.source, Layer.APPLIED, plan.base)

    def before(self) -> Plan | None:
        """View what was there when the plan was made, through the plan's configuration; None where there was nothing."""
        prior = self.raw.get("prior_state")
        return Plan.from_state(prior, self) if isinstance(prior, dict) and prior.get("values") else None

    @classmethod
    def of_state(cls, state: dict[str, Any], layer: Layer) -> Plan:
        """View a state of which nobody told where it comes from: `state` is the JSON of `terraform show -json`."""
        return cls(_as_planned(state) | {"configuration": {}}, None, layer)

    def why_unknown(self, address: str, path: str) -> tuple[Cause, str] | None:
        """Return why a value is not known, where whoever asked for it was given a reason."""
        reasons = self.raw.get("unanswered", {}).get(address)
        if reasons is None:
            return None
        cause, detail = reasons.get(path.partition(".")[0]) or reasons["*"]
        return Cause(cause), detail

    def why_unseen(self, address: str) -> tuple[Cause, str] | None:
        """Return why nobody has seen the resource, where a cloud was asked about it and no call was answered."""
        found = self.raw.get("unseen", {}).get(address)
        return (Cause(found[0]), found[1]) if found else None

    def recording(self) -> Plan:
        """Return the same plan with a recorder of its own."""
        _ = self.scopes, self.stale, self.misfits
        other = copy.copy(self)
        for cached in (
            "resources_by_address",
            "managed",
            "by_type",
            "by_declaration",
            "relations",
            "evaluator",
            "regions",
            "region_names",
            "_of",
        ):
            other.__dict__.pop(cached, None)
        other.recorder = Recorder()
        other._remembered = {}
        return other

    @cached_property
    def readable(self) -> Plan:
        """The same plan, recording, in which what is not as the provider's schema has it is unknown."""
        other = self.recording()
        other._hidden = self.misfits.places
        return other

    def __copy__(self) -> Plan:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it was made from: everything else follows, and the syntax trees of a source do not pickle."""
        return _unpickled, (self.raw, self.source, self.layer, self.base, dict(self.left_out))

    def remembered(self, key: Any, find: Callable[[], T]) -> T:
        """Return what `find` finds in the whole plan, which is asked once; what it reads is not noted.

        Whoever judges one resource by it notes what of it is about that resource: else each of n resources would have
        read all of n.
        """
        if key not in self._remembered:
            with self.unnoted():
                self._remembered[key] = find()
        return cast(T, self._remembered[key])

    @contextmanager
    def unnoted(self) -> Iterator[None]:
        """Let what is read in here go unnoted: it is the same for all that ask, whoever comes first."""
        recorder, self.recorder = self.recorder, None
        try:
            yield
        finally:
            self.recorder = recorder

    def declarations(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield for each managed resource whose files are at hand: the file, its first and last line, and the address."""
        for resource in self.managed:
            if resource.source and (block := resource._block()):
                yield resource.source.file, block.lines[0], block.lines[1], resource.address

    @property
    def place(self) -> str:
        """Where the root module's files lie, relative to `base`; empty where that is not known or the same."""
        base = self._resolved_base
        way = relative(self.source.resolve(), base) if self.source and base else ""
        return "" if way == "." else way

    @cached_property
    def scopes(self) -> Scopes:
        """The module instances of the configuration; shared by all recordings of this plan."""
        return Scopes(self.raw, self.source)

    @cached_property
    def stale(self) -> Stale:
        """Which attributes show a former state; shared by all recordings of this plan."""
        return Stale(self.raw)

    @cached_property
    def misfits(self) -> Misfits:
        """Which values are of another kind than the provider's schema has; shared by all recordings of this plan."""
        return Misfits(self.raw)

    @cached_property
    def evaluator(self) -> Evaluator:
        """What evaluates source expressions over the values of this plan."""
        return Evaluator(self.scopes, self._peek, lambda base: self.by_declaration.get(base, {}))

    def _peek(self, address: str, path: str) -> Any:
        resource = self.resources_by_address.get(address)
        return ABSENT if resource is None else resource.peek(path)

    @cached_property
    def relations(self) -> Relations:
        """Which resources each argument names, and the reverse."""
        return Relations(self)

    @cached_property
    def regions(self) -> Regions:
        """In which region each resource lies."""
        return Regions(self.raw, self.scopes, self.evaluator)

    @cached_property
    def resources_by_address(self) -> dict[str, Resource]:
        """Every resource and data source by address, sorted. What the plan deletes or forgets is not part of it."""
        found = {e["address"]: Resource(self, e, change) for e, change in entries(self.raw)}
        return dict(sorted(found.items()))

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Every resource and data source (`data.aws_x`) by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources_by_address.values():
            found.setdefault(resource.qualified_type, []).append(resource)
        return found

    @cached_property
    def by_declaration(self) -> dict[str, dict[Key, str]]:
        """The addresses of the instances of each declaration in each module instance, by their keys."""
        found: dict[str, dict[Key, str]] = {}
        for resource in self.resources_by_address.values():
            found.setdefault(without_key(resource.address), {})[resource.index] = resource.address
        return found

    @cached_property
    def _of(self) -> dict[tuple[str, ...], list[Resource]]:
        """What `of` was asked for, several types at once."""
        return {}

    @cached_property
    def managed(self) -> list[Resource]:
        """The resources that Terraform manages; data sources are left out."""
        return [r for r in self.resources_by_address.values() if r.mode == "managed"]

    def of(self, *types: str) -> list[Resource]:
        """Return the resources of these types, sorted by address; `data.aws_x` names data sources.

        Raises Undecided when an apply has left some of them out: what is there would pass for all there is. Raises
        Mistyped for a type that there cannot be, and for none: nothing would be found, and nothing said.
        """
        if not types:
            raise Mistyped("no type is asked for, and of none there is nothing")
        for name in types:
            if name not in self.by_type and (said := mistyped(name)):
                raise Mistyped(said)
        return self.population(*types)

    def population(self, *types: str) -> list[Resource]:
        """Return the same, for a check whose types others answer for: they may be of a provider that nobody knows."""
        wanted = set(types)
        for address, reason in self.left_out.items():
            if type_in(address) in wanted:
                raise Undecided(Cause.UNSUPPORTED_BY_EMULATOR, f"{address} was not applied: {reason}")
        self.came_across(*wanted)
        if len(wanted) == 1:
            return list(self.by_type.get(types[0], ()))
        if types not in self._of:
            found = [r for t in wanted for r in self.by_type.get(t, ())]
            self._of[types] = sorted(found, key=lambda r: r.address)
        return list(self._of[types])

    def came_across(self, *types: str) -> None:
        """Note that a reader has come across all resources of these types, as far as there are any."""
        if self.recorder is not None:
            self.looked_for(*(t for t in types if t in self.by_type))

    def looked_for(self, *types: str) -> None:
        """Note that a reader has looked for these types and wants none, so that their absence is what it has read."""
        if self.recorder is not None:
            self.recorder.types.update(t.removeprefix("data.") for t in types)

    def one(self, resource_type: str) -> Resource:
        """Return the only resource of that type; fail with the addresses there are otherwise."""
        found = self.of(resource_type)
        if len(found) != 1:
            there = ", ".join(r.address for r in found) or "none"
            raise AssertionError(f"expected exactly one {resource_type}, found {len(found)}: {there}")
        return found[0]

    def resource(self, address: str) -> Resource:
        """Return the resource with that address; fail with the addresses of its type otherwise."""
        found = self.resource_at(address)
        if found is None:
            there = [r.address for r in self.of(type_in(address))]
            raise AssertionError(f"no {address} in the plan; of its type: {', '.join(there) or 'none'}")
        return found

    def resource_at(self, address: str) -> Resource | None:
        """Return the resource with that address, None where there is none."""
        found = self.resources_by_address.get(address)
        if found is not None:
            found.seen()
        return found

    @cached_property
    def _resolved_base(self) -> Path | None:
        return self.base.resolve() if self.base else None

    @cached_property
    def region_names(self) -> set[str]:
        """The regions that managed resources lie in, as far as known."""
        return {r.region for r in self.managed if r.region}


class Resource:
    """One resource (or data source) of a plan. Values are read by path: `r["versioning.0.status"]`."""

    __slots__ = (
        "_change",
        "_declared",
        "_entry",
        "_evaluated",
        "_looked_at",
        "_marked",
        "_region",
        "_source",
        "address",
        "index",
        "mode",
        "module",
        "name",
        "plan",
        "type",
        "values",
    )

    def __init__(self, plan: Plan, entry: dict[str, Any], change: dict[str, Any]) -> None:
        self.plan = plan
        self._entry = entry
        self._change = change
        self.address: str = entry["address"]
        self.type: str = entry["type"]
        self.name: str = entry["name"]
        modules, _ = split_address(self.address)
        self.index: Key = entry.get("index", instance_key(self.address))
        self.mode: str = entry.get("mode", "managed")
        self.module = module_path(modules)
        values: dict[str, Any] = entry.get("values") or {}
        hidden = plan._hidden
        self.values = {k: v for k, v in values.items() if (self.address, k) not in hidden} if hidden else values
        self._evaluated: dict[str, Any] = {}
        self._marked: tuple[Any, ...] = _UNASKED
        #: What was read of it: the value at each path, and whether it is sensitive.
        self._looked_at: dict[str, tuple[Any, bool]] = {}
        self._declared: Declaration | None = _UNASKED
        self._region: str | None = _UNASKED
        self._source: SourceLine | None = _UNASKED

    def __repr__(self) -> str:
        return f"<{self.address}>"

    @property
    def qualified_type(self) -> str:
        """The type, with `data.` in front for a data source."""
        return f"data.{self.type}" if self.mode == "data" else self.type

    @property
    def actions(self) -> tuple[str, ...]:
        """What the plan does with it: `("create",)`, `("no-op",)` …"""
        return tuple(self._change.get("actions", ()))

    def seen(self) -> bool:
        """Note that a reader has come across this resource; always true."""
        if self.plan.recorder is not None:
            self.plan.recorder.types.add(self.type)
        return True

    def peek(self, path: str) -> Any:
        """Return the value at a path without noting it: UNKNOWN where it or part of it is not known, ABSENT for none."""
        parts = path.split(".")
        if (self.address, parts[0]) in self.plan._hidden or self._shows_former_state(parts[0]):
            return UNKNOWN
        return lookup(self.values, self._change.get("after_unknown", {}), parts)

    def _shows_former_state(self, attribute: str) -> bool:
        """Whether the attribute is not this resource's own and the plan changes what sets it."""
        if not self.plan.stale.is_stale(self.qualified_type, self.values, attribute):
            return False
        declaration = self._declaration()
        return declaration is None or not declaration.declares(attribute)

    def note(self, path: str) -> Any:
        """Note the value at a path as read, and return it."""
        if path not in self._looked_at:
            self._looked_at[path] = (self._guarded(path, self.peek(path)), self.is_sensitive(path))
        value, sensitive = self._looked_at[path]
        if self.plan.recorder is not None:
            self.plan.recorder.note(self.address, self.type, path, value, sensitive=sensitive)
        return value

    @property
    def _masks(self) -> tuple[Any, ...]:
        """Terraform's masks, as far as they mark anything."""
        if self._marked is _UNASKED:
            masks = (self._entry.get("sensitive_values"), self._change.get("after_sensitive"))
            self._marked = tuple(m for m in masks if any_true(m))
        return self._marked

    def _guarded(self, path: str, value: Any) -> Any:
        """Return the value as one that no message shows, as far as Terraform marks it as sensitive."""
        for mask in self._masks:
            value = guarded(value, mask_at(mask, path.split(".")))
        return value

    def _read(self, path: str) -> Any:
        if self.plan.recorder is not None and Schema.load().has(self.qualified_type, path) is False:
            raise Mistyped(f"{self.qualified_type} has no {path} in the provider's schema")
        return self.note(path)

    def __getitem__(self, path: str) -> Any:
        value = self._read(path)
        if value is ABSENT:
            known = ", ".join(sorted(self.values))
            raise KeyError(f"{self.address} has no {path!r}; it has: {known}")
        return value

    def get(self, path: str, default: Any = None) -> Any:
        """Return the value at `path`, UNKNOWN, or `default` when it is absent or null.

        What is inside the value may be UNKNOWN as well, which refuses every use but `is` and `is_unknown`.
        """
        value = self._read(path)
        return default if value is ABSENT or value is None else value

    def known(self, path: str, default: Any = None) -> Any:
        """Return the value at `path` like `get`; raise Undecided if any of it exists only after an apply."""
        value = self.get(path, default)
        if has_unknown(value):
            raise Undecided(Cause.UNTIL_APPLY, f"{path} of {self.address} is known only after an apply")
        return value

    def evaluated(self, path: str) -> Any:
        """Return the value at `path`; what is not known of it as far as the Terraform source tells.

        ABSENT, a value, or one that holds Reference, PartialText, PartialJson, PartialList, OneOf or UNKNOWN.
        """
        if path not in self._evaluated:
            value = self.peek(path)
            if has_unknown(value):
                value = _filled(value, self.declared(path))
            self._evaluated[path] = value
        self._read(path)
        return self._guarded(path, self._evaluated[path])

    def declared(self, path: str) -> Any:
        """Return what the declaration gives the argument: ABSENT if certainly nothing, UNKNOWN if that cannot be told."""
        declaration = self._declaration()
        return UNKNOWN if declaration is None else declaration.given(path)

    def _declaration(self) -> Declaration | None:
        if self._declared is _UNASKED:
            self._declared = self._find_declaration()
        return self._declared

    def _find_declaration(self) -> Declaration | None:
        found = self.plan.scopes.declaration(self.address)
        if found is None:
            return None
        scope, entry = found
        return Declaration(self.plan.evaluator, Frame(scope, entry, self.index), entry, scope.block(entry))

    def _block(self) -> Block | None:
        declaration = self._declaration()
        return declaration.block if declaration else None

    def has_source(self) -> bool:
        """Whether the files at hand hold the declaration of this resource."""
        return self._block() is not None

    def is_collection(self, path: str) -> bool:
        """Whether the argument takes several values."""
        return relations.is_collection(self.qualified_type, path)

    def is_unknown(self, path: str) -> bool:
        """Whether the value exists only after an apply."""
        return is_unknown(self.peek(path))

    def is_sensitive(self, path: str) -> bool:
        """Whether Terraform marks the value, or anything inside it, as sensitive."""
        return any(any_true(mask_at(mask, path.split("."))) for mask in self._masks)

    @property
    def tags(self) -> dict[str, Any]:
        """All tags, the provider's default tags included where the plan knows them; a value may be UNKNOWN."""
        for path in ("tags_all", "tags"):
            value = self._read(path)
            if isinstance(value, dict):
                return {str(k): v for k, v in value.items()}
        return {}

    @property
    def region(self) -> str | None:
        """The region: the resource's own, else its provider configuration's; None if it cannot be told."""
        if self._region is _UNASKED:
            self._region = self.plan.regions.of(self.address, self.type, self.values)
        return self._region

    @property
    def source(self) -> SourceLine | None:
        """File and line of the declaration, if the files at hand hold the one that the plan names.

        None as well for a file far outside of the directory that lines are given relative to.
        """
        if self._source is _UNASKED:
            self._source = self._find_source()
        return self._source

    def _find_source(self) -> SourceLine | None:
        block = self._block()
        if block is None:
            return None
        file = relative(block.file, self.plan._resolved_base or block.file.parent)
        return SourceLine(file, block.line) if file else None

    def members(self, path: str, *types: str) -> Members:
        """Return all that the argument names: each in the plan, outside of it or open. See `plans.relations`."""
        found = self.plan.relations.members(self, path, types)
        for resource, by in found.followed:
            resource.note(by)
        self._read(path)
        for resource in found.found:
            resource.seen()
        return found

    def companions(self, kinds: str | Sequence[str], path: str, *, attribute: str = "") -> Companions:
        """Return the resources of the types `kinds` whose argument `path` names this one."""
        named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        found = self.plan.relations.companions(self, named, path, attribute)
        for resource in (*found.found, *(r for r, _ in found.perhaps[:1])):
            resource.seen()
            resource.note(path)
        return found

    def refers_to(self, path: str, *types: str) -> list[Resource]:
        """Return the resources in the plan that the argument names or, where several are candidates, may name."""
        found = self.members(path, *types)
        candidates = [c for o in found.open for c in o.candidates or ()]
        return sorted(dict.fromkeys([*found.found, *candidates]), key=lambda r: r.address)

    def referred_by(self, resource_type: str, path: str) -> list[Resource]:
        """Return the resources of that type whose argument `path` names this one."""
        return list(self.companions(resource_type, path).found)


def _unpickled(
    raw: dict[str, Any], source: Path | None, layer: Layer, base: Path | None, left_out: dict[str, str]
) -> Plan:
    plan = Plan(raw, source, layer, base)
    plan.left_out = left_out
    return plan


def _as_planned(state: dict[str, Any]) -> dict[str, Any]:
    """Return what a state holds as a plan writes it."""
    versions = {name: state.get(name) for name in ("format_version", "terraform_version")}
    return {**versions, "planned_values": state.get("values", {})}


def _filled(value: Any, declared: Any) -> Any:
    """Put what the declaration gives in the places where the plan knows nothing."""
    if declared is ABSENT:
        return value
    if is_unknown(value):
        return declared
    if isinstance(value, dict) and isinstance(declared, dict):
        return {k: _filled(v, declared.get(k, ABSENT)) for k, v in value.items()}
    if isinstance(value, list) and isinstance(declared, list):
        # Of a set the order says nothing, and its unknown elements are one: so texts are replaced as a whole, where all
        # that is known of them is declared, and objects are left alone.
        known = [v for v in value if isinstance(v, str)]
        given = [d for d in declared if isinstance(d, str)]
        if len(known) + sum(map(is_unknown, value)) == len(value) and all(k in given for k in known):
            return declared
    return value
