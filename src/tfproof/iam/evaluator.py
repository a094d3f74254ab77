"""Whether AWS would allow a request: the policies that bear on it, weighed as AWS weighs them, with three answers.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

An answer is `allowed` or `denied` only where nothing that is not known could change it: no unknown part of a policy, no
statement missing from an incomplete document, no condition key of which the request's context says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tfproof.iam.callers import Caller, Kind, Way, concerns, means
from tfproof.iam.conditions import RequestContext, filled, meets_all
from tfproof.iam.documents import Document, Statement
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.matching import Text, literal, match, matches, widest
from tfproof.iam.principals import account_of

# To these the caller's own policies count only where the resource's policy leaves it to the account.
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
_ONLY_BY_RESOURCE = re.compile(r"kms:.*|sts:assumerole.*", re.IGNORECASE)


class Outcome(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for.

    `resource_account` owns the resource; the ARN of a bucket does not tell. `context` holds what the request carries (see
    `RequestContext`); what the caller's name tells is added.
    """

    caller: Caller
    action: str
    resource: Text
    resource_account: str | None = None
    context: RequestContext = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that bear on a request. None and empty say that there is none of that sort.

    `identity` are those of the caller and of its groups; `resource` that of the resource, for a role its trust policy;
    `boundary` the caller's permissions boundary; `service_control` and `resource_control` one group for each level from the
    organisation's root to the account, only where they bear on it (not on service-linked roles or the management account);
    `endpoints` those of VPC endpoints on the way. Session policies are not weighed.
    """

    identity: tuple[Document, ...] = ()
    resource: Document | None = None
    boundary: Document | None = None
    service_control: tuple[tuple[Document, ...], ...] = ()
    resource_control: tuple[tuple[Document, ...], ...] = ()
    endpoints: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, why, and the statement that decided with the policy it is from; none where nothing allows it."""

    outcome: Outcome
    reason: str
    statement: Statement | None = None
    where: str = ""


def decide(request: Request, policies: Policies) -> Decision:
    """Return what AWS would do with a request.

    An explicit denial wins. Then every limit must allow it, and somebody must grant it: within one account the caller's
    policies or the resource's, across accounts both; for keys and roles always the resource's, be it to the account.
    """
    denial = _denial(request, policies)
    if denial.answer:
        return Decision(Outcome.DENIED, denial.reason, denial.statement, denial.where)
    doubt = _Answer(not_true(denial.answer), denial.reason)
    answer = _both(doubt, *_limits(request, policies), _grant(request, policies))
    outcome = {True: Outcome.ALLOWED, False: Outcome.DENIED, None: Outcome.UNKNOWN}[answer.answer]
    return Decision(outcome, answer.reason, answer.statement, answer.where)


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer on the way, why, and the statement behind it."""

    answer: bool | None
    reason: str
    statement: Statement | None = None
    where: str = ""


def _both(*answers: _Answer) -> _Answer:
    """All must be true: a false one tells, else one that is not known, else the last."""
    return next((a for wanted in (False, None) for a in answers if a.answer is wanted), answers[-1])


def _either(*answers: _Answer) -> _Answer:
    """One must be true: a true one tells, else one that is not known, else the first."""
    return next((a for wanted in (True, None) for a in answers if a.answer is wanted), answers[0])


def _denial(request: Request, policies: Policies) -> _Answer:
    """Return whether an explicit denial applies, in any policy."""
    to_caller = [policies.resource, *policies.endpoints, *_flat(policies.resource_control)]
    of_caller = [*policies.identity, policies.boundary, *_flat(policies.service_control)]
    found = [_first(d, "Deny", request, lambda s: concerns(s, request.caller)) for d in to_caller if d is not None]
    found += [_first(d, "Deny", request, _always) for d in of_caller if d is not None]
    return _either(_Answer(False, "no explicit denial applies"), *found)


def _limits(request: Request, policies: Policies) -> Iterator[_Answer]:
    """Yield the answers of all policies that grant nothing themselves, but must allow."""

    def addressed(statement: Statement) -> bool | None:
        return concerns(statement, request.caller)

    for group in policies.resource_control:
        yield _allowed(group, request, addressed, "no resource control policy allows it")
    for group in policies.service_control:
        yield _allowed(group, request, _always, "no service control policy allows it")
    for endpoint in policies.endpoints:
        yield _allowed((endpoint,), request, addressed, "the endpoint's policy does not allow it")


def _grant(request: Request, policies: Policies) -> _Answer:
    """Return whether somebody grants it.

    A resource's policy that names a role is limited by the role's boundary, one that names its session or a user is not. Of
    one that means everyone AWS does not say so, and the answer is not known where the boundary does not allow it.
    """
    by_name, by_role, as_everyone, by_account = (
        _granted(policies.resource, request, way) for way in (Way.BY_NAME, Way.BY_ROLE, Way.AS_EVERYONE, Way.BY_ACCOUNT)
    )
    if request.caller.kind in (Kind.ANONYMOUS, Kind.FEDERATED, Kind.SERVICE):
        return _either(by_name, as_everyone)
    own, boundary = _own(request, policies), _bounded(request, policies)
    unsaid = (
        boundary if boundary.answer else _Answer(None, "whether the permissions boundary limits what everyone may do")
    )
    direct = _either(by_name, _both(boundary, by_role), _both(unsaid, as_everyone))
    only_by_resource = _ONLY_BY_RESOURCE.fullmatch(request.action) is not None
    within = _either(direct, _both(own, by_account)) if only_by_resource else _either(own, direct)
    across = _both(own, _either(by_name, by_role, as_everyone, by_account))
    mine, owner = request.caller.account, request.resource_account or account_of(request.resource)
    if mine is None or owner is None:
        unknown = _Answer(None, "whether the caller belongs to the resource's account is not known")
        return across if within.answer is across.answer else unknown
    return within if mine == owner else across


def _bounded(request: Request, policies: Policies) -> _Answer:
    if policies.boundary is None or request.caller.kind is Kind.ROOT:
        return _Answer(True, "no permissions boundary limits it")
    return _allowed((policies.boundary,), request, _always, "the permissions boundary does not allow it")


def _own(request: Request, policies: Policies) -> _Answer:
    """Return whether the caller's own policies allow it, within their boundary; root may do everything."""
    if request.caller.kind is Kind.ROOT:
        return _Answer(True, "the root user of an account may do everything there")
    allowed = _allowed(policies.identity, request, _always, "no policy of the caller allows it")
    return _both(_bounded(request, policies), allowed)


