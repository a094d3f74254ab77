"""Whose key encrypts what functions are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, check
from tfproof.checks.reading import blocks, own_key

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "encryption.lambda-own-key",
    title="The environment of functions is encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
    types=("aws_lambda_function",),
    remediation="Set kms_key_arn to a KMS key of the account's own.",
    when=lambda r: bool(blocks(r, "environment")),
)
def lambda_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_arn` of functions that have environment variables. Without it Lambda encrypts them with `aws/lambda`,
    which whoever may read the function may also use. A function without variables has nothing to encrypt with it."""
    return own_key(r, "kms_key_arn", managed_alias="aws/lambda")
