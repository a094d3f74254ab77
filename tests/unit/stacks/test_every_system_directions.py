"""Every system: production is never weaker than staging, and staging never weaker than development (directions.yaml)."""

from collections import Counter
from contextlib import suppress
from functools import cache
from itertools import combinations

import pytest
import yaml
from systems import HERE, PROJECT, SYSTEMS

from tfproof.facts.reading import places
from tfproof.plans.values import ABSENT, has_unknown
from tfproof.terraform.initialising import NotHere
from tfproof.terraform.planning import Case

TABLE = yaml.safe_load((HERE.parent / "directions.yaml").read_text())
ROWS = [(kind, path) for kind, paths in TABLE["controls"].items() for path in paths]
#: The weakest first.
STAGES = ("development", "staging", "production")
PAIRS = [
    pytest.param(system.name, weaker, stronger, id=f"{system.name}-{stronger}-{weaker}")
    for system in SYSTEMS
    for weaker, stronger in combinations([e for e in STAGES if e in system.environments], 2)
]


class Direction:
    """Which way is stronger, as the table says it."""

    def __init__(self, said):
        self.options = said if isinstance(said, dict) else {}
        self.order = self.options.get("order", said)

    def rank(self, value):
        """How strong a value is: the higher, the stronger."""
        if value is None and "absent" in self.options:
            value = self.options["absent"]
        if self.order == "given":
            return int(not is_plain(value) or value not in (None, "", []))
        if isinstance(self.order, bool):
            return int((str(value).lower() == "true") is self.order)
        if value is None:
            return float("-inf")
        if isinstance(self.order, list):
            return self.order.index(value)
        if "unlimited" in self.options and value == self.options["unlimited"]:
            return float("inf")
        return float(value) * (1 if self.order == "more" else -1)

    def weaker(self, values, others):
        """Whether some values are weaker than those of the weaker environment."""
        if self.order in ("all", "few"):
            here, there = ({repr(v) for value in found for v in as_list(value)} for found in (values, others))
            return not (here >= there if self.order == "all" else here <= there)
        return min(map(self.rank, values)) < min(map(self.rank, others))


def as_list(value):
    """A list as it is, nothing as an empty one, and anything else as a list of it."""
    return value if isinstance(value, list) else [] if value is None else [value]


def told(place):
    """What stands somewhere; where the plan does not know it, what the source gives: nothing, a value or a reference."""
    if not has_unknown(place.value):
        return place.value
    value = place.resource.evaluated(place.path)
    return None if value is ABSENT else value


def values_at(resource, path):
    """What stands at a path of a resource; nothing where the path leads nowhere."""
    return [told(place) for place in places(resource, path)] or [None]


def is_plain(value):
    """Whether it is a value and no reference to what only an apply decides."""
    return (
        value is None
        or isinstance(value, (bool, int, float, str))
        or (isinstance(value, list) and all(map(is_plain, value)))
    )


@cache
def plan_of(planner, system, environment):
    return planner.plan(Case.of(system, environment=environment))


def excused(system, stronger, address, what):
    """The exceptions that are about this."""
    return [
        position
        for position, row in enumerate(TABLE["exceptions"])
        if (row["system"], row["address"], row["path"]) == (system, address, what) and stronger in row["environments"]
    ]


def by_place(plan, kind):
    """The resources of a type, by their address without the name of the environment, which some keys have."""
    environment = plan.raw["variables"]["environment"]["value"]
    return {resource.address.replace(environment, "*"): resource for resource in plan.of(kind)}


def compared(plan, other):
    """The type, path, direction, address and both values of every control that both plans have."""
    for kind, path in ROWS:
        direction = Direction(TABLE["controls"][kind][path])
        others = by_place(other, kind)
        for place, resource in by_place(plan, kind).items():
            if place in others:
                yield kind, path, direction, place, values_at(resource, path), values_at(others[place], path)


def found_weaker(plan, other):
    """What is weaker in a plan than in that of a weaker environment: address, path, and both values."""
    for _, path, direction, address, here, there in compared(plan, other):
        if direction.order != "given" and not all(map(is_plain, [*here, *there])):
            if [is_plain(value) for value in here] != [is_plain(value) for value in there]:
                yield address, path, here, there
        elif direction.weaker(here, there):
            yield address, path, here, there
    for kind in TABLE["stay"]:
        for address in by_place(other, kind).keys() - by_place(plan, kind).keys():
            yield address, "", "absent", "there"


