"""The table of what a picture shows: kinds of boxes by type, rows, flows, and the signs that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tfproof.files import read_yaml


@dataclass(frozen=True, slots=True)
class Tier:
    """A row of a picture: where it stands (`world`, `network`, `region`) and what it is called."""

    id: str
    place: str
    says: str


@dataclass(frozen=True, slots=True)
class Flow:
    """From where to where something flows, as resources of a type say it by paths; `self` is the resource."""

    type: str
    source: str
    target: str
    says: str
    #: Of which types the source and the target are; empty for all that are drawn.
    source_types: tuple[str, ...]
    target_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """How flows are drawn, and which: those that say one of these words."""

    id: str
    colour: str
    says: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All of it, as `kinds.yaml` and `signs.yaml` have it."""

    tiers: Mapping[str, Tier]
    kinds: Mapping[str, Mapping[str, Any]]
    stands_for: Mapping[str, str]
    flows: tuple[Flow, ...]
    internet: str
    used: tuple[str, ...]
    lines: tuple[Line, ...]
    signs: Mapping[str, str]

    def line_of(self, word: str) -> Line:
        """Return how a flow is drawn that says this."""
        return next(line for line in self.lines if word in line.words)


@cache
def table() -> Table:
    """Return the table that the package carries."""
    raw, signs = _read("kinds.yaml"), _read("signs.yaml")
    return Table(
        tiers={name: Tier(name, row["place"], row["says"]) for name, row in raw["tiers"].items()},
        kinds=raw["kinds"],
        stands_for=raw["stands_for"],
        flows=tuple(
            Flow(row["of"], row["from"], row["to"], row["says"], tuple(row.get("of_a", ())), tuple(row.get("is", ())))
            for row in raw["flows"]
        ),
        internet=raw["internet"],
        used=tuple(raw["used"]),
        lines=tuple(Line(name, row["colour"], row["says"], tuple(row["of"])) for name, row in raw["lines"].items()),
        signs=signs,
    )


def _read(name: str) -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / name))
