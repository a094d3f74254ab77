"""What programs get is withheld in every place that `secrets.yaml` names, in values and in the configuration."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tfproof.secrecy import Redactor
from tfproof.secrecy.concealing import Concealer
from tfproof.secrecy.facts import facts

CARRIERS = [(kind, path) for kind, paths in facts()["withheld"]["types"].items() for path in paths]


def nested(path: str, value: Any) -> dict[str, Any]:
    """Return the arguments of a resource with a value at a path of blocks."""
    first, _, rest = path.partition(".")
    return {first: [nested(rest, value)]} if rest else {first: value}


@pytest.mark.parametrize(("kind", "path"), CARRIERS, ids=str)
@pytest.mark.parametrize("value", ["canary1x", {"a": "canary1x"}, [{"name": "a", "value": "canary1x"}], ["canary1x"]])
def test_what_a_type_carries_to_programs_is_withheld(kind: str, path: str, value: Any) -> None:
    values = nested(path, value)
    resource = {"address": f"{kind}.x", "type": kind, "name": "x"}
    raw = {
        "planned_values": {"root_module": {"resources": [{**resource, "values": values}]}},
        "prior_state": {"values": {"root_module": {"resources": [{**resource, "mode": "data", "values": values}]}}},
        "configuration": {
            "root_module": {"resources": [{**resource, "expressions": nested(path, {"constant_value": value})}]}
        },
    }
    assert "canary" not in json.dumps(Redactor().plan(raw))


@pytest.mark.parametrize("member", ["Command", "Environment", "Arguments", "Input", "command", "environment"])
@pytest.mark.parametrize("value", [["canary1x"], [{"Name": "X", "Value": "canary1x"}], {"X": "canary1x"}])
def test_what_a_state_machine_hands_to_a_task_is_withheld(member: str, value: Any) -> None:
    override = {"ContainerOverrides": [{"Name": "app", member: value}]}
    definition = {"States": {"Run": {"Type": "Task", "Parameters": {"Overrides": override}}}}
    shown = Concealer(lambda _value, _sure: "hidden").argument(
        "aws_sfn_state_machine", "definition", json.dumps(definition)
    )
    assert "canary" not in shown
    assert '"Name": "app"' in shown


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("environment.0.variables.STAGE", "production", "(withheld)"),
        ("environment.0.variables", {"STAGE": "production"}, {"STAGE": "(withheld)"}),
        ("tags.db_password", "correct-horse", "hidden"),
        ("tags.Project", "shop", "shop"),
        ("tags.user_data", "production", "(withheld)"),
        ("tags.db.password", "correct-horse", "hidden"),
        ("tags.environment", "production", "production"),
    ],
)
def test_a_single_value_of_a_map_is_treated_as_in_the_map(path: str, value: Any, shown: Any) -> None:
    assert Concealer(lambda _value, _sure: "hidden").argument("aws_lambda_function", path, value) == shown


@pytest.mark.parametrize("member", ["args", "command", "env"])
def test_blocks_for_a_document_are_treated_as_the_document(member: str) -> None:
    path = f"eks_properties.0.pod_properties.0.containers.0.{member}"
    concealer = Concealer(lambda _value, _sure: "hidden")
    given = [{"name": "STAGE", "value": "canary1x"}] if member == "env" else ["canary1x"]
    assert "canary" not in json.dumps(concealer.argument("aws_batch_job_definition", path, given))
    assert "canary" not in json.dumps(
        concealer.argument("aws_batch_job_definition", "", nested(path.replace(".0", ""), given))
    )
