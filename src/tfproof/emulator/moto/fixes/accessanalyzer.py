"""IAM Access Analyzer, which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_service, adds_tag_calls, known, tags_of
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "accessanalyzer: analyzers exist",
    aws="An analyzer finds the resources of its account or organisation that others can reach, and watches on.",
    kind="accepted",
)
def analyzers() -> None:
    response = adds_service("accessanalyzer", "access-analyzer")
    adds_tag_calls(response, "resourceArn", "tags", "tagKeys")

    @adds_call(response, "create_analyzer")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["analyzerName"]
        if name in store(self.backend, "analyzers"):
            raise Refusal("ConflictException", f"An analyzer {name} exists already.")
        arn = f"arn:aws:access-analyzer:{self.region}:{self.current_account}:analyzer/{name}"
        analyzer = {**given, "arn": arn, "createdAt": utcnow(), "name": name, "status": "ACTIVE"}
        store(self.backend, "analyzers")[name] = analyzer
        tags_of(self.backend, arn).update(given.get("tags", {}))
        return analyzer

    @adds_call(response, "get_analyzer")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"analyzer": _described(self, given["analyzerName"])}

    @adds_call(response, "list_analyzers")
    def list_all(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = [_described(self, name) for name in store(self.backend, "analyzers")]
        return {"analyzers": [one for one in found if given.get("type", one["type"]) == one["type"]]}

    @adds_call(response, "update_analyzer")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _described(self, given["analyzerName"])
        store(self.backend, "analyzers")[given["analyzerName"]].update(given)
        return given

    @adds_call(response, "delete_analyzer")
    def delete(self: Any, given: dict[str, Any]) -> None:
        tags_of(self.backend, _described(self, given["analyzerName"])["arn"]).clear()
        del store(self.backend, "analyzers")[given["analyzerName"]]


def _described(response: Any, name: str) -> dict[str, Any]:
    analyzers = store(response.backend, "analyzers")
    analyzer = known(analyzers, name, "ResourceNotFoundException", f"Cannot find the analyzer {name}.")
    return {**analyzer, "tags": tags_of(response.backend, analyzer["arn"])}
