"""Identities, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

METADATA = '<EntityDescriptor entityID="https://people.invalid">' + " " * 1000 + "</EntityDescriptor>"


@pytest.mark.fix("iam: a SAML provider has tags")
def test_a_saml_provider_is_described_with_its_tags(aws: Emulator) -> None:
    iam = aws.client("iam")
    tags = [{"Key": "Owner", "Value": "platform"}]
    arn = iam.create_saml_provider(Name="people", SAMLMetadataDocument=METADATA, Tags=tags)["SAMLProviderArn"]
    assert iam.get_saml_provider(SAMLProviderArn=arn)["Tags"] == tags
    iam.tag_saml_provider(SAMLProviderArn=arn, Tags=[{"Key": "System", "Value": "shop"}])
    iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["Owner"])
    left = [{"Key": "System", "Value": "shop"}]
    assert iam.get_saml_provider(SAMLProviderArn=arn)["Tags"] == left
    assert iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == left
