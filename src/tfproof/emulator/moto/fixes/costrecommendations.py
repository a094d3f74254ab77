"""AWS Compute Optimizer and Cost Optimization Hub, which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_service
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "compute-optimizer: an account is enrolled",
    aws="An enrolled account gets recommendations from the metrics of its last two weeks.",
    kind="accepted",
)
def compute_optimizer() -> None:
    response = adds_service("compute-optimizer", "compute-optimizer")

    @adds_call(response, "update_enrollment_status")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        store(self.backend, "enrollment").update(
            {
                "lastUpdatedTimestamp": utcnow(),
                "memberAccountsEnrolled": given.get("includeMemberAccounts", False),
                "status": given["status"],
            }
        )
        return {"status": given["status"]}

    @adds_call(response, "get_enrollment_status")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"status": "Inactive", "memberAccountsEnrolled": False, **store(self.backend, "enrollment")}


@fix(
    "cost-optimization-hub: an account is enrolled",
    aws="The hub collects recommendations of an account, or of all accounts of its organisation.",
    kind="accepted",
)
def cost_optimization_hub() -> None:
    response = adds_service("cost-optimization-hub", "cost-optimization-hub")

    @adds_call(response, "update_enrollment_status")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        store(self.backend, "enrollment").update(given)
        return {"status": given["status"]}

    @adds_call(response, "list_enrollment_statuses")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        kept = store(self.backend, "enrollment")
        status = {
            "accountId": self.current_account,
            "createdTimestamp": utcnow(),
            "lastUpdatedTimestamp": utcnow(),
            "status": kept.get("status", "Inactive"),
        }
        return {"includeMemberAccounts": kept.get("includeMemberAccounts", False), "items": [status]}
