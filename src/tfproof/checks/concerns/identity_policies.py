"""What identities may do: the policies that are written for them, and AWS's that are attached to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.statements import Part, carries, each, statements
from tfproof.iam.actions import expand, makes, names_whole_service, takes_a_resource
from tfproof.iam.carriers import Carrier, Holds, carried, given, types
from tfproof.iam.confinement import confines
from tfproof.iam.documents import Document, Statement
from tfproof.iam.logic import agreed, all_true, any_true, not_true
from tfproof.iam.managed_policies import is_demanded, name_in, whole_services
from tfproof.iam.matching import Text, covers, widest
from tfproof.iam.reading import document
from tfproof.iam.resources import names_every
from tfproof.plans.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource

_LOOKED_UP = ("aws_iam_policy", "data.aws_iam_policy")


@check(
    "identity.no-wildcard-actions",
    title="Policies name their actions",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
    ),
    types=types(Holds.IDENTITY, Holds.ATTACHMENT),
    looks_at=("data.aws_iam_policy_document", *_LOOKED_UP),
    remediation="List the actions that are needed; a prefix such as s3:Get* is accepted, s3:* is not.",
    when=lambda r: carries(r, Holds.IDENTITY, Holds.ATTACHMENT),
)
def no_wildcard_actions(r: Resource, _: Context) -> Answer:
    """Reads the actions of each allowing statement of identity policies, inline ones of roles included, and what is known
    of the policies of AWS that are attached. Neither `*` nor all of a service in any spelling (`s3:*`, `s3:?*`) may be
    allowed, nor everything but a list (`NotAction`). An attached policy that the plan makes is judged by itself; of one
    that the plan does not show nothing is known."""
    parts = [*statements(r, _names_its_actions, Holds.IDENTITY), *_attached(r)]
    return all_of(parts)


def _names_its_actions(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
    return _actions(statement, name)


def _actions(statement: Statement, name: str) -> Answer:
    if statement.allows is False:
        return passes(f"{name} allows nothing")
    if statement.not_actions is not None:
        if any(covers(action, "?*") for action in statement.not_actions):
            return passes(f"{name} allows nothing: NotAction is everything")
        return _fails_if_allowing(statement, name, "all actions but some (NotAction)")
    answers = [(action, names_whole_service(action)) for action in statement.actions]
    if whole := [action for action, answer in answers if answer]:
        return _fails_if_allowing(statement, name, shown(whole))
    if unknown := [action for action, answer in answers if answer is None]:
        until_apply(f"what {name} allows ({shown(unknown)})")
    return passes(f"{name} names every action that it allows")


def _fails_if_allowing(statement: Statement, name: str, what: str) -> Answer:
    """Fail, unless nobody can tell whether the statement allows or denies."""
    if statement.allows is None:
        until_apply(f"whether {name} allows or denies {what}")
    return fails(f"{name} allows {what}")


def _attached(r: Resource) -> Iterator[Part]:
    """Yield what to ask of each argument that attaches managed policies."""
    for carrier in carried(r, Holds.ATTACHMENT):
        yield partial(_attachments, r, carrier)


def _attachments(r: Resource, carrier: Carrier) -> Answer:
    parts = [part for path in given(r, carrier) for part in _policies(r.members(path, *_LOOKED_UP))]
    return all_of(parts) if parts else passes(f"{carrier.argument} attaches nothing")


def _policies(named: Members) -> Iterator[Part]:
    for policy in named.found:
        yield partial(_judged_by_itself if policy.mode == "managed" else _looked_up, policy)
    for identifier in named.outside:
        yield partial(_of_aws, identifier)
    for member in named.open:
        yield partial(until_apply, f"which policy is attached ({member.detail})")


def _judged_by_itself(policy: Resource) -> Answer:
    return passes(f"{policy.address} is judged by itself")


def _looked_up(policy: Resource) -> Answer:
    """Judge a policy that a data source looks up: by its document where the plan shows it, else by its ARN or its name."""
    if isinstance(policy.get("policy"), str):
        found = document(policy, "policy")
        return each(
            found, lambda s: _actions(s, f"{s.name} of {policy.address}"), passes(f"{policy.address} allows nothing")
        )
    arn = policy.get("arn")
    if isinstance(arn, str):
        return _of_aws(arn)
    return _by_name(policy.known("name", ""), policy.address)


def _of_aws(arn: str) -> Answer:
    """Judge a policy outside the plan by what is known of AWS's."""
    return _by_name(name_in(arn) or "", arn)


