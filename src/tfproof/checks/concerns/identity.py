"""People, roles and the account: users and keys, passwords, second factors, whom roles trust, who watches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, flag, number, some
from tfproof.checks.statements import Part, statements
from tfproof.iam.accounts import is_own, own_accounts
from tfproof.iam.actions import names_whole_service
from tfproof.iam.carriers import Carrier, Holds
from tfproof.iam.conditions import operator_of
from tfproof.iam.confinement import confines
from tfproof.iam.documents import Condition, Document, Principal, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.managed_policies import name_in
from tfproof.iam.matching import Text, covers, match
from tfproof.iam.principals import account_of, is_everyone, is_unique_id
from tfproof.iam.reading import document
from tfproof.plans.values import is_unknown, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tfproof.plans.relations import Companions
    from tfproof.plans.view import Resource


@check(
    "identity.no-users-or-keys",
    title="No standing users or access keys",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    types=(
        "aws_iam_access_key", "aws_iam_service_specific_credential", "aws_iam_signing_certificate", "aws_iam_user",
        "aws_iam_user_login_profile", "aws_iam_user_ssh_key",
    ),
    remediation="Let people come through a federated identity provider and workloads through roles.",
    population="must-not-exist",
)  # fmt: skip
def no_users_or_keys(r: Resource, _: Context) -> Answer:
    """Looks for IAM users, access keys, login profiles and their other credentials (SSH keys, signing certificates, passwords
    of single services) in the plan. Their credentials last until somebody
    remembers them; a role's do not."""
    return fails(f"the plan makes a {r.type}, whose credentials do not expire")


@check(
    "identity.password-policy",
    title="The account has a password policy",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
    parameters=(
        "limits.characters",
        "limits.remembered",
    ),
    types=("aws_iam_account_password_policy",),
    remediation="Add aws_iam_account_password_policy with length, all four kinds of characters and memory.",
    population="must-exist",
    scope="account",
)
def password_policy(r: Resource, c: Context) -> Answer:
    """Reads length, kinds of characters and the number of former passwords that are refused."""
    kinds = ("lowercase_characters", "numbers", "symbols", "uppercase_characters")
    return all_of(
        [
            lambda: c.at_least(number(r, "minimum_password_length", 6), "the password length", "characters"),
            lambda: c.at_least(number(r, "password_reuse_prevention"), "the memory of passwords", "remembered"),
            *(partial(_kind_of_character, r, f"require_{kind}") for kind in kinds),
        ]
    )


def _kind_of_character(r: Resource, name: str) -> Answer:
    return holds(flag(r, name), "all four kinds of characters are demanded", f"{name} is not true")


@check(
    "identity.mfa-required",
    title="People can do nothing without a second factor",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
    types=("aws_iam_group", "aws_iam_user"),
    looks_at=(
        "aws_iam_group_membership", "aws_iam_group_policy", "aws_iam_group_policy_attachment",
        "aws_iam_group_policy_attachments_exclusive", "aws_iam_policy", "aws_iam_policy_attachment",
        "aws_iam_user_group_membership", "aws_iam_user_policy", "aws_iam_user_policy_attachment",
        "aws_iam_user_policy_attachments_exclusive", "data.aws_iam_policy_document",
    ),
    remediation="Attach a policy that denies all but enrolling a device while aws:MultiFactorAuthPresent is false.",
)  # fmt: skip
def mfa_required(r: Resource, _: Context) -> Answer:
    """Reads the policies of each group, and of each user and the groups it belongs to, for a statement that denies
    everything but enrolling a device (actions of IAM and STS) on every resource while `aws:MultiFactorAuthPresent` is
    false. The operator must be `BoolIfExists`: requests by access keys carry no such key at all."""
    kind = r.type.removeprefix("aws_iam_")
    nothing = fails(f"no policy of this {kind} denies requests without multi-factor authentication")
    return any_of(partial(some, c, judge, none=nothing) for c, judge in _sources_of_policies(r))


