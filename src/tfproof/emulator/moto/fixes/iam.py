"""Identities."""

from __future__ import annotations

from typing import Any

from moto.iam.models import SAMLProvider
from moto.iam.responses import IamResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, as_map
from tfproof.emulator.moto.fixes.patching import adds_property, around


@fix(
    "iam: a SAML provider has tags",
    aws="A SAML provider is tagged when it is made or later, and GetSAMLProvider returns the tags.",
    kind="enforced",
)
def saml_tags() -> None:
    @adds_property(SAMLProvider, "tags")
    def tags(self: Any) -> list[dict[str, str]]:
        kept: dict[str, str] = vars(self).setdefault("tfproof_tags", {})
        return [{"Key": key, "Value": value} for key, value in kept.items()]

    @around(IamResponse, "create_saml_provider")
    def create(original: Any, self: Any) -> Any:
        answer = original(self)
        _tags(self, answer.result["SAMLProviderArn"]).update(as_map(self._get_param("Tags", [])))
        return answer

    @adds_call(IamResponse, "list_saml_provider_tags")
    def list_tags(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"Tags": self.backend.get_saml_provider(given["SAMLProviderArn"]).tags, "IsTruncated": False}

    @adds_call(IamResponse, "tag_saml_provider")
    def tag(self: Any, given: dict[str, Any]) -> None:
        _tags(self, given["SAMLProviderArn"]).update(as_map(given["Tags"]))

    @adds_call(IamResponse, "untag_saml_provider")
    def untag(self: Any, given: dict[str, Any]) -> None:
        for key in given["TagKeys"]:
            _tags(self, given["SAMLProviderArn"]).pop(key, None)


def _tags(response: Any, arn: str) -> dict[str, str]:
    kept: dict[str, str] = vars(response.backend.get_saml_provider(arn)).setdefault("tfproof_tags", {})
    return kept
