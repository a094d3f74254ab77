"""Encryption of sessions on instances, and of what is left of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._sessions import DESTINATIONS, destinations, inputs, is_session, is_set
from tfproof.checks.model import Answer, Context, all_of, check, holds, until_apply
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "encryption.session-logs-at-rest",
    title="Logs of sessions go to encrypted places only",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html",
    types=("aws_ssm_document",),
    remediation="Set s3EncryptionEnabled and cloudWatchEncryptionEnabled to true in the inputs of the session document.",
    when=lambda r: is_session(r) and bool(destinations(r)),
)
def session_logs_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `s3EncryptionEnabled` and `cloudWatchEncryptionEnabled` beside the bucket and the log group that a session
    document names. Where they are not true, what people typed, passwords too, may be written to a place in clear."""
    given = inputs(r)
    return all_of(partial(_demands, given, name, DESTINATIONS[name]) for name in destinations(r))


def _demands(given: dict[str, Any], name: str, switch: str) -> Answer:
    value = given.get(switch, False)
    if is_unknown(value):
        until_apply(f"{switch} of a session document")
    return holds(str(value).lower() == "true", f"{switch} is true", f"{name} is set, and {switch} is not true")


@check(
    "encryption.session-own-key",
    title="Sessions on instances are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html",
    types=("aws_ssm_document",),
    remediation="Set kmsKeyId in the inputs of the session document.",
    when=is_session,
)
def session_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kmsKeyId` in the inputs of session documents. Without it a session has TLS alone; with it, only who may use
    the key can open or follow one."""
    return holds(is_set(r, "kmsKeyId"), "kmsKeyId is set", "kmsKeyId is not set")
