"""The state of a generated root and those of its cases."""

import pytest

from tfproof.terraform.planning import Case
from tfproof.terraform.planning.states import joined, split_state

ONE, OTHER = Case.of("network"), Case.of("alb", example="typical")


def resource(case, *, module="", **instance):
    placed = f"module.{case.id}.module.{module}" if module else f"module.{case.id}"
    own = {"attributes": {"name": "a", "nothing": None}, "schema_version": 1, "private": "c2VjcmV0", **instance}
    return {"module": placed, "mode": "managed", "type": "aws_x", "name": "this", "instances": [own]}


@pytest.fixture
def states():
    root = {
        "resources": [
            resource(ONE, dependencies=[f"module.{ONE.id}.aws_y.this"]),
            resource(OTHER, module="alb"),
            {**resource(ONE), "mode": "data"},
        ]
    }
    return split_state(root, [ONE, OTHER])


def test_a_case_sees_its_own_addresses(states):
    (own,) = states[ONE]["resources"]
    assert "module" not in own
    assert own["instances"][0]["dependencies"] == ["aws_y.this"]


def test_a_module_of_an_example_keeps_its_name(states):
    assert [r["module"] for r in states[OTHER]["resources"]] == ["module.alb"]


def test_a_state_holds_what_a_plan_needs(states):
    (own,) = states[ONE]["resources"]
    assert own["instances"] == [{"attributes": {"name": "a"}, "dependencies": ["aws_y.this"], "schema_version": 1}]


def test_what_was_taken_apart_is_put_together_for_other_cases(states):
    third = Case.of("network", {"name": "b"})
    whole = joined({third: states[ONE], OTHER: states[OTHER]})
    assert split_state(whole, [third, OTHER]) == {third: states[ONE], OTHER: states[OTHER]}
