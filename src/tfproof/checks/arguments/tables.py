"""Makes the rows of the tables in this package checks like all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from tfproof.checks.arguments.asking import Ask, Conditions, asked_of, predicate
from tfproof.checks.arguments.demands import DEMANDS
from tfproof.checks.model import Check, check
from tfproof.files import read_yaml
from tfproof.plans.view import Resource

_TABLE = frozenset({"checks", "samples"})
_CHECK = frozenset({"aliases", "asks", "aspect", "fix", "id", "must-exist-in", "severity", "title", "why"})
_BESIDE = frozenset({"argument", "by", "names", "with"})
#: What a row may say besides its demand; the last five are for examples only.
_ASK = frozenset(
    {"argument", "declared", "none", "separate", "source", "types", "unless", "unset", "when"}
    | {"good", "no-unknown", "unset-verdict", "weak", "with"}
)


def _refuse_strange(row: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Raise ValueError for a key that nobody reads: a misspelt one would change a verdict in silence."""
    if strange := sorted(row.keys() - set(known)):
        raise ValueError(f"{where} has no {', '.join(strange)}")


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """Return what each table holds: its `checks`, and `samples` of the types that they speak of."""
    files = sorted(resources.files(__package__).iterdir(), key=lambda f: f.name)
    tables = {f.name: read_yaml(f) for f in files if f.name.endswith(".yaml")}
    for name, table in tables.items():
        _refuse_strange(table, _TABLE, name)
    return tables


@cache
def rows() -> Mapping[str, Mapping[str, Any]]:
    """Return what the tables say of every check, by its id; raises ValueError for an id given twice."""
    return _joined("checks", [{row["id"]: row} for table in _files().values() for row in table["checks"]])


@cache
def samples() -> Mapping[str, Mapping[str, Any]]:
    """Return, by type, the least arguments with which the provider plans a resource."""
    return _joined("samples", [table.get("samples", {}) for table in _files().values()])


def _joined(what: str, parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for part in parts:
        if twice := sorted(joined.keys() & part.keys()):
            raise ValueError(f"{what} of the tables stand there twice: {', '.join(twice)}")
        joined |= part
    return joined


@cache
def asks(check_id: str) -> tuple[Ask, ...]:
    """Return what a check of the tables asks for."""
    return tuple(_ask(row) for row in rows()[check_id]["asks"])


@cache
def register() -> None:
    """Register every check of the tables, once."""
    for check_id, row in rows().items():
        _register(row, asks(check_id))


def _register(row: Mapping[str, Any], asked: tuple[Ask, ...]) -> Check:
    _refuse_strange(row, _CHECK, f"the check {row['id']}")
    judged = predicate(asked)
    judged.__doc__ = _explained(row, asked)
    limits = {a.wanted for a in asked if a.demand in ("at-least", "at-most") and isinstance(a.wanted, str)}
    where = row.get("must-exist-in", "")
    return check(
        row["id"],
        title=row["title"],
        severity=row["severity"],
        aspect=row["aspect"],
        source=tuple(dict.fromkeys(a.source for a in asked)),
        types=tuple(dict.fromkeys(t for a in asked for t in a.types)),
        looks_at=tuple(sorted({t for a in asked for t in a.separate})),
        remediation=row["fix"],
        when=_population(asked) if any(a.when or a.unless or a.declared for a in asked) else None,
        parameters=tuple(f"limits.{name}" for name in sorted(limits)),
        aliases=tuple(row.get("aliases", ())),
        population="must-exist" if where else "each",
        scope="account" if where else "plan",
        per_region=where == "region",
    )(judged)


def _population(asked: tuple[Ask, ...]) -> Callable[[Resource], bool]:
    return lambda r: bool(asked_of(asked, r))


def _explained(row: Mapping[str, Any], asked: tuple[Ask, ...]) -> str:
    """Say what is read, what is demanded of it, and why."""
    parts: dict[str, None] = {}
    for ask in asked:
        path = ask.argument.replace(".*", "").replace(".0", "")
        wanted = ", ".join(map(str, ask.wanted)) if isinstance(ask.wanted, tuple) else str(ask.wanted).lower()
        said = DEMANDS[ask.demand].words.format(f"`{wanted}`")
        otherwise = "" if ask.unset is None else f" (`{str(ask.unset).lower()}` unless set)"
        beside = f" or a {' or '.join(ask.separate)}" if ask.separate else ""
        own = f"whether `{path}`{otherwise} {said}" if path else "whether there is one"
        parts[f"{own}{beside}"] = None
    return f"Reads {'; '.join(parts)}. {row['why']}"


def _ask(row: Mapping[str, Any]) -> Ask:
    _refuse_strange(row, _ASK | DEMANDS.keys(), f"a row about {row.get('argument')}")
    for beside in row.get("separate", {}).values():
        _refuse_strange(beside, _BESIDE, "what is separate")
    (demand,) = DEMANDS.keys() & row.keys()
    wanted = row[demand]
    return Ask(
        types=tuple(row["types"]),
        argument=row.get("argument", ""),
        demand=demand,
        wanted=tuple(wanted) if isinstance(wanted, list) else wanted,
        source=row["source"],
        unset=row.get("unset"),
        empty_fails=row.get("none") == "fails",
        declared=row.get("declared", False),
        when=_conditions(row.get("when", {})),
        unless=_conditions(row.get("unless", {})),
        separate={t: (s["by"], s.get("argument", "")) for t, s in row.get("separate", {}).items()},
    )


def _conditions(given: Mapping[str, Any]) -> Conditions:
    return {path: tuple(values) if isinstance(values, list) else (values,) for path, values in given.items()}
