"""The table of behaviours: complete, as the data says, and the data as the runs have left it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def table() -> ModuleType:
    place = str(ROOT / "tests/integration/behaviours")
    sys.path.insert(0, place)
    try:
        import table  # noqa: PLC0415
    finally:
        sys.path.remove(place)
    return table


def test_the_page_is_what_the_data_says(table: ModuleType) -> None:
    assert table.PAGE.read_text() == table.page(table.seen()), "run python tests/integration/behaviours/table.py"


def test_the_data_is_written_as_the_table_writes_it(table: ModuleType) -> None:
    assert table.SEEN.read_text() == table.written(table.seen())


def test_every_behaviour_has_a_row_and_every_row_a_behaviour(table: ModuleType) -> None:
    tests = [name for names in table.behaviours().values() for name in names]
    assert list(table.seen()["behaviours"]) == tests


def test_every_row_speaks_of_every_emulator(table: ModuleType) -> None:
    for name, row in table.seen()["behaviours"].items():
        assert tuple(row) == table.EMULATORS, name
        assert set(row.values()) <= set(table.MEANING), name


def test_what_a_run_has_seen_replaces_the_row_and_nothing_else(table: ModuleType, tmp_path: Path) -> None:
    before = table.seen()
    (name, row), *_ = before["behaviours"].items()
    other = next(w for w in ("enforces", "accepts") if w != row["moto"])
    (tmp_path / "moto").mkdir()
    (tmp_path / "moto" / name).write_text(other)
    (tmp_path / "moto" / "version").write_text("9.9")
    after = table.taken_over(before, tmp_path)
    assert after["versions"] == {**before["versions"], "moto": "9.9"}
    assert after["behaviours"] == {**before["behaviours"], name: {**row, "moto": other}}
