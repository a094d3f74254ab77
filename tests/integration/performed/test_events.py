"""Which of the stack's rules what AWS reports meets: the table is events.yaml. Only AWS itself may report under its names."""

import json
from pathlib import Path

import pytest
import yaml
from acting import REGION

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("enforces")]

TABLE = yaml.safe_load(Path(__file__).with_name("events.yaml").read_text(encoding="utf-8"))


def reported():
    for entry in TABLE:
        marks = [pytest.mark.requirement(entry["row"])] if "row" in entry else []
        told = {name: entry[name] for name in ("source", "detail-type", "resources", "detail") if name in entry}
        yield pytest.param(
            told, entry["meets"], id=f"{entry['event']} meets {', '.join(entry['meets']) or 'none'}", marks=marks
        )


@pytest.mark.parametrize(("told", "meets"), list(reported()))
def test_event(applied, account, told, meets):
    number, name = account.emulator.account_id, "social-flow-development"
    envelope = {"id": "1", "account": number, "region": REGION, "time": "2026-01-01T00:00:00Z", "resources": []}
    event = json.dumps(envelope | told)
    for stands, value in (("<region>", REGION), ("<account>", number), ("<name>", name)):
        event = event.replace(stands, value)
    events = account.root.client("events")
    met = [
        rule.index
        for rule in applied.of("aws_cloudwatch_event_rule")
        if rule.module == "module.events"
        and events.test_event_pattern(EventPattern=rule["event_pattern"], Event=event)["Result"]
    ]
    assert met == meets


def test_every_rule_is_met_by_something_that_is_reported(applied):
    rules = {r.index for r in applied.of("aws_cloudwatch_event_rule") if r.module == "module.events"}
    assert rules == {rule for entry in TABLE for rule in entry["meets"]}
