"""What policies of buckets give away of the bucket itself, and whom they lock out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, fails, outside, passes, until_apply
from tfproof.checks.statements import carries, statements
from tfproof.iam.accounts import is_own, own_accounts
from tfproof.iam.carriers import Carrier, Holds
from tfproof.iam.documents import Document, Principal, Statement
from tfproof.iam.logic import any_true
from tfproof.iam.matching import Text, covers, match
from tfproof.iam.principals import account_of, is_everyone, leaves_nobody_out
from tfproof.plans.values import UNKNOWN, PartialText, Reference, is_unknown, shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_POLICIES = ("aws_s3_bucket", "aws_s3_bucket_policy")
# Who may do one of these decides who else may come in, or what becomes of the traces.
# https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6
_CONTROL = (
    "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration",
    "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning", "s3:PutBucketLogging", "s3:PutLifecycleConfiguration",
)  # fmt: skip


@check(
    "identity.s3-policy-control",
    title="Policies of buckets give no other account control of the bucket",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
    parameters=("accounts",),
    types=_POLICIES,
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="Allow other accounts the reads and writes of objects that they need, by name, and not s3:* or s3:Put*.",
    when=lambda r: carries(r, Holds.RESOURCE),
)
def s3_policy_control(r: Resource, c: Context) -> Answer:
    """Reads principals and actions of each allowing statement: nobody outside of one's own accounts may change the
    bucket's policy, access control list, locks, encryption, versions, logs or lifecycle, be it by `s3:*`. The setting
    `accounts` says which accounts are one's own. Whether everyone may come in is `identity.no-public-principals`."""
    own = own_accounts(r, tuple(c.settings.accounts))
    judge = partial(_control, own, all_stated=bool(c.settings.accounts))
    return all_of(statements(r, judge, Holds.RESOURCE))


def _control(
    own: frozenset[str], _: Carrier, __: Document, statement: Statement, name: str, *, all_stated: bool
) -> Answer:
    kept = passes(f"{name} gives nobody else control")
    if statement.allows is False or statement.principals is None:
        return kept
    controls = any_true(match(action, wanted, fold=True) for action in statement.actions for wanted in _CONTROL)
    if statement.not_actions is not None:
        controls = True
    if controls is False:
        return kept
    answers = [(p, _is_ours(p, own, all_stated=all_stated)) for p in statement.principals]
    strangers = [p for p, answer in answers if answer is False]
    if strangers and controls and statement.allows:
        return fails(f"{name} gives {shown([p.name for p in strangers])} control: {shown([*statement.actions])}")
    open_ = [p for p, answer in answers if answer is None]
    if accounts := [account for p in open_ if (account := account_of(p.name))]:
        outside(f"whether {', '.join(accounts)}, which {name} gives control, is one's own account (setting accounts)")
    if strangers or open_:
        until_apply(f"whether {name} gives {shown([p.name for p in (*strangers, *open_)])} control")
    return kept


def _is_ours(principal: Principal, own: frozenset[str], *, all_stated: bool) -> bool | None:
    """Whether a principal belongs to one's own accounts. Services act for somebody else's rights, and are asked elsewhere."""
    if isinstance(principal.kind, str) and principal.kind in ("Service", "Federated"):
        return True
    return False if is_everyone(principal) else is_own(principal.name, own, all_stated=all_stated)


@check(
    "identity.s3-policy-lockout",
    title="Policies of buckets leave somebody in who can change them",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
    types=_POLICIES,
    looks_at=("data.aws_iam_policy_document",),
    remediation="Give the statement that denies everyone everything a condition, or let it name objects only.",
    when=lambda r: carries(r, Holds.RESOURCE),
)
def s3_policy_lockout(r: Resource, _: Context) -> Answer:
    """Reads the denying statements: one that denies everyone every action on the bucket itself, without a condition, can
    only be taken back by the root user of the account."""
    return all_of(statements(r, _locks_out, Holds.RESOURCE))


def _locks_out(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
    kept = passes(f"{name} locks nobody out")
    if statement.denies is False or statement.principals is None:
        return kept
    if any(not is_unknown(condition.key) for condition in statement.conditions):
        return kept
    parts = [
        None if statement.conditions else True,
        any_true(leaves_nobody_out(p) for p in statement.principals),
        any_true(covers(action, "s3:?*", fold=True) for action in statement.actions),
        any_true(map(_is_the_bucket, statement.resources or (UNKNOWN,))),
    ]
    if False in parts:
        return kept
    if None in parts or statement.denies is None:
        until_apply(f"whether {name} denies everyone everything on the bucket")
    return fails(f"{name} denies everyone everything on the bucket: only the root user can change that")


def _is_the_bucket(resource: Text) -> bool | None:
    """Whether a resource element means the bucket itself, be it among others; objects have a slash after its name."""
    if isinstance(resource, str):
        return resource == "*" or "/" not in resource
    if isinstance(resource, Reference):
        return True if resource.path == "arn" else None
    if isinstance(resource, PartialText) and any("/" in part for part in resource.parts if isinstance(part, str)):
        return False
    return None
