"""AWS Step Functions."""

from __future__ import annotations

import json
from typing import Any

from moto.stepfunctions.responses import StepFunctionResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call


@fix(
    "stepfunctions: a definition can be validated",
    aws="ValidateStateMachineDefinition answers OK or FAIL with diagnostics, and makes nothing. The provider asks it while it "
    "plans. Here a definition is good when it is an object in JSON with StartAt and States.",
    kind="accepted",
)
def validate_definition() -> None:
    @adds_call(StepFunctionResponse, "validate_state_machine_definition")
    def validate(_: Any, asked: dict[str, Any]) -> dict[str, Any]:
        problem = _problem(asked.get("definition", ""))
        diagnostics = [problem] if problem else []
        return {"result": "FAIL" if problem else "OK", "diagnostics": diagnostics, "truncated": False}


def _problem(definition: str) -> dict[str, str] | None:
    try:
        found = json.loads(definition)
    except ValueError as error:
        return {"severity": "ERROR", "code": "INVALID_JSON_DESCRIPTION", "message": str(error), "location": "/"}
    if isinstance(found, dict) and {"StartAt", "States"} <= found.keys():
        return None
    message = "These fields are required: StartAt, States"
    return {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": message, "location": "/"}
