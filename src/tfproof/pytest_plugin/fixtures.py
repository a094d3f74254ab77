"""The fixtures. What goes wrong in one is said once, in one line, by each test that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import pytest

from tfproof.errors import TfproofError
from tfproof.pytest_plugin.cases import case_of, cases_of
from tfproof.pytest_plugin.marks import naming, project_of
from tfproof.pytest_plugin.reads import note_applying, note_reads

if TYPE_CHECKING:
    from tfproof.emulator import Emulator
    from tfproof.emulator.applied import AppliedStack
    from tfproof.plans.view import Plan
    from tfproof.project.layout import Project
    from tfproof.terraform.planning import Case, Outcome, Planner, Refusal

_T = TypeVar("_T")
_ENDING: pytest.StashKey[None] = pytest.StashKey()


def _fail(reason: str) -> NoReturn:
    """Fail the test in these words. No plan tells yet what of them is secret, so what looks like it is left out."""
    from tfproof.secrecy import discreet  # noqa: PLC0415 - heavy

    pytest.fail(discreet(reason), pytrace=False)


def _given(ask: Callable[[], _T]) -> _T:
    """Return what is asked for, or fail the test with the problem, which is no cause of that failure to be shown."""
    try:
        return ask()
    except TfproofError as error:
        reason = str(error)
    _fail(reason)


def _end_in_order(config: pytest.Config) -> None:
    """See to it that whatever ends this process ends what its fixtures have started."""
    from tfproof.terraform.ending import end_in_order, end_with_parent  # noqa: PLC0415

    if _ENDING not in config.stash:
        config.stash[_ENDING] = None
        config.add_cleanup(end_in_order())
        if hasattr(config, "workerinput"):
            end_with_parent()  # a worker of xdist would go on for seconds when its controller is told to end


@pytest.fixture(scope="session")
def project(pytestconfig: pytest.Config) -> Project:
    """The project that the tests belong to."""
    return _given(lambda: project_of(pytestconfig))


@pytest.fixture(scope="session")
def planner(pytestconfig: pytest.Config) -> Planner:
    """The planner of the project; it plans all cases of the run when it is asked for the first."""
    # What is heavy is imported by the first test that needs it, here and below.
    from tfproof.terraform.planning import Planner  # noqa: PLC0415

    _end_in_order(pytestconfig)
    return _given(lambda: Planner(project_of(pytestconfig), foreseen=cases_of(pytestconfig)))


@pytest.fixture(scope="session")
def stack() -> str:
    """The stack of the test's mark; empty for modules."""
    return ""


@pytest.fixture(scope="session")
def environment() -> str:
    """The environment of a stack's case; empty for modules."""
    return ""


@pytest.fixture(scope="session")
def emulator(pytestconfig: pytest.Config, stack: str, environment: str) -> Iterator[Emulator]:
    """An emulator for the tests of one stack-environment only; `TFPROOF_EMULATOR` names which."""
    from tfproof.emulator.choice import start  # noqa: PLC0415

    _end_in_order(pytestconfig)
    with _given(lambda: start(root=pytestconfig.rootpath)) as running:
        yield running


@pytest.fixture(scope="session")
def prerequisites(emulator: Emulator, stack: str, environment: str) -> dict[str, Any]:
    """Variables for what must exist before the stack; override it to make that in the emulator first."""
    return {}


@pytest.fixture(scope="session")
def applied_stack(
    pytestconfig: pytest.Config,
    planner: Planner,
    stack: str,
    environment: str,
    emulator: Emulator,
    prerequisites: dict[str, Any],
) -> Iterator[AppliedStack]:
    """The stack-environment, applied once for all its tests; what was read back is kept for the evidence."""
    from tfproof.emulator.applied import AppliedStack  # noqa: PLC0415
    from tfproof.emulator.leaving_out import Limits  # noqa: PLC0415

    if not stack:
        _fail('the test needs a mark: @pytest.mark.applied("stack")')
    project = _given(lambda: project_of(pytestconfig))
    with ExitStack() as held:

        def apply() -> AppliedStack:
            limits = Limits.load(project.root, emulator.name)
            new = AppliedStack(project, planner.toolchain, emulator, stack, environment, prerequisites, limits)
            note_applying(pytestconfig, new)
            applying = held.enter_context(new)
            applying.apply()
            applying.save()
            return applying

        yield _given(apply)


@pytest.fixture
def applied(request: pytest.FixtureRequest, applied_stack: AppliedStack) -> Plan:
    """The state that was read back after the apply, recording what the test reads."""
    assert applied_stack.plan is not None
    recording = applied_stack.plan.recording()
    note_reads(request.node, recording)
    return recording


@pytest.fixture
def plan(request: pytest.FixtureRequest, planner: Planner) -> Plan:
    """The plan of the test's case, recording what the test reads."""
    case, outcome = _planned(request, planner, "plan")
    if outcome.refusal is not None:
        _fail(f"{case} does not plan:\n{outcome.refusal.message}")
    recording = planner.view(case, outcome).recording()
    note_reads(request.node, recording)
    return recording


@pytest.fixture
def refusal(request: pytest.FixtureRequest, planner: Planner) -> Refusal:
    """Why Terraform refuses the test's case; the test fails if it plans, or if `match` is not found."""
    case, outcome = _planned(request, planner, "refused")
    if outcome.refusal is None:
        _fail(f"{case} was expected to be refused, but it plans")
    pattern = request.node.get_closest_marker("refused").kwargs.get("match", "")
    if not outcome.refusal.matches(pattern):
        _fail(f"{case} was refused, but not with {pattern!r}:\n{outcome.refusal.message}")
    return outcome.refusal


def _planned(request: pytest.FixtureRequest, planner: Planner, name: str) -> tuple[Case, Outcome]:
    """Return the case of the test's mark and what planning it gave."""
    mark = request.node.get_closest_marker(name)
    if mark is None:
        _fail(f"the test needs a mark: @pytest.mark.{name}(…)")

    def outcome() -> tuple[Case, Outcome]:
        case = case_of(request.node, mark)
        with naming(mark):
            return case, planner.outcome(case)

    return _given(outcome)