def _sources_of_policies(holder: Resource) -> Iterator[tuple[Companions, Callable[[Resource], Answer]]]:
    """Yield the resources that give a user or group its policies, with how to judge each."""
    kind = holder.type.removeprefix("aws_iam_")
    yield holder.companions(f"aws_iam_{kind}_policy", kind), _denies_inline
    for attaching, path, policies in (
        (f"aws_iam_{kind}_policy_attachment", kind, "policy_arn"),
        (f"aws_iam_{kind}_policy_attachments_exclusive", f"{kind}_name", "policy_arns"),
        ("aws_iam_policy_attachment", f"{kind}s", "policy_arn"),
    ):
        yield holder.companions(attaching, path), partial(_denies_by_attachment, policies)
    if kind == "user":
        yield holder.companions("aws_iam_user_group_membership", "user"), partial(_denies_by_group, "groups")
        yield holder.companions("aws_iam_group_membership", "users"), partial(_denies_by_group, "group")


def _denies_inline(policy: Resource) -> Answer:
    return _denies(policy, "policy")


def _denies_by_attachment(path: str, attachment: Resource) -> Answer:
    named = attachment.members(path, "aws_iam_policy")
    parts: list[Part] = [partial(_denies, policy, "policy") for policy in named.found]
    parts += [partial(_denies_outside, identifier) for identifier in named.outside]
    parts += [partial(until_apply, f"which policy {attachment.address} attaches") for _ in named.open]
    return any_of([*parts, lambda: fails(f"{attachment.address} attaches no policy that denies")])


def _denies_outside(arn: str) -> Answer:
    """No policy of AWS demands a second factor; of others outside the plan nobody knows."""
    if not name_in(arn):
        outside(f"the policy {arn}")
    return fails(f"{arn} is a policy of AWS, and none of these demands a second factor")


def _denies_by_group(path: str, membership: Resource) -> Answer:
    nothing = fails(f"{membership.address} names no group that demands a second factor")
    return some(membership.members(path, "aws_iam_group"), _group_denies, none=nothing)


def _group_denies(group: Resource) -> Answer:
    nothing = fails(f"no policy of {group.address} denies requests without multi-factor authentication")
    return any_of(partial(some, c, judge, none=nothing) for c, judge in _sources_of_policies(group))


def _denies(policy: Resource, path: str) -> Answer:
    """Answer whether a policy holds the denial: one statement is enough."""
    found = document(policy, path)
    denials = [_is_mfa_denial(statement) for statement in found.statements]
    answer = any_true([*denials, *([] if found.complete else [None])])
    if answer is None:
        until_apply(f"whether {policy.address} denies requests without a second factor")
    yes, no = "denies requests without a second factor", "denies no request without a second factor"
    return holds(answer, f"{policy.address} {yes}", f"{policy.address} {no}")


def _is_mfa_denial(statement: Statement) -> bool | None:
    if statement.not_actions is not None:
        broad = all_true(_only_enrols(action) for action in statement.not_actions)
    else:
        broad = any_true(covers(action, "?*") for action in statement.actions)
    everywhere = any_true(covers(resource, "?*") for resource in statement.resources or ())
    return all_true([statement.denies, broad, everywhere, _without_second_factor(statement.conditions)])


def _only_enrols(action: Text) -> bool | None:
    """Whether a pattern stands for actions of IAM or STS, but not for all of them."""
    of_iam = any_true(match(f"{service}:*", action, fold=True) for service in ("iam", "sts"))
    return all_true([of_iam, not_true(names_whole_service(action))])


def _without_second_factor(conditions: tuple[Condition, ...]) -> bool | None:
    """Whether the conditions are the right one alone. Another one beside it narrows the denial, but for the one that spares
    calls that services make on somebody's behalf."""
    factors = [_is_absent_factor(c) for c in conditions]
    services = [match("aws:viaawsservice", c.key, fold=True) for c in conditions]
    return all_true([any_true(factors), *map(any_true, zip(factors, services, strict=True))])


