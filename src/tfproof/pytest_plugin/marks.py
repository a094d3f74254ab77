"""The marks: which of them are ours, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.errors import BadInput, TfproofError
from tfproof.pytest_plugin.origin import asks_for, uses

if TYPE_CHECKING:
    from pathlib import Path

    from tfproof.project.layout import Project

#: The fixtures that make a mark ours: a test that uses all of one group.
FIXTURES = {
    "plan": (("plan",), ("stack", "environment")),
    "refused": (("refusal",), ("stack", "environment")),
    "applied": (("applied",), ("applied_stack",), ("emulator",), ("stack", "environment")),
}
#: The marks whose cases a test that asks for the planner itself will ask it for.
_PLANNED = ("plan", "refused")
_CASE: dict[str, tuple[type, ...]] = {
    "example": (str,),
    "environment": (str,),
    "environments": (list, tuple),
    "unknown": (bool,),
    "changes": (dict,),
    "state": (str,),
}
_OPTIONS: dict[str, dict[str, tuple[type, ...]]] = {
    "plan": _CASE,
    "refused": {**_CASE, "match": (str,)},
    "applied": {"environments": (list, tuple)},
}
_WANTED = {str: "a text", list: "a list of names", bool: "True or False", dict: "a dictionary of variables"}
#: Options of a stack's case; a module may have variables of these names.
_OF_STACKS = frozenset({"environment", "environments"})

_PROJECT: pytest.StashKey[Project] = pytest.StashKey()
_TARGETS: pytest.StashKey[dict[str, Target]] = pytest.StashKey()
_IN_ENVIRONMENTS: pytest.StashKey[set[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks."""
    for line in (
        "plan(target, example='', environments=None, unknown=False, changes={}, state='', **variables): the case of the fixture "
        "`plan`; `changes` holds variables whose names are options of the mark",
        "refused(target, example='', match='', **variables): the case that Terraform must refuse; fixture `refusal`",
        "requirement(*ids): the requirement rows that the test proves when it passes",
        "applied(stack, environments=None): the stack-environment that the fixture `applied` applies",
        "emulator(claim): whether the emulator 'enforces' what is asserted or merely 'accepts' it",
    ):
        config.addinivalue_line("markers", line)
    config.stash[_TARGETS] = {}
    config.stash[_IN_ENVIRONMENTS] = set()


def project_of(config: pytest.Config) -> Project:
    """Return the project that the tests belong to; raise BadInput where there is none."""
    if _PROJECT not in config.stash:
        # Nothing of this is imported in a run that has no test of ours.
        from tfproof.project.layout import Project  # noqa: PLC0415

        config.stash[_PROJECT] = Project.find(config.rootpath)
    return config.stash[_PROJECT]


def own_mark(item: pytest.Item, name: str) -> pytest.Mark | None:
    """Return the closest mark of that name if it is ours: if the test uses the fixtures that it speaks to."""
    mark = item.get_closest_marker(name)
    if mark is None:
        return None
    ours = (
        any(uses(item, *group) for group in FIXTURES[name])
        or (name in _PLANNED and asks_for(item, "planner"))
        or _declared_as(item) in item.config.stash[_IN_ENVIRONMENTS]
    )
    return mark if ours else None


def marks_of_cases(item: pytest.Item) -> list[pytest.Mark]:
    """Return the marks of ours that describe a case to be planned."""
    return [mark for name in _PLANNED if (mark := own_mark(item, name)) is not None]


def requirements_of(item: pytest.Item) -> tuple[str, ...]:
    """Return the requirement rows that a test names; a mark with anything but names has another meaning."""
    return tuple(name for mark in item.iter_markers("requirement") if _names_rows(mark) for name in mark.args)


def _names_rows(mark: pytest.Mark) -> bool:
    return bool(mark.args) and not mark.kwargs and all(isinstance(name, str) for name in mark.args)


def refuse_odd_requirements(item: pytest.Item) -> None:
    """Raise BadInput for a mark of a test of ours that names no rows, where a project has some: it would prove nothing."""
    for mark in item.iter_markers("requirement"):
        if not _names_rows(mark) and is_ours(item) and has_requirements(item.config):
            raise BadInput(
                "@pytest.mark.requirement: it takes ids of requirements", 'write @pytest.mark.requirement("ID", …)'
            )


def has_requirements(config: pytest.Config) -> bool:
    """Whether the tests belong to a project in which a stack has requirements."""
    try:
        stacks = project_of(config).stacks.values()
    except TfproofError:
        return False  # no project: the mark is somebody else's
    return any((stack / "requirements.yaml").is_file() for stack in stacks)


