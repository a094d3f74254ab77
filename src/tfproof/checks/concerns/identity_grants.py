"""What policies allow on everything at once: ways to more rights, roles, keys, credentials, data, permissions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._broad_grants import (
    PASS_ROLE,
    Way,
    allows_everywhere,
    listed,
    open_ways,
)
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.statements import carries, statements
from tfproof.iam.actions import expand, names_whole_service, takes_a_resource
from tfproof.iam.carriers import Carrier, Holds, carried, carriers, given, types
from tfproof.iam.documents import Document, Statement
from tfproof.iam.managed_policies import name_in, whole_services
from tfproof.iam.matching import widest
from tfproof.iam.reading import document

if TYPE_CHECKING:
    from tfproof.plans.relations import Companions
    from tfproof.plans.view import Resource

_HOLDERS = ("aws_iam_group", "aws_iam_role", "aws_iam_user")
_ANALYZER = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
_SHOWN = 3


def _grants(r: Resource) -> bool:
    """Whether the resource has a policy that grants something: one that is nobody's but as a boundary grants nothing."""
    if r.type != "aws_iam_policy":
        return carries(r, Holds.IDENTITY)
    limited = [
        c for holder in ("aws_iam_role", "aws_iam_user") for c in r.companions(holder, "permissions_boundary").found
    ]
    return not limited or any(
        r.companions(carrier.type, carrier.argument).found
        for carrier in carriers(Holds.ATTACHMENT)
        if carrier.type.startswith("aws_iam_")
    )


@check(
    "identity.privilege-escalation",
    title="No policy lets somebody give themselves more rights",
    severity="high",
    aspect="access-policy",
    source=(
        _ANALYZER,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    ),
    types=tuple(sorted({*types(Holds.IDENTITY), *_HOLDERS})),
    looks_at=(
        "aws_iam_group_policy_attachments_exclusive", "aws_iam_policy", "aws_iam_policy_attachment",
        "aws_iam_group_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_role_policy_attachments_exclusive",
        "aws_iam_user_policy_attachment", "aws_iam_user_policy_attachments_exclusive", "data.aws_iam_policy_document",
    ),
    remediation="Name the roles, policies and resources that the action is for, or demand a permissions boundary.",
    when=lambda r: _grants(r) or (r.type in _HOLDERS and _holds_several(r)),
)  # fmt: skip
def privilege_escalation(r: Resource, _: Context) -> Answer:
    """Reads the policies of identities for actions that, allowed on every resource, give whoever has them the rights of
    somebody else: changing policies, trusts, credentials or boundaries, changing code that runs with a role, passing any
    role to a service that then acts with it (`iam:PassRole` with `ec2:RunInstances`, `lambda:CreateFunction` …). Of a role,
    user or group all its policies are read together: what none of them allows alone, several may. Named resources, a tag
    that is demanded, a boundary or the service that a role may be passed to narrow a statement; a denial takes it back. A
    statement that allows everything is left to `identity.no-wildcard-actions`."""
    parts = [partial(_carrier, r, carrier) for carrier in carried(r, Holds.IDENTITY) if carries(r, Holds.IDENTITY)]
    if r.type in _HOLDERS and _holds_several(r):
        parts.append(partial(_together, r))
    return all_of(parts) if parts else passes("no policy is given")


def _carrier(r: Resource, carrier: Carrier) -> Answer:
    found = given(r, carrier)
    if not found:
        return passes(f"{carrier.argument} is not given")
    return all_of(partial(_document, r, path) for path in found)


def _document(r: Resource, path: str) -> Answer:
    found, perhaps = open_ways([document(r, path)])
    if found:
        return fails(f"{path} of {r.address} leaves open: {_named(found)}")
    if perhaps:
        document(r, path).require_complete()
        until_apply(f"whether {path} of {r.address} leaves open {_named(perhaps)}")
    return passes(f"{path} of {r.address} opens no way to more rights")


def _named(ways: list[Way]) -> str:
    others = f" and {len(ways) - _SHOWN} more" if len(ways) > _SHOWN else ""
    return ", ".join(map(str, ways[:_SHOWN])) + others


