"""Whom roles trust, and how narrowly: whole accounts, services, pipelines, identity pools."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tfproof import iam
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes, until_apply
from tfproof.checks.statements import carries, statements
from tfproof.files import read_yaml
from tfproof.iam.carriers import Carrier, Holds
from tfproof.iam.conditions import operator_of
from tfproof.iam.confinement import confines
from tfproof.iam.documents import Condition, Document, Principal, Statement
from tfproof.iam.logic import agreed, all_true, any_true
from tfproof.iam.matching import Text, Wild, alternatives, match, pattern
from tfproof.iam.principals import is_account
from tfproof.iam.reading import document
from tfproof.plans.values import is_unknown, shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: Keys that every request has, or may have as it pleases: they leave nobody out.
_OF_EVERYBODY = ("aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport", "aws:useragent")


def _each_statement(judge: Callable[[Statement, str], Answer]) -> Callable[[Resource, Context], Answer]:
    """Return a predicate that judges each statement of a trust policy that allows something."""

    def judged(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
        return passes(f"{name} allows nothing") if statement.allows is False else judge(statement, name)

    return lambda r, _: all_of(statements(r, judged, Holds.TRUST))


def _trusts(r: Resource) -> bool:
    return carries(r, Holds.TRUST)


def _demands(condition: Condition) -> bool | None:
    """Whether a request must carry the key of a condition to meet it."""
    if is_unknown(condition.operator) or is_unknown(condition.key):
        return None
    operator = operator_of(condition.operator)
    return operator is not None and operator.base != "null" and not operator.met_without_the_key


def _of_kind(statement: Statement, kind: str) -> list[Principal]:
    return [p for p in statement.principals or () if is_unknown(p.kind) or p.kind == kind]


def _whole_accounts(statement: Statement, name: str) -> Answer:
    answers = [(p.name, is_account(p.name)) for p in _of_kind(statement, "AWS")]
    whole = [who for who, answer in answers if answer]
    perhaps = [who for who, answer in answers if answer is None]
    if not whole and not perhaps:
        return passes(f"{name} trusts no whole account")
    tied = any_true(
        [confines(statement), confines(statement, "outsider"), *map(_leaves_some_out, statement.conditions)]
    )
    if tied:
        return passes(f"{name} trusts whole accounts under a condition")
    if tied is None or not whole or statement.allows is None:
        until_apply(f"whether {name} trusts a whole account ({shown([*whole, *perhaps])}) without a condition")
    return fails(f"{name} trusts the whole account {shown(whole)}: whoever it lets assume roles")


def _leaves_some_out(condition: Condition) -> bool | None:
    demands = _demands(condition)
    return demands if not demands else condition.key.lower() not in _OF_EVERYBODY


_judge_accounts = _each_statement(_whole_accounts)


@check(
    "identity.no-whole-account-trust",
    title="Roles trust identities, not whole accounts",
    severity="low",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    ),
    types=("aws_iam_role",),
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="Name the roles or users in Principal, or demand an external id, a second factor or a principal's tag.",
    when=_trusts,
)
def no_whole_account_trust(r: Resource, c: Context) -> Answer:
    """Reads principals and conditions of trust policies. An account as principal (`arn:aws:iam::111122223333:root`, also
    one's own) leaves it to that account's policies who assumes the role: every administrator there, and whoever may call
    `sts:AssumeRole` on everything. A condition that only some requests meet (external id, organisation, second factor, tag or
    name of the caller) is accepted."""
    return _judge_accounts(r, c)


@cache
def _guides() -> dict[str, str]:
    return dict(read_yaml(resources.files(iam) / "service_trust.yaml"))


def _services(statement: Statement, name: str) -> Answer:
    named = [p.name for p in _of_kind(statement, "Service") if isinstance(p.name, str) and p.name in _guides()]
    if not named:
        return passes(f"{name} trusts no service that acts for others as well")
    tied = confines(statement)
    if tied is None or (not tied and statement.allows is None):
        until_apply(f"for whose resources {name} trusts {', '.join(named)}")
    return holds(
        bool(tied),
        f"{name} trusts {', '.join(named)} for known sources",
        f"{name} trusts {', '.join(named)} for everybody's resources: no condition names the source",
    )


_judge_services = _each_statement(_services)


@check(
    "identity.service-trust-source",
    title="Roles trust services for the account's own resources",
    severity="low",
    aspect="access-policy",
    source=("https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html", *_guides().values()),
    types=("aws_iam_role",),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Add a condition on aws:SourceAccount, and on aws:SourceArn where the resource is known.",
    when=lambda r: _trusts(r) and _trusts_such(r, _names_one),
)
def service_trust_source(r: Resource, c: Context) -> Answer:
    """Reads the trust policies of roles for services whose guides ask for a source (EventBridge Scheduler, Bedrock, DataSync,
    Transfer Family, Managed Grafana, Personalize, flow logs): a condition must name the account, the organisation or the
    resource that the service acts for, so that nobody else has it act with this role."""
    return _judge_services(r, c)


def _trusts_such(r: Resource, such: Callable[[Statement], bool]) -> bool:
    """Whether a statement of a role's trust policy is such a one, or may be one that is not known."""
    found = document(r, "assume_role_policy")
    return not found.complete or any(map(such, found.statements))


def _names_one(statement: Statement) -> bool:
    return any(isinstance(p.name, str) and p.name in _guides() for p in _of_kind(statement, "Service"))


#: What in a subject names the repository: from where, and up to where.
_REPOSITORIES = {
    "token.actions.githubusercontent.com:sub": ("repo:", ":"),
    "gitlab.com:sub": ("project_path:", ":"),
    "vstoken.dev.azure.com/*:sub": ("sc://", ""),
}
#: With which claims a subject of another form may begin: who else is there can choose the others (a branch, a workflow's name).
_OF_OWNERS = (
    "enterprise", "job_workflow_ref", "organization", "organization_id", "repository", "repository_id", "repository_owner",
    "repository_owner_id", "namespace_path", "project_id", "sc",
)  # fmt: skip
#: Claims that name it as well.
_OTHERWISE = (
    "token.actions.githubusercontent.com:job_workflow_ref", "token.actions.githubusercontent.com:repository",
    "token.actions.githubusercontent.com:repository_id", "token.actions.githubusercontent.com:environment_node_id",
    "gitlab.com:project_id", "gitlab.com:project_path",
)  # fmt: skip


def _repositories(statement: Statement, name: str) -> Answer:
    subjects = [(c, _form(c)) for c in statement.conditions]
    subjects = [(c, form) for c, form in subjects if form]
    if not subjects or any(_names_otherwise(c) for c in statement.conditions):
        return passes(f"{name} trusts no pipelines by their subject alone")
    for condition, form in subjects:
        answers = [(value, _names_repository(value, *form)) for value in condition.values]  # type: ignore[misc]
        if wide := [value for value, answer in answers if answer is False]:
            return fails(f"{name} trusts every repository that {shown(wide)} means")
        if perhaps := [value for value, answer in answers if answer is None]:
            until_apply(f"which repositories {name} trusts ({shown(perhaps)})")
    return passes(f"{name} names the repositories that it trusts")


def _form(condition: Condition) -> tuple[str, str] | None:
    if is_unknown(condition.key):
        return None
    return next((form for key, form in _REPOSITORIES.items() if match(key, condition.key, fold=True)), None)


def _names_otherwise(condition: Condition) -> bool:
    return not is_unknown(condition.key) and condition.key.lower() in _OTHERWISE and bool(_demands(condition))


def _names_repository(value: Text, after: str, until: str) -> bool | None:
    return agreed(_names_one_repository(pattern(text), after, until) for text in alternatives(value))


def _names_one_repository(tokens: tuple[object, ...], after: str, until: str) -> bool | None:
    start = tuple(after)
    if tokens[: len(start)] != start:
        first = tokens[: tokens.index(":")] if ":" in tokens else ()
        if Wild.HOLE in tokens[: len(start)]:
            return None
        return Wild.ANY not in tokens and "".join(map(str, first)) in _OF_OWNERS
    rest = tokens[len(start) :]
    name = rest[: rest.index(until)] if until and until in rest else rest
    if Wild.ANY in name or Wild.ONE in name:
        return False
    return None if Wild.HOLE in name and until not in rest else True


_judge_repositories = _each_statement(_repositories)


@check(
    "identity.oidc-repositories",
    title="Roles of pipelines name the repository",
    severity="low",
    aspect="access-policy",
    source=(
        "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    ),
    types=("aws_iam_role",),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name owner and repository in the condition on the subject: repo:owner/repository:ref:refs/heads/main.",
    when=lambda r: _trusts(r) and _trusts_such(r, lambda s: any(is_unknown(c.key) or _form(c) for c in s.conditions)),
)
def oidc_repositories(r: Resource, c: Context) -> Answer:
    """Reads the conditions on the subject (`:sub`) in trust policies for GitHub and GitLab. A wildcard in the place of the
    repository (`repo:acme/*`) trusts every repository of the owner, also those that anybody there may make. Conditions on
    the workflow or on the repository's own claim are accepted."""
    return _judge_repositories(r, c)


_POOLS = "cognito-identity.amazonaws.com"


def _pools(statement: Statement, name: str) -> Answer:
    if not _names_pools(statement):
        return passes(f"{name} trusts no identity pool")
    asks = any_true(
        None if is_unknown(c.key) else all_true([match(f"{_POOLS}:amr", c.key, fold=True), _demands(c)])
        for c in statement.conditions
    )
    if asks is None:
        until_apply(f"whether {name} asks for signed-in identities")
    return holds(asks, f"{name} says whether identities are signed in", f"{name} trusts guests of the pool as well")


def _names_pools(statement: Statement) -> bool:
    return any(isinstance(p.name, str) and p.name == _POOLS for p in _of_kind(statement, "Federated"))


_judge_pools = _each_statement(_pools)


@check(
    "identity.cognito-trust",
    title="Roles of identity pools say whether their users are signed in",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
    types=("aws_iam_role",),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Add ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr with authenticated or unauthenticated.",
    when=lambda r: _trusts(r) and _trusts_such(r, _names_pools),
)
def cognito_trust(r: Resource, c: Context) -> Answer:
    """Reads the trust policies of roles for identity pools: without a condition on `amr` a guest of the pool, who has not
    signed in, can assume the role that is meant for users."""
    return _judge_pools(r, c)
