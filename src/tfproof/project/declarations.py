"""What people state by hand (waivers, applicability): a YAML list of rows, read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput
from tfproof.files import read_yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Declaration:
    """One row: `where` names file and row for messages; every text is there and not blank."""

    where: str
    texts: dict[str, str]
    day: date


def read_rows(path: Path, texts: Sequence[str], day: str, optional: Sequence[str] = ()) -> Iterator[Declaration]:
    """Yield the rows of a file. Each needs all `texts` and the date `day`, may have `optional`, and nothing else.

    Raises BadInput for a file that cannot be read and for a row that lacks or adds something.
    """
    for number, raw in enumerate(_load(path), start=1):
        if not isinstance(raw, dict):
            raise BadInput(f"{path}: row {number} is not a mapping", f"it needs {', '.join((*texts, day))}")
        where = f"{path}: row {raw.get('id') or number}"
        if strange := sorted(str(k) for k in raw if k not in {*texts, *optional, day}):
            raise BadInput(f"{where}: no such key: {', '.join(strange)}", f"it has {', '.join((*texts, day))}")
        yield Declaration(
            where,
            {k: _text(raw.get(k), f"{where}: {k}") for k in (*texts, *(k for k in optional if k in raw))},
            _day(raw.get(day), f"{where}: {day}"),
        )


def _load(path: Path) -> list[Any]:
    rows = read_yaml(path)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise BadInput(f"{path}: expected a list of rows", "start each row with '- '")
    return rows


def _text(value: Any, where: str) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    if not text:
        raise BadInput(f"{where} is missing", "state it as text")
    return text


def _day(value: Any, where: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput(f"{where} is missing or no date", "state it as YYYY-MM-DD") from error