def is_ours(item: pytest.Item) -> bool:
    """Whether a test uses anything of this plugin, a fixture or a mark."""
    return uses(item) or any(own_mark(item, name) for name in FIXTURES)


def note_environments(definition: pytest.Item) -> None:
    """Note that the marks of a test are ours: a parameter takes the place of the fixture `environment` that told it."""
    definition.config.stash[_IN_ENVIRONMENTS].add(_declared_as(definition))


def _declared_as(item: pytest.Item) -> str:
    """What the node ids of all runs of a test begin with."""
    return f"{item.parent.nodeid if item.parent else ''}::{getattr(item, 'originalname', None) or item.name}"


@dataclass(frozen=True, slots=True)
class Target:
    """A module or stack as it is when the run begins; `environments` are a stack's, `examples` a module's."""

    name: str
    directory: Path
    is_module: bool
    environments: tuple[str, ...]
    examples: tuple[str, ...]

    @classmethod
    def named(cls, name: str, config: pytest.Config) -> Target:
        """Return the module or stack of that name; raise BadInput where there is none. Each is looked for once."""
        known = config.stash[_TARGETS]
        if name not in known:
            project = project_of(config)
            directory, is_module = project.directory(name), project.is_module(name)
            environments = () if is_module else tuple(project.environments(name))
            examples = tuple(sorted(p.name for p in (directory / "examples").glob("*") if p.is_dir()))
            known[name] = cls(name, directory, is_module, environments, examples)
        return known[name]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mark of ours asks for: a module or stack, the options of the mark, and the variables."""

    target: Target
    options: Mapping[str, Any]
    variables: Mapping[str, Any]


def asked(mark: pytest.Mark, config: pytest.Config) -> Asked:
    """Read a mark of ours.

    Raises BadInput that names the mark and says what to write, where it makes no sense in the project.
    """
    with naming(mark):
        if len(mark.args) != 1 or not isinstance(mark.args[0], str):
            raise BadInput("it takes the name of one module or stack", f'write @pytest.mark.{mark.name}("name", …)')
        target = Target.named(mark.args[0], config)
        kinds = {n: k for n, k in _OPTIONS[mark.name].items() if not (target.is_module and n in _OF_STACKS)}
        options = {n: v for n, v in mark.kwargs.items() if n in kinds}
        variables = {n: v for n, v in mark.kwargs.items() if n not in kinds}
        for name, value in options.items():
            if not isinstance(value, kinds[name]):
                raise BadInput(f"{name}= is {type(value).__name__}", f"give it {_WANTED[kinds[name][0]]}")
        if mark.name == "applied" and target.is_module:
            stacks = ", ".join(project_of(config).stacks) or "there is none"
            raise BadInput(f"{target.name} is a module", f"name a stack: {stacks}")
        if mark.name == "applied" and variables:
            raise BadInput(f"it has no argument {', '.join(variables)}", f"it has: {', '.join(kinds)}")
        if not target.is_module:
            _check_environments(target, options)
        if "match" in options:
            _check_pattern(options["match"])
        if options.get("example", "") not in ("", *target.examples):
            hint = f"there are: {', '.join(target.examples) or 'none'}"
            raise BadInput(f"{target.name} has no example {options['example']}", hint)
        if strange := [repr(name) for name in options.get("changes", ()) if not isinstance(name, str)]:
            raise BadInput(f"changes= has {', '.join(strange)}", "a variable's name is a text")
        return Asked(target, options, variables | options.get("changes", {}))


def _check_environments(target: Target, options: Mapping[str, Any]) -> None:
    if "environments" in options and not options["environments"]:
        raise BadInput("environments= names none", "leave it out for all of them")
    named = [*options.get("environments", ()), *([options["environment"]] if "environment" in options else [])]
    if wrong := [str(name) for name in named if name not in target.environments]:
        there = ", ".join(target.environments) or "none"
        raise BadInput(f"{target.name} has no environment {', '.join(wrong)}", f"there are: {there}")


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise BadInput(
            f"match={pattern!r} is no regular expression ({error})", "escape what is meant literally"
        ) from error


@contextmanager
def naming(mark: pytest.Mark) -> Iterator[None]:
    """Let what goes wrong name the mark, without the values of its arguments: a variable may hold a secret."""
    try:
        yield
    except TfproofError as error:
        arguments = [said if len(said := repr(arg)) <= 60 else f"{said[:60]}…" for arg in mark.args]
        written = ", ".join([*arguments, *(f"{name}=…" for name in mark.kwargs)])
        raise BadInput(f"@pytest.mark.{mark.name}({written}): {error.message}", error.hint) from error
