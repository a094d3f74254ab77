"""Lets a run end as one that broke off where a file could not be collected.

pytest does so itself, but with workers it ends like one in which tests fail, and the tests of that file are missing
unnoticed. Only who reads the results of a run loads this, by `-p`.
"""

from __future__ import annotations

import pytest

_NOT_COLLECTED: list[str] = []


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note what could not be collected; the controller hears of it from its workers."""
    if report.failed:
        _NOT_COLLECTED.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Change how the run ends."""
    if _NOT_COLLECTED:
        session.exitstatus = pytest.ExitCode.INTERRUPTED
