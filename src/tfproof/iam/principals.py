"""Who a principal of a policy is: everyone, an account, a role, a service; and whose.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import re

from tfproof.iam.documents import Principal
from tfproof.iam.logic import any_true
from tfproof.iam.matching import ARN_PARTS, Name, Pattern, Text, Wild, alternatives, covers, pattern, segments
from tfproof.plans.addresses import type_in
from tfproof.plans.values import is_unknown

_ACCOUNT = re.compile(r"\d{12}")
#: A prefix of unique ids: `AIDA…` a user, `AROA…` a role. They do not tell the account.
_UNIQUE_ID = re.compile(r"A[A-Z]{2}A[A-Z0-9]{12,}(:.*)?")
# What belongs to the account that the plan is for, or to one that it makes. Other attributes may name a stranger's: the
# owner of an image that was looked up, the other side of a connection or share.
_MADE = re.compile(r"(?!data\.)aws_\w+\.(arn|iam_arn)")
_IDENTITIES = re.compile(
    r"(data\.)?aws_iam_(role|user|group|instance_profile|policy)\.(arn|id|unique_id)"
    r"|data\.aws_caller_identity\.(account_id|arn|id)"
    r"|data\.aws_iam_roles\.arns(\.\d+)?|data\.aws_iam_session_context\.issuer_arn"
    r"|(data\.)?aws_organizations_account\.(arn|id)|(data\.)?aws_organizations_organization\.master_account_id"
)


def is_everyone(principal: Principal) -> bool | None:
    """Whether a principal means everyone, in any spelling: `*`, `{"AWS": "*"}`, any identity of an identity provider, any
    service, a role of any account. None where that is not known."""
    return any_true(_is_everyone(name) for name in alternatives(principal.name))


def _is_everyone(name: Text) -> bool | None:
    answer = covers(name, "?*")
    if answer is not False:
        return answer
    parts = segments(pattern(name))
    if len(parts) < ARN_PARTS:
        return False
    account = parts[4]
    if Wild.ANY in account or Wild.ONE in account:
        return True
    return None if Wild.HOLE in account else False


def leaves_nobody_out(principal: Principal) -> bool | None:
    """Whether a denial of this principal leaves nobody out, callers without credentials included: `*` or `{"AWS": "*"}`.
    None where that is not known."""
    if is_unknown(principal.kind) or is_unknown(principal.name):
        return None
    return principal.kind in ("AWS", "*") and principal.name == "*"


def is_account(name: Text) -> bool | None:
    """Whether a principal is a whole account (its number, or `arn:aws:iam::123456789012:root`), which leaves the decision to
    that account's own policies. None where that is not known."""
    tokens = pattern(name)
    parts = segments(tokens)
    if len(parts) == ARN_PARTS:
        return None if Wild.HOLE in parts[5] else parts[5] == tuple("root")
    if len(tokens) == 1 and isinstance(tokens[0], Name):
        return tokens[0].endswith("account_id")
    return None if Wild.HOLE in tokens else _ACCOUNT.fullmatch(_plain(tokens)) is not None


def account_of(name: Text) -> str | None:
    """Return the number of the account that a principal belongs to; None where its name does not tell.

    Unique ids (`AROA…`) and canonical user ids do not tell it. See `is_of_the_plan` for what is not known yet.
    """
    account = _plain(_owner(name))
    return account if _ACCOUNT.fullmatch(account) else None


def is_of_the_plan(name: Text) -> bool:
    """Whether a principal that is known only after an apply is one of the account that the plan is for: a role that it
    makes or looks up there, or the account itself by `aws_caller_identity`."""
    owner = _owner(name)
    reference = owner[0].reference if len(owner) == 1 and isinstance(owner[0], Name) else None
    if reference is None:
        return False
    attribute = f"{type_in(reference.address)}.{reference.path}"
    return any(pattern.fullmatch(attribute) for pattern in (_MADE, _IDENTITIES))


def _owner(name: Text) -> Pattern:
    """Return the account in a principal's ARN, or all of a principal that is none."""
    tokens = pattern(name)
    parts = segments(tokens)
    return parts[4] if len(parts) == ARN_PARTS else tokens


def _plain(tokens: Pattern) -> str:
    """Return tokens as text; what is not known or special is no digit of an account."""
    return "".join(t if isinstance(t, str) else "*" for t in tokens)


def is_unique_id(name: Text) -> bool:
    """Whether a principal is named by a unique id, which tells neither account nor name."""
    return isinstance(name, str) and _UNIQUE_ID.fullmatch(name) is not None
