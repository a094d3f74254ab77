"""JSON of another shape than a plan's, or whose halves disagree, is refused in one line: nothing in it is judged."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tfproof import Plan
from tfproof.errors import BadInput
from tfproof.plans.parsing import parse

TYPE, ADDRESS = "aws_db_instance", "aws_db_instance.db"


def plan() -> dict[str, Any]:
    entry = {"address": ADDRESS, "mode": "managed", "type": TYPE, "name": "db", "values": {"storage_encrypted": True}}
    change = {**entry, "change": {"actions": ["create"], "after": {"storage_encrypted": True}}}
    change.pop("values")
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"a": {"value": 1}},
        "planned_values": {"outputs": {"o": {}}, "root_module": {"resources": [entry], "child_modules": [{}]}},
        "prior_state": {"values": {"root_module": {"resources": []}}},
        "resource_changes": [change],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {}}},
            "root_module": {
                "resources": [{"address": ADDRESS, "type": TYPE, "name": "db", "expressions": {}}],
                "module_calls": {"m": {"source": "./m", "module": {}}},
            },
        },
    }


def state(*more: dict[str, Any]) -> dict[str, Any]:
    entry = {"address": ADDRESS, "mode": "managed", "type": TYPE, "name": "db", "values": {}}
    return {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": [entry, *({**entry, **m} for m in more)]}},
    }


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(p for k, v in inner for p in _places(v, (*path, k)))]


def _with(raw: Any, path: tuple[Any, ...], value: Any) -> Any:
    raw = copy.deepcopy(raw)
    here = raw
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return raw


def test_what_terraform_writes_is_read() -> None:
    assert parse(json.dumps(plan()), "p")[0] == plan()
    assert parse(json.dumps(state()), "s")[0] == state()


STRANGE = [None, True, 7, "x", "", [], ["x"], [None], {}, {"a": None}]


@pytest.mark.parametrize("path", [p for p in _places(plan()) if p], ids=lambda p: ".".join(map(str, p)))
@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_a_strange_value_anywhere_is_judged_or_refused_and_never_breaks(path: tuple[Any, ...], value: Any) -> None:
    with suppress(BadInput):
        viewed = Plan(parse(json.dumps(_with(plan(), path, value)), "p")[0])
        for resource in viewed.managed:
            resource.get("storage_encrypted")


def _hide(raw: dict[str, Any]) -> None:
    raw["planned_values"] = {"root_module": {}}


def _twice(raw: dict[str, Any]) -> None:
    raw["planned_values"]["root_module"]["resources"] *= 2


def _change_twice(raw: dict[str, Any]) -> None:
    raw["resource_changes"].append({**raw["resource_changes"][0], "change": {"actions": ["delete"]}})


def _deleted(raw: dict[str, Any]) -> None:
    raw["resource_changes"][0]["change"]["actions"] = ["delete"]


def _of_another_type(raw: dict[str, Any]) -> None:
    raw["planned_values"]["root_module"]["resources"][0]["type"] = "aws_sns_topic"


def _without_type(raw: dict[str, Any]) -> None:
    del raw["planned_values"]["root_module"]["resources"][0]["type"]


def _as_data(raw: dict[str, Any]) -> None:
    raw["planned_values"]["root_module"]["resources"][0]["mode"] = "data"


def _incomplete(raw: dict[str, Any]) -> None:
    raw["complete"] = "false"


def _deferred(raw: dict[str, Any]) -> None:
    raw["deferred_changes"] = [{"reason": "unknown"}]


@pytest.mark.parametrize(
    "broken",
    [_hide, _twice, _change_twice, _deleted, _of_another_type, _without_type, _as_data, _incomplete, _deferred],
    ids=lambda f: f.__name__.strip("_"),
)
def test_halves_that_disagree_are_refused(broken: Callable[[dict[str, Any]], None]) -> None:
    raw = plan()
    broken(raw)
    with pytest.raises(BadInput, match=r"^p: "):
        parse(json.dumps(raw), "p")


def test_an_object_that_an_apply_still_has_to_destroy_is_not_passed_over() -> None:
    with pytest.raises(BadInput, match="deposed"):
        parse(json.dumps(state({"deposed_key": "abcd1234", "values": {"storage_encrypted": False}})), "s")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(BadInput, match="no Unicode"):
        parse(json.dumps(_with(plan(), ("variables", "a", "value"), "\ud800")), "p")
