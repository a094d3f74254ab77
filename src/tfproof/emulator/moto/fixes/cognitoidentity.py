"""Identity pools of Amazon Cognito."""

from __future__ import annotations

from typing import Any

from moto.cognitoidentity.responses import CognitoIdentityResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "cognito-identity: a pool has roles",
    aws="Whoever a pool knows, or its guests, take a role of the pool.",
    kind="accepted",
)
def roles() -> None:
    @adds_call(CognitoIdentityResponse, "set_identity_pool_roles")
    def set_roles(self: Any, given: dict[str, Any]) -> None:
        self.backend.describe_identity_pool(given["IdentityPoolId"])
        store(self.backend, "roles")[given["IdentityPoolId"]] = given

    @adds_call(CognitoIdentityResponse, "get_identity_pool_roles")
    def get_roles(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.backend.describe_identity_pool(given["IdentityPoolId"])
        kept: dict[str, Any] = store(self.backend, "roles").get(given["IdentityPoolId"], {})
        return {"IdentityPoolId": given["IdentityPoolId"], **kept}


@fix(
    "cognito-identity: the tags of a pool can be changed",
    aws="A pool is tagged when it is made or later.",
    kind="accepted",
)
def tags() -> None:
    @adds_call(CognitoIdentityResponse, "list_tags_for_resource")
    def list_tags(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"Tags": _pool(self, given).tags}

    @adds_call(CognitoIdentityResponse, "tag_resource")
    def tag(self: Any, given: dict[str, Any]) -> None:
        _pool(self, given).tags.update(given["Tags"])

    @adds_call(CognitoIdentityResponse, "untag_resource")
    def untag(self: Any, given: dict[str, Any]) -> None:
        for key in given["TagKeys"]:
            _pool(self, given).tags.pop(key, None)


def _pool(response: Any, given: dict[str, Any]) -> Any:
    pool_id = given["ResourceArn"].rpartition("/")[2]
    if pool_id not in response.backend.identity_pools:
        raise Refusal("ResourceNotFoundException", f"Cannot find the pool {pool_id}.")
    return response.backend.identity_pools[pool_id]
