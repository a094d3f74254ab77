"""Encryption of the connections to file systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._tls import denies_everyone_without_tls, is_met_with_tls_only
from tfproof.checks.model import Answer, Context, check, fails, passes, until_apply
from tfproof.checks.reading import every
from tfproof.iam.logic import all_true, any_true
from tfproof.iam.matching import covers
from tfproof.iam.reading import document

if TYPE_CHECKING:
    from tfproof.iam.documents import Statement
    from tfproof.plans.view import Resource

_POLICY = "aws_efs_file_system_policy"
# What a client asks for when it mounts a file system.
_MOUNTS = "elasticfilesystem:ClientMount"


@check(
    "encryption.efs-tls",
    title="EFS file systems refuse clients without TLS",
    severity="medium",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
    ),
    types=("aws_efs_file_system", _POLICY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Add aws_efs_file_system_policy that denies everyone * where aws:SecureTransport is false.",
)
def efs_tls(r: Resource, _: Context) -> Answer:
    """Reads the policy of the file system: a statement denies everyone to mount it without TLS (`aws:SecureTransport`), or
    every statement that allows to mount it asks for TLS. Without a policy whoever reaches a mount target mounts the file
    system, in clear as well."""
    if r.type == _POLICY:
        return _refuses(r)
    none = fails("no policy: clients may mount it in clear")
    return every(r.companions(_POLICY, "file_system_id"), _refuses, none=none)


def _refuses(policy: Resource) -> Answer:
    found = document(policy, "policy")
    may_say_more = () if found.complete else (None,)
    denied = any_true([*(_denies(s) for s in found.statements), *may_say_more])
    allowed = all_true([*(_asks_for_tls(s) for s in found.statements), *may_say_more])
    refused = any_true([denied, allowed])
    if refused is None:
        until_apply(f"whether {policy.address} denies clients without TLS")
    if refused:
        return passes(f"{policy.address} refuses clients without TLS")
    return fails(f"{policy.address} does not refuse clients without TLS (aws:SecureTransport)")


def _denies(statement: Statement) -> bool | None:
    """Whether a statement denies everyone to mount without TLS."""
    return all_true(
        [
            denies_everyone_without_tls(statement),
            statement.not_actions is None,
            any_true(covers(a, _MOUNTS, fold=True) for a in statement.actions),
        ]
    )


def _asks_for_tls(statement: Statement) -> bool | None:
    """Whether a statement lets nobody in without TLS: it allows nothing, or only with TLS."""
    return any_true([statement.denies, *(is_met_with_tls_only(c) for c in statement.conditions)])
