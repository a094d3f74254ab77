"""AWS Config."""

from __future__ import annotations

from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, known
from tfproof.emulator.moto.fixes.patching import around, store


@fix(
    "config: conformance packs exist",
    aws="A conformance pack deploys the rules and remediations of a template and reports on them together.",
    kind="accepted",
)
def conformance_packs() -> None:
    @adds_call(ConfigResponse, "put_conformance_pack")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        if not given.keys() & {"TemplateS3Uri", "TemplateBody", "TemplateSSMDocumentDetails"}:
            raise Refusal("InvalidParameterValueException", "A conformance pack needs a template.")
        packs, name = store(self.config_backend, "conformance_packs"), given["ConformancePackName"]
        if name not in packs:
            pack_id = f"conformance-pack-{mock_random.get_random_string(9, lower_case=True)}"
            arn = f"arn:aws:config:{self.region}:{self.current_account}:conformance-pack/{name}/{pack_id}"
            packs[name] = {"ConformancePackArn": arn, "ConformancePackId": pack_id}
        identity = {field: packs[name][field] for field in ("ConformancePackArn", "ConformancePackId")}
        now = {"LastUpdateCompletedTime": utcnow(), "LastUpdateRequestedTime": utcnow()}
        packs[name] = {**given, **identity, **now, "ConformancePackState": "CREATE_COMPLETE"}
        return identity

    @adds_call(ConfigResponse, "describe_conformance_packs")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"ConformancePackDetails": _packs(self, given.get("ConformancePackNames"))}

    @adds_call(ConfigResponse, "describe_conformance_pack_status")
    def status(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        known = store(self.config_backend, "conformance_packs")
        wanted = given.get("ConformancePackNames", list(known))
        return {"ConformancePackStatusDetails": [known[name] for name in wanted if name in known]}

    @adds_call(ConfigResponse, "delete_conformance_pack")
    def delete(self: Any, given: dict[str, Any]) -> None:
        _packs(self, [given["ConformancePackName"]])
        del store(self.config_backend, "conformance_packs")[given["ConformancePackName"]]


def _packs(response: Any, names: list[str] | None) -> list[dict[str, Any]]:
    packs = store(response.config_backend, "conformance_packs")
    code = "NoSuchConformancePackException"
    return [known(packs, name, code, f"There is no conformance pack {name}.") for name in names or packs]


@fix(
    "config: rules have remediations",
    aws="A remediation runs an automation document on what a rule finds, by itself or when asked. A rule that has one "
    "cannot be deleted.",
    kind="accepted",
)
def remediations() -> None:
    @adds_call(ConfigResponse, "put_remediation_configurations")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        for one in given["RemediationConfigurations"]:
            name = one["ConfigRuleName"]
            rules = self.config_backend.config_rules
            known(rules, name, "InvalidParameterValueException", f"There is no config rule {name}.")
            arn = f"arn:aws:config:{self.region}:{self.current_account}:remediation-configuration/{name}"
            store(self.config_backend, "remediations")[name] = {**one, "Arn": f"{arn}/{mock_random.uuid4()}"}
        return {"FailedBatches": []}

    @adds_call(ConfigResponse, "describe_remediation_configurations")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        known = store(self.config_backend, "remediations")
        return {"RemediationConfigurations": [known[name] for name in given["ConfigRuleNames"] if name in known]}

    @adds_call(ConfigResponse, "delete_remediation_configuration")
    def delete(self: Any, given: dict[str, Any]) -> None:
        if store(self.config_backend, "remediations").pop(given["ConfigRuleName"], None) is None:
            raise Refusal("NoSuchRemediationConfigurationException", "No remediation configuration found.")

    @around(ConfigBackend, "delete_config_rule")
    def delete_rule(original: Any, self: Any, rule_name: str) -> None:
        if rule_name in store(self, "remediations"):
            raise Refusal("ResourceInUseException", f"The rule {rule_name} has a remediation.")
        original(self, rule_name)
