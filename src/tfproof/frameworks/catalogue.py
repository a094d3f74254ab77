"""Loads the frameworks: every requirement, how far it is covered, and which checks speak for it."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Any

from tfproof import plugins
from tfproof.errors import BadInput
from tfproof.frameworks.files import read_valid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

#: Data in this folder that is not a framework.
_OTHER_DATA = frozenset({"regions.yaml"})


class Coverage(StrEnum):
    """How far infrastructure code can show a requirement.

    `AUTOMATED`: checks show all that it asks of the assessed design. `PARTIAL`: checks show a part; the
    reason names the rest. `MANUAL`: people and documents. `INHERITED`: the cloud provider does it.
    `NOT_COVERED`: infrastructure code could say something, but no check does, or it binds somebody else.
    """

    AUTOMATED = "automated"
    PARTIAL = "partial"
    MANUAL = "manual"
    INHERITED = "inherited"
    NOT_COVERED = "not-covered"


class Kind(StrEnum):
    """What a check means for a requirement.

    `SATISFIES`: shows one whole demand of the requirement; all such edges together show all of its demands,
    and only they can make it pass. `PARTIAL`: shows a part of a demand, and a fail of it
    fails the requirement. `SUPPORTS`: context, which shows no demand and decides nothing.
    """

    SATISFIES = "satisfies"
    PARTIAL = "partial"
    SUPPORTS = "supports"


@dataclass(frozen=True, slots=True)
class Edge:
    """One check that speaks for one requirement, why, and the threshold below which it does not count.

    `pattern` is how the framework's file names the check, where it does so with `*`.
    """

    check: str
    kind: Kind
    rationale: str
    threshold: Mapping[str, int | bool | str] = field(default_factory=dict)
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One requirement of a framework. The title is ours, never the standard's wording.

    `aspects` are what it asks about; without any it asks about the aspects of its checks.
    """

    id: str
    title: str
    coverage: Coverage
    reason: str
    edges: tuple[Edge, ...]
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework and all its requirements.

    `denominator` says what "all" means, `label` what a report may claim.
    """

    id: str
    name: str
    edition: str
    label: str
    source: str
    denominator: str
    controls: tuple[Control, ...]

    def control(self, control_id: str) -> Control:
        """Return the requirement with this id; raises `KeyError` when the framework has none."""
        for control in self.controls:
            if control.id == control_id:
                return control
        raise KeyError(control_id)

    def checks(self) -> frozenset[str]:
        """Return the ids of all checks that the framework's edges name."""
        return frozenset(edge.check for control in self.controls for edge in control.edges)


def load(
    extra: Iterable[Path] = (),
    known_checks: Collection[str] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> tuple[Framework, ...]:
    """Return the frameworks, ordered by id: of this package, of others, and in the `extra` files or directories.

    An edge of a former check (in `aliases`) is one of the check that it means now. With `known_checks`, an edge to any
    other check is refused, and an edge whose `check` holds `*` is one of each check that fits and that no edge before it,
    or any without `*`, names; its `except` are left out.

    Raises `BadInput` for a file that cannot be read or does not fit `framework.schema.json`, for ids and edges given
    twice, for a coverage that its edges contradict, and for a directory without frameworks; EnvironmentProblem when a
    package adds frameworks that cannot be found (see `tfproof.plugins`).
    """
    loaded: dict[str, Framework] = {}
    files: dict[str, Traversable] = {}
    for file in (*_shipped(), *_installed(), *_given(extra)):
        framework = _framework(file, aliases or {}, known_checks)
        if framework.id in loaded:
            taken = f"the framework id {framework.id} is taken by {files[framework.id]}"
            raise BadInput(f"{file}: {taken}", "give it an id of its own")
        files[framework.id] = file
        if known_checks is not None and (unknown := framework.checks() - set(known_checks)):
            raise BadInput(f"{file}: no such check: {', '.join(sorted(unknown))}")
        loaded[framework.id] = framework
    return tuple(loaded[framework_id] for framework_id in sorted(loaded))


def _shipped() -> Iterator[Traversable]:
    for file in resources.files(__package__).iterdir():
        if file.name.endswith(".yaml") and file.name not in _OTHER_DATA:
            yield file


def _installed() -> Iterator[Traversable]:
    for point in plugins.entry_points(plugins.FRAMEWORKS):
        with plugins.used(point):
            folder = resources.files(point.module)
            files = [file for file in folder.iterdir() if file.name.endswith((".yaml", ".yml"))]
            if not files:
                raise ValueError("it holds no framework file")
        yield from sorted(files, key=lambda file: file.name)


def _given(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"})
        if not files:
            raise BadInput(f"{path}: no framework in this directory", "it needs at least one .yaml file")
        yield from files


def _framework(file: Traversable, aliases: Mapping[str, str], known: Collection[str] | None) -> Framework:
    data = read_valid(file, "framework.schema.json")
    rows = data.pop("requirements")
    by_id = sorted(known or ())
    controls = tuple(_control(row, aliases, by_id) for row in rows)
    _refuse_repeats(file, "requirement", [control.id for control in controls])
    for row, control in zip(rows, controls, strict=True):
        _refuse_repeats(file, f"{control.id}: check", [edge["check"] for edge in row.get("checks", ())])
        _refuse_contradictions(file, control)
    return Framework(controls=controls, **{key: _one_line(text) for key, text in data.items()})


def _control(row: Mapping[str, Any], aliases: Mapping[str, str], known: Sequence[str]) -> Control:
    return Control(
        id=row["id"],
        title=row["title"],
        coverage=Coverage(row["coverage"]),
        reason=_one_line(row.get("reason", "")),
        edges=tuple(_edges(row.get("checks", ()), aliases, known)),
        aspects=tuple(row.get("aspects", ())),
    )


def _edges(rows: Sequence[Mapping[str, Any]], aliases: Mapping[str, str], known: Sequence[str]) -> Iterator[Edge]:
    """Yield the edges of a requirement; a row with `*` stands for every check that fits and is not named otherwise."""
    named = {aliases.get(row["check"], row["check"]) for row in rows}
    for row in rows:
        check = aliases.get(row["check"], row["check"])
        pattern = check if "*" in check else ""
        meant = [check]
        if pattern and known:
            others = named | {aliases.get(c, c) for c in row.get("except", ())}
            meant = [c for c in fnmatch.filter(known, check) if c not in others]
            named |= set(meant)
        for each in meant:
            yield Edge(each, Kind(row["kind"]), _one_line(row["rationale"]), row.get("threshold", {}), pattern)


def _refuse_repeats(file: Traversable, what: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise BadInput(f"{file}: {what} given twice: {', '.join(repeated)}")


def _refuse_contradictions(file: Traversable, control: Control) -> None:
    """Refuse a coverage that its edges do not bear out, and one without the reason that it needs."""
    coverage = control.coverage
    if not control.edges:
        allowed = {Coverage.MANUAL, Coverage.INHERITED, Coverage.NOT_COVERED}
    elif any(edge.kind is Kind.SATISFIES for edge in control.edges):
        allowed = {Coverage.AUTOMATED}
    else:
        allowed = {Coverage.PARTIAL}
    if coverage not in allowed:
        raise BadInput(
            f"{file}: {control.id}: coverage {coverage} contradicts its checks",
            "automated needs a check that satisfies, partial only others, everything else none",
        )
    if coverage is not Coverage.AUTOMATED and not control.reason:
        raise BadInput(f"{file}: {control.id}: coverage {coverage} needs a reason")


def _one_line(text: str) -> str:
    """Join the lines that a folded YAML text still has."""
    return " ".join(text.split())
