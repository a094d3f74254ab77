"""Whom resources let in: their policies, what they grant without one, and the policies of keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every
from tfproof.checks.statements import Part, carries, each, statements
from tfproof.iam import grants
from tfproof.iam.accounts import is_own, own_accounts
from tfproof.iam.actions import names_whole_service
from tfproof.iam.carriers import Carrier, Holds, types
from tfproof.iam.confinement import confines, is_confined
from tfproof.iam.documents import Document, Principal, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.matching import Text, Wild, match, pattern
from tfproof.iam.principals import account_of, is_account, is_everyone
from tfproof.iam.resources import names_every
from tfproof.plans.values import shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_AWS_DEFAULT = "no policy is declared: AWS's default gives the account itself the key, and nobody else"
_DOCUMENTS = (Holds.RESOURCE, Holds.TRUST)

# Services that act only for resources of the account itself, and send no source that a condition could ask for: a rule
# reaches a topic of another account only through a role.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
# For the key of an encrypted topic it sends no source either.
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
_AT_HOME = {("events.amazonaws.com", "kms"), ("events.amazonaws.com", "sns")}

# A service that names no source when it grants what it may to itself. It has read the key before, and each statement that lets it
# read is asked for the source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html
_GRANTS_WHAT_IT_HAS_READ = ("dnssec-route53.amazonaws.com", "kms")

_ENDPOINT = "aws_vpc_endpoint"
# Inside of a VPC groups decide who reaches a domain, and its own users who may do what:
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html#vpc-security
_SEARCH = ("aws_opensearch_domain", "aws_elasticsearch_domain")
# https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/vpc-interface-endpoints.html
_TAKES_NO_POLICY = ("verifiedpermissions",)

# Where services write logs for an account. Its number is part of the path, and a service writes to no other account's.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_LOGS = tuple("/AWSLogs/")


@check(
    "identity.no-public-principals",
    title="No resource policy admits everyone",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ),
    types=tuple(sorted({*types(*_DOCUMENTS), *grants.types()})),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the principals, or tie the statement to an account, organisation, network or source by a condition.",
    when=lambda r: carries(r, *_DOCUMENTS) or (r.type in grants.types() and grants.names_somebody(r)),
)
def no_public_principals(r: Resource, _: Context) -> Answer:
    """Reads principals and conditions of each allowing statement of resource policies, inline and separate, of trust
    policies, and of what is granted without a document (Lambda permissions, function URLs, shared images and snapshots).
    Everyone is accepted only where a condition, or a denial to all others, ties the statement to known callers, networks or
    sources; a service, except in trust policies, only where it is told for whose resources it may come. Values that
    everybody meets (`o-*`) tie to nobody. A search domain inside of a VPC has no other way in, so groups and its own users
    decide. What passes through VPC endpoints is `identity.endpoint-policies`.
    """
    if _is_inside_a_vpc(r):
        return passes(f"{r.address} is reached inside of its VPC only, whomever its policy names")
    parts = list(statements(r, _admits, *_DOCUMENTS))
    if r.type in grants.types():
        parts.append(partial(_granted, r))
    return all_of(parts)


def _is_inside_a_vpc(r: Resource) -> bool:
    """Whether the resource is a search domain inside of a VPC, or the policy of one."""
    domains = [r] if r.type in _SEARCH else []
    if r.type.removesuffix("_policy") in _SEARCH and not domains:
        domains = list(r.members("domain_name", *_SEARCH).found)
    return bool(domains) and all(blocks(domain, "vpc_options") for domain in domains)


@check(
    "identity.endpoint-policies",
    title="What passes through VPC endpoints is limited",
    severity="low",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    types=types(Holds.ENDPOINT),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Give the endpoint a policy that names resources, or ties callers or resources to the account or organisation.",
)
def endpoint_policies(r: Resource, _: Context) -> Answer:
    """Reads the policies of VPC endpoints, inline and separate. They grant nothing, but without one, or with one that lets
    everyone reach everything, data can leave for buckets and queues of strangers. A statement has to name principals or
    resources, or carry a condition that ties callers, networks or the resources' owner. Endpoints that take no policy pass.
    """
    if r.type == _ENDPOINT and not carries(r, Holds.ENDPOINT):
        return _endpoint_by_default(r)
    return all_of(statements(r, _admits, Holds.ENDPOINT))


def _endpoint_by_default(r: Resource) -> Answer:
    """Judge an endpoint without a policy of its own: by a separate one that names it, else by what AWS then lets through."""
    separate = r.companions("aws_vpc_endpoint_policy", "vpc_endpoint_id")
    if separate.none:
        return _without_policy(r)
    return every(separate, lambda p: passes(f"{p.address} is judged by itself"), none=passes("no policy"))


def _without_policy(r: Resource) -> Answer:
    kind = argument(r, "vpc_endpoint_type", "Gateway")
    if kind not in ("Gateway", "Interface"):
        return passes(f"an endpoint of the type {kind} takes no policy")
    service = argument(r, "service_name", "")
    if ".vpce." in service or service.endswith(_TAKES_NO_POLICY):
        return passes(f"an endpoint of {service} takes no policy")
    return fails(f"{r.address} has no policy: AWS lets everyone reach everything of {service} through it")


def _granted(r: Resource) -> Answer:
    """Judge what is granted without a document."""
    found = grants.granted(r)
    judge = partial(_admitted, found, holds=Holds.RESOURCE, service=grants.service_of(r), name=r.type)
    return each(found, judge, passes(f"{r.type} grants nothing to anybody"))


def _admits(carrier: Carrier, found: Document, statement: Statement, name: str) -> Answer:
    return _admitted(found, statement, holds=carrier.holds, service=carrier.service, name=name)


def _admitted(found: Document, statement: Statement, *, holds: Holds, service: str, name: str) -> Answer:
    if statement.allows is False:
        return passes(f"{name} admits nobody")
    _require_principal(statement, name)
    parts: list[Part] = [partial(_everyone, found, statement, holds, name)]
    if holds is Holds.RESOURCE:
        parts += [partial(_service, found, statement, service, name, p) for p in _services(statement)]
    return all_of(parts)


def _require_principal(statement: Statement, name: str) -> None:
    if statement.principals is None and statement.not_principals is None:
        until_apply(f"what AWS makes of {name}, which names no Principal,")


def _everyone(found: Document, statement: Statement, holds: Holds, name: str) -> Answer:
    who = f"everyone ({shown([p.name for p in statement.principals or ()])})"
    everyone = any_true(map(is_everyone, statement.principals or ()))
    if statement.not_principals is not None:
        who, everyone = "everyone but some (NotPrincipal)", True
    if everyone is False:
        return passes(f"{name} names whom it admits")
    ties = [is_confined(found, statement)]
    if holds is Holds.ENDPOINT:
        named = all_true(not_true(names_every(resource)) for resource in statement.resources or ("*",))
        ties += [confines(statement, "owner"), named]
    tied = any_true(ties)
    if tied:
        return passes(f"{name} is tied to known callers, networks or sources")
    if tied is None or everyone is None or statement.allows is None:
        until_apply(f"whether {name} admits {who}")
    return fails(f"{name} admits {who}")


def _services(statement: Statement) -> list[Principal]:
    """Return the services that are named."""
    named = statement.principals or ()
    return [p for p in named if isinstance(p.kind, str) and p.kind == "Service" and is_everyone(p) is False]


def _service(found: Document, statement: Statement, service: str, name: str, principal: Principal) -> Answer:
    """Judge whether a service comes only for known resources. To a role it comes only for those of the role's account."""
    who = shown(principal.name)
    if (who, service) in _AT_HOME:
        return passes(f"{name} admits {who}, which acts for its own account only")
    ties = [is_confined(found, statement, "caller", "service"), _writes_logs_of_an_account(statement)]
    if (who, service) == _GRANTS_WHAT_IT_HAS_READ:
        ties.append(_only_grants_to_aws(statement))
    tied = any_true(ties)
    if tied is None or (not tied and statement.allows is None):
        until_apply(f"for whose resources {name} admits {who}")
    return holds(
        bool(tied),
        f"{name} admits {who} for known sources",
        f"{name} admits {who} for everybody's resources: no condition names the source",
    )


