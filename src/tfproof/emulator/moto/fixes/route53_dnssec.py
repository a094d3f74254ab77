"""Signed zones of Amazon Route 53."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.kms.models import kms_backends
from moto.route53 import urls
from moto.route53.responses import Route53

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_path, asked, known
from tfproof.emulator.moto.fixes.patching import around, store


@fix(
    "route53: zones are signed",
    aws="A zone is signed once it has an active key-signing key, whose own key is an ECC_NIST_P256 of KMS in us-east-1. The last "
    "active key stays active while the zone is signed, an active key is not deleted, and a zone with a key neither.",
    kind="enforced",
)
def signing() -> None:
    key, zone = "keysigningkey/(?P<zone>[^/]+)/(?P<name>[^/]+)", "hostedzone/(?P<zone>[^/]+)"
    paths = [
        "keysigningkey",
        key,
        f"{key}/activate",
        f"{key}/deactivate",
        f"{zone}/enable-dnssec",
        f"{zone}/disable-dnssec",
    ]
    for path in paths:
        adds_path(urls, Route53, f"/(?P<api_version>[\\d_-]+)/{path}$")

    @adds_call(Route53, "create_key_signing_key")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        zone = self.backend.get_hosted_zone(given["HostedZoneId"])
        keys, name, arn = _keys(self, zone.resource_id), given["Name"], given["KeyManagementServiceArn"]
        if name in keys or any(key["KmsArn"] == arn for key in keys.values()):
            raise Refusal(
                "KeySigningKeyAlreadyExists", f"The zone has {name} or a key-signing key of the same KMS key."
            )
        now = utcnow()
        dates = {"CreatedDate": now, "LastModifiedDate": now}
        signer = _signer(zone.name, _public_key(self.current_account, arn))
        keys[name] = {"Name": name, "KmsArn": arn, "Status": given["Status"], **signer, **dates}
        place = f"https://route53.amazonaws.com/2013-04-01/keysigningkey/{zone.resource_id}/{name}"
        return {**_done(), "KeySigningKey": keys[name], "Location": place}

    @adds_call(Route53, "activate_key_signing_key")
    def activate(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _key(self, given).update(Status="ACTIVE", LastModifiedDate=utcnow())
        return _done()

    @adds_call(Route53, "deactivate_key_signing_key")
    def deactivate(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        key = _key(self, given)
        if _status(self, given["HostedZoneId"]) == "SIGNING" and _active(self, given["HostedZoneId"]) == [key]:
            raise Refusal("KeySigningKeyInUse", "The zone is signed, and no other key-signing key of it is active.")
        key.update(Status="INACTIVE", LastModifiedDate=utcnow())
        return _done()

    @adds_call(Route53, "delete_key_signing_key")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        if _key(self, given)["Status"] != "INACTIVE":
            raise Refusal("InvalidKeySigningKeyStatus", "An active key-signing key has to be deactivated first.")
        del _keys(self, given["HostedZoneId"])[given["Name"]]
        return _done()

    @adds_call(Route53, "enable_hosted_zone_dnssec")
    def enable(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        zone = self.backend.get_hosted_zone(given["HostedZoneId"])
        if not _active(self, zone.resource_id):
            raise Refusal("KeySigningKeyWithActiveStatusNotFound", "The zone has no active key-signing key.")
        store(self.backend, "dnssec")[zone.resource_id] = "SIGNING"
        return _done()

    @adds_call(Route53, "disable_hosted_zone_dnssec")
    def disable(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        zone = self.backend.get_hosted_zone(given["HostedZoneId"])
        store(self.backend, "dnssec")[zone.resource_id] = "NOT_SIGNING"
        return _done()

    @around(Route53, "get_dnssec")
    def get(original: Any, self: Any) -> ActionResult:
        original(self)
        zone = asked(self)["HostedZoneId"]
        status = {"ServeSignature": _status(self, zone)}
        return ActionResult({"Status": status, "KeySigningKeys": list(_keys(self, zone).values())})

    @around(Route53, "delete_hosted_zone")
    def delete_zone(original: Any, self: Any) -> Any:
        if _keys(self, asked(self)["Id"]):
            raise Refusal("HostedZoneNotEmpty", "The zone has key-signing keys.")
        return original(self)


def _keys(response: Any, zone: str) -> dict[str, dict[str, Any]]:
    """Return the key-signing keys of a zone by name, to read and change."""
    keys: dict[str, dict[str, Any]] = store(response.backend, "key_signing_keys").setdefault(zone, {})
    return keys


def _key(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["Name"]
    keys = _keys(response, given["HostedZoneId"])
    return known(keys, name, "NoSuchKeySigningKey", f"The zone has no key-signing key {name}.")


def _active(response: Any, zone: str) -> list[dict[str, Any]]:
    return [key for key in _keys(response, zone).values() if key["Status"] == "ACTIVE"]


def _status(response: Any, zone: str) -> str:
    status: str = store(response.backend, "dnssec").get(zone, "NOT_SIGNING")
    return status


def _done() -> dict[str, Any]:
    return {"ChangeInfo": {"Id": "/change/C0DNSSEC", "Status": "INSYNC", "SubmittedAt": utcnow()}}


def _public_key(account: str, arn: str) -> bytes:
    """Return the point of the curve that is the public key, from KMS."""
    key = kms_backends[account]["us-east-1"].keys.get(arn.rpartition("/")[2])
    if key is None or key.arn != arn or key.key_spec != "ECC_NIST_P256":
        raise Refusal("InvalidKMSArn", f"{arn} is no ECC_NIST_P256 key in us-east-1.")
    # The point ends the DER of such a key, after the byte that says that it is not compressed.
    public_key: bytes = key.private_key.public_key()
    return public_key[-64:]


def _signer(zone: str, public_key: bytes) -> dict[str, Any]:
    """Return the records of a key as RFC 4034 spells them: flags 257, protocol 3, algorithm 13, digest 2."""
    data = (257).to_bytes(2, "big") + bytes([3, 13]) + public_key
    owner = b"".join(bytes([len(label)]) + label.encode() for label in zone.rstrip(".").lower().split(".")) + b"\0"
    total = sum(byte << 8 if place % 2 == 0 else byte for place, byte in enumerate(data))
    tag = (total + (total >> 16)) & 0xFFFF
    digest, encoded = hashlib.sha256(owner + data).hexdigest().upper(), base64.b64encode(public_key).decode()
    return {
        "Flag": 257,
        "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
        "SigningAlgorithmType": 13,
        "DigestAlgorithmMnemonic": "SHA-256",
        "DigestAlgorithmType": 2,
        "KeyTag": tag,
        "DigestValue": digest,
        "PublicKey": encoded,
        "DSRecord": f"{tag} 13 2 {digest}",
        "DNSKEYRecord": f"257 3 13 {encoded}",
    }
