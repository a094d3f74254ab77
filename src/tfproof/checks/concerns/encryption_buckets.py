"""Encryption of buckets: how objects are encrypted at rest, and whether plain HTTP is refused."""

from __future__ import annotations

import re
from functools import partial

from tfproof.checks.model import Answer, Context, all_of, check, fails, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, unset
from tfproof.iam.conditions import meets
from tfproof.iam.documents import Condition, Statement
from tfproof.iam.logic import all_true, any_true
from tfproof.iam.matching import Text, covers, includes
from tfproof.iam.principals import leaves_nobody_out
from tfproof.iam.reading import document, is_given
from tfproof.plans.addresses import type_in
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference, is_unknown
from tfproof.plans.view import Resource

_SECURE_TRANSPORT = "aws:securetransport"
#: A request without TLS; each request says whether it came by TLS.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_PLAIN_HTTP = {_SECURE_TRANSPORT: ("false",)}
_ARN = "arn:aws:s3:::"
_UNDECLARED = fails("no encryption is declared: only AWS's own default, SSE-S3 since January 2023, applies")
_PARTITION = re.compile(r"arn:aws[a-z-]*:")


@check(
    "encryption.s3-at-rest",
    title="Buckets declare how their objects are encrypted at rest",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_server_side_encryption_configuration",),
    remediation="Add aws_s3_bucket_server_side_encryption_configuration for the bucket.",
)
def s3_at_rest(r: Resource, _: Context) -> Answer:
    """Reads the bucket's encryption configuration: its own resource, or the bucket's argument, which in a state shows
    what is there. Since January 2023 S3 encrypts every object with keys of its own (SSE-S3) even without one, so a
    bucket without is not readable in clear; but then nothing in the code holds it to any encryption. Whose key it
    is, is not asked here."""
    separate = r.companions("aws_s3_bucket_server_side_encryption_configuration", "bucket")
    if separate.none:
        return _declares("server_side_encryption_configuration.0.rule", r)
    return every(separate, partial(_declares, "rule"), none=_UNDECLARED)


def _declares(rules: str, holder: Resource) -> Answer:
    for rule in blocks(holder, rules):
        if algorithm := argument(holder, f"{rule}.apply_server_side_encryption_by_default.0.sse_algorithm", ""):
            return passes(f"{holder.address} declares {algorithm}")
    return _UNDECLARED


@check(
    "encryption.s3-tls-only",
    title="Buckets refuse requests without TLS",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_policy", "data.aws_iam_policy_document"),
    remediation="Deny s3:* to everyone on the bucket and its objects where aws:SecureTransport is false.",
)
def s3_tls_only(r: Resource, _: Context) -> Answer:
    """Reads the bucket policy, inline or as a resource of its own, for statements that deny everyone every action on
    this bucket and on its objects in each request without TLS (`aws:SecureTransport`). Without them S3 answers plain
    HTTP as well. Where there are several policies, each must: a bucket keeps only the one that is put last."""
    separate = r.companions("aws_s3_bucket_policy", "bucket")
    by_itself = partial(
        every, separate, partial(_refuses_plain_http, r), none=fails("no bucket policy: S3 accepts plain HTTP")
    )
    if not is_given(r, "policy"):
        return by_itself()
    inline = partial(_refuses_plain_http, r, r)
    return inline() if separate.none else all_of([inline, by_itself])


def _refuses_plain_http(bucket: Resource, holder: Resource) -> Answer:
    policy = document(holder, "policy")
    may_say_more = () if policy.complete else (None,)
    refused = {
        what: any_true(
            [*(all_true([_denies_plain_http(s), _names(s, bucket, tail)]) for s in policy.statements), *may_say_more]
        )
        for what, tail in (("the bucket", ""), ("its objects", "/?*"))
    }
    if open_ := [what for what, answer in refused.items() if answer is False]:
        return fails(
            f"{holder.address} does not deny everyone every request without TLS (aws:SecureTransport) on {' and '.join(open_)}"
        )
    if None in refused.values():
        until_apply(f"whether {policy.where} denies requests without TLS on {bucket.address} and its objects")
    return passes(f"{holder.address} denies every request without TLS on the bucket and its objects")


def _denies_plain_http(statement: Statement) -> bool | None:
    """Whether a statement denies everyone every action without TLS, on the resources that it names. NotPrincipal and
    NotAction leave somebody or something out."""
    return all_true(
        [
            statement.denies,
            any_true(leaves_nobody_out(p) for p in statement.principals or ()),
            any_true(covers(a, "s3:?*", fold=True) for a in statement.actions),
            *(_is_met_without_tls(c) for c in statement.conditions),
        ]
    )


def _is_met_without_tls(condition: Condition) -> bool | None:
    """Whether every request without TLS meets the condition; one on another key leaves requests out."""
    if isinstance(condition.key, str) and condition.key.lower() != _SECURE_TRANSPORT:
        return False
    return meets(condition, _PLAIN_HTTP)


def _names(statement: Statement, bucket: Resource, tail: str) -> bool | None:
    """Whether a statement is about all of the bucket's ARN with that tail."""
    named = [_spelled(resource, bucket) for resource in statement.resources or ()]
    return any_true(
        includes(resource, PartialText([_ARN, name, tail])) for name in _names_of(bucket) for resource in named
    )


def _names_of(bucket: Resource) -> list[Text]:
    """Return the bucket's name, as `_spelled` gives it; and one that is given but not known, which any text may be."""
    name = bucket.evaluated("bucket")
    given = is_unknown(name) and not unset(bucket, "bucket")
    return [_own_name(bucket), name] if given else [_own_name(bucket)]


def _own_name(bucket: Resource) -> Text:
    name = bucket.get("bucket")
    return name if isinstance(name, str) else Reference(bucket.address, "bucket")


def _spelled(resource: Text, bucket: Resource) -> Text:
    """Return a resource element in one spelling: the partition `aws`, and the bucket by its name.

    Another bucket of the plan keeps its own reference. What else is not known may be any text.
    """
    if isinstance(resource, str):
        return _PARTITION.sub("arn:aws:", resource, count=1)
    if isinstance(resource, OneOf):
        return OneOf([_spelled(c, bucket) for c in resource.candidates])
    if isinstance(resource, PartialText):
        parts = [_spelled(p, bucket) for p in resource.parts]
        return PartialText([inner for p in parts for inner in (p.parts if isinstance(p, PartialText) else (p,))])
    if not isinstance(resource, Reference):
        return UNKNOWN
    kind = type_in(resource.address)
    if resource.address == bucket.address and resource.path == "arn":
        return PartialText([_ARN, _own_name(bucket)])
    if resource.address == bucket.address and resource.path == "id":
        return _own_name(bucket)
    return resource if kind == "aws_s3_bucket" and resource.path in ("arn", "id", "bucket") else UNKNOWN
