"""AWS Security Hub."""

from __future__ import annotations

from typing import Any

from moto.securityhub import urls
from moto.securityhub.exceptions import SecurityHubClientError
from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_path, asked
from tfproof.emulator.moto.fixes.patching import around, store

#: What a hub is set to unless it is told otherwise.
_SETTINGS = {"AutoEnableControls": True, "ControlFindingGenerator": "SECURITY_CONTROL"}


@fix(
    "securityhub: the settings of the hub can be changed",
    aws="New controls are enabled by themselves or not, and findings are made for each control or for each standard.",
    kind="accepted",
)
def settings() -> None:
    @around(SecurityHubResponse, "enable_security_hub")
    def enable(original: Any, self: Any) -> str:
        answer: str = original(self)
        _settings(self.securityhub_backend).update(_SETTINGS | _chosen(asked(self)))
        return answer

    @adds_call(SecurityHubResponse, "update_security_hub_configuration")
    def update(self: Any, given: dict[str, Any]) -> None:
        self.securityhub_backend.describe_hub()
        _settings(self.securityhub_backend).update(_chosen(given))

    @around(SecurityHubBackend, "describe_hub")
    def describe(original: Any, self: Any, hub_arn: str | None = None) -> dict[str, Any]:
        return {**original(self, hub_arn), **_settings(self)}


def _settings(backend: Any) -> dict[str, Any]:
    return store(backend, "settings")


def _chosen(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in _SETTINGS if name in given}


@fix(
    "securityhub: standards can be subscribed to",
    aws="A subscription enables the controls of a standard, which then report findings. Two standards are enabled with "
    "the hub unless that is declined, and all end with it.",
    kind="accepted",
)
def standards() -> None:
    for path in ("register", "deregister", "get"):
        adds_path(urls, SecurityHubResponse, f"/standards/{path}$")

    @around(SecurityHubBackend, "enable_security_hub")
    def enable(original: Any, self: Any, enable_default_standards: bool = True, tags: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = original(self, enable_default_standards, tags)
        if enable_default_standards:
            best = f"arn:aws:securityhub:{self.region_name}::standards/aws-foundational-security-best-practices/v/1.0.0"
            for standard in (best, "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"):
                _subscribe(self, {"StandardsArn": standard})
        return answer

    @around(SecurityHubBackend, "disable_security_hub")
    def disable(original: Any, self: Any) -> dict[str, Any]:
        store(self, "standards").clear()
        answer: dict[str, Any] = original(self)
        return answer

    @adds_call(SecurityHubResponse, "batch_enable_standards")
    def subscribe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.securityhub_backend.describe_hub()
        wanted = given["StandardsSubscriptionRequests"]
        return {"StandardsSubscriptions": [_subscribe(self.securityhub_backend, one) for one in wanted]}

    @adds_call(SecurityHubResponse, "get_enabled_standards")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.securityhub_backend.describe_hub()
        subscribed = store(self.securityhub_backend, "standards")
        wanted = given.get("StandardsSubscriptionArns") or list(subscribed)
        return {"StandardsSubscriptions": [subscribed[arn] for arn in wanted if arn in subscribed]}

    @adds_call(SecurityHubResponse, "batch_disable_standards")
    def unsubscribe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        subscribed = store(self.securityhub_backend, "standards")
        gone = []
        for arn in given["StandardsSubscriptionArns"]:
            if arn not in subscribed:
                raise SecurityHubClientError("ResourceNotFoundException", f"There is no subscription {arn}.")
            gone.append({**subscribed.pop(arn), "StandardsStatus": "DELETING"})
        return {"StandardsSubscriptions": gone}


def _subscribe(backend: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    standard = wanted["StandardsArn"].split(":")[-1].split("/", 1)[1]
    arn = f"arn:aws:securityhub:{backend.region_name}:{backend.account_id}:subscription/{standard}"
    subscription = {"StandardsInput": {}, **wanted, "StandardsStatus": "READY", "StandardsSubscriptionArn": arn}
    store(backend, "standards")[arn] = subscription
    return subscription
