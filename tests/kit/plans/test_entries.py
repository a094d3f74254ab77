"""Only what will be there is judged: nothing deleted, forgotten, deposed, and nothing that shows a former state."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof import UNKNOWN, Plan
from tfproof.plans.entries import changing

GROUP = "aws_security_group"
RULE = "aws_security_group_rule"


def change(address: str, actions: list[str], **more: Any) -> dict[str, Any]:
    kind, _, name = address.partition(".")
    inner = {"actions": actions, "before": None, "after": None, "after_unknown": {}, **more.pop("change", {})}
    return {"address": address, "mode": "managed", "type": kind, "name": name, "change": inner, **more}


def entry(address: str, **values: Any) -> dict[str, Any]:
    kind, _, name = address.partition(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}


def plan(
    resources: list[dict[str, Any]], changes: list[dict[str, Any]], declared: dict[str, Any] | None = None
) -> Plan:
    configured = [
        {
            **{k: e[k] for k in ("address", "mode", "type", "name")},
            "expressions": (declared or {}).get(e["address"], {}),
        }
        for e in resources
    ]
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": resources}},
            "resource_changes": changes,
            "configuration": {"root_module": {"resources": configured}},
        }
    )


@pytest.mark.parametrize("actions", [["delete"], ["forget"]])
def test_what_the_plan_lets_go_is_not_part_of_it(actions: list[str]) -> None:
    found = plan([entry("aws_x.gone"), entry("aws_x.kept")], [change("aws_x.gone", actions)])
    assert [r.address for r in found.managed] == ["aws_x.kept"]


def test_a_deposed_object_does_not_stand_for_its_successor() -> None:
    real = change("aws_x.y", ["create"], change={"after_unknown": {"arn": True}})
    deposed = change("aws_x.y", ["delete"], deposed="abcd1234")
    for changes in ([real, deposed], [deposed, real]):
        assert plan([entry("aws_x.y")], changes).one("aws_x")["arn"] is UNKNOWN


def test_a_data_source_of_which_nothing_was_read_is_not_there() -> None:
    gone = {**change("aws_x.y", ["no-op"]), "mode": "data", "address": "data.aws_x.y"}
    assert plan([], [gone]).resources_by_address == {}


OPEN = [{"cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22, "protocol": "tcp"}]


def refreshed(actions: list[str], declared: dict[str, Any] | None = None) -> Any:
    """The group's rules where the plan does something to the separate rule that made them."""
    before = {"security_group_id": "sg-1", "cidr_blocks": ["0.0.0.0/0"]}
    changes = [change(f"{GROUP}.g", ["no-op"]), change(f"{RULE}.r", actions, change={"before": before})]
    return plan([entry(f"{GROUP}.g", id="sg-1", ingress=OPEN)], changes, declared).one(GROUP)["ingress"]


@pytest.mark.parametrize("actions", [["delete"], ["update"], ["delete", "create"], ["create", "delete"]])
def test_rules_that_were_refreshed_are_not_known_where_the_plan_changes_what_made_them(actions: list[str]) -> None:
    assert refreshed(actions) is UNKNOWN


@pytest.mark.parametrize("actions", [["no-op"], ["create"]])
def test_rules_that_were_refreshed_stay_where_the_plan_leaves_them(actions: list[str]) -> None:
    assert refreshed(actions) == OPEN


def test_rules_that_the_group_declares_itself_are_its_own() -> None:
    assert refreshed(["delete"], {f"{GROUP}.g": {"ingress": [{"protocol": {"constant_value": "tcp"}}]}}) == OPEN


@pytest.mark.parametrize(
    ("actions", "changes"),
    [
        (["create"], True),
        (["update"], True),
        (["delete"], True),
        (["delete", "create"], True),
        (["create", "delete"], True),
        (["no-op"], False),
        (["read"], False),
        (["forget"], False),
    ],
)
def test_what_is_only_looked_at_or_let_go_does_not_change(actions: list[str], changes: bool) -> None:
    raw = {"resource_changes": [change("aws_x.y", actions), {**change("aws_x.z", actions), "mode": "data"}]}
    assert [c["address"] for c in changing(raw)] == (["aws_x.y"] if changes else [])
