"""AWS Cost Explorer."""

from __future__ import annotations

from typing import Any

from moto.ce.responses import CostExplorerResponse
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, known
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "ce: anomaly monitors exist",
    aws="A monitor learns what is usual for a service, an account or a tag, and finds anomalies from then on.",
    kind="accepted",
)
def monitors() -> None:
    _collection("Monitor", {"DimensionalValueCount": 0})


@fix(
    "ce: anomaly subscriptions exist",
    aws="A subscription tells its subscribers of the anomalies of its monitors whose impact passes the threshold. "
    "Its monitors must exist.",
    kind="accepted",
)
def subscriptions() -> None:
    _collection("Subscription", {})


@fix(
    "ce: cost allocation tags are activated",
    aws="Costs are told apart by tags that are active. A tag is known, and inactive, once a resource has had it; what is not "
    "known is not activated, and the answer says so for each key.",
    kind="accepted",
)
def cost_allocation_tags() -> None:
    @adds_call(CostExplorerResponse, "update_cost_allocation_tags_status")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        store(self.ce_backend, "cost_tags").update(
            {one["TagKey"]: {**one, "Type": "UserDefined"} for one in given["CostAllocationTagsStatus"]}
        )
        return {"Errors": []}

    @adds_call(CostExplorerResponse, "list_cost_allocation_tags")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        tags = store(self.ce_backend, "cost_tags")
        wanted = given.get("TagKeys") or list(tags)
        found = [tags[key] for key in wanted if key in tags]
        return {"CostAllocationTags": [one for one in found if one["Status"] == given.get("Status", one["Status"])]}


def _collection(what: str, defaults: dict[str, Any]) -> None:
    """Add the calls of one kind of resource; the API spells both kinds alike."""
    arn_field, name = f"{what}Arn", f"anomaly_{what.lower()}"

    def kept(self: Any, what: str = what) -> dict[str, Any]:
        return store(self.ce_backend, what)

    def of_arn(self: Any, arn: str, what: str = what) -> dict[str, Any]:
        return known(kept(self, what), arn, f"Unknown{what}Exception", f"Cannot find the {what.lower()} {arn}")

    def keep(self: Any, resource: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
        for monitor in changes.get("MonitorArnList", []):
            of_arn(self, monitor, "Monitor")
        resource.update(changes)
        kept(self)[resource[arn_field]] = resource
        return {arn_field: resource[arn_field]}

    @adds_call(CostExplorerResponse, f"create_{name}")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = f"arn:aws:ce::{self.current_account}:anomaly{what.lower()}/{mock_random.uuid4()}"
        resource = {"AccountId": self.current_account, **defaults, arn_field: arn}
        answer = keep(self, resource, given[f"Anomaly{what}"])
        self.ce_backend.tag_resource(arn, given.get("ResourceTags", []))
        return answer

    @adds_call(CostExplorerResponse, f"get_{name}s")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        wanted = given.get(f"{arn_field}List") or list(kept(self))
        return {f"Anomaly{what}s": [of_arn(self, arn) for arn in wanted]}

    @adds_call(CostExplorerResponse, f"update_{name}")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return keep(self, of_arn(self, given[arn_field]), given)

    @adds_call(CostExplorerResponse, f"delete_{name}")
    def delete(self: Any, given: dict[str, Any]) -> None:
        of_arn(self, given[arn_field])
        del kept(self)[given[arn_field]]