@pytest.mark.parametrize(("system", "weaker", "stronger"), PAIRS)
def test_the_stronger_environment_is_never_weaker(planner, system, weaker, stronger):
    plan, other = plan_of(planner, system, stronger), plan_of(planner, system, weaker)
    wrong = [
        f"{address}: {path or 'it'} is {here} in {stronger} and {there} in {weaker}"
        for address, path, here, there in found_weaker(plan, other)
        if not excused(system, stronger, address, path)
    ]
    assert wrong == []
    assert sum(1 for _ in compared(plan, other)) > 100


@pytest.mark.parametrize(("system", "weaker", "stronger"), PAIRS)
def test_what_is_weaker_would_be_found(planner, system, weaker, stronger):
    plan, other = plan_of(planner, system, weaker), plan_of(planner, system, stronger)
    assert [path for _, path, _, _ in found_weaker(plan, other) if path]


@cache
def of_examples(planner):
    """The plans of what the modules' examples make: types that no system has yet are met there."""
    plans = []
    outcomes = planner.outcomes(Case.of(name, example=e) for name in PROJECT.modules for e in ("typical", "grown"))
    for case in outcomes:
        with suppress(NotHere):  # of other providers than that of AWS
            plans.append(planner.view(case, outcomes[case]))
    return plans


def met(plans):
    """The rows that lead to a value in some of the plans, with how many they meet."""
    return Counter(
        (kind, path)
        for plan in plans
        for kind, path in ROWS
        for resource in plan.of(kind)
        if any(value is not None for value in values_at(resource, path))
    )


def test_every_row_of_the_table_meets_a_value(planner):
    of_systems = [plan_of(planner, s.name, e) for s in SYSTEMS for e in s.environments]
    counted = met([*of_systems, *of_examples(planner)])
    assert [row for row in ROWS if not counted[row]] == []


def test_every_type_of_a_system_has_a_direction_or_needs_none(planner):
    types = {r.type for s in SYSTEMS for e in s.environments for r in plan_of(planner, s.name, e).managed}
    assert types - TABLE["controls"].keys() - {*TABLE["stay"], *TABLE["neither"]} == set()
    assert (TABLE["controls"].keys() | set(TABLE["stay"])) & set(TABLE["neither"]) == set()


def test_every_exception_names_its_row_and_excuses_something(planner):
    used = set()
    for system, weaker, stronger in (case.values for case in PAIRS):
        for address, path, _, _ in found_weaker(plan_of(planner, system, stronger), plan_of(planner, system, weaker)):
            used |= set(excused(system, stronger, address, path))
    assert used == set(range(len(TABLE["exceptions"])))
    for row in TABLE["exceptions"]:
        assert row["id"] in {
            r["id"] for r in yaml.safe_load((PROJECT.stacks[row["system"]] / "requirements.yaml").read_text())
        }
        assert row["reason"], row


@pytest.mark.parametrize(
    ("said", "stronger", "weaker"),
    [
        (True, [True], [False]),
        (True, ["true"], [None]),
        (False, [None], [True]),
        ("more", [7], [3]),
        ("more", ["30"], ["7"]),
        ("more", [1], [None]),
        ("more", [7, 9], [7, 3]),
        ("less", [90], [365]),
        ("less", [365], [None]),
        ({"order": "more", "absent": 30}, [None], [7]),
        ({"order": "more", "unlimited": 0}, [0], [3653]),
        ("given", ["arn:aws:kms:us-east-1:123456789012:key/k"], [None]),
        ("given", ["x"], [""]),
        ("all", [["a", "b"]], [["a"]]),
        ("all", ["a", "b"], ["a"]),
        ("few", [["a"]], [["a", "b"]]),
        ("few", [None], [["a"]]),
        (["Disabled", "Suspended", "Enabled"], ["Enabled"], ["Suspended"]),
        (["Disabled", "Enabled"], ["Disabled"], [None]),
    ],
)
def test_a_direction_knows_what_is_weaker(said, stronger, weaker):
    direction = Direction(said)
    assert direction.weaker(weaker, stronger)
    assert not direction.weaker(stronger, weaker)
    assert not direction.weaker(stronger, stronger)


def test_a_value_that_no_order_has_is_an_error():
    with pytest.raises(ValueError, match="TLSv2"):
        Direction(["TLSv1", "TLSv1.2_2021"]).weaker(["TLSv2"], ["TLSv1"])
