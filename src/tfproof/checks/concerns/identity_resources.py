"""What resource policies, keys and organisations leave open: whole services, other accounts, keys that nobody manages."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from tfproof import iam
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, given
from tfproof.checks.statements import carries, statements
from tfproof.files import read_yaml
from tfproof.iam.accounts import is_own, own_accounts
from tfproof.iam.actions import expand, names_whole_service
from tfproof.iam.carriers import Carrier, Holds, carried, carriers, types
from tfproof.iam.carriers import given as given_policies
from tfproof.iam.confinement import is_confined
from tfproof.iam.documents import Document, Principal, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.managed_policies import name_in
from tfproof.iam.matching import covers, match, widest
from tfproof.iam.principals import account_of, is_account, is_everyone, is_of_the_plan
from tfproof.iam.reading import document
from tfproof.plans.values import is_unknown, shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# Services of which a resource's policy can grant little more than the use that the whole means: requests to a domain, an API, a
# service of a network. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
_ONLY_USE = ("es", "execute-api", "vpc-lattice-svcs")
# Services whose policies are made to let accounts as a whole deliver something.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
_MADE_FOR_ACCOUNTS = ("events", "logs", "oam")
#: Keys have a check of their own: `identity.kms-key-policy`.
_KEYS = "kms"
_POLICIES = tuple(t for t in types(Holds.RESOURCE))
_CHANGES = ("Write", "Permissions management", "Tagging")
_SHOWN = 3


def _not_of_keys(r: Resource) -> bool:
    return any(c.service not in (_KEYS, *_ONLY_USE) for c in carried(r, Holds.RESOURCE)) and carries(r, Holds.RESOURCE)


@check(
    "identity.resource-policies-name-actions",
    title="Resource policies name their actions",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
    ),
    parameters=("accounts",),
    types=tuple(t for t in _POLICIES if "kms" not in t and "elasticsearch" not in t and "opensearch" not in t),
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="List the actions that the principal needs; a prefix such as s3:Get* is accepted, s3:* is not.",
    when=_not_of_keys,
)
def resource_policies_name_actions(r: Resource, c: Context) -> Answer:
    """Reads the actions of each allowing statement of resource policies: `*`, all of a service in any spelling (`sqs:*`) and
    `NotAction` hand over the resource itself, its policy and its deletion included. One's own account as a whole may have
    that: it leaves the decision to the account's own policies. Policies of keys, and of domains and APIs, which grant little
    else than use, are left to other checks."""
    stated = tuple(c.settings.accounts)
    own = own_accounts(r, stated)

    def judge(carrier: Carrier, _: Document, statement: Statement, name: str) -> Answer:
        if statement.allows is False or carrier.service in (_KEYS, *_ONLY_USE):
            return passes(f"{name} allows nothing that is asked of here")
        whole = any_true(names_whole_service(action) for action in statement.actions)
        if statement.not_actions is not None:
            whole = True
        if whole is False:
            return passes(f"{name} names every action that it allows")
        mine = all_true(
            all_true([is_account(p.name), is_own(p.name, own, all_stated=bool(stated))])
            for p in statement.principals or (Principal("*", "*"),)
        )
        if mine:
            return passes(f"{name} leaves the resource to one's own account")
        if whole is None or statement.allows is None or (mine is None and not _is_named(statement)):
            until_apply(f"whether {name} allows all of a service to others than the account itself")
        if mine is None:
            outside(
                f"whether {shown([p.name for p in statement.principals or ()])} is one's own account (setting accounts)"
            )
        return fails(f"{name} allows all of a service ({shown(statement.actions or ('NotAction',))})")

    return all_of(statements(r, judge, Holds.RESOURCE))


def _is_named(statement: Statement) -> bool:
    return all(account_of(p.name) for p in statement.principals or ())


@cache
def _of_aws() -> frozenset[str]:
    return frozenset(read_yaml(resources.files(iam) / "aws_accounts.yaml"))


@check(
    "identity.cross-account-grants",
    title="Other accounts may not change resources or who may use them",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
    ),
    parameters=("accounts",),
    types=tuple(c.type for c in carriers(Holds.RESOURCE) if c.service not in (_KEYS, *_MADE_FOR_ACCOUNTS)),
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="Name the other account's role and the actions it needs, or tie the statement to the organisation.",
    when=lambda r: carries(r, Holds.RESOURCE),
)
def cross_account_grants(r: Resource, c: Context) -> Answer:
    """Reads principals, actions and conditions of each allowing statement of resource policies. Another account as a whole,
    without a condition that ties it to known callers, may only read; no principal of another account may change permissions
    (policies, ACLs, grants). The setting `accounts` says which accounts are one's own; without it an account is another one
    where `aws_caller_identity`, or the ARN of a resource in the statement, shows the account that the plan is for. The
    accounts from which AWS itself writes logs are none. Keys are left to `identity.kms-key-policy`, event buses and
    destinations of logs to their purpose."""
    stated = tuple(c.settings.accounts)
    own = own_accounts(r, stated)

    def judge(_: Carrier, found: Document, statement: Statement, name: str) -> Answer:
        if statement.allows is False:
            return passes(f"{name} allows nothing")
        others = [p for p in statement.principals or () if _is_of_another(p, own)]
        if not others:
            return passes(f"{name} names nobody of another account")
        shows = bool(stated) or bool(r.plan.of("data.aws_caller_identity"))
        return all_of(partial(_of_another, found, statement, p, shows, name) for p in others)

    return all_of(statements(r, judge, Holds.RESOURCE))


def _is_of_another(principal: Principal, own: frozenset[str]) -> bool:
    if is_unknown(principal.kind) or principal.kind not in ("AWS", "*") or is_of_the_plan(principal.name):
        return False
    account = account_of(principal.name)
    return account is not None and account not in own and account not in _of_aws() and is_everyone(principal) is False


def _of_another(found: Document, statement: Statement, principal: Principal, sure: bool, name: str) -> Answer:
    who = shown(principal.name)
    tied = is_confined(found, statement)
    whole = is_account(principal.name)
    unwanted = _CHANGES if whole and not tied else ("Permissions management",)
    changing = _actions(statement, unwanted)
    if not changing or tied:
        return passes(f"{name} lets {who} change nothing, or under a condition")
    named = {account_of(resource) for resource in statement.resources or ()} - {None}
    if not sure and (not named or account_of(principal.name) in named):
        outside(f"whether {account_of(principal.name)} is one's own account (setting accounts)")
    if tied is None or statement.allows is None:
        until_apply(f"whether {name} is tied to known callers of {who}")
    return fails(f"{name} allows {', '.join(changing[:_SHOWN])} to {who}, which is of another account")


def _actions(statement: Statement, levels: tuple[str, ...]) -> list[str]:
    """Return the actions of such levels that a statement surely allows."""
    if statement.not_actions is not None:
        return ["all actions but some (NotAction)"]
    patterns = [a for a in statement.actions if isinstance(a, str)]
    return sorted({a.name for p in patterns for a in expand(widest(p)) if a.access in levels})


_KEY_TYPES = (
    "aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_external_key", "aws_kms_replica_key",
)  # fmt: skip


@check(
    "identity.kms-key-administrators",
    title="Key policies let somebody manage the key",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    ),
    types=_KEY_TYPES,
    looks_at=("data.aws_iam_policy_document",),
    remediation="Let the account (its root as principal) or a role of administrators change the key's policy.",
    when=lambda r: carries(r, Holds.RESOURCE),
)
def kms_key_administrators(r: Resource, _: Context) -> Answer:
    """Reads each allowing statement of a key's policy for one that lets an account, a role or a user change that policy
    (`kms:PutKeyPolicy`). Without any, nobody can: AWS support alone mends it, and until then no right can be taken back."""
    return any_of(
        partial(_manageable, document(r, path)) for c in carried(r, Holds.RESOURCE) for path in given_policies(r, c)
    )


def _manageable(found: Document) -> Answer:
    answers = [_manages(statement) for statement in found.statements]
    answer = any_true([*answers, *([] if found.complete else [None])])
    if answer is None:
        until_apply(f"whether {found.where} lets somebody change the policy")
    return holds(answer, f"{found.where} lets somebody change it", f"{found.where} lets nobody change it")


def _manages(statement: Statement) -> bool | None:
    puts = any_true(match(action, "kms:PutKeyPolicy", fold=True) for action in statement.actions)
    if statement.not_actions is not None:
        puts = not_true(any_true(match(action, "kms:PutKeyPolicy", fold=True) for action in statement.not_actions))
    who = any_true(None if is_unknown(p.kind) else p.kind in ("AWS", "*") for p in statement.principals or ())
    return all_true([statement.allows, puts, who])


def _users_of(r: Resource) -> bool:
    return r.type != "aws_iam_policy_attachment" or given(r, "users")


@check(
    "identity.no-user-policies",
    title="Policies are given to groups and roles, not to users",
    severity="low",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    ),
    types=("aws_iam_policy_attachment", "aws_iam_user_policy", "aws_iam_user_policy_attachment"),
    remediation="Attach the policy to a group that the user belongs to, or to a role that it assumes.",
    population="must-not-exist",
    when=_users_of,
)
def no_user_policies(r: Resource, _: Context) -> Answer:
    """Looks for policies that are written for, or attached to, single users. Rights that hang on persons are reviewed by
    nobody, and move along when a person changes roles."""
    if r.type == "aws_iam_policy_attachment":
        r.get("users")
    return fails(f"{r.address} gives rights to a user")


@check(
    "identity.boundaries-confine",
    title="Permissions boundaries and guardrails confine something",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    types=types(Holds.LIMIT),
    remediation="Name a policy that allows only what the identity may ever need.",
    when=lambda r: carries(r, Holds.LIMIT),
)
def boundaries_confine(r: Resource, _: Context) -> Answer:
    """Reads the policies of AWS that are named as permissions boundary, guardrail or session policy: AdministratorAccess
    allows everything, so that it confines nothing."""
    return all_of(
        partial(_confines, r, path) for carrier in carried(r, Holds.LIMIT) for path in given_policies(r, carrier)
    )


def _confines(r: Resource, path: str) -> Answer:
    named = r.members(path, "aws_iam_policy", "data.aws_iam_policy")
    if any(name_in(arn) == "AdministratorAccess" for arn in named.outside):
        return fails(f"{path} is AdministratorAccess, which allows everything")
    if named.open:
        named.all()
    return passes(f"{path} is no policy that allows everything by its name")


_CONTROLS = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")


@check(
    "identity.control-policies-deny",
    title="Control policies of the organisation deny something",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    ),
    types=("aws_organizations_policy",),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Add statements that deny what no account needs, or allow only the services in use.",
    when=lambda r: argument(r, "type", "SERVICE_CONTROL_POLICY") in _CONTROLS,
)
def control_policies_deny(r: Resource, _: Context) -> Answer:
    """Reads the statements of service and resource control policies. One that allows everything, as FullAWSAccess does, and
    denies nothing leaves the accounts as they are without it."""
    found = document(r, "content")
    limits = [any_true([s.denies, not_true(_allows_everything(s))]) for s in found.statements]
    if any(_allows_everything(s) for s in found.statements) and not any(
        s.denies is not False for s in found.statements
    ):
        found.require_complete()
        return fails(f"content of {r.address} allows everything and denies nothing")
    answer = any_true([*limits, *([] if found.complete else [None])])
    if answer is None:
        until_apply(f"what content of {r.address} denies")
    return holds(answer, f"content of {r.address} limits accounts", f"content of {r.address} limits nothing")


def _allows_everything(statement: Statement) -> bool | None:
    every = any_true(covers(action, "?*") for action in statement.actions)
    everywhere = any_true(covers(resource, "?*") for resource in statement.resources or ())
    return all_true([statement.allows, every, everywhere, not statement.conditions])


@check(
    "resilience.cloudhsm-multi-az",
    title="Clusters of hardware modules have two or more of them",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/cloudhsm/latest/userguide/bp-cluster-management.html",
    types=("aws_cloudhsm_v2_cluster",),
    looks_at=("aws_cloudhsm_v2_hsm",),
    remediation="Add an aws_cloudhsm_v2_hsm in a second availability zone.",
)
def cloudhsm_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the modules that name the cluster. Keys that are only in one module are lost with it; AWS asks for two, in
    different zones."""
    modules = r.companions("aws_cloudhsm_v2_hsm", "cluster_id")
    if len(modules.found) > 1:
        return passes(f"{len(modules.found)} modules belong to {r.address}")
    if modules.perhaps:
        modules.all()
    return fails(f"{len(modules.found)} modules belong to {r.address}")
