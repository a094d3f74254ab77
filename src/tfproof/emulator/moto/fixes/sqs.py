"""Amazon SQS."""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import StaleFix, around, around_property


@fix(
    "sqs: a redrive policy is read without blanks",
    aws="RedrivePolicy is compact JSON. moto puts blanks into it, which the provider takes for a change.",
    kind="enforced",
)
def compact_redrive_policy() -> None:
    @around_property(Queue, "attributes")
    def attributes(original: Any, self: Any) -> dict[str, Any]:
        found: dict[str, Any] = original(self)
        if self.redrive_policy:
            found["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return found


@fix(
    "sqs: a redrive allow policy is kept",
    aws="A dead letter queue names the queues that may use it in RedriveAllowPolicy, and tells it when asked.",
    kind="accepted",
)
def redrive_allow_policy() -> None:
    if "RedriveAllowPolicy" in Queue.BASE_ATTRIBUTES:
        raise StaleFix("moto knows RedriveAllowPolicy by now")
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]

    @around(Queue, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        self.redrive_allow_policy = None
        original(self, *args, **kwargs)

    @around_property(Queue, "attributes")
    def attributes(original: Any, self: Any) -> dict[str, Any]:
        found: dict[str, Any] = original(self)
        return {name: value for name, value in found.items() if name != "RedriveAllowPolicy" or value}


@fix(
    "sqs: a change of another attribute leaves the policy alone",
    aws="SetQueueAttributes changes what it names. moto takes a policy that is not named for one that is taken away.",
    kind="enforced",
)
def unnamed_policy_stays() -> None:
    @around(Queue, "_set_attributes")
    def change(original: Any, self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        kept = vars(self).get("_policy_json")
        original(self, attributes, now)
        if kept and "Policy" not in attributes:
            self._policy_json = kept
