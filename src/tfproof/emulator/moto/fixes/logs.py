"""Amazon CloudWatch Logs."""

from __future__ import annotations

from typing import Any

from moto.core.utils import unix_time_millis
from moto.logs.responses import LogsResponse
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, known
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "logs: queries can be saved",
    aws="A query definition is a saved query for the console, with the log groups that it is for.",
    kind="accepted",
)
def query_definitions() -> None:
    @adds_call(LogsResponse, "put_query_definition")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        definitions = store(self.logs_backend, "query_definitions")
        key = given.setdefault("queryDefinitionId", str(mock_random.uuid4()))
        definitions[key] = {"logGroupNames": [], **given, "lastModified": int(unix_time_millis())}
        return {"queryDefinitionId": key}

    @adds_call(LogsResponse, "describe_query_definitions")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        prefix = given.get("queryDefinitionNamePrefix", "")
        definitions = store(self.logs_backend, "query_definitions").values()
        return {"queryDefinitions": [one for one in definitions if one["name"].startswith(prefix)]}

    @adds_call(LogsResponse, "delete_query_definition")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        definitions = store(self.logs_backend, "query_definitions")
        said = "The specified query definition does not exist."
        known(definitions, given["queryDefinitionId"], "ResourceNotFoundException", said)
        del definitions[given["queryDefinitionId"]]
        return {"success": True}


@fix(
    "logs: anomaly detectors exist",
    aws="A detector learns what is usual in a log group and reports what is not.",
    kind="accepted",
)
def anomaly_detectors() -> None:
    @adds_call(LogsResponse, "create_log_anomaly_detector")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = f"arn:aws:logs:{self.region}:{self.current_account}:anomaly-detector:{mock_random.uuid4()}"
        now = int(unix_time_millis())
        store(self.logs_backend, "anomaly_detectors")[arn] = {
            "anomalyVisibilityTime": 21,
            **given,
            "anomalyDetectorStatus": "INITIALIZING",
            "creationTimeStamp": now,
            "lastModifiedTimeStamp": now,
        }
        self.logs_backend.tag_resource(arn, given.get("tags", {}))
        return {"anomalyDetectorArn": arn}

    @adds_call(LogsResponse, "get_log_anomaly_detector")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return _detector(self, given)

    @adds_call(LogsResponse, "list_log_anomaly_detectors")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        detectors = store(self.logs_backend, "anomaly_detectors")
        return {"anomalyDetectors": [{**one, "anomalyDetectorArn": arn} for arn, one in detectors.items()]}

    @adds_call(LogsResponse, "update_log_anomaly_detector")
    def update(self: Any, given: dict[str, Any]) -> None:
        status = "INITIALIZING" if given.pop("enabled") else "PAUSED"
        now = int(unix_time_millis())
        _detector(self, given).update(given, anomalyDetectorStatus=status, lastModifiedTimeStamp=now)

    @adds_call(LogsResponse, "delete_log_anomaly_detector")
    def delete(self: Any, given: dict[str, Any]) -> None:
        _detector(self, given)
        del store(self.logs_backend, "anomaly_detectors")[given["anomalyDetectorArn"]]


def _detector(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    detectors = store(response.logs_backend, "anomaly_detectors")
    said = "The specified anomaly detector does not exist."
    return known(detectors, given["anomalyDetectorArn"], "ResourceNotFoundException", said)
