"""Amazon Cognito: user pools and identity pools."""

from __future__ import annotations

from typing import Any

from moto.cognitoidentity.models import CognitoIdentityBackend
from moto.cognitoidentity.responses import CognitoIdentityResponse
from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolDomain

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, known
from tfproof.emulator.moto.fixes.patching import around, store


@fix(
    "cognito-idp: a user pool tells its tier",
    aws="A pool has the tier ESSENTIALS unless another one is asked for.",
    kind="accepted",
)
def tier() -> None:
    @around(CognitoIdpUserPool, "to_json")
    def tell(original: Any, self: Any, extended: bool = False) -> dict[str, Any]:
        told: dict[str, Any] = original(self, extended)
        return {"UserPoolTier": "ESSENTIALS"} | told if extended else told


@fix(
    "cognito-idp: a domain tells its certificate",
    aws="A domain of one's own has a certificate of us-east-1.",
    kind="accepted",
)
def certificate() -> None:
    @around(CognitoIdpUserPoolDomain, "to_json")
    def tell(original: Any, self: Any, extended: bool = True) -> dict[str, Any]:
        told: dict[str, Any] = original(self, extended)
        return told | {"CustomDomainConfig": self.custom_domain_config} if extended else told


@fix(
    "cognito-identity: an identity pool has roles",
    aws="SetIdentityPoolRoles says which role people get who have signed in, and which guests; without roles it takes them away.",
    kind="accepted",
)
def roles() -> None:
    @adds_call(CognitoIdentityResponse, "set_identity_pool_roles")
    def put(self: Any, given: dict[str, Any]) -> None:
        self.backend.describe_identity_pool(given["IdentityPoolId"])
        store(self.backend, "roles")[given["IdentityPoolId"]] = given

    @adds_call(CognitoIdentityResponse, "get_identity_pool_roles")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.backend.describe_identity_pool(given["IdentityPoolId"])
        found: dict[str, Any] = store(self.backend, "roles").get(given["IdentityPoolId"], {})
        return {"Roles": {}, **given, **found}

    @around(CognitoIdentityBackend, "delete_identity_pool")
    def delete(original: Any, self: Any, identity_pool_id: str) -> Any:
        store(self, "roles").pop(identity_pool_id, None)
        return original(self, identity_pool_id)


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
    pools = response.backend.identity_pools
    return known(pools, pool_id, "ResourceNotFoundException", f"Cannot find the pool {pool_id}.")
