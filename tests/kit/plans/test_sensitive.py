"""What is marked as sensitive behaves as what it is, and is not shown by accident."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from tfproof.checks.concerns._secret_values import is_secret
from tfproof.plans.sensitive import guarded
from tfproof.plans.view import Plan

VALUES: list[Any] = ["hunter2", "", 8675309, 0, -1, 1.5]


@pytest.mark.parametrize("value", VALUES)
def test_it_compares_converts_and_parses_as_what_it_is(value: Any) -> None:
    marked = guarded(value, True)
    assert type(marked) is not type(value)
    assert (marked, hash(marked), bool(marked)) == (value, hash(value), bool(value))
    assert str(marked) == str(value)
    assert type(str(marked)) is str
    assert json.dumps(marked) == json.dumps(value)
    assert repr(pickle.loads(pickle.dumps(marked))) == repr(copy.deepcopy(marked)) == repr(marked)  # noqa: S301 - our own


@pytest.mark.parametrize("value", VALUES)
def test_what_is_formatted_of_it_says_only_that_it_is_sensitive(value: Any) -> None:
    marked = guarded(value, True)
    assert [f"{marked}", f"{marked:>4}", f"{marked!r}", f"{[marked]}", repr({"a": marked})] == [
        "(sensitive)",
        "(sensitive)",
        "(sensitive)",
        "[(sensitive)]",
        "{'a': (sensitive)}",
    ]


def test_a_mark_does_not_turn_a_measure_into_a_secret() -> None:
    plan = Plan({"planned_values": {"root_module": {}}})
    assert is_secret(plan, "MAX_TOKEN", 4096) is is_secret(plan, "MAX_TOKEN", guarded(4096, True)) is False
