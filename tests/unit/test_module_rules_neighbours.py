"""A module that wraps its neighbour hands on all its inputs, as they are: docs/decisions/017-a-service-is-handed-on.md."""

from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
#: By wrapper, what it wraps, and the inputs of that which it decides itself.
WRAPPED = {
    "ecs-alb-service": ("ecs-service", {"load_balancers"}),
    "ecs-nlb-service": ("ecs-service", {"load_balancers"}),
}
HANDED_ON = [
    (wrapper, variable)
    for wrapper, (wrapped, decided) in WRAPPED.items()
    for variable in sorted(set(read_directory(PROJECT.modules[wrapped]).variables) - decided)
]


def variables(name):
    return read_directory(PROJECT.modules[name]).variables


def declared(block):
    return {
        n: block.attributes[n].text
        for n in ("default", "description", "nullable", "sensitive", "type")
        if n in block.attributes
    }


@pytest.mark.parametrize(("wrapper", "variable"), HANDED_ON)
def test_an_input_is_declared_as_the_neighbour_declares_it(wrapper, variable):
    wrapped, _ = WRAPPED[wrapper]
    assert declared(variables(wrapper)[variable]) == declared(variables(wrapped)[variable])


@pytest.mark.parametrize(("wrapper", "variable"), HANDED_ON)
def test_an_input_that_is_handed_on_is_refused_by_the_neighbour_alone(wrapper, variable):
    assert variables(wrapper)[variable].nested("validation") == []


@pytest.mark.parametrize("wrapper", WRAPPED)
def test_every_input_of_the_neighbour_is_handed_on(wrapper):
    wrapped, decided = WRAPPED[wrapper]
    (call,) = (c for c in read_directory(PROJECT.modules[wrapper]).module_calls.values())
    assert call.attributes["source"].literal() == f"../{wrapped}"
    given = {n for n, value in call.attributes.items() if value.text in (f"var.{n}", f"local.{n}")}
    assert set(variables(wrapped)) - given == decided


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_module_calls_nothing_but_its_neighbours(name):
    calls = read_directory(PROJECT.modules[name]).module_calls.values()
    assert {c.attributes["source"].literal() for c in calls} <= {f"../{other}" for other in PROJECT.modules}
