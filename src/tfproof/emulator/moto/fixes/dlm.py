"""Amazon Data Lifecycle Manager, which moto lacks altogether."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_service, adds_tag_calls, known, tags_of
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "dlm: lifecycle policies exist",
    aws="A policy makes snapshots of what carries its tags, by its schedules, with its role, and deletes them. Here it "
    "tells what it was told.",
    kind="accepted",
)
def policies() -> None:
    response = adds_service("dlm", "dlm")
    adds_tag_calls(response, "ResourceArn", "Tags", "TagKeys")

    @adds_call(response, "create_lifecycle_policy")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = f"policy-{uuid4().hex[:17]}"
        arn = f"arn:aws:dlm:{self.region}:{self.current_account}:policy/{name}"
        tags_of(self.backend, arn).update(given.pop("Tags", {}))
        made = {"DateCreated": utcnow(), "PolicyArn": arn, "PolicyId": name}
        store(self.backend, "policies")[name] = {**given, **made}
        return {"PolicyId": name}

    @adds_call(response, "get_lifecycle_policy")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        policy = _policy(self, given["PolicyId"])
        return {"Policy": {**policy, "Tags": tags_of(self.backend, policy["PolicyArn"])}}

    @adds_call(response, "update_lifecycle_policy")
    def update(self: Any, given: dict[str, Any]) -> None:
        _policy(self, given["PolicyId"]).update(given)

    @adds_call(response, "delete_lifecycle_policy")
    def delete(self: Any, given: dict[str, Any]) -> None:
        tags_of(self.backend, _policy(self, given["PolicyId"])["PolicyArn"]).clear()
        del store(self.backend, "policies")[given["PolicyId"]]


def _policy(response: Any, name: str) -> dict[str, Any]:
    policies = store(response.backend, "policies")
    return known(policies, name, "ResourceNotFoundException", f"Cannot find the policy {name}.")