def _by_name(name: str, shown_as: str) -> Answer:
    whole = whole_services(name)
    if whole is None:
        outside(f"what the policy {shown_as} allows")
    if is_demanded(name):
        return passes(f"{name} allows {', '.join(whole)}, but AWS's own controls demand it")
    return holds(not whole, f"{name} names its actions", f"{name} is attached, which allows {', '.join(whole)}")


@check(
    "identity.no-wildcard-resources",
    title="Policies name their resources",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation='Name the ARNs; "*" is accepted only for actions that take no resource.',
    when=lambda r: carries(r, Holds.IDENTITY),
)
def no_wildcard_resources(r: Resource, _: Context) -> Answer:
    """Reads the resources of each allowing statement of identity policies, inline ones of roles included. `*`, and an ARN
    that means every resource of a kind (`arn:aws:s3:::*/*`, `arn:aws:iam::*:role/*`), are accepted where AWS's reference
    lists no resource for any of the actions, where each of the actions makes what the ARN means and AWS names it
    (`ssm:StartAutomationExecution` on `automation-execution/*`), or where a condition ties the statement to tagged resources.
    An ARN that is known only after an apply is accepted where the source names whose it is."""
    return all_of(statements(r, _names_its_resources, Holds.IDENTITY))


def _names_its_resources(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
    if statement.allows is False:
        return passes(f"{name} allows nothing")
    if statement.resources is None and statement.not_resources is None:
        until_apply(f"what AWS makes of {name}, which names no Resource,")
    wide, needing = _wide(statement), _needing(statement)
    tied = confines(statement, "resource")
    fail = all_true([statement.allows, _decided(wide), _decided(needing), not_true(tied)])
    if fail is False:
        return passes(f"{name} names every resource that its actions take, or is tied to tagged ones")
    what = f"{shown([action for action, _ in needing])} on {shown([resource for resource, _ in wide])}"
    if fail is None:
        unlisted = [a for a, answer in needing if answer is None and isinstance(a, str)]
        if unlisted and _decided(wide) and statement.allows and tied is False:
            outside(f"which resources {', '.join(unlisted)} takes: AWS's reference does not list it")
        until_apply(f"whether {name} allows {what}")
    return fails(f"{name} allows {what}")


Found = list[tuple[Text, bool | None]]


def _decided(found: Found) -> bool | None:
    return any_true(answer for _, answer in found)


def _wide(statement: Statement) -> Found:
    """Return the resource elements that mean, or may mean, every resource of a kind."""
    if statement.not_resources is not None:
        return [("all resources but some (NotResource)", True)]
    named = [resource for resource in statement.resources or () if not _made_by_all(statement.actions, resource)]
    return _surest([(resource, names_every(resource)) for resource in named])


def _made_by_all(actions: Sequence[Text], resource: Text) -> bool:
    """Whether an ARN means every one of a kind that each of the actions makes."""
    if not isinstance(resource, str) or not actions:
        return False
    kind, _, name = resource.rpartition(":")[2].partition("/")
    return name == "*" and all(kind in makes(action) for action in actions)


def _needing(statement: Statement) -> Found:
    """Return the actions that take, or may take, a resource; of one that is not in AWS's reference nobody knows."""
    if statement.not_actions is not None:
        return [("all actions but some (NotAction)", True)]
    return _surest([(action, _takes_a_resource(action)) for action in statement.actions])


def _surest(answers: Found) -> Found:
    """Return those of which it is sure, or, without any, those of which it is not known."""
    return [a for a in answers if a[1]] or [a for a in answers if a[1] is None]


def _takes_a_resource(pattern: Text) -> bool | None:
    """Whether a pattern names an action that takes a resource; of one that is known in part, whether it must."""
    takes = [takes_a_resource(action) for action in expand(widest(pattern))]
    if not isinstance(pattern, str):
        return agreed(takes)
    return any(takes) if takes else None
