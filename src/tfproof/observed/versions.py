"""Which version of something runs: what is released goes past Terraform, whose state names the version that it made itself.

A service or a rule says which revision of a task definition it runs, an alias which version of a function.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tfproof.observed.asking import Answered

#: The attribute by which a version is asked for, of each type of which a state names one.
VERSIONED = {"aws_ecs_task_definition": "arn", "aws_lambda_function": "version"}
_REVISION = re.compile(r":\d+$")
_FUNCTION = re.compile(r"(?:.*:function:)?([^:]*)")

#: What has versions: its type, its region and its name.
Thing = tuple[str, str, str]


def versions_that_run(
    answers: Iterable[tuple[Mapping[str, Any], Answered]], region_of: Callable[[str], str]
) -> dict[Thing, list[str]]:
    """Return the versions that run, by what they are of, as those answer that run them."""
    found: dict[Thing, set[str]] = defaultdict(set)
    for entry, answer in answers:
        for kind, name, version in _run_by(entry, answer.values):
            found[_thing(kind, region_of(entry["address"]), name)].add(version)
    return {thing: sorted(versions) for thing, versions in found.items()}


def _run_by(entry: Mapping[str, Any], answered: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield type, name and version of what is run; a revision's name is its ARN."""
    if entry["type"] == "aws_lambda_alias":
        weighted = [
            v for routing in answered.get("routing_config") or () for v in routing["additional_version_weights"]
        ]
        for version in filter(None, (answered.get("function_version"), *weighted)):
            yield "aws_lambda_function", str((entry.get("values") or {}).get("function_name")), str(version)
    definitions = [target["task_definition_arn"] for target in answered.get("ecs_target") or ()]
    if entry["type"] == "aws_ecs_service":
        definitions.append(answered.get("task_definition"))
    for definition in filter(None, definitions):
        yield "aws_ecs_task_definition", str(definition), str(definition)


def thing_of(entry: Mapping[str, Any], region: str) -> Thing:
    """Return what a resource of a state is, whichever version."""
    name = "arn" if entry["type"] == "aws_ecs_task_definition" else "function_name"
    return _thing(entry["type"], region, str((entry.get("values") or {}).get(name)))


def _thing(kind: str, region: str, name: str) -> Thing:
    if kind == "aws_ecs_task_definition":
        return kind, region, _REVISION.sub("", name)
    return kind, region, found[1] if (found := _FUNCTION.match(name)) else name


def as_it_runs(entry: Mapping[str, Any], version: str | None) -> dict[str, Any]:
    """Return the entry of a resource with the version that runs; None is for what runs without one."""
    return {**entry, "values": {**(entry.get("values") or {}), VERSIONED[entry["type"]]: version}}
