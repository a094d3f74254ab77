"""Encryption that JSON decides on: serverless collections, and the security configurations of EMR."""

from __future__ import annotations

from functools import partial
from typing import Any

from tfproof.checks.concerns._analytics import content_of, member
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import KEYS, argument
from tfproof.plans.addresses import type_in
from tfproof.plans.values import Reference, is_unknown
from tfproof.plans.view import Resource

_EMR = ("aws_emr_security_configuration",)
_OPTIONS = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html"
_REST = ("EncryptionConfiguration", "AtRestEncryptionConfiguration")
_MANAGED = "alias/aws/"


@check(
    "encryption.search-serverless-own-key",
    title="Serverless collections are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html",
    types=("aws_opensearchserverless_security_policy",),
    remediation="Give KmsARN in the encryption policy instead of AWSOwnedKey = true.",
    when=lambda r: argument(r, "type", "") == "encryption",
)
def search_serverless_own_key(r: Resource, _: Context) -> Answer:
    """Reads `AWSOwnedKey` of an encryption policy. Collections are always encrypted; only an own key lets the account
    decide who may decrypt, and take that back."""
    owned = member(r, content_of(r, "policy"), "AWSOwnedKey")
    return holds(owned is not True, "AWSOwnedKey is not true", "AWSOwnedKey is true: a key that AWS owns is used")


@check(
    "encryption.emr-at-rest",
    title="EMR encrypts what it writes to S3",
    severity="medium",
    aspect="at-rest",
    source=_OPTIONS,
    types=_EMR,
    remediation="Set EnableAtRestEncryption to true with an S3EncryptionConfiguration.",
)
def emr_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `EnableAtRestEncryption` and `S3EncryptionConfiguration` of the security configuration. What EMR then writes
    to S3 is encrypted as this says, whatever the bucket does."""
    return all_of([partial(_enabled, r, "EnableAtRestEncryption"), partial(_mode_is_given, r)])


def _enabled(r: Resource, name: str) -> Answer:
    on = member(r, content_of(r, "configuration"), "EncryptionConfiguration", name)
    return holds(on is True, f"{name} is true", f"{name} is not true")


def _mode(r: Resource) -> Any:
    return member(r, content_of(r, "configuration"), *_REST, "S3EncryptionConfiguration", "EncryptionMode")


def _mode_is_given(r: Resource) -> Answer:
    mode = _mode(r)
    return holds(bool(mode), f"files in S3 are encrypted by {mode}", "no S3EncryptionConfiguration is given")


@check(
    "encryption.emr-disks",
    title="EMR encrypts the disks of its nodes",
    severity="medium",
    aspect="at-rest",
    source=_OPTIONS,
    types=_EMR,
    remediation="Add LocalDiskEncryptionConfiguration with EnableEbsEncryption = true.",
)
def emr_disks(r: Resource, _: Context) -> Answer:
    """Reads `LocalDiskEncryptionConfiguration` and its `EnableEbsEncryption`, off unless set. Without it intermediate
    data, and without `EnableEbsEncryption` also the root volumes, lie on the disks in clear."""
    return all_of([partial(_enabled, r, "EnableAtRestEncryption"), partial(_disks, r)])


def _disks(r: Resource) -> Answer:
    name = "LocalDiskEncryptionConfiguration"
    on = member(r, content_of(r, "configuration"), *_REST, name, "EnableEbsEncryption")
    return holds(on is True, "EnableEbsEncryption is true", f"EnableEbsEncryption of {name} is not true")


@check(
    "encryption.emr-own-key",
    title="EMR encrypts with keys of the account's own",
    severity="low",
    aspect="at-rest",
    source=_OPTIONS,
    types=_EMR,
    remediation="Use SSE-KMS or CSE-KMS for S3, with a KMS key of the account's own.",
)
def emr_own_key(r: Resource, _: Context) -> Answer:
    """Reads how `S3EncryptionConfiguration` encrypts, and by which key. With SSE-S3, and with a key that AWS manages, the
    account cannot decide who may decrypt."""
    mode = _mode(r)
    if mode not in ("SSE-KMS", "CSE-KMS", "CSE-Custom"):
        return fails(
            f"files in S3 are encrypted by {mode or 'nothing that is said'}, not by a key of the account's own"
        )
    if mode == "CSE-Custom":
        return passes("files in S3 are encrypted by keys of a provider of one's own")
    return _is_own(
        member(r, content_of(r, "configuration"), *_REST, "S3EncryptionConfiguration").get("AwsKmsKey"), mode
    )


def _is_own(key: Any, mode: str) -> Answer:
    if isinstance(key, Reference) and type_in(key.address) in KEYS and "data." not in key.address:
        return passes(f"files in S3 are encrypted by {mode} with {key.address}")
    if is_unknown(key):
        until_apply(f"by whose key {mode} encrypts files in S3")
    own = bool(key) and _MANAGED not in key
    return holds(own, f"files in S3 are encrypted by {mode} with {key}", f"{mode} uses no key of the account's own")


@check(
    "encryption.emr-in-transit",
    title="EMR encrypts what its nodes send each other",
    severity="medium",
    aspect="in-transit",
    source=_OPTIONS,
    types=_EMR,
    remediation="Set EnableInTransitEncryption to true with a TLSCertificateConfiguration.",
)
def emr_in_transit(r: Resource, _: Context) -> Answer:
    """Reads `EnableInTransitEncryption` of the security configuration. Without it data crosses the network between the
    nodes of a cluster in clear."""
    return _enabled(r, "EnableInTransitEncryption")