def _is_absent_factor(condition: Condition) -> bool | None:
    operator = operator_of(condition.operator)
    if is_unknown(condition.operator):
        return None
    right = operator is not None and operator.base == "bool" and operator.if_exists and not operator.over
    values = [match("false", value, fold=True) for value in condition.values]
    return all_true([right, match("aws:multifactorauthpresent", condition.key, fold=True), bool(values), *values])


@check(
    "identity.external-trust-conditions",
    title="Trust in outsiders carries a condition",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    ),
    parameters=("accounts",),
    types=("aws_iam_role",),
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="Demand sts:ExternalId or an organisation of other accounts, and the :sub claim of identity providers.",
    when=lambda r: _trusts_outside(document(r, "assume_role_policy")),
)
def external_trust_conditions(r: Resource, c: Context) -> Answer:
    """Reads the trust policies of roles that another account or an identity provider may assume. Another account needs an
    external id or a condition that ties the statement to known callers; a web identity needs a subject, or the audience of
    an application, that not everybody of its provider has; SAML needs its audience. The setting `accounts` says which
    accounts are the organisation's own."""
    stated = tuple(c.settings.accounts)
    own = own_accounts(r, stated)

    def judge(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
        if statement.allows is False or not statement.principals:
            return passes(f"{name} trusts nobody by name")
        return all_of(partial(_trusted, statement, p, own, bool(stated), name) for p in statement.principals)

    return all_of(statements(r, judge, Holds.TRUST))


def _trusts_outside(found: Document) -> bool:
    """Whether a trust policy names others than services, as far as that is known."""
    kinds = [p.kind for s in found.statements if s.allows is not False for p in s.principals or ()]
    return not found.complete or any(is_unknown(kind) or kind != "Service" for kind in kinds)


def _trusted(statement: Statement, principal: Principal, own: frozenset[str], all_stated: bool, name: str) -> Answer:
    who = shown(principal.name)
    if is_unknown(principal.kind):
        until_apply(f"whom {name} trusts")
    if principal.kind == "Service":
        return passes(f"{name} trusts a service")
    if principal.kind == "Federated":
        tied = confines(statement, "identity")
        if tied is None:
            until_apply(f"which identities of {who} {name} trusts")
        return holds(
            tied, f"{name} names the identities of {who} that it trusts", f"{name} trusts every identity of {who}"
        )
    tied = any_true([confines(statement), confines(statement, "outsider")])
    if tied:
        return passes(f"{name} trusts {who} under a condition")
    everyone = is_everyone(principal)
    if everyone is False and (mine := is_own(principal.name, own, all_stated=all_stated)) is not False:
        return _own(principal, mine, name)
    if everyone is None or tied is None or statement.allows is None:
        until_apply(f"whether {name} trusts {who} without a condition")
    return fails(f"{name} trusts {who} without an external id or organisation")


def _own(principal: Principal, mine: bool | None, name: str) -> Answer:
    """Answer for a principal that is one's own, or may be."""
    who, account = shown(principal.name), account_of(principal.name)
    if mine is None and account:
        outside(f"whether {account} is one's own account (setting accounts)")
    if mine is None and is_unique_id(principal.name):
        outside(f"the account of {who}")
    if mine is None:
        until_apply(f"whom {name} trusts ({who})")
    return passes(f"{name} trusts {who}, which is one's own")


@check(
    "identity.access-analyzer",
    title="Access Analyzer watches what is shared outside",
    severity="medium",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
    types=("aws_accessanalyzer_analyzer",),
    remediation="Add aws_accessanalyzer_analyzer of type ACCOUNT or ORGANIZATION.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def access_analyzer(r: Resource, _: Context) -> Answer:
    """Reads the type of the analyser: only those of external access report what others can reach."""
    kind = argument(r, "type", "ACCOUNT")
    return holds(
        kind in ("ACCOUNT", "ORGANIZATION"),
        f"{r.address} is of type {kind}",
        f"{r.address} is of type {kind}, which reports no external access",
    )
