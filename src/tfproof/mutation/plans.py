"""Breaks plans on purpose: every value that a check has read is made worse, to see whether a check notices.

A mutant is killed when a check that passed the resource fails it. What survives is a value that checks look at and on
which nothing depends, or a gap.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tfproof.checks import judge
from tfproof.findings import Verdict
from tfproof.plans.addresses import type_in
from tfproof.plans.entries import held
from tfproof.plans.schema import Schema
from tfproof.plans.view import Plan

if TYPE_CHECKING:
    from tfproof.checks import Check, Settings

_GONE = object()
_RANGE = re.compile(r"[0-9a-fA-F:.]+/\d{1,3}")
_ANYWHERE = {"v4": "0.0.0.0/0", "v6": "::/0"}
_MANY = 10**6


class Fate(StrEnum):
    """What became of a mutant.

    `KILLED`: a check that had read the value passes the resource no more. `EQUIVALENT`: all pass it, one for another
    reason, which it states: the value was not what the verdict hung on. `SURVIVED`: nobody has noticed.
    """

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One value of one resource, how it was made worse, and by which checks that was noticed.

    `how` is `flip` (a truth), `delete`, `weaken` (a number, up or down) or `widen` (a list, a range of addresses, a
    policy), `swap` (for one that is known to be worse), `remove` (a resource beside those that are
    judged, with no path). `checks` had read the value and passed a resource by it.
    """

    address: str
    path: str
    how: str
    checks: tuple[str, ...]
    fate: Fate
    killed_by: tuple[str, ...]


#: By type and path (`*` for each index): values that somebody knows to be worse than others.
Worse = Mapping[tuple[str, str], Sequence[Any]]


def values_of(plan: Plan) -> dict[tuple[str, str], list[Any]]:
    """Return every value in a plan's resources by type and path, to make `Worse` of what is known to fail."""
    found: dict[tuple[str, str], list[Any]] = {}
    for entry in held(plan.raw.get("planned_values")):
        for path, value in _leaves(entry.get("values") or {}):
            seen = found.setdefault((entry["type"], _general(path)), [])
            if value not in seen:
                seen.append(value)
    return found


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}".lstrip("."))
        return
    if path and value is not None:
        yield path, value
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}")


def _general(path: str) -> str:
    return ".".join("*" if step.isdigit() else step for step in path.split("."))


def mutate(
    plan: Plan,
    checks: Iterable[Check],
    settings: Settings,
    *,
    worse: Worse | None = None,
    environment: str = "",
    scopes: frozenset[str] = frozenset(),
) -> Iterator[Mutant]:
    """Yield every mutant of a plan with who noticed it. The plan is changed and put back: it must be nobody else's."""
    known = {c.id: c for c in checks}

    def answers(ids: Iterable[str]) -> dict[tuple[str, str], tuple[Verdict, str]]:
        """Judge the plan as it is now by some checks."""
        now = Plan(plan.raw, None, plan.layer, plan.base)
        found = judge(now, [known[i] for i in ids], settings, environment=environment, scopes=scopes).findings
        return {(f.check, f.address): (f.verdict, f.message) for f in found}

    readers: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    blind = Plan(plan.raw, None, plan.layer, plan.base)
    for finding in judge(blind, known.values(), settings, environment=environment, scopes=scopes).findings:
        if finding.verdict is Verdict.PASS:
            for read in finding.reads:
                readers.setdefault((read.address, read.path), {})[finding.check, finding.address] = finding.message
    places = _Places(plan.raw)
    for (address, path), by in sorted(readers.items()):
        asked = tuple(sorted({check for check, _ in by}))
        value = places.value(address, path)
        known_worse = [v for v in (worse or {}).get((type_in(address), _general(path)), ()) if v != value]
        for how, values in [*_worse(address, path, value), *([("swap", known_worse)] if known_worse else [])]:
            noticed: set[str] = set()
            otherwise = False
            for value in values:
                with places.holding(address, path, value):
                    for key, (verdict, message) in answers(asked).items():
                        if key in by and verdict in (Verdict.FAIL, Verdict.UNKNOWN):
                            noticed.add(key[0])
                        otherwise |= key in by and message != by[key]
            yield Mutant(address, path, how, asked, _fate(noticed, otherwise), tuple(sorted(noticed)))
    for address in sorted({a for a, _ in readers}):
        by = {k: m for (a, _), keys in readers.items() if a == address for k, m in keys.items() if k[1] != address}
        if by:
            asked = tuple(sorted({check for check, _ in by}))
            with places.without(address):
                after = {k: v for k, v in answers(asked).items() if k in by}
            noticed = {k[0] for k, (verdict, _) in after.items() if verdict in (Verdict.FAIL, Verdict.UNKNOWN)}
            otherwise = any(message != by[k] for k, (_, message) in after.items())
            yield Mutant(address, "", "remove", asked, _fate(noticed, otherwise), tuple(sorted(noticed)))


def _fate(noticed: set[str], otherwise: bool) -> Fate:
    return Fate.KILLED if noticed else Fate.EQUIVALENT if otherwise else Fate.SURVIVED


