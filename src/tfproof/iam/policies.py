"""How predicates read the statements of IAM policies. An element that is known only after an apply is
UNKNOWN."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from tfproof.iam.written import Statement
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Type to the arguments that hold a policy of an identity: what it may do.
IDENTITY_POLICIES = {
    "aws_iam_group_policy": "policy",
    "aws_iam_policy": "policy",
    "aws_iam_role_policy": "policy",
    "aws_iam_user_policy": "policy",
    "aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}

#: Type to the argument that holds a policy of a resource: who may use it.
RESOURCE_POLICIES = {
    "aws_backup_vault_policy": "policy",
    "aws_cloudwatch_event_bus_policy": "policy",
    "aws_ecr_repository_policy": "policy",
    "aws_efs_file_system_policy": "policy",
    "aws_iam_role": "assume_role_policy",
    "aws_kms_key": "policy",
    "aws_kms_key_policy": "policy",
    "aws_opensearch_domain_policy": "access_policies",
    "aws_s3_bucket_policy": "policy",
    "aws_secretsmanager_secret_policy": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_sqs_queue_policy": "policy",
}

#: Condition keys (lower case) that confine a statement to known callers, networks or resources.
CONFINING_KEYS = {
    "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount",
    "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce",
    "kms:calleraccount", "s3:dataaccesspointaccount",
}  # fmt: skip


def conditions(statement: Statement) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield operator, key in lower case and values of each condition."""
    for operator, entries in statement.get("Condition", {}).items():
        for key, values in entries.items():
            yield operator, key.lower(), values


def confined(statement: Statement) -> bool:
    """Whether a condition ties the statement to known callers. A negated one, or one that a missing key
    meets, does not."""
    return any(
        key in CONFINING_KEYS and "Not" not in operator and not operator.endswith("IfExists") and "*" not in values
        for operator, key, values in conditions(statement)
    )


def principals(statement: Statement) -> Iterator[tuple[str, Any]]:
    """Yield type and identifier of each principal."""
    for kind, identifiers in statement.get("Principal", {}).items():
        for identifier in identifiers:
            yield kind, identifier


def is_everyone(statement: Statement) -> bool:
    """Whether the statement speaks of everyone."""
    return any(kind in ("AWS", "*") and identifier == "*" for kind, identifier in principals(statement))


def allows(statement: Statement) -> bool:
    """Whether the statement grants something."""
    return bool(statement.get("Effect", "Allow") == "Allow")


def matches(name: Any, patterns: Iterable[str]) -> bool:
    """Whether an action is covered by one of the patterns (`ec2:Describe*`), whatever its case."""
    return isinstance(name, str) and any(fnmatchcase(name.lower(), p.lower()) for p in patterns)


def is_every_resource(name: Any) -> bool:
    """Whether a resource element means all resources, or all of a service. One that is not known is the
    identifier of something that the plan makes, hence a particular one."""
    return isinstance(name, str) and bool(re.fullmatch(r"\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*", name))


def account_of(principal: Any) -> str | None:
    """Return the account number of an AWS principal, None if it cannot be told."""
    if principal is UNKNOWN:
        return None
    match = re.fullmatch(r"(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::.*)?", str(principal))
    return match[1] if match else None


def is_account_root(principal: Any) -> bool:
    """Whether the principal is a whole account, which leaves the decision to that account's own IAM
    policies."""
    return isinstance(principal, str) and bool(re.fullmatch(r"(arn:[^:]*:iam::\d{12}:root|\d{12})", principal))


def name_of(statement: Statement, position: int) -> str:
    """Return how a message names a statement."""
    return f"statement {statement.get('Sid') or position + 1}"


def statements(resource: Resource, path: str) -> list[tuple[str, Statement]]:
    """Return each statement of a policy argument with its name. Raises Undecided if nothing of it can be
    seen."""
    return [(name_of(s, i), s) for i, s in enumerate(resource.policy(path))]
