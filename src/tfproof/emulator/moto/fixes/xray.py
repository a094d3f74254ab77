"""AWS X-Ray: what is traced, and groups of traces."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.xray import urls
from moto.xray.responses import XRayResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_path, adds_tag_calls, as_map, tags_of
from tfproof.emulator.moto.fixes.patching import adds_property, store


@fix(
    "xray: sampling rules exist",
    aws="Each second a rule traces so many requests, and of the others a part. The fitting one with the lowest priority counts.",
    kind="accepted",
)
def sampling_rules() -> None:
    for call in ("CreateSamplingRule", "DeleteSamplingRule", "GetSamplingRules", "UpdateSamplingRule"):
        adds_path(urls, XRayResponse, f"/{call}$")

    @adds_call(XRayResponse, "create_sampling_rule")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        rule = given["SamplingRule"]
        if rule["RuleName"] in store(self.xray_backend, "rules"):
            raise Refusal("InvalidRequestException", f"A rule {rule['RuleName']} exists already.")
        arn = f"arn:aws:xray:{self.region}:{self.current_account}:sampling-rule/{rule['RuleName']}"
        record = {
            "CreatedAt": utcnow(),
            "ModifiedAt": utcnow(),
            "SamplingRule": {"Attributes": {}, **rule, "RuleARN": arn},
        }
        store(self.xray_backend, "rules")[rule["RuleName"]] = record
        tags_of(self.xray_backend, arn).update(as_map(given.get("Tags", [])))
        return {"SamplingRuleRecord": record}

    @adds_call(XRayResponse, "get_sampling_rules")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"SamplingRuleRecords": list(store(self.xray_backend, "rules").values())}

    @adds_call(XRayResponse, "update_sampling_rule")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        record = _known(self, "rules", given["SamplingRuleUpdate"])
        record["SamplingRule"].update(given["SamplingRuleUpdate"])
        return {"SamplingRuleRecord": record}

    @adds_call(XRayResponse, "delete_sampling_rule")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        record = _known(self, "rules", given)
        tags_of(self.xray_backend, record["SamplingRule"]["RuleARN"]).clear()
        del store(self.xray_backend, "rules")[record["SamplingRule"]["RuleName"]]
        return {"SamplingRuleRecord": record}


@fix(
    "xray: traces have groups",
    aws="A group collects the traces that fit its expression, and can notice what is unusual among them.",
    kind="accepted",
)
def groups() -> None:
    for call in ("CreateGroup", "DeleteGroup", "GetGroup", "UpdateGroup"):
        adds_path(urls, XRayResponse, f"/{call}$")

    @adds_call(XRayResponse, "create_group")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["GroupName"]
        if name in store(self.xray_backend, "groups"):
            raise Refusal("InvalidRequestException", f"A group {name} exists already.")
        arn = f"arn:aws:xray:{self.region}:{self.current_account}:group/{name}/{len(name):032d}"
        group = {"FilterExpression": "", **given, "GroupARN": arn}
        store(self.xray_backend, "groups")[name] = group
        tags_of(self.xray_backend, arn).update(as_map(given.get("Tags", [])))
        return {"Group": group}

    @adds_call(XRayResponse, "get_group")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"Group": _known(self, "groups", given)}

    @adds_call(XRayResponse, "update_group")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        group = _known(self, "groups", given)
        group.update(given)
        return {"Group": group}

    @adds_call(XRayResponse, "delete_group")
    def delete(self: Any, given: dict[str, Any]) -> None:
        group = _known(self, "groups", given)
        tags_of(self.xray_backend, group["GroupARN"]).clear()
        del store(self.xray_backend, "groups")[group["GroupName"]]


@fix(
    "xray: rules and groups have tags",
    aws="Sampling rules and groups are tagged when they are made or later.",
    kind="accepted",
)
def tags() -> None:
    for call in ("ListTagsForResource", "TagResource", "UntagResource"):
        adds_path(urls, XRayResponse, f"/{call}$")
    adds_property(XRayResponse, "backend")(lambda self: self.xray_backend)
    adds_tag_calls(XRayResponse, "ResourceARN", "Tags", "TagKeys", ("Key", "Value"))


def _known(response: Any, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the rule or group that a request means by its name or ARN."""
    for found in store(response.xray_backend, kind).values():
        named = found.get("SamplingRule", found)
        for name in ("GroupARN", "GroupName", "RuleARN", "RuleName"):
            if name in given and given[name] == named.get(name):
                known: dict[str, Any] = found
                return known
    raise Refusal("InvalidRequestException", f"No such one is among the {kind}.")