def _together(r: Resource) -> Answer:
    """Judge the policies of a holder together for what none of them opens alone."""
    documents: list[Document] = []
    hidden: list[str] = []
    for policy in _documents(r):
        if isinstance(policy, Document):
            documents.append(policy)
        else:
            hidden.append(policy)
    alone = {way for d in documents for way in open_ways([d])[0]}
    found, perhaps = open_ways(documents)
    if more := [way for way in found if way not in alone]:
        return fails(f"the policies of {r.address} together leave open: {_named(more)}")
    if hidden:
        outside(f"what {', '.join(sorted(set(hidden))[:_SHOWN])} allows {r.address} besides")
    if [way for way in perhaps if way not in alone]:
        until_apply(f"what the policies of {r.address} together allow")
    return passes(f"the policies of {r.address} open together no way that none of them opens alone")


def _sources(r: Resource) -> Iterator[tuple[Companions, str]]:
    """Yield what gives the holder its policies, and the argument with the policies."""
    kind = r.type.removeprefix("aws_iam_")
    yield r.companions(f"aws_iam_{kind}_policy", kind), "policy"
    yield r.companions(f"aws_iam_{kind}_policy_attachment", kind), "policy_arn"
    yield r.companions(f"aws_iam_{kind}_policy_attachments_exclusive", f"{kind}_name"), "policy_arns"
    yield r.companions("aws_iam_policy_attachment", f"{kind}s"), "policy_arn"


def _holds_several(r: Resource) -> bool:
    inline = sum(len(given(r, carrier)) for carrier in carried(r, Holds.IDENTITY))
    return sum(len(found.found) for found, _ in _sources(r)) + inline > 1


def _documents(r: Resource) -> Iterator[Document | str]:
    """Yield the policies of a holder; of one that the plan does not show, its name."""
    for carrier in carried(r, Holds.IDENTITY):
        for path in given(r, carrier):
            yield document(r, path)
    for related, argument in _sources(r):
        for holder in related.found:
            if argument == "policy":
                yield document(holder, argument)
            else:
                yield from _attached(holder, argument)
        for holder, _ in related.perhaps:
            yield holder.address


def _attached(attachment: Resource, argument: str) -> Iterator[Document | str]:
    named = attachment.members(argument, "aws_iam_policy", "data.aws_iam_policy")
    for policy in named.found:
        if policy.mode == "managed" or isinstance(policy.get("policy"), str):
            yield document(policy, "policy")
        else:
            yield from _of_aws(str(policy.known("arn", policy.known("name", ""))))
    for arn in named.outside:
        yield from _of_aws(arn)
    for member in named.open:
        yield member.detail


def _of_aws(arn: str) -> Iterator[Document | str]:
    """Yield what is known of a policy of AWS: the services of which it allows all."""
    whole = whole_services(name_in(arn) or arn.rpartition("/")[2])
    if whole is None or "NotAction" in whole or name_in(arn) is None:
        yield arn
        return
    actions = tuple(pattern for pattern in whole if pattern != "*")
    if actions:
        yield Document(arn, (Statement(0, "Allow", actions=actions, resources=("*",)),))


