"""Every input that may be left out is given another value than its default by a case that plans."""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from limits import cases_of_tests

from tfproof.files import read_yaml
from tfproof.project.layout import Project
from tfproof.terraform.hcl import NotLiteral, read_directory
from tfproof.terraform.planning import Case

PROJECT = Project.find(Path(__file__))
EXAMPLES = ("minimal", "typical", "grown")
OTHER_VALUES = read_yaml(Path(__file__).parent / "other_values.yaml")
SEPARATE = {
    # Without them there is nothing for another input to set.
    ("rds-postgres", "performance_insights_enabled"),
    # A plan looks into a repository, which nobody has here.
    ("eks-helm-release", "repository"),
}


@cache
def given(name):
    """Variables and the values that examples and tests of a module give them; `...` for one that is no literal."""
    found = list(OTHER_VALUES.get(name, {}).items())
    for example in EXAMPLES:
        for variable, expression in Case.of(name, example=example).call(PROJECT).attributes.items():
            try:
                found.append((variable, expression.literal()))
            except NotLiteral:
                found.append((variable, ...))
    return found + [
        pair
        for word, module, _, variables in cases_of_tests()
        if (word, module) == ("plan", name)
        for pair in variables.items()
    ]


@pytest.mark.parametrize("name", PROJECT.modules)
def test_every_input_with_a_default_is_given_another_value(name):
    never = []
    for variable, block in read_directory(PROJECT.modules[name]).variables.items():
        if "default" in block.attributes and variable != "tags" and (name, variable) not in SEPARATE:
            try:
                default = block.attributes["default"].literal()
            except NotLiteral:
                default = ...
            if all(value == default for v, value in given(name) if v == variable):
                never.append(variable)
    assert never == []


def leaves(value):
    """All values that are no collections, numbers as texts: a provider turns the one into the other."""
    match value:
        case dict():
            return {x for v in value.values() for x in leaves(v)}
        case list():
            return {x for v in value for x in leaves(v)}
        case str() if value[:1] in ("{", "["):
            with suppress(ValueError):  # {id} is a step of a path
                return leaves(json.loads(value))
    return {str(value).removesuffix(".0")}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, id=name, marks=pytest.mark.plan(name, example="grown", changes=values))
        for name, values in OTHER_VALUES.items()
    ],
)
def test_another_value_arrives_in_the_plan(plan, name):
    arrived = leaves(plan["planned_values"])
    read = leaves(plan["prior_state"])  # what policies are made of
    told = {v: x for v, x in OTHER_VALUES[name].items() if not isinstance(x, bool)}  # a boolean is everywhere
    assert {v: x for v, x in told.items() if not leaves(x) <= arrived | read} == {}
