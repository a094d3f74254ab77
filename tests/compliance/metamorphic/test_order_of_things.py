"""The order in which Terraform happens to list things says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import Raw, Subject, Trial, Variant, complain, same, transformation, under
from editing import configured, copied, entries, planned, qualified
from materialising import applied, state

from tfproof import Plan
from tfproof.plans.schema import Schema


@transformation
def shuffled(subject: Subject) -> Iterator[Variant]:
    """Turn round the resources, their changes and declarations, and the elements of sets."""
    make = partial(_shuffled, subject.raw)
    yield Variant("turned round", lambda: Plan(make(), subject.source), same(subject.findings))
    known = applied(subject.plan)  # here the members of each argument are known
    yield Variant("applied and turned round", lambda: state(_shuffled(known)), same(subject.judge(state(known))))


def _shuffled(given: Raw) -> Raw:
    raw = copied(given)
    for entry in entries(raw):
        _turn(entry, "values", qualified(entry), "")
        _turn(entry, "sensitive_values", qualified(entry), "")
    for change in raw["resource_changes"]:
        for part in ("before", "after", "after_unknown", "before_sensitive", "after_sensitive"):
            _turn(change["change"], part, qualified(change), "")
    for listed in (planned(raw), raw["resource_changes"], configured(raw)):
        listed.reverse()
    return raw


def _turn(holder: Any, key: Any, kind: str, path: str) -> None:
    """Turn round the sets in a value or in a mask of one."""
    value = holder.get(key) if isinstance(holder, dict) else holder[key]
    if isinstance(value, dict):
        for name in value:
            _turn(value, name, kind, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for position in range(len(value)):
            _turn(value, position, kind, f"{path}.{position}")
        found = Schema.load().kind_of(kind, path)
        if found is not None and found.shape[0] == "set":
            value.reverse()


@under(shuffled)
def test_the_order_of_what_has_none_changes_no_verdict(trial: Trial) -> None:
    complain(trial.wrong)
