"""What the pages of a stack say: texts in a section, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tfproof.errors import BadInput
from tfproof.facts.matching import Test, of_value

if TYPE_CHECKING:
    from tfproof.project.layout import Project


def section(text: str, heading: str) -> str | None:
    """Return the text below a heading of the second level, up to the next one; None where there is no such heading."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else None


def table(text: str, *columns: str) -> list[dict[str, str]] | None:
    """Return the rows of the Markdown table that has these columns; None where there is no such table."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if _cells(line) == list(columns):
            rows = []
            for row in lines[number + 2 :]:
                if not row.startswith("|"):
                    break
                rows.append(dict(zip(columns, _cells(row), strict=True)))
            return rows
    return None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a page, or in a section of it."""

    KEYS: ClassVar = ("page", "file", "section", "says", "in_order", "table", "rows")

    file: Path
    heading: str | None
    says: tuple[str, ...]
    in_order: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Any, Test] | None

    def wrong(self) -> list[str]:
        """Return what is otherwise in the page, each in a line."""
        if not self.file.is_file():
            return [f"there is no {self.file}"]
        text = self.file.read_text(encoding="utf-8")
        if self.heading is not None:
            below = section(text, self.heading)
            if below is None:
                return [f"{self.file.name} has no section {self.heading!r}"]
            text = below
        where = f"{self.file.name}{f', section {self.heading!r}' if self.heading is not None else ''}"
        return [
            *(f"{where} does not say {part!r}" for part in self.says if part not in text),
            *self._out_of_order(where, text),
            *self._otherwise(where, text),
        ]

    def _out_of_order(self, where: str, text: str) -> list[str]:
        at = 0
        for part in self.in_order:
            at = text.find(part, at)
            if at < 0:
                return [
                    f"{where} does not say {part!r}, or not after what should come before: {', '.join(self.in_order)}"
                ]
            at += len(part)
        return []

    def _otherwise(self, where: str, text: str) -> list[str]:
        if self.rows is None:
            return []
        words, test = self.rows
        found = table(text, *self.columns)
        if not found:
            return [f"{where} has no table with rows and the columns {', '.join(self.columns)}"]
        empty = [f"{where}: {row} says nothing of {column}" for row in found for column in row if not row[column]]
        return [*empty, *([] if test(found) else [f"{where}: the rows are {found}, expected {words}"])]


def written(project: Project, system: str, raw: Mapping[str, Any]) -> Written:
    """Read what a fact says of a page; raise BadInput where that is nothing, or makes no sense."""
    if ("page" in raw) == ("file" in raw):
        raise BadInput("it has page and file, or neither", "name one of them")
    if ("table" in raw) != ("rows" in raw):
        raise BadInput("it has table or rows", "give both, or none")
    if not {"says", "in_order", "rows"} & raw.keys():
        raise BadInput("it says nothing of the page", "add says, in_order or table and rows")
    documents = project.root / "docs" / "operations" / system
    return Written(
        file=documents / str(raw["page"]) if "page" in raw else project.root / str(raw["file"]),
        heading=raw.get("section"),
        says=_texts(raw, "says"),
        in_order=_texts(raw, "in_order"),
        columns=_texts(raw, "table"),
        rows=(raw["rows"], of_value(raw["rows"])) if "rows" in raw else None,
    )


def _texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = raw.get(key, [])
    if not isinstance(texts, list) or (key in raw and not texts) or not all(isinstance(t, str) for t in texts):
        raise BadInput(f"{key}: {texts!r} is no list of texts", "write one")
    return tuple(texts)
