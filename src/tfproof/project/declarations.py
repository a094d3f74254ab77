"""What people state by hand (waivers, exemptions, applicability): a YAML list of rows, read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, instead_of
from tfproof.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Declaration:
    """One row: `where` names file and row for messages; every text and list is there and not blank."""

    where: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    day: date


def read_rows(
    path: Path, texts: Sequence[str], day: str, optional: Sequence[str] = (), lists: Sequence[str] = ()
) -> Iterator[Declaration]:
    """Yield the rows of a file; see `declared`. Raises BadInput for a file that cannot be read, too."""
    return declared(read_yaml(path), str(path), texts, day, optional, lists)


def declared(
    rows: Any, place: str, texts: Sequence[str], day: str, optional: Sequence[str] = (), lists: Sequence[str] = ()
) -> Iterator[Declaration]:
    """Yield the rows of a list. Each needs all `texts`, all `lists` and the date `day`, and may have what is
    `optional`. A list of one may be given as a text.

    Raises BadInput for something else than a list (None is an empty one), for a row that lacks or adds something, and for
    an owner who approves his own row.
    """
    needed = ", ".join((*texts, *lists, day))
    if not isinstance(rows, list | None):
        raise BadInput(f"{place}: expected a list of rows", "start each row with '- '")
    for number, raw in enumerate(rows or (), start=1):
        if not isinstance(raw, dict):
            raise BadInput(f"{place}: row {number} is not a mapping", f"it needs {needed}")
        where = f"{place}: row {raw.get('id') or number}"
        if strange := sorted(str(k) for k in raw if k not in {*texts, *lists, *optional, day}):
            raise BadInput(
                f"{where}: no such key: {', '.join(strange)}", instead_of(strange, [*texts, *lists, *optional, day])
            )
        wanted = [k for k in (*texts, *lists, *optional) if k in raw or k not in optional]
        said = {k: _text(raw.get(k), f"{where}: {k}") for k in wanted if k not in lists}
        if "approver" in said and said["approver"] == said.get("owner"):
            raise BadInput(f"{where}: the owner is the approver", "somebody else has to approve it")
        yield Declaration(
            where,
            said,
            {k: _list(raw.get(k), f"{where}: {k}") for k in lists if k in wanted},
            _day(raw.get(day), f"{where}: {day}"),
        )


def texts_of_check(row: Declaration, known_checks: Collection[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a row about a check, with the id that the check has now. Raises BadInput where there is none."""
    return {**row.texts, "check": known_check(row.texts["check"], row.where, known_checks, aliases)}


def known_check(name: str, where: str, known_checks: Collection[str], aliases: Mapping[str, str]) -> str:
    """Return the id that a check has now. Raises BadInput where there is none."""
    check = aliases.get(name, name)
    if check not in known_checks:
        hint = instead_of([check], known_checks, "'tfproof explain' lists all of them")
        raise BadInput(f"{where}: no such check: {check}", hint)
    return check


def may_be_the_same_system(one: str, other: str) -> bool:
    """Whether two rows may speak of the same system; one without a name speaks of every system."""
    return one == other or not one or not other


def _list(value: Any, where: str) -> tuple[str, ...]:
    if not value:
        raise BadInput(f"{where} is missing", "state it as a text, or as a list: [a, b]")
    return tuple(_text(element, where) for element in (value if isinstance(value, list) else [value]))


def _text(value: Any, where: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = " ".join(str(value).split()) if number or isinstance(value, str) else ""
    if not any(c.isalnum() for c in text):
        raise BadInput(f"{where} is missing", "state it as text")
    return text


def _day(value: Any, where: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput(f"{where} is missing or no date", "state it as YYYY-MM-DD") from error
