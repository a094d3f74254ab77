"""Runs the trials, and counts them at the end of the run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from bench import Subject, Transformation, Trial

from tfproof.checks import registry
from tfproof.terraform import hcl

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof import Plan
    from tfproof.testing import FixtureCase

_APPLICATIONS, _EXCEPTIONS = "applications of a transformation", "exceptions of a transformation"


@pytest.fixture(scope="session")
def subject_of(
    fixture_plans: dict[tuple[str, str], Plan], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Subject]:
    """Return what makes the subject of a check's fixture; each is judged once."""
    made: dict[tuple[str, str], Subject] = {}
    room = tmp_path_factory.mktemp("metamorphic")

    def make(check: str, kind: str) -> Subject:
        if (check, kind) not in made:
            others = {k: plan for (c, k), plan in fixture_plans.items() if c == check}
            made[check, kind] = Subject(registry()[check], kind, fixture_plans[check, kind], room, others)
        return made[check, kind]

    return make


@pytest.fixture
def trial(
    request: pytest.FixtureRequest,
    subject_of: Callable[[str, str], Subject],
    record_property: Callable[[str, object], None],
) -> Trial:
    """Return the trial of the parameter, with every variant judged."""
    parameter: tuple[Transformation, FixtureCase] = request.param
    transformation, case = parameter
    done = Trial(transformation, subject_of(case.check, case.kind)).run()
    hcl.read_directory.cache_clear()  # thousands of syntax trees that nobody asks for again
    hcl._parse.cache_clear()
    record_property(_APPLICATIONS, [done.name, done.applications])
    record_property(_EXCEPTIONS, dict(done.excused))
    return done


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how often each transformation was applied, and how many exceptions were made for which reason."""
    applications: Counter[str] = Counter()
    exceptions: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                if name == _APPLICATIONS:
                    applications[value[0]] += value[1]
                elif name == _EXCEPTIONS:
                    exceptions.update(value)
    if applications:
        terminalreporter.section("transformations of the fixtures")
        for name, count in [*sorted(applications.items()), ("in total", applications.total())]:
            terminalreporter.write_line(f"{count:6} {name}")
        for reason, count in exceptions.most_common():
            terminalreporter.write_line(f"{count:6} exceptions: {reason}")
