"""A read-only view of a plan or a state: resources, references, unknowns, source lines.

Checks and tests see infrastructure only through `Plan` and `Resource`. In a recording plan (`Plan.recording`) every
value they look at is noted; these notes are the evidence of a finding.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import tftest

from tfproof.errors import BadInput
from tfproof.findings import Cause, Layer, Read, SourceLine
from tfproof.plans.references import Resolver, index_text, split_address, type_in


class Unknown:
    """The type of `UNKNOWN`, a value that exists only after an apply."""

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "(known after apply)"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false: compare with UNKNOWN or use known()")

    def __reduce__(self) -> tuple[type[Unknown], tuple[()]]:
        return (Unknown, ())

    def __deepcopy__(self, memo: dict[int, Any]) -> Unknown:
        return self


UNKNOWN = Unknown()
_ABSENT = object()
Statement = dict[str, Any]


class Undecided(Exception):
    """A check cannot decide, with the typed cause; `missing` names the control that lies outside the plan."""

    def __init__(self, cause: Cause, detail: str = "", missing: str = "") -> None:
        super().__init__(detail or missing or cause.value)
        self.cause = cause
        self.detail = detail
        self.missing = missing


class Recorder:
    """Notes which values were read, in order, each once between two calls of `take`."""

    def __init__(self) -> None:
        self._reads: dict[tuple[str, str], Read] = {}
        self.types: set[str] = set()

    def note(self, resource: Resource, path: str, value: Any) -> None:
        """Note one read; a sensitive value is noted without its content."""
        self.types.add(resource.type)
        if value is UNKNOWN:
            read = Read(resource.address, path, None, "unknown")
        elif value is _ABSENT or value is None:
            read = Read(resource.address, path, None, "absent")
        elif resource.is_sensitive(path):
            read = Read(resource.address, path, None, "sensitive")
        else:
            read = Read(resource.address, path, value)
        self._reads[(resource.address, path)] = read

    def take(self) -> tuple[Read, ...]:
        """Return the reads since the last call."""
        reads = tuple(self._reads.values())
        self._reads.clear()
        return reads


class Outputs(tftest.TerraformValueDict):  # type: ignore[misc]
    """The output values by name; one that exists only after an apply is UNKNOWN."""

    def __init__(self, raw: dict[str, Any]) -> None:
        super().__init__(raw.get("planned_values", {}).get("outputs", {}))
        changes = raw.get("output_changes", {})
        self._unknown = {n for n, c in changes.items() if c.get("after_unknown") is True}

    def __getitem__(self, name: str) -> Any:
        return UNKNOWN if name in self._unknown else super().__getitem__(name)


class Plan(tftest.TerraformPlanOutput):  # type: ignore[misc]
    """What Terraform says it would make (or, after `from_state`, what was read back after an apply).

    The raw JSON and everything of tftest's plan output stay usable. `source` is the directory of the root module's
    files, if at hand; `base` the directory that source lines are given relative to.
    """

    def __init__(
        self,
        raw: dict[str, Any],
        source: Path | None = None,
        layer: Layer = Layer.PLAN,
        base: Path | None = None,
    ) -> None:
        super().__init__(raw)
        self.outputs = Outputs(raw)
        self.layer = layer
        self.source = source
        self.base = base or source
        self.recorder: Recorder | None = None
        #: Declarations that an apply to an emulator left out, by address, with the reason.
        self.left_out: Mapping[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_raw":
            raise AttributeError(name)
        try:
            return self._raw[name]
        except KeyError:
            raise AttributeError(name) from None

    @classmethod
    def from_state(cls, state: dict[str, Any], plan: Plan) -> Plan:
        """View the state that `terraform show -json` gives through the configuration of the plan it came from."""
        raw = {
            "format_version": state.get("format_version"),
            "terraform_version": state.get("terraform_version"),
            "planned_values": state.get("values", {}),
            "configuration": plan["configuration"],
            "variables": plan._raw.get("variables", {}),
        }
        return cls(raw, plan.source, Layer.APPLIED, plan.base)

    def recording(self) -> Plan:
        """Return the same plan with a recorder of its own."""
        other = copy.copy(self)
        for cached in ("resources_by_address", "managed"):
            other.__dict__.pop(cached, None)
        other.recorder = Recorder()
        return other

    @cached_property
    def resolver(self) -> Resolver:
        """The reference resolver; shared by all recordings of this plan."""
        return Resolver(self._raw, self.source)

    @cached_property
    def resources_by_address(self) -> dict[str, Resource]:
        """Every resource and data source by address, sorted. What the plan deletes is not part of it."""
        changes = {c["address"]: c for c in self._raw.get("resource_changes", [])}
        found: dict[str, Resource] = {}
        prior = self._raw.get("prior_state", {}).get("values", {}).get("root_module", {})
        for entry in _entries(prior):
            if entry.get("mode") == "data":
                found[entry["address"]] = Resource(self, entry, {})
        for entry in _entries(self._raw.get("planned_values", {}).get("root_module", {})):
            found[entry["address"]] = Resource(self, entry, changes.get(entry["address"], {}))
        for address, change in changes.items():
            if address not in found and change.get("mode") == "data" and "after" in change.get("change", {}):
                entry = {**change, "values": change["change"]["after"] or {}}
                found[address] = Resource(self, entry, change)
        return dict(sorted(found.items()))

    @cached_property
    def managed(self) -> list[Resource]:
        """The resources that Terraform manages; data sources are left out."""
        return [r for r in self.resources_by_address.values() if r.mode == "managed"]

    def of(self, *types: str) -> list[Resource]:
        """Return the resources of these types, sorted by address; `data.aws_x` names data sources.

        Raises Undecided when an apply has left some of them out: what is there would pass for all there is.
        """
        wanted = set(types)
        for address, reason in self.left_out.items():
            if type_in(address) in wanted:
                raise Undecided(Cause.UNSUPPORTED_BY_EMULATOR, f"{address} was not applied: {reason}")
        return [r for r in self.resources_by_address.values() if r.qualified_type in wanted and r.seen()]

    def one(self, resource_type: str) -> Resource:
        """Return the only resource of that type; fail with the addresses there are otherwise."""
        found = self.of(resource_type)
        if len(found) != 1:
            there = ", ".join(r.address for r in found) or "none"
            raise AssertionError(f"expected exactly one {resource_type}, found {len(found)}: {there}")
        return found[0]

    def resource(self, address: str) -> Resource:
        """Return the resource with that address; fail with the addresses of its type otherwise."""
        found = self.resources_by_address.get(address)
        if found is None:
            there = [r.address for r in self.of(type_in(address))]
            raise AssertionError(f"no {address} in the plan; of its type: {', '.join(there) or 'none'}")
        found.seen()
        return found

    def instances(self, address: str) -> list[Resource]:
        """Return the resource with that address, or all instances where it or one of its modules lacks the index."""
        exact = self.resources_by_address.get(address)
        if exact is not None:
            return [exact]
        index = r"(\[[^\]]*\])?"
        modules, rest = split_address(address)
        parts = [f"module\\.{n}{index if k is None else re.escape(index_text(k))}\\." for n, k in modules]
        pattern = re.compile("".join(parts) + re.escape(rest) + ("" if rest.endswith("]") else index))
        return [r for a, r in self.resources_by_address.items() if pattern.fullmatch(a)]

    def provider_region(self, key: str) -> str | None:
        """Return the region of a provider configuration (`aws`, `aws.replica`), if the plan shows it."""
        configurations = self._raw.get("configuration", {}).get("provider_config", {})
        # A module that inherits its provider has a key of its own (`module.network:aws`) without an entry.
        provider = configurations.get(key) or configurations.get(key.rpartition(":")[2], {})
        expression = provider.get("expressions", {}).get("region", {})
        if "constant_value" in expression:
            return str(expression["constant_value"])
        for reference in expression.get("references", []):
            variable = self._raw.get("variables", {}).get(reference.removeprefix("var."), {})
            if reference.startswith("var.") and isinstance(variable.get("value"), str):
                return str(variable["value"])
        return None

    @property
    def region_names(self) -> set[str]:
        """The regions that managed resources lie in, as far as known."""
        return {r.region for r in self.managed if r.region}


class Resource:
    """One resource (or data source) of a plan. Values are read by path: `r["versioning.0.status"]`."""

    __slots__ = ("_change", "_entry", "address", "index", "mode", "module", "name", "plan", "type", "values")

    def __init__(self, plan: Plan, entry: dict[str, Any], change: dict[str, Any]) -> None:
        self.plan = plan
        self._entry = entry
        self._change: dict[str, Any] = change.get("change", {})
        self.address: str = entry["address"]
        self.type: str = entry["type"]
        self.name: str = entry["name"]
        self.index: str | int | None = entry.get("index")
        self.mode: str = entry.get("mode", "managed")
        modules, rest = split_address(self.address)
        self.module = self.address.removesuffix(rest).rstrip(".") if modules else ""
        self.values: dict[str, Any] = entry.get("values") or {}

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

    def _lookup(self, path: str) -> Any:
        value: Any = self.values
        unknown: Any = self._change.get("after_unknown", {})
        for part in path.split("."):
            if unknown is True:
                return UNKNOWN
            unknown = _step(unknown, part)
            if value is not _ABSENT and value is not None:
                value = _step(value, part)
        if unknown is True:
            return UNKNOWN
        return value

    def _read(self, path: str) -> Any:
        value = self._lookup(path)
        if isinstance(value, dict | list):
            value = _with_unknowns(value, self._mask("after_unknown", path))
        if self.plan.recorder is not None:
            self.plan.recorder.note(self, path, value)
        return value

    def _mask(self, name: str, path: str) -> Any:
        mask: Any = self._change.get(name, {})
        for part in path.split("."):
            if mask is True:
                return True
            mask = _step(mask, part)
        return None if mask is _ABSENT else mask

    def __getitem__(self, path: str) -> Any:
        value = self._read(path)
        if value is _ABSENT:
            known = ", ".join(sorted(self.values))
            raise KeyError(f"{self.address} has no {path!r}; it has: {known}")
        return value

    def get(self, path: str, default: Any = None) -> Any:
        """Return the value at `path`, UNKNOWN, or `default` when it is absent or null."""
        value = self._read(path)
        return default if value is _ABSENT or value is None else value

    def known(self, path: str, default: Any = None) -> Any:
        """Return the value at `path` like `get`; raise Undecided if it exists only after an apply."""
        value = self.get(path, default)
        if value is UNKNOWN:
            raise Undecided(Cause.UNTIL_APPLY, f"{path} of {self.address} is known only after an apply")
        return value

    def is_unknown(self, path: str) -> bool:
        """Whether the value exists only after an apply."""
        return self._lookup(path) is UNKNOWN

    def is_sensitive(self, path: str) -> bool:
        """Whether Terraform marks the value, or anything inside it, as sensitive."""
        for mask in (self._entry.get("sensitive_values", {}), self._change.get("after_sensitive", {})):
            here: Any = mask
            for part in path.split("."):
                if here is True:
                    return True
                here = _step(here, part)
            if _any_true(here):
                return True
        return False

    @property
    def tags(self) -> dict[str, str]:
        """All tags, the provider's default tags included where the plan knows them."""
        for path in ("tags_all", "tags"):
            value = self._read(path)
            if isinstance(value, dict):
                return {str(k): v for k, v in value.items()}
        return {}

    @property
    def region(self) -> str | None:
        """The region: the resource's own (aws 6), else its provider configuration's; None if it cannot be told."""
        own = self.values.get("region") if self.type != "aws_s3_bucket" else None
        if isinstance(own, str) and own:
            return own
        found = self.plan.resolver.config(self.address)
        return self.plan.provider_region(found[1].get("provider_config_key", "")) if found else None

    @property
    def source(self) -> SourceLine | None:
        """File and line of the declaration, if the files at hand hold the one that the plan names."""
        found = self.plan.resolver.config(self.address)
        block = found[0].block(found[1]) if found else None
        if block is None:
            return None
        base = self.plan.base.resolve() if self.plan.base else block.file.parent
        try:
            file = block.file.relative_to(base)
        except ValueError:
            file = block.file
        return SourceLine(file.as_posix(), block.line)

    def refers_to(self, path: str, *types: str) -> list[Resource]:
        """Return the resources that the argument points to: by reference, else by a known id, ARN or name.

        What is null in the plan points to nothing, whatever its expression mentions.
        """
        wanted = set(types)
        value = self._lookup(path)
        found = {} if value is None else {r.address: r for r in self._targets(path, wanted, set())}
        if not found and value is not UNKNOWN:
            named = {v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v}
            found = {r.address: r for r in self.plan.managed if named & r.identities() and r is not self}
            if wanted:
                found = {a: r for a, r in found.items() if r.qualified_type in wanted}
        for resource in found.values():
            resource.seen()
        if self.plan.recorder is not None:
            self._read(path)
        return list(found.values())

    def _targets(self, path: str, wanted: set[str], passed: set[tuple[str, str]]) -> Iterator[Resource]:
        """Follow references; one that ends at another type's argument (`versioning.this.bucket`) is followed on."""
        if (self.address, path) in passed:
            return
        passed.add((self.address, path))
        for target in self.plan.resolver.follow(self.address, path):
            candidates = [
                r
                for r in self.plan.instances(target.address)
                if not target.keys or re.fullmatch(target.keys, str(r.index), re.DOTALL)
            ]
            same = [c for c in candidates if c.index == self.index and self.index is not None]
            for candidate in same or candidates:
                if not wanted or candidate.qualified_type in wanted:
                    yield candidate
                elif target.attribute:
                    yield from candidate._targets(target.attribute, wanted, passed)

    def referred_by(self, resource_type: str, path: str) -> list[Resource]:
        """Return the resources of that type whose argument `path` points to this one."""
        return [r for r in self.plan.of(resource_type) if self in r.refers_to(path, self.qualified_type)]

    def identities(self) -> set[str]:
        """The known strings that others name this resource by."""
        return {v for k in ("id", "arn", "bucket", "key_id") if isinstance(v := self.values.get(k), str) and v}

    def policy(self, path: str) -> list[Statement]:
        """Return the statements of a policy argument, each with lists for Action and Resource.

        A document that is known only after an apply is read from the `aws_iam_policy_document` it comes from, as far
        as the plan shows it. Raises Undecided if nothing of it can be seen.
        """
        value = self._read(path)
        if isinstance(value, str) and value:
            return statements_of_json(value, f"{path} of {self.address}")
        if value is UNKNOWN:
            documents = self.refers_to(path, "data.aws_iam_policy_document")
            statements = [s for d in documents for s in statements_of_document(d)]
            if statements:
                return statements
            raise Undecided(Cause.UNTIL_APPLY, f"{path} of {self.address} is known only after an apply")
        return []


