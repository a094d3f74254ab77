"""Without the source, what an expression mentions is certain only where nothing else can be meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tfproof import Plan
from tfproof.plans.relations import Members

Keys = list[Any]


def entry(kind: str, name: str, key: Any = None, /, **values: Any) -> dict[str, Any]:
    at = f"{kind}.{name}" if key is None else f"{kind}.{name}[{json.dumps(key)}]"
    index = {} if key is None else {"index": key}
    return {"address": at, "mode": "managed", "type": kind, "name": name, "values": values, **index}


def planned(resources: list[dict[str, Any]], unknown: list[str], config: dict[str, Any]) -> Plan:
    changes = [
        {**r, "change": {"actions": ["create"], "after_unknown": dict.fromkeys(unknown, True)}} for r in resources
    ]
    return Plan(
        {
            "planned_values": {"root_module": {"resources": resources}},
            "resource_changes": changes,
            "configuration": config,
        }
    )


def named(
    holders: Keys, targets: Keys, references: list[str], at: Any, for_each: Any = None, argument: str = "subnet_id"
) -> Members:
    """What the argument of `aws_network_interface.i[at]` names, of which the JSON shows these mentions."""
    resources = [entry("aws_subnet", "s", k) for k in targets] + [
        entry("aws_network_interface", "i", k) for k in holders
    ]
    many = "count_expression" if isinstance((targets or [0])[0], int) else "for_each_expression"

    def declared(kind: str, name: str, by: Any, **expressions: Any) -> dict[str, Any]:
        at = f"{kind}.{name}"
        found = {"address": at, "mode": "managed", "type": kind, "name": name, "expressions": expressions}
        return found if by is None else {**found, many: by}

    config = [
        declared("aws_subnet", "s", {"references": []}),
        declared(
            "aws_network_interface",
            "i",
            None if holders == [None] else (for_each or {"references": []}),
            **{argument: {"references": references}},
        ),
    ]
    plan = planned(resources, ["id", argument], {"root_module": {"resources": config}})
    holder = next(r for r in plan.of("aws_network_interface") if r.index == at)
    return holder.members(argument, "aws_subnet")


def undecided_among(members: Members, *keys: str) -> bool:
    candidates = [c.address for o in members.open for c in o.candidates or ()]
    return not members.found and sorted(candidates) == sorted(f"aws_subnet.s[{k}]" for k in keys)


def test_the_value_of_each_is_not_its_key() -> None:
    swapped = {"constant_value": {"a": "b", "b": "a"}}
    members = named(["a", "b"], ["a", "b"], ["aws_subnet.s", "each.value"], "a", swapped)
    assert undecided_among(members, '"a"', '"b"')


def test_a_value_of_each_that_nobody_knows_names_none_for_sure() -> None:
    members = named(["a"], ["a"], ["aws_subnet.s", "each.value"], "a")
    assert undecided_among(members, '"a"')


def test_a_number_may_be_reckoned_from_the_own_one() -> None:
    """`element(aws_subnet.s[*].id, count.index + 1)` leaves the same mentions as `[count.index]`."""
    keys: Keys = [0, 1, 2]
    members = named(keys, keys, ["aws_subnet.s", "count.index"], keys[0])
    assert undecided_among(members, *(json.dumps(k) for k in keys))


@pytest.mark.parametrize(("key", "by"), [(0, "count.index"), ("a", "each.key")])
def test_the_only_instance_is_named_by_its_own_key(key: Any, by: str) -> None:
    assert len(named([key], [key], ["aws_subnet.s", by], key).all()) == 1


def test_one_text_names_one_of_several_instances() -> None:
    members = named([None], [0, 1, 2], ["aws_subnet.s"], None)
    assert undecided_among(members, "0", "1", "2")


def test_one_text_names_the_only_instance() -> None:
    assert [r.address for r in named([None], [0], ["aws_subnet.s"], None).all()] == ["aws_subnet.s[0]"]


def in_regions(holder: str | None, *groups: str | None) -> Members:
    def lies(region: str | None) -> dict[str, str]:
        return {"region": region} if region else {}

    resources = [entry("aws_db_parameter_group", f"g{n}", name="same", **lies(r)) for n, r in enumerate(groups)]
    resources.append(entry("aws_db_instance", "d", parameter_group_name="same", **lies(holder)))
    plan = planned(resources, [], {"root_module": {"resources": []}})
    return plan.one("aws_db_instance").members("parameter_group_name", "aws_db_parameter_group")


def test_two_regions_that_nobody_knows_are_not_the_same() -> None:
    members = in_regions(None, None, "eu-west-1")
    assert not members.found
    assert len(members.open[0].candidates or ()) == 2


def test_of_several_regions_the_own_one_is_near() -> None:
    assert [r.address for r in in_regions("eu-west-1", "us-east-1", "eu-west-1").all()] == ["aws_db_parameter_group.g1"]


@pytest.mark.parametrize(("region", "sure"), [("eu-west-1", True), (None, False), ("us-east-1", None)])
def test_an_arn_of_a_region_is_not_that_of_a_resource_whose_region_nobody_knows(
    region: str | None, sure: bool | None
) -> None:
    lies = {"region": region} if region else {}
    resources = [
        entry("aws_sns_topic", "t", name="alerts", **lies),
        entry(
            "aws_cloudwatch_metric_alarm",
            "a",
            alarm_actions=["arn:aws:sns:eu-west-1:123456789012:alerts"],
        ),
        {
            **entry("aws_caller_identity", "me", account_id="123456789012"),
            "address": "data.aws_caller_identity.me",
            "mode": "data",
        },
    ]
    plan = planned(resources, ["arn"], {"root_module": {"resources": []}})
    members = plan.one("aws_cloudwatch_metric_alarm").members("alarm_actions", "aws_sns_topic")
    assert bool(members.found) is (sure is True)
    assert bool(members.open) is (sure is False)
    assert bool(members.outside) is (sure is None)
