"""State machines are validated before they are made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

GOOD = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})


@pytest.mark.fix("stepfunctions: a definition can be validated")
@pytest.mark.parametrize(("definition", "result"), [(GOOD, "OK"), ("{", "FAIL"), ('{"StartAt": "Done"}', "FAIL")])
def test_a_definition_is_validated_and_nothing_is_made(aws: Emulator, definition: str, result: str) -> None:
    client = aws.client("stepfunctions")
    assert client.validate_state_machine_definition(definition=definition)["result"] == result
    assert client.list_state_machines()["stateMachines"] == []
