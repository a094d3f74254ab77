"""Encryption of buckets: how objects are encrypted at rest, and whether plain HTTP is refused."""

from __future__ import annotations

import re
from functools import partial

from tfproof.checks.concerns._named import is_apart
from tfproof.checks.concerns._tls import denies_everyone_without_tls
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, flag, own_key, unset
from tfproof.findings import Verdict
from tfproof.iam.documents import Statement
from tfproof.iam.logic import all_true, any_true
from tfproof.iam.matching import Text, covers, includes
from tfproof.iam.reading import document, is_given
from tfproof.plans.addresses import type_in
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference, is_unknown
from tfproof.plans.view import Resource

_BUCKETS = ("aws_s3_bucket", "aws_s3_directory_bucket")
_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration"
_ALGORITHM = "apply_server_side_encryption_by_default.0.sse_algorithm"
_KEY = "apply_server_side_encryption_by_default.0.kms_master_key_id"
_KMS = "aws:kms"
# What writes logs to buckets, but not to such with a KMS key, and the argument that names the bucket.
_KEYLESS = ("aws_lb", "aws_alb", "aws_elb")
_LOG_TARGETS = (
    ("aws_s3_bucket", "logging.0.target_bucket"),
    ("aws_s3_bucket_logging", "target_bucket"),
    *((kind, "access_logs.0.bucket") for kind in _KEYLESS),
)
_ARN = "arn:aws:s3:::"
_PARTITION = re.compile(r"arn:aws[a-z-]*:")


@check(
    "encryption.s3-at-rest",
    title="Buckets encrypt their objects at rest",
    severity="medium",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    ),
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_server_side_encryption_configuration", "aws_kms_key"),
    remediation="Name an enabled symmetric KMS key that encrypts in the bucket's encryption configuration, or none.",
)
def s3_at_rest(r: Resource, _: Context) -> Answer:
    """Reads the bucket's encryption configuration: its own resource, or the bucket's argument, which in a state shows
    what is there. Since January 2023 S3 encrypts every new object, with keys of its own (SSE-S3) where nothing is
    declared, so a bucket without a configuration passes. One that names a key of the plan which is switched off, or made
    for something else than encryption, can neither encrypt nor decrypt. Whose key it is, is not asked here."""
    separate = r.companions(_CONFIGURATION, "bucket")
    if separate.none:
        return _encrypts("server_side_encryption_configuration.0.rule", r)
    return every(separate, partial(_encrypts, "rule"), none=passes("S3 encrypts with keys of its own"))


def _encrypts(rules: str, holder: Resource) -> Answer:
    parts = [partial(_rule_encrypts, holder, rule) for rule in blocks(holder, rules)]
    return all_of(parts) if parts else passes(f"{holder.address} declares nothing: S3 encrypts with keys of its own")


def _rule_encrypts(holder: Resource, rule: str) -> Answer:
    algorithm = argument(holder, f"{rule}.{_ALGORITHM}", "AES256")
    said = passes(f"{holder.address} encrypts with {algorithm}")
    if not algorithm.startswith(_KMS):
        return said
    keys = holder.members(f"{rule}.{_KEY}", "aws_kms_key")
    return all_of([lambda: said, *(partial(_can_encrypt, key) for key in keys.found)])


def _can_encrypt(key: Resource) -> Answer:
    usage = argument(key, "key_usage", "ENCRYPT_DECRYPT")
    return all_of(
        [
            lambda: holds(flag(key, "is_enabled", True), f"{key.address} is on", f"{key.address} is switched off"),
            lambda: holds(usage == "ENCRYPT_DECRYPT", f"{key.address} encrypts", f"{key.address} is for {usage} only"),
        ]
    )


@check(
    "encryption.s3-own-key",
    title="Buckets are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    ),
    types=("aws_s3_bucket", "aws_s3_directory_bucket", "aws_s3_bucket_server_side_encryption_configuration"),
    looks_at=("aws_s3_bucket_logging", *_KEYLESS),
    remediation='Set sse_algorithm = "aws:kms" and kms_master_key_id to a KMS key of the account\'s own.',
    when=lambda r: is_apart(r, "bucket", *_BUCKETS) if r.type == _CONFIGURATION else not _takes_keyless_logs(r),
)
def s3_own_key(r: Resource, _: Context) -> Answer:
    """Reads the algorithm and the key of the bucket's encryption configuration, in its own resource or the bucket's
    argument. With keys of S3, or with the one that AWS manages (`aws/s3`), whoever may read an object may decrypt it, and
    nobody can take that back. Buckets that receive access logs of S3 or of load balancers are not asked: those are
    delivered to buckets without KMS only. A configuration of a bucket outside of the plan is judged by itself."""
    if r.type == _CONFIGURATION:
        return _has_own_key("rule", r)
    answer = _bucket_has_own_key(r)
    if answer.verdict is Verdict.FAIL:
        for kind, path in _LOG_TARGETS:
            r.companions(kind, path).all()
    return answer


def _bucket_has_own_key(bucket: Resource) -> Answer:
    separate = bucket.companions(_CONFIGURATION, "bucket")
    if separate.none and bucket.type == "aws_s3_bucket":
        return _has_own_key("server_side_encryption_configuration.0.rule", bucket)
    none = fails(f"{bucket.address} declares no encryption: S3's own keys are used")
    return every(separate, partial(_has_own_key, "rule"), none=none)


