"""Which values of a plan are hidden, one row for each reason, and that what stands beside them stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tfproof.secrecy import Redactor


def concealed(kind: str, values: Any, marks: Any = None) -> Any:
    entry = {"address": f"{kind}.x", "type": kind, "name": "x", "values": values, "sensitive_values": marks or {}}
    shown = Redactor().plan({"planned_values": {"root_module": {"resources": [entry]}}})
    return shown["planned_values"]["root_module"]["resources"][0]["values"]


@pytest.mark.parametrize(
    ("kind", "values", "marks"),
    [
        ("aws_x", {"a": "canary", "b": "shown"}, {"a": True}),
        ("aws_x", {"a": {"c": "canary", "d": "shown"}, "b": "shown"}, {"a": {"c": True}}),
        ("aws_x", {"a": ["shown", "canary", "shown"], "b": "shown"}, {"a": [False, True]}),
        ("aws_x", {"a": [{"c": "canary", "d": "shown"}], "b": "shown"}, {"a": [{"c": True}]}),
        ("aws_db_instance", {"password": "canary", "engine": "shown"}, None),
        ("aws_db_instance", {"password_wo": "canary", "engine": "shown"}, None),
        ("aws_iam_access_key", {"encrypted_secret": "canary1", "user": "shown"}, None),
        ("aws_x", {"db_secrets": ["canary", ["canary"]], "b": "shown"}, None),
        ("aws_x", {"tags": {"DB_PASSWORD_V2": "canary", "API_TOKEN_1": "canary", "b": "shown"}}, None),
        ("aws_x", {"user_data": ["canary", {"a": "canary"}], "b": "shown"}, None),
        ("aws_x", {"container_properties": "run canary", "b": "shown"}, None),
        ("aws_ecs_task_definition", {"container_definitions": "[{canary", "family": "shown"}, None),
        ("aws_x", {"tags": [{"key": "db_password", "value": "canary"}, {"key": "b", "value": "shown"}]}, None),
    ],
)
def test_what_is_secret_is_hidden_and_nothing_beside_it(kind: str, values: Any, marks: Any) -> None:
    shown = json.dumps(concealed(kind, values, marks))
    assert "canary" not in shown
    assert shown.count("shown") == json.dumps(values).count("shown")


def test_a_word_under_a_discreet_name_of_the_providers_is_shown() -> None:
    values = {"encrypted_secret": "enabled-word", "user": "shop"}
    assert concealed("aws_iam_access_key", values) == values


@pytest.mark.parametrize("length", [201, 450, 1000])
def test_a_long_secret_is_found_also_encoded(length: int) -> None:
    secret = "".join(f"k{n:03}" for n in range(length // 4 + 1))[:length]
    redactor = Redactor()
    redactor.plan({"variables": {"db_password": {"value": secret}}})
    assert secret[40:80] not in redactor.text(f"see {secret}!")
