"""Who may do what: policies, principals, people."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources
from typing import Any

from tfproof.checks.model import (
    Answer,
    Context,
    all_of,
    any_of,
    check,
    fails,
    holds,
    outside,
    passes,
    until_apply,
)
from tfproof.checks.reading import argument, companions, flag, number, referents, unset
from tfproof.files import read_yaml
from tfproof.findings import Verdict
from tfproof.iam.policies import (
    IDENTITY_POLICIES,
    RESOURCE_POLICIES,
    account_of,
    allows,
    conditions,
    confined,
    is_account_root,
    is_every_resource,
    is_everyone,
    matches,
    principals,
    statements,
)
from tfproof.iam.written import Statement
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

_ATTACHMENTS = (
    "aws_iam_group_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
)  # fmt: skip
# Policies of AWS that allow every action of all or of the governing services.
_FULL_ACCESS = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
_CONFINING_RESOURCE_KEYS = ("resourcetag/", "aws:resourceaccount", "aws:resourceorgid", "ecs:cluster")


@cache
def _unscoped_actions() -> dict[str, list[str]]:
    return dict(read_yaml(resources.files(__package__) / "unscoped_actions.yaml"))


def _takes_a_resource(action: Any) -> bool:
    known = _unscoped_actions()
    return not matches(action, known["accepted"]) or matches(action, known["except"])


def _named_by_arn(r: Resource) -> bool:
    """Whether an attachment names a policy of AWS; any other is judged where it is declared."""
    return r.type not in _ATTACHMENTS or ":aws:policy/" in str(r.get("policy_arn", ""))


@check(
    "identity.no-wildcard-actions",
    title="Policies name their actions",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    types=(*IDENTITY_POLICIES, *_ATTACHMENTS),
    looks_at=("data.aws_iam_policy_document",),
    remediation="List the actions that are needed; a prefix such as s3:Get* is accepted, s3:* is not.",
    when=_named_by_arn,
)
def no_wildcard_actions(r: Resource, _: Context) -> Answer:
    """Reads the actions of each allowing statement of identity policies, and the names of attached policies
    of AWS. Neither `*` nor a whole service (`s3:*`) may be allowed, nor everything but a list (`NotAction`).
    """
    if r.type in _ATTACHMENTS:
        name = str(r.known("policy_arn")).rsplit("/", 1)[-1]
        return holds(name not in _FULL_ACCESS, f"{name} is attached", f"{name} is attached, which allows everything")
    path = IDENTITY_POLICIES[r.type]
    found = statements(r, path)
    if not found:
        return passes(f"{path} allows nothing")
    return all_of(partial(_actions, name, statement) for name, statement in found)


def _actions(name: str, statement: Statement) -> Answer:
    actions = statement.get("Action", [])
    if allows(statement) and "NotAction" in statement:
        return fails(f"{name} allows all actions but some (NotAction)")
    wild = [a for a in actions if isinstance(a, str) and (a == "*" or a.endswith(":*"))]
    if allows(statement) and wild:
        return fails(f"{name} allows {', '.join(wild)}")
    return passes("every allowed action is named")


@check(
    "identity.no-wildcard-resources",
    title="Policies name their resources",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
    types=tuple(IDENTITY_POLICIES),
    looks_at=("data.aws_iam_policy_document",),
    remediation='Name the ARNs; "*" is accepted only for actions that take no resource.',
)
def no_wildcard_resources(r: Resource, _: Context) -> Answer:
    """Reads the resources of each allowing statement of identity policies. `*` (or `arn:aws:s3:::*`) is
    accepted where all actions are of a kind that takes no resource or only lists, or where a condition ties
    the statement to tagged resources or an account. An ARN that is known only after an apply is that of
    something the plan makes, and no wildcard."""
    path = IDENTITY_POLICIES[r.type]
    found = statements(r, path)
    if not found:
        return passes(f"{path} allows nothing")
    return all_of(partial(_resources, name, statement) for name, statement in found)


def _resources(name: str, statement: Statement) -> Answer:
    wild = [n for n in statement.get("Resource", []) if is_every_resource(n)]
    needing = [a for a in statement.get("Action", []) if _takes_a_resource(a)]
    tied = any(
        part in key and "Not" not in operator and not operator.endswith("IfExists")
        for operator, key, _ in conditions(statement)
        for part in _CONFINING_RESOURCE_KEYS
    )
    if not allows(statement) or tied or not (wild or "NotResource" in statement):
        return passes("every resource is named")
    if "NotResource" in statement:
        return fails(f"{name} allows all resources but some (NotResource)")
    if needing or "NotAction" in statement:
        return fails(f"{name} allows {', '.join(map(str, needing)) or 'NotAction'} on {', '.join(wild)}")
    return passes(f"{name} allows on {', '.join(wild)} only actions that take no resource or list")


@check(
    "identity.no-public-principals",
    title="No resource policy admits everyone",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    types=(*RESOURCE_POLICIES, "aws_lambda_permission"),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the principals, or tie the statement to an account, organisation or source by a condition.",
    when=lambda r: r.type == "aws_lambda_permission" or not unset(r, RESOURCE_POLICIES[r.type]),
)
def no_public_principals(r: Resource, _: Context) -> Answer:
    """Reads the principals and conditions of each allowing statement of resource policies, trust policies
    included. `*` is accepted with a condition that ties it to known callers (`aws:SourceAccount`,
    `aws:PrincipalOrgID` …)."""
    if r.type == "aws_lambda_permission":
        return _lambda_permission(r)
    path = RESOURCE_POLICIES[r.type]
    found = statements(r, path)
    if not found:
        return passes(f"{path} admits nobody")
    return all_of(partial(_principals, name, statement) for name, statement in found)


def _lambda_permission(r: Resource) -> Answer:
    principal = r.known("principal")
    tied = any(r.get(name) is not None for name in ("source_account", "source_arn", "principal_org_id"))
    return holds(
        principal != "*" or tied,
        f"principal is {principal}",
        "principal is * without a source account, source ARN or organisation",
    )


def _principals(name: str, statement: Statement) -> Answer:
    if not allows(statement):
        return passes("everyone is denied, not admitted")
    if "NotPrincipal" in statement:
        return fails(f"{name} admits everyone but some (NotPrincipal)")
    if not is_everyone(statement):
        return passes("every principal is named")
    return holds(confined(statement), f"{name} is tied to known callers", f"{name} admits everyone (*)")


@check(
    "identity.no-users-or-keys",
    title="No standing users or access keys",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    types=("aws_iam_user", "aws_iam_access_key", "aws_iam_user_login_profile"),
    remediation="Let people come through a federated identity provider and workloads through roles.",
    population="must-not-exist",
)
def no_users_or_keys(r: Resource, _: Context) -> Answer:
    """Looks for IAM users, access keys and login profiles in the plan. Their credentials last until somebody
    remembers them; a role's do not."""
    return fails(f"the plan makes a {r.type}, whose credentials do not expire")