def _only_grants_to_aws(statement: Statement) -> bool | None:
    """Whether all that is allowed is to grant, and to AWS only."""
    actions = (match("kms:CreateGrant", action, fold=True) for action in statement.actions)
    return all_true([statement.not_actions is None, confines(statement, "grant"), *actions])


def _writes_logs_of_an_account(statement: Statement) -> bool | None:
    """Whether all that is allowed is to write below the path of one account's logs."""
    writes = (match("s3:PutObject*", action, fold=True) for action in statement.actions)
    paths = (_is_log_path(resource) for resource in statement.resources or ("*",))
    return all_true([statement.not_actions is None, statement.not_resources is None, *writes, *paths])


def _is_log_path(resource: Text) -> bool | None:
    tokens = pattern(resource)
    starts = [i + len(_LOGS) for i in range(len(tokens)) if tokens[i : i + len(_LOGS)] == _LOGS]
    if not starts:
        return None if Wild.HOLE in tokens else False
    account = tokens[starts[0] :]
    account = account[: account.index("/")] if "/" in account else ()
    if not account or Wild.ANY in account or Wild.ONE in account:
        return False
    return None if Wild.HOLE in account else True


@check(
    "identity.kms-key-policy",
    title="Key policies give the whole key to nobody but the account",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ),
    parameters=("accounts",),
    types=(
        "aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_external_key", "aws_kms_replica_key",
    ),
    looks_at=("data.aws_caller_identity", "data.aws_iam_policy_document"),
    remediation="Let administrators manage and users use the key in statements of their own, by named actions.",
)  # fmt: skip
def kms_key_policy(r: Resource, c: Context) -> Answer:
    """Reads principals, actions and conditions of the key policy. A statement that gives the account itself `kms:*` is
    AWS's own default and normal: it leaves the decision to IAM policies. Nobody else may have the whole key, another
    account neither, and everyone (`*`) may come in only where a condition ties the statement to known callers. In a key
    policy the resource `*` means this key. A key without policy of its own is judged by a separate one that names it. The
    setting `accounts` says which accounts are one's own."""
    judge = partial(_key_policy, tuple(c.settings.accounts))
    if carries(r, Holds.RESOURCE):
        return judge(r)
    return every(r.companions("aws_kms_key_policy", "key_id"), judge, none=passes(_AWS_DEFAULT))


