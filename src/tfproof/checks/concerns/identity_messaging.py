"""Who may talk to brokers."""

from __future__ import annotations

from functools import partial

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds
from tfproof.checks.reading import blocks, flag, given
from tfproof.plans.view import Resource

_BLOCK = "client_authentication.0"


@check(
    "identity.msk-authentication",
    title="Kafka lets nobody in who does not say who he is",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
    ),
    types=("aws_msk_cluster", "aws_msk_serverless_cluster"),
    remediation="Turn on sasl.iam, sasl.scram or tls in client_authentication, and set unauthenticated = false.",
)
def msk_authentication(r: Resource, _: Context) -> Answer:
    """Reads `client_authentication`: one way to authenticate must be on, and `unauthenticated` must not be. A cluster
    without any lets in whoever reaches it. Serverless clusters know IAM only."""
    if r.type == "aws_msk_serverless_cluster":
        return _is_on(r, f"{_BLOCK}.sasl.0.iam.0.enabled")
    if not blocks(r, "client_authentication"):
        return fails("client_authentication is not given: whoever reaches the brokers reads and writes")
    return all_of([partial(_asks_everybody, r), partial(_knows_a_way, r)])


def _asks_everybody(r: Resource) -> Answer:
    return holds(
        not flag(r, f"{_BLOCK}.unauthenticated"),
        "clients without authentication are refused",
        "unauthenticated is true: whoever reaches the brokers reads and writes",
    )


def _knows_a_way(r: Resource) -> Answer:
    ways = (f"{_BLOCK}.sasl.0.iam", f"{_BLOCK}.sasl.0.scram")
    return any_of([*(partial(_is_on, r, way) for way in ways), partial(_takes_certificates, r)])


def _is_on(r: Resource, path: str) -> Answer:
    return holds(flag(r, path), f"{path} is on", f"{path} is not on")


def _takes_certificates(r: Resource) -> Answer:
    path = f"{_BLOCK}.tls.0.certificate_authority_arns"
    return holds(given(r, path), f"{path} is set", f"{path} is not set")