def _has_own_key(rules: str, holder: Resource) -> Answer:
    parts = [partial(_rule_has_own_key, holder, rule) for rule in blocks(holder, rules)]
    return all_of(parts) if parts else fails(f"{holder.address} declares no encryption: S3's own keys are used")


def _rule_has_own_key(holder: Resource, rule: str) -> Answer:
    algorithm = argument(holder, f"{rule}.{_ALGORITHM}", "AES256")
    if not algorithm.startswith(_KMS):
        return fails(f"{holder.address} encrypts with {algorithm}: S3's own keys are used")
    return own_key(holder, f"{rule}.{_KEY}", managed_alias="aws/s3")


def _takes_keyless_logs(bucket: Resource) -> bool:
    """Whether a bucket receives logs that are delivered to buckets without KMS only."""
    return bucket.type == "aws_s3_bucket" and any(
        holder.type not in ("aws_lb", "aws_alb") or holder.get("load_balancer_type", "application") == "application"
        for kind, path in _LOG_TARGETS
        for holder in bucket.companions(kind, path).found
    )


@check(
    "encryption.s3-object-own-key",
    title="Objects are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html",
    types=("aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"),
    looks_at=("aws_s3_bucket", "aws_s3_bucket_server_side_encryption_configuration"),
    remediation="Set kms_key_id, or encrypt the bucket with a KMS key of the account's own.",
)
def s3_object_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` and `server_side_encryption` of the object; where neither is set, what its bucket does decides.
    With the key that AWS manages, or with S3's own, nobody can take the right to decrypt back."""
    if not unset(r, "kms_key_id"):
        return own_key(r, "kms_key_id", managed_alias="aws/s3")
    if not unset(r, "server_side_encryption"):
        return fails(f"{r.address} asks for {argument(r, 'server_side_encryption', '')} without a key of its own")
    bucket = r.members("bucket", *_BUCKETS)
    if bucket.outside:
        outside(f"how the bucket of {r.address} encrypts what names no key")
    return every(bucket, _bucket_has_own_key, none=fails("no bucket"))


@check(
    "encryption.s3-tables-own-key",
    title="Table buckets and tables of S3 are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-kms-encryption.html",
    types=("aws_s3tables_table_bucket", "aws_s3tables_table"),
    remediation='Set sse_algorithm = "aws:kms" and kms_key_arn in encryption_configuration.',
)
def s3_tables_own_key(r: Resource, _: Context) -> Answer:
    """Reads `encryption_configuration`; a table without one has that of its bucket, and a bucket without one S3's own
    keys, of which nobody can take the right to decrypt back."""
    if not unset(r, "encryption_configuration"):
        return own_key(r, "encryption_configuration.kms_key_arn", managed_alias="S3's own")
    if r.type == "aws_s3tables_table_bucket":
        return fails(f"{r.address} has no encryption_configuration: S3's own keys are used")
    bucket = r.members("table_bucket_arn", "aws_s3tables_table_bucket")
    if bucket.outside:
        outside(f"how the table bucket of {r.address} encrypts")
    return every(bucket, lambda b: s3_tables_own_key.predicate(b, _), none=fails("no table bucket"))


@check(
    "encryption.s3-website-tls",
    title="Buckets are no websites of their own, which speak plain HTTP",
    severity="medium",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
    types=("aws_s3_bucket", "aws_s3_bucket_website_configuration"),
    remediation="Serve the bucket through CloudFront with origin access control, and drop the website.",
    when=lambda r: r.type != "aws_s3_bucket" or bool(blocks(r, "website")),
)
def s3_website_tls(r: Resource, _: Context) -> Answer:
    """Reads whether a bucket is a website: the endpoints of those speak HTTP without TLS, also to a CDN in front of them.
    One that only redirects everything to HTTPS is harmless."""
    if r.type == "aws_s3_bucket":
        target = argument(r, "website.0.redirect_all_requests_to", "")
        return holds(
            target.startswith("https://"), "it only redirects to HTTPS", f"{r.address} is served over plain HTTP"
        )
    to_https = argument(r, "redirect_all_requests_to.0.protocol", "") == "https"
    return holds(to_https, "it only redirects to HTTPS", f"{r.address} is served over plain HTTP")


@check(
    "encryption.s3-tls-only",
    title="Buckets refuse requests without TLS",
    severity="medium",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    types=("aws_s3_bucket", "aws_s3_bucket_policy"),
    looks_at=("data.aws_iam_policy_document",),
    remediation="Deny s3:* to everyone on the bucket and its objects where aws:SecureTransport is false.",
    when=lambda r: r.type == "aws_s3_bucket" or is_apart(r, "bucket", *_BUCKETS),
)
def s3_tls_only(r: Resource, _: Context) -> Answer:
    """Reads the bucket policy, inline or as a resource of its own, for statements that deny everyone every action on
    this bucket and on its objects in each request without TLS (`aws:SecureTransport`). Without them S3 answers plain
    HTTP as well. Where there are several policies, each must: a bucket keeps only the one that is put last. The policy of
    a bucket outside of the plan is judged by itself."""
    if r.type == "aws_s3_bucket_policy":
        return _refuses_plain_http(r, r)
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
            denies_everyone_without_tls(statement),
            any_true(covers(a, "s3:?*", fold=True) for a in statement.actions),
        ]
    )


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
