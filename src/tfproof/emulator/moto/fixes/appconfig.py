"""AWS AppConfig."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.appconfig import urls
from moto.appconfig.models import ConfigurationProfile
from moto.appconfig.responses import AppConfigResponse
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_path, asked, known
from tfproof.emulator.moto.fixes.patching import around, store

if TYPE_CHECKING:
    from collections.abc import Callable


@fix(
    "appconfig: an application has environments",
    aws="Flags are deployed to an environment, whose alarms take them back.",
    kind="accepted",
)
def environments() -> None:
    for path in ("", "/(?P<environment>[^/]+)"):
        adds_path(urls, AppConfigResponse, f"/applications/(?P<app_id>[^/]+)/environments{path}$")

    def made(self: Any, given: dict[str, Any], key: str) -> dict[str, Any]:
        self.appconfig_backend.get_application(given["ApplicationId"])
        _tag(self, f"application/{given['ApplicationId']}/environment/{key}", given)
        return {"State": "READY_FOR_DEPLOYMENT", "Monitors": []}

    _keeps("environment", "EnvironmentId", made)


@fix(
    "appconfig: there are strategies of deployment",
    aws="A strategy says how many of those who ask get new flags, and when.",
    kind="accepted",
)
def strategies() -> None:
    # AWS spells the path of the deletion otherwise.
    for path in (
        "/deploymentstrategies",
        "/deploymentstrategies/(?P<id>[^/]+)",
        "/deployementstrategies/(?P<id>[^/]+)",
    ):
        adds_path(urls, AppConfigResponse, f"{path}$")

    def made(self: Any, given: dict[str, Any], key: str) -> dict[str, Any]:
        _tag(self, f"deploymentstrategy/{key}", given)
        return {}

    _keeps("deployment_strategy", "DeploymentStrategyId", made)


def _tag(response: Any, resource: str, given: dict[str, Any]) -> None:
    arn = f"arn:aws:appconfig:{response.region}:{response.current_account}:{resource}"
    response.appconfig_backend.tag_resource(arn, given.get("Tags", {}))


def _keeps(what: str, identifier: str, made: Callable[[Any, dict[str, Any], str], dict[str, Any]]) -> None:
    """Let something be made, read, changed and deleted; `made` says what AWS adds to what it is told."""

    def found(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given[identifier]
        kept = store(self.appconfig_backend, what)
        return known(kept, name, "ResourceNotFoundException", f"Could not find {what} {name}.")

    @adds_call(AppConfigResponse, f"create_{what}")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        key = mock_random.get_random_hex(7)
        one = {**made(self, given, key), **given, "Id": key}
        store(self.appconfig_backend, what)[key] = one
        return one

    @adds_call(AppConfigResponse, f"get_{what}")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return found(self, given)

    @adds_call(AppConfigResponse, f"update_{what}")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        one = found(self, given)
        one.update(given)
        return one

    @adds_call(AppConfigResponse, f"delete_{what}")
    def delete(self: Any, given: dict[str, Any]) -> None:
        found(self, given)
        del store(self.appconfig_backend, what)[given[identifier]]


@fix(
    "appconfig: a profile tells its key",
    aws="A profile whose flags are encrypted with a key of one's own tells it.",
    kind="accepted",
)
def key_of_profile() -> None:
    @around(AppConfigResponse, "create_configuration_profile")
    def create(original: Any, self: Any) -> str:
        told = json.loads(original(self))
        profile = self.appconfig_backend.get_configuration_profile(told["ApplicationId"], told["Id"])
        profile.tfproof_key = asked(self).get("KmsKeyIdentifier")
        return json.dumps(profile.to_json())

    @around(ConfigurationProfile, "to_json")
    def tell(original: Any, self: Any) -> dict[str, Any]:
        key = getattr(self, "tfproof_key", None)
        told: dict[str, Any] = original(self)
        return told if key is None else told | {"KmsKeyIdentifier": key, "KmsKeyArn": key}
