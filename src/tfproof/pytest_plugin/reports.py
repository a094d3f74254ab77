"""The report of each test: masked, with the command that runs it again, and noted for the trace of requirements."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.errors import TfproofError
from tfproof.progress import say
from tfproof.pytest_plugin.cases import case_of, parameters_of
from tfproof.pytest_plugin.marks import (
    Target,
    has_requirements,
    is_ours,
    marks_of_cases,
    own_mark,
    project_of,
    requirements_of,
)
from tfproof.pytest_plugin.masking import Mask, Masks, mask_report, mask_warning, sources_of
from tfproof.pytest_plugin.reads import reads_of
from tfproof.pytest_plugin.rerun import command, plain

if TYPE_CHECKING:
    import warnings

    from tfproof.project.results import Results, TestResult

_AGAIN = "run it again"
#: Parameters of ours, which are no secrets in a test's name.
_OURS = {"stack", "environment"}
_KEPT_AT: pytest.StashKey[Results] = pytest.StashKey()
_MASKS: pytest.StashKey[Masks] = pytest.StashKey()
_WARNINGS: pytest.StashKey[_Warnings] = pytest.StashKey()
_RESULTS: pytest.StashKey[list[TestResult]] = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Skip a test that asks for what could not be applied to the emulator, and say so."""
    if own_mark(item, "applied") is None:
        return (yield)
    from tfproof.findings import Cause  # noqa: PLC0415 - for tests of ours only
    from tfproof.plans.values import Undecided  # noqa: PLC0415

    try:
        return (yield)
    except Undecided as error:
        if error.cause is not Cause.UNSUPPORTED_BY_EMULATOR:
            raise
        reason = str(error)
    pytest.skip(reason)


# The outermost of all wrappers: what another plugin adds to the report is masked, too.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Mask the report, say how to run a failed test again, and note the result."""
    report: pytest.TestReport = yield
    ours = is_ours(item) or bool(reads_of(item))
    if ours and report.failed:
        report.sections.append((_AGAIN, command(item.config, item.nodeid)))
    decisive = report.when == "call" or (report.when == "setup" and report.outcome != "passed")
    kept = decisive and _KEPT_AT in item.config.stash
    sources = sources_of(item) if ours else []
    mask = None
    if sources:
        item.config.stash[_WARNINGS].note(item.nodeid, sources)
        if (
            report.longrepr
            or report.sections
            or report.user_properties
            or (kept and parameters_of(item).keys() - _OURS)
        ):
            mask = item.config.stash[_MASKS].of(sources)
            report.sections = [
                (name, _typable(item, mask, text) if name == _AGAIN else text) for name, text in report.sections
            ]
            mask_report(report, mask)
    if kept:
        item.config.stash[_RESULTS].append(_result(item, report, mask))
    return report


def _typable(item: pytest.Item, mask: Mask, again: str) -> str:
    """Return a command that runs the test again and holds no secret: where a parameter is one, for all parameters."""
    return again if mask(again) == again else command(item.config, plain(item.nodeid).partition("[")[0])


class _Warnings:
    """Masks the warnings of a test, of which pytest tells when the test has ended."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._test = ""
        self._sources: list[dict[str, Any]] = []

    def note(self, nodeid: str, sources: list[dict[str, Any]]) -> None:
        """Note the test that runs, and all that says what is secret in its output."""
        self._test, self._sources = nodeid, sources

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage, nodeid: str) -> None:
        """Mask a warning before any other plugin sees it."""
        if nodeid == self._test and self._sources:
            mask_warning(warning_message, self._masks.of(self._sources))


def pytest_configure(config: pytest.Config) -> None:
    """Watch the warnings."""
    config.stash[_MASKS] = Masks()
    config.stash[_WARNINGS] = _Warnings(config.stash[_MASKS])
    config.pluginmanager.register(config.stash[_WARNINGS], "tfproof-warnings")


def _result(item: pytest.Item, report: pytest.TestReport, mask: Mask | None) -> TestResult:
    from tfproof.project.results import TestResult  # noqa: PLC0415 - for projects with requirements only

    reads = reads_of(item)
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    return TestResult(
        test=mask(plain(item.nodeid)) if mask else plain(item.nodeid),
        outcome=report.outcome,
        requirements=requirements_of(item),
        environment=_environment(item),
        types=tuple(sorted({t for p in reads if p.recorder is not None for t in p.recorder.types})),
        finished=time.time(),
        reason=str(reason),
        layer=_layer(item, read=bool(reads)),
        claim=_claim(item),
        emulator=_emulator(item),
    )


def _environment(item: pytest.Item) -> str:
    """The environment that a result speaks for: a stack's; a module's name; any for a root without environments."""
    from tfproof.project.results import EVERY_ENVIRONMENT, OF_MODULE  # noqa: PLC0415

    if "environment" in parameters_of(item):
        return str(parameters_of(item)["environment"])
    marks = marks_of_cases(item)
    try:
        case = case_of(item, marks[0]) if marks else None
        if case is None:
            return ""
        if Target.named(case.target, item.config).is_module:
            return OF_MODULE + case.target
        return case.environment or EVERY_ENVIRONMENT
    except TfproofError:
        return ""  # the test has failed for this


def _claim(item: pytest.Item) -> str:
    """What the mark of a test that was applied says of the emulator; elsewhere it would mean something else."""
    mark = item.get_closest_marker("emulator") if own_mark(item, "applied") else None
    return str(mark.args[0]) if mark and mark.args else ""


def _emulator(item: pytest.Item) -> dict[str, Any]:
    """What the emulator of a test that was applied says of itself; nothing where the test has asked none."""
    definitions = item._fixtureinfo.name2fixturedefs.get("emulator") if own_mark(item, "applied") else None  # type: ignore[attr-defined]
    made = definitions[-1].cached_result if definitions else None
    if made is None:
        return {}
    from tfproof.emulator import Emulator  # noqa: PLC0415 - for tests that have one only

    return made[0].describe() if isinstance(made[0], Emulator) else {}


def _layer(item: pytest.Item, *, read: bool) -> str:
    if own_mark(item, "applied"):
        return "applied"
    return "plan" if read or own_mark(item, "refused") else "static"


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep results if tests carry requirements of a project that has some, for the tree as it is now."""
    if not any(requirements_of(item) for item in session.items):
        return
    if has_requirements(session.config):
        from tfproof.project.results import Results  # noqa: PLC0415 - not for others

        session.config.stash[_KEPT_AT] = Results(project_of(session.config))
        session.config.stash[_RESULTS] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the results for the trace, also those of a run that was interrupted."""
    results = session.config.stash.get(_RESULTS, [])
    if not any(r.requirements for r in results):
        return
    from tfproof.project.results import Results  # noqa: PLC0415

    kept = session.config.stash[_KEPT_AT]
    if Results(project_of(session.config)).directory != kept.directory:
        say("the results are not kept, because files changed while the tests ran: run them again")
        return
    kept.append(results)
