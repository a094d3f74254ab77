"""Amazon CloudWatch RUM, which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_service, adds_tag_calls, known, tags_of
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "rum: app monitors exist",
    aws="A monitor takes what browsers on its domains send, and keeps it 30 days.",
    kind="accepted",
)
def app_monitors() -> None:
    response = adds_service("rum", "rum")
    adds_tag_calls(response, "ResourceArn", "Tags", "TagKeys")

    @adds_call(response, "create_app_monitor")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["Name"]
        if name in store(self.backend, "monitors"):
            raise Refusal("ConflictException", f"A monitor {name} exists already.")
        monitor = {
            "CustomEvents": {"Status": "DISABLED"},
            **_kept(given),
            "Id": str(mock_random.uuid4()),
            "State": "CREATED",
        }
        store(self.backend, "monitors")[name] = monitor
        tags_of(self.backend, _arn(self, name)).update(given.get("Tags", {}))
        return {"Id": monitor["Id"]}

    @adds_call(response, "get_app_monitor")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        monitor = _monitor(self, given)
        return {"AppMonitor": {**monitor, "Tags": tags_of(self.backend, _arn(self, monitor["Name"]))}}

    @adds_call(response, "update_app_monitor")
    def update(self: Any, given: dict[str, Any]) -> None:
        _monitor(self, given).update(_kept(given))

    @adds_call(response, "delete_app_monitor")
    def delete(self: Any, given: dict[str, Any]) -> None:
        name = _monitor(self, given)["Name"]
        tags_of(self.backend, _arn(self, name)).clear()
        del store(self.backend, "monitors")[name]


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in given.items() if name not in ("CwLogEnabled", "Tags")}
    if "CwLogEnabled" in given:
        kept["DataStorage"] = {"CwLog": {"CwLogEnabled": given["CwLogEnabled"]}}
    return kept


def _arn(response: Any, name: str) -> str:
    return f"arn:aws:rum:{response.region}:{response.current_account}:appmonitor/{name}"


def _monitor(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    monitors = store(response.backend, "monitors")
    said = f"Cannot find the monitor {given['Name']}."
    return known(monitors, given["Name"], "ResourceNotFoundException", said)
