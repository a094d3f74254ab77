"""User pools that tell what they are, and identity pools with roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
ROLES = {"authenticated": "arn:aws:iam::123456789012:role/signed-in"}


@pytest.mark.fix("cognito-idp: a user pool tells its tier")
def test_a_user_pool_has_the_tier_of_new_ones(aws: Emulator) -> None:
    client = aws.client("cognito-idp")
    pool = client.create_user_pool(PoolName="people")["UserPool"]["Id"]
    assert client.describe_user_pool(UserPoolId=pool)["UserPool"]["UserPoolTier"] == "ESSENTIALS"


@pytest.mark.fix("cognito-idp: a domain tells its certificate")
def test_a_domain_tells_its_certificate(aws: Emulator) -> None:
    client = aws.client("cognito-idp")
    pool = client.create_user_pool(PoolName="people")["UserPool"]["Id"]
    custom = {"CertificateArn": CERTIFICATE}
    client.create_user_pool_domain(Domain="login.example.com", UserPoolId=pool, CustomDomainConfig=custom)
    found = client.describe_user_pool_domain(Domain="login.example.com")["DomainDescription"]
    assert found["CustomDomainConfig"] == custom


@pytest.mark.fix("cognito-identity: an identity pool has roles")
def test_an_identity_pool_has_roles_until_they_are_taken_away(aws: Emulator) -> None:
    client = aws.client("cognito-identity")
    pool = client.create_identity_pool(IdentityPoolName="people", AllowUnauthenticatedIdentities=False)[
        "IdentityPoolId"
    ]
    client.set_identity_pool_roles(IdentityPoolId=pool, Roles=ROLES)
    given = client.get_identity_pool_roles(IdentityPoolId=pool)["Roles"]
    client.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    assert (given, client.get_identity_pool_roles(IdentityPoolId=pool)["Roles"]) == (ROLES, {})