def statements_of_json(text: str, where: str) -> list[Statement]:
    """Return the statements of a policy in JSON; raise Undecided when it is none."""
    try:
        document = json.loads(text)
        statements = document.get("Statement", [])
    except (ValueError, AttributeError) as error:
        raise Undecided(Cause.CHECK_ERROR, f"{where} is no policy: {error}") from error
    return [_normal(s) for s in (statements if isinstance(statements, list) else [statements])]


def statements_of_document(document: Resource) -> list[Statement]:
    """Return the statements of an `aws_iam_policy_document`, those of its source documents included."""
    text = document.values.get("json")
    if isinstance(text, str) and text:
        return statements_of_json(text, document.address)
    statements: list[Statement] = []
    count = len(document.values.get("statement") or [])
    mask = document._mask("after_unknown", "statement")
    if isinstance(mask, list):
        count = max(count, len(mask))
    for position in range(count):
        statements.append(_statement(document, f"statement.{position}"))
    for source in ("source_policy_documents", "override_policy_documents"):
        for other in document.refers_to(source, "data.aws_iam_policy_document"):
            statements += statements_of_document(other)
    return statements


def _statement(document: Resource, path: str) -> Statement:
    def listed(name: str) -> list[Any]:
        value = document.get(f"{path}.{name}", [])
        if value is UNKNOWN:
            return [UNKNOWN]
        return sorted(value, key=str) if value else []

    statement: Statement = {"Effect": document.get(f"{path}.effect", "Allow")}
    sid = document.get(f"{path}.sid")
    if sid:
        statement["Sid"] = sid
    for key, name in (
        ("Action", "actions"), ("NotAction", "not_actions"), ("Resource", "resources"), ("NotResource", "not_resources"),
    ):  # fmt: skip
        if values := listed(name):
            statement[key] = values
    for key, name in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        principals: dict[str, list[Any]] = {}
        for entry in document.known(f"{path}.{name}", []):
            identifiers = entry.get("identifiers", [])
            principals.setdefault(str(entry.get("type")), []).extend(
                [UNKNOWN] if identifiers is UNKNOWN else identifiers or [UNKNOWN]
            )
        if principals:
            statement[key] = principals
    conditions: dict[str, dict[str, list[Any]]] = {}
    for entry in document.known(f"{path}.condition", []):
        values = entry.get("values", [])
        conditions.setdefault(str(entry.get("test")), {})[str(entry.get("variable"))] = (
            [UNKNOWN] if values is UNKNOWN or not values else list(values)
        )
    if conditions:
        statement["Condition"] = conditions
    return statement


