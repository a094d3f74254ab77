"""Zones, with what the provider reads."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.emulator.moto.fixes.route53_dnssec import _signer

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


def make_zone(aws: Emulator) -> str:
    zone = aws.client("route53").create_hosted_zone(Name="example.net", CallerReference="once")["HostedZone"]["Id"]
    return str(zone).removeprefix("/hostedzone/")


def make_key(aws: Emulator, spec: str = "ECC_NIST_P256") -> str:
    return str(aws.client("kms").create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"])


def make_signing_key(aws: Emulator, zone: str, key: str, name: str = "signs", status: str = "ACTIVE") -> Any:
    """Make a key-signing key; return it."""
    given = {"HostedZoneId": zone, "KeyManagementServiceArn": key, "Name": name, "Status": status}
    return aws.client("route53").create_key_signing_key(CallerReference=name, **given)["KeySigningKey"]


@pytest.mark.fix("route53: zones are signed")
def test_a_zone_is_signed_and_unsigned(aws: Emulator) -> None:
    route53, zone, key = aws.client("route53"), make_zone(aws), make_key(aws)
    make_signing_key(aws, zone, key)
    route53.enable_hosted_zone_dnssec(HostedZoneId=zone)
    signed = route53.get_dnssec(HostedZoneId=zone)
    assert signed["Status"]["ServeSignature"] == "SIGNING"
    assert [(one["Name"], one["KmsArn"], one["Status"]) for one in signed["KeySigningKeys"]] == [
        ("signs", key, "ACTIVE")
    ]
    route53.disable_hosted_zone_dnssec(HostedZoneId=zone)
    route53.deactivate_key_signing_key(HostedZoneId=zone, Name="signs")
    unsigned = route53.get_dnssec(HostedZoneId=zone)
    assert (unsigned["Status"]["ServeSignature"], unsigned["KeySigningKeys"][0]["Status"]) == (
        "NOT_SIGNING",
        "INACTIVE",
    )
    route53.delete_key_signing_key(HostedZoneId=zone, Name="signs")
    assert route53.get_dnssec(HostedZoneId=zone)["KeySigningKeys"] == []
    route53.delete_hosted_zone(Id=zone)


@pytest.mark.fix("route53: zones are signed")
def test_a_zone_is_signed_with_the_key_of_kms(aws: Emulator) -> None:
    key = make_key(aws)
    signing = make_signing_key(aws, make_zone(aws), key)
    public = base64.b64decode(signing["PublicKey"])
    assert aws.client("kms").get_public_key(KeyId=key)["PublicKey"].endswith(b"\x04" + public)
    assert signing["DNSKEYRecord"] == f"257 3 13 {signing['PublicKey']}"


def test_the_record_for_the_parent_is_the_one_of_rfc_6605() -> None:
    public = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="
    digest = "B4C8C1FE2E7477127B27115656AD6256F424625BF5C1E2770CE6D6E37DF61D17"
    assert _signer("example.net.", base64.b64decode(public))["DSRecord"] == f"55648 13 2 {digest}"


@pytest.mark.fix("route53: zones are signed")
def test_a_zone_without_an_active_key_is_not_signed(aws: Emulator) -> None:
    route53, zone = aws.client("route53"), make_zone(aws)
    make_signing_key(aws, zone, make_key(aws), status="INACTIVE")
    with pytest.raises(route53.exceptions.KeySigningKeyWithActiveStatusNotFound):
        route53.enable_hosted_zone_dnssec(HostedZoneId=zone)
    route53.activate_key_signing_key(HostedZoneId=zone, Name="signs")
    route53.enable_hosted_zone_dnssec(HostedZoneId=zone)


@pytest.mark.fix("route53: zones are signed")
def test_the_last_active_key_of_a_signed_zone_stays(aws: Emulator) -> None:
    route53, zone = aws.client("route53"), make_zone(aws)
    make_signing_key(aws, zone, make_key(aws))
    route53.enable_hosted_zone_dnssec(HostedZoneId=zone)
    with pytest.raises(route53.exceptions.KeySigningKeyInUse):
        route53.deactivate_key_signing_key(HostedZoneId=zone, Name="signs")
    make_signing_key(aws, zone, make_key(aws), name="follows")
    route53.deactivate_key_signing_key(HostedZoneId=zone, Name="signs")


@pytest.mark.fix("route53: zones are signed")
def test_an_active_key_and_a_zone_with_a_key_are_not_deleted(aws: Emulator) -> None:
    route53, zone = aws.client("route53"), make_zone(aws)
    make_signing_key(aws, zone, make_key(aws))
    with pytest.raises(route53.exceptions.InvalidKeySigningKeyStatus):
        route53.delete_key_signing_key(HostedZoneId=zone, Name="signs")
    with pytest.raises(route53.exceptions.HostedZoneNotEmpty):
        route53.delete_hosted_zone(Id=zone)


@pytest.mark.fix("route53: zones are signed")
@pytest.mark.parametrize("spec", ["ECC_NIST_P384", "RSA_2048"])
def test_a_key_of_another_kind_does_not_sign(aws: Emulator, spec: str) -> None:
    zone = make_zone(aws)
    with pytest.raises(aws.client("route53").exceptions.InvalidKMSArn):
        make_signing_key(aws, zone, make_key(aws, spec))


@pytest.mark.fix("route53: zones are signed")
def test_keys_are_known_by_their_names(aws: Emulator) -> None:
    route53, zone = aws.client("route53"), make_zone(aws)
    make_signing_key(aws, zone, make_key(aws))
    with pytest.raises(route53.exceptions.KeySigningKeyAlreadyExists):
        make_signing_key(aws, zone, make_key(aws))
    with pytest.raises(route53.exceptions.NoSuchKeySigningKey):
        route53.activate_key_signing_key(HostedZoneId=zone, Name="nobody")


@pytest.mark.fix("route53: a log of queries has the ARN of a group")
def test_the_queries_of_a_zone_are_logged_in_a_group(aws: Emulator) -> None:
    route53, zone = aws.client("route53"), make_zone(aws)
    aws.client("logs").create_log_group(logGroupName="/aws/route53/example.net")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/example.net"
    made = route53.create_query_logging_config(HostedZoneId=zone, CloudWatchLogsLogGroupArn=group)["QueryLoggingConfig"]
    assert route53.get_query_logging_config(Id=made["Id"])["QueryLoggingConfig"]["CloudWatchLogsLogGroupArn"] == group