@check(
    "identity.password-policy",
    title="The account has a password policy",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
    parameters=("limits.characters", "limits.remembered",),
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
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html",
    types=("aws_iam_group", "aws_iam_user"),
    looks_at=(
        "aws_iam_group_policy", "aws_iam_group_policy_attachment", "aws_iam_user_policy",
        "aws_iam_user_policy_attachment", "aws_iam_policy", "data.aws_iam_policy_document",
    ),
    remediation="Attach a policy that denies all but enrolling a device while aws:MultiFactorAuthPresent is false.",
)  # fmt: skip
def mfa_required(r: Resource, _: Context) -> Answer:
    """Reads the policies of each group (and of each user) of people for a statement that denies while
    `aws:MultiFactorAuthPresent` is false. The operator must be `BoolIfExists`: access keys carry no such key
    at all."""
    kind = r.type.removeprefix("aws_iam_")
    inline = companions(r, f"aws_iam_{kind}_policy", kind)
    attachments = companions(r, f"aws_iam_{kind}_policy_attachment", kind)
    attached = [p for a in attachments for p in referents(a, "policy_arn", "aws_iam_policy")]
    policies = [*inline, *attached]
    if policies:
        answer = any_of(partial(_denies_without_mfa, policy) for policy in policies)
        if answer.verdict is Verdict.PASS:
            return answer
    for attachment in attachments:
        arn = str(attachment.get("policy_arn"))
        if not referents(attachment, "policy_arn") and ":aws:policy/" not in arn:
            outside(f"the policy {arn}")
    return fails(f"no policy of this {kind} denies requests without multi-factor authentication")


def _denies_without_mfa(policy: Resource) -> Answer:
    denied = any(_is_mfa_denial(s) for _, s in statements(policy, "policy"))
    return holds(denied, f"{policy.address} denies requests without a second factor", f"{policy.address} does not")


