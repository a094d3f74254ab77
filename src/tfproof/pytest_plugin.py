"""The pytest plugin: marks and fixtures for plans and refusals, and the record of what tests prove.

A test asks with `@pytest.mark.plan("network", example="typical", nat="single")` and the fixture `plan`, or with
`@pytest.mark.refused(…, match="…")` and the fixture `refusal`. All cases of the selected tests are known after the
collection and are planned together by the first worker that needs one.
"""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tfproof.emulator import Emulator
from tfproof.emulator.applied import AppliedStack
from tfproof.emulator.choice import start
from tfproof.emulator.leaving_out import Limits
from tfproof.errors import TfproofError
from tfproof.findings import Cause
from tfproof.plans.values import Undecided
from tfproof.plans.view import Plan
from tfproof.project.layout import Project
from tfproof.project.results import EVERY_ENVIRONMENT, Results, TestResult
from tfproof.terraform.planning import Case, Planner, Refusal

_CASE_OPTIONS = tuple(n for n in inspect.signature(Case.of).parameters if n not in ("target", "variables", "refused"))
_PROJECT = pytest.StashKey[Project]()
_CASES = pytest.StashKey[list[Case]]()
_READS = pytest.StashKey[list[Plan]]()
_RESULTS = pytest.StashKey[list[TestResult]]()


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks."""
    for line in (
        "plan(target, example='', environments=None, unknown=False, changes={}, **variables): the case of the fixture "
        "`plan`; `changes` holds variables whose names are options of the mark",
        "refused(target, example='', match='', **variables): the case that Terraform must refuse; fixture `refusal`",
        "requirement(*ids): the requirement rows that the test proves when it passes",
        "applied(stack, environments=None): the stack-environment that the fixture `applied` applies",
        "emulator(claim): whether the emulator 'enforces' what is asserted or merely 'accepts' it",
    ):
        config.addinivalue_line("markers", line)
    config.stash[_RESULTS] = []


def _project(config: pytest.Config) -> Project:
    if _PROJECT not in config.stash:
        config.stash[_PROJECT] = Project.find(config.rootpath)
    return config.stash[_PROJECT]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a stack once for each environment that its mark names (all that there are, without a name)."""
    for name in ("plan", "refused", "applied"):
        mark = metafunc.definition.get_closest_marker(name)
        if mark is None or not mark.args or "environment" in mark.kwargs:
            continue
        # pytest tells parameters apart by identity: equal names in two files would mean two applies.
        project, stack = _project(metafunc.config), sys.intern(mark.args[0])
        names = mark.kwargs.get("environments") or ([] if project.is_module(stack) else project.environments(stack))
        if not names:
            continue
        for argument in ("stack", "environment"):
            if argument not in metafunc.fixturenames:
                metafunc.fixturenames.append(argument)
        grouped = name == "applied" and metafunc.config.pluginmanager.hasplugin("xdist")
        params = [
            pytest.param(stack, sys.intern(e), id=e, marks=[pytest.mark.xdist_group(f"{stack}-{e}")] if grouped else [])
            for e in names
        ]
        metafunc.parametrize(("stack", "environment"), params, scope="session")


def case_of_item(item: pytest.Item) -> Case | None:
    """Return the case that a test's mark describes."""
    for name in ("plan", "refused"):
        mark = item.get_closest_marker(name)
        if mark is None:
            continue
        # A module can have a variable `environment`; only the case of a stack has an environment of its own.
        names = set(_CASE_OPTIONS) - ({"environment"} if _project(item.config).is_module(mark.args[0]) else set())
        options = {k: mark.kwargs[k] for k in names if k in mark.kwargs}
        callspec = getattr(item, "callspec", None)
        if callspec is not None and "environment" in callspec.params:
            options["environment"] = callspec.params["environment"]
        left = {*names, "changes", "environments", "match"}
        variables = {k: v for k, v in mark.kwargs.items() if k not in left} | mark.kwargs.get("changes", {})
        return Case.of(mark.args[0], variables, refused=name == "refused", **options)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect the cases of the tests that will run."""
    cases = [c for i in session.items if (c := case_of_item(i)) is not None]
    session.config.stash[_CASES] = list(dict.fromkeys(cases))


@pytest.fixture(scope="session")
def project(pytestconfig: pytest.Config) -> Project:
    """The project that the tests belong to."""
    return _project(pytestconfig)


@pytest.fixture(scope="session")
def planner(project: Project) -> Planner:
    """The planner of the project."""
    try:
        return Planner(project)
    except TfproofError as error:
        pytest.exit(f"tfproof: {error}", returncode=error.exit_code)


@pytest.fixture(scope="session")
def stack() -> str:
    """The stack of the test's mark; empty for modules."""
    return ""


@pytest.fixture(scope="session")
def environment() -> str:
    """The environment of a stack's case; empty for modules."""
    return ""


