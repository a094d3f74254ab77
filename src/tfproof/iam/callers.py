"""Who asks for something, and whether a principal of a policy means them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tfproof.iam.documents import Principal, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.matching import Text, literal, matches
from tfproof.iam.principals import account_of, is_account, is_everyone, is_unique_id
from tfproof.plans.values import UNKNOWN, PartialText, is_unknown

_SESSION = re.compile(r"arn:([^:]*):sts::(\d{12}):assumed-role/([^/]+)/.+")


class Kind(StrEnum):
    """What a caller is."""

    ANONYMOUS = "anonymous"
    FEDERATED = "federated"
    ROLE = "role"
    ROOT = "root"
    SERVICE = "service"
    USER = "user"


class Way(StrEnum):
    """How a policy of a resource means a caller."""

    BY_NAME = "by name"
    BY_ROLE = "by role"
    BY_ACCOUNT = "by account"
    AS_EVERYONE = "as everyone"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `name` is the ARN of the user or role, the name of the service or the ARN of the identity provider;
    `session` is the ARN of a role's session, where one is meant. `caller` makes one from what AWS calls it."""

    kind: Kind
    name: Text = ""
    session: str = ""

    @property
    def account(self) -> str | None:
        """The account that the caller belongs to; None for those that belong to none, and where the name does not tell."""
        return account_of(self.session or self.name)


_KINDS = (
    (re.compile(r"arn:[^:]*:iam::\d{12}:user/.+"), Kind.USER),
    (re.compile(r"arn:[^:]*:iam::\d{12}:role/.+"), Kind.ROLE),
    (re.compile(r"arn:[^:]*:iam::\d{12}:root"), Kind.ROOT),
    (re.compile(r"arn:[^:]*:iam::\d{12}:(oidc|saml)-provider/.+"), Kind.FEDERATED),
    (re.compile(r"[\w.-]+\.amazonaws\.com(\.cn)?"), Kind.SERVICE),
)


def caller(name: str) -> Caller:
    """Return the caller with that name: an ARN, a service (`lambda.amazonaws.com`), or an anonymous one for no name.

    Raises ValueError for anything else. A session's name does not tell the path of its role.
    """
    if not name:
        return Caller(Kind.ANONYMOUS)
    if found := _SESSION.fullmatch(name):
        partition, account, role = found.groups()
        return Caller(Kind.ROLE, PartialText((f"arn:{partition}:iam::{account}:role/", UNKNOWN, role)), name)
    for pattern, kind in _KINDS:
        if pattern.fullmatch(name):
            return Caller(kind, name)
    raise ValueError(f"{name}: neither an ARN of IAM or STS nor a service")


def means(statement: Statement, who: Caller, way: Way) -> bool | None:
    """Whether a statement means the caller in that way. One with `NotPrincipal` means everyone whom it does not name."""
    if statement.not_principals is not None:
        left_out = any_true(_means(p, who, w) for p in statement.not_principals for w in Way)
        return not_true(left_out) if way is Way.AS_EVERYONE else False
    return any_true(_means(principal, who, way) for principal in statement.principals or ())


def concerns(statement: Statement, who: Caller) -> bool | None:
    """Whether a statement means the caller in any way."""
    return any_true(means(statement, who, way) for way in Way)


def _means(principal: Principal, who: Caller, way: Way) -> bool | None:
    everyone = is_everyone(principal)
    if way is Way.AS_EVERYONE:
        return all_true([everyone, _may_be(principal, who)])
    if everyone or _may_be(principal, who) is False:
        return False
    if way is Way.BY_ACCOUNT:
        whole = is_account(principal.name)
        return all_true([whole, _same(account_of(principal.name), who.account, principal.name)])
    if is_unique_id(principal.name) or is_unknown(principal.kind) or principal.kind == "CanonicalUser":
        return None
    name: Text = who.session if way is Way.BY_NAME and who.session else who.name
    if (way is Way.BY_ROLE) != (who.kind is Kind.ROLE and name is who.name):
        return False
    return all_true([not_true(is_account(principal.name)), _is(principal.name, name)])


def _is(text: Text, name: Text) -> bool | None:
    """Whether the name of a principal, in which nothing is a wildcard, is that of a caller."""
    return matches(literal(text), literal(name))


def _same(account: str | None, other: str | None, name: Text) -> bool | None:
    if account is None or other is None:
        return None if is_unknown(name) else False
    return account == other


def _may_be(principal: Principal, who: Caller) -> bool | None:
    """Whether a principal of that kind can be such a caller."""
    if is_unknown(principal.kind):
        return None
    if principal.kind == "*":
        return True
    if principal.kind == "Service":
        return who.kind is Kind.SERVICE
    if principal.kind == "Federated":
        return who.kind is Kind.FEDERATED
    return who.kind in (Kind.USER, Kind.ROLE, Kind.ROOT) or is_everyone(principal)