def _broad(what: str, *actions: str) -> Callable[[Resource, Context], Answer]:
    """Return a predicate: no statement allows one of the actions on every resource."""

    def judge(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
        if statement.allows is False:
            return passes(f"{name} allows nothing")
        answers = {action: allows_everywhere(statement, action, whole_services=False) for action in actions}
        if found := [action for action, answer in answers.items() if answer]:
            return fails(f"{name} allows {', '.join(found[:_SHOWN])} on {what}")
        if perhaps := [action for action, answer in answers.items() if answer is None]:
            until_apply(f"whether {name} allows {', '.join(perhaps[:_SHOWN])} on {what}")
        return passes(f"{name} allows nothing of that kind on {what}")

    return lambda r, _: all_of(statements(r, judge, Holds.IDENTITY))


_pass_role = _broad("every role", PASS_ROLE)
_assume_role = _broad("every role", "sts:AssumeRole")
_decrypt = _broad("every key", *listed("decryption"))
_credentials = _broad("every resource", *listed("credentials"))
_data = _broad("every resource", *listed("data"))


@check(
    "identity.pass-role-named",
    title="Policies name the roles that may be passed",
    severity="high",
    aspect="access-policy",
    source=("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html", _ANALYZER),
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the roles in Resource, and the service in a condition on iam:PassedToService.",
    when=_grants,
)
def pass_role_named(r: Resource, c: Context) -> Answer:
    """Reads each allowing statement for `iam:PassRole` on every role. Who may pass any role to a service uses the rights of
    the strongest. Named roles, or a condition on the service that they are passed to, are accepted. A statement that allows
    all of IAM is left to `identity.no-wildcard-actions`."""
    return _pass_role(r, c)


@check(
    "identity.assume-role-named",
    title="Policies name the roles that may be assumed",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the roles in Resource.",
    when=_grants,
)
def assume_role_named(r: Resource, c: Context) -> Answer:
    """Reads each allowing statement for `sts:AssumeRole` on every role: every role whose trust policy leaves the decision
    to its account, be it another's, is then open. A condition that demands a tag narrows it."""
    return _assume_role(r, c)


@check(
    "identity.decryption-named",
    title="Policies name the keys that may decrypt",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
    ),
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the keys in Resource, or their aliases in a condition on kms:ResourceAliases.",
    when=_grants,
)
def decryption_named(r: Resource, c: Context) -> Answer:
    """Reads each allowing statement for `kms:Decrypt` and `kms:ReEncryptFrom` on every key. Conditions on tags, aliases,
    the encryption context or the service that asks for the key (`kms:ViaService`) narrow it."""
    return _decrypt(r, c)


@check(
    "identity.credentials-exposure",
    title="No policy hands out every credential",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html",
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html",
    ),
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the secrets, parameters and users in Resource.",
    when=_grants,
)
def credentials_exposure(r: Resource, c: Context) -> Answer:
    """Reads each allowing statement for actions that return or make credentials (values of secrets and parameters, access
    keys, passwords, tokens of databases) on every resource. Conditions on tags narrow it."""
    return _credentials(r, c)


@check(
    "identity.data-exfiltration",
    title="No policy hands out the data of every store",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the buckets, tables, streams and queues in Resource.",
    when=_grants,
)
def data_exfiltration(r: Resource, c: Context) -> Answer:
    """Reads each allowing statement for actions that return data (objects, items, records, messages) of every bucket,
    table, stream or queue. Conditions on tags narrow it."""
    return _data(r, c)


@check(
    "identity.permissions-management",
    title="No policy lets somebody change every permission of a service",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
    types=types(Holds.IDENTITY),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Name the resources whose permissions may be changed.",
    when=_grants,
)
def permissions_management(r: Resource, _: Context) -> Answer:
    """Reads each allowing statement for actions that AWS's reference calls permissions management (policies of buckets,
    queues, keys, functions, grants …) on every resource. Conditions on tags, and grants to AWS alone, narrow it. A statement
    that allows all of a service is left to `identity.no-wildcard-actions`."""
    return all_of(statements(r, _manages, Holds.IDENTITY))


def _manages(_: Carrier, __: Document, statement: Statement, name: str) -> Answer:
    if statement.allows is False or statement.not_actions is not None:
        return passes(f"{name} allows nothing by name")
    managing = sorted(
        {
            action.name
            for pattern in statement.actions
            if names_whole_service(pattern) is False
            for action in expand(widest(pattern))
            if action.access == "Permissions management" and takes_a_resource(action) and action.name != PASS_ROLE
        }
    )
    answers = {action: allows_everywhere(statement, action, whole_services=False) for action in managing}
    found = [action for action, answer in answers.items() if answer]
    if not found and any(answer is None for answer in answers.values()):
        until_apply(f"whether {name} allows {', '.join(managing[:_SHOWN])} on every resource")
    return holds(
        not found,
        f"{name} changes no permissions of every resource",
        f"{name} allows {', '.join(found[:_SHOWN])} on every resource",
    )