def _is_mfa_denial(statement: Statement) -> bool:
    broad = "NotAction" in statement or "*" in statement.get("Action", [])
    return (
        statement.get("Effect") == "Deny"
        and broad
        and "*" in statement.get("Resource", [])
        and any(
            operator == "BoolIfExists" and key == "aws:multifactorauthpresent" and values in (["false"], [False])
            for operator, key, values in conditions(statement)
        )
    )


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
    looks_at=("data.aws_iam_policy_document",),
    remediation="Demand sts:ExternalId or an organisation of other accounts, and the :sub claim of identity providers.",
    when=lambda r: any(_trusts_outside(s) for _, s in statements(r, "assume_role_policy")),
)
def external_trust_conditions(r: Resource, c: Context) -> Answer:
    """Reads the trust policies of roles that another account or an identity provider may assume. Another
    account needs an external id, an organisation or a named principal ARN as condition; a web identity needs
    its `:sub` claim tied to more than `*`; SAML needs its audience. The setting `accounts` says which
    accounts are the organisation's own."""
    own = set(c.settings.accounts)
    trusting = [(n, s) for n, s in statements(r, "assume_role_policy") if _trusts_outside(s)]
    return all_of(partial(_trust, name, statement, own) for name, statement in trusting)


def _trusts_outside(statement: Statement) -> bool:
    return allows(statement) and any(kind in ("AWS", "Federated") for kind, _ in principals(statement))


def _trust(name: str, statement: Statement, own: set[str]) -> Answer:
    return all_of(partial(_trusted, name, statement, kind, who, own) for kind, who in principals(statement))


def _trusted(name: str, statement: Statement, kind: str, who: Any, own: set[str]) -> Answer:
    keys = {key: values for operator, key, values in conditions(statement) if "Not" not in operator}
    if kind == "Federated":
        return _federated(name, keys, who)
    if kind != "AWS":
        return passes(f"{name} trusts a service")
    if who is UNKNOWN or account_of(who) in own:
        return passes(f"{name} trusts a principal of the organisation")
    if {"sts:externalid", "aws:principalorgid", "aws:principalarn", "aws:principalorgpaths"} & set(keys):
        return passes(f"{name} trusts {who} under a condition")
    if who != "*" and not own:
        outside(f"whether {who} is the organisation's own account (setting accounts)")
    return fails(f"{name} trusts {who} without an external id or organisation")


def _federated(name: str, keys: dict[str, list[Any]], who: Any) -> Answer:
    if "saml" in str(who) or any(k.startswith("saml:") for k in keys):
        return holds("saml:aud" in keys, f"{name} demands the SAML audience", f"{name} does not demand saml:aud")
    claims = [v for key, values in keys.items() if key.endswith(":sub") for v in values]
    if UNKNOWN in claims:
        until_apply(f"the :sub claim that {name} demands")
    return holds(
        bool(claims) and not any(str(v).startswith("*") for v in claims),
        f"{name} demands the subject {', '.join(map(str, claims))}",
        f"{name} trusts every subject of {'the identity provider' if who is UNKNOWN else who}",
    )


@check(
    "identity.kms-key-policy",
    title="Key policies give the whole key to nobody but the account",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ),
    types=("aws_kms_key", "aws_kms_key_policy"),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Let administrators manage and users use the key in statements of their own, by named actions.",
)
def kms_key_policy(r: Resource, _: Context) -> Answer:
    """Reads principals, actions and conditions of the key policy. A statement that gives the account itself
    `kms:*` is AWS's own default and normal: it leaves the decision to IAM policies. Nobody else may have the
    whole key, and everyone (`*`) may come in only under a condition. In a key policy the resource `*` means
    this key."""
    found = [] if unset(r, "policy") else statements(r, "policy")
    if not found:
        return passes("no policy is declared: AWS's default gives the account itself the key, and nobody else")
    return all_of(partial(_key_statement, name, statement) for name, statement in found)


def _key_statement(name: str, statement: Statement) -> Answer:
    if not allows(statement):
        return passes("denials take nothing away from this")
    if is_everyone(statement) and not any(
        key in ("kms:calleraccount", "kms:viaservice") or key.startswith("aws:principal")
        for operator, key, _ in conditions(statement)
        if "Not" not in operator and not operator.endswith("IfExists")
    ):
        return fails(f"{name} admits everyone (*) without a condition on the caller")
    whole = [a for a in statement.get("Action", []) if a in ("*", "kms:*")] or "NotAction" in statement
    if not whole:
        return passes("nobody but the account itself has the whole key")
    others = [who for kind, who in principals(statement) if kind != "AWS" or not is_account_root(who)]
    if UNKNOWN in others:
        until_apply(f"the principal to whom {name} gives the whole key")
    return holds(
        not others,
        "the account itself has the whole key, and nobody else",
        f"{name} gives {', '.join(map(str, others))} the whole key",
    )


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