@pytest.fixture(scope="session")
def emulator(stack: str, environment: str) -> Iterator[Emulator]:
    """An emulator for the tests of one stack-environment only; `TFPROOF_EMULATOR` names which."""
    try:
        running = start()
    except TfproofError as error:
        pytest.fail(str(error), pytrace=False)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def prerequisites(emulator: Emulator, stack: str, environment: str) -> dict[str, Any]:
    """Variables for what must exist before the stack; override it to make that in the emulator first."""
    return {}


@pytest.fixture(scope="session")
def applied_stack(
    project: Project,
    planner: Planner,
    stack: str,
    environment: str,
    emulator: Emulator,
    prerequisites: dict[str, Any],
) -> Iterator[AppliedStack]:
    """The stack-environment, applied once for all its tests; what was read back is kept for the evidence."""
    limits = Limits.load(project.root, emulator.name)
    with AppliedStack(project, planner.toolchain, emulator, stack, environment, prerequisites, limits) as applying:
        applying.apply()
        applying.save()
        yield applying


@pytest.fixture
def applied(request: pytest.FixtureRequest, applied_stack: AppliedStack) -> Plan:
    """The state that was read back after the apply, recording what the test reads."""
    assert applied_stack.plan is not None
    recording = applied_stack.plan.recording()
    note_reads(request.node, recording)
    return recording


def _planned(request: pytest.FixtureRequest, planner: Planner) -> Case:
    case = case_of_item(request.node)
    if case is None:
        pytest.fail("the test needs a mark: @pytest.mark.plan(…) or @pytest.mark.refused(…)", pytrace=False)
    planner.outcomes([*request.config.stash.get(_CASES, []), case])
    return case


@pytest.fixture
def plan(request: pytest.FixtureRequest, planner: Planner) -> Plan:
    """The plan of the test's case, recording what the test reads."""
    try:
        recording = planner.plan(_planned(request, planner)).recording()
    except (TfproofError, ValueError) as error:
        pytest.fail(str(error), pytrace=False)
    request.node.stash.setdefault(_READS, []).append(recording)
    return recording


@pytest.fixture
def refusal(request: pytest.FixtureRequest, planner: Planner) -> Refusal:
    """Why Terraform refuses the test's case; the test fails if it plans, or if `match` is not found."""
    try:
        case = _planned(request, planner)
        found = planner.outcome(case).refusal
    except TfproofError as error:
        pytest.fail(str(error), pytrace=False)
    if found is None:
        pytest.fail(f"{case} was expected to be refused, but it plans", pytrace=False)
    pattern = request.node.get_closest_marker("refused").kwargs.get("match", "")
    if not found.matches(pattern):
        pytest.fail(f"{case} was refused, but not with {pattern!r}:\n{found.message}", pytrace=False)
    return found


def note_reads(item: pytest.Item, plan: Plan) -> None:
    """Let what is read from a recording plan count for the requirements of a test."""
    item.stash.setdefault(_READS, []).append(plan)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Skip a test that asks for what could not be applied to the emulator, and say so."""
    try:
        yield
    except Undecided as error:
        if error.cause is Cause.UNSUPPORTED_BY_EMULATOR and item.get_closest_marker("applied"):
            pytest.skip(str(error))
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Note the result of each test, and say how to run a failed one again."""
    report: Any = yield
    decisive = report.when == "call" or (report.when == "setup" and report.outcome != "passed")
    if decisive:
        plans = item.stash.get(_READS, [])
        types = {t for p in plans if p.recorder is not None for t in p.recorder.types}
        reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
        item.config.stash[_RESULTS].append(
            TestResult(
                test=item.nodeid,
                outcome=report.outcome,
                requirements=tuple(str(i) for m in item.iter_markers("requirement") for i in m.args),
                environment=_environment_of(item),
                types=tuple(sorted(types)),
                finished=time.time(),
                reason=str(reason),
                layer=_layer(item, plans),
            )
        )
    if report.failed:
        report.sections.append(("run it again", f'.venv/bin/pytest "{item.nodeid}"'))
    return report


def _environment_of(item: pytest.Item) -> str:
    """The environment that a result speaks for: a stack's; none for a module; any for a root without environments."""
    callspec = getattr(item, "callspec", None)
    if callspec is not None and "environment" in callspec.params:
        return str(callspec.params["environment"])
    case = case_of_item(item)
    if case is None or _project(item.config).is_module(case.target):
        return ""
    return case.environment or EVERY_ENVIRONMENT


def _layer(item: pytest.Item, plans: list[Plan]) -> str:
    if item.get_closest_marker("applied"):
        return "applied"
    return "plan" if plans or item.get_closest_marker("refused") else "static"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the results for the trace."""
    results = session.config.stash.get(_RESULTS, [])
    if results and any(r.requirements for r in results):
        Results(_project(session.config)).append(results)
