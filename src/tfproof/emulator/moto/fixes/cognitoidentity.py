"""Identity pools of Amazon Cognito."""

from __future__ import annotations

from typing import Any

from moto.cognitoidentity.responses import CognitoIdentityResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call


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
