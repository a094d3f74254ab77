"""Which tests may be skipped: `--tfproof-skips FILE` fails a run that skips a test for a reason that no row of FILE lists.

A row names tests by a pattern of their node ids and a part of the reason that the skip itself gives, and says why that
is accepted and who answers for it::

    - test: tests/kit/test_cli.py::test_*
      skip: does not list the children of a process
      reason: only Linux lists them
      owner: platform
      when: {system: [darwin]}

A row holds for nothing but these tests and that reason, `when` only on these systems (`sys.platform`) or emulators
(`TFPROOF_EMULATOR`). One whose pattern is the name of no test fails a run of all tests of its directory.
"""

from __future__ import annotations

import fnmatch
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tfproof.errors import BadInput, TfproofError
from tfproof.pytest_plugin.rerun import plain

_OPTION = "--tfproof-skips"
_TEXTS = ("test", "skip", "reason", "owner")
_CIRCUMSTANCES = ("system", "emulator")
#: Options that leave out tests, so that a run with one of them is not of all tests.
_SELECTING = ("keyword", "markexpr", "deselect", "lf", "failedfirst", "stepwise", "ignore", "ignore_glob")


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of skip that is accepted."""

    test: str
    skip: str
    reason: str
    owner: str
    when: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def directory(self) -> Path:
        """The directory that holds all tests which the pattern can name."""
        plain = re.split(r"[*?\[]", self.test.partition("::")[0])[0]
        return Path(plain.rpartition("/")[0] or ".")

    def names(self, nodeid: str) -> bool:
        """Whether this row speaks of a test, or of a file that is skipped as a whole."""
        # In a node id brackets hold parameters; in a pattern of fnmatch they would hold a choice of characters.
        return fnmatch.fnmatchcase(nodeid, self.test.replace("[", "[[]"))

    def lists(self, nodeid: str, reason: str, circumstances: Mapping[str, str]) -> bool:
        """Whether this row accepts that a test was skipped for that reason."""
        holds = all(circumstances[name] in accepted for name, accepted in self.when.items())
        return holds and self.skip in reason and self.names(nodeid)


def load_rows(path: Path) -> list[Row]:
    """Read the rows of a file; raise BadInput for one that says too little, or what no row can say."""
    from tfproof.files import read_yaml  # noqa: PLC0415 - for runs with the option only

    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise BadInput(f"{path}: expected a list of rows", "see tfproof.pytest_plugin.skips for the format")
    return [_row(path, number, row) for number, row in enumerate(rows, start=1)]


def _row(path: Path, number: int, row: Any) -> Row:
    where = f"{path}: row {number}"
    if not isinstance(row, dict):
        raise BadInput(f"{where} is no mapping", f"give it {', '.join(_TEXTS)}")
    for name in _TEXTS:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise BadInput(f"{where} has no {name}", "give it a text")
    if wrong := sorted(map(str, row.keys() - {*_TEXTS, "when"})):
        raise BadInput(f"{where} has {', '.join(wrong)}", f"a row has {', '.join(_TEXTS)} and may have when")
    when = row.get("when", {})
    if not isinstance(when, dict) or not all(n in _CIRCUMSTANCES and isinstance(v, list) for n, v in when.items()):
        raise BadInput(f"{where}: when= is no list for each of {', '.join(_CIRCUMSTANCES)}", "correct it")
    return Row(**row)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.getgroup("tfproof").addoption(
        _OPTION, metavar="FILE", help="fail if a test is skipped for a reason that no row of FILE lists"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the rows; under xdist the controller decides, which sees the reports of all workers."""
    file = config.getoption(_OPTION)
    if not file or hasattr(config, "workerinput"):
        return
    try:
        rows = load_rows(config.rootpath / file)
    except TfproofError as error:
        raise pytest.UsageError(f"{_OPTION}: {error}") from None
    config.pluginmanager.register(_Skips(rows), "tfproof-skips")


class _Skips:
    """Watches one run."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._circumstances = {"system": sys.platform, "emulator": os.environ.get("TFPROOF_EMULATOR") or "moto"}
        self._collected: set[str] = set()
        self._left_out = False
        self._said: dict[str, None] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at a test that was skipped; an expected failure is reported in the same way, but ran."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._look(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Look at a file that was skipped as a whole; one that failed tells nothing of its tests."""
        self._left_out |= report.failed
        if report.skipped:
            self._look(report)
            self._collected.add(report.nodeid)

    def _look(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = " ".join(reason.removeprefix("Skipped: ").split())
        test = plain(report.nodeid)
        if not any(row.lists(test, reason, self._circumstances) for row in self._rows):
            self._said[f"{test} was skipped, and no row lists that: {reason}"] = None

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Note that the run leaves out tests."""
        self._left_out |= bool(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what there is."""
        self._collected.update(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Iterable[str]) -> None:
        """Note what a worker found."""
        self._collected.update(map(plain, ids))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail a run that would have passed."""
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        if not self._left_out and not any(session.config.getoption(name, None) for name in _SELECTING):
            self._look_for_stale_rows(session.config)
        if self._said:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _look_for_stale_rows(self, config: pytest.Config) -> None:
        here = config.invocation_params.dir
        # An argument with `::` names single tests, so it is a directory of nothing.
        ran = [(here / argument).resolve() for argument in config.args]
        for row in self._rows:
            directory = (config.rootpath / row.directory).resolve()
            if any(d == directory or d in directory.parents for d in ran) and not any(map(row.names, self._collected)):
                self._said[f"{row.test} is the name of no test: remove the row, or correct it"] = None

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what is wrong, one line each."""
        if self._said:
            terminalreporter.section(f"not in {terminalreporter.config.getoption(_OPTION)}", red=True)
            for line in self._said:
                terminalreporter.write_line(line)