def _normal(statement: dict[str, Any]) -> Statement:
    def listed(value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value]

    result: Statement = dict(statement)
    for key in ("Action", "NotAction", "Resource", "NotResource"):
        if key in statement:
            result[key] = listed(statement[key])
    for key in ("Principal", "NotPrincipal"):
        if key in statement:
            value = statement[key]
            result[key] = {"AWS": ["*"]} if value == "*" else {k: listed(v) for k, v in value.items()}
    if "Condition" in statement:
        result["Condition"] = {
            test: {k: listed(v) for k, v in entries.items()} for test, entries in statement["Condition"].items()
        }
    return result


def _entries(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _entries(child)


def _step(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part, _ABSENT)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return _ABSENT


def _any_true(mask: Any) -> bool:
    if isinstance(mask, dict):
        return any(_any_true(v) for v in mask.values())
    if isinstance(mask, list):
        return any(_any_true(v) for v in mask)
    return mask is True


def _with_unknowns(value: Any, mask: Any) -> Any:
    """Return the value with UNKNOWN in each place that the mask marks."""
    if mask is True:
        return UNKNOWN
    if isinstance(value, dict) and isinstance(mask, dict):
        keys: Sequence[str] = list(dict.fromkeys([*value, *(k for k, m in mask.items() if _any_true(m))]))
        return {k: _with_unknowns(value.get(k), mask.get(k)) for k in keys}
    if isinstance(value, list) and isinstance(mask, list):
        longest = max(len(value), len(mask))
        filled = [value[i] if i < len(value) else None for i in range(longest)]
        return [_with_unknowns(v, mask[i] if i < len(mask) else None) for i, v in enumerate(filled)]
    return value


def parse_plan(text: str, where: str) -> dict[str, Any]:
    """Read the JSON of `terraform show -json PLAN`; raise BadInput for what `accept_plan` refuses or is no JSON."""
    hint = "give the output of 'terraform show -json PLANFILE'"
    if not text.strip():
        raise BadInput(f"{where}: the file is empty", hint)
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise BadInput(f"{where}: not valid JSON ({error})", hint) from error
    return accept_plan(raw, where)


def accept_plan(raw: Any, where: str) -> dict[str, Any]:
    """Return the plan if it can be judged; raise BadInput otherwise.

    Not accepted: something else than a plan, an errored or incomplete plan, and a plan without any resource.
    """
    hint = "give the output of 'terraform show -json PLANFILE'"
    if not isinstance(raw, dict) or "planned_values" not in raw or "configuration" not in raw:
        raise BadInput(f"{where}: JSON, but not a Terraform plan", hint)
    if not str(raw.get("format_version", "")).startswith("1."):
        raise BadInput(
            f"{where}: plan format {raw.get('format_version')!r} is not known", "plan with Terraform >= 1.11"
        )
    if raw.get("errored"):
        raise BadInput(f"{where}: the plan ended with errors", "plan again until Terraform reports none")
    if raw.get("complete") is False:
        raise BadInput(f"{where}: the plan is incomplete (deferred or targeted)", "plan the whole configuration")
    if not any(r.get("mode") == "managed" for r in _entries(raw["planned_values"].get("root_module", {}))):
        raise BadInput(f"{where}: the plan has no resources, so there is nothing to judge", "check what was planned")
    return raw
