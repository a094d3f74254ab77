"""Amazon SQS."""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around, around_property


@fix(
    "sqs: a redrive policy is read without blanks",
    aws="RedrivePolicy is compact JSON. moto puts blanks into it, which the provider takes for a change.",
    kind="enforced",
)
def compact_redrive_policy() -> None:
    @around_property(Queue, "attributes")
    def attributes(original: Any, self: Any) -> dict[str, Any]:
        found: dict[str, Any] = original(self)
        if "RedrivePolicy" in found:
            found["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return found


@fix(
    "sqs: a redrive allow policy is kept",
    aws="A dead letter queue names the queues that may use it in RedriveAllowPolicy, and tells it when asked.",
    kind="accepted",
)
def redrive_allow_policy() -> None:
    @around(Queue, "_set_attributes")
    def set_attributes(original: Any, self: Any, attributes: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        if "RedriveAllowPolicy" in attributes:
            self.redrive_allow_policy = attributes["RedriveAllowPolicy"]
        original(self, attributes, *args, **kwargs)

    @around_property(Queue, "attributes")
    def read(original: Any, self: Any) -> dict[str, Any]:
        found: dict[str, Any] = original(self)
        policy = vars(self).get("redrive_allow_policy")
        return {**found, "RedriveAllowPolicy": policy} if policy else found