def _key_policy(stated: tuple[str, ...], r: Resource) -> Answer:
    def judge(_: Carrier, found: Document, statement: Statement, name: str) -> Answer:
        return _key_statement(r, stated, found, statement, name)

    return all_of(statements(r, judge, Holds.RESOURCE))


def _key_statement(r: Resource, stated: tuple[str, ...], found: Document, statement: Statement, name: str) -> Answer:
    if statement.allows is False:
        return passes(f"{name} allows nothing")
    _require_principal(statement, name)
    return all_of(
        [
            partial(_everyone, found, statement, Holds.RESOURCE, name),
            partial(_whole_key, r, stated, statement, name),
        ]
    )


def _whole_key(r: Resource, stated: tuple[str, ...], statement: Statement, name: str) -> Answer:
    whole = any_true(names_whole_service(action) for action in statement.actions)
    if statement.not_actions is not None:
        whole = True
    if whole is False:
        return passes(f"{name} gives nobody the whole key")
    own = own_accounts(r, stated)
    answers = [(p.name, _is_own_account(p, own, all_stated=bool(stated))) for p in statement.principals or ()]
    if statement.not_principals is not None:
        answers.append(("everyone but some (NotPrincipal)", False))
    others, open_ = ([who for who, answer in answers if answer is wanted] for wanted in (False, None))
    if others and whole and statement.allows:
        return fails(f"{name} gives {shown(others)} the whole key")
    strangers = [account for who in open_ if (account := account_of(who))]
    if strangers and whole and statement.allows:
        outside(
            f"whether {', '.join(strangers)}, which {name} gives the whole key, is one's own account (setting accounts)"
        )
    if others or open_:
        until_apply(f"whether {name} gives {shown([*others, *open_])} the whole key")
    return passes(f"{name} gives the whole key to nobody but the account itself")


def _is_own_account(principal: Principal, own: frozenset[str], *, all_stated: bool) -> bool | None:
    """Whether a principal is the whole of an account of one's own."""
    return all_true([is_account(principal.name), is_own(principal.name, own, all_stated=all_stated)])
