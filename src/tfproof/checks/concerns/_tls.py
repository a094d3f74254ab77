"""Which statements of a policy speak of requests without TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.iam.conditions import meets
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.iam.principals import leaves_nobody_out

if TYPE_CHECKING:
    from tfproof.iam.documents import Condition, Statement

_SECURE_TRANSPORT = "aws:securetransport"
#: A request without TLS; each request says whether it came by TLS.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_PLAIN_HTTP = {_SECURE_TRANSPORT: ("false",)}


def denies_everyone_without_tls(statement: Statement) -> bool | None:
    """Whether a statement denies everyone, in every request without TLS, what it names; NotPrincipal leaves somebody out."""
    return all_true(
        [
            statement.denies,
            any_true(leaves_nobody_out(p) for p in statement.principals or ()),
            *(_is_met_without_tls(c) for c in statement.conditions),
        ]
    )


def is_met_with_tls_only(condition: Condition) -> bool | None:
    """Whether no request without TLS meets the condition; one on another key says nothing of that."""
    return not _is_on_another_key(condition) and not_true(meets(condition, _PLAIN_HTTP))


def _is_met_without_tls(condition: Condition) -> bool | None:
    """Whether every request without TLS meets the condition; one on another key leaves requests out."""
    return not _is_on_another_key(condition) and meets(condition, _PLAIN_HTTP)


def _is_on_another_key(condition: Condition) -> bool:
    return isinstance(condition.key, str) and condition.key.lower() != _SECURE_TRANSPORT
