"""Facts as they are written: `<directory>/<stack>/<area>.yaml`, those about plans read for each environment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, TfproofError, instead_of
from tfproof.facts.judging import Said, said
from tfproof.facts.pages import Written, written
from tfproof.facts.selection import read_keys
from tfproof.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfproof.project.layout import Project

#: What a fact has beside what it says.
_OF_PAGES = ("fact", "id")
_OF_PLANS = (*_OF_PAGES, "environments", "with", "root")
#: The file with what the facts of a stack share, and of which sort that is.
_SHARED = "system.yaml"
_SORTS = ("variables", "proves", "names")
#: A root without environments is planned once.
NO_ENVIRONMENT = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is so in one environment of a stack, planned with some variables, or in a page of its documents.

    `ids` are the requirements that it proves.
    """

    system: str
    area: str
    root: str
    environment: str
    sentence: str
    ids: tuple[str, ...]
    said: Said | Written
    variables: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        name = "".join(c if c.isalnum() else "_" for c in self.sentence.lower())
        return "-".join(filter(None, (self.system, self.area, self.environment, name)))


def load_facts(project: Project, directory: Path) -> list[Fact]:
    """Return all facts below a directory, in the order of the files, once for each environment.

    Raises BadInput with file and fact for what is none.
    """
    folders = {file.parent.relative_to(directory).as_posix() for file in directory.rglob("*.yaml")}
    if odd := sorted(folders - project.stacks.keys()):
        raise BadInput(f"{directory / odd[0]}: there is no such stack", instead_of(odd, project.stacks))
    if passed_over := sorted(directory.rglob("*.yml")):
        raise BadInput(f"{passed_over[0]}: no facts are read there", "put them into <stack>/<area>.yaml")
    found = [
        fact
        for system in project.stacks
        for file in sorted((directory / system).glob("*.yaml"))
        if file.name != _SHARED
        for fact in _facts(project, system, file)
    ]
    if twice := sorted(name for name, times in Counter(map(str, found)).items() if times > 1):
        raise BadInput(f"{directory}: {twice[0]} is stated twice", "say with each fact what it adds")
    return found


def shared_by(directory: Path) -> dict[str, dict[str, Any]]:
    """Return what the facts of a stack share: sets of variables by name, and what tests of all stacks prove of it."""
    file = directory / _SHARED
    with _naming(f"{file}"):
        raw = read_keys(read_yaml(file) or {}, _SORTS) if file.is_file() else {}
        return {sort: dict(raw.get(sort) or {}) for sort in _SORTS}


def _facts(project: Project, system: str, file: Path) -> Iterator[Fact]:
    rows = read_yaml(file)
    if not isinstance(rows, list) or not rows:
        raise BadInput(f"{file}: expected a list of facts", "see docs/facts.md")
    shared = shared_by(file.parent)["variables"]
    for raw in rows:
        sentence = raw.get("fact") if isinstance(raw, dict) else None
        if not isinstance(sentence, str):
            raise BadInput(f"{file}: {str(raw)[:60]} says nothing", "begin it with `fact:` and a sentence")
        with _naming(f"{file}: {sentence}"):
            if "page" in raw or "file" in raw:
                read_keys(raw, (*_OF_PAGES, *Written.KEYS))
                yield Fact(
                    system, file.stem, system, NO_ENVIRONMENT, sentence, _ids(raw), written(project, system, raw)
                )
            else:
                yield from _each_environment(project, system, file.stem, raw, shared)


def _ids(raw: Mapping[str, Any]) -> tuple[str, ...]:
    ids = raw.get("id") or ()
    return (ids,) if isinstance(ids, str) else tuple(ids)


@contextmanager
def _naming(place: str) -> Iterator[None]:
    try:
        yield
    except TfproofError as error:
        raise BadInput(f"{place}: {error.message}", error.hint) from error


def _each_environment(
    project: Project, system: str, area: str, raw: dict[str, Any], shared: Mapping[str, Any]
) -> Iterator[Fact]:
    read_keys(raw, (*_OF_PLANS, *Said.KEYS))
    root = str(raw.get("root", system))
    there = project.environments(root)
    named = raw.get("environments", there)
    if wrong := [e for e in named if e not in there]:
        raise BadInput(f"{root} has no environment {', '.join(map(str, wrong))}", f"there are {', '.join(there)}")
    chosen = raw.get("with")
    if chosen is not None and chosen not in shared:
        raise BadInput(f"{_SHARED} has no variables {chosen}", f"there are {', '.join(shared) or 'none'}")
    for environment in named or [NO_ENVIRONMENT]:
        own = {k: _in(environment, named, there, v) for k, v in raw.items() if k not in _OF_PLANS or k == "id"}
        yield Fact(
            system=system,
            area=area,
            root=root,
            environment=environment,
            sentence=str(raw["fact"]),
            ids=_ids(own),
            said=said({k: v for k, v in own.items() if k != "id"}),
            variables=shared[chosen] if chosen is not None else {},
        )


def _in(environment: str, named: Iterable[str], there: list[str], raw: Any) -> Any:
    """Return what is said of one environment, where an object has a value for each, with its name filled in."""
    if isinstance(raw, str):
        return raw.replace("{environment}", environment)
    if isinstance(raw, list):
        return [_in(environment, named, there, member) for member in raw]
    if not isinstance(raw, dict):
        return raw
    if raw and raw.keys() <= set(there):
        if raw.keys() != set(named):
            raise BadInput(
                f"{', '.join(raw)} have a value, but the fact is about {', '.join(named)}", "give each of these a value"
            )
        return _in(environment, named, there, raw[environment])
    return {_in(environment, named, there, key): _in(environment, named, there, value) for key, value in raw.items()}