def _granted(document: Document | None, request: Request, way: Way) -> _Answer:
    """Return whether the resource's policy allows it to the caller in that way."""
    if document is None and way is Way.BY_ACCOUNT and request.action.lower().startswith("kms:"):
        return _Answer(True, "the default policy of a key leaves it to the account")
    documents = () if document is None else (document,)
    return _allowed(documents, request, lambda s: means(s, request.caller, way), "no policy of the resource allows it")


def _allowed(documents: Iterable[Document], request: Request, who: _Who, otherwise: str) -> _Answer:
    return _either(_Answer(False, otherwise), *(_first(document, "Allow", request, who) for document in documents))


_Who = Callable[[Statement], bool | None]


def _always(_: Statement) -> bool:
    return True


def _first(document: Document, effect: str, request: Request, who: _Who) -> _Answer:
    """Return the first statement of that effect that applies, else the first that may."""
    found = [_Answer(False, f"no statement of {document.where} applies")]
    if document.missing:
        found.append(_Answer(None, f"{document.missing} is not known"))
    for statement in document.statements:
        applies = all_true([_has_effect(statement, effect), who(statement), _applies(statement, request)])
        verb = {True: "applies", None: "may apply", False: "does not apply"}[applies]
        found.append(_Answer(applies, f"{statement.name} of {document.where} {verb}", statement, document.where))
    return _either(*found)


def _has_effect(statement: Statement, effect: str) -> bool | None:
    return statement.allows if effect == "Allow" else statement.denies


def _applies(statement: Statement, request: Request) -> bool | None:
    """Whether a statement's actions, resources and conditions fit the request."""
    context = _with_caller(request)
    actions = any_true(match(a, request.action, fold=True) for a in statement.actions)
    if statement.not_actions is not None:
        actions = not_true(any_true(match(a, request.action, fold=True) for a in statement.not_actions))
    if statement.not_resources is not None:
        resources = not_true(any_true(_names(r, request.resource, context) for r in statement.not_resources))
    elif statement.resources is not None:
        resources = any_true(_names(r, request.resource, context) for r in statement.resources)
    else:  # a trust policy, which is about its role alone
        resources = True
    return all_true([actions, resources, meets_all(statement.conditions, context)])


def _names(pattern: Text, resource: Text, context: RequestContext) -> bool | None:
    """Whether a resource element names the resource. Short forms (`execute-api:/prod`) are not spelled out here."""
    if not widest(pattern).startswith(("arn", "*", "?")):
        return None
    tokens = filled(pattern, context)
    return False if tokens is None else matches(tokens, literal(resource))


def _with_caller(request: Request) -> RequestContext:
    """Return the context with the keys that the caller's name tells.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
    who = request.caller
    signed = who.kind in (Kind.USER, Kind.ROLE, Kind.ROOT)
    told: dict[str, tuple[Text, ...] | None] = {
        "aws:principalaccount": None,
        "aws:principalarn": (who.name,) if signed else None,
        "aws:principalisawsservice": ("true" if who.kind is Kind.SERVICE else "false",),
        "aws:principalservicename": (who.name,) if who.kind is Kind.SERVICE else None,
    }
    if signed and who.account:
        told["aws:principalaccount"] = (who.account,)
    elif signed:
        del told["aws:principalaccount"]
    return {**told, **{key.lower(): values for key, values in request.context.items()}}


def _flat(groups: tuple[tuple[Document, ...], ...]) -> tuple[Document, ...]:
    return tuple(document for group in groups for document in group)
