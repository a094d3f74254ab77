"""AWS Billing and Cost Management Data Exports, which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_service, adds_tag_calls, as_map, known, tags_of
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "bcm-data-exports: exports exist",
    aws="An export writes what it selects of a table of costs to a bucket, and refuses all columns at once (`*`). AWS adds "
    "the settings of the table that were not said.",
    kind="accepted",
)
def exports() -> None:
    response = adds_service("bcm-data-exports", "bcm-data-exports")
    adds_tag_calls(response, "ResourceArn", "ResourceTags", "ResourceTagKeys", ("Key", "Value"))

    @adds_call(response, "create_export")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["Export"]["Name"]
        arn = f"arn:aws:bcm-data-exports:us-east-1:{self.current_account}:export/{name}"
        if arn in store(self.backend, "exports"):
            raise Refusal("ValidationException", f"An export {name} exists already.")
        _keep(self, arn, given["Export"])
        tags_of(self.backend, arn).update(as_map(given.get("ResourceTags", [])))
        return {"ExportArn": arn}

    @adds_call(response, "get_export")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"Export": _export(self, given["ExportArn"]), "ExportStatus": {"StatusCode": "HEALTHY"}}

    @adds_call(response, "list_exports")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        kept = store(self.backend, "exports").values()
        status = {"StatusCode": "HEALTHY", "CreatedAt": utcnow(), "LastUpdatedAt": utcnow()}
        return {
            "Exports": [{"ExportArn": e["ExportArn"], "ExportName": e["Name"], "ExportStatus": status} for e in kept]
        }

    @adds_call(response, "update_export")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = _export(self, given["ExportArn"])["ExportArn"]
        _keep(self, arn, given["Export"])
        return {"ExportArn": arn}

    @adds_call(response, "delete_export")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = _export(self, given["ExportArn"])["ExportArn"]
        del store(self.backend, "exports")[arn]
        tags_of(self.backend, arn).clear()
        return {"ExportArn": arn}


def _keep(response: Any, arn: str, export: dict[str, Any]) -> None:
    query = export["DataQuery"]
    if "*" in query["QueryStatement"]:
        raise Refusal("ValidationException", "Columns are not a subset of the table.")
    added = {
        "BILLING_VIEW_ARN": f"arn:aws:billing::{response.current_account}:billingview/primary",
        "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "FALSE",
        "INCLUDE_RESOURCES": "FALSE",
        "INCLUDE_SPLIT_COST_ALLOCATION_DATA": "FALSE",
        "TIME_GRANULARITY": "HOURLY",
    }
    tables = {
        table: added | said if table == "COST_AND_USAGE_REPORT" else said
        for table, said in query.get("TableConfigurations", {}).items()
    }
    store(response.backend, "exports")[arn] = {
        **export,
        "DataQuery": {**query, "TableConfigurations": tables},
        "ExportArn": arn,
    }


def _export(response: Any, arn: str) -> dict[str, Any]:
    exports = store(response.backend, "exports")
    return known(exports, arn, "ResourceNotFoundException", f"Cannot find the export {arn}.")
