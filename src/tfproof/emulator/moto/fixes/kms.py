"""AWS KMS."""

from __future__ import annotations

import json
from typing import Any

from moto.kms.responses import KmsResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "kms: the rotation period of a key is kept",
    aws="A key that rotates does so every 90 to 2560 days, 365 unless given, and GetKeyRotationStatus tells it.",
    kind="accepted",
)
def rotation_period() -> None:
    @around(KmsResponse, "enable_key_rotation")
    def enable(original: Any, self: Any) -> str:
        answer: str = original(self)
        _key(self).rotation_period_in_days = self._get_int_param("RotationPeriodInDays") or 365
        return answer

    @around(KmsResponse, "get_key_rotation_status")
    def status(original: Any, self: Any) -> str:
        found = json.loads(original(self))
        if found["KeyRotationEnabled"]:
            # A key that was made with rotation on, by CloudFormation, has never been told a period.
            found["RotationPeriodInDays"] = vars(_key(self)).get("rotation_period_in_days", 365)
        return json.dumps(found)


def _key(response: Any) -> Any:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]
