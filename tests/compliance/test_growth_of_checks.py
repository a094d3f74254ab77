"""What a check does grows no faster than the plan: counted in executed lines and in values read, never in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from counting import grows_faster, lines_of
from fixture_verdicts import ACCOUNT, CASES, SAMPLE, SETTINGS

from tfproof import Plan
from tfproof.checks import judge, registry

if TYPE_CHECKING:
    from tfproof.checks import Judgement
    from tfproof.testing import FixtureCase

_GROWING = yaml.safe_load(Path(__file__).with_name("growing.yaml").read_text(encoding="utf-8"))
GROWING = {f"{check}-{kind}" for row in _GROWING for check, kinds in row["checks"].items() for kind in kinds}
#: How many copies of a fixture are judged, twice as many each time.
COPIES = (3, 6, 12)


def copies(raw: dict[str, Any], count: int) -> Plan:
    """Return a plan that holds a fixture's resources so many times, each time in a module of its own."""
    names = [f"copy_{number:02}" for number in range(count)]
    prior = ((raw.get("prior_state") or {}).get("values") or {}).get("root_module", {})
    made = {
        **raw,
        "planned_values": {"root_module": {"child_modules": [_moved(raw["planned_values"], n) for n in names]}},
        "resource_changes": [
            {**c, "address": f"module.{n}.{c['address']}"} for n in names for c in raw["resource_changes"]
        ],
        "configuration": {
            **raw["configuration"],
            "root_module": {
                "module_calls": {n: {"source": f"./{n}", "module": raw["configuration"]["root_module"]} for n in names}
            },
        },
    }
    if prior:
        moved = [_moved({"root_module": prior}, n) for n in names]
        made["prior_state"] = {**raw["prior_state"], "values": {"root_module": {"child_modules": moved}}}
    return Plan(made)


def _moved(values: dict[str, Any], name: str) -> dict[str, Any]:
    resources = values.get("root_module", {}).get("resources", [])
    return {
        "address": f"module.{name}",
        "resources": [{**r, "address": f"module.{name}.{r['address']}"} for r in resources],
    }


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_a_check_does_no_more_than_the_plan_has_grown(
    fixture_plans: dict[tuple[str, str], Plan], case: FixtureCase
) -> None:
    check, raw = registry()[case.check], fixture_plans[case.check, case.kind].raw
    plans = [copies(raw, count) for count in COPIES]

    def judged(plan: Plan) -> Judgement:
        return judge(plan, [check], SETTINGS, environment="production", system="x", scopes=ACCOUNT)

    judged(plans[0])  # what is remembered for good is asked for once
    lines = [lines_of(lambda plan=plan: judged(plan)) for plan in plans]
    reads = [sum(len(f.reads) for f in judged(plan).findings) for plan in plans]
    growing = grows_faster(lines) or grows_faster(reads)
    assert growing is (str(case) in GROWING), f"lines {lines}, reads {reads}, of {COPIES} copies"


def test_every_exception_is_one_of_a_fixture() -> None:
    assert {str(case) for case in CASES} >= GROWING
