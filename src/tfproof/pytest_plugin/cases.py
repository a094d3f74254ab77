"""The cases of a run, and the environments that a test runs in.

A mark that makes no sense is a fault of its own test: nothing here fails during the collection, the test says what is
wrong when it is set up.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.errors import TfproofError
from tfproof.pytest_plugin.marks import (
    FIXTURES,
    asked,
    marks_of_cases,
    naming,
    note_environments,
    own_mark,
    refuse_odd_requirements,
)

if TYPE_CHECKING:
    from tfproof.terraform.planning import Case

_CASES: pytest.StashKey[list[Case]] = pytest.StashKey()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a stack once for each environment that its mark names (all that there are, without a name)."""
    definition = metafunc.definition
    if {"stack", "environment"} & {n for mark in definition.iter_markers("parametrize") for n in _parameters(mark)}:
        return
    for name in FIXTURES:
        mark = own_mark(definition, name)
        if mark is None:
            continue
        environments = _environments(mark, metafunc.config)
        if not environments:
            continue
        note_environments(definition)
        for argument in ("stack", "environment"):
            if argument not in metafunc.fixturenames:
                metafunc.fixturenames.append(argument)
        # pytest tells parameters apart by identity: equal names in two files would mean two applies.
        stack = sys.intern(mark.args[0])
        grouped = name == "applied" and metafunc.config.pluginmanager.hasplugin("xdist")
        params = [
            pytest.param(stack, sys.intern(e), id=e, marks=[pytest.mark.xdist_group(f"{stack}-{e}")] if grouped else [])
            for e in environments
        ]
        metafunc.parametrize(("stack", "environment"), params, scope="session")
        return  # a second mark of the same test speaks of the same environments


def _parameters(mark: pytest.Mark) -> list[str]:
    names = mark.args[0] if mark.args else mark.kwargs.get("argnames", ())
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)


def _environments(mark: pytest.Mark, config: pytest.Config) -> list[str]:
    """The environments to run in; none for a module, for a mark that names one, and for one that makes no sense."""
    try:
        wanted = asked(mark, config)
    except TfproofError:
        return []
    if wanted.target.is_module or "environment" in wanted.options:
        return []
    return list(wanted.options.get("environments", wanted.target.environments))


def case_of(item: pytest.Item, mark: pytest.Mark) -> Case:
    """Return the case that a mark `plan` or `refused` describes for a test; raise BadInput that names the mark."""
    from tfproof.terraform.planning import Case  # noqa: PLC0415 - heavy

    wanted = asked(mark, item.config)
    options = {n: wanted.options[n] for n in ("example", "environment", "unknown", "state") if n in wanted.options}
    if not wanted.target.is_module and "environment" in parameters_of(item):
        options["environment"] = parameters_of(item)["environment"]
    with naming(mark):
        return Case.of(wanted.target.name, dict(wanted.variables), refused=mark.name == "refused", **options)


def parameters_of(item: pytest.Item) -> Mapping[str, Any]:
    """Return the parameters that a test runs with, by name."""
    callspec = getattr(item, "callspec", None)
    return {} if callspec is None else callspec.params


def cases_of(config: pytest.Config) -> list[Case]:
    """Return the cases of all tests that will run, each once."""
    return config.stash.get(_CASES, [])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect the cases of the tests that will run."""
    cases: dict[Case, None] = {}
    for item in session.items:
        for mark in marks_of_cases(item):
            try:
                cases[case_of(item, mark)] = None
            except TfproofError:
                continue  # the test says so itself
    session.config.stash[_CASES] = list(cases)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose mark makes no sense, before any of its fixtures is made."""
    problem = ""
    try:
        refuse_odd_requirements(item)
        for mark in (own_mark(item, name) for name in FIXTURES):
            if mark is not None and mark.name == "applied":
                asked(mark, item.config)
            elif mark is not None:
                case_of(item, mark)
    except TfproofError as error:
        problem = str(error)
    if problem:
        pytest.fail(problem, pytrace=False)