def _worse(address: str, path: str, value: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield each way to make a value worse, with the values to try: one of them has to be noticed.

    A truth or a number that is deleted is one that AWS or the provider sets, so it is only turned, or made too small and
    too large. What Terraform demands is not deleted.
    """
    if value is _GONE or value is None:
        return
    if isinstance(value, bool) or value in ("true", "false"):
        yield "flip", [not value if isinstance(value, bool) else "false" if value == "true" else "true"]
    elif isinstance(value, int | float):
        yield "weaken", [0, _MANY]
    elif isinstance(value, str) and (policy := _policy(value)):
        yield "widen", [json.dumps(p) for p in _wider(policy)]
    elif isinstance(value, str) and _RANGE.fullmatch(value):
        yield "widen", [_ANYWHERE["v6" if ":" in value else "v4"]]
    elif _may_be_left_out(address, path):
        yield "delete", [_GONE]
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        yield "widen", [["*"], [_ANYWHERE["v4"]], [_ANYWHERE["v6"]]]


def _may_be_left_out(address: str, path: str) -> bool:
    kind = Schema.load().kind_of(type_in(address), path)
    return kind is not None and not kind.required and kind.settable and not path.rpartition(".")[2].isdigit()


def _policy(text: str) -> Mapping[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "Statement" in found else None


def _wider(policy: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield policies of which one part of each statement is wider: actions, resources, principals, no conditions."""
    changes: list[Callable[[dict[str, Any]], dict[str, Any]]] = [
        lambda s: {**s, "Action": "*"} if "Action" in s else s,
        lambda s: {**s, "Resource": "*"} if "Resource" in s else s,
        lambda s: {**s, "Principal": "*"} if "Principal" in s else s,
        lambda s: {k: v for k, v in s.items() if k != "Condition"},
    ]
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    for change in changes:
        yield {**policy, "Statement": [change(s) if isinstance(s, dict) else s for s in statements]}


class _Places:
    """Where the values of a plan's resources stand in its JSON, so that one can be put in another's place for a while."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._scopes = Plan(raw).scopes
        prior = (raw.get("prior_state") or {}).get("values")
        self._entries: dict[str, list[dict[str, Any]]] = {}
        for entry in (*held(raw.get("planned_values")), *held(prior)):
            if isinstance(entry.get("values"), dict):
                self._entries.setdefault(entry["address"], []).append(entry)
        self._changes = {c["address"]: c["change"] for c in raw.get("resource_changes") or [] if "deposed" not in c}

    def value(self, address: str, path: str) -> Any:
        """Return the value at a path as it stands there; a text for what is declared and not known yet."""
        for entry in self._entries.get(address, ()):
            found = _at(entry["values"], path)
            if found is not _GONE and found is not None:
                return found
        marks = self._changes.get(address, {}).get("after_unknown") or {}
        declared = any(_at(e, path) is not _GONE for e in self._expressions(address))
        return "(known after apply)" if declared and _at(marks, path) is True else _GONE

    def _expressions(self, address: str) -> list[dict[str, Any]]:
        found = self._scopes.declaration(address)
        return [found[1]["expressions"]] if found and "expressions" in found[1] else []

    @contextmanager
    def without(self, address: str) -> Iterator[None]:
        """Let the resource not be there inside of the block."""
        changes = self._raw.get("resource_changes") or []
        lists = [*_lists(self._raw.get("planned_values")), *_lists((self._raw.get("prior_state") or {}).get("values"))]
        before = [(found, list(found)) for found in (*lists, changes)]
        for found, whole in before:
            found[:] = [e for e in whole if e.get("address") != address]
        try:
            yield
        finally:
            for found, whole in before:
                found[:] = whole

    @contextmanager
    def holding(self, address: str, path: str, value: Any) -> Iterator[None]:
        """Let the value stand there, in the values, the change and the configuration, inside of the block."""
        change = self._changes.get(address, {})
        trees = [e["values"] for e in self._entries.get(address, ())]
        trees += [t for t in (change.get("after"),) if isinstance(t, dict)]
        marks = [change["after_unknown"]] if isinstance(change.get("after_unknown"), dict) else []
        undo = [_put(tree, path, value) for tree in trees]
        undo += [_put(tree, path, _GONE) for tree in marks]
        undo += [
            _put(e, path, _GONE if value is _GONE else {"constant_value": value}) for e in self._expressions(address)
        ]
        try:
            yield
        finally:
            for put_back in reversed(undo):
                put_back()


def _lists(values: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the list of resources of each module."""
    todo = [values["root_module"]] if isinstance(values, dict) and isinstance(values.get("root_module"), dict) else []
    while todo:
        module = todo.pop()
        if isinstance(module.get("resources"), list):
            yield module["resources"]
        todo += module.get("child_modules") or []


def _at(tree: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return _GONE
    return tree


def _put(tree: Any, path: str, value: Any) -> Callable[[], None]:
    """Put a value at a path, where the way there exists; return what undoes it. A deleted element of a list is null."""
    *way, last = path.split(".")
    here = _at(tree, ".".join(way)) if way else tree
    if isinstance(here, dict):
        before = here.get(last, _GONE)

        def restore() -> None:
            if before is _GONE:
                here.pop(last, None)
            else:
                here[last] = before

        if value is _GONE:
            here.pop(last, None)
        else:
            here[last] = value
        return restore
    if isinstance(here, list) and last.isdigit() and int(last) < len(here):
        whole = list(here)

        def refill() -> None:
            here[:] = whole

        if value is _GONE:
            del here[int(last)]
        else:
            here[int(last)] = value
        return refill
    return lambda: None
