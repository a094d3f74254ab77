"""Amazon GuardDuty."""

from __future__ import annotations

from typing import Any

from moto.guardduty.models import Detector

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "guardduty: an update leaves the features it does not name",
    aws="UpdateDetector changes the features in the request only. moto forgets all others, so of several only one is left.",
    kind="accepted",
)
def features_are_merged() -> None:
    @around(Detector, "update")
    def update(
        original: Any, self: Any, enable: Any, frequency: Any, data_sources: Any, features: list[dict[str, Any]] | None
    ) -> None:
        named = {feature["name"] for feature in features or []}
        kept = [feature for feature in self.features if feature["name"] not in named]
        original(self, enable, frequency, data_sources, None if features is None else kept + features)
